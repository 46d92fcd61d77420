// Figures that are enlarged: the cell under the pointer keeps its place, numbers appear and grow, what is
// outside is cut, and the enlarged drawing is the same figure.
#include "app/views/lens.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>

#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

std::optional<Rect> cell(const Picture& picture, Tag tag) {
  for (const Item& item : picture.items)
    if (item.tag == tag)
      if (const auto* box = std::get_if<Box>(&item.shape)) return box->rect;
  return std::nullopt;
}

struct Enlarged {
  const char* view;
  const char* spec;
  Role role;
};
const Enlarged kCases[] = {{"slide", "conv 7x9 k3 p1", Role::input},
                           {"slide", "conv 12 k3 s2", Role::input},
                           {"scatter", "tconv 5x4 k3 s2 p1 op1", Role::output},
                           {"scatter", "tconv 9 k3 s2", Role::output},
                           {"direct", "tconv 4x4 k3 s2 p1", Role::input}};

TEST(Lens, TheCellUnderThePointerStaysThere) {
  for (const Enlarged& one : kCases) {
    const Derived derived(parse_spec(one.spec));
    const View& shown = view(one.view);
    Style style{.width = 900, .height = 600};
    const Moment moment{2, kSettled};
    const Tag tag{one.role, 5};
    const auto before = cell(shown.draw(derived, moment, style), tag);
    ASSERT_TRUE(before) << one.spec;
    const Point at{before->centre().x / style.width, before->centre().y / style.height};
    Outlook outlook;
    bool free = true;  // not farther than the edge of what there is allows
    for (int notch = 0; notch < 6; ++notch) {
      outlook = shown.zoom(derived, outlook, 1.25, {tag, at});
      const double half = 0.501 / outlook.lens.zoom;
      for (const double centre : {outlook.lens.centre.x, outlook.lens.centre.y})
        free = free && centre > half && centre < 1 - half;
    }
    style.lens = outlook.lens;
    EXPECT_NEAR(style.lens.zoom, std::pow(1.25, 6), 1e-9);
    const auto after = cell(shown.draw(derived, moment, style), tag);
    ASSERT_TRUE(after) << one.spec;
    EXPECT_GT(after->w, 3 * before->w) << one.spec;
    if (!free) continue;
    // Its lower right corner: the upper left one may be cut.
    const double zoom = outlook.lens.zoom;
    EXPECT_NEAR(after->right(), before->centre().x + zoom * before->w / 2, 8) << one.spec;
    EXPECT_NEAR(after->bottom(), before->centre().y + zoom * before->h / 2, 8) << one.spec;
    for (int notch = 0; notch < 6; ++notch)
      outlook = shown.zoom(derived, outlook, 1 / 1.25, {tag, {0.9, 0.1}});
    EXPECT_NEAR(outlook.lens.zoom, 1, 1e-9);
  }
}

TEST(Lens, NumbersAppearWhereCellsAreLargeEnough) {
  const Derived derived(parse_spec("conv 64x64 k3 in=arange"));
  const View& slide = view("slide");
  Style style{.width = 900, .height = 600};
  const auto numbers = [&] {
    std::size_t count = 0;
    for (const Item& item : slide.draw(derived, {0, kSettled}, style).items)
      if (const auto* label = std::get_if<Label>(&item.shape))
        count += label->text == "2080" && label->size >= 8;
    return count;
  };
  EXPECT_EQ(numbers(), 0u);
  Outlook outlook;
  const auto middle = cell(slide.draw(derived, {0, kSettled}, style), {Role::input, 2080});
  ASSERT_TRUE(middle);
  const ViewSpot spot{{Role::input, 2080}, {middle->centre().x / 900, middle->centre().y / 600}};
  for (int i = 0; i < 9; ++i) outlook = slide.zoom(derived, outlook, 1.25, spot);
  style.lens = outlook.lens;
  EXPECT_EQ(numbers(), 1u);
  EXPECT_LT(slide.draw(derived, {0, kSettled}, style).items.size(), 2500u) << "only what is seen is drawn";
}

TEST(Lens, NothingIsDrawnOverTheTitleOrTheSum) {
  for (const Enlarged& one : kCases) {
    const Derived derived(parse_spec(one.spec));
    Style style{.width = 900, .height = 600, .lens = {4, {0.4, 0.5}}};
    for (const Item& item : view(one.view).draw(derived, {2, kSettled}, style).items) {
      const auto* box = std::get_if<Box>(&item.shape);
      if (box == nullptr) continue;
      EXPECT_GE(box->rect.y, 40) << one.spec;
      EXPECT_LE(box->rect.bottom(), 600) << one.spec;
      EXPECT_GE(box->rect.x, -0.01) << one.spec;
      EXPECT_LE(box->rect.right(), 900.01) << one.spec;
    }
  }
}

TEST(Lens, ADragMovesWhatIsEnlargedAndNothingElse) {
  const Derived derived(parse_spec("conv 7x9 k3"));
  const View& slide = view("slide");
  EXPECT_FALSE(slide.moves(derived, {}));
  Outlook outlook{.lens = {4, {0.5, 0.5}}};
  EXPECT_TRUE(slide.moves(derived, outlook));
  const Outlook moved = slide.drag(derived, outlook, Drag{outlook, {}, {}, {90, 0}, {0.1, 0}});
  EXPECT_NEAR(moved.lens.centre.x, 0.5 - 0.1 / 4, 1e-12);
  const Outlook far = slide.drag(derived, outlook, Drag{outlook, {}, {}, {9000, 0}, {10, 0}});
  EXPECT_NEAR(far.lens.centre.x, 0.125, 1e-12) << "as far as there is something";
  EXPECT_EQ(slide.whole(moved).lens, Magnifier{});
}

TEST(Lens, AVolumeIsTurnedAndApproached) {
  const Derived derived(parse_spec("conv 3x3x3 k2"));
  const View& slide = view("slide");
  const Outlook near = slide.zoom(derived, {}, 2, {});
  EXPECT_EQ(near.camera.zoom, 2);
  EXPECT_EQ(near.lens, Magnifier{});
  EXPECT_TRUE(slide.moves(derived, {}));
  EXPECT_NE(slide.drag(derived, {}, Drag{{}, {}, {}, {50, 0}, {0.1, 0}}).camera.yaw, Camera{}.yaw);
}

TEST(Lens, StaysWithinTheFigure) {
  EXPECT_EQ(clamped(Magnifier{0.2, {0.1, 0.9}}), Magnifier{});
  EXPECT_EQ(clamped(Magnifier{2, {0, 1}}), (Magnifier{2, {0.25, 0.75}}));
  EXPECT_EQ(clamped(Magnifier{1e9, {0.5, 0.5}}).zoom, kMostLens);
}

TEST(Lens, CutsImagesWithTheirSource) {
  std::vector<Item> items(1);
  items[0].shape = Raster{.rect = {-50, 0, 100, 100}, .image = std::make_shared<Image>(Image{10, 10, {}})};
  keep_within(items, 0, {0, 50, 200, 200});
  const auto& raster = std::get<Raster>(items[0].shape);
  EXPECT_EQ(raster.rect, (Rect{0, 50, 50, 50}));
  EXPECT_EQ(raster.source, (Rect{5, 5, 5, 5}));
  keep_within(items, 0, {500, 500, 10, 10});
  EXPECT_TRUE(items.empty());
}

}  // namespace
}  // namespace convscope
