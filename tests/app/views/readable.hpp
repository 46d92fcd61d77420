// What tests ask of any picture: nothing outside of it, no text over another, numbers that can be read.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "app/picture/fit.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/picture.hpp"

namespace convscope::testing {

/// Where the ink of a label is: its width, and the height of a capital.
inline Rect label_rect(const Label& label) {
  const double width = text_width(label.font, label.size, label.text),
               height = cap_height(label.font, label.size);
  const double left = label.at.x - (label.align == Align::centre  ? width / 2
                                    : label.align == Align::right ? width
                                                                  : 0);
  return {left, label.at.y - height / 2, width, height};
}

/// Nothing stands outside of the picture, beyond what anti-aliasing takes.
inline void expect_inside(const Picture& picture) {
  const auto inside = [&](const Rect& rect, std::string_view what) {
    EXPECT_TRUE(rect.x >= -1.5 && rect.y >= -1.5 && rect.right() <= picture.width + 1.5 &&
                rect.bottom() <= picture.height + 1.5)
        << "leaves the picture: " << what << " at " << rect.x << ", " << rect.y << ", " << rect.w << " x "
        << rect.h;
  };
  for (const Item& item : picture.items) {
    if (const Box* box = std::get_if<Box>(&item.shape)) inside(box->rect, "a box");
    if (const Raster* raster = std::get_if<Raster>(&item.shape)) inside(raster->rect, "an image");
    if (const Label* label = std::get_if<Label>(&item.shape)) inside(label_rect(*label), label->text);
  }
}

/// Every text can be read: it stands in the picture, its characters exist, no other text lies over it.
inline void expect_texts_apart(const Picture& picture) {
  std::vector<std::pair<Rect, const Label*>> labels;
  for (const Item& item : picture.items) {
    const Label* label = std::get_if<Label>(&item.shape);
    if (!label || label->color.a == 0) continue;
    const Rect rect = label_rect(*label);
    EXPECT_TRUE(rect.x >= 0 && rect.right() <= picture.width && rect.y >= 0 &&
                rect.bottom() <= picture.height)
        << "leaves the picture: '" << label->text << "' at " << rect.x << ", " << rect.y << " width "
        << rect.w;
    EXPECT_TRUE(covers(label->font, label->text)) << label->text;
    for (const auto& [other, text] : labels)
      EXPECT_FALSE(overlap(rect, other)) << "'" << label->text << "' overlaps '" << text->text << "'";
    labels.emplace_back(rect, label);
  }
}

inline void expect_readable(const Picture& picture) {
  expect_inside(picture);
  expect_texts_apart(picture);
}

/// The size of the smallest number in the middle of a cell that carries a tag; infinite where there is none.
struct SmallestNumber {
  double size = std::numeric_limits<double>::infinity();
  std::string text{};
};
inline SmallestNumber smallest_number(const Picture& picture) {
  SmallestNumber out;
  std::vector<Rect> cells;
  for (const Item& item : picture.items)
    if (!item.tag) {
      continue;
    } else if (const Box* box = std::get_if<Box>(&item.shape)) {
      cells.push_back(box->rect);
    } else if (const Path* path = std::get_if<Path>(&item.shape); path && path->closed) {
      double left = path->start.x, top = path->start.y, right = left, bottom = top;
      for (const Path::Segment& segment : path->segments) {
        left = std::min(left, segment.to.x), right = std::max(right, segment.to.x);
        top = std::min(top, segment.to.y), bottom = std::max(bottom, segment.to.y);
      }
      cells.push_back({left, top, right - left, bottom - top});
    }
  for (const Item& item : picture.items) {
    const Label* label = std::get_if<Label>(&item.shape);
    if (!label || label->align != Align::centre || label->color.a == 0) continue;
    if (label->font != Font::number && label->font != Font::number_bold) continue;
    // The digits of ½ have half the size.
    const bool sign = std::ranges::any_of(
        std::array{"½", "¼", "¾", "⅓", "⅔"},
        [&](std::string_view fraction) { return label->text.find(fraction) != label->text.npos; });
    const double size = sign ? label->size / 2 : label->size;
    if (size < out.size &&
        std::ranges::any_of(cells, [&](const Rect& cell) { return cell.contains(label->at); }))
      out = {size, label->text};
  }
  return out;
}

}  // namespace convscope::testing
