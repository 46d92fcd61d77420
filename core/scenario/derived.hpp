// Everything that follows from a scenario: checked at once, the costly parts when first asked for.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "core/matrix/sparse.hpp"
#include "core/scenario/scenario.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

class Drawn;  // app/views/drawn

/// Immutable; safe to read from several threads. Not copyable: share it by pointer.
class Derived {
 public:
  /// Checks and computes operator, input, weights and output.
  /// Errors: every way in which a scenario can be impossible; the caller keeps its old Derived.
  explicit Derived(Scenario scenario, Budget budget = {});

  const Scenario& scenario() const { return scenario_; }
  const Operator& op() const { return op_; }
  const Tensor<double>& input() const { return input_; }      ///< [1, C, size...]
  const Tensor<double>& weights() const { return weights_; }  ///< Geometry::weights()
  const Tensor<double>& linear() const { return linear_; }    ///< output before bias and activation
  const Tensor<double>& output() const { return output_; }    ///< [1, C', size'...]
  /// Value of the bias for an output channel, 0 when there is none.
  double bias(Index output_channel) const;

  // The backward pass of one loss L with dL/dy given; z is the output before the activation f.
  const Tensor<double>& upstream() const { return upstream_; }  ///< dL/dy, [1, C', size'...]
  const Tensor<double>& activation_slope() const;               ///< f'(z), the same shape
  const Tensor<double>& linear_gradient() const;                ///< dL/dz = dL/dy f'(z), the same shape
  const Tensor<double>& input_gradient() const;                 ///< dL/dx, the input's shape
  const Tensor<double>& weight_gradient() const;                ///< dL/dw, the weights' shape
  const Tensor<double>& bias_gradient() const;                  ///< dL/db, [C']

  /// C: rows are windows, columns pixels, whatever the direction.
  const SparseMatrix& matrix() const;
  const SparseMatrix& matrix_transposed() const;
  /// What those who draw the scenario keep of it, in a type of their own: it lives as long as the scenario
  /// does. `make` is called once.
  std::shared_ptr<Drawn> drawn(std::shared_ptr<Drawn> (*make)()) const;

 private:
  Scenario scenario_;
  Budget budget_;
  Operator op_;
  Tensor<double> input_, weights_, upstream_, linear_, output_;
  struct Gradients {
    Tensor<double> slope, linear, input, weights, bias;
  };
  const Gradients& gradients() const;
  mutable std::mutex mutex_, gradient_mutex_;
  mutable std::optional<Gradients> gradients_;
  mutable std::optional<SparseMatrix> matrix_, transposed_;
  mutable std::shared_ptr<Drawn> drawn_;
};

/// What can be said against a scenario before anything is read or computed.
/// Errors: as Derived, but those of lists and files.
Operator checked_operator(const Scenario& scenario, Budget budget = {});

using DerivedPtr = std::shared_ptr<const Derived>;

}  // namespace convscope
