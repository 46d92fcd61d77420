#include "core/ops/border.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/names.hpp"

namespace convscope {

namespace {
constexpr Names<BorderMode, 4> kNames{"padding-mode", {"zeros", "reflect", "replicate", "circular"}};
}

BorderMode parse_border(std::string_view name) {
  return kNames.parse(name);
}

std::string_view to_string(BorderMode mode) {
  return kNames[mode];
}

void check_border(const Border& border, const Shape& size) {
  for (std::size_t axis = 0; axis < border.sides.size(); ++axis) {
    const Index most = border.mode == BorderMode::reflect    ? size[axis] - 1
                       : border.mode == BorderMode::circular ? size[axis]
                                                             : kLargestIndex;
    const Index widest = std::max(border.sides[axis].begin, border.sides[axis].end);
    if (widest > most)
      throw Error("padding",
                  fmt::format("{} is too wide for {} padding of {} cells", widest, to_string(border.mode),
                              size[axis]),
                  fmt::format("at most {}", most));
  }
}

Index border_source(BorderMode mode, Index position, Index size) {
  switch (mode) {
    case BorderMode::replicate:
      return std::clamp<Index>(position, 0, size - 1);
    case BorderMode::circular:
      return ((position % size) + size) % size;
    case BorderMode::reflect:
      if (position < 0) return -position;
      return position < size ? position : 2 * (size - 1) - position;
    case BorderMode::zeros:
      break;
  }
  return position;
}

Shape padded_size(const Border& border, const Shape& size) {
  Shape out = size;
  for (std::size_t axis = 0; axis < border.sides.size(); ++axis)
    out[axis] += border.sides[axis].begin + border.sides[axis].end;
  return out;
}

Index border_source(const Border& border, Index padded_cell, const Shape& size) {
  if (!border.active()) return padded_cell;
  Shape at = unravel(padded_cell, padded_size(border, size));
  for (std::size_t axis = 0; axis < border.sides.size(); ++axis)
    at[axis] = border_source(border.mode, at[axis] - border.sides[axis].begin, size[axis]);
  return ravel(at, size);
}

namespace {

/// The sources of all padded cells of an axis.
std::vector<Index> sources_of(const Border& border, std::size_t axis, Index size) {
  const Sides sides = axis < border.sides.size() ? border.sides[axis] : Sides{};
  std::vector<Index> sources;
  for (Index i = -sides.begin; i < size + sides.end; ++i)
    sources.push_back(border_source(border.mode, i, size));
  return sources;
}

/// How the rows of a plane lie in the padded one.
struct Rows {
  Rows(const Border& border, const Shape& size) : width(size[size.rank() - 1]) {
    const std::size_t last = size.rank() - 1;
    for (std::size_t axis = 0; axis < last; ++axis) {
      const std::vector<Index> on_axis = sources_of(border, axis, size[axis]);
      std::vector<Index> finer;
      for (const Index row : sources)
        for (const Index source : on_axis) finer.push_back(row * size[axis] + source);
      sources = std::move(finer);
    }
    columns = sources_of(border, last, width);
    left = last < border.sides.size() ? border.sides[last].begin : 0;
  }
  /// Calls f(padded index, source index) for the first cells of the rows of all planes, upwards.
  template <class F>
  void for_each(Index planes, Index cells, F&& f) const {
    Index to = 0;
    for (Index plane = 0; plane < planes; ++plane)
      for (const Index row : sources) {
        f(to, plane * cells + row * width);
        to += std::ssize(columns);
      }
  }
  /// Calls f(padded column) for the columns before and after those of the row itself.
  template <class F>
  void for_each_left(F&& f) const {
    for (Index i = 0; i < left; ++i) f(i);
  }
  template <class F>
  void for_each_right(F&& f) const {
    for (Index i = left + width; i < std::ssize(columns); ++i) f(i);
  }
  Index source(Index column) const { return columns[static_cast<std::size_t>(column)]; }

  std::vector<Index> sources{0}, columns;  ///< of padded rows, and of the columns of a row
  Index width = 0, left = 0;
};

}  // namespace

template <class T>
void pad(const Border& border, const Shape& shape, std::span<const T> x, Tensor<T>& out) {
  const Shape size = shape.tail(2);
  out.make_room(with_channels(shape[0], shape[1], padded_size(border, size)));
  const Rows rows(border, size);
  rows.for_each(shape[0] * shape[1], element_count(size), [&](Index first, Index source) {
    T* const to = out.data() + first;
    const T* const from = x.data() + source;
    const auto copy = [&](Index i) { to[i] = from[rows.source(i)]; };
    rows.for_each_left(copy);
    std::copy_n(from, rows.width, to + rows.left);
    rows.for_each_right(copy);
  });
}

template <class T>
Tensor<T> pad(const Border& border, const Tensor<T>& x) {
  Tensor<T> out;
  pad<T>(border, x.shape(), x.values(), out);
  return out;
}

template <class T>
void pad_adjoint(const Border& border, const Tensor<T>& padded, const Shape& shape, std::span<T> out) {
  const Shape size = shape.tail(2);
  std::ranges::fill(out, T{});
  const Rows rows(border, size);
  rows.for_each(shape[0] * shape[1], element_count(size), [&](Index first, Index source) {
    const T* const from = padded.data() + first;
    T* const to = out.data() + source;
    const auto add = [&](Index i) { to[rows.source(i)] += from[i]; };
    rows.for_each_left(add);
    for (Index i = 0; i < rows.width; ++i) to[i] += from[rows.left + i];
    rows.for_each_right(add);
  });
}

template <class T>
Tensor<T> pad_adjoint(const Border& border, const Tensor<T>& padded, const Shape& size) {
  Tensor<T> out(with_channels(padded.shape()[0], padded.shape()[1], size));
  pad_adjoint<T>(border, padded, out.shape(), out.values());
  return out;
}

#define CONVSCOPE_INSTANTIATE(T)                                                          \
  template void pad(const Border&, const Shape&, std::span<const T>, Tensor<T>&);         \
  template Tensor<T> pad(const Border&, const Tensor<T>&);                                \
  template void pad_adjoint(const Border&, const Tensor<T>&, const Shape&, std::span<T>); \
  template Tensor<T> pad_adjoint(const Border&, const Tensor<T>&, const Shape&);
CONVSCOPE_INSTANTIATE(float)
CONVSCOPE_INSTANTIATE(double)
#undef CONVSCOPE_INSTANTIATE

}  // namespace convscope
