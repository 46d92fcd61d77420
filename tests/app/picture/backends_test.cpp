// Pixels, PNG, SVG and PDF of one picture; other people's programs read the files back.
#include "app/picture/backends.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stb_image.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <thread>

#include "app/picture/fonts.hpp"
#include "app/picture/palette.hpp"
#include "core/base/error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Color kWhite{255, 255, 255, 255}, kBlack{0, 0, 0, 255}, kBlue{0, 114, 178, 255};

Color pixel(const Image& image, int x, int y) {
  const std::uint8_t* p = &image.rgba[static_cast<std::size_t>(y * image.width + x) * 4];
  return {p[0], p[1], p[2], p[3]};
}

std::shared_ptr<Image> checker(int width, int height, Color a, Color b) {
  auto image = std::make_shared<Image>(Image{width, height, {}});
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const Color c = (x + y) % 2 ? b : a;
      image->rgba.insert(image->rgba.end(), {c.r, c.g, c.b, c.a});
    }
  return image;
}

// Something of everything.
Picture sample(Theme theme) {
  const Palette& p = palette(theme);
  Picture picture(320, 200, p.stage);
  for (int i = 0; i < 6; ++i) {
    const Rect cell{10.0 + 50 * i, 10, 48, 48};
    const Color tint = role_tint(p, Role::input, i / 5.0);
    picture.add(Box{.rect = cell, .radius = 4, .fill = tint, .hatch = i == 5 ? p.hatch : Color{}},
                {Role::input, i});
    picture.add(Label{.at = cell.centre(),
                      .text = std::to_string(i) + "½",
                      .font = Font::number,
                      .size = 18,
                      .align = Align::centre,
                      .color = readable_on(p, tint)});
  }
  picture.add(Box{.rect = {60, 10, 48, 48}, .radius = 4, .stroke = p.ink, .stroke_width = 2});
  picture.add(
      Label{.at = {10, 80}, .text = "output = Cᵀ · input & <kernel> \"5 × 5\"", .size = 15, .color = p.soft});
  picture.add(Label{.at = {310, 105},
                    .text = "Scatter",
                    .font = Font::text_bold,
                    .size = 20,
                    .align = Align::right,
                    .color = p.kernel_text});
  picture.add(
      Path{.start = {10, 110},
           .segments = {{.to = {120, 130}, .cubic = true, .control1 = {60, 110}, .control2 = {60, 130}}},
           .stroke = p.output,
           .stroke_width = 2});
  picture.add(
      Path{.start = {120, 125}, .segments = {{{130, 130}}, {{120, 135}}}, .closed = true, .fill = p.output});
  picture.add(Path{.start = {10, 140}, .segments = {{{310, 140}}}, .stroke = p.faint, .dash = 4});
  picture.add(Raster{.rect = {10, 150, 80, 40}, .image = checker(8, 4, p.input, p.kernel.with_alpha(0.5))});
  picture.add(Raster{.rect = {110, 150, 80, 40}, .image = checker(8, 4, p.input, p.kernel), .smooth = true});
  picture.add(Raster{
      .rect = {210, 150, 80, 40}, .image = checker(9, 9, p.input, p.output), .source = {1.5, 2, 4, 2}});
  return picture;
}

double mean_difference(const Image& a, const Image& b) {
  EXPECT_EQ(a.width, b.width);
  EXPECT_EQ(a.height, b.height);
  double sum = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i) sum += std::abs(a.rgba[i] - b.rgba[i]);
  return sum / static_cast<double>(a.rgba.size());
}

Image decode(const std::string& png) {
  int width = 0, height = 0, channels = 0;
  stbi_uc* data = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(png.data()),
                                        static_cast<int>(png.size()), &width, &height, &channels, 4);
  EXPECT_NE(data, nullptr);
  if (!data) return {};
  Image image{width, height, {data, data + static_cast<std::ptrdiff_t>(width) * height * 4}};
  stbi_image_free(data);
  return image;
}

