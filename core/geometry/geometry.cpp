// Size rules: PyTorch's documentation of Conv2d and ConvTranspose2d; TensorFlow's "SAME" and "VALID"
// (tf.nn.convolution); Keras' Conv2DTranspose; ONNX operators Conv and ConvTranspose, version 11; what the
// specification leaves open as its reference implementation has it (onnx/reference/ops/op_conv_transpose).
#include "core/geometry/geometry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/words.hpp"

namespace convscope {

Shape Geometry::pixels() const {
  Shape shape;
  for (const Axis& axis : axes) shape.push_back(axis.pixels);
  return shape;
}

Shape Geometry::windows() const {
  Shape shape;
  for (const Axis& axis : axes) shape.push_back(axis.windows);
  return shape;
}

Shape Geometry::taps() const {
  Shape shape;
  for (const Axis& axis : axes) shape.push_back(axis.taps);
  return shape;
}

Shape Geometry::weights() const {
  return with_channels(channels.window, channels.pixel / channels.groups, taps());
}

std::array<Axis, 3> Geometry::three_axes() const {
  std::array<Axis, 3> three{};
  std::copy(axes.begin(), axes.end(), three.end() - static_cast<std::ptrdiff_t>(axes.size()));
  return three;
}

Shape per_axis(const Shape& list, std::size_t rank, Index least, std::string_view field) {
  if (list.rank() != 1 && list.rank() != rank)
    throw Error(field,
                fmt::format("{} for {}", counted(list.rank(), "number"), counted(rank, "axis", "axes")),
                fmt::format("one number for all axes, or {}", rank));
  Shape out;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const Index value = list[list.rank() == 1 ? 0 : axis];
    if (value < least || value > kLargestIndex)
      throw Error(field, fmt::format("{} is {}", value, value < least ? "too small" : "too large"),
                  fmt::format("a whole number from {} to {}", least, kLargestIndex));
    out.push_back(value);
  }
  return out;
}

namespace {

struct Parameters {
  Shape input, kernel, stride, dilation;
  std::size_t rank() const { return input.rank(); }
};

Parameters checked(const Shape& input, const Layer& layer, bool transposed) {
  const std::size_t rank = input.rank();
  if (rank < 1 || rank > 3)
    throw Error("size", fmt::format("{} spatial axes", rank), "1, 2 or 3 spatial axes");
  const Channels& c = layer.channels;
  const Index in = transposed ? c.window : c.pixel, out = transposed ? c.pixel : c.window;
  for (const auto& [count, name] : {std::pair{in, "input"}, {out, "output"}})
    if (count < 1 || count > kLargestIndex)
      throw Error("channels", fmt::format("{} {} channels", count, name),
                  fmt::format("from 1 to {}", kLargestIndex));
  if (c.groups < 1) throw Error("groups", fmt::format("{} is too small", c.groups), "1 or more");
  if (c.window % c.groups != 0 || c.pixel % c.groups != 0)
    throw Error("groups",
                fmt::format("{} does not divide the {} input and {} output channels", c.groups, in, out),
                "a common divisor of the input and output channels");
  return {per_axis(input, rank, 1, "size"), per_axis(layer.kernel, rank, 1, "kernel"),
          per_axis(layer.stride, rank, 1, "stride"), per_axis(layer.dilation, rank, 1, "dilation")};
}

Sides explicit_sides(const Padding& padding, std::size_t axis, std::size_t rank) {
  if (padding.sides.size() != 1 && padding.sides.size() != rank)
    throw Error("padding",
                fmt::format("{} for {}", counted(padding.sides.size(), "entry", "entries"),
                            counted(rank, "axis", "axes")),
                fmt::format("one for all axes, or {}", rank));
  const Sides sides = padding.sides[padding.sides.size() == 1 ? 0 : axis];
  for (Index side : {sides.begin, sides.end})
    if (side > kLargestIndex || side < -kLargestIndex)
      throw Error("padding", fmt::format("{} is too large", side),
                  fmt::format("from -{} to {}", kLargestIndex, kLargestIndex));
  return sides;
}

/// `total` split into two sides; the odd one goes to the end, or to the beginning for same-lower.
Sides split_padding(Index total, bool lower) {
  const Index half = floor_div(total, 2);
  return lower ? Sides{total - half, half} : Sides{half, total - half};
}

/// What the rules came to must still be countable: extents and pads within kLargestIndex, so that the
/// relation cannot overflow, and tensors that memory could address.
void require_countable(const Resolved& resolved) {
  for (const Axis& axis : resolved.geometry.axes)
    for (const auto& [extent, what] : {std::pair{axis.windows, "windows"}, {axis.pixels, "pixels"}})
      if (extent > kLargestIndex)
        throw Error("size", fmt::format("the output would have {} {}", extent, what),
                    fmt::format("at most {}", kLargestIndex));
  for (const Sides& sides : resolved.sides)
    for (Index side : {sides.begin, sides.end})
      if (side > kLargestIndex)
        throw Error("padding", fmt::format("comes to {}", side), fmt::format("at most {}", kLargestIndex));
  element_count(resolved.geometry.weights(), "kernel");
  element_count(resolved.geometry.pixel_tensor(1), "size");
  element_count(resolved.geometry.window_tensor(1), "size");
}

std::string on_axis(std::size_t axis, std::size_t rank) {
  return rank == 1 ? std::string() : fmt::format(" on axis {}", axis);
}

}  // namespace

