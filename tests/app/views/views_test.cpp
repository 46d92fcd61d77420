// What holds for every view: texts fit, nothing overlaps, the end of the animation is the operator's result.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "app/picture/fonts.hpp"
#include "app/views/number_text.hpp"
#include "app/views/registry.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"
#include "tests/app/views/cell_labels.hpp"
#include "tests/app/views/readable.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using testing::expect_texts_apart;

constexpr std::string_view kSpecs[] = {
    "tconv 3x3 k3 s2 p1 op1 w=bilinear",
    "conv 5x5 k3 s2 p1",
    "conv 1 k1",
    "tconv 1x1 k1",
    "conv 7 k3 p1",
    "tconv 4 k3 s2",
    "conv 5x5 k3 p1 c3>2 w=random:1",
    "tconv 3x3 k3 s2 c2>3 w=random:1",
    "conv 12x12 k3 p1 in=random:3 w=sobel-x border=reflect",
    "conv 7x7 k3 d2",
    "tconv 8 k5 s2 p2 op1",
    "conv 28x28 k5 s2 p2",
    "tconv 12x12 k3 s2 p1",
    "conv 6x7 k3x2 s2x1 psame",
    "tconv 16 k9 s1",
    "conv 64x64 k3 p1",
    "tconv 2x2 k5",
    "conv 5 k3 b=[1] act=relu",
    "conv 9x1 k3x1",
    "tconv 3 k2 s3",
    "conv 6 k3 p-1:0",
    "conv 4x4 k3 p1 in=random:3 w=random:1 b=[.3] act=relu up=ramp",
    "tconv 3x3 k3 s2 c2>1 w=random:1 act=tanh up=random:5",
    "tconv 4 k3 s2 w=[1,-2,3] act=leaky-relu",
    "conv 5x5 k3 c4>4 g2 w=random:2",
    "conv 8x8 k3 c3>16 w=random:1",
    "tconv 6 k3 c12>12 g3",
    "tconv 6 k4 s2 p1",
    "conv 9x9 k3 s2 d2",
    "conv 5 k2 p1 c2>2 w=random:1",
    "conv 4x4x4 k3 in=random:1 w=random:2",
    "conv 5x4x3 k3x2x1 s2x1x1 p1x0x0 b=[1] act=relu",
    "tconv 2x3x2 k3 s2 in=random:1 w=random:2",
    "tconv 2x2x2 k3 s2 p1 op1 w=bilinear",
    "conv 12x9x9 k3 p1 border=reflect",
};

struct Reach {
  double width, height;
  bool present = false;
  Style style() const {
    Style out{.width = width, .height = height};
    if (present) convscope::present(out);
    return out;
  }
};
constexpr Reach kExtents[] = {{1280, 720}, {1920, 1080},      {900, 480},
                              {683, 384},  {1280, 720, true}, {1920, 1080, true}};

TEST(ViewsSlow, TextsFitAndDoNotOverlap) {
  for (const View& v : views())
    for (std::string_view spec : kSpecs) {
      const Derived d(parse_spec(spec));
      if (v.obstacle(d)) continue;
      for (const Reach& e : kExtents) {
        SCOPED_TRACE(std::string(v.name) + " " + std::string(spec) + " " + std::to_string(e.width) +
                     (e.present ? " presenting" : ""));
        const Index all = steps(v, d);
        for (Index step : std::set<Index>{0, all / 2, all - 1})
          expect_texts_apart(v.draw(d, {step, kSettled}, e.style()));
        if (::testing::Test::HasFailure()) return;  // one picture's list is enough
      }
    }
}

/// The texts of the output cells, by flat index.
std::vector<std::string> output_texts(const Picture& picture, Index cells) {
  std::vector<std::string> texts(static_cast<std::size_t>(cells));
  for (std::size_t i = 0; i < picture.items.size(); ++i)
    if (picture.items[i].tag.role == Role::output)
      if (const Label* label = label_in(picture, i))
        texts[static_cast<std::size_t>(picture.items[i].tag.cell)] = label->text;
  return texts;
}

