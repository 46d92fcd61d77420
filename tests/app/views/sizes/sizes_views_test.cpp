// The pages of the size lab: what stands on them, and that nothing leaves them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "app/picture/fonts.hpp"
#include "app/views/sizes/ambiguity.hpp"
#include "app/views/sizes/arithmetic.hpp"
#include "app/views/sizes/dialect_rows.hpp"
#include "app/views/sizes/network.hpp"
#include "app/views/sizes/solutions.hpp"
#include "app/views/sizes/tween.hpp"
#include "app/views/sizes/words.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/picture/texts.hpp"
#include "tests/app/views/readable.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::texts_of;

std::set<std::string> ids(const SizePage& page) {
  std::set<std::string> all;
  for (const Spot& spot : page.spots) all.insert(spot.id);
  return all;
}

/// Boxes and words lie inside the picture.
void expect_inside(const SizePage& page, const std::string& what) {
  const Picture& p = page.picture;
  const auto inside = [&](const Rect& r) {
    return r.x >= -0.5 && r.y >= -0.5 && r.right() <= p.width + 0.5 && r.bottom() <= p.height + 0.5;
  };
  for (const Item& item : p.items) {
    if (const Box* box = std::get_if<Box>(&item.shape)) {
      EXPECT_TRUE(inside(box->rect)) << what << ": a box at " << box->rect.x << ", " << box->rect.y << ", "
                                     << box->rect.w << " × " << box->rect.h;
      EXPECT_TRUE(box->rect.w >= 0 && box->rect.h >= 0) << what;
    }
    if (const Label* label = std::get_if<Label>(&item.shape)) {
      const double width = text_width(label->font, label->size, label->text);
      const double x = label->at.x - (label->align == Align::left     ? 0
                                      : label->align == Align::centre ? width / 2
                                                                      : width);
      EXPECT_TRUE(inside({x, label->at.y - label->size / 2, width, label->size}))
          << what << ": '" << label->text << "' at " << x << ", " << label->at.y;
    }
  }
  for (const Spot& spot : page.spots) EXPECT_FALSE(spot.help.empty()) << what << ": " << spot.id;
}

const Style kStyle{.width = 790, .height = 600, .title = false};

SizePage arithmetic(std::string_view spec, SizeTerm lit = SizeTerm::none, const Style& style = kStyle) {
  const Derived derived(parse_spec(spec));
  return draw_arithmetic(derived.op(), 0, lit, style);
}

TEST(ArithmeticPage, TiesTheTermsOfAConvolution) {
  const SizePage page = arithmetic("conv 6x6 k3 s2");
  EXPECT_THAT(texts_of(page.picture),
              AllOf(Contains("d(k−1) − 1").Times(0), Contains("− d(k−1) − 1"), Contains("+ 2p"),
                    Contains("1 left over"), Contains("stride 2"), Contains("6 × 6")));
  for (const char* term : {"input", "padding", "reach", "stride", "first", "remainder", "output"})
    EXPECT_THAT(ids(page), Contains(std::string("term/") + term));
  EXPECT_THAT(ids(page), Contains("axis/1"));
}

TEST(ArithmeticPage, TiesTheTermsOfATransposedConvolution) {
  const SizePage page = arithmetic("tconv 3 k3 s2 p1 op1");
  EXPECT_THAT(texts_of(page.picture),
              AllOf(Contains("(n−1)"), Contains("+ op"), Contains("op: +1"), Contains("output 6")));
  EXPECT_THAT(ids(page), AllOf(Contains("term/output-padding"), Not(Contains("term/remainder"))));
}

TEST(ArithmeticPage, MarksWhatNoWindowReads) {
  const auto marked = [](std::string_view spec) {
    const SizePage page = arithmetic(spec);
    const Color warning = palette(Theme::light).warning;
    return std::ranges::count_if(page.picture.items, [&](const Item& item) {
      const Box* box = std::get_if<Box>(&item.shape);
      return box != nullptr && box->stroke == warning;
    });
  };
  EXPECT_EQ(marked("conv 6 k3 s2"), 1);
  EXPECT_EQ(marked("conv 6 k3 s2 p1"), 0);  // only padding is left over
  EXPECT_EQ(marked("conv 9 k2 s4"), 5);
  EXPECT_EQ(marked("conv 6 k3 s2 p1 border=reflect"), 0);
}

