// Resize, Upsample, DepthToSpace, SpaceToDepth. Resize after ONNX's operator document (opset 10 to 18):
// along each axis an output cell is a sum of input cells.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/cells.hpp"
#include "core/network/resize_axis.hpp"

namespace convscope {

namespace {

/// Whether each cell is one of the input's as it is.
bool are_copies(const std::vector<std::vector<ResizeTap>>& taps) {
  return std::ranges::all_of(taps, [](const auto& each) { return each.size() == 1 && each[0].weight == 1; });
}

/// Each cell of a row so often.
template <Index often>
void repeat_cells(const float* from, Index n, float* to) {
  for (Index i = 0; i < n; ++i)
    for (Index k = 0; k < often; ++k) to[i * often + k] = from[i];
}

/// Rows whose cells are copies.
void copy_rows(const float* from, float* to, Index outer, Index n,
               const std::vector<std::vector<ResizeTap>>& taps) {
  const auto m = static_cast<Index>(taps.size());
  std::vector<std::int32_t> cells;
  for (const auto& each : taps) cells.push_back(static_cast<std::int32_t>(each[0].cell));
  Index often = n > 0 && m % n == 0 ? m / n : 0;
  for (Index i = 0; i < m && often > 0; ++i)
    if (cells[static_cast<std::size_t>(i)] != i / often) often = 0;
  in_stretches(outer, m, [&](Index first, Index end) {
    for (Index o = first; o < end; ++o) {
      const float* const row = from + o * n;
      float* const out = to + o * m;
      if (often == 2)
        repeat_cells<2>(row, n, out);
      else if (often == 4)
        repeat_cells<4>(row, n, out);
      else
        for (Index i = 0; i < m; ++i) out[i] = row[cells[static_cast<std::size_t>(i)]];
    }
  });
}

/// Along the last axis: as many taps for each cell, those that it has not are nothing.
void along_rows(const float* from, float* to, Index outer, Index n,
                const std::vector<std::vector<ResizeTap>>& taps) {
  const std::size_t m = taps.size();
  std::size_t most = 1;
  for (const auto& each : taps) most = std::max(most, each.size());
  std::vector<std::int32_t> cells(m * most, 0);
  std::vector<float> weights(m * most, 0.0F);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t t = 0; t < taps[i].size(); ++t) {
      cells[t * m + i] = static_cast<std::int32_t>(taps[i][t].cell);
      weights[t * m + i] = static_cast<float>(taps[i][t].weight);
    }
  in_stretches(outer, static_cast<Index>(m * most), [&](Index first, Index end) {
    for (Index o = first; o < end; ++o) {
      const float* const row = from + o * n;
      float* const out = to + o * static_cast<Index>(m);
      for (std::size_t i = 0; i < m; ++i) out[i] = weights[i] * row[cells[i]];
      for (std::size_t t = m; t < m * most; t += m)
        for (std::size_t i = 0; i < m; ++i) out[i] += weights[t + i] * row[cells[t + i]];
    }
  });
}

/// [outer, n, inner] to [outer, m, inner], each of the m rows a sum of rows.
UnfilledVector<float> along(const Call& call, const UnfilledVector<float>& from, Index outer, Index n,
                            Index inner, const std::vector<std::vector<ResizeTap>>& taps) {
  const auto m = static_cast<Index>(taps.size());
  UnfilledVector<float> out = call.room(static_cast<std::size_t>(outer * m * inner));
  if (inner == 1) {
    if (are_copies(taps))
      copy_rows(from.data(), out.data(), outer, n, taps);
    else
      along_rows(from.data(), out.data(), outer, n, taps);
    return out;
  }
  const auto make = [&](Index row) {
    const Index o = row / m;
    float* const to = out.data() + row * inner;
    bool first = true;
    for (const ResizeTap& tap : taps[static_cast<std::size_t>(row % m)]) {
      const float* const cells = from.data() + (o * n + tap.cell) * inner;
      const auto weight = static_cast<float>(tap.weight);
      if (first && weight == 1)
        std::copy_n(cells, inner, to);
      else if (first)
        each_cell(cells, to, inner, [weight](float x) { return weight * x; });
      else
        for (Index c = 0; c < inner; ++c) to[c] += weight * cells[c];
      first = false;
    }
    if (first) std::fill_n(to, inner, 0.0F);
  };
  in_stretches(outer * m, inner, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) make(row);
  });
  return out;
}