Resolved conv_geometry(const Shape& input, const Layer& layer) {
  const Parameters p = checked(input, layer, false);
  Resolved out{{{}, layer.channels}, {}};
  for (std::size_t i = 0; i < p.rank(); ++i) {
    const Index n = p.input[i], s = p.stride[i], wide = reach(p.kernel[i], p.dilation[i]);
    Sides sides{};
    switch (layer.padding.rule) {
      case Padding::Rule::numbers:
        sides = explicit_sides(layer.padding, i, p.rank());
        break;
      case Padding::Rule::valid:
        break;
      case Padding::Rule::full:
        sides = {wide - 1, wide - 1};
        break;
      case Padding::Rule::same:
      case Padding::Rule::same_lower:
        sides = split_padding(
            std::max<Index>(covered({n, ceil_div(n, s), p.kernel[i], s, p.dilation[i], 0}) - n, 0),
            layer.padding.rule == Padding::Rule::same_lower);
        break;
    }
    const Index padded = n + sides.begin + sides.end;
    if (padded < 1)
      throw Error("padding", fmt::format("crops all of the {} cells{}", n, on_axis(i, p.rank())),
                  fmt::format("at least {} in total", 1 - n));
    if (wide > padded)
      throw Error(
          "kernel",
          fmt::format("reaches over {} cells, the padded input has {}{}", wide, padded, on_axis(i, p.rank())),
          fmt::format("a reach, dilation × (kernel − 1) + 1, of at most {}", padded));
    out.geometry.axes.push_back({n, (padded - wide) / s + 1, p.kernel[i], s, p.dilation[i], sides.begin});
    out.sides.push_back(sides);
  }
  require_countable(out);
  return out;
}

