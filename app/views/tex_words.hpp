// What a scenario computes, as LaTeX for papers and slides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/views/view.hpp"
#include "core/base/names.hpp"

namespace convscope {

enum class TexPart : std::uint8_t {
  step,    ///< what the last of the steps done adds up: the sum of an output cell, or the products one by one
  matrix,  ///< the operator's matrix, y = ...
  sizes,   ///< the size arithmetic
};
inline constexpr Names<TexPart, 3> kTexParts{"part", {"step", "matrix", "sizes"}};

/// Complete lines for a document that has amsmath.
/// Errors: Error("step", ...) where the view's steps are no products, or there is no step yet.
std::string tex_of(TexPart part, const View& view, const Derived& derived, std::optional<Order> chosen,
                   Index steps_done);

}  // namespace convscope
