// A network from nearer than its chain: one layer with what it sees of the input, its kernels, one of them,
// and one weight of that. Above stands the way there, and leads back.
#pragma once

#include <span>
#include <string>

#include "app/views/canvas.hpp"
#include "app/views/networks/page.hpp"
#include "core/network/effective_field.hpp"

namespace convscope {

enum class NetworkZoom { whole, layer, kernels, kernel, cell };

struct NetworkZoomPage {
  const NetworkReport& report;
  std::string network{};  ///< its file's name
  std::size_t layer = 0;
  NetworkZoom zoom = NetworkZoom::layer;
  std::span<const PairKernel> kernels{};  ///< all of the layer's own
  Scale scale{};                          ///< of all their weights
  std::size_t kernel = 0;                 ///< the chosen one
  Index row = 0, column = 0;              ///< of its weight; planes of three axes stand below each other
  const EffectiveField* field = nullptr;
  std::string no_field{};  ///< what stands in place of it
};

/// Spots: "zoom/LEVEL" of the way back, "kernel/FROM/TO", "cell/ROW/COLUMN".
SizePage draw_network_zoom(const NetworkZoomPage& page, const Style& style);

/// Rows and columns of a kernel as it is shown.
Index shown_rows(const PairKernel& kernel);
Index shown_columns(const PairKernel& kernel);

}  // namespace convscope