namespace {

/// What one axis of a transposed convolution is asked for.
struct TransposedAxis {
  Axis axis;  ///< without its pixels and pad, which are to be found
  Index op;   ///< output padding, 0 if not given
  bool op_given;
  Index size;  ///< wanted output size, 0 if none
  std::string where;
};

struct Extent {
  Index pixels;
  Sides sides;
};

void check_output_padding(const TransposedAxis& a, Dialect dialect) {
  const Index bound = dialect == Dialect::keras ? a.axis.stride : std::max(a.axis.stride, a.axis.dilation);
  if (a.op >= bound)
    throw Error("output-padding", fmt::format("{} is too large{}", a.op, a.where),
                fmt::format("less than {} = {}",
                            dialect == Dialect::keras ? "stride" : "max(stride, dilation)", bound));
}

[[noreturn]] void nothing_left(const TransposedAxis& a, Sides sides, Index most) {
  throw Error("padding",
              fmt::format("removes {} cells and the output has {}{}", sides.begin + sides.end,
                          covered(a.axis), a.where),
              fmt::format("at most {} in total", most));
}

/// A size is given; output padding is what lies beyond the size that the padding leaves.
Extent extent_of_size(const TransposedAxis& a, Sides sides, Dialect dialect) {
  const Index least = covered(a.axis) - sides.begin - sides.end;
  const Index bound = dialect == Dialect::keras ? a.axis.stride : std::max(a.axis.stride, a.axis.dilation);
  if (least + bound - 1 < 1) nothing_left(a, sides, covered(a.axis) + bound - 2);
  if (a.size < std::max<Index>(least, 1) || a.size >= least + bound)
    throw Error("output-size", fmt::format("{} cannot be reached{}", a.size, a.where),
                fmt::format("from {} to {}", std::max<Index>(least, 1), least + bound - 1));
  return {a.size, sides};
}

/// SAME and Keras' VALID fix the size first; the crop is what the spread kernel has too much.
Extent extent_of_crop(const TransposedAxis& a, Index pixels, bool lower) {
  return {pixels, split_padding(std::max<Index>(covered(a.axis) - pixels, 0), lower)};
}

/// Keras, when output padding is given: the kernel's half is cropped for SAME, whatever the stride.
Extent extent_of_keras(const TransposedAxis& a, bool same) {
  const Index half = same ? reach(a.axis) / 2 : 0;
  const Index pixels = covered(a.axis) - 2 * half + a.op;
  if (pixels < 1) nothing_left(a, {half, half}, covered(a.axis) + a.op - 1);
  return extent_of_crop(a, pixels, false);
}

/// ONNX gives pads that are never negative: where the kernel and its output padding do not reach n*s, the
/// output is smaller.
Extent extent_of_onnx_same(const TransposedAxis& a, bool lower) {
  const Index full = covered(a.axis) + a.op;
  const Index total = std::max<Index>(full - a.axis.windows * a.axis.stride, 0);
  return {full - total, split_padding(total, lower)};
}

Extent transposed_extent(const TransposedAxis& a, const Layer& layer, std::size_t axis, std::size_t rank) {
  using Rule = Padding::Rule;
  const Rule rule = layer.padding.rule;
  const bool same = rule == Rule::same || rule == Rule::same_lower;
  if (layer.dialect == Dialect::onnx && a.size > 0) {
    // output_shape overrides the pads: total = spread + output_padding - size. The specification gives
    // the larger half to the beginning unless auto_pad is SAME_UPPER.
    const Index total = covered(a.axis) + a.op - a.size;
    return {a.size, total < 0 ? Sides{} : split_padding(total, rule != Rule::same)};
  }
  if (layer.dialect == Dialect::keras && a.op_given && a.size == 0 && (same || rule == Rule::valid))
    return extent_of_keras(a, same);
  if (same && a.size == 0) {
    if (layer.dialect == Dialect::onnx) return extent_of_onnx_same(a, rule == Rule::same_lower);
    if (a.op > 0)
      throw Error("output-padding",
                  fmt::format("{} with padding '{}', which fixes the size{}", a.op, to_string(layer.padding),
                              a.where),
                  "0");
    return extent_of_crop(a, a.axis.windows * a.axis.stride, rule == Rule::same_lower);
  }
  if (same) {
    // The sizes from which a SAME convolution comes down to n windows.
    const Index least = stretched(a.axis), most = a.axis.windows * a.axis.stride;
    if (a.size < least || a.size > most)
      throw Error("output-size", fmt::format("{} cannot be reached{}", a.size, a.where),
                  fmt::format("from {} to {}", least, most));
    return extent_of_crop(a, a.size, rule == Rule::same_lower);
  }
  Sides sides{};
  if (rule == Rule::numbers) sides = explicit_sides(layer.padding, axis, rank);
  if (rule == Rule::full) sides = {reach(a.axis) - 1, reach(a.axis) - 1};
  if (a.size > 0) return extent_of_size(a, sides, layer.dialect);
  Index pixels = covered(a.axis) - sides.begin - sides.end + a.op;
  if (layer.dialect == Dialect::keras && rule == Rule::valid)
    pixels = a.axis.windows * a.axis.stride + std::max<Index>(reach(a.axis) - a.axis.stride, 0);
  if (pixels < 1) nothing_left(a, sides, covered(a.axis) + a.op - 1);
  return {pixels, sides};
}

}  // namespace

Resolved transposed_geometry(const Shape& input, const Layer& layer) {
  const Parameters p = checked(input, layer, true);
  const std::size_t rank = p.rank();
  const bool op_given = !layer.output_padding.empty();
  const Shape op =
      op_given ? per_axis(layer.output_padding, rank, 0, "output-padding") : Shape::filled(rank, 0);
  Shape wanted = Shape::filled(rank, 0);
  if (!layer.output_size.empty()) {
    wanted = per_axis(layer.output_size, rank, 1, "output-size");
    if (layer.dialect != Dialect::onnx && op != Shape::filled(rank, 0))
      throw Error("output-size", "given together with an output padding", "one of the two");
  }
  Resolved out{{{}, layer.channels}, {}};
  for (std::size_t i = 0; i < rank; ++i) {
    Axis axis{0, p.input[i], p.kernel[i], p.stride[i], p.dilation[i], 0};
    const TransposedAxis a{axis, op[i], op_given, wanted[i], on_axis(i, rank)};
    check_output_padding(a, layer.dialect);
    const Extent extent = transposed_extent(a, layer, i, rank);
    axis.pixels = extent.pixels;
    axis.pad = extent.sides.begin;
    out.geometry.axes.push_back(axis);
    out.sides.push_back(extent.sides);
  }
  require_countable(out);
  return out;
}

}  // namespace convscope