TEST(ArithmeticPage, EveryTermLightsUpInFormulaAndDrawing) {
  for (const char* spec : {"conv 6 k3 s2 p1", "tconv 3 k3 s2 p1 op1"}) {
    const SizePage plain = arithmetic(spec);
    for (const std::string& id : ids(plain)) {
      const SizeTerm term = find_term(id.substr(5));
      ASSERT_NE(term, SizeTerm::none) << id;
      EXPECT_GT(arithmetic(spec, term).picture.items.size(), plain.picture.items.size() + 1)
          << spec << " " << id;
    }
  }
}

TEST(ArithmeticPage, LongAxesAreElided) {
  const SizePage page = arithmetic("conv 224x224 k7 s2 p3");
  EXPECT_THAT(texts_of(page.picture),
              AllOf(Contains("…"), Contains("0"), Contains("223"), Contains("111"), Not(Contains("100"))));
  EXPECT_LT(page.picture.items.size(), 400u);
  EXPECT_LT(arithmetic("conv 100000 k3 s2").picture.items.size(), 400u);
  EXPECT_LT(arithmetic("tconv 60000 k3 s2").picture.items.size(), 400u);
  EXPECT_LT(arithmetic("conv 2000 k900 d2").picture.items.size(), 400u);
}

TEST(ArithmeticPage, TheSizesOfThePlanesStandApart) {
  for (const auto& [width, height, type] : {std::tuple{1280.0, 560.0, 1.5}, {1784.0, 860.0, 2.25}})
    for (const auto& [spec, dense, strided] : {std::tuple{"conv 224x224 k7 s2 p3", "224 × 224", "112 × 112"},
                                               {"conv 1000x1000 k3 s2", "1000 × 1000", "499 × 499"},
                                               {"tconv 112x112 k4 s2 p1", "224 × 224", "112 × 112"},
                                               {"conv 9x300 k3 s3", "9 × 300", "3 × 100"}}) {
      Style style{.width = width, .height = height};
      style.present = true;
      style.type = type;
      const SizePage page = arithmetic(spec, SizeTerm::none, style);
      std::vector<Rect> places;
      for (const Item& item : page.picture.items)
        if (const Label* label = std::get_if<Label>(&item.shape);
            label && (label->text == dense || label->text == strided))
          places.push_back(testing::label_rect(*label));
      ASSERT_EQ(places.size(), 2U) << spec;
      EXPECT_FALSE(overlap(places[0], places[1])) << spec << " at " << width;
    }
}

TEST(ArithmeticPage, FirstAndLastWindowAreAlwaysThere) {
  for (const char* spec :
       {"conv 100 k60 s2", "conv 300 k120 s7", "tconv 50 k90 s2", "conv 1000000 k3 s2", "conv 900 k3 s800"}) {
    const SizePage page = arithmetic(spec);
    const Derived derived(parse_spec(spec));
    const Index last = derived.op().geometry.axes[0].windows - 1;
    EXPECT_THAT(
        texts_of(page.picture),
        AllOf(Contains("0"),
              Contains(derived.op().transposed() ? "input 50" : "output " + std::to_string(last + 1))))
        << spec;
    EXPECT_GE(std::ranges::count(page.spots, "term/reach", &Spot::id), 2) << spec;
  }
}

TEST(SizePages, StayInside) {
  for (const double type : {1.0, 1.5})
    for (const auto& [width, height] : {std::pair{790.0, 600.0}, {1318.0, 960.0}, {560.0, 470.0}}) {
      if (type > 1 && width < 700) continue;
      Style style = kStyle;
      style.width = width * (type > 1 ? 1.6 : 1);
      style.height = height;
      style.type = type;
      for (const char* spec : {"conv 5 k3", "conv 6x6 k3 s2 p1", "conv 224x224 k7 s2 p3", "conv 9 k2 s4",
                               "conv 12x12 k5 p-1", "conv 40 k8 d5", "conv 5x6x7 k3 s2", "conv 7 k3 psame s2",
                               "tconv 3x3 k3 s2 p1 op1", "tconv 112x64 k7 s2 p3 op1", "tconv 5 k2 s3 op2",
                               "tconv 1 k4", "tconv 4x4 k4 s2 p1", "tconv 4 k3 s2 psame dialect=keras"}) {
        const Derived derived{parse_spec(spec)};
        const Operator& op = derived.op();
        const std::string what =
            std::string(spec) + " at " + std::to_string(width) + ", type " + std::to_string(type);
        for (std::size_t axis = 0; axis < op.geometry.rank(); ++axis) {
          expect_inside(draw_arithmetic(op, axis, SizeTerm::stride, style), "arithmetic of " + what);
          const auto same = same_outputs(derived.scenario().layer, axis, op.geometry.windows()[axis]);
          expect_inside(draw_ambiguity(op, axis, same, "", style), "ambiguity of " + what);
        }
        if (derived.scenario().layer.padding.rule != Padding::Rule::numbers) continue;
        if (derived.scenario().layer.padding.sides[0].begin < 0) continue;
        const auto rows = dialects(op.transposed(), derived.scenario().size, derived.scenario().layer);
        for (std::size_t i = 1; i < rows.size(); ++i)
          expect_inside(
              draw_dialects({op.transposed(), size_axis(op, 0).axis, 0, derived.scenario().size, rows, i, {}},
                            "", style),
              "dialects of " + what);
      }
      for (const Chain& chain : chain_presets()) {
        const ChainReport r = report(chain);
        expect_inside(draw_network({chain, r, 2, 3}, "layer/4", style), "network " + chain.name);
      }
      const auto found = solve_sizes(true, {4, 4}, {8, 8}).sets;
      expect_inside(
          draw_solutions({.transposed = true, .input = {4, 4}, .wanted = {8, 8}, .found = found}, "", style),
          "solve");
    }
}

