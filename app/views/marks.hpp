// Cells that somebody points out: rings around them, and covers over their numbers.
#pragma once

#include <vector>

#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"
#include "app/views/view.hpp"
#include "core/lesson/cells.hpp"

namespace convscope {

struct Marks {
  std::vector<Tag> ringed{}, covered{};
  bool empty() const { return ringed.empty() && covered.empty(); }
  friend bool operator==(const Marks&, const Marks&) = default;
};

/// As views tag it.
Role role_of(CellRole role);
/// The cells of a name, as views tag them. Errors: as flat_cells.
std::vector<Tag> tags_of(const CellName& name, const Derived& derived);
/// The name of a tagged input, output, weight or entry. Precondition: it is one of those.
CellName name_of(Tag cell, const Derived& derived);

/// The sum of a step whose output cell is covered would tell it: as in the quiz it stays hidden.
void hide_sum(Style& style, const Marks& marks, const View& view, const Derived& derived, Moment moment);
/// The drawing with these cells ringed, and a question mark in place of the numbers of those that are
/// covered.
Picture marked(Picture picture, const Marks& marks, const Palette& colors);

}  // namespace convscope
