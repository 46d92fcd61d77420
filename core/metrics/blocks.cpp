#include "core/metrics/blocks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace convscope {

namespace {

constexpr std::size_t kBlockSide = 8;
/// Steps above are edges of what is shown.
constexpr double kEdge = 10, kSeen = 6;

/// How much steps stand out, by the place of eight at which they are.
struct Steps {
  std::array<double, kBlockSide> sum{}, squares{}, count{};
  void add(std::size_t place, double excess) {
    sum[place] += excess;
    squares[place] += excess * excess;
    count[place] += 1;
  }
  struct Peak {
    Index place = 0;
    double levels = 0, significance = 0;
  };
  /// The place that stands out from the second.
  Peak peak() const {
    std::array<double, kBlockSide> mean{};
    for (std::size_t i = 0; i < kBlockSide; ++i) mean[i] = count[i] > 0 ? sum[i] / count[i] : 0;
    const auto most = static_cast<std::size_t>(std::ranges::max_element(mean) - mean.begin());
    double second = -1e9, others = 0;
    for (std::size_t i = 0; i < kBlockSide; ++i) {
      if (i == most) continue;
      second = std::max(second, mean[i]);
      others += mean[i] / (kBlockSide - 1);
    }
    const double n = count[most];
    const double deviation = std::sqrt(std::max(1e-12, squares[most] / n - mean[most] * mean[most]));
    return {static_cast<Index>(most), mean[most] - others,
            (mean[most] - second) / (deviation / std::sqrt(n))};
  }
};

Steps steps(const float* plane, Index lines, Index cells, Index line_stride, Index cell_stride) {
  Steps out;
  const auto step = [](float a, float b) {
    return std::abs(static_cast<double>(a) - static_cast<double>(b));
  };
  for (Index line = 0; line < lines; ++line) {
    const float* const at = plane + line * line_stride;
    for (Index x = 2; x + 1 < cells; ++x) {
      const double here = step(at[x * cell_stride], at[(x - 1) * cell_stride]),
                   before = step(at[(x - 1) * cell_stride], at[(x - 2) * cell_stride]),
                   after = step(at[(x + 1) * cell_stride], at[x * cell_stride]);
      if (std::max({here, before, after}) > 3 * kEdge) continue;
      out.add(static_cast<std::size_t>(x) % kBlockSide,
              std::clamp(here - (before + after) / 2, -kEdge, kEdge));
    }
  }
  return out;
}

}  // namespace

std::optional<BlockGrid> find_blocks(const Tensor<float>& picture) {
  const Index height = picture.shape()[2], width = picture.shape()[3];
  if (std::min(height, width) < 32) return std::nullopt;
  const Steps::Peak down = steps(picture.data(), width, height, 1, width).peak(),
                    across = steps(picture.data(), height, width, width, 1).peak();
  const BlockGrid out{down.place, across.place, (down.levels + across.levels) / 2,
                      std::min(down.significance, across.significance)};
  return out.significance > kSeen ? std::optional(out) : std::nullopt;
}

}  // namespace convscope
