// Where the cells of stacked layers stand: each layer's pixels are finer and lie over the input that they
// came from. Included by overlap*.cpp only.
#pragma once

#include <algorithm>
#include <vector>

#include "core/base/saturated.hpp"
#include "core/metrics/overlap.hpp"

namespace convscope {

/// The stack of one axis. Layer 0 is the input; a cell's edges have the coordinates x and x + 1, and the
/// input's own coordinates are the common measure.
class StackAxis {
 public:
  explicit StackAxis(std::vector<OverlapLayer> layers) : layers_(std::move(layers)) {
    for (const OverlapLayer& layer : layers_) {
      // A window's middle lies over the middle of what it touches.
      const Axis& axis = layer.axis;
      const double stride = static_cast<double>(axis.stride);
      const double middle =
          static_cast<double>(window_origin(axis, 0)) + static_cast<double>(reach(axis)) / 2;
      places_.push_back({places_.back().scale / stride,
                         places_.back().scale * (0.5 - middle / stride) + places_.back().offset});
    }
  }

  const OverlapLayer& layer(Index number) const { return layers_[static_cast<std::size_t>(number - 1)]; }
  Index pixels(Index number) const {
    return number == 0 ? layers_.front().axis.windows : layer(number).axis.pixels;
  }
  double count(Index number, Index pixel) const {
    return number == 0 ? 1 : layer(number).counts[static_cast<std::size_t>(pixel)];
  }
  bool inside(Index number, Index pixel) const { return number == 0 || layer(number).inside(pixel); }
  double most(Index number) const { return number == 0 ? 1 : layer(number).max; }

  /// A cell's width in input cells.
  double width(Index number) const { return place(number).scale; }
  double to_input(Index number, double x) const { return place(number).scale * x + place(number).offset; }
  double from_input(Index number, double at) const {
    return (at - place(number).offset) / place(number).scale;
  }
  /// What the input and the layers up to `number` cover.
  std::pair<double, double> extent(Index number) const {
    double low = 0, high = static_cast<double>(pixels(0));
    for (Index i = 1; i <= number; ++i) {
      low = std::min(low, to_input(i, 0));
      high = std::max(high, to_input(i, static_cast<double>(pixels(i))));
    }
    return {low, high};
  }

 private:
  struct Place {
    double scale, offset;
  };
  const Place& place(Index number) const { return places_[static_cast<std::size_t>(number)]; }

  std::vector<OverlapLayer> layers_;
  std::vector<Place> places_{{1, 0}};
};

/// What part of the common measure is seen, and where on the picture.
struct Lens {
  double centre = 0;         ///< in input cells, drawn at the middle of low and high
  double scale = 1;          ///< logical pixels of an input cell
  double low = 0, high = 0;  ///< the picture's edges
  double at(double input) const { return (low + high) / 2 + (input - centre) * scale; }
  double input(double at) const { return centre + (at - (low + high) / 2) / scale; }
};

/// The cells of a layer that are seen, as whole cells and as the exact edges.
struct Seen {
  Index first = 0, end = 0;
  double low = 0, high = 0;  ///< in cells, within [first, end]
};
inline Seen seen_cells(const StackAxis& axis, Index layer, const Lens& lens) {
  const double all = static_cast<double>(axis.pixels(layer)), tiny = 1e-6;
  Seen seen;
  seen.low = std::clamp(axis.from_input(layer, lens.input(lens.low)), 0.0, all);
  seen.high = std::clamp(axis.from_input(layer, lens.input(lens.high)), seen.low, all);
  seen.first = saturated(seen.low + tiny);
  seen.end = std::min(axis.pixels(layer), saturated(seen.high + 1 - tiny));
  return seen;
}

}  // namespace convscope
