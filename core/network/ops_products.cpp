// Norms, softmax, means, matrix products.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/network/call.hpp"
#include "core/network/cells.hpp"

namespace convscope {

namespace {

/// y = x * scale[c] + shift[c] along axis 1.
Array scaled(const Call& call, const Array& x, std::span<const float> scale, std::span<const float> shift) {
  const Index channels = x.shape[1];
  const Index plane = count_of(x.shape) / std::max<Index>(x.shape[0] * channels, 1);
  std::shared_ptr<ArrayData> data = &x == call.own ? call.in_place() : nullptr;
  if (!data) data = std::make_shared<ArrayData>(ArrayData{call.room(x.reals().size()), {}});
  const float* const from = x.reals().data();
  float* const to = data->reals.data();
  in_stretches(x.shape[0] * channels, plane, [&](Index first, Index end) {
    for (Index i = first; i < end; ++i) {
      const float a = scale[static_cast<std::size_t>(i % channels)],
                  b = shift[static_cast<std::size_t>(i % channels)];
      each_cell(from + i * plane, to + i * plane, plane, [a, b](float value) { return value * a + b; });
    }
  });
  return {x.shape, Element::f32, std::move(data)};
}

void require_channels(const Call& call, std::size_t from, std::size_t to) {
  const Dims& x = call.in(0).shape;
  if (x.size() < 2) call.refuse(fmt::format("gets {}", to_string(x)), "batch and channels");
  for (std::size_t i = from; i <= to; ++i)
    if (count_of(call.in(i).shape) != x[1])
      call.refuse(fmt::format("input {} has {} for {} channels", i + 1, to_string(call.in(i).shape), x[1]),
                  "one number for each channel");
}

/// Blocks of `block` cells to mean 0 and variance 1.
void standardise(UnfilledVector<float>& values, Index block, double epsilon) {
  in_parallel(static_cast<Index>(values.size()) / std::max<Index>(block, 1), [&](Index i) {
    float* const at = values.data() + i * block;
    double sum = 0, squares = 0;
    for (Index k = 0; k < block; ++k) sum += static_cast<double>(at[k]);
    const double mean = sum / static_cast<double>(block);
    for (Index k = 0; k < block; ++k)
      squares += (static_cast<double>(at[k]) - mean) * (static_cast<double>(at[k]) - mean);
    const double factor = 1 / std::sqrt(squares / static_cast<double>(block) + epsilon);
    for (Index k = 0; k < block; ++k)
      at[k] = static_cast<float>((static_cast<double>(at[k]) - mean) * factor);
  });
}

/// Rows [m, k] times [k, n]: a pointwise convolution of k channels of n cells. Small ones are done before
/// one is planned.
void multiply(const float* a, const float* b, float* out, Index m, Index k, Index n) {
  constexpr double kWorthPlan = 1 << 17;
  if (static_cast<double>(m) * static_cast<double>(k) * static_cast<double>(n) >= kWorthPlan) {
    const Geometry geometry{{Axis{n, n, 1, 1, 1, 0}}, {m, k, 1}};
    const fast::Plan<float> plan(fast::Way::gather, geometry, {a, static_cast<std::size_t>(m * k)});
    return plan.run(b, 1, out);
  }
  for (Index i = 0; i < m; ++i) {
    float* const to = out + i * n;
    std::fill(to, to + n, 0.0f);
    for (Index j = 0; j < k; ++j) {
      const float x = a[i * k + j];
      for (Index c = 0; c < n; ++c) to[c] += x * b[j * n + c];
    }
  }
}

}  // namespace

Arrays batch_norm(const Call& call) {
  const Array& x = call.in(0);
  require_channels(call, 1, 4);
  if (call.node.whole("training_mode", 0) != 0) call.refuse("is in training", "a network as it is used");
  if (!call.fills(x.shape)) return {only_shape(x.shape)};
  call.require_reals(0, 4);
  const BatchFactors factors = *batch_factors(call);
  return {scaled(call, x, factors.scale, factors.shift)};
}

std::optional<BatchFactors> batch_factors(const Call& call) {
  for (std::size_t i = 1; i <= 4; ++i)
    if (!call.in(i).known() || !call.in(i).real()) return std::nullopt;
  require_channels(call, 1, 4);
  const double epsilon = call.node.real("epsilon", 1e-5);
  BatchFactors out;
  for (std::size_t c = 0; c < static_cast<std::size_t>(call.in(0).shape[1]); ++c) {
    const double factor = static_cast<double>(call.in(1).reals()[c]) /
                          std::sqrt(static_cast<double>(call.in(4).reals()[c]) + epsilon);
    out.scale.push_back(static_cast<float>(factor));
    out.shift.push_back(static_cast<float>(static_cast<double>(call.in(2).reals()[c]) -
                                           static_cast<double>(call.in(3).reals()[c]) * factor));
  }
  return out;
}

Arrays instance_norm(const Call& call) {
  const Array& x = call.in(0);
  require_channels(call, 1, 2);
  if (!call.fills(x.shape)) return {only_shape(x.shape)};
  call.require_reals(0, 2);
  UnfilledVector<float> values = x.reals();
  standardise(values, count_of(x.shape) / std::max<Index>(x.shape[0] * x.shape[1], 1),
              call.node.real("epsilon", 1e-5));
  return {scaled(call, real_array(x.shape, std::move(values)), call.in(1).reals(), call.in(2).reals())};
}

Arrays group_norm(const Call& call) {
  const Array& x = call.in(0);
  const Index groups = call.node.whole("num_groups", 0);
  if (x.shape.size() < 2 || groups < 1 || x.shape[1] % groups != 0)
    call.refuse(fmt::format("has {} groups for {}", groups, to_string(x.shape)), "a divisor of the channels");
  if (!call.fills(x.shape)) return {only_shape(x.shape)};
  call.require_reals(0, 2);
  UnfilledVector<float> values = x.reals();
  standardise(values, count_of(x.shape) / std::max<Index>(x.shape[0] * groups, 1),
              call.node.real("epsilon", 1e-5));
  // Since opset 21 one number for each channel, before one for each group.
  const auto spread = [&](std::size_t i) {
    const auto& given = call.in(i).reals();
    std::vector<float> all;
    for (Index c = 0; c < x.shape[1]; ++c) {
      const Index at = static_cast<Index>(given.size()) == x.shape[1] ? c : c / (x.shape[1] / groups);
      if (at >= static_cast<Index>(given.size()))
        call.refuse("has too few scales", "one for each group or channel");
      all.push_back(given[static_cast<std::size_t>(at)]);
    }
    return all;
  };
  return {scaled(call, real_array(x.shape, std::move(values)), spread(1), spread(2))};
}

Arrays layer_norm(const Call& call) {
  const Array& x = call.in(0);
  const std::size_t axis = call.axis(call.node.whole("axis", -1), x.shape.size());
  if (!call.fills(x.shape)) return {only_shape(x.shape)};
  call.require_reals(0, 2);
  Index block = 1;
  for (std::size_t i = axis; i < x.shape.size(); ++i) block *= x.shape[i];
  for (std::size_t i = 1; i < 3; ++i)
    if (call.maybe(i) && count_of(call.in(i).shape) != block)
      call.refuse("has scales of another shape", "that of its last axes");
  UnfilledVector<float> values = x.reals();
  standardise(values, block, call.node.real("epsilon", 1e-5));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t at = i % static_cast<std::size_t>(block);
    values[i] = values[i] * call.in(1).reals()[at] + (call.maybe(2) ? call.in(2).reals()[at] : 0);
  }
  return {real_array(x.shape, std::move(values))};
}

