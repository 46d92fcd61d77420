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

/// Calls f(padded index, source index) over all planes.
template <class F>
void for_each_source(const Border& border, Index planes, const Shape& size, F&& f) {
  const Index cells = element_count(size), padded_cells = element_count(padded_size(border, size));
  std::vector<Index> source(static_cast<std::size_t>(padded_cells));
  for (Index i = 0; i < padded_cells; ++i)
    source[static_cast<std::size_t>(i)] = border_source(border, i, size);
  for (Index plane = 0; plane < planes; ++plane)
    for (Index i = 0; i < padded_cells; ++i)
      f(plane * padded_cells + i, plane * cells + source[static_cast<std::size_t>(i)]);
}

}  // namespace

template <class T>
Tensor<T> pad(const Border& border, const Tensor<T>& x) {
  const Shape size = x.shape().tail(2);
  const Index batch = x.shape()[0], channels = x.shape()[1];
  Tensor<T> out(with_channels(batch, channels, padded_size(border, size)));
  for_each_source(border, batch * channels, size, [&](Index to, Index from) { out[to] = x[from]; });
  return out;
}

template <class T>
Tensor<T> pad_adjoint(const Border& border, const Tensor<T>& padded, const Shape& size) {
  const Index batch = padded.shape()[0], channels = padded.shape()[1];
  Tensor<T> out(with_channels(batch, channels, size));
  for_each_source(border, batch * channels, size, [&](Index from, Index to) { out[to] += padded[from]; });
  return out;
}

template Tensor<float> pad(const Border&, const Tensor<float>&);
template Tensor<double> pad(const Border&, const Tensor<double>&);
template Tensor<float> pad_adjoint(const Border&, const Tensor<float>&, const Shape&);
template Tensor<double> pad_adjoint(const Border&, const Tensor<double>&, const Shape&);

}  // namespace convscope
