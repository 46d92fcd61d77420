// The number that stands in a cell of a drawing.
#pragma once

#include "app/picture/picture.hpp"

namespace convscope {

/// The first label in the middle of the box, after it; null where there is none.
inline const Label* label_in(const Picture& picture, std::size_t box) {
  const Box* ground = std::get_if<Box>(&picture.items[box].shape);
  for (std::size_t i = box + 1; ground && i < picture.items.size(); ++i) {
    const Label* label = std::get_if<Label>(&picture.items[i].shape);
    if (label && label->align == Align::centre && ground->rect.contains(label->at)) return label;
  }
  return nullptr;
}

}  // namespace convscope
