#include "core/network/layer_geometry.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"

namespace convscope {

namespace {

constexpr std::string_view kLayout = "batch, channels and 1 to 3 spatial axes";

/// `list` per axis, or `otherwise` for all where it is not given.
Shape per_axis_or(const Call& call, std::string_view key, std::size_t rank, Index otherwise) {
  const auto list = call.node.wholes(key);
  if (!list || list->empty()) return Shape::filled(rank, otherwise);
  if (list->size() != rank)
    call.refuse(fmt::format("{} has {} numbers for {} axes", key, list->size(), rank), "one for each axis");
  return Shape(std::span<const Index>(*list));
}

Padding padding_of(const Call& call, std::size_t rank) {
  const std::string rule = call.node.text("auto_pad", "NOTSET");
  Padding padding;
  if (rule == "SAME_UPPER")
    padding.rule = Padding::Rule::same;
  else if (rule == "SAME_LOWER")
    padding.rule = Padding::Rule::same_lower;
  else if (rule == "VALID")
    padding.rule = Padding::Rule::valid;
  else if (rule != "NOTSET" && !rule.empty())
    call.refuse(fmt::format("auto_pad is '{}'", rule), "NOTSET, SAME_UPPER, SAME_LOWER or VALID");
  if (padding.rule != Padding::Rule::numbers) return padding;
  const auto pads = call.node.wholes("pads");
  if (!pads || pads->empty()) return padding;
  if (pads->size() != 2 * rank)
    call.refuse(fmt::format("pads has {} numbers for {} axes", pads->size(), rank),
                "a beginning and an end for each axis");
  padding.sides.clear();
  for (std::size_t i = 0; i < rank; ++i) padding.sides.push_back({(*pads)[i], (*pads)[i + rank]});
  return padding;
}

Shape spatial_of(const Call& call) {
  const Array& x = call.in(0);
  if (x.shape.size() < 3 || x.shape.size() > 5)
    call.refuse(fmt::format("gets {}", to_string(x.shape)), kLayout);
  if (x.shape[0] < 1) call.refuse("gets an empty batch", kLayout);
  return Shape(std::span<const Index>(x.shape).subspan(2));
}

}  // namespace

Resolved layer_geometry(const Call& call, bool transposed) {
  const Shape size = spatial_of(call);
  const Array& x = call.in(0);
  const Array& w = call.in(1);
  const std::size_t rank = size.rank();
  if (w.shape.size() != rank + 2)
    call.refuse(fmt::format("has weights of {} for an input of {}", to_string(w.shape), to_string(x.shape)),
                kLayout);
  Layer layer;
  layer.kernel = Shape(std::span<const Index>(w.shape).subspan(2));
  if (per_axis_or(call, "kernel_shape", rank, 0) != layer.kernel && call.node.wholes("kernel_shape"))
    call.refuse(fmt::format("kernel_shape is not that of its weights, {}", to_string(w.shape)), "the same");
  layer.stride = per_axis_or(call, "strides", rank, 1);
  layer.dilation = per_axis_or(call, "dilations", rank, 1);
  layer.padding = padding_of(call, rank);
  const Index groups = call.node.whole("group", 1);
  if (groups < 1) call.refuse(fmt::format("has {} groups", groups), "1 or more");
  if (x.shape[1] != (transposed ? w.shape[0] : w.shape[1] * groups))
    call.refuse(
        fmt::format("has weights of {} in {} groups for {} channels", to_string(w.shape), groups, x.shape[1]),
        "weights for the channels that arrive");
  if (!transposed) {
    layer.channels = {w.shape[0], x.shape[1], groups};
    return conv_geometry(size, layer);
  }
  layer.channels = {x.shape[1], w.shape[1] * groups, groups};
  layer.dialect = Dialect::onnx;
  if (const auto op = call.node.wholes("output_padding"); op && !op->empty())
    layer.output_padding = per_axis_or(call, "output_padding", rank, 0);
  if (const auto wanted = call.node.wholes("output_shape"); wanted && !wanted->empty()) {
    // Some exporters write batch and channels too.
    std::vector<Index> tail(*wanted);
    if (tail.size() == rank + 2) tail.erase(tail.begin(), tail.begin() + 2);
    if (tail.size() != rank)
      call.refuse(fmt::format("output_shape has {} numbers for {} axes", wanted->size(), rank),
                  "one for each axis");
    layer.output_size = Shape(std::span<const Index>(tail));
  }
  return transposed_geometry(size, layer);
}

Resolved pool_geometry(const Call& call) {
  const Shape size = spatial_of(call);
  const std::size_t rank = size.rank();
  Layer layer;
  if (!call.node.wholes("kernel_shape"))
    call.refuse("does not say its kernel_shape", "one number for each axis");
  layer.kernel = per_axis_or(call, "kernel_shape", rank, 1);
  layer.stride = per_axis_or(call, "strides", rank, 1);
  layer.dilation = per_axis_or(call, "dilations", rank, 1);
  layer.padding = padding_of(call, rank);
  const Index channels = call.in(0).shape[1];
  layer.channels = {channels, channels, channels};
  Resolved resolved = conv_geometry(size, layer);
  if (call.node.whole("ceil_mode", 0) == 0 || layer.padding.rule != Padding::Rule::numbers) return resolved;
  for (std::size_t i = 0; i < rank; ++i) {
    Axis& axis = resolved.geometry.axes[i];
    const Index beyond = axis.pixels + resolved.sides[i].begin + resolved.sides[i].end - covered(axis);
    if (beyond > 0 && window_origin(axis, axis.windows) < axis.pixels) axis = with_windows(axis, 0, 1);
  }
  return resolved;
}

Resolved geometry_of(const Call& call) {
  if (call.node.op == "Conv" || call.node.op == "ConvTranspose")
    return layer_geometry(call, call.node.op == "ConvTranspose");
  return pool_geometry(call);
}

}  // namespace convscope
