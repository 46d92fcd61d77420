// What is written on a picture.
#pragma once

#include <string>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope::testing {

/// In the order in which they are drawn.
inline std::vector<std::string> texts_of(const Picture& picture) {
  std::vector<std::string> all;
  for (const Item& item : picture.items)
    if (const Label* label = std::get_if<Label>(&item.shape)) all.push_back(label->text);
  return all;
}

}  // namespace convscope::testing
