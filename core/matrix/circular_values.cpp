// Singular values of operators that wrap around.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/base/numbers.hpp"
#include "core/base/parallel.hpp"
#include "core/matrix/singular_values.hpp"
#include "core/ops/dense_singular_values.hpp"
#include "core/ops/fourier.hpp"

namespace convscope {

bool wraps_around(const Operator& op) {
  if (op.border.active() && op.border.mode != BorderMode::circular) return false;
  for (std::size_t i = 0; i < op.geometry.rank(); ++i) {
    const Axis& axis = op.geometry.axes[i];
    if (axis.windows * axis.stride != op.pixels[i]) return false;
    Index contacts = 0;  // none may be lost to zeros
    for (Index tap = 0; tap < axis.taps; ++tap) contacts += contacts_of_tap(axis, tap).count;
    if (contacts != axis.windows * axis.taps) return false;
  }
  return true;
}

namespace {

/// The blocks, one for each frequency of the windows and each group.
class Blocks {
 public:
  Blocks(const Operator& op, const Tensor<double>& weights, double scale)
      : windows_(op.geometry.windows()),
        pixels_(op.pixels),
        width_(op.geometry.channels.pixel / op.geometry.channels.groups),
        height_(op.geometry.channels.window / op.geometry.channels.groups),
        plane_(element_count(op.pixels)) {
    for (std::size_t i = 0; i < pixels_.rank(); ++i) folds_.push_back(pixels_[i] / windows_[i]);
    const double unit = scale * std::sqrt(static_cast<double>(element_count(folds_)));
    // The first row of each window channel has all that the others repeat.
    spectra_.resize(static_cast<std::size_t>(op.geometry.channels.window * width_));
    in_parallel(op.geometry.channels.window, [&](Index channel) {
      const Index first_pixel = channel / height_ * width_;
      for (Index c = 0; c < width_; ++c)
        spectra_[index(channel, c)].assign(static_cast<std::size_t>(plane_), 0);
      for (const MatrixEntry& entry : entries_of_window(op, channel * element_count(windows_)))
        spectra_[index(channel, entry.column / plane_ - first_pixel)]
                [static_cast<std::size_t>(entry.column % plane_)] += weights[entry.weight] / unit;
      for (Index c = 0; c < width_; ++c) fourier(spectra_[index(channel, c)], pixels_);
    });
  }

  Index count() const { return element_count(windows_); }
  Index values() const { return std::min(height_, width_ * element_count(folds_)); }

  /// The values of the block of a group at a frequency.
  void find(Index group, Index frequency, double* out) const {
    const Shape at = unravel(frequency, windows_);
    std::vector<std::complex<double>> block;  // a column after the other
    block.reserve(static_cast<std::size_t>(height_ * width_ * element_count(folds_)));
    for (Index fold = 0; fold < element_count(folds_); ++fold) {
      const Shape turn = unravel(fold, folds_);
      Shape pixel = at;
      for (std::size_t i = 0; i < at.rank(); ++i) pixel[i] += turn[i] * windows_[i];
      const auto flat = static_cast<std::size_t>(ravel(pixel, pixels_));
      for (Index c = 0; c < width_; ++c)
        for (Index row = 0; row < height_; ++row)
          block.push_back(spectra_[index(group * height_ + row, c)][flat]);
    }
    std::ranges::copy(singular_values(block, height_), out);
  }

 private:
  std::size_t index(Index channel, Index c) const { return static_cast<std::size_t>(channel * width_ + c); }
  Shape windows_, pixels_, folds_;
  Index width_, height_, plane_;
  std::vector<Spectrum> spectra_;
};

}  // namespace

std::vector<double> circular_singular_values(const Operator& op, const Tensor<double>& weights,
                                             const Progress& progress, Budget budget) {
  const Channels& channels = op.geometry.channels;
  require_memory(16.0 * static_cast<double>(channels.window * (channels.pixel / channels.groups)) *
                         static_cast<double>(element_count(op.pixels)) +
                     8.0 * static_cast<double>(element_count(op.geometry.window_tensor(1))),
                 budget, "size");
  double largest = 0;
  for (const double w : weights.values()) largest = std::max(largest, std::abs(w));
  const double scale = power_of_two_above(largest);
  const Blocks blocks(op, weights, scale);
  const Index each = blocks.values(), groups = channels.groups, count = blocks.count();
  std::vector<double> values(static_cast<std::size_t>(count * groups * each));
  const Index pieces = std::clamp<Index>(count / 64, 1, 1024);
  in_parallel(
      pieces,
      [&](Index piece) {
        for (Index f = piece * count / pieces; f < (piece + 1) * count / pieces; ++f) {
          progress.check();
          for (Index group = 0; group < groups; ++group)
            blocks.find(group, f, values.data() + (f * groups + group) * each);
        }
      },
      progress);
  for (double& value : values) value *= scale;
  std::ranges::sort(values, std::greater<>());
  return values;
}

}  // namespace convscope
