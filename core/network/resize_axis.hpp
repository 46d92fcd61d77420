// Resize's words: which cells of the input an output cell is made of, on one axis.
#pragma once

#include "core/geometry/seen.hpp"
#include "core/network/call.hpp"
#include "core/ops/resample/sampling.hpp"

namespace convscope {

enum class ResizeMode { nearest, linear, cubic };

/// Everything that Resize and Upsample can say, whatever the opset.
struct ResizePlan {
  Dims shape;  ///< of the output
  std::vector<ResizeAxis> axes;
  ResizeMode mode = ResizeMode::nearest;
  ResizeCoordinates coordinates = ResizeCoordinates::half_pixel;
  ResizeRounding rounding = ResizeRounding::round_prefer_floor;
  double cubic = -0.75, extrapolation = 0;
  bool exclude_outside = false, antialias = false;
};
/// Errors: Error("network", ...): scales that are not known or not above 0, words that are not known.
ResizePlan resize_plan(const Call& call);

/// For each output cell of an axis; cells beyond the edge are the edge's.
std::vector<std::vector<ResizeTap>> taps_of(const ResizePlan& plan, std::size_t axis);
/// Of the input, as if it had no end: what output cells are made of.
Cells cells_behind(const ResizePlan& plan, std::size_t axis, Cells cells);
/// Cells that tf_crop_and_resize takes from beyond the input.
std::vector<bool> outside_of(const ResizePlan& plan, std::size_t axis);

std::string_view to_string(ResizeMode mode);

}  // namespace convscope
