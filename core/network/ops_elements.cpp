// Operators cell by cell, of one array or of several that are broadcast.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/network/call.hpp"
#include "core/network/cells.hpp"

namespace convscope {

using fast::CellOp;
using fast::CellStep;

namespace {

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
  in_stretches(count, 1,
               [&](Index first, Index end) { each_cell(from + first, to + first, end - first, f); });
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

/// Of a whole number as the operators of two make it.
Index whole_of_two(CellOp op, Index a, Index b) {
  const auto x = static_cast<std::uint64_t>(a), y = static_cast<std::uint64_t>(b);
  switch (op) {
    case CellOp::add:
      return static_cast<Index>(x + y);
    case CellOp::subtract:
      return static_cast<Index>(x - y);
    case CellOp::multiply:
      return static_cast<Index>(x * y);
    case CellOp::divide:
      return b == 0 ? 0 : b == -1 ? static_cast<Index>(0 - x) : a / b;
    case CellOp::larger:
      return std::max(a, b);
    case CellOp::smaller:
      return std::min(a, b);
    default:
      return a < 0 ? static_cast<Index>(x * y) : a;
  }
}

struct Power {
  float operator()(float a, float b) const { return std::pow(a, b); }
  Index operator()(Index a, Index b) const {
    return static_cast<Index>(
        std::clamp(std::pow(static_cast<double>(a), static_cast<double>(b)), -0x1p62, 0x1p62));
  }
};

struct CellRow {
  std::string_view name;
  CellOp op;
};
constexpr CellRow kRows[] = {
    {"Add", CellOp::add},
    {"Sum", CellOp::add},
    {"Sub", CellOp::subtract},
    {"Mul", CellOp::multiply},
    {"Div", CellOp::divide},
    {"Max", CellOp::larger},
    {"Min", CellOp::smaller},
    {"PRelu", CellOp::prelu},
    {"Relu", CellOp::relu},
    {"LeakyRelu", CellOp::leaky},
    {"Clip", CellOp::clamp},
    {"HardSigmoid", CellOp::hard_sigmoid},
    {"HardSwish", CellOp::hard_swish},
    {"Sigmoid", CellOp::sigmoid},
    {"Tanh", CellOp::tanh},
    {"Exp", CellOp::exp},
    {"Sqrt", CellOp::sqrt},
    {"Abs", CellOp::abs},
    {"Neg", CellOp::negate},
    {"Floor", CellOp::floor},
    {"Ceil", CellOp::ceil},
};

float number(const Call& call, std::string_view key, double otherwise) {
  return static_cast<float>(call.node.real(key, otherwise));
}

/// Of one operand, with its numbers.
CellStep curve_of(const Call& call, CellOp op) {
  CellStep step{op};
  if (op == CellOp::leaky) step.a = number(call, "alpha", 0.01);
  if (op == CellOp::hard_sigmoid) step.a = number(call, "alpha", 0.2), step.b = number(call, "beta", 0.5);
  if (op == CellOp::clamp) {
    const bool whole = !call.in(0).real();
    const double far = whole ? 0x1p24 : std::numeric_limits<double>::infinity();
    step.a = static_cast<float>(call.real("min", 1).value_or(-far));
    step.b = static_cast<float>(call.real("max", 2).value_or(far));
  }
  return step;
}

/// Whether all inputs but the first have their values: those are limits.
bool limits_known(const Call& call) {
  for (std::size_t i = 1; i < call.inputs.size(); ++i)
    if (call.maybe(i) && !call.in(i).known()) return false;
  return true;
}

Array whole_cells(const Call& call, CellOp op, const Dims& shape) {
  const Array& x = call.in(0);
  Array out = x;
  if (!of_two(op)) {
    const Array reals = as_reals(x);
    const Array* const operand = &reals;
    UnfilledVector<float> made(static_cast<std::size_t>(count_of(shape)));
    run_cells(fast::CellProgram({curve_of(call, op)}), {&operand, 1}, shape, made.data());
    UnfilledVector<Index> values;
    for (const float value : made) values.push_back(wrapped(static_cast<Index>(value), x.type));
    return whole_array(shape, std::move(values), x.type);
  }
  for (std::size_t i = 1; i < call.inputs.size(); ++i)
    out = both(call, out, call.in(i), [op](auto a, auto b) {
      if constexpr (std::is_same_v<decltype(a), Index>) return whole_of_two(op, a, b);
      return a;  // both are whole
    });
  return out;
}

}  // namespace

std::vector<CellStep> cell_steps(const Call& call) {
  if (call.node.op == "Pow" && call.maybe(1) && call.in(1).known() && call.in(1).real() &&
      call.in(1).shape.size() <= call.in(0).shape.size() && count_of(call.in(1).shape) == 1 &&
      call.in(1).reals()[0] == 2)
    return {{CellOp::multiply, 0, 0}};
  const CellRow* const row = find_row(std::span<const CellRow>(kRows), call.node.op);
  if (!row || !call.maybe(0)) return {};
  if (!of_two(row->op)) {
    if (!limits_known(call)) return {};
    return {curve_of(call, row->op)};
  }
  std::vector<CellStep> steps;
  for (Index i = 1; i < std::ssize(call.inputs); ++i) steps.push_back({row->op, i == 1 ? 0 : ~(i - 2), i});
  return steps;
}

Arrays cell_by_cell(const Call& call) {
  const Array& x = call.in(0);
  const CellRow* const row = find_row(std::span<const CellRow>(kRows), call.node.op);
  const CellOp op = row ? row->op : CellOp::multiply;  // a square
  if (of_two(op) && call.inputs.size() < 2) return {x};
  Dims shape = x.shape;
  std::vector<const Array*> operands{&x};
  for (std::size_t i = 1; row && of_two(op) && i < call.inputs.size(); ++i) {
    operands.push_back(&call.in(i));
    shape = broadcast(call, shape, call.in(i).shape);
    if (x.real() != call.in(i).real() && x.known() && call.in(i).known())
      call.refuse("mixes whole numbers and floating point", "arrays of one type");
  }
  // A limit that only a run knows leaves the size alone.
  if (!call.fills(shape)) return {only_shape(shape, x.type)};
  if (!x.real()) return {whole_cells(call, op, shape)};
  std::shared_ptr<ArrayData> data;
  if (x.shape == shape) data = call.in_place();
  if (!data)
    data = std::make_shared<ArrayData>(ArrayData{call.room(static_cast<std::size_t>(count_of(shape))), {}});
  run_cells(fast::CellProgram(cell_steps(call)), operands, shape, data->reals.data());
  return {Array{shape, Element::f32, std::move(data)}};
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
Arrays erf_of(const Call& call) {
  return each(call, [](float x) { return std::erf(x); });
}
Arrays pow_of(const Call& call) {
  const Array& a = call.in(0);
  const Array& b = call.in(1);
  if (!cell_steps(call).empty() && a.real()) return cell_by_cell(call);
  if (a.real() == b.real() || !call.known()) return {both(call, a, a.real() == b.real() ? b : a, Power())};
  if (a.real()) return {both(call, a, as_reals(b), Power())};
  const Array made = both(call, as_reals(a), b, Power());
  return {made.known() ? as_wholes(made, a.type) : only_shape(made.shape, a.type)};
}

}  // namespace convscope
