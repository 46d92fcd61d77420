// Files of weights have no graph; what a weight is, their owner says.
//
//   up.weight = tconv s3 p4 op2; features.0.weight = conv p2
#pragma once

#include <string>
#include <string_view>

#include "core/network/network.hpp"

namespace convscope {

/// Makes a layer of each weight that is named, with an input of its own. NAME = conv|tconv [sS] [pP] [dD]
/// [opO] [gG], one number for all axes; several with semicolons between.
/// Errors: Error("as", ...): a file that has a graph, an unknown weight, words that are none.
void state_layers(Network& network, std::string_view text);

/// What such a text says of one weight, "tconv s3 p4 op2", or empty; and the text with other words for it,
/// none where they are empty.
std::string stated_of(std::string_view text, std::string_view name);
std::string with_stated(std::string_view text, std::string_view name, std::string_view words);

/// What was said of a file's weights lies beside it, as PATH.layers.json. Empty where nothing was said.
/// Errors: Error("as", ...): a file that is none.
std::string remembered_layers(const std::string& path);
/// The bytes of that file, and its name.
std::string layers_file(std::string_view text);
std::string layers_path(const std::string& path);

}  // namespace convscope
