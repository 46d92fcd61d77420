// The contact sheet of compare, and the part of a photograph that it shows.
#include "app/views/contact_sheet.hpp"

#include <gmock/gmock.h>

#include "app/picture/fonts.hpp"
#include "app/views/pixels.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

ContactSheet sheet(std::size_t methods) {
  ContactSheet out{.name = "cat.jpg", .width = 100, .height = 60, .part = {10, 10, 48, 48}};
  out.photo = out.original = out.reduced =
      std::make_shared<Image>(to_image(Tensor<float>({1, 3, 4, 4}, 99.6F)));
  for (std::size_t i = 0; i < methods; ++i)
    out.entries.push_back({"method-" + std::to_string(i),
                           "uniform 3",
                           out.original,
                           {{"psnr", 20.0 + static_cast<double>(i)},
                            {"ssim", 0.5},
                            {"checkerboard", 1000},
                            {"phase_spread", 1},
                            {"grid_levels", 3}}});
  return out;
}

TEST(ContactSheet, HoldsEveryMethodWithinThePicture) {
  for (const std::size_t methods : {1UL, 3UL, 4UL, 8UL}) {
    const Picture picture = draw_contact_sheet(sheet(methods));
    const std::string text = to_text(picture);
    for (std::size_t i = 0; i < methods; ++i) {
      EXPECT_THAT(text, HasSubstr("method-" + std::to_string(i)));
      EXPECT_THAT(text, HasSubstr(std::to_string(20 + i) + ".00 dB"));
    }
    for (const Item& item : picture.items) {
      if (const auto* label = std::get_if<Label>(&item.shape)) {
        EXPECT_TRUE(covers(label->font, label->text)) << label->text;
        const double left = label->align == Align::right
                                ? label->at.x - text_width(label->font, label->size, label->text)
                                : label->at.x;
        EXPECT_GE(left, 0) << label->text;
        EXPECT_LE(left + text_width(label->font, label->size, label->text), picture.width) << label->text;
        EXPECT_LT(label->at.y, picture.height - 8) << label->text;
      }
      if (const auto* raster = std::get_if<Raster>(&item.shape)) {
        EXPECT_LE(raster->rect.right(), picture.width - 30);
        EXPECT_LE(raster->rect.bottom(), picture.height - 30);
      }
    }
  }
}

TEST(ContactSheet, WarnsOfPatternsOnly) {
  ContactSheet s = sheet(2);
  const Color warning = palette(Theme::light).warning;
  const auto warnings = [&] {
    int count = 0;
    for (const Item& item : draw_contact_sheet(s).items)
      if (const auto* label = std::get_if<Label>(&item.shape)) count += label->color == warning;
    return count;
  };
  EXPECT_GT(warnings(), 0);
  s.energy = 990;  // the original is as periodic
  EXPECT_EQ(warnings(), 0);
  EXPECT_THAT(to_text(draw_contact_sheet(s)), HasSubstr("\"990\""));
  s.energy = 1;
  for (SheetEntry& entry : s.entries) {
    entry.measures.set(metric("grid_levels"), 0.9);
    entry.measures.set(metric("phase_spread"), 0.004);
  }
  EXPECT_EQ(warnings(), 0) << "less than a grey level";
  EXPECT_THAT(to_text(draw_contact_sheet(s)), HasSubstr("0.4 %"));
}

TEST(ContactSheet, ShowsThePartWithShapesAndDetail) {
  Tensor<float> original({1, 1, 200, 200}, 50.0F);
  for (Index y = 140; y < 170; ++y)
    for (Index x = 20; x < 50; ++x)
      original[y * 200 + x] = static_cast<float>(x < 35 ? 250 - x * y % 60 : 10);
  const Rect part = telling_part(original, shrink_area(original, 2), 2);
  EXPECT_TRUE(part.contains({35, 155})) << part.x << " " << part.y;
  EXPECT_LE(part.right(), 200);
  // As small as it gets.
  const Tensor<float> dot({1, 1, 2, 2}, 1.0F);
  EXPECT_EQ(telling_part(dot, shrink_area(dot, 2), 2), (Rect{0, 0, 2, 2}));
}

TEST(ContactSheet, ShowsWhatItsNumbersAreOf) {
  Tensor<float> original({1, 1, 200, 200}, 50.0F);
  for (Index i = 0; i < original.size(); ++i)
    original[i] = static_cast<float>(i * 7919 % 251 / (1 + i % 200 / 50));
  const Tensor<float> small = shrink_area(original, 2);
  const Rect all = begin_contact_sheet("a", original, small, 2).part;
  for (const Region& measured : {Region{101, 131, 60, 51}, Region{3, 120, 20, 80}, Region{150, 0, 50, 200}}) {
    const Rect part = begin_contact_sheet("a", original, small, 2, measured).part;
    EXPECT_GE(part.y, static_cast<double>(measured.top));
    EXPECT_GE(part.x, static_cast<double>(measured.left));
    EXPECT_LE(part.bottom(), static_cast<double>(measured.top + measured.height));
    EXPECT_LE(part.right(), static_cast<double>(measured.left + measured.width));
    EXPECT_GE(part.w, 16);
    EXPECT_EQ(static_cast<Index>(part.x) % 2 + static_cast<Index>(part.y) % 2, 0);
  }
  EXPECT_EQ(begin_contact_sheet("a", original, small, 2, {0, 0, 200, 200}).part.x, all.x);
  // Too little for a whole block: of all.
  EXPECT_EQ(begin_contact_sheet("a", original, small, 2, {5, 5, 1, 1}).part.x, all.x);
}

TEST(Pixels, AreClampedRoundedAndCut) {
  const Image image = to_image(Tensor<float>({1, 1, 1, 3}, {-5.0F, 100.5F, 300.0F}));
  EXPECT_EQ(image.rgba, (std::vector<std::uint8_t>{0, 0, 0, 255, 101, 101, 101, 255, 255, 255, 255, 255}));
  const Image part = to_image(Tensor<float>({1, 4, 1, 2}, {1, 2, 3, 4, 5, 6, 7, 8}), {1, 0, 1, 1});
  EXPECT_EQ(part.rgba, (std::vector<std::uint8_t>{2, 4, 6, 8}));
}

}  // namespace
}  // namespace convscope
