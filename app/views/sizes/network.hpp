// A chain of layers from top to bottom: blocks as wide as the logarithm of the size and as high as that of
// the channels, skip connections as arcs, and what each layer costs.
#pragma once

#include <optional>

#include "app/views/sizes/page.hpp"
#include "core/geometry/chain.hpp"

namespace convscope {

struct NetworkView {
  const Chain& chain;
  const ChainReport& report;
  std::optional<std::size_t> selected{};  ///< a layer
  Index first = 0;                        ///< of the rows in view, when not all fit
};

/// Spots: "layer/N" of each row in view, "help/HEADING".
SizePage draw_network(const NetworkView& network, std::string_view lit, const Style& style);
/// How many layers are in view at most.
Index network_rows(const Style& style, const ChainReport& report);

/// "conv k3 s2 p1": what the layer does, in a few letters.
std::string layer_text(const ChainLayer& layer);

}  // namespace convscope
