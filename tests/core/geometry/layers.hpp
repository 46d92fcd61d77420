// Layers in few words, the same numbers on every axis.
#pragma once

#include <optional>

#include "core/geometry/geometry.hpp"

namespace convscope::testing {

/// Output padding is given only where a number stands, which may be 0.
inline Layer layer(Index k, Index s, Index p, Index d = 1, std::optional<Index> op = {}) {
  Layer out;
  out.kernel = {k};
  out.stride = {s};
  out.padding.sides = {{p, p}};
  out.dilation = {d};
  if (op) out.output_padding = {*op};
  return out;
}

inline Layer ruled(Index k, Index s, Index d, Padding::Rule rule, Dialect dialect = Dialect::pytorch,
                   std::optional<Index> op = {}) {
  Layer out = layer(k, s, 0, d, op);
  out.padding.rule = rule;
  out.dialect = dialect;
  return out;
}

/// Of one axis.
inline Index windows(Index n, const Layer& l) {
  return conv_geometry({n}, l).geometry.axes[0].windows;
}
inline Index pixels(Index n, const Layer& l) {
  return transposed_geometry({n}, l).geometry.axes[0].pixels;
}

}  // namespace convscope::testing
