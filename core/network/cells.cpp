#include "core/network/cells.hpp"

#include "core/network/call.hpp"

namespace convscope {

void run_cells(const fast::CellProgram& program, std::span<const Array* const> operands, const Dims& shape,
               float* to) {
  const Index count = count_of(shape);
  if (count == 0) return;
  std::vector<Dims> strides;
  for (const Array* operand : operands) strides.push_back(broadcast_strides(operand->shape, shape));
  // The innermost axes that all walk through alike are one run.
  Index run = 1;
  Dims steps(operands.size(), 0);
  std::size_t outer = shape.size();
  for (; outer > 0; --outer) {
    const Index n = shape[outer - 1];
    if (n == 1) continue;
    bool alike = true;
    for (std::size_t k = 0; k < steps.size(); ++k) {
      if (run == 1) steps[k] = strides[k][outer - 1];
      alike = alike && strides[k][outer - 1] == steps[k] * run;
    }
    if (!alike) break;
    run *= n;
  }
  constexpr Index kPiece = 1 << 14;  // of a long run
  const Index parts = ceil_div(run, kPiece);
  in_stretches(count / run * parts, ceil_div(run, parts), [&](Index first, Index end) {
    std::vector<fast::CellOperand> at(operands.size());
    for (Index piece = first; piece < end; ++piece) {
      const Index row = piece / parts, begin = piece % parts * kPiece;
      for (std::size_t k = 0; k < at.size(); ++k) {
        Index rest = row, place = steps[k] * begin;
        for (std::size_t axis = outer; axis-- > 0;) {
          place += rest % shape[axis] * strides[k][axis];
          rest /= shape[axis];
        }
        at[k] = {operands[k]->reals().data() + place, steps[k] != 0};
      }
      program.run(at, std::min(kPiece, run - begin), to + row * run + begin);
    }
  });
}

}  // namespace convscope
