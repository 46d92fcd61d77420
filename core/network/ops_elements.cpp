// Operators cell by cell, of one array or of several that are broadcast.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/network/call.hpp"
#include "core/network/cells.hpp"

namespace convscope {

namespace {

constexpr Index kChunk = 1 << 15;

/// f of each cell; whole numbers stay whole where f keeps them.
/// `f` is a lambda, so that it becomes part of the loop; a function would be called for each cell.
template <class F>
Arrays each(const Call& call, F f) {
  const Array& x = call.in(0);
  if (!call.fills(x.shape)) return {only_shape(x.shape, x.type)};
  const Index count = count_of(x.shape);
  if (!x.real()) {
    UnfilledVector<Index> out;
    for (const Index value : x.wholes())
      out.push_back(wrapped(static_cast<Index>(f(static_cast<float>(value))), x.type));
    return {whole_array(x.shape, std::move(out), x.type)};
  }
  std::shared_ptr<ArrayData> data = call.in_place();
  if (!data) data = std::make_shared<ArrayData>(ArrayData{call.room(static_cast<std::size_t>(count)), {}});
  const float* const from = x.reals().data();
  float* const to = data->reals.data();
  in_parallel((count + kChunk - 1) / kChunk, [&](Index chunk) {
    const Index end = std::min(count, (chunk + 1) * kChunk);
    each_cell(from + chunk * kChunk, to + chunk * kChunk, end - chunk * kChunk, f);
  });
  return {Array{x.shape, Element::f32, std::move(data)}};
}

template <class T, class F>
void combine(const UnfilledVector<T>& a, const Dims& sa, const UnfilledVector<T>& b, const Dims& sb,
             const Dims& shape, UnfilledVector<T>& out, F f) {
  const Index count = count_of(shape);
  out.resize(static_cast<std::size_t>(count));
  if (count == 0) return;
  const std::size_t rank = shape.size();
  // The innermost axes that both walk through alike are one run.
  Index run = 1, step_a = 0, step_b = 0;
  std::size_t outer = rank;
  while (outer > 0) {
    const Index n = shape[outer - 1], x = sa[outer - 1], y = sb[outer - 1];
    if (n != 1 && run != 1 && (x != step_a * run || y != step_b * run)) break;
    if (n != 1 && run == 1) {
      step_a = x;
      step_b = y;
    }
    run *= n;
    --outer;
  }
  in_parallel(count / run, [&](Index row) {
    Index rest = row, pa = 0, pb = 0;
    for (std::size_t axis = outer; axis-- > 0;) {
      const Index at = rest % shape[axis];
      rest /= shape[axis];
      pa += at * sa[axis];
      pb += at * sb[axis];
    }
    const T* const from_a = a.data() + pa;
    const T* const from_b = b.data() + pb;
    T* const to = out.data() + row * run;
    if (step_a == 1 && step_b == 1)
      for (Index i = 0; i < run; ++i) to[i] = f(from_a[i], from_b[i]);
    else if (step_a == 1 && step_b == 0)
      for (Index i = 0; i < run; ++i) to[i] = f(from_a[i], from_b[0]);
    else
      for (Index i = 0; i < run; ++i) to[i] = f(from_a[i * step_a], from_b[i * step_b]);
  });
}

template <class F>
Array both(const Call& call, const Array& a, const Array& b, F f) {
  const Dims shape = broadcast(call, a.shape, b.shape);
  if (a.real() != b.real() && a.known() && b.known())
    call.refuse("mixes whole numbers and floating point", "arrays of one type");
  if (!call.fills(shape)) return only_shape(shape, a.type);
  const Dims sa = broadcast_strides(a.shape, shape), sb = broadcast_strides(b.shape, shape);
  std::shared_ptr<ArrayData> data;
  if (&a == call.own && a.shape == shape) data = call.in_place();  // each cell is read before it is written
  if (!data) data = std::make_shared<ArrayData>();
  if (a.real()) {
    if (data->reals.empty()) data->reals = call.room(static_cast<std::size_t>(count_of(shape)));
    combine(a.reals(), sa, b.reals(), sb, shape, data->reals, f);
  } else {
    combine(a.wholes(), sa, b.wholes(), sb, shape, data->wholes, f);
    for (Index& value : data->wholes) value = wrapped(value, a.type);
  }
  return {shape, a.type, std::move(data)};
}

/// Of any number of arrays, from the left.
template <class F>
Arrays all_of(const Call& call, F f) {
  if (call.inputs.size() < 2) return {call.in(0)};
  Array out = both(call, call.in(0), call.in(1), f);
  for (std::size_t i = 2; i < call.inputs.size(); ++i) out = both(call, out, call.in(i), f);
  return {std::move(out)};
}

struct Over {
  float operator()(float a, float b) const { return a / b; }
  Index operator()(Index a, Index b) const { return b == 0 ? 0 : b == -1 ? -a : a / b; }
};
struct Times {
  float operator()(float a, float b) const { return a * b; }
  Index operator()(Index a, Index b) const {
    return static_cast<Index>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
  }
};
struct Plus {
  float operator()(float a, float b) const { return a + b; }
  Index operator()(Index a, Index b) const {
    return static_cast<Index>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
  }
};
struct Minus {
  float operator()(float a, float b) const { return a - b; }
  Index operator()(Index a, Index b) const {
    return static_cast<Index>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
  }
};
struct Power {
  float operator()(float a, float b) const { return std::pow(a, b); }
  Index operator()(Index a, Index b) const {
    return static_cast<Index>(
        std::clamp(std::pow(static_cast<double>(a), static_cast<double>(b)), -0x1p62, 0x1p62));
  }
};
/// NaN stays, as in NumPy.
struct Larger {
  float operator()(float a, float b) const { return a > b || std::isnan(a) ? a : b; }
  Index operator()(Index a, Index b) const { return std::max(a, b); }
};
struct Smaller {
  float operator()(float a, float b) const { return a < b || std::isnan(a) ? a : b; }
  Index operator()(Index a, Index b) const { return std::min(a, b); }
};

float number(const Call& call, std::string_view key, double otherwise) {
  return static_cast<float>(call.node.real(key, otherwise));
}

}  // namespace

Arrays relu(const Call& call) {
  return each(call, [](float x) { return x > 0 || std::isnan(x) ? x : 0.0f; });
}
Arrays leaky_relu(const Call& call) {
  const float a = number(call, "alpha", 0.01);
  return each(call, [a](float x) { return x < 0 ? a * x : x; });
}
Arrays elu(const Call& call) {
  const float a = number(call, "alpha", 1);
  return each(call, [a](float x) { return x < 0 ? a * std::expm1(x) : x; });
}
Arrays selu(const Call& call) {
  const float a = number(call, "alpha", 1.67326319217681884765625),
              g = number(call, "gamma", 1.05070102214813232421875);
  return each(call, [a, g](float x) { return g * (x < 0 ? a * std::expm1(x) : x); });
}
Arrays sigmoid(const Call& call) {
  return each(call, [](float x) { return quick_sigmoid(x); });
}
Arrays hard_sigmoid(const Call& call) {
  const float a = number(call, "alpha", 0.2), b = number(call, "beta", 0.5);
  return each(call, [a, b](float x) { return std::clamp(a * x + b, 0.0f, 1.0f); });
}
Arrays hard_swish(const Call& call) {
  return each(call, [](float x) { return x * std::clamp(x / 6 + 0.5f, 0.0f, 1.0f); });
}
Arrays tanh_of(const Call& call) {
  return each(call, [](float x) { return quick_tanh(x); });
}
Arrays softplus(const Call& call) {
  return each(call, [](float x) { return x > 20 ? x : std::log1p(std::exp(x)); });
}
Arrays gelu(const Call& call) {
  if (call.node.text("approximate", "none") == "tanh")
    return each(call, [](float x) {
      return 0.5f * x * (1 + std::tanh(0.7978845608f * (x + 0.044715f * x * x * x)));
    });
  return each(call, [](float x) { return 0.5f * x * (1 + std::erf(x / std::numbers::sqrt2_v<float>)); });
}
Arrays exp_of(const Call& call) {
  return each(call, [](float x) { return quick_exp(x); });
}
Arrays sqrt_of(const Call& call) {
  return each(call, [](float x) { return std::sqrt(x); });
}
Arrays abs_of(const Call& call) {
  return each(call, [](float x) { return std::abs(x); });
}
Arrays neg(const Call& call) {
  return each(call, [](float x) { return -x; });
}
Arrays floor_of(const Call& call) {
  return each(call, [](float x) { return std::floor(x); });
}
Arrays ceil_of(const Call& call) {
  return each(call, [](float x) { return std::ceil(x); });
}
Arrays erf_of(const Call& call) {
  return each(call, [](float x) { return std::erf(x); });
}
Arrays clip(const Call& call) {
  const bool whole = !call.in(0).real();
  // A limit that only a run knows leaves the size alone.
  if (!call.known()) return {only_shape(call.in(0).shape, call.in(0).type)};
  constexpr double far = std::numeric_limits<float>::infinity();
  const double least = call.real("min", 1).value_or(whole ? -0x1p24 : -far),
               most = call.real("max", 2).value_or(whole ? 0x1p24 : far);
  return each(call, [low = static_cast<float>(least), high = static_cast<float>(most)](float x) {
    return std::min(std::max(x, low), high);
  });
}

Arrays prelu(const Call& call) {
  return {
      both(call, call.in(0), call.in(1), [](auto x, auto slope) { return x < 0 ? Times()(x, slope) : x; })};
}
Arrays add(const Call& call) {
  return all_of(call, Plus());
}
Arrays sub(const Call& call) {
  return all_of(call, Minus());
}
Arrays mul(const Call& call) {
  return all_of(call, Times());
}
Arrays div(const Call& call) {
  return all_of(call, Over());
}
Arrays pow_of(const Call& call) {
  const Array& a = call.in(0);
  const Array& b = call.in(1);
  if (a.real() == b.real() || !call.known()) return {both(call, a, a.real() == b.real() ? b : a, Power())};
  if (a.real()) return {both(call, a, as_reals(b), Power())};
  const Array made = both(call, as_reals(a), b, Power());
  return {made.known() ? as_wholes(made, a.type) : only_shape(made.shape, a.type)};
}
Arrays max_of(const Call& call) {
  return all_of(call, Larger());
}
Arrays min_of(const Call& call) {
  return all_of(call, Smaller());
}

}  // namespace convscope
