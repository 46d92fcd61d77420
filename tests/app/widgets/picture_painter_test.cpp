// The screen's backend against cairo's: the same Picture, nearly the same pixels.
#include "app/widgets/picture_painter.hpp"

#include <gtest/gtest.h>
#include <imgui.h>

#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/gpu/objects.hpp"
#include "app/gpu/offscreen.hpp"
#include "app/picture/backends.hpp"
#include "app/picture/palette.hpp"
#include "app/widgets/compat.hpp"

namespace convscope {
namespace {

/// The picture drawn alone into a framebuffer of its own.
Image painted(const Picture& picture, double density) {
  const OffscreenContext context;
  const int width = static_cast<int>(picture.width * density),
            height = static_cast<int>(picture.height * density);
  const Framebuffer target(width, height);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  compat::init_renderer();
  Image image;
  {
    Gpu gpu;
    compat::load_font(16, static_cast<float>(density));
    ImGui::GetStyle().AntiAliasedLinesUseTex = false;
    ImGui::GetIO().DisplaySize = {static_cast<float>(picture.width), static_cast<float>(picture.height)};
    ImGui::GetIO().DisplayFramebufferScale = {static_cast<float>(density), static_cast<float>(density)};
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    gpu.begin_frame();
    PicturePainter(*ImGui::GetBackgroundDrawList(), gpu, density)(picture);
    ImGui::Render();
    target.bind();
    clear({255, 255, 255, 255});
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    image = target.read();
  }
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
  return image;
}

struct Difference {
  double mean = 0;       ///< over all channels, in 0..255
  double share_far = 0;  ///< of pixels that are further than 64 apart in a channel
};

Difference difference(const Image& a, const Image& b) {
  Difference d;
  const std::size_t pixels = a.rgba.size() / 4;
  for (std::size_t i = 0; i < pixels; ++i) {
    int worst = 0;
    for (std::size_t c = 0; c < 3; ++c) {
      const int apart = std::abs(a.rgba[4 * i + c] - b.rgba[4 * i + c]);
      d.mean += apart;
      worst = std::max(worst, apart);
    }
    d.share_far += worst > 64;
  }
  d.mean /= static_cast<double>(3 * pixels);
  d.share_far /= static_cast<double>(pixels);
  return d;
}

void expect_close(const Picture& picture, double density, double mean, double share_far) {
  const Image ours = painted(picture, density), cairo = rasterise(picture, density);
  ASSERT_EQ(ours.width, cairo.width);
  ASSERT_EQ(ours.height, cairo.height);
  const Difference d = difference(ours, cairo);
  EXPECT_LE(d.mean, mean);
  EXPECT_LE(d.share_far, share_far);
}

const Palette& light() {
  return palette(Theme::light);
}

TEST(PicturePainter, BoxesAgree) {
  Picture p(200, 120, light().stage);
  p.add(Box{.rect = {10, 10, 60, 40}, .fill = light().input});
  p.add(Box{.rect = {80, 10, 60, 40}, .radius = 10, .fill = light().kernel.with_alpha(0.5)});
  p.add(Box{.rect = {20.5, 60.5, 50, 40}, .radius = 6, .stroke = light().ink, .stroke_width = 2});
  p.add(Box{.rect = {90, 60, 40, 40},
            .radius = 20,
            .fill = light().window,
            .stroke = light().output,
            .stroke_width = 3});
  // Only antialiased edges differ: about 600 of 24,000 pixels, by a part of the contrast.
  expect_close(p, 1, 0.5, 0.002);
  expect_close(p, 2, 0.3, 0.002);
}

TEST(PicturePainter, HatchingStandsWhereTheOthersPutIt) {
  Picture p(160, 100, light().window);
  p.add(Box{.rect = {10, 10, 60, 60}, .radius = 12, .hatch = light().ink});
  p.add(Box{.rect = {70, 10, 60, 60}, .hatch = light().ink});
  // Lines of 1.25 px have edges everywhere; a shift by a pixel would give more than 20.
  expect_close(p, 1, 4, 0.03);
  expect_close(p, 2, 3, 0.03);
}

TEST(PicturePainter, PathsAgree) {
  Picture p(200, 120, light().window);
  p.add(Path{.start = {10, 100},
             .segments = {{.to = {110, 20}, .cubic = true, .control1 = {60, 100}, .control2 = {60, 20}}},
             .stroke = light().ink,
             .stroke_width = 3});
  p.add(Path{.start = {120, 20},
             .segments = {{.to = {190, 20}}, {.to = {190, 90}}},
             .stroke = light().input,
             .stroke_width = 4,
             .dash = 10});
  p.add(Path{.start = {120, 60},
             .segments = {{.to = {160, 80}}, {.to = {120, 100}}},
             .closed = true,
             .fill = light().output});
  expect_close(p, 1, 0.8, 0.005);
  expect_close(p, 2, 0.6, 0.005);
}

TEST(PicturePainter, TextHasTheSamePlaceAndWeight) {
  Picture p(420, 160, light().window);
  p.add(Label{.at = {10, 30},
              .text = "Transposed convolution ⌊x⌋ ∇ ×",
              .font = Font::text_bold,
              .size = 22,
              .color = light().ink});
  p.add(Label{.at = {210, 75},
              .text = "1½ 2¼ −3.5",
              .font = Font::number,
              .size = 20,
              .align = Align::centre,
              .color = light().ink});
  p.add(Label{.at = {410, 120},
              .text = "each input cell stamps",
              .size = 16,
              .align = Align::right,
              .color = light().soft});
  // Light hinting moves edges by a part of a pixel vertically; text misplaced by two pixels gives more
  // than 7.
  expect_close(p, 1, 3.5, 0.04);
  expect_close(p, 2, 2.0, 0.02);
}

TEST(PicturePainter, RastersKeepTheirPixelsAndTheirSource) {
  auto image = std::make_shared<Image>(Image{4, 4, {}});
  for (int i = 0; i < 16; ++i)
    image->rgba.insert(image->rgba.end(),
                       {static_cast<std::uint8_t>(i * 16), static_cast<std::uint8_t>(255 - i * 16),
                        static_cast<std::uint8_t>(i % 4 * 80), 255});
  Picture p(200, 100, light().window);
  p.add(Raster{.rect = {10, 10, 80, 80}, .image = image});
  p.add(Raster{.rect = {110, 10, 80, 80}, .image = image, .source = {1, 1, 2, 2}});
  expect_close(p, 1, 0.01, 0);
}

TEST(PicturePainter, TheToleranceNoticesAShift) {
  Picture here(200, 60, light().window), there = here;
  here.add(Label{.at = {10, 30}, .text = "stamps and sums", .size = 22, .color = light().ink});
  there.add(Label{.at = {12, 30}, .text = "stamps and sums", .size = 22, .color = light().ink});
  EXPECT_GT(difference(painted(here, 1), rasterise(there, 1)).mean, 4);
}

}  // namespace
}  // namespace convscope