bool has_program(const std::string& name) {
  return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

// What the shell command makes of the bytes: INPUT and OUTPUT in it stand for file names.
std::string through(std::string command, const std::string& bytes) {
  const testing::TemporaryFolder folder;
  command.replace(command.find("INPUT"), 5, "'" + folder.file("input", bytes) + "'");
  command.replace(command.find("OUTPUT"), 6, "'" + folder / "output" + "'");
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return folder.read("output");
}

TEST(Rasterise, PaintsBoxes) {
  Picture p(40, 30, kWhite);
  p.add(Box{.rect = {10, 10, 20, 10}, .fill = kBlue});
  const Image image = rasterise(p);
  EXPECT_EQ(image.width, 40);
  EXPECT_EQ(image.height, 30);
  EXPECT_EQ(pixel(image, 0, 0), kWhite);
  EXPECT_EQ(pixel(image, 10, 10), kBlue);
  EXPECT_EQ(pixel(image, 29, 19), kBlue);
  EXPECT_EQ(pixel(image, 30, 19), kWhite);
}

TEST(Rasterise, RoundsCornersAndCentresStrokes) {
  Picture p(60, 60, kWhite);
  p.add(Box{.rect = {10, 10, 40, 40}, .radius = 12, .fill = kBlue});
  p.add(Box{.rect = {10, 10, 40, 40}, .radius = 12, .stroke = kBlack, .stroke_width = 2});
  const Image image = rasterise(p);
  EXPECT_EQ(pixel(image, 11, 11), kWhite);
  EXPECT_EQ(pixel(image, 30, 30), kBlue);
  EXPECT_EQ(pixel(image, 9, 30), kBlack);
  EXPECT_EQ(pixel(image, 10, 30), kBlack);
  EXPECT_EQ(pixel(image, 11, 30), kBlue);
  EXPECT_EQ(pixel(image, 8, 30), kWhite);
}

TEST(Rasterise, ScalesAndRoundsTheSizeUp) {
  Picture p(10.2, 10, kWhite);
  p.add(Box{.rect = {5, 0, 5, 10}, .fill = kBlue});
  const Image image = rasterise(p, 2);
  EXPECT_EQ(image.width, 21);
  EXPECT_EQ(image.height, 20);
  EXPECT_EQ(pixel(image, 9, 10), kWhite);
  EXPECT_EQ(pixel(image, 10, 10), kBlue);
  EXPECT_EQ(rasterise(Picture(10, 10, kWhite), 1.1).width, 11);
}

TEST(Rasterise, RefusesSizesThatCannotBe) {
  EXPECT_THROW(rasterise(Picture(40000, 10, kWhite)), Error);
  EXPECT_THROW(rasterise(Picture(400, 10, kWhite), 1e9), Error);
  EXPECT_EQ(rasterise(Picture(0, 0, kWhite)).width, 1);
}

TEST(Rasterise, BlendsAlphaOverTheGroundAndIsOpaque) {
  Picture p(4, 4, {0, 0, 0, 128});
  p.add(Box{.rect = {0, 0, 2, 4}, .fill = {255, 0, 0, 128}});
  const Image image = rasterise(p);
  EXPECT_NEAR(pixel(image, 3, 3).r, 127, 1);  // half black on white
  EXPECT_NEAR(pixel(image, 0, 0).r, 191, 2);
  EXPECT_NEAR(pixel(image, 0, 0).g, 63, 2);
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) EXPECT_EQ(image.rgba[i], 255);
}

