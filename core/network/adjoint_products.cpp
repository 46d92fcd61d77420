// Norms, softmax, means and matrix products the other way.
#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/network/adjoint.hpp"

namespace convscope {

namespace {

void require_fixed(const AdjointCall& b, std::size_t from) {
  for (std::size_t i = from; i < b.wanted.size(); ++i)
    if (b.wants(i)) b.call.refuse("has scales that depend on the network's input", "weights of the file");
}

Arrays batch_norm_slope(const AdjointCall& b) {
  require_fixed(b, 1);
  const Array& x = b.call.in(0);
  const double epsilon = b.call.node.real("epsilon", 1e-5);
  const auto channels = static_cast<std::size_t>(x.shape[1]);
  const std::size_t plane = x.reals().size() / (static_cast<std::size_t>(x.shape[0]) * channels);
  UnfilledVector<float> values = b.slope().reals();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t c = i / plane % channels;
    values[i] =
        static_cast<float>(static_cast<double>(values[i]) * static_cast<double>(b.call.in(1).reals()[c]) /
                           std::sqrt(static_cast<double>(b.call.in(4).reals()[c]) + epsilon));
  }
  Arrays out = b.none();
  out[0] = real_array(x.shape, std::move(values));
  return out;
}

/// Of blocks that get mean 0 and variance 1 and are then scaled: slopes arrive with the scales in them.
Arrays standardised_slope(const AdjointCall& b, Index block, const UnfilledVector<float>& slopes) {
  const Array& x = b.call.in(0);
  const double epsilon = b.call.node.real("epsilon", 1e-5), n = static_cast<double>(block);
  UnfilledVector<float> values(x.reals().size());
  for (std::size_t first = 0; first < values.size(); first += static_cast<std::size_t>(block)) {
    const float *const at = x.reals().data() + first, *const slope = slopes.data() + first;
    double sum = 0, squares = 0, sum_slope = 0, product = 0;
    for (Index k = 0; k < block; ++k) sum += static_cast<double>(at[k]);
    const double mean = sum / n;
    for (Index k = 0; k < block; ++k) {
      const double off = static_cast<double>(at[k]) - mean;
      squares += off * off;
      sum_slope += static_cast<double>(slope[k]);
      product += off * static_cast<double>(slope[k]);
    }
    const double factor = 1 / std::sqrt(squares / n + epsilon);
    for (Index k = 0; k < block; ++k)
      values[first + static_cast<std::size_t>(k)] =
          static_cast<float>(factor * (static_cast<double>(slope[k]) - sum_slope / n -
                                       factor * factor * (static_cast<double>(at[k]) - mean) * product / n));
  }
  Arrays out = b.none();
  out[0] = real_array(x.shape, std::move(values));
  return out;
}

/// Slopes times the scale of their channel, given for each or for each of `groups`.
UnfilledVector<float> scaled_slopes(const AdjointCall& b) {
  const Dims& shape = b.call.in(0).shape;
  const auto channels = static_cast<std::size_t>(shape[1]);
  const auto& scale = b.call.in(1).reals();
  const std::size_t each = channels / std::max<std::size_t>(scale.size(), 1);
  UnfilledVector<float> slopes = b.slope().reals();
  const std::size_t plane = slopes.size() / (static_cast<std::size_t>(shape[0]) * channels);
  for (std::size_t i = 0; i < slopes.size(); ++i) slopes[i] *= scale[i / plane % channels / each];
  return slopes;
}

Arrays instance_norm_slope(const AdjointCall& b) {
  require_fixed(b, 1);
  const Dims& x = b.call.in(0).shape;
  return standardised_slope(b, count_of(x) / (x[0] * x[1]), scaled_slopes(b));
}
Arrays group_norm_slope(const AdjointCall& b) {
  require_fixed(b, 1);
  const Dims& x = b.call.in(0).shape;
  return standardised_slope(b, count_of(x) / (x[0] * b.call.node.whole("num_groups", 1)), scaled_slopes(b));
}
Arrays layer_norm_slope(const AdjointCall& b) {
  require_fixed(b, 1);
  const Dims& x = b.call.in(0).shape;
  Index block = 1;
  for (std::size_t i = b.call.axis(b.call.node.whole("axis", -1), x.size()); i < x.size(); ++i) block *= x[i];
  UnfilledVector<float> slopes = b.slope().reals();
  for (std::size_t i = 0; i < slopes.size(); ++i)
    slopes[i] *= b.call.in(1).reals()[i % static_cast<std::size_t>(block)];
  return standardised_slope(b, block, slopes);
}

Arrays softmax_slope(const AdjointCall& b) {
  const Dims& x = b.call.in(0).shape;
  const bool flat = b.call.opset < 13;
  const std::size_t axis = b.call.axis(b.call.node.whole("axis", flat ? 1 : -1), x.size());
  Index inner = 1, n = x[axis];
  for (std::size_t i = axis + 1; i < x.size(); ++i) (flat ? n : inner) *= x[i];
  const auto &y = b.made[0].reals(), &slope = b.slope().reals();
  UnfilledVector<float> values(y.size());
  for (Index line = 0; line < static_cast<Index>(y.size()) / n; ++line) {
    const auto place = [&](Index i) {
      return static_cast<std::size_t>(line / inner * inner * n + line % inner + i * inner);
    };
    double sum = 0;
    for (Index i = 0; i < n; ++i)
      sum += static_cast<double>(y[place(i)]) * static_cast<double>(slope[place(i)]);
    for (Index i = 0; i < n; ++i)
      values[place(i)] =
          static_cast<float>(static_cast<double>(y[place(i)]) * (static_cast<double>(slope[place(i)]) - sum));
  }
  Arrays out = b.none();
  out[0] = real_array(x, std::move(values));
  return out;
}

Arrays mean_slope(const AdjointCall& b) {
  const Array& x = b.call.in(0);
  Dims kept = x.shape;
  std::vector<bool> gone(kept.size(), true);
  if (const auto axes = b.call.wholes("axes", 1); axes && !axes->empty()) {
    gone.assign(kept.size(), false);
    for (const Index axis : *axes) gone[b.call.axis(axis, kept.size())] = true;
  }
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (gone[i]) kept[i] = 1;
  Array slope = b.slope();
  const auto share =
      static_cast<float>(static_cast<double>(count_of(kept)) / static_cast<double>(count_of(x.shape)));
  slope.shape = kept;
  UnfilledVector<float> values = spread_to(slope, x.shape).reals();
  for (float& value : values) value *= share;
  Arrays out = b.none();
  out[0] = real_array(x.shape, std::move(values));
  return out;
}

/// The last two axes the other way round.
Array turned(const Array& array) {
  Dims shape = array.shape, strides = strides_of(array.shape);
  std::swap(shape[shape.size() - 1], shape[shape.size() - 2]);
  std::swap(strides[strides.size() - 1], strides[strides.size() - 2]);
  return viewed(array, shape, strides, 0);
}

Array product(const AdjointCall& b, const Array& left, const Array& right) {
  static const Node kProduct{"", "MatMul", {}, {}};
  return mat_mul({kProduct, b.call.opset, {&left, &right}, b.call.budget, false, nullptr})[0];
}

Arrays mat_mul_slope(const AdjointCall& b) {
  const Array &x = b.call.in(0), &y = b.call.in(1);
  if (x.shape.size() < 2 || y.shape.size() < 2)
    b.call.refuse("multiplies a vector, which has no gradient here", "matrices");
  Arrays out = b.none();
  if (b.wants(0)) out[0] = summed_to(product(b, b.slope(), turned(y)), x.shape);
  if (b.wants(1)) out[1] = summed_to(product(b, turned(x), b.slope()), y.shape);
  return out;
}

Arrays gemm_slope(const AdjointCall& b) {
  const bool ta = b.call.node.whole("transA", 0) != 0, tb = b.call.node.whole("transB", 0) != 0;
  const auto times = [](const Array& array, double factor) {
    UnfilledVector<float> values = array.reals();
    for (float& value : values) value *= static_cast<float>(factor);
    return real_array(array.shape, std::move(values));
  };
  const double alpha = b.call.node.real("alpha", 1);
  const Array &x = b.call.in(0), &y = b.call.in(1);
  Arrays out = b.none();
  if (b.wants(0)) {
    const Array made = times(product(b, b.slope(), tb ? y : turned(y)), alpha);
    out[0] = ta ? turned(made) : made;
  }
  if (b.wants(1)) {
    const Array made = times(product(b, ta ? x : turned(x), b.slope()), alpha);
    out[1] = tb ? turned(made) : made;
  }
  if (b.wants(2)) out[2] = summed_to(times(b.slope(), b.call.node.real("beta", 1)), b.call.in(2).shape);
  return out;
}

constexpr AdjointRow kRows[] = {
    {"BatchNormalization", batch_norm_slope},
    {"InstanceNormalization", instance_norm_slope},
    {"GroupNormalization", group_norm_slope},
    {"LayerNormalization", layer_norm_slope},
    {"Softmax", softmax_slope},
    {"ReduceMean", mean_slope},
    {"MatMul", mat_mul_slope},
    {"Gemm", gemm_slope},
};

}  // namespace

std::span<const AdjointRow> product_adjoints() {
  return kRows;
}

}  // namespace convscope
