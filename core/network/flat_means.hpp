// The mean colours of flat pictures inside a network, and what changes them: for kept_mean.hpp.
#pragma once

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "core/network/evaluate.hpp"

namespace convscope {

/// A number for each channel and picture: [channels * pictures].
using Table = std::vector<double>;

struct Flats {
  Table mean, least, most;
  std::size_t channels = 0;
};

/// What flat pictures become behind some nodes, away from borders; nothing of a node that makes no planes.
std::map<std::size_t, Flats> flats_behind(const Network& network, const std::vector<std::size_t>& nodes,
                                          double range);
/// Up to a share of the largest wanted one.
bool same_means(const Table& found, const Table& wanted);

/// Of one value to one value, but for their channel.
bool is_activation(std::string_view op);
/// Weights and bias of a layer with so many output channels, the latter made of zeros where it has none.
std::pair<Array*, Array*> parameters_of(Node& conv, Index outs, Network& network);

/// The last convolution of up to four channels mixes them so that flat pictures have the mean that the
/// original gives them, by least squares.
void keep_output(const Network& original, Network& repaired, double range);

}  // namespace convscope
