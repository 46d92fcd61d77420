// What an operator gets, and how it answers: one function an operator, for sizes and for values alike.
//
// It derives its outputs' shapes; when all inputs have values it fills them in as well. So a size is derived
// in one place, and a network can be followed without being run (with inputs that are shapes alone).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/progress.hpp"
#include "core/network/network.hpp"
#include "core/ops/fast/cell_program.hpp"
#include "core/ops/fast/plan.hpp"

namespace convscope {

/// Packed weights of a layer, kept from one call to the next of the same size.
struct PreparedLayer {
  Geometry geometry;
  std::shared_ptr<const fast::Plan<float>> plan;
};

/// Memory of values that nobody needs any more, for those that are made next: fresh pages cost more than the
/// sums of a small layer.
class Buffers {
 public:
  /// Of that many numbers, as they lie there.
  UnfilledVector<float> take(std::size_t count);
  /// The array's memory, where nobody else has it.
  void give(Array&& array);

 private:
  std::vector<UnfilledVector<float>> free_;
};

struct Call {
  const Node& node;
  Index opset = kNewestOpset;
  std::vector<const Array*> inputs;  ///< null where not given
  Budget budget{};
  bool sizes_only = false;  ///< values are made where they are small, as those of sizes are
  PreparedLayer* prepared = nullptr;
  Array* own = nullptr;  ///< the first input, where nobody needs it any more: its place may be the result's
  Buffers* buffers = nullptr;  ///< null: memory is made anew

  /// Errors of all: Error("network", ...).
  const Array& in(std::size_t i) const;
  const Array* maybe(std::size_t i) const { return i < inputs.size() ? inputs[i] : nullptr; }
  std::size_t rank(std::size_t i = 0) const { return in(i).shape.size(); }
  /// Whether values can be made: all inputs have theirs.
  bool known() const;
  /// The same for an output of that shape: large ones are not made when only sizes are wanted. Checks the
  /// budget.
  bool fills(const Dims& shape) const;
  /// Errors: of inputs that are given, from `first` to `last`, one has whole numbers.
  void require_reals(std::size_t first, std::size_t last) const;
  /// Whole numbers of an input that must be known: a shape, axes, pads.
  std::vector<Index> wholes(std::size_t i) const;
  std::vector<double> reals(std::size_t i) const;
  /// Of an attribute, or since some opset of an input; nothing where neither is given.
  std::optional<std::vector<Index>> wholes(std::string_view attribute, std::size_t input) const;
  std::optional<double> real(std::string_view attribute, std::size_t input) const;
  /// An axis as it is meant, negative from the end.
  std::size_t axis(Index value, std::size_t rank) const;
  /// Memory for a result.
  UnfilledVector<float> room(std::size_t count) const {
    return buffers ? buffers->take(count) : UnfilledVector<float>(count);
  }
  /// The first input's memory for a result of its shape, its values still in it; nothing where somebody else
  /// needs them.
  std::shared_ptr<ArrayData> in_place() const;
  [[noreturn]] void refuse(const std::string& problem, std::string_view legal) const;
};

using Arrays = std::vector<Array>;
inline Array only_shape(Dims shape, Element type = Element::f32) {
  return {std::move(shape), type, nullptr};
}

/// Strides of a dense array, in elements.
Dims strides_of(const Dims& shape);
/// Of a dense array of shape `own` that is broadcast to `shape`: 0 where it repeats.
Dims broadcast_strides(const Dims& own, const Dims& shape);
/// out[c] = array[offset + sum of c[i] * strides[i]]: transpositions, slices, repetitions. Precondition: the
/// array is known, and all places lie in it.
Array viewed(const Array& array, const Dims& shape, const Dims& strides, Index offset);
/// out[c] = array[..., sources[axis][c[axis]], ...]; a source of -1 gives `fill`. Precondition: known.
Array picked(const Array& array, const std::vector<std::vector<Index>>& sources, double fill);
/// Shapes as NumPy broadcasts them. Errors: where they do not fit.
Dims broadcast(const Call& call, const Dims& a, const Dims& b);

struct OperatorRow {
  std::string_view name;
  Arrays (*apply)(const Call&);
};
std::span<const OperatorRow> network_operators();

// The operators, by the file that has them.
Arrays conv(const Call&), conv_transpose(const Call&);
Arrays max_pool(const Call&), average_pool(const Call&), global_average_pool(const Call&),
    global_max_pool(const Call&);
Arrays resize(const Call&), upsample(const Call&), depth_to_space(const Call&), space_to_depth(const Call&);
Arrays batch_norm(const Call&), instance_norm(const Call&), group_norm(const Call&), softmax(const Call&);
Arrays layer_norm(const Call&), reduce_mean(const Call&);
Arrays mat_mul(const Call&), gemm(const Call&);
Arrays constant(const Call&), constant_of_shape(const Call&), shape_of(const Call&), identity(const Call&);
Arrays reshape(const Call&), flatten(const Call&), squeeze(const Call&), unsqueeze(const Call&);
Arrays transpose(const Call&), concat(const Call&), split(const Call&), slice(const Call&),
    gather(const Call&);
Arrays pad(const Call&), expand(const Call&), cast(const Call&);
Arrays cell_by_cell(const Call&), elu(const Call&), selu(const Call&), softplus(const Call&),
    gelu(const Call&), erf_of(const Call&), pow_of(const Call&);

/// What an operator does cell by cell, where it does nothing else: operand i is input i. Empty where it is
/// another one, or where numbers that it needs are not known yet.
std::vector<fast::CellStep> cell_steps(const Call& call);
/// A batch norm as it is used: y = x * scale[c] + shift[c]. Nothing where its numbers are not known yet.
struct BatchFactors {
  std::vector<float> scale, shift;
};
std::optional<BatchFactors> batch_factors(const Call& call);

}  // namespace convscope