TEST(Views, EndWithTheOperatorsResult) {
  for (std::string_view spec : {"conv 5 k3 p1", "tconv 4 k3 s2", "conv 5x5 k3 s2 p1 b=[2] act=tanh",
                                "tconv 3x3 k3 s2 p1 op1 b=[-9] act=relu", "tconv 3x2 k2x3 w=ramp"})
    for (std::string_view name : {"slide", "scatter", "direct"}) {
      const Derived d(parse_spec(spec));
      const View& v = view(name);
      if (v.obstacle(d)) continue;
      const Picture p = v.draw(d, {steps(v, d) - 1, kSettled}, {});
      const auto texts = output_texts(p, d.output().size());
      for (Index i = 0; i < d.output().size(); ++i)
        EXPECT_EQ(texts[static_cast<std::size_t>(i)], number_text(d.output()[i], NumberFormat::automatic))
            << name << " " << spec << " " << i;
    }
}

TEST(Views, EndWithTheSameResultInEveryOrder) {
  for (std::string_view spec :
       {"conv 5 k3 p1", "tconv 4 k3 s2", "conv 4x5 k3 s2 p1 b=[2]", "tconv 3x3 k3 s2 p1 op1 w=ramp",
        "conv 5x5 k3 p1 border=reflect w=ramp", "conv 6 k3 d2 s2 p1"})
    for (Order order : {Order::by_window, Order::by_pixel, Order::by_tap}) {
      const Derived d(parse_spec(spec));
      const View& v = default_view(d.scenario());
      const Style style{.order = order};
      const Index all = steps(v, d, order);
      for (Index step = 0; step < all; ++step) expect_texts_apart(v.draw(d, {step, kSettled}, style));
      const auto texts = output_texts(v.draw(d, {all - 1, kSettled}, style), d.output().size());
      for (Index i = 0; i < d.output().size(); ++i)
        EXPECT_EQ(texts[static_cast<std::size_t>(i)], number_text(d.output()[i], NumberFormat::automatic))
            << spec << " " << to_string(order) << " " << i;
    }
}

TEST(Views, AZoomedMatrixSaysWhichPartItShows) {
  const Derived d(parse_spec("conv 256x256 k3 p1"));
  for (const MatrixWindow& part : {MatrixWindow{32519, 32519, 505, 505}, MatrixWindow{9, 9, 4, 4}}) {
    Style style{.width = 780, .height = 500};
    style.matrix = part;
    const Picture p = view("matrix").draw(d, {32768, kSettled}, style);
    expect_texts_apart(p);
    EXPECT_NE(to_text(p).find("\"rows " + std::to_string(part.row) + " to"), std::string::npos);
  }
}

TEST(Views, ArePureAndMoveSmoothly) {
  const Derived d(parse_spec("tconv 3x3 k3 s2 p1 op1 w=bilinear"));
  for (const View& v : views()) {
    if (v.obstacle(d)) continue;
    const Style style;
    EXPECT_EQ(to_text(v.draw(d, {0, .3}, style)), to_text(v.draw(d, {0, .3}, style)));
    if (!v.animated) continue;
    // The end of one step is the beginning of the next as far as the moving outline goes.
    for (double phase = 0; phase < 1; phase += 0.05) EXPECT_NO_THROW(v.draw(d, {1, phase}, style));
  }
}

TEST(Views, HoveringRingsTheSameCellEverywhere) {
  const Derived d(parse_spec("tconv 3x3 k3 s2 p1 op1 w=bilinear"));
  for (std::string_view name : {"scatter", "direct", "matrix", "gradient", "channels"})
    for (Tag tag : {Tag{Role::input, 4}, Tag{Role::output, 7}}) {
      const View& v = view(name);
      Style style;
      const std::size_t plain = v.draw(d, {0, kSettled}, style).items.size();
      style.hover = tag;
      EXPECT_GT(v.draw(d, {0, kSettled}, style).items.size(), plain) << name;
    }
}