TEST(AmbiguityPage, NumbersOfTheBook) {
  const Derived derived(parse_spec("conv 16x16 k5 s3 p2"));
  const auto same = same_outputs(derived.scenario().layer, 0, 6);
  const SizePage page = draw_ambiguity(derived.op(), 0, same, "", kStyle);
  EXPECT_THAT(texts_of(page.picture),
              AllOf(Contains("3 sizes, 16 to 18, give the same 6 output cells"), Contains("now").Times(1)));
  EXPECT_EQ(ids(page), (std::set<std::string>{"size/16", "size/17", "size/18"}));
  const Derived one(parse_spec("conv 5 k3"));
  EXPECT_THAT(
      texts_of(draw_ambiguity(one.op(), 0, same_outputs(one.scenario().layer, 0, 3), "", kStyle).picture),
      Contains("Only 5 gives 3 output cells"));
}

TEST(SolvePage, TableAndProblem) {
  auto found = solve_sizes(true, {4, 4}, {8, 8}).sets;
  SolutionTable table{.transposed = true, .input = {4, 4}, .wanted = {8, 8}, .found = found};
  const SizePage page = draw_solutions(table, "", kStyle);
  EXPECT_THAT(texts_of(page.picture), Contains("36 ways from 4 × 4 to 8 × 8"));
  EXPECT_THAT(ids(page), AllOf(Contains("sort/output-padding"), Contains("row/0"), Not(Contains("row/35"))));
  table.first = 1000;  // beyond the end: the last ones
  EXPECT_THAT(ids(draw_solutions(table, "", kStyle)), AllOf(Contains("row/35"), Not(Contains("row/0"))));
  found.clear();
  table.problem = "solve: no way";
  table.nearest = {{4, 4}, {6, 6}};
  const SizePage none = draw_solutions(table, "nearest/1", kStyle);
  EXPECT_THAT(texts_of(none.picture), AllOf(Contains("solve: no way"), Contains("4 × 4"), Contains("6 × 6")));
  EXPECT_EQ(ids(none), (std::set<std::string>{"nearest/0", "nearest/1"}));
}

TEST(SolvePage, SortsStably) {
  auto found = solve_sizes(true, {4, 4}, {8, 8}).sets;
  sort_solutions(found, SolveColumn::kernel, true);
  EXPECT_TRUE(
      std::ranges::is_sorted(found, std::greater{}, [](const SizeSolution& s) { return s.kernel[0]; }));
  for (std::size_t i = 0; i + 1 < found.size(); ++i)
    if (found[i].kernel == found[i + 1].kernel) {
      EXPECT_LE(found[i].unevenness(), found[i + 1].unevenness());
    }
  for (std::size_t i = 0; i < kSolveColumns.size(); ++i)
    sort_solutions(found, static_cast<SolveColumn>(i), false);
  EXPECT_TRUE(std::ranges::is_sorted(found, {}, &SizeSolution::products));
}

TEST(NetworkPage, ArcsAndWarnings) {
  const Style tall{.width = 790, .height = 1000, .title = false};
  const auto red = [&](const Chain& chain) {
    const ChainReport r = report(chain);
    const SizePage page = draw_network({chain, r}, "", tall);
    for (std::size_t i = 0; i < chain.layers.size(); ++i)
      EXPECT_THAT(ids(page), Contains("layer/" + std::to_string(i)));
    return std::ranges::count_if(page.picture.items, [](const Item& item) {
      const Path* path = std::get_if<Path>(&item.shape);
      return path != nullptr && path->stroke == palette(Theme::light).warning;
    });
  };
  Chain chain = chain_preset("unet");
  EXPECT_EQ(red(chain), 0);
  chain.size = {257, 256};
  EXPECT_EQ(red(chain), 1);
  chain.size = {250, 250};
  EXPECT_EQ(red(chain), 4);
  const ChainReport r = report(chain);
  EXPECT_THAT(texts_of(draw_network({chain, r}, "", tall).picture),
              Contains(HasSubstr("4 of 4 skip connections do not meet")));
}