Arrays softmax(const Call& call) {
  const Array& x = call.in(0);
  const bool flat = call.opset < 13;  // everything from the axis on is one
  const std::size_t axis = call.axis(call.node.whole("axis", flat ? 1 : -1), x.shape.size());
  if (!call.fills(x.shape)) return {only_shape(x.shape)};
  call.require_reals(0, 0);
  Index inner = 1, n = x.shape[axis];
  for (std::size_t i = axis + 1; i < x.shape.size(); ++i) (flat ? n : inner) *= x.shape[i];
  UnfilledVector<float> out(x.reals());
  const fast::CellProgram above({{fast::CellOp::subtract, 0, 1}, {fast::CellOp::exp, ~0}}),
      share({{fast::CellOp::divide, 0, 1}});
  in_stretches(static_cast<Index>(out.size()) / std::max<Index>(n, 1), 4 * n, [&](Index first, Index end) {
    UnfilledVector<float> values(static_cast<std::size_t>(n));
    for (Index line = first; line < end; ++line) {
      float* const at = out.data() + line / inner * inner * n + line % inner;
      float* const row = inner == 1 ? at : values.data();
      if (inner > 1)
        for (Index i = 0; i < n; ++i) row[i] = at[i * inner];
      const float most = largest_of(row, n);
      above.run(std::array<fast::CellOperand, 2>{{{row, true}, {&most, false}}}, n, row);
      const auto sum = static_cast<float>(sum_of(row, n));
      share.run(std::array<fast::CellOperand, 2>{{{row, true}, {&sum, false}}}, n, row);
      if (inner > 1)
        for (Index i = 0; i < n; ++i) at[i * inner] = row[i];
    }
  });
  return {real_array(x.shape, std::move(out))};
}