TEST(Rasterise, DrawsTextInsideItsMeasuredBox) {
  for (const Font font : {Font::text, Font::text_medium, Font::text_bold, Font::number, Font::number_bold})
    for (const Align align : {Align::left, Align::centre, Align::right}) {
      Picture p(300, 60, kWhite);
      const std::string text = "H5 × ⅓ ᵀ H";
      p.add(Label{.at = {150, 30}, .text = text, .font = font, .size = 24, .align = align, .color = kBlack});
      const Image image = rasterise(p);
      int left = 300, right = 0, ink = 0;
      for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 300; ++x)
          if (pixel(image, x, y).r < 128) {
            left = std::min(left, x);
            right = std::max(right, x + 1);
            ++ink;
            EXPECT_LT(std::abs(y - 30), 18);
          }
      const double width = text_width(font, 24, text);
      const double start = align == Align::left     ? 150
                           : align == Align::centre ? 150 - width / 2
                                                    : 150 - width;
      // The letter H has bearings of up to a sixth of an em on each side.
      EXPECT_GE(left, start - 0.5);
      EXPECT_LE(left, start + 4.5);
      EXPECT_LE(right, start + width + 0.5);
      EXPECT_GE(right, start + width - 4.5);
      EXPECT_GT(ink, 200);
    }
}

TEST(Rasterise, CentresCapitalsOnTheLabel) {
  Picture p(60, 60, kWhite);
  p.add(Label{.at = {30, 30},
              .text = "H",
              .font = Font::number,
              .size = 40,
              .align = Align::centre,
              .color = kBlack});
  const Image image = rasterise(p);
  int top = 60, bottom = 0;
  for (int y = 0; y < 60; ++y)
    for (int x = 0; x < 60; ++x)
      if (pixel(image, x, y).r < 128) {
        top = std::min(top, y);
        bottom = std::max(bottom, y + 1);
      }
  EXPECT_NEAR(top + bottom, 60, 1);
  EXPECT_NEAR(bottom - top, cap_height(Font::number, 40), 1);
}

TEST(Rasterise, HatchesInsideTheBoxOnly) {
  Picture p(60, 60, kWhite);
  p.add(Box{.rect = {10, 10, 40, 40}, .radius = 10, .fill = kBlue, .hatch = kBlack});
  const Image image = rasterise(p);
  EXPECT_EQ(pixel(image, 5, 3), kWhite);    // x + y = 8 outside
  EXPECT_EQ(pixel(image, 11, 12), kWhite);  // near x + y = 24 but in the cut corner
  EXPECT_LT(pixel(image, 20, 19).b, 80);    // the line x + y = 40 passes through this pixel
  EXPECT_EQ(pixel(image, 22, 21), kBlue);   // and x + y = 44 lies between two lines
}

TEST(Rasterise, KeepsPixelsSquareUnlessSmooth) {
  for (const bool smooth : {false, true}) {
    Picture p(40, 20, kBlack);
    p.add(Raster{.rect = {0, 0, 40, 20}, .image = checker(4, 2, kWhite, kBlue), .smooth = smooth});
    const Image image = rasterise(p);
    EXPECT_EQ(pixel(image, 0, 0), kWhite);
    EXPECT_EQ(pixel(image, 9, 2) == kWhite, !smooth);
    EXPECT_EQ(pixel(image, 10, 2) == kBlue, !smooth);
    EXPECT_EQ(pixel(image, 39, 19), kWhite);  // the outermost pixels reach the edge
  }
}

TEST(Rasterise, CutsTheSource) {
  auto image = std::make_shared<Image>(Image{3, 1, {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255}});
  Picture p(20, 10, kBlack);
  p.add(Raster{.rect = {0, 0, 20, 10}, .image = image, .source = {1, 0, 2, 1}});
  const Image drawn = rasterise(p);
  EXPECT_EQ(pixel(drawn, 2, 5), (Color{0, 255, 0, 255}));
  EXPECT_EQ(pixel(drawn, 17, 5), (Color{0, 0, 255, 255}));
}

TEST(Rasterise, DrawsTheSameFromManyThreads) {
  const Picture picture = sample(Theme::light);
  const Image expected = rasterise(picture);
  std::vector<Image> images(4);
  std::vector<std::thread> threads;
  threads.reserve(images.size());
  for (Image& image : images) threads.emplace_back([&] { image = rasterise(picture); });
  for (std::thread& thread : threads) thread.join();
  for (const Image& image : images) EXPECT_EQ(image.rgba, expected.rgba);
}

