#include "core/network/resize_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/names.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr Names<ResizeMode, 3> kModes{"network", {"nearest", "linear", "cubic"}};
constexpr Names<ResizeCoordinates, 7> kCoordinates{
    "network",
    {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_half_pixel_for_nn",
     "tf_crop_and_resize", "half_pixel_symmetric"}};
constexpr Names<ResizeRounding, 4> kRoundings{"network",
                                              {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}};

/// Where an output cell lies in the input.
double source_of(const ResizePlan& plan, const ResizeAxis& axis, Index cell) {
  const auto x = static_cast<double>(cell), n = static_cast<double>(axis.from),
             m = static_cast<double>(axis.to);
  switch (plan.coordinates) {
    case ResizeCoordinates::half_pixel:
      return (x + 0.5) / axis.scale - 0.5;
    case ResizeCoordinates::pytorch_half_pixel:
      return axis.to > 1 ? (x + 0.5) / axis.scale - 0.5 : 0;
    case ResizeCoordinates::align_corners:
      // As ONNX's own cases have it: the output's length before it is rounded down.
      return axis.to > 1 ? x * (n - 1) / (n * axis.scale - 1) : 0;
    case ResizeCoordinates::asymmetric:
      return x / axis.scale;
    case ResizeCoordinates::tf_half_pixel_for_nn:
      return (x + 0.5) / axis.scale;
    case ResizeCoordinates::tf_crop_and_resize:
      return axis.to > 1 ? axis.begin * (n - 1) + x * (axis.end - axis.begin) * (n - 1) / (m - 1)
                         : 0.5 * (axis.begin + axis.end) * (n - 1);
    case ResizeCoordinates::half_pixel_symmetric: {
      const double length = n * axis.scale;
      const double adjustment = m / length, center = n / 2;
      return center * (1 - adjustment) + (x + 0.5) / axis.scale - 0.5;
    }
  }
  return x;
}

double rounded(ResizeRounding rounding, double x) {
  switch (rounding) {
    case ResizeRounding::round_prefer_floor:
      return std::ceil(x - 0.5);
    case ResizeRounding::round_prefer_ceil:
      return std::floor(x + 0.5);
    case ResizeRounding::floor:
      return std::floor(x);
    case ResizeRounding::ceil:
      return std::ceil(x);
  }
  return x;
}

