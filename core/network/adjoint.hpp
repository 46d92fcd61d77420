// Operators the other way: from the gradient of what an operator makes to that of what it takes, at the
// values that it took. core/network/effective_field follows a whole network so.
//
// Convolutions are the other enumeration of the same relation; what only moves values is moved back, with the
// numbers of cells sent through the operator itself; nonlinearities have their derivative, which at a corner
// is PyTorch's (0 of a ReLU at 0, the first of several largest values in a pool).
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "core/geometry/axis.hpp"
#include "core/network/call.hpp"

namespace convscope {

struct AdjointCall {
  const Call& call;          ///< with its values
  const Arrays& made;        ///< its outputs
  const Arrays& slopes;      ///< of each output; without values: none
  std::vector<bool> wanted;  ///< of each input: whether it depends on the network's

  const Array& slope(std::size_t i = 0) const { return slopes[i]; }
  bool wants(std::size_t i) const { return i < wanted.size() && wanted[i]; }
  /// As many as the call has inputs, none of which has values yet.
  Arrays none() const { return Arrays(call.inputs.size()); }
};

struct AdjointRow {
  std::string_view name;
  Arrays (*apply)(const AdjointCall&);
};
/// The gradient of each input; of those that are not wanted without values. Null for operators that have
/// none here. Errors of the functions: Error("network", ...): weights that depend on the input.
const AdjointRow* adjoint_of(std::string_view op);

/// The same values along axes that `array` repeats on, and the sum over them.
Array spread_to(const Array& array, const Dims& shape);
Array summed_to(const Array& array, const Dims& shape);

std::span<const AdjointRow> element_adjoints();
std::span<const AdjointRow> layer_adjoints();
std::span<const AdjointRow> product_adjoints();

}  // namespace convscope