Array resized(const Call& call, const Array& x, const ResizePlan& plan) {
  if (!call.fills(plan.shape)) return only_shape(plan.shape, x.type);
  const Array reals = as_reals(x);
  UnfilledVector<float> values;
  const UnfilledVector<float>* from = &reals.reals();
  Dims shape = x.shape;
  // Copies first along the last axis: then whole rows are copied, and the next is made of fewer.
  const bool copies = plan.mode == ResizeMode::nearest;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t axis = copies ? shape.size() - 1 - i : i;
    if (plan.axes[axis].identity()) continue;
    const Index outer = count_of({shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(axis)}),
                inner = count_of({shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, shape.end()});
    values = along(call, *from, outer, shape[axis], inner, taps_of(plan, axis));
    from = &values;
    shape[axis] = plan.shape[axis];
  }
  if (from != &values) values = *from;  // no axis has changed
  if (plan.coordinates == ResizeCoordinates::tf_crop_and_resize) {
    const Dims strides = strides_of(plan.shape);
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      const std::vector<bool> outside = outside_of(plan, axis);
      for (std::size_t i = 0; i < values.size(); ++i)
        if (outside[static_cast<std::size_t>(static_cast<Index>(i) / strides[axis] % plan.shape[axis])])
          values[i] = static_cast<float>(plan.extrapolation);
    }
  }
  const Array made = real_array(plan.shape, std::move(values));
  return x.real() ? made : as_wholes(made, x.type);
}

/// [N, C, H, W] seen as six axes, transposed: order names where each of the six goes.
Arrays shuffled(const Call& call, const Dims& six, std::span<const std::size_t> order, Dims shape) {
  const Array& x = call.in(0);
  if (!call.fills(shape)) return {only_shape(std::move(shape), x.type)};
  const Dims from = strides_of(six);
  Dims to, strides;
  for (const std::size_t axis : order) {
    to.push_back(six[axis]);
    strides.push_back(from[axis]);
  }
  Array out = viewed(x, to, strides, 0);
  out.shape = std::move(shape);
  return {std::move(out)};
}

Index block_of(const Call& call) {
  const Index s = call.node.whole("blocksize", 0);
  if (s < 1 || s > 1024) call.refuse(fmt::format("blocksize is {}", s), "1 to 1024");
  if (call.rank() != 4)
    call.refuse(fmt::format("gets {}", to_string(call.in(0).shape)), "batch, channels, height, width");
  return s;
}

}  // namespace

Arrays resize(const Call& call) {
  return {resized(call, call.in(0), resize_plan(call))};
}

Arrays upsample(const Call& call) {
  return {resized(call, call.in(0), resize_plan(call))};
}

Arrays depth_to_space(const Call& call) {
  const Index s = block_of(call);
  const Dims& x = call.in(0).shape;
  if (x[1] % (s * s) != 0)
    call.refuse(fmt::format("gets {} channels for blocks of {} × {}", x[1], s, s),
                fmt::format("a multiple of {}", s * s));
  const Index c = x[1] / (s * s);
  Dims shape{x[0], c, x[2] * s, x[3] * s};
  const std::string mode = call.node.text("mode", "DCR");
  if (mode == "CRD")
    return shuffled(call, {x[0], c, s, s, x[2], x[3]}, std::array<std::size_t, 6>{0, 1, 4, 2, 5, 3}, shape);
  if (mode != "DCR") call.refuse(fmt::format("mode is '{}'", cut(mode, 20)), "DCR or CRD");
  return shuffled(call, {x[0], s, s, c, x[2], x[3]}, std::array<std::size_t, 6>{0, 3, 4, 1, 5, 2}, shape);
}

Arrays space_to_depth(const Call& call) {
  const Index s = block_of(call);
  const Dims& x = call.in(0).shape;
  if (x[2] % s != 0 || x[3] % s != 0)
    call.refuse(fmt::format("gets {} for blocks of {} × {}", to_string(x), s, s), "a multiple of them");
  return shuffled(call, {x[0], x[1], x[2] / s, s, x[3] / s, s}, std::array<std::size_t, 6>{0, 3, 5, 1, 2, 4},
                  {x[0], x[1] * s * s, x[2] / s, x[3] / s});
}

}  // namespace convscope
