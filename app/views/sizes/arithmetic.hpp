// The size arithmetic of one axis, drawn: cells, padding, windows or stamps, what is left over or cropped,
// and the formula above, each of its terms tied to its part of the drawing.
#pragma once

#include "app/views/sizes/page.hpp"
#include "core/geometry/size_report.hpp"
#include "core/ops/operator.hpp"

namespace convscope {

/// "output", "stride", ...; empty for none.
std::string_view term_name(SizeTerm term);
/// SizeTerm::none for an unknown name.
SizeTerm find_term(std::string_view name);
/// The terms of a formula in the order in which they are explained.
std::vector<SizeTerm> terms_of(bool transposed);
/// What the term stands for, in a sentence.
std::string_view term_help(SizeTerm term, bool transposed);
Color term_color(const Palette& colors, SizeTerm term);

/// One axis as the user counts it: a border's cells are padding.
struct SizeAxis {
  Axis axis;
  Sides sides;
};
SizeAxis size_axis(const Operator& op, std::size_t axis);

/// Spots: "term/NAME" on formula and drawing, "axis/N" on the summary of two axes.
/// Precondition: axis < rank.
SizePage draw_arithmetic(const Operator& op, std::size_t axis, SizeTerm lit, const Style& style);

}  // namespace convscope