TEST(NetworkPage, LayersStayInOrderWhereThereIsNoRoom) {
  const Chain chain = chain_preset("unet");
  const ChainReport r = report(chain);
  const SizePage page = draw_network({chain, r}, "", Style{.width = 790, .height = 60, .title = false});
  std::vector<double> rows;
  for (const Spot& spot : page.spots)
    if (spot.id.starts_with("layer/")) rows.push_back(spot.rect.centre().y);
  EXPECT_GE(rows.size(), 3U);
  EXPECT_TRUE(std::ranges::is_sorted(rows));
}

TEST(NetworkPage, LayersInAFewLetters) {
  EXPECT_EQ(layer_text({.kernel = {3, 1}, .stride = {2}, .padding = {1, 0}}), "conv k3×1 s2 p1×0");
  EXPECT_EQ(
      layer_text({.kind = ChainLayer::Kind::transposed, .kernel = {4}, .stride = {2}, .output_padding = {1}}),
      "T k4 s2 op1");
  EXPECT_EQ(layer_text({.kind = ChainLayer::Kind::nearest, .stride = {2}}), "nearest ×2");
  EXPECT_EQ(layer_text({.groups = 4, .activation = ChainLayer::Activation::leaky_relu}),
            "conv k3 g4 leaky-relu");
  EXPECT_EQ(layer_text({.kind = ChainLayer::Kind::transposed,
                        .stride = {2},
                        .rule = Padding::Rule::same,
                        .output_padding = {0},
                        .dialect = Dialect::keras}),
            "T k3 s2 same op0 keras");
}

TEST(DialectsPage, TheOnePixelShift) {
  const Derived derived(parse_spec("tconv 4 k3 s2 p1 op1 in=[1,2,3,4] w=[1,10,100]"));
  const auto rows = dialects(true, {4}, derived.scenario().layer);
  const std::size_t compared = row_to_compare(rows, 0);
  EXPECT_EQ(rows[compared].framework, "Keras");
  EXPECT_EQ(rows[compared].setting, "padding='same'");
  const std::vector<double> full{1, 10, 102, 20, 203, 30, 304, 40, 400};
  const SizePage page =
      draw_dialects({true, size_axis(derived.op(), 0).axis, 0, {4}, rows, compared, full}, "", kStyle);
  EXPECT_THAT(
      texts_of(page.picture),
      AllOf(Contains(
                "PyTorch's cell i is Keras's cell i + 1: a network taken over without care moves by 1 cell."),
            Contains("400"), Contains("shift +1")));
}

TEST(Tween, BeginsAsTheOldAndEndsAsTheNew) {
  const Picture a = arithmetic("conv 6 k3 s2").picture, b = arithmetic("conv 15 k3 s1").picture;
  EXPECT_EQ(between(a, b, 1), b);
  EXPECT_EQ(between(a, a, 0), a);
  EXPECT_EQ(between(a, a, 0.4).items.size(), a.items.size());
  const auto first_cell = [](const Picture& p) {
    for (const Item& item : p.items)
      if (const Box* box = std::get_if<Box>(&item.shape);
          box != nullptr && box->fill == role_tint(palette(Theme::light), Role::input, 0.55))
        return box->rect;
    return Rect{};
  };
  EXPECT_EQ(first_cell(between(a, b, 0)), first_cell(a));
  EXPECT_GT(first_cell(a).w, first_cell(b).w);
  EXPECT_LT(first_cell(between(a, b, 0.5)).w, first_cell(a).w);
  EXPECT_GT(first_cell(between(a, b, 0.5)).w, first_cell(b).w);
  EXPECT_EQ(between(Picture{}, b, 0.5).items.size(), b.items.size());
}

TEST(SizeWords, AreAsHighAsTheyNeedToBe) {
  const Style narrow{.width = 250, .height = 100};
  const Picture picture =
      draw_words({{"One", {{std::string(400, 'a') + " b", Sentence::Kind::text}}}, {"Two", {}}}, narrow);
  EXPECT_THAT(texts_of(picture), AllOf(Contains("One"), Contains("Two")));
  EXPECT_GE(picture.height, 100);
}

}  // namespace
}  // namespace convscope
