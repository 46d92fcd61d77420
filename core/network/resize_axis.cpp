#include "core/network/resize_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/names.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr Names<ResizeMode, 3> kModes{"network", {"nearest", "linear", "cubic"}};
/// What ONNX's keep_aspect_ratio_policy says: the sizes themselves, or one scale for all axes.
enum class Aspect { stretch, not_larger, not_smaller };
constexpr Names<Aspect, 3> kAspects{"network", {"stretch", "not_larger", "not_smaller"}};

Profile profile_of(const ResizePlan& plan) {
  switch (plan.mode) {
    case ResizeMode::nearest:
      return nearest_profile();
    case ResizeMode::linear:
      return linear_profile();
    case ResizeMode::cubic:
      break;
  }
  return cubic_profile(0, -plan.cubic);
}

Profile profile_of(const ResizePlan& plan, const ResizeAxis& axis) {
  return plan.antialias ? widened(profile_of(plan), axis.scale) : profile_of(plan);
}

double position_of(const ResizePlan& plan, const ResizeAxis& axis, Index cell) {
  return sample_position(plan.coordinates, axis, cell);
}

std::vector<ResizeTap> taps_of_cell(const ResizePlan& plan, const Profile& profile, const ResizeAxis& axis,
                                    Index cell) {
  std::vector<ResizeTap> taps = taps_at(profile, plan.rounding, position_of(plan, axis, cell));
  if (!plan.exclude_outside || plan.mode == ResizeMode::nearest) return taps;
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
  plan.coordinates = parse_coordinates(
      call.node.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel"), "network");
  plan.rounding =
      parse_rounding(call.node.text("nearest_mode", old ? "floor" : "round_prefer_floor"), "network");
  plan.cubic = call.node.real("cubic_coeff_a", -0.75);
  plan.extrapolation = call.node.real("extrapolation_value", 0);
  plan.exclude_outside = call.node.whole("exclude_outside", 0) != 0;
  plan.antialias = call.node.whole("antialias", 0) != 0;
}

/// The scale that all axes share, rather than each taking its size; 0: each takes its own.
double shared_scale(const Call& call, const std::vector<std::size_t>& axes, const std::vector<Index>& sizes) {
  const Aspect aspect = kAspects.parse(call.node.text("keep_aspect_ratio_policy", "stretch"));
  if (aspect == Aspect::stretch || sizes.empty()) return 0;
  std::vector<double> scales;
  for (std::size_t i = 0; i < axes.size(); ++i)
    scales.push_back(static_cast<double>(sizes[i]) /
                     static_cast<double>(std::max<Index>(call.in(0).shape[axes[i]], 1)));
  return aspect == Aspect::not_larger ? std::ranges::min(scales) : std::ranges::max(scales);
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
  const double shared = shared_scale(call, axes, sizes);
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
      if (shared > 0) {  // the size that comes of it, halves up
        const double to = std::floor(static_cast<double>(axis.from) * shared + 0.5);
        if (to > static_cast<double>(kLargestIndex))
          call.refuse(fmt::format("has a size of {}", to), "1 or more");
        axis.scale = shared;
        axis.to = static_cast<Index>(to);
      }
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
  const Profile profile = profile_of(plan, along);
  std::vector<std::vector<ResizeTap>> all;
  for (Index cell = 0; cell < along.to; ++cell) {
    std::vector<ResizeTap> taps = taps_of_cell(plan, profile, along, cell);
    for (ResizeTap& tap : taps) tap.cell = std::clamp<Index>(tap.cell, 0, along.from - 1);
    all.push_back(std::move(taps));
  }
  return all;
}

Cells cells_behind(const ResizePlan& plan, std::size_t axis, Cells cells) {
  const ResizeAxis& along = plan.axes[axis];
  if (along.identity()) return cells;
  const Profile profile = profile_of(plan, along);
  Cells seen;
  for (const Index cell : {cells.first, cells.last}) {
    if (plan.antialias && profile.support > 0) {  // as many as they may be, without a list of them
      const auto base = static_cast<Index>(std::floor(position_of(plan, along, cell)));
      seen = seen.joined({base + 1 - profile.support, base + profile.support});
      continue;
    }
    for (const ResizeTap& tap : taps_of_cell(plan, profile, along, cell))
      if (tap.weight != 0 || plan.exclude_outside) seen = seen.joined({tap.cell, tap.cell});
  }
  return seen;
}

std::vector<bool> outside_of(const ResizePlan& plan, std::size_t axis) {
  const ResizeAxis& along = plan.axes[axis];
  std::vector<bool> outside;
  for (Index cell = 0; cell < along.to; ++cell) {
    const double source = position_of(plan, along, cell);
    outside.push_back(along.crop && (source < 0 || source > static_cast<double>(along.from - 1)));
  }
  return outside;
}

std::string_view to_string(ResizeMode mode) {
  return kModes[mode];
}

}  // namespace convscope
