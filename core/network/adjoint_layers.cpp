// Convolutions, pools and resizes the other way.
#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/network/adjoint.hpp"
#include "core/network/layer_geometry.hpp"
#include "core/network/pool_windows.hpp"
#include "core/network/resize_axis.hpp"

namespace convscope {

namespace {

/// The other enumeration of the same relation with the same weights.
Arrays layer_slope(const AdjointCall& b, bool transposed) {
  if (b.wants(1) || b.wants(2))
    b.call.refuse("has weights that depend on the network's input", "weights of the file");
  Arrays out = b.none();
  if (!b.wants(0)) return out;
  const Array& x = b.call.in(0);
  const Geometry geometry = layer_geometry(b.call, transposed).geometry;
  const fast::Plan<float> plan(transposed ? fast::Way::gather : fast::Way::scatter, geometry,
                               std::span<const float>(b.call.in(1).reals()));
  UnfilledVector<float> values(x.reals().size());
  plan.run(b.slope().reals().data(), x.shape[0], values.data());
  out[0] = real_array(x.shape, std::move(values));
  return out;
}
Arrays conv_slope(const AdjointCall& b) {
  return layer_slope(b, false);
}
Arrays conv_transpose_slope(const AdjointCall& b) {
  return layer_slope(b, true);
}

/// Plane by plane: share(values of the plane, its cells that a window sees, their number in all, slope, to).
template <class Share>
Arrays pool_slope(const AdjointCall& b, Share share) {
  Arrays out = b.none();
  if (!b.wants(0)) return out;
  const Array& x = b.call.in(0);
  const Resolved resolved = pool_geometry(b.call);
  const std::array<Axis, 3> axes = resolved.geometry.three_axes();
  std::array<Sides, 3> sides{};
  std::copy_backward(resolved.sides.begin(), resolved.sides.end(), sides.end());
  const Index planes = x.shape[0] * x.shape[1];
  const Index from = count_of(x.shape) / std::max<Index>(planes, 1);
  UnfilledVector<float> values(x.reals().size(), 0.0F);
  const float* slope = b.slope().reals().data();
  for (Index plane = 0; plane < planes; ++plane) {
    const float* const at = x.reals().data() + plane * from;
    float* const to = values.data() + plane * from;
    each_window(axes, sides,
                [&](std::span<const Index> places, double cells) { share(at, places, cells, *slope++, to); });
  }
  out[0] = real_array(x.shape, std::move(values));
  return out;
}
Arrays max_pool_slope(const AdjointCall& b) {
  return pool_slope(b, [](const float* at, std::span<const Index> places, double, float slope, float* to) {
    if (places.empty()) return;
    to[*std::ranges::max_element(places, {}, [&](Index place) { return at[place]; })] += slope;
  });
}
Arrays average_pool_slope(const AdjointCall& b) {
  const bool all = b.call.node.whole("count_include_pad", 0) != 0;
  return pool_slope(
      b, [all](const float*, std::span<const Index> places, double cells, float slope, float* to) {
        const double share =
            static_cast<double>(slope) / (all ? cells : std::max(1.0, static_cast<double>(places.size())));
        for (const Index place : places) to[place] += static_cast<float>(share);
      });
}

template <class Share>
Arrays global_slope(const AdjointCall& b, Share share) {
  Arrays out = b.none();
  if (!b.wants(0)) return out;
  const Array& x = b.call.in(0);
  const auto planes = b.slope().reals().size();
  const std::size_t cells = x.reals().size() / std::max<std::size_t>(planes, 1);
  UnfilledVector<float> values(x.reals().size(), 0.0F);
  for (std::size_t plane = 0; plane < planes; ++plane)
    share(x.reals().data() + plane * cells, cells, b.slope().reals()[plane], values.data() + plane * cells);
  out[0] = real_array(x.shape, std::move(values));
  return out;
}
Arrays global_average_slope(const AdjointCall& b) {
  return global_slope(b, [](const float*, std::size_t cells, float slope, float* to) {
    std::fill_n(to, cells, slope / static_cast<float>(cells));
  });
}
Arrays global_max_slope(const AdjointCall& b) {
  return global_slope(b, [](const float* at, std::size_t cells, float slope, float* to) {
    to[std::max_element(at, at + cells) - at] += slope;
  });
}

/// [outer, m, inner] to [outer, n, inner]: each of the m rows goes where it came from.
UnfilledVector<float> back_along(const UnfilledVector<float>& from, Index outer, Index n, Index inner,
                                 const std::vector<std::vector<ResizeTap>>& taps) {
  const auto m = static_cast<Index>(taps.size());
  UnfilledVector<float> out(static_cast<std::size_t>(outer * n * inner), 0.0F);
  for (Index o = 0; o < outer; ++o)
    for (Index i = 0; i < m; ++i) {
      const float* const row = from.data() + (o * m + i) * inner;
      for (const ResizeTap& tap : taps[static_cast<std::size_t>(i)]) {
        float* const to = out.data() + (o * n + tap.cell) * inner;
        for (Index c = 0; c < inner; ++c) to[c] += static_cast<float>(tap.weight) * row[c];
      }
    }
  return out;
}

Arrays resize_slope(const AdjointCall& b) {
  Arrays out = b.none();
  if (!b.wants(0)) return out;
  const ResizePlan plan = resize_plan(b.call);
  UnfilledVector<float> values = b.slope().reals();
  Dims shape = plan.shape;
  if (plan.coordinates == ResizeCoordinates::tf_crop_and_resize) {
    const Dims strides = strides_of(shape);
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      const std::vector<bool> outside = outside_of(plan, axis);
      for (std::size_t i = 0; i < values.size(); ++i)
        if (outside[static_cast<std::size_t>(static_cast<Index>(i) / strides[axis] % shape[axis])])
          values[i] = 0;
    }
  }
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    if (plan.axes[axis].identity()) continue;
    Index outer = 1, inner = 1;
    for (std::size_t i = 0; i < axis; ++i) outer *= shape[i];
    for (std::size_t i = axis + 1; i < shape.size(); ++i) inner *= shape[i];
    shape[axis] = b.call.in(0).shape[axis];
    values = back_along(values, outer, shape[axis], inner, taps_of(plan, axis));
  }
  out[0] = real_array(shape, std::move(values));
  return out;
}

constexpr AdjointRow kRows[] = {
    {"Conv", conv_slope},
    {"ConvTranspose", conv_transpose_slope},
    {"MaxPool", max_pool_slope},
    {"AveragePool", average_pool_slope},
    {"GlobalAveragePool", global_average_slope},
    {"GlobalMaxPool", global_max_slope},
    {"Resize", resize_slope},
    {"Upsample", resize_slope},
};

}  // namespace

std::span<const AdjointRow> layer_adjoints() {
  return kRows;
}

}  // namespace convscope