/// Keys's cubic convolution at distance x.
double cubic_at(double a, double x) {
  x = std::abs(x);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

std::vector<ResizeTap> taps_at(const ResizePlan& plan, const ResizeAxis& axis, double source) {
  if (plan.mode == ResizeMode::nearest) return {{static_cast<Index>(rounded(plan.rounding, source)), 1}};
  const auto base = static_cast<Index>(std::floor(source));
  const double part = source - std::floor(source);
  std::vector<ResizeTap> taps;
  if (plan.mode == ResizeMode::linear) {
    taps = {{base, 1 - part}, {base + 1, part}};
  } else {
    for (Index i = -1; i <= 2; ++i)
      taps.push_back({base + i, cubic_at(plan.cubic, static_cast<double>(i) - part)});
  }
  if (!plan.exclude_outside) return taps;
  double sum = 0;
  for (ResizeTap& tap : taps) {
    if (tap.cell < 0 || tap.cell >= axis.from) tap.weight = 0;
    sum += tap.weight;
  }
  for (ResizeTap& tap : taps) tap.weight /= sum == 0 ? 1 : sum;
  return taps;
}

void read_words(const Call& call, ResizePlan& plan) {
  std::string mode = call.node.text("mode", "nearest");
  if (mode == "bilinear" || mode == "trilinear") mode = "linear";
  plan.mode = kModes.parse(mode);
  const bool old = call.opset < 11 || call.node.op == "Upsample";
  plan.coordinates =
      kCoordinates.parse(call.node.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel"));
  plan.rounding = kRoundings.parse(call.node.text("nearest_mode", old ? "floor" : "round_prefer_floor"));
  plan.cubic = call.node.real("cubic_coeff_a", -0.75);
  plan.extrapolation = call.node.real("extrapolation_value", 0);
  plan.exclude_outside = call.node.whole("exclude_outside", 0) != 0;
  if (call.node.whole("antialias", 0) != 0)
    call.refuse("is asked for antialias, which is not known here", "antialias 0");
  if (const std::string policy = call.node.text("keep_aspect_ratio_policy", "stretch"); policy != "stretch")
    call.refuse(fmt::format("keep_aspect_ratio_policy is '{}'", cut(policy, 40)), "stretch");
}

/// An input that is given and not empty.
bool given(const Call& call, std::size_t i) {
  const Array* array = call.maybe(i);
  return array && (!array->known() || count_of(array->shape) > 0);
}

}  // namespace

ResizePlan resize_plan(const Call& call) {
  ResizePlan plan;
  read_words(call, plan);
  const Dims& x = call.in(0).shape;
  const std::size_t rank = x.size();
  const bool two = call.node.op == "Upsample" || call.opset < 11;  // data and scales
  const std::size_t scales_at = two ? 1 : 2;
  std::vector<std::size_t> axes;
  for (std::size_t i = 0; i < rank; ++i) axes.push_back(i);
  if (const auto some = call.node.wholes("axes")) {
    axes.clear();
    for (const Index axis : *some) axes.push_back(call.axis(axis, rank));
  }
  std::vector<double> scales;
  std::vector<Index> sizes;
  if (const auto attribute = call.node.reals("scales"))
    scales = *attribute;
  else if (given(call, scales_at))
    scales = call.reals(scales_at);
  else if (!two && given(call, 3))
    sizes = call.wholes(3);
  else
    call.refuse("says neither scales nor sizes", "one of the two");
  if (std::max(scales.size(), sizes.size()) != axes.size())
    call.refuse(
        fmt::format("has {} scales or sizes for {} axes", std::max(scales.size(), sizes.size()), axes.size()),
        "one for each axis");
  plan.shape = x;
  for (const Index n : x) plan.axes.push_back({n, n, 1, 0, 1, false});
  std::vector<double> roi;
  if (plan.coordinates == ResizeCoordinates::tf_crop_and_resize) roi = call.reals(1);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    ResizeAxis& axis = plan.axes[axes[i]];
    if (!scales.empty()) {
      axis.scale = scales[i];
      if (!(axis.scale > 0) ||
          axis.scale * static_cast<double>(axis.from) > static_cast<double>(kLargestIndex))
        call.refuse(fmt::format("has a scale of {}", axis.scale), "a number above 0");
      axis.to = static_cast<Index>(std::floor(static_cast<double>(axis.from) * axis.scale));
    } else {
      axis.to = sizes[i];
      if (axis.to < 0 || axis.to > kLargestIndex)
        call.refuse(fmt::format("has a size of {}", axis.to), "1 or more");
      axis.scale = static_cast<double>(axis.to) / static_cast<double>(std::max<Index>(axis.from, 1));
    }
    if (axis.from < 1 || axis.to < 1)
      call.refuse(fmt::format("makes {} of {} cells", axis.to, axis.from), "at least one of at least one");
    if (2 * axes.size() == roi.size()) {
      axis.begin = roi[i];
      axis.end = roi[i + axes.size()];
      axis.crop = axis.begin != 0 || axis.end != 1;
    }
    plan.shape[axes[i]] = axis.to;
  }
  return plan;
}

std::vector<std::vector<ResizeTap>> taps_of(const ResizePlan& plan, std::size_t axis) {
  const ResizeAxis& along = plan.axes[axis];
  std::vector<std::vector<ResizeTap>> all;
  for (Index cell = 0; cell < along.to; ++cell) {
    std::vector<ResizeTap> taps = taps_at(plan, along, source_of(plan, along, cell));
    for (ResizeTap& tap : taps) tap.cell = std::clamp<Index>(tap.cell, 0, along.from - 1);
    all.push_back(std::move(taps));
  }
  return all;
}

Cells cells_behind(const ResizePlan& plan, std::size_t axis, Cells cells) {
  const ResizeAxis& along = plan.axes[axis];
  if (along.identity()) return cells;
  Cells seen;
  for (const Index cell : {cells.first, cells.last})
    for (const ResizeTap& tap : taps_at(plan, along, source_of(plan, along, cell)))
      if (tap.weight != 0 || plan.exclude_outside) seen = seen.joined({tap.cell, tap.cell});
  return seen;
}

std::vector<bool> outside_of(const ResizePlan& plan, std::size_t axis) {
  const ResizeAxis& along = plan.axes[axis];
  std::vector<bool> outside;
  for (Index cell = 0; cell < along.to; ++cell) {
    const double source = source_of(plan, along, cell);
    outside.push_back(along.crop && (source < 0 || source > static_cast<double>(along.from - 1)));
  }
  return outside;
}

std::string_view to_string(ResizeMode mode) {
  return kModes[mode];
}

std::string_view to_string(ResizeCoordinates coordinates) {
  return kCoordinates[coordinates];
}

}  // namespace convscope
