// Results that are never whole in memory: rows are enlarged when a file takes them.
#pragma once

#include <vector>

#include "core/base/progress.hpp"
#include "core/io/files.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope::cli {

/// A part of an enlarged picture, in bands of rows.
struct EnlargedRows {
  Tensor<float> planes{};  ///< small, in the light that is worked in, with alpha where there is any
  Upsampler upsampler{};
  Region region{};  ///< of the whole result that is wanted
  bool has_alpha = false, linear = false;
  Tensor<float> made{};  ///< the whole result as it is seen, of what makes no part alone; else no elements

  Index channels() const { return planes.shape()[1]; }
  /// Rows [first, first + count) of the region as they are seen, of some channels: all of them, or one and
  /// the opacity.
  Tensor<float> make(const std::vector<Index>& wanted, Index first, Index count) const;
};

/// As a file of 8 bits, and as one of float32, [1, channels, height, width].
void write_as_png(const EnlargedRows& rows, PendingFile& file, const Progress& progress);
void write_as_npy(const EnlargedRows& rows, PendingFile& file, const Progress& progress);

/// Bytes of the bands that all processors have in hand at once.
double band_memory();

}  // namespace convscope::cli