Arrays reduce_mean(const Call& call) {
  const Array& x = call.in(0);
  std::vector<bool> gone(x.shape.size(), true);
  if (const auto axes = call.wholes("axes", 1); axes && !axes->empty()) {
    gone.assign(x.shape.size(), false);
    for (const Index axis : *axes) gone[call.axis(axis, x.shape.size())] = true;
  }
  const bool keep = call.node.whole("keepdims", 1) != 0;
  Dims shape, kept;
  for (std::size_t i = 0; i < x.shape.size(); ++i) {
    kept.push_back(gone[i] ? 1 : x.shape[i]);
    if (keep || !gone[i]) shape.push_back(kept.back());
  }
  if (!call.fills(shape) || !x.real()) return {only_shape(shape, x.type)};
  // The last axes are rows of cells.
  const auto first = static_cast<std::size_t>(std::ranges::find(gone, true) - gone.begin());
  if (std::all_of(gone.begin() + static_cast<std::ptrdiff_t>(first), gone.end(), std::identity())) {
    const Index rows = count_of(kept), n = count_of(x.shape) / std::max<Index>(rows, 1);
    UnfilledVector<float> means(static_cast<std::size_t>(rows));
    in_stretches(rows, n, [&](Index from, Index end) {
      for (Index i = from; i < end; ++i)
        means[static_cast<std::size_t>(i)] =
            static_cast<float>(sum_of(x.reals().data() + i * n, n) / static_cast<double>(n));
    });
    return {real_array(shape, std::move(means))};
  }
  std::vector<double> sums(static_cast<std::size_t>(count_of(kept)));
  const Dims strides = strides_of(x.shape), to = strides_of(kept);
  for (std::size_t i = 0; i < x.reals().size(); ++i) {
    Index place = 0;
    for (std::size_t axis = 0; axis < kept.size(); ++axis)
      if (!gone[axis]) place += static_cast<Index>(i) / strides[axis] % x.shape[axis] * to[axis];
    sums[static_cast<std::size_t>(place)] += static_cast<double>(x.reals()[i]);
  }
  const double share = static_cast<double>(sums.size()) / static_cast<double>(x.reals().size());
  UnfilledVector<float> out;
  for (const double sum : sums) out.push_back(static_cast<float>(sum * share));
  return {real_array(shape, std::move(out))};
}

