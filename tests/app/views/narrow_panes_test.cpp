// Half a stage with panels beside it: figures that are two side by side there stand in another order.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

const Style kHalf{.width = 656, .height = 760};

TEST(NarrowPanes, AMatrixStandsAboveItsTranspose) {
  const Derived d(parse_spec("conv 5 k3 w=[1,2,3]"));
  const Picture picture = view("matrix").draw(d, {2, kSettled}, kHalf);
  double own = 0, other = 0, cell = 0;
  for (const Item& item : picture.items) {
    const Label* label = std::get_if<Label>(&item.shape);
    if (label && label->text == "C") own = label->at.y;
    if (label && label->text == "Cᵀ") other = label->at.y;
    if (const Box* box = std::get_if<Box>(&item.shape); box && item.tag.role == Role::input)
      cell = std::max(cell, box->rect.w);
  }
  EXPECT_GT(other, own + 100);
  EXPECT_GT(cell, 40) << "beside each other they have 33";
}

TEST(NarrowPanes, IndicesKeepFromTheKernelBelowSmallCells) {
  const Derived d(parse_spec("tconv 8 k3 s2"));
  const Picture picture = view("direct").draw(d, {16, kSettled}, {.width = 330, .height = 400});
  double kernel = 1e9, index = 0;
  for (const Item& item : picture.items)
    if (const Box* box = std::get_if<Box>(&item.shape); box && item.tag.role == Role::kernel)
      kernel = std::min(kernel, box->rect.y);
  for (const Item& item : picture.items)
    if (const Label* label = std::get_if<Label>(&item.shape);
        label && label->font == Font::number && label->at.y < kernel && item.tag.role == Role::none)
      index = std::max(index, label->at.y + 0.36 * label->size);
  EXPECT_GT(index, 0);
  EXPECT_LE(index, kernel);
}

}  // namespace
}  // namespace convscope
