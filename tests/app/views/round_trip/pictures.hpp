// What tests ask of a Picture of the round trip.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "app/picture/fonts.hpp"
#include "app/picture/picture.hpp"
#include "tests/app/views/cell_labels.hpp"

namespace convscope::testing {

inline std::vector<std::string> texts_of(const Picture& picture) {
  std::vector<std::string> list;
  for (const Item& item : picture.items)
    if (const Label* label = std::get_if<Label>(&item.shape)) list.push_back(label->text);
  return list;
}

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

/// Nothing stands outside of the picture, beyond what anti-aliasing takes.
inline void expect_inside(const Picture& picture) {
  const auto inside = [&](double x, double y, std::string_view what) {
    EXPECT_GE(x, -1.5) << what;
    EXPECT_GE(y, -1.5) << what;
    EXPECT_LE(x, picture.width + 1.5) << what;
    EXPECT_LE(y, picture.height + 1.5) << what;
  };
  for (const Item& item : picture.items) {
    if (const Box* box = std::get_if<Box>(&item.shape)) {
      inside(box->rect.x, box->rect.y, "a box");
      inside(box->rect.right(), box->rect.bottom(), "a box");
    }
    if (const Raster* raster = std::get_if<Raster>(&item.shape)) {
      inside(raster->rect.x, raster->rect.y, "an image");
      inside(raster->rect.right(), raster->rect.bottom(), "an image");
    }
    if (const Label* label = std::get_if<Label>(&item.shape)) {
      const double width = text_width(label->font, label->size, label->text);
      const double left = label->at.x - (label->align == Align::left     ? 0
                                         : label->align == Align::centre ? width / 2
                                                                         : width);
      inside(left, label->at.y - label->size / 2, label->text);
      inside(left + width, label->at.y + label->size / 2, label->text);
    }
  }
}

/// And every text can be read: its characters exist, no other text lies over it.
inline void expect_readable(const Picture& picture) {
  expect_inside(picture);
  std::vector<std::pair<Rect, const Label*>> labels;
  for (const Item& item : picture.items) {
    const Label* label = std::get_if<Label>(&item.shape);
    if (!label || label->color.a == 0) continue;
    EXPECT_TRUE(covers(label->font, label->text)) << label->text;
    const double width = text_width(label->font, label->size, label->text),
                 height = cap_height(label->font, label->size);
    const double left = label->at.x - (label->align == Align::left     ? 0
                                       : label->align == Align::centre ? width / 2
                                                                       : width);
    const Rect rect{left, label->at.y - height / 2, width, height};
    for (const auto& [other, text] : labels)
      EXPECT_FALSE(rect.x < other.right() - 1 && other.x < rect.right() - 1 && rect.y < other.bottom() - 1 &&
                   other.y < rect.bottom() - 1)
          << "'" << label->text << "' overlaps '" << text->text << "'";
    labels.emplace_back(rect, label);
  }
}

}  // namespace convscope::testing
