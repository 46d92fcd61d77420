// Where an output cell of a resize lies in its input, and which input cells it is made of: on one axis, for
// any two sizes, in every framework's way. Interpolations by a whole factor with half-pixel centres have a
// shorter way (interpolate.hpp).
//
// Coordinates and rounding are those of ONNX's Resize (operator document, opset 10 to 19), which has names
// for what PyTorch, TensorFlow and the others do.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "core/tensor/shape.hpp"

namespace convscope {

enum class ResizeCoordinates {
  half_pixel,
  pytorch_half_pixel,
  align_corners,
  asymmetric,
  tf_half_pixel_for_nn,
  tf_crop_and_resize,
  half_pixel_symmetric,
};
enum class ResizeRounding { round_prefer_floor, round_prefer_ceil, floor, ceil };

/// As ONNX writes them: "half_pixel". Errors: Error(field, ...).
std::string_view to_string(ResizeCoordinates coordinates);
ResizeCoordinates parse_coordinates(std::string_view name, std::string_view field);
std::string_view to_string(ResizeRounding rounding);
ResizeRounding parse_rounding(std::string_view name, std::string_view field);
/// What frameworks round by that have these coordinates: down for asymmetric ones (PyTorch's nearest,
/// TensorFlow, ONNX's Upsample) and tf_half_pixel_for_nn, else to the nearest, ties down (ONNX).
ResizeRounding usual_rounding(ResizeCoordinates coordinates);

struct ResizeAxis {
  Index from = 1, to = 1;
  double scale = 1;           ///< as it was given; to / from where the size was
  double begin = 0, end = 1;  ///< of tf_crop_and_resize, in shares of the input
  bool crop = false;
  bool identity() const { return from == to && scale == 1 && !crop; }
};

/// The place of an output cell in the input, in cells; the middle of the first one is 0.
double sample_position(ResizeCoordinates coordinates, const ResizeAxis& axis, Index cell);
/// The cell that nearest takes for it, not yet held inside the input.
Index nearest_cell(ResizeRounding rounding, double position);

/// What weights an input cell has by its distance.
struct Profile {
  Index support = 0;  ///< cells to each side; 0: the nearest one alone
  std::function<double(double)> at{};
  bool scaled = false;  ///< weights are divided by their sum
};
Profile nearest_profile();
Profile linear_profile();
/// Mitchell and Netravali (1988), equation (8); the cubic of Keys (1981) with parameter a is b = 0, c = -a.
Profile cubic_profile(double b, double c);
/// sinc(x) sinc(x / 3).
Profile lanczos3_profile();
/// As wide as a reduction by `scale` (below 1) needs, so that nothing is passed over: x is seen as x · scale,
/// and weights are divided by their sum (ONNX's antialias, operator document of opset 18). The nearest cell,
/// and what is not a reduction, stay as they are.
Profile widened(Profile profile, double scale);

struct ResizeTap {
  Index cell;
  double weight;
};
/// What lies at a place in an input without end.
std::vector<ResizeTap> taps_at(const Profile& profile, ResizeRounding rounding, double position);

/// By how much what one way shows at an output cell lies further than with the other, in output cells:
/// positive where `one` has the picture further to the end. Both axes have the same sizes.
double shift_between(const ResizeAxis& one_axis, ResizeCoordinates one, const ResizeAxis& other_axis,
                     ResizeCoordinates other, Index cell);

}  // namespace convscope