TEST(Png, ComesBackPixelForPixel) {
  const Image opaque = rasterise(sample(Theme::light));
  EXPECT_EQ(decode(encode_png(opaque)).rgba, opaque.rgba);
  EXPECT_EQ(encode_png(opaque)[25], 2);  // colour type: RGB

  // Straight alpha: colours survive under low and no alpha.
  const Image clear{3, 1, {10, 20, 30, 0, 200, 100, 50, 1, 9, 8, 7, 255}};
  EXPECT_EQ(decode(encode_png(clear)).rgba, clear.rgba);
  EXPECT_EQ(encode_png(clear)[25], 6);  // RGBA
}

/// With slopes, noise and flat parts, so that all filters serve.
Image large_image(int channels) {
  std::mt19937 random(3);
  Image image{700, 1900, {}};
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const auto noise = static_cast<int>(random() % 16);
      const int slope = y < 600 ? 7 : y < 1200 ? x / 3 + y : x % 50 * noise;
      for (int c = 0; c < 3; ++c) image.rgba.push_back(static_cast<std::uint8_t>(slope * (c + 1)));
      image.rgba.push_back(static_cast<std::uint8_t>(channels == 4 ? 200 + noise : 255));
    }
  return image;
}

TEST(PngSlow, LargeImagesComeBackPixelForPixelFromOtherPrograms) {
  for (const int channels : {3, 4}) {
    const Image image = large_image(channels);
    const std::string png = encode_png(image);
    EXPECT_EQ(decode(png).rgba, image.rgba);
    EXPECT_LT(png.size(), image.rgba.size() / 2);
    if (!has_program("convert")) continue;  // which checks all check sums
    EXPECT_EQ(decode(through("convert png:INPUT png:OUTPUT", png)).rgba, image.rgba);
  }
}

TEST(Png, SaysHowFarItIsAndStopsWhenTold) {
  struct Enough {};
  const Image image = large_image(3);
  int reports = 0;
  bool whole = false;
  encode_png(image, Progress({}, [&](double share) {
               ++reports;
               if (share == 1) whole = true;
             }));
  EXPECT_GT(reports, 4);
  EXPECT_TRUE(whole);
  EXPECT_THROW(encode_png(image, Progress({}, [](double) { throw Enough{}; })), Enough);
}

TEST(Png, RefusesImagesWithoutPixels) {
  EXPECT_THROW(encode_png(Image{}), Error);
  EXPECT_THROW(encode_png(Image{2, 2, {1, 2, 3, 4}}), Error);
}

TEST(Svg, HoldsTextAndTags) {
  const std::string svg = to_svg(sample(Theme::light));
  EXPECT_THAT(svg, HasSubstr(">output = Cᵀ · input &amp; &lt;kernel&gt; &quot;5 × 5&quot;</text>"));
  EXPECT_THAT(svg, HasSubstr("data-tag=\"input:5\""));
  EXPECT_THAT(svg, HasSubstr("text-anchor=\"middle\""));
  EXPECT_THAT(svg, HasSubstr("<pattern id=\"hatch-"));
  EXPECT_THAT(svg, HasSubstr("xlink:href=\"data:image/png;base64,iVBOR"));
}

TEST(Svg, EscapesControlCharacters) {
  Picture p(10, 10, kWhite);
  p.add(Label{.at = {0, 5}, .text = "a\x01\nb", .color = kBlack});
  EXPECT_THAT(to_svg(p), HasSubstr(">a  b</text>"));
}

