// Sums, products and curves cell by cell, several of them one after another on stretches that stay in the
// first cache: what would each be a way through memory and back.
//
//   const CellProgram swish({{CellOp::sigmoid, 0}, {CellOp::multiply, 0, ~0}});  // x * sigmoid(x)
//   const CellOperand x[] = {{values.data(), true}};
//   swish.run(x, count, result.data());
//
// Every operator is rounded by itself, so a result is the same whatever it is made together with, and with
// every instruction set.
#pragma once

#include <span>
#include <vector>

#include "core/base/index.hpp"

namespace convscope::fast {

/// First those of two operands, then those of one.
enum class CellOp {
  add,
  subtract,
  multiply,
  divide,
  larger,   ///< NaN where one is
  smaller,  ///< the same
  prelu,    ///< x, or x * y below 0
  relu,
  leaky,         ///< x, or a * x below 0
  clamp,         ///< within a and b
  hard_sigmoid,  ///< a * x + b within 0 and 1
  hard_swish,    ///< x times x / 6 + 0.5 within 0 and 1
  sigmoid,
  tanh,
  exp,  ///< within 3e-7 of itself; infinite where no float is that large, 0 below e^-86 (5e-38)
  sqrt,
  abs,
  negate,
  floor,
  ceil,
};
inline constexpr bool of_two(CellOp op) {
  return op <= CellOp::prelu;
}

struct CellStep {
  CellOp op = CellOp::add;
  /// Operands: from 0 on those that are given, ~i the result of step i before it.
  Index left = 0, right = 0;
  float a = 0, b = 0;
};

struct CellOperand {
  const float* at;
  bool varies;  ///< a value for each cell, or one for all
};

class CellProgram {
 public:
  /// At least one step; the result is the last one's.
  explicit CellProgram(std::vector<CellStep> steps);
  /// `to` may be an operand that varies.
  void run(std::span<const CellOperand> operands, Index count, float* to) const;

 private:
  void run_block(const CellOperand* operands, Index count, float* to, float* results) const;

  std::vector<CellStep> steps_;
  std::vector<Index> slots_;  ///< where the result of each step lies
  Index slot_count_ = 0;
};

/// One step on whole vectors.
struct CellCall {
  CellOp op;
  float a, b;
  CellOperand left, right;
  Index count;  ///< a multiple of kCellsAtOnce
  float* to;
};
inline constexpr Index kCellsAtOnce = 16;
void make_cells(const CellCall& call);

}  // namespace convscope::fast
