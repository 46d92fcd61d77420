// An owning, dense, row-major array. Layout of activations: N, C, spatial...
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "core/tensor/shape.hpp"

namespace convscope {

/// A regular value. Weights have shape [window channels, pixel channels / groups, taps...], which is
/// PyTorch's layout for convolution and for transposed convolution alike.
template <class T>
class Tensor {
 public:
  Tensor() : shape_{0} {}
  explicit Tensor(const Shape& shape, T value = T{})
      : shape_(shape), values_(static_cast<std::size_t>(element_count(shape)), value) {}
  /// Precondition: values.size() is the number of elements of the shape.
  Tensor(const Shape& shape, std::vector<T> values) : shape_(shape), values_(std::move(values)) {}

  const Shape& shape() const { return shape_; }
  Index size() const { return static_cast<Index>(values_.size()); }
  T* data() { return values_.data(); }
  const T* data() const { return values_.data(); }
  std::span<T> values() { return values_; }
  std::span<const T> values() const { return values_; }
  T& operator[](Index flat) { return values_[static_cast<std::size_t>(flat)]; }
  const T& operator[](Index flat) const { return values_[static_cast<std::size_t>(flat)]; }
  const T& at(const Shape& coordinates) const { return (*this)[ravel(coordinates, shape_)]; }
  T& at(const Shape& coordinates) { return (*this)[ravel(coordinates, shape_)]; }

  /// The given shape, every element zero; memory is reused where it suffices.
  void reset(const Shape& shape) {
    values_.assign(static_cast<std::size_t>(element_count(shape)), T{});
    shape_ = shape;
  }
  /// The same for what is overwritten whole: elements stay as they are where the shape is this one already.
  void make_room(const Shape& shape) {
    if (shape_ != shape) reset(shape);
  }

  friend bool operator==(const Tensor&, const Tensor&) = default;

 private:
  Shape shape_;
  std::vector<T> values_;
};

}  // namespace convscope
