// Colours are readable, and the three meanings stay apart for colour-blind viewers.
#include "app/picture/palette.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace convscope {
namespace {

constexpr Theme kAllThemes[] = {Theme::light, Theme::dark, Theme::high_contrast};
using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

Vector times(const Matrix& m, const Vector& v) {
  Vector out{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) out[i] += m[i][k] * v[k];
  return out;
}

Vector linear_rgb(Color c) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return {linear(c.r / 255.0), linear(c.g / 255.0), linear(c.b / 255.0)};
}

// CIELAB with the D65 white of sRGB (IEC 61966-2-1).
Vector lab(Vector rgb) {
  for (double& v : rgb) v = std::clamp(v, 0.0, 1.0);
  const Vector xyz =
      times({{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}}, rgb);
  const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  const double x = f(xyz[0] / 0.9505), y = f(xyz[1]), z = f(xyz[2] / 1.089);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(const Vector& a, const Vector& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

// Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
constexpr Matrix kProtan{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeutan{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritan{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
constexpr Matrix kTypical{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

TEST(Palette, TextIsReadableOnStageAndPanels) {
  for (const Theme theme : kAllThemes) {
    const Palette& p = palette(theme);
    const double least = theme == Theme::high_contrast ? 7 : 4.5;  // WCAG 2.1 AAA, AA
    EXPECT_EQ(p.readable, least);
    // A list's entry under the pointer stands on a cell's ground, a choice of several on a paler one.
    for (const Color ground : {p.stage, p.window, p.cell, p.ghost, mix(p.cell, p.window, 0.2)})
      for (const Color text :
           {p.ink, p.soft, p.faint, p.accent, p.input_text, p.kernel_text, p.output_text, p.warning})
        EXPECT_GE(contrast(text, ground), least) << kThemes[theme];
    for (const double share : {0.1, 0.12, 0.14, 0.2})  // what is chosen
      for (const Color text : {p.ink, p.soft})
        EXPECT_GE(contrast(text, mix(p.window, p.accent, share)), least) << kThemes[theme];
    for (const Color text : {p.soft, p.kernel_text, p.output_text, p.warning})  // a verdict on its own tint
      for (const Color ground : {p.stage, p.window})
        EXPECT_GE(contrast(text, mix(ground, text, 0.11)), least) << kThemes[theme];
    for (const double pressed : {0.0, 0.12, 0.25}) {
      const Color filled = mix(p.accent, p.ink, pressed);
      EXPECT_GE(contrast(readable_on(p, filled), filled), least) << "the button that is filled";
    }
    EXPECT_GE(contrast(p.window, mix(p.window, p.ink, 0.96)), least) << "what a tooltip says";
    // The ring of the keyboard's focus is of both: one of them stands out from any ground.
    EXPECT_GE(contrast(p.ink, p.window), 9);
  }
}

TEST(Palette, OutlinesStandOutFromTheStage) {
  for (const Theme theme : kAllThemes) {
    const Palette& p = palette(theme);
    for (const Role role : {Role::input, Role::kernel, Role::output})
      EXPECT_GE(contrast(role_color(p, role), p.stage),
                2.9);  // WCAG asks 3 of graphics; the mock-up's orange has 2.97
  }
}

TEST(Palette, NumbersAreReadableOnEveryTint) {
  for (const Theme theme : kAllThemes) {
    const Palette& p = palette(theme);
    const double least = theme == Theme::high_contrast ? 7 : 4.5;
    for (int i = 0; i <= 1000; ++i) {
      const double t = i / 1000.0;
      for (const Color ground :
           {role_tint(p, Role::none, t), role_tint(p, Role::input, t), role_tint(p, Role::kernel, t),
            role_tint(p, Role::output, t), role_tint(p, Role::entry, t), diverging(p, 2 * t - 1),
            sequential(p, t), mix(p.stage, sequential(p, t), 0.34)})
        for (const Color wanted : {p.kernel_text, p.soft, readable_on(p, ground)})
          EXPECT_GE(contrast(readable_on(p, ground, wanted), ground), least) << kThemes[theme] << " " << t;
    }
  }
}

TEST(Palette, NumbersAreReadableOnAnyGround) {
  for (const Theme theme : {Theme::light, Theme::dark})
    for (int grey = 0; grey < 256; ++grey) {
      const auto v = static_cast<std::uint8_t>(grey);
      const Color ground{v, v, v, 255};
      EXPECT_GE(contrast(readable_on(palette(theme), ground), ground), 4.5) << grey;
    }
}

TEST(Palette, HighContrastDrawsBorders) {
  const Palette& p = palette(Theme::high_contrast);
  EXPECT_EQ(p.ink, (Color{255, 255, 255, 255}));
  EXPECT_EQ(p.stage, (Color{0, 0, 0, 255}));
  for (const Color ground : {p.stage, p.window, p.cell})
    for (const Color line : {p.line, p.hatch, p.border}) EXPECT_GE(contrast(line, ground), 4.5);
  for (const Theme theme : {Theme::light, Theme::dark}) EXPECT_EQ(palette(theme).border.a, 0);
}

TEST(Palette, MeaningsStayApartForColourBlindViewers) {
  const std::array eyes{kTypical, kProtan, kDeutan, kTritan};
  for (const Theme theme : kAllThemes) {
    const Palette& p = palette(theme);
    const std::array roles{p.input, p.kernel, p.output}, texts{p.input_text, p.kernel_text, p.output_text};
    for (const Matrix& eye : eyes)
      for (std::size_t a = 0; a < 3; ++a)
        for (std::size_t b = a + 1; b < 3; ++b) {
          // CIE76: 2.3 is just noticeable side by side. Six times that is told apart at a glance; text,
          // darker or paler to be readable, has words beside its colour. Typical, protan and deutan eyes get
          // far more; the narrow pair is blue and green for tritan eyes (1 in 10,000).
          EXPECT_GE(distance(lab(times(eye, linear_rgb(roles[a]))), lab(times(eye, linear_rgb(roles[b])))),
                    15);
          EXPECT_GE(distance(lab(times(eye, linear_rgb(texts[a]))), lab(times(eye, linear_rgb(texts[b])))),
                    12);
          if (&eye == &eyes[3]) continue;
          EXPECT_GE(distance(lab(times(eye, linear_rgb(roles[a]))), lab(times(eye, linear_rgb(roles[b])))),
                    35);
        }
  }
}

TEST(Palette, TintsGrowWithTheValue) {
  for (const Theme theme : kAllThemes) {
    const Palette& p = palette(theme);
    for (const Role role : {Role::input, Role::kernel, Role::output, Role::entry}) {
      double before = -1;
      for (int i = 0; i <= 10; ++i) {
        const double away = distance(lab(linear_rgb(role_tint(p, role, i / 10.0))), lab(linear_rgb(p.stage)));
        EXPECT_GT(away, before);
        before = away;
      }
      EXPECT_EQ(role_tint(p, role, -3), role_tint(p, role, 0));
      EXPECT_EQ(role_tint(p, role, 3), role_tint(p, role, 1));
      EXPECT_EQ(role_tint(p, role, std::nan("")), role_tint(p, role, 0));
    }
  }
}

TEST(Palette, LightTintsAreThoseOfTheMockUp) {
  const auto near = [](Color a, Color b) {
    return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)}) <= 2;
  };
  const Palette& p = palette(Theme::light);
  EXPECT_TRUE(near(role_tint(p, Role::input, 1 / 9.0), {208, 226, 238, 255}));
  EXPECT_TRUE(near(role_tint(p, Role::input, 1), {99, 168, 207, 255}));
  EXPECT_TRUE(near(role_tint(p, Role::kernel, 0.25), {239, 217, 192, 255}));
  EXPECT_TRUE(near(role_tint(p, Role::kernel, 1), {230, 175, 110, 255}));
  EXPECT_TRUE(near(role_tint(p, Role::output, 0), {236, 243, 243, 255}));
  EXPECT_TRUE(near(role_tint(p, Role::output, 5 / 9.0), {179, 223, 213, 255}));
}

TEST(Scales, CividisIsThePublishedOne) {
  struct Sample {
    int index;
    double r, g, b;
  };
  // Entries of the published table, most of them between our stops.
  for (const Sample s : {Sample{0, 0, 0.135112, 0.304751}, Sample{4, 0, 0.146877, 0.330479},
                         Sample{68, 0.279411, 0.318677, 0.423031}, Sample{127, 0.485141, 0.482451, 0.470384},
                         Sample{250, 0.987293, 0.884718, 0.213336}, Sample{254, 0.995503, 0.903866, 0.212370},
                         Sample{255, 0.995737, 0.909344, 0.217772}}) {
    const Color c = sequential(s.index / 255.0);
    EXPECT_NEAR(c.r, 255 * s.r, 1.5) << s.index;  // half a step of rounding, one of interpolation
    EXPECT_NEAR(c.g, 255 * s.g, 1.5) << s.index;
    EXPECT_NEAR(c.b, 255 * s.b, 1.5) << s.index;
  }
  EXPECT_EQ(sequential(-1), sequential(0));
  EXPECT_EQ(sequential(2), sequential(1));
  EXPECT_EQ(sequential(std::nan("")), sequential(0));
}

TEST(Scales, CividisLightensEvenly) {
  double before = lab(linear_rgb(sequential(0)))[0];
  for (int i = 1; i <= 32; ++i) {
    const double lightness = lab(linear_rgb(sequential(i / 32.0)))[0];
    EXPECT_GT(lightness, before);
    EXPECT_LT(lightness, before + 4);  // 79 units of lightness in 32 steps
    before = lightness;
  }
}

TEST(Scales, DivergingIsBlueThenGroundThenRed) {
  for (const Theme theme : kAllThemes) {
    const Palette& p = palette(theme);
    EXPECT_EQ(diverging(p, 0), p.cell);
    EXPECT_GT(diverging(p, -1).b, diverging(p, -1).r);
    EXPECT_GT(diverging(p, 1).r, diverging(p, 1).b);
    EXPECT_EQ(diverging(p, -9), diverging(p, -1));
    for (const Matrix& eye : {kTypical, kProtan, kDeutan, kTritan})
      EXPECT_GE(distance(lab(times(eye, linear_rgb(diverging(p, -1)))),
                         lab(times(eye, linear_rgb(diverging(p, 1))))),
                18);
  }
}

TEST(Contrast, IsThatOfTheStandard) {
  EXPECT_NEAR(contrast({0, 0, 0, 255}, {255, 255, 255, 255}), 21, 1e-9);
  EXPECT_NEAR(contrast({255, 255, 255, 255}, {118, 118, 118, 255}), 4.54, 0.01);  // the well-known #767676
  EXPECT_EQ(contrast({9, 9, 9, 255}, {9, 9, 9, 255}), 1);
}

}  // namespace
}  // namespace convscope
