// What a lab compares on its stage as pixels, drawn on one sheet: for those that have no drawing of it.
#pragma once

#include <optional>

#include "app/desk/lab.hpp"
#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

struct LabSheet {
  std::optional<Picture> picture;  ///< nothing while it is on its way, and where there is none
  bool comes = false;              ///< it is on its way
};
/// It is made beside the window.
LabSheet sheet_of(LabState& state, Theme theme);

}  // namespace convscope
