// Convolutions and pools: what stands on the relation.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.hpp"
#include "core/network/cells.hpp"
#include "core/network/layer_geometry.hpp"
#include "core/network/pool_windows.hpp"

namespace convscope {

namespace {

Dims output_of(const Geometry& geometry, Index batch, bool transposed) {
  const Shape shape = transposed ? geometry.pixel_tensor(batch) : geometry.window_tensor(batch);
  return {shape.begin(), shape.end()};
}

Arrays layer(const Call& call, bool transposed) {
  const Array& x = call.in(0);
  const Array& w = call.in(1);
  const Resolved resolved = layer_geometry(call, transposed);
  const Geometry& geometry = resolved.geometry;
  const Dims shape = output_of(geometry, x.shape[0], transposed);
  const Array* bias = call.maybe(2);
  const Index channels = shape[1];
  if (bias && bias->shape != Dims{channels})
    call.refuse(fmt::format("its bias has {}", to_string(bias->shape)), fmt::format("{} numbers", channels));
  call.require_reals(0, 2);
  if (!call.fills(shape)) return {only_shape(shape)};
  PreparedLayer own;
  PreparedLayer& prepared = call.prepared ? *call.prepared : own;
  if (!prepared.plan || prepared.geometry != geometry) {
    prepared.geometry = geometry;
    prepared.plan = std::make_shared<const fast::Plan<float>>(
        transposed ? fast::Way::scatter : fast::Way::gather, geometry, std::span<const float>(w.reals()));
  }
  UnfilledVector<float> out = call.room(static_cast<std::size_t>(count_of(shape)));
  prepared.plan->run(x.reals().data(), x.shape[0], out.data());
  if (bias) {
    const Index plane = static_cast<Index>(out.size()) / (shape[0] * channels);
    in_stretches(shape[0] * channels, plane, [&](Index first, Index end) {
      for (Index i = first; i < end; ++i) {
        const float b = bias->reals()[static_cast<std::size_t>(i % channels)];
        float* const at = out.data() + i * plane;
        each_cell(at, at, plane, [b](float sum) { return sum + b; });
      }
    });
  }
  return {real_array(shape, std::move(out))};
}

/// `reduce` sees the values of a window and how many cells it has in all, padding included.
template <class Reduce>
Arrays pool(const Call& call, Reduce reduce) {
  const Array& x = call.in(0);
  const Resolved resolved = pool_geometry(call);
  const Dims shape = output_of(resolved.geometry, x.shape[0], false);
  if (!call.fills(shape)) return {only_shape(shape, x.type)};
  const std::array<Axis, 3> axes = resolved.geometry.three_axes();
  std::array<Sides, 3> sides{};
  std::copy_backward(resolved.sides.begin(), resolved.sides.end(), sides.end());
  const Array reals = as_reals(x);
  const Index planes = shape[0] * shape[1];
  UnfilledVector<float> out(static_cast<std::size_t>(count_of(shape)));
  const Index from = count_of(x.shape) / std::max<Index>(planes, 1),
              to = count_of(shape) / std::max<Index>(planes, 1);
  // The places of a row's windows are found once for all planes.
  const Index rows = axes[0].windows * axes[1].windows, columns = axes[2].windows;
  in_stretches(rows, planes * columns, [&](Index first, Index end) {
    std::vector<float> seen;
    for (Index row = first; row < end; ++row)
      each_window_of_row(axes, sides, row, [&](Index column, std::span<const Index> places, double cells) {
        seen.resize(places.size());
        for (Index i = 0; i < planes; ++i) {
          const float* const plane = reals.reals().data() + i * from;
          for (std::size_t k = 0; k < places.size(); ++k) seen[k] = plane[places[k]];
          out[static_cast<std::size_t>(i * to + row * columns + column)] = reduce(seen, cells);
        }
      });
  });
  const Array made = real_array(shape, std::move(out));
  return {x.real() ? made : as_wholes(made, x.type)};
}

Arrays global_pool(const Call& call, bool mean) {
  const Array& x = call.in(0);
  if (x.shape.size() < 3)
    call.refuse(fmt::format("gets {}", to_string(x.shape)), "batch, channels and space");
  Dims shape = x.shape;
  for (std::size_t i = 2; i < shape.size(); ++i) shape[i] = 1;
  if (!call.fills(shape) || !x.real()) return {only_shape(shape)};
  const Index planes = shape[0] * shape[1];
  const Index cells = count_of(x.shape) / std::max<Index>(planes, 1);
  UnfilledVector<float> out(static_cast<std::size_t>(planes));
  in_stretches(planes, cells, [&](Index first, Index end) {
    for (Index i = first; i < end; ++i) {
      const float* const at = x.reals().data() + i * cells;
      float& made = out[static_cast<std::size_t>(i)];
      if (mean)
        made = static_cast<float>(sum_of(at, cells) / static_cast<double>(cells));
      else
        made = cells > 0 ? largest_of(at, cells) : -std::numeric_limits<float>::infinity();
    }
  });
  return {real_array(shape, std::move(out))};
}

}  // namespace

Arrays conv(const Call& call) {
  return layer(call, false);
}

Arrays conv_transpose(const Call& call) {
  return layer(call, true);
}

Arrays max_pool(const Call& call) {
  if (call.node.outputs.size() > 1 && !call.node.outputs[1].empty())
    call.refuse("is asked where its values come from", "one output");
  return pool(call, [](const std::vector<float>& seen, double) {
    return seen.empty() ? -std::numeric_limits<float>::infinity() : *std::ranges::max_element(seen);
  });
}

Arrays average_pool(const Call& call) {
  const bool all = call.node.whole("count_include_pad", 0) != 0;
  return pool(call, [all](const std::vector<float>& seen, double cells) {
    double sum = 0;
    for (const float value : seen) sum += static_cast<double>(value);
    return static_cast<float>(sum / (all ? cells : std::max(1.0, static_cast<double>(seen.size()))));
  });
}

Arrays global_average_pool(const Call& call) {
  return global_pool(call, true);
}

Arrays global_max_pool(const Call& call) {
  return global_pool(call, false);
}

}  // namespace convscope