TEST(Views, SayWhyTheyCannotShowAScenario) {
  const Derived conv(parse_spec("conv 5 k3")), tconv(parse_spec("tconv 5 k3")),
      volume(parse_spec("conv 3x3x3 k2"));
  EXPECT_TRUE(view("slide").obstacle(tconv));
  EXPECT_TRUE(view("scatter").obstacle(conv));
  EXPECT_TRUE(view("direct").obstacle(conv));
  EXPECT_FALSE(view("slide").obstacle(volume));
  EXPECT_TRUE(view("gradient").obstacle(volume));
  EXPECT_FALSE(view("matrix").obstacle(volume));
  EXPECT_TRUE(view("photo").obstacle(volume));
  EXPECT_EQ(default_view(conv.scenario()).name, "slide");
  EXPECT_EQ(default_view(tconv.scenario()).name, "scatter");
  EXPECT_THROW(view("slid"), Error);
}

TEST(Inspector, FitsItsPanelForEveryHover) {
  for (std::string_view spec : kSpecs) {
    const Derived d(parse_spec(spec));
    const View& v = default_view(d.scenario());
    if (v.obstacle(d)) continue;
    for (Tag hover : {Tag{}, Tag{Role::input, 0}, Tag{Role::output, 0}, Tag{Role::kernel, 0},
                      Tag{Role::entry, 0}, Tag{Role::output, 99999}, Tag{Role::upstream, 0},
                      Tag{Role::input_gradient, 0}, Tag{Role::weight_gradient, 0}}) {
      SCOPED_TRACE(std::string(spec));
      expect_texts_apart(draw_inspector(v, d, {0, kSettled}, {.width = 300, .height = 600, .hover = hover}));
    }
  }
}

TEST(NumberText, IsWhatPeopleWrite) {
  using enum NumberFormat;
  EXPECT_EQ(number_text(3, automatic), "3");
  EXPECT_EQ(number_text(-3, automatic), "−3");
  EXPECT_EQ(number_text(-0.0, automatic), "0");
  EXPECT_EQ(number_text(2.5, automatic), "2½");
  EXPECT_EQ(number_text(.75, automatic), "¾");
  EXPECT_EQ(number_text(1.0 / 3, automatic), "0.33");
  EXPECT_EQ(number_text(1.0 / 3, fraction), "⅓");
  EXPECT_EQ(number_text(16.0 / 9, fraction), "16/9");
  EXPECT_EQ(number_text(5.0 / 3, fraction), "5/3");
  EXPECT_EQ(number_text(2.5, decimal), "2.5");
  EXPECT_EQ(number_text(1.0 / 3, decimal), "0.333");
  EXPECT_EQ(number_text(0.1 + 0.2, automatic), "0.3");
  EXPECT_EQ(number_text(1e-5, automatic), "1.0e-05");
  EXPECT_EQ(number_text(1234567, automatic), "1.23e+06");
  EXPECT_EQ(signed_text(1.25, automatic), "+1¼");
  EXPECT_EQ(signed_text(NAN, automatic), "nan");
}

/// How wide the fonts here set a sentence.
std::string font_widths() {
  std::string out;
  for (Font font : {Font::text, Font::text_medium, Font::text_bold, Font::number, Font::number_bold})
    out += std::to_string(text_width(font, 100, "Hamburgefonstiv 0123456789, 3 × 3")) + "\n";
  return out;
}

/// What may lie between two versions of a font: captions are a little longer, and what stands beside them
/// moves.
constexpr double kFontsDecide = 8;

