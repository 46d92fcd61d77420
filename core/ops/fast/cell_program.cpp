#include "core/ops/fast/cell_program.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/cell_program.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include <limits>

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<float, kCellsAtOnce>;
using V = hn::Vec<D>;

HWY_INLINE V number(float value) {
  return hn::Set(D(), value);
}
/// Of 0 too, whose sign not every instruction set keeps.
HWY_INLINE V negated(V x) {
  return hn::Xor(hn::SignBit(D()), x);
}
/// x where it is not below, else the limit; NaN stays. So for the other limit.
HWY_INLINE V at_least(V x, V low) {
  return hn::IfThenElse(hn::Lt(x, low), low, x);
}
HWY_INLINE V at_most(V x, V high) {
  return hn::IfThenElse(hn::Lt(high, x), high, x);
}
HWY_INLINE V within(V x, float low, float high) {
  return at_most(at_least(x, number(low)), number(high));
}

/// 2^k times a polynomial over half a binary order on both sides.
HWY_INLINE V exp_of(V x) {
  const D d;
  const hn::RebindToSigned<D> whole_numbers;
  const V most = number(88.72283F), least = number(-86.0F);
  const auto none = hn::IsNaN(x), above = hn::Gt(x, most), below = hn::Lt(x, least);
  const V inside =
      hn::IfThenElse(above, most, hn::IfThenElse(below, least, hn::IfThenElse(none, hn::Zero(d), x)));
  const V scaled = hn::Mul(inside, number(1.44269504F));
  const auto k = hn::ConvertTo(whole_numbers, hn::Add(scaled, hn::IfThenElse(hn::Lt(scaled, hn::Zero(d)),
                                                                             number(-0.5F), number(0.5F))));
  const V whole = hn::ConvertTo(d, k);
  const V r = hn::Add(hn::Sub(inside, hn::Mul(whole, number(0.693359375F))),
                      hn::Mul(whole, number(2.12194440e-4F)));  // ln 2 in two parts
  V p = number(1.0F / 5040);
  for (const float next : {1.0F / 720, 1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F})
    p = hn::Add(number(next), hn::Mul(r, p));
  // 2^k is too large for e^88.7.
  const V half = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(k, hn::Set(whole_numbers, 126))));
  const V value = hn::Mul(hn::Mul(p, half), number(2));
  return hn::IfThenElse(none, x,
                        hn::IfThenElse(above, number(std::numeric_limits<float>::infinity()),
                                       hn::IfThenElse(below, hn::Zero(d), value)));
}

/// Its series near 0, where the quotient would lose digits.
HWY_INLINE V tanh_of(V x) {
  const V square = hn::Mul(x, x);
  V p = number(62.0F / 2835);
  for (const float next : {-17.0F / 315, 2.0F / 15, -1.0F / 3, 1.0F})
    p = hn::Add(number(next), hn::Mul(square, p));
  const V quotient =
      hn::Sub(number(1), hn::Div(number(2), hn::Add(number(1), exp_of(hn::Mul(number(2), x)))));
  return hn::IfThenElse(hn::Lt(square, number(0.0625F)), hn::Mul(x, p), quotient);
}

template <class F>
HWY_INLINE void of_one(const CellCall& call, F f) {
  const D d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  if (!call.left.varies) {
    const V value = f(number(*call.left.at));
    for (Index i = 0; i < call.count; i += lanes) hn::StoreU(value, d, call.to + i);
  } else {
    for (Index i = 0; i < call.count; i += lanes)
      hn::StoreU(f(hn::LoadU(d, call.left.at + i)), d, call.to + i);
  }
}

template <class F>
HWY_INLINE void of_two(const CellCall& call, F f) {
  const D d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const float *const left = call.left.at, *const right = call.right.at;
  if (!call.left.varies) {
    const V one = number(*left);
    if (!call.right.varies) {
      const V value = f(one, number(*right));
      for (Index i = 0; i < call.count; i += lanes) hn::StoreU(value, d, call.to + i);
    } else {
      for (Index i = 0; i < call.count; i += lanes)
        hn::StoreU(f(one, hn::LoadU(d, right + i)), d, call.to + i);
    }
  } else if (!call.right.varies) {
    const V one = number(*right);
    for (Index i = 0; i < call.count; i += lanes) hn::StoreU(f(hn::LoadU(d, left + i), one), d, call.to + i);
  } else {
    for (Index i = 0; i < call.count; i += lanes)
      hn::StoreU(f(hn::LoadU(d, left + i), hn::LoadU(d, right + i)), d, call.to + i);
  }
}

void pairs_here(const CellCall& call) {
  switch (call.op) {
    case CellOp::add:
      return of_two(call, [](V x, V y) HWY_ATTR { return hn::Add(x, y); });
    case CellOp::subtract:
      return of_two(call, [](V x, V y) HWY_ATTR { return hn::Sub(x, y); });
    case CellOp::multiply:
      return of_two(call, [](V x, V y) HWY_ATTR { return hn::Mul(x, y); });
    case CellOp::divide:
      return of_two(call, [](V x, V y) HWY_ATTR { return hn::Div(x, y); });
    case CellOp::larger:
      return of_two(
          call, [](V x, V y) HWY_ATTR { return hn::IfThenElse(hn::Or(hn::Gt(x, y), hn::IsNaN(x)), x, y); });
    case CellOp::smaller:
      return of_two(
          call, [](V x, V y) HWY_ATTR { return hn::IfThenElse(hn::Or(hn::Lt(x, y), hn::IsNaN(x)), x, y); });
    default:
      return of_two(
          call, [](V x, V y) HWY_ATTR { return hn::IfThenElse(hn::Lt(x, hn::Zero(D())), hn::Mul(x, y), x); });
  }
}