Arrays mat_mul(const Call& call) {
  Dims a = call.in(0).shape, b = call.in(1).shape;
  if (a.empty() || b.empty()) call.refuse("gets a single number", "matrices");
  const bool row = a.size() == 1, column = b.size() == 1;
  if (row) a.insert(a.begin(), 1);
  if (column) b.push_back(1);
  const Index m = a[a.size() - 2], k = a.back(), n = b.back();
  if (b[b.size() - 2] != k)
    call.refuse(fmt::format("{} times {}", to_string(a), to_string(b)), "matrices that go together");
  const Dims outer = broadcast(call, {a.begin(), a.end() - 2}, {b.begin(), b.end() - 2});
  Dims shape = outer;
  if (!row) shape.push_back(m);
  if (!column) shape.push_back(n);
  if (!call.fills(shape)) return {only_shape(shape)};
  const auto spread = [&](const Array& of, const Dims& own) {
    if (count_of({own.begin(), own.end() - 2}) == count_of(outer)) return as_reals(of);  // nothing repeats
    Dims wide = outer, strides(outer.size() + 2, 0);
    wide.insert(wide.end(), own.end() - 2, own.end());
    const Dims dense = strides_of(own);
    for (std::size_t i = 0; i < own.size(); ++i)
      if (own[i] > 1) strides[wide.size() - own.size() + i] = dense[i];
    return viewed(as_reals(of), wide, strides, 0);
  };
  const Array left = spread(call.in(0), a), right = spread(call.in(1), b);
  UnfilledVector<float> out = call.room(static_cast<std::size_t>(count_of(shape)));
  for (Index i = 0; i < count_of(outer); ++i)
    multiply(left.reals().data() + i * m * k, right.reals().data() + i * k * n, out.data() + i * m * n, m, k,
             n);
  return {real_array(shape, std::move(out))};
}

Arrays gemm(const Call& call) {
  const Array& a = call.in(0);
  const Array& b = call.in(1);
  if (a.shape.size() != 2 || b.shape.size() != 2) call.refuse("gets more or fewer than two axes", "matrices");
  const bool ta = call.node.whole("transA", 0) != 0, tb = call.node.whole("transB", 0) != 0;
  const Index m = a.shape[ta ? 1 : 0], k = a.shape[ta ? 0 : 1], n = b.shape[tb ? 0 : 1];
  if (b.shape[tb ? 1 : 0] != k)
    call.refuse(fmt::format("{} times {}", to_string(a.shape), to_string(b.shape)),
                "matrices that go together");
  const Dims shape{m, n};
  if (call.maybe(2) && broadcast(call, call.in(2).shape, shape) != shape)
    call.refuse("adds what is larger", "at most its result");
  if (!call.fills(shape)) return {only_shape(shape)};
  const Array left = viewed(as_reals(a), {m, k}, ta ? Dims{1, m} : Dims{k, 1}, 0),
              right = viewed(as_reals(b), {k, n}, tb ? Dims{1, k} : Dims{n, 1}, 0);
  UnfilledVector<float> out(static_cast<std::size_t>(m * n));
  multiply(left.reals().data(), right.reals().data(), out.data(), m, k, n);
  const auto alpha = static_cast<float>(call.node.real("alpha", 1)),
             beta = static_cast<float>(call.node.real("beta", 1));
  Array sum;
  if (const Array* c = call.maybe(2)) {
    Dims strides(2, 0);
    const Dims dense = strides_of(c->shape);
    for (std::size_t i = 0; i < c->shape.size(); ++i)
      if (c->shape[i] > 1) strides[2 - c->shape.size() + i] = dense[i];
    sum = viewed(as_reals(*c), shape, strides, 0);
  }
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = alpha * out[i] + (sum.known() ? beta * sum.reals()[i] : 0);
  return {real_array(shape, std::move(out))};
}

}  // namespace convscope
