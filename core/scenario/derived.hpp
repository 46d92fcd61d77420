// Everything that follows from a scenario: checked at once, the costly parts when first asked for.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/enlarging/photo.hpp"
#include "core/matrix/sparse.hpp"
#include "core/scenario/scenario.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

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
  /// What drawing this scenario costs to make and is asked for frame after frame (an image of the matrix, of
  /// the photograph): made once for each key and kept, a few dozen of them. One key always has the same T.
  template <class T, class Make>
  std::shared_ptr<const T> remembered(const std::string& key, Make&& make) const {
    {
      const std::scoped_lock lock(mutex_);
      if (const auto found = memory_.find(key); found != memory_.end())
        return std::static_pointer_cast<const T>(found->second);
    }
    auto made = std::make_shared<const T>(make());
    const std::scoped_lock lock(mutex_);
    if (memory_.size() >= kMostRemembered) memory_.clear();
    memory_[key] = made;
    return made;
  }
  /// The photograph reduced by the stride and enlarged again; slow, see photo_ready(). `known`: the
  /// scenario's photograph, where somebody has read it already.
  const PhotoComparison& photo(const Photo* known = nullptr) const;
  bool photo_ready() const { return photo_ready_; }

 private:
  Scenario scenario_;
  Budget budget_;
  Operator op_;
  Tensor<double> input_, weights_, upstream_, linear_, output_;
  struct Gradients {
    Tensor<double> slope, linear, input, weights, bias;
  };
  const Gradients& gradients() const;
  // Locks of their own: the photograph may take long on a worker while the window asks for the matrix.
  mutable std::mutex mutex_, gradient_mutex_, photo_mutex_;
  mutable std::optional<Gradients> gradients_;
  mutable std::optional<SparseMatrix> matrix_, transposed_;
  static constexpr std::size_t kMostRemembered = 32;
  mutable std::map<std::string, std::shared_ptr<const void>> memory_;
  mutable std::optional<PhotoComparison> photo_;
  mutable std::atomic<bool> photo_ready_ = false;
};

using DerivedPtr = std::shared_ptr<const Derived>;

}  // namespace convscope
