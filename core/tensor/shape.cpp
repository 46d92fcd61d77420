#include "core/tensor/shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/error.hpp"

namespace convscope {

Shape::Shape(std::initializer_list<Index> extents)
    : Shape(std::span<const Index>(extents.begin(), extents.size())) {}

Shape::Shape(std::span<const Index> extents) {
  for (Index extent : extents) push_back(extent);
}

Shape Shape::filled(std::size_t rank, Index value) {
  Shape shape;
  for (std::size_t i = 0; i < rank; ++i) shape.push_back(value);
  return shape;
}

void Shape::push_back(Index extent) {
  if (rank_ == kMaxRank) throw Error("shape", "more than 5 axes", "batch, channels and 1 to 3 spatial axes");
  extents_[rank_++] = extent;
}

Shape Shape::tail(std::size_t from) const {
  Shape rest;
  for (std::size_t i = from; i < rank_; ++i) rest.push_back(extents_[i]);
  return rest;
}

bool operator==(const Shape& a, const Shape& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

Shape with_channels(Index batch, Index channels, const Shape& spatial) {
  Shape shape{batch, channels};
  for (Index extent : spatial) shape.push_back(extent);
  return shape;
}

Index element_count(const Shape& shape, std::string_view field) {
  // A 0 makes no other extent smaller: strides are made of these, whatever the order.
  Index count = 1;
  bool empty = false;
  for (Index extent : shape) {
    if (extent < 0) throw Error(field, fmt::format("{} is negative", extent), "0 or more");
    empty = empty || extent == 0;
    if (extent == 0) continue;
    // Eight bytes an element must still be addressable, hence the three spare bits.
    if (__builtin_mul_overflow(count, extent, &count) || count > (Index{1} << 59))
      throw Error(field, fmt::format("{} elements are more than memory can address", to_string(shape)),
                  "fewer than 2^59 elements");
  }
  return empty ? 0 : count;
}

Shape unravel(Index flat, const Shape& shape) {
  Shape coordinates = shape;
  for (std::size_t axis = shape.rank(); axis-- > 0;) {
    coordinates[axis] = flat % shape[axis];
    flat /= shape[axis];
  }
  return coordinates;
}

Index ravel(const Shape& coordinates, const Shape& shape) {
  Index flat = 0;
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) flat = flat * shape[axis] + coordinates[axis];
  return flat;
}

std::string to_string(const Shape& shape) {
  if (shape.empty()) return "one number";  // an array without axes
  return fmt::format("{}", fmt::join(std::vector<Index>(shape.begin(), shape.end()), " × "));
}

void require_memory(double bytes, Budget budget, std::string_view field) {
  if (bytes <= static_cast<double>(budget.bytes)) return;
  constexpr double gib = 1024.0 * 1024.0 * 1024.0;
  throw Error(field, fmt::format("would need {:.1f} GiB of memory", bytes / gib),
              fmt::format("at most {:.3g} GiB; use a smaller size or fewer channels",
                          static_cast<double>(budget.bytes) / gib));
}

}  // namespace convscope
