// The extents of an array, outermost axis first.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "core/base/index.hpp"

namespace convscope {

/// Up to five extents (batch, channels, three spatial axes), stored inline. Also used for any short list
/// with one number per axis: strides, coordinates, kernel sizes.
class Shape {
 public:
  static constexpr std::size_t kMaxRank = 5;

  Shape() = default;
  Shape(std::initializer_list<Index> extents);
  /// Throws Error("shape", ...) for more than kMaxRank extents.
  explicit Shape(std::span<const Index> extents);
  /// `rank` times the same number.
  static Shape filled(std::size_t rank, Index value);

  std::size_t rank() const { return rank_; }
  bool empty() const { return rank_ == 0; }
  Index operator[](std::size_t axis) const { return extents_[axis]; }
  Index& operator[](std::size_t axis) { return extents_[axis]; }
  const Index* begin() const { return extents_.data(); }
  const Index* end() const { return extents_.data() + rank_; }
  void push_back(Index extent);
  /// Axes [from, rank).
  Shape tail(std::size_t from) const;

  friend bool operator==(const Shape& a, const Shape& b);

 private:
  std::array<Index, kMaxRank> extents_{};
  std::size_t rank_ = 0;
};

/// {batch, channels} followed by the spatial extents.
Shape with_channels(Index batch, Index channels, const Shape& spatial);

/// Product of the extents; 1 for rank 0.
/// Errors: an extent below 0, or a product beyond the address space, named by `field`.
Index element_count(const Shape& shape, std::string_view field = "shape");

/// Row-major position -> coordinates, and back.
Shape unravel(Index flat, const Shape& shape);
Index ravel(const Shape& coordinates, const Shape& shape);

/// "3 × 4" for people.
std::string to_string(const Shape& shape);

/// The memory that one task may take, in bytes; what exceeds it is refused before anything is allocated.
struct Budget {
  Index bytes = Index{4} << 30;
};
/// Throws Error(field, "would need 12.5 GiB", "at most 4 GiB ...") when bytes exceed the budget.
void require_memory(double bytes, Budget budget, std::string_view field);

}  // namespace convscope
