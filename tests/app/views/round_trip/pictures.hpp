// What tests ask of a Picture of the round trip.
#pragma once

#include <map>
#include <string>

#include "app/picture/picture.hpp"
#include "tests/app/picture/texts.hpp"
#include "tests/app/views/cell_labels.hpp"
#include "tests/app/views/readable.hpp"

namespace convscope::testing {

/// The texts that stand in the middle of a role's cells, by cell; the last ones drawn count.
inline std::map<Index, std::string> cell_texts(const Picture& picture, Role role) {
  std::map<Index, std::string> out;
  for (const Item& item : picture.items) {
    const Box* box = std::get_if<Box>(&item.shape);
    if (!box || item.tag.role != role) continue;
    for (const Item& other : picture.items)
      if (const Label* label = std::get_if<Label>(&other.shape);
          label && label->align == Align::centre && box->rect.contains(label->at))
        out[item.tag.cell] = label->text;
  }
  return out;
}

}  // namespace convscope::testing