TEST(Svg, LooksLikeThePixels) {
  if (!has_program("rsvg-convert")) GTEST_SKIP() << "rsvg-convert (librsvg2-bin) is not installed";
  for (const Theme theme : {Theme::light, Theme::dark}) {
    const Picture picture = sample(theme);
    const Image drawn = decode(through("rsvg-convert INPUT -o OUTPUT", to_svg(picture)));
    // Text is rasterised by another engine and hatching as a tile: edges differ, areas do not.
    EXPECT_LT(mean_difference(drawn, rasterise(picture)), 1.0);
    EXPECT_GT(mean_difference(drawn, rasterise(Picture(320, 200, picture.background))), 10.0);
  }
}

TEST(Pdf, KeepsTextAsText) {
  if (!has_program("pdftotext")) GTEST_SKIP() << "pdftotext (poppler-utils) is not installed";
  Picture second(100, 50, kWhite);
  second.add(Label{.at = {10, 25}, .text = "second page", .color = kBlack});
  const std::string text = through("pdftotext INPUT OUTPUT", to_pdf({sample(Theme::light), second}));
  EXPECT_THAT(text, HasSubstr("output = Cᵀ · input & <kernel> \"5 × 5\""));
  EXPECT_THAT(text, HasSubstr("3½"));
  EXPECT_THAT(text, HasSubstr("Scatter"));
  EXPECT_THAT(text, HasSubstr("second page"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\f'), 2);  // pages
}

TEST(Pdf, HasATitle) {
  if (!has_program("pdfinfo")) GTEST_SKIP() << "pdfinfo (poppler-utils) is not installed";
  const Picture page(100, 50, kWhite);
  const auto said = [&](const std::string& title) {
    return through("pdfinfo INPUT > OUTPUT", to_pdf({page}, Backing::white, title));
  };
  EXPECT_THAT(said("Scatter: tconv 3 × 3 (k3)"), ContainsRegex("Title: +Scatter: tconv 3 × 3 \\(k3\\)"));
  EXPECT_THAT(said("Scatter"), ContainsRegex("Creator: +ConvScope"));
  EXPECT_THAT(said(""), Not(HasSubstr("Title")));
}

TEST(Pdf, LooksLikeThePixels) {
  if (!has_program("pdftoppm")) GTEST_SKIP() << "pdftoppm (poppler-utils) is not installed";
  const Picture picture = sample(Theme::light);
  const Image drawn = decode(through("pdftoppm -r 96 -png -singlefile INPUT > OUTPUT", to_pdf({picture})));
  // Another rasteriser: edges differ by a shade, and it places the samples of smooth rasters differently.
  EXPECT_LT(mean_difference(drawn, rasterise(picture)), 3.5);
}

TEST(Backends, AreReproducible) {
  const Picture picture = sample(Theme::dark);
  EXPECT_EQ(to_svg(picture), to_svg(picture));
  EXPECT_EQ(encode_png(rasterise(picture)), encode_png(rasterise(picture)));
  const std::string pdf = to_pdf({picture, picture}, Backing::white, "Twice");
  EXPECT_EQ(pdf, to_pdf({picture, picture}, Backing::white, "Twice"));
  EXPECT_THAT(pdf, Not(HasSubstr("Date")));  // nothing to differ tomorrow
}

TEST(Backends, AcceptEmptyThings) {
  Picture p(20, 20, kWhite);
  p.add(Label{.at = {5, 5}, .text = "", .color = kBlack});
  p.add(Label{.at = {5, 5}, .text = "x", .size = 0, .color = kBlack});
  p.add(Path{});
  p.add(Box{});
  p.add(Raster{});
  p.add(Raster{.rect = {0, 0, 5, 5}, .image = std::make_shared<Image>()});
  const Image image = rasterise(p);
  EXPECT_EQ(std::count(image.rgba.begin(), image.rgba.end(), 255), 1600);
  EXPECT_THAT(to_svg(p), HasSubstr("</svg>"));
  EXPECT_THAT(to_pdf({p}), HasSubstr("%PDF"));
}

}  // namespace
}  // namespace convscope