void curves_here(const CellCall& call) {
  switch (call.op) {
    case CellOp::sigmoid:
      return of_one(call,
                    [](V x) HWY_ATTR { return hn::Div(number(1), hn::Add(number(1), exp_of(negated(x)))); });
    case CellOp::tanh:
      return of_one(call, [](V x) HWY_ATTR { return tanh_of(x); });
    case CellOp::exp:
      return of_one(call, [](V x) HWY_ATTR { return exp_of(x); });
    case CellOp::sqrt:
      return of_one(call, [](V x) HWY_ATTR { return hn::Sqrt(x); });
    case CellOp::abs:
      return of_one(call, [](V x) HWY_ATTR { return hn::Abs(x); });
    case CellOp::negate:
      return of_one(call, [](V x) HWY_ATTR { return negated(x); });
    case CellOp::floor:
      return of_one(call, [](V x) HWY_ATTR { return hn::CopySign(hn::Floor(x), x); });
    default:
      return of_one(call, [](V x) HWY_ATTR { return hn::CopySign(hn::Ceil(x), x); });
  }
}

void pieces_here(const CellCall& call) {
  const V a = number(call.a), b = number(call.b);
  switch (call.op) {
    case CellOp::relu:
      return of_one(call, [](V x) HWY_ATTR {
        const V zero = hn::Zero(D());
        return hn::IfThenElse(hn::Or(hn::Gt(x, zero), hn::IsNaN(x)), x, zero);
      });
    case CellOp::leaky:
      return of_one(call,
                    [a](V x) HWY_ATTR { return hn::IfThenElse(hn::Lt(x, hn::Zero(D())), hn::Mul(a, x), x); });
    case CellOp::clamp:
      return of_one(call, [a, b](V x) HWY_ATTR { return at_most(at_least(x, a), b); });
    case CellOp::hard_sigmoid:
      return of_one(call, [a, b](V x) HWY_ATTR { return within(hn::Add(hn::Mul(a, x), b), 0, 1); });
    default:
      return of_one(call, [](V x) HWY_ATTR {
        return hn::Mul(x, within(hn::Add(hn::Div(x, number(6)), number(0.5F)), 0, 1));
      });
  }
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>

#include "core/geometry/axis.hpp"
#include "core/ops/fast/scratch.hpp"

namespace convscope::fast {
HWY_EXPORT(pairs_here);
HWY_EXPORT(curves_here);
HWY_EXPORT(pieces_here);

void make_cells(const CellCall& call) {
  if (of_two(call.op))
    HWY_DYNAMIC_DISPATCH(pairs_here)(call);
  else if (call.op < CellOp::sigmoid)
    HWY_DYNAMIC_DISPATCH(pieces_here)(call);
  else
    HWY_DYNAMIC_DISPATCH(curves_here)(call);
}

namespace {
/// Cells that go through all steps before the next ones do.
constexpr Index kBlock = 1024;
}  // namespace

CellProgram::CellProgram(std::vector<CellStep> steps) : steps_(std::move(steps)) {
  const auto reads = [&](const CellStep& step, Index result) {
    return step.left == ~result || (of_two(step.op) && step.right == ~result);
  };
  std::vector<std::size_t> last(steps_.size(), 0);  // the step after which a result may go
  for (std::size_t i = 0; i < steps_.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (reads(steps_[i], static_cast<Index>(k))) last[k] = i;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    Index slot = 0;
    const auto taken = [&] {
      for (std::size_t k = 0; k < i; ++k)
        if (slots_[k] == slot && last[k] > i) return true;
      return false;
    };
    while (taken()) ++slot;
    slots_.push_back(slot);
    slot_count_ = std::max(slot_count_, slot + 1);
  }
}

void CellProgram::run(std::span<const CellOperand> operands, Index count, float* to) const {
  constexpr std::size_t kFew = 16;
  const auto all = static_cast<Index>(operands.size());
  float* const results = Scratch::of_thread().take<float>((slot_count_ + all + 1) * kBlock);
  CellOperand few[kFew];
  std::vector<CellOperand> many(operands.size() > kFew ? operands.size() : 0);
  CellOperand* const at = many.empty() ? few : many.data();
  for (Index first = 0; first < count; first += kBlock) {
    const Index cells = std::min(kBlock, count - first);
    const bool whole = cells % kCellsAtOnce == 0;
    // What is not whole vectors is copied to where there is room beyond its end.
    float* room = results + slot_count_ * kBlock;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      at[k] = operands[k];
      if (!at[k].varies) continue;
      at[k].at += first;
      if (whole) continue;
      std::copy_n(at[k].at, cells, room);
      std::fill(room + cells, room + ceil_div(cells, kCellsAtOnce) * kCellsAtOnce, 0.0F);
      at[k].at = room;
      room += kBlock;
    }
    if (whole) {
      run_block(at, cells, to + first, results);
    } else {
      run_block(at, ceil_div(cells, kCellsAtOnce) * kCellsAtOnce, room, results);
      std::copy_n(room, cells, to + first);
    }
  }
}

void CellProgram::run_block(const CellOperand* operands, Index count, float* to, float* results) const {
  const auto operand = [&](Index which) {
    return which >= 0 ? operands[which]
                      : CellOperand{results + slots_[static_cast<std::size_t>(~which)] * kBlock, true};
  };
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const CellStep& step = steps_[i];
    const CellOperand left = operand(step.left), right = of_two(step.op) ? operand(step.right) : left;
    make_cells({step.op, step.a, step.b, left, right, count,
                i + 1 == steps_.size() ? to : results + slots_[i] * kBlock});
  }
}

}  // namespace convscope::fast
#endif