/// The same words, but for numbers in front of the quoted ones that are `apart` from each other.
bool same_line(const std::string& drawn, const std::string& golden, double apart) {
  const auto quoted = [](const std::string& line) { return std::min(line.find('"'), line.size()); };
  if (drawn.substr(quoted(drawn)) != golden.substr(quoted(golden))) return false;
  const auto pieces = [&](const std::string& line) {
    std::string spaced = line.substr(0, quoted(line));
    std::ranges::replace(spaced, ',', ' ');
    std::ranges::replace(spaced, 'x', ' ');
    return spaced;
  };
  const std::string a = pieces(drawn), b = pieces(golden);
  const auto left = split(a, ' '), right = split(b, ' ');
  return std::ranges::equal(left, right, [&](std::string_view one, std::string_view other) {
    const auto x = parse_value(one), y = parse_value(other);
    return one == other || (x && y && std::abs(*x - *y) <= apart);
  });
}

/// "line 7: DRAWN instead of GOLDEN", or nothing: a whole picture is too long to be read.
std::string first_difference(const std::string& drawn, const std::string& golden, double apart) {
  std::istringstream a(drawn), b(golden);
  std::string line, other;
  for (int n = 1;; ++n) {
    const bool more = static_cast<bool>(std::getline(a, line)),
               expected = static_cast<bool>(std::getline(b, other));
    if (!more && !expected) return "";
    if (more != expected || !same_line(line, other, apart))
      return "line " + std::to_string(n) + ": " + (more ? line : "the end") +
             "\ninstead of: " + (expected ? other : "the end");
  }
}

/// The text of a golden, written anew when CONVSCOPE_UPDATE_GOLDENS is set.
std::string golden_text(const std::string& name, const std::string& drawn) {
  const std::string path = testing::in_tests("golden/") + name + ".txt";
  if (std::getenv("CONVSCOPE_UPDATE_GOLDENS") != nullptr) std::ofstream(path) << drawn;
  std::stringstream golden;
  golden << std::ifstream(path).rdbuf();
  return golden.str();
}

// Goldens are text: what is drawn, not its pixels. With the fonts that they were made with they hold to the
// last digit; with other versions the words, colours and tags do, and places as far as fonts decide.
TEST(Views, DrawWhatTheGoldensSay) {
  const std::pair<std::string_view, std::string_view> pictures[] = {
      {"slide", "conv 5x5 k3 s2 p1"},
      {"slide", "conv 5 k3 p1"},
      {"scatter", "tconv 3x3 k3 s2 p1 op1 w=bilinear"},
      {"scatter", "tconv 3 k3 s2"},
      {"direct", "tconv 2x2 k3 s2 p1"},
      {"direct", "tconv 3 k3 s2"},
      {"matrix", "conv 3x3 k2 w=ramp"},
      {"matrix", "tconv 3 k3 s2 w=ramp"},
      {"gradient", "tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange"},
      {"gradient", "conv 5 k3 p1 up=ramp"},
      {"gradient", "conv 4x4 k3 in=random:3 w=random:1 b=[4] act=relu up=ramp"},
      {"channels", "conv 4x4 k3 c2>2 w=random:1"},
      {"channels", "tconv 3x3 k2 s2 c4>4 g2 w=random:1"},
      {"channels", "conv 5 k3 c2>1"},
      {"overlap", "tconv 4x4 k3 s2"},
      {"overlap", "tconv 4 k3 s2"},
      {"overlap", "conv 7 k4 s2 p1"},
      {"wiring", "conv 5 k3"},
      {"wiring", "tconv 3 k3 s2 p1"},
  };
  const double apart = golden_text("fonts", font_widths()) == font_widths() ? 0 : kFontsDecide;
  for (const auto& [name, spec] : pictures) {
    const Derived d(parse_spec(spec));
    const View& v = view(name);
    const std::string drawn = to_text(v.draw(d, {steps(v, d) / 2, kSettled}, {.width = 960, .height = 540}));
    std::string file = std::string(name) + "-" + std::string(spec);
    for (char& c : file)  // names that every file system takes
      if (std::string_view(" :;,[]>").find(c) != std::string_view::npos) c = '_';
    EXPECT_EQ(first_difference(drawn, golden_text("views/" + file, drawn), apart), "") << file;
  }
}

}  // namespace
}  // namespace convscope
