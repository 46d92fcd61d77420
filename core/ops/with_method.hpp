// Operators by a method of one's choice: what operator.hpp makes by the sums themselves.
#pragma once

#include "core/ops/fast/method.hpp"
#include "core/ops/operator.hpp"

namespace convscope {

/// Whether both below can be made so.
bool fits(fast::Method method, const Operator& op);
/// A method that does not fit gives way to the direct one.
template <class T>
Tensor<T> forward(const Operator& op, const Tensor<T>& input, const Tensor<T>& weights, fast::Method method);
template <class T>
Tensor<T> input_gradient(const Operator& op, const Tensor<T>& output_gradient, const Tensor<T>& weights,
                         fast::Method method);

}  // namespace convscope
