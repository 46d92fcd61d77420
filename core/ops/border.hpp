// What lies beyond the edge: reflect, replicate and circular padding as an operator with its adjoint.
// Zero padding needs no operator; the relation's bounds are enough.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/geometry/layer.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

enum class BorderMode {
  zeros,
  reflect,    ///< 3 2 | 1 2 3 | 2 1: the edge is not repeated; padding < size
  replicate,  ///< 1 1 | 1 2 3 | 3 3
  circular,   ///< 2 3 | 1 2 3 | 1 2: padding <= size
};

/// "zeros", "reflect", "replicate", "circular". Errors: Error("padding-mode", ...).
BorderMode parse_border(std::string_view name);
std::string_view to_string(BorderMode mode);

/// A linear map from n cells to begin + n + end cells on each axis. The default pads nothing.
struct Border {
  BorderMode mode = BorderMode::zeros;
  std::vector<Sides> sides;  ///< one for each axis, none negative; empty: no padding
  bool active() const { return mode != BorderMode::zeros; }
  friend bool operator==(const Border&, const Border&) = default;
};

/// Throws Error("padding", ...) when a side is wider than the mode can fill from `size` cells.
void check_border(const Border& border, const Shape& size);

/// The cell in [0, size) that padded cell `position` (counted from -begin) repeats. Not for zeros.
Index border_source(BorderMode mode, Index position, Index size);

Shape padded_size(const Border& border, const Shape& size);
/// Flat spatial index in the padded tensor -> flat spatial index in the tensor of `size`.
Index border_source(const Border& border, Index padded_cell, const Shape& size);

/// x [N, C, size...] -> [N, C, padded size...]
template <class T>
Tensor<T> pad(const Border& border, const Tensor<T>& x);
/// The same of values that lie as a tensor of that shape, into one that keeps its memory.
template <class T>
void pad(const Border& border, const Shape& shape, std::span<const T> x, Tensor<T>& out);
/// The adjoint: every padded cell is added to its source; back to spatial extents `size`.
template <class T>
Tensor<T> pad_adjoint(const Border& border, const Tensor<T>& padded, const Shape& size);
/// The same into values that lie as a tensor of that shape, batch and channels included.
template <class T>
void pad_adjoint(const Border& border, const Tensor<T>& padded, const Shape& shape, std::span<T> out);

}  // namespace convscope
