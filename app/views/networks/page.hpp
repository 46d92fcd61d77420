// A network on the stage: its layers as a chain, what constant pictures become on their way, and the kernels
// of one layer. Below each layer stands its grid in the flat test.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/views/sizes/page.hpp"
#include "core/network/report.hpp"

namespace convscope {

/// The kernel of one channel pair, its extents as the layer has them.
struct PairKernel {
  Index from = 0, to = 0;
  Tensor<double> taps;
  std::vector<double> phase_sums{};  ///< of layers that enlarge
};

/// What lies between two layers that are shown, beside the chain itself.
struct SkipConnection {
  std::size_t from = 0, to = 0;  ///< layers of the report
};

struct NetworkPage {
  const NetworkReport& report;
  const NetworkReport* repaired = nullptr;  ///< of the copy with other weights; null: none
  std::span<const std::size_t> shown{};     ///< layers of the chain, by their place in the report
  std::span<const SkipConnection> skips{};
  std::size_t layer = 0;  ///< the chosen one
  std::span<const PairKernel> kernels{}, repaired_kernels{};
  Index pairs = 0;  ///< as many the layer has
};

/// Layers that change size or channels, or have weights; of files without a graph all.
std::vector<std::size_t> chain_of(const NetworkReport& report);
/// Ways around layers: what a layer takes beside the output of the one before it in `shown`.
std::vector<SkipConnection> skips_of(const Network& network, const NetworkReport& report,
                                     const std::vector<std::size_t>& shown);

/// "tconv k3 s2"; the operator's own name where it has no kernel.
std::string layer_label(const NetworkLayer& layer);
/// "40 × 128 × 128", or empty.
std::string output_label(const NetworkLayer& layer);
/// Grey levels: "0.02", "4.6".
std::string levels_text(double levels);
/// What the doctor and the flat test say of the layer: prints a grid.
bool prints_grid(const NetworkReport& report, const NetworkLayer& layer);
/// The verdict over the whole, one sentence.
std::string network_verdict(const NetworkReport& report);

/// Spots: "layer/N" with N a place in the report.
SizePage draw_network_page(const NetworkPage& page, const Style& style);

/// ".25", "-1.3": as few signs as a small cell has room for.
std::string tap_text(double value);

}  // namespace convscope
