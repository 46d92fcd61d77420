// The cards of claims as drawings: every claim has its panes and words, nothing leaves the page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/picture/fonts.hpp"
#include "app/views/claims/evidence.hpp"
#include "app/views/claims/evidence_words.hpp"
#include "app/views/claims/page.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/picture/texts.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::texts_of;

std::string joined(const Picture& picture) {
  std::string all;
  for (const std::string& text : texts_of(picture)) all += text + "\n";
  return all;
}

std::vector<Scenario> own_scenarios(const Claim& claim) {
  std::vector<Scenario> scenarios;
  for (const std::string_view spec : claim.scenarios) scenarios.push_back(parse_spec(spec));
  return scenarios;
}

/// A page at rest, with what it refers to.
struct Made {
  explicit Made(const Claim& claim)
      : result(run(claim)), page{.claim = claim, .theme = "Theme", .result = &result} {
    page.scenarios = own_scenarios(claim);
    page.panes = experiment_panes(claim, page.scenarios);
    for (const ExperimentPane& pane : page.panes)
      page.moments.push_back({pane.derived ? steps(view(pane.view), *pane.derived) - 1 : 0, kSettled});
  }
  ClaimResult result;
  ClaimPage page;
};

TEST(ClaimWords, NameAllEvidenceAndNothingElse) {
  std::set<std::string> used;
  for (const Claim& claim : claims()) {
    const ClaimResult result = run(claim);
    for (const Evidence::Item& item : result.evidence.items()) {
      const auto known = [&](const std::string& name) {
        return std::ranges::find(evidence_words(), std::string_view(name), &EvidenceWord::name) !=
               evidence_words().end();
      };
      const std::string own = std::string(claim.name) + "/" + item.name;
      ASSERT_TRUE(known(own) || known(item.name)) << own;
      used.insert(known(own) ? own : item.name);
      EXPECT_TRUE(covers(Font::text, evidence_word(claim.name, item.name).title)) << own;
    }
  }
  for (const EvidenceWord& word : evidence_words())
    EXPECT_TRUE(used.contains(std::string(word.name))) << word.name;
}

TEST(ClaimPanes, AreThereForEveryClaimAndShowIt) {
  for (const Claim& claim : claims()) {
    const auto panes = experiment_panes(claim, own_scenarios(claim));
    EXPECT_GE(panes.size(), 1u) << claim.name;
    EXPECT_LE(panes.size(), 2u) << claim.name;
    for (const ExperimentPane& pane : panes) {
      EXPECT_EQ(pane.problem, "") << claim.name << " " << pane.caption;
      EXPECT_TRUE(pane.derived) << claim.name << " " << pane.caption;
      EXPECT_LT(pane.scenario, claim.scenarios.size()) << claim.name;
    }
  }
}

TEST(ClaimPanes, ShowWhatFollowsFromTheScenario) {
  const auto values = [](const Tensor<double>& t) {
    return std::vector(t.values().begin(), t.values().end());
  };
  const auto panes = [](const char* name, const std::vector<std::string>& specs) {
    std::vector<Scenario> scenarios;
    for (const std::string& spec : specs) scenarios.push_back(parse_spec(spec));
    return experiment_panes(claim(name), scenarios);
  };
  // The numbers that the experiments find, as in numbers.md.
  EXPECT_THAT(values(panes("other-order", {"tconv 2 k2 s2 in=[3,5] w=[1,2]"})[1].derived->output()),
              ::testing::ElementsAre(15, 25));
  EXPECT_THAT(values(panes("mirrored-kernel", {"conv 5 k3 w=[-1,0,1]", "conv 5 k3"})[0].derived->output()),
              ::testing::ElementsAre(-2, -2, 0, 2, 2));
  EXPECT_THAT(values(panes("mirrored-kernel", {"conv 5 k3 w=[-1,0,1]", "conv 5 k3"})[1].derived->output()),
              ::testing::ElementsAre(2, 2, 0, -2, -2));
  EXPECT_THAT(values(panes("keras-is-pytorch", {"tconv 4 k3 s2 p1 op1 w=[1,10,100]"})[1].derived->output()),
              ::testing::ElementsAre(1, 10, 102, 20, 203, 30, 304, 40));
  const auto resized = panes("resize-convolution", {"conv 8 k3 p1 w=[1,2,4]"});
  EXPECT_EQ(values(resized[0].derived->output()), values(resized[1].derived->output()));
  const auto slid = panes("invariant", {"conv 8 k3 in=impulse w=ramp"});
  EXPECT_EQ(slid[1].derived->output()[3], slid[0].derived->output()[2]);
}

TEST(ClaimPanes, SayWhyTheyShowNothing) {
  const auto panes = experiment_panes(claim("resize-convolution"), std::vector{parse_spec("conv 8 k4 p1")});
  ASSERT_EQ(panes.size(), 2u);
  EXPECT_TRUE(panes[0].derived);
  EXPECT_FALSE(panes[1].derived);
  EXPECT_THAT(panes[1].problem, HasSubstr("where there are three weights"));
  const auto deep = experiment_panes(claim("dilation-weights"),
                                     std::vector{parse_spec("conv 20x3x3 k2"), parse_spec("conv 5 k3")});
  EXPECT_FALSE(deep[0].derived);
  EXPECT_THAT(deep[0].problem, HasSubstr("Slide"));
}

TEST(ClaimPage, StaysWithinItsRectangleAndSaysEverything) {
  for (const auto& [width, height, type] :
       {std::tuple{790., 606., 1.}, {1320., 930., 1.}, {1280., 640., 1.5}}) {
    for (const Claim& claim : claims()) {
      SCOPED_TRACE(claim.name);
      const Made made(claim);
      const DrawnPage drawn = draw_claim_page(made.page, {.width = width, .height = height, .type = type});
      EXPECT_GE(drawn.picture.height, height - 1);
      EXPECT_LE(drawn.picture.height, 1.9 * height);
      EXPECT_EQ(drawn.panes.size(), made.page.panes.size());
      for (const Item& item : drawn.picture.items) {
        const auto* label = std::get_if<Label>(&item.shape);
        if (label == nullptr) continue;
        const double wide = text_width(label->font, label->size, label->text);
        const double left = label->align == Align::left     ? label->at.x
                            : label->align == Align::centre ? label->at.x - wide / 2
                                                            : label->at.x - wide;
        EXPECT_GE(left, 0) << label->text;
        EXPECT_LE(left + wide, width) << label->text;
        EXPECT_LE(label->at.y, drawn.picture.height) << label->text;
      }
      // The sentence, its verdict and every number's name.
      std::string words = joined(drawn.picture);
      std::ranges::replace(words, '\n', ' ');
      EXPECT_THAT(words, HasSubstr(std::string(claim.claim)));
      EXPECT_THAT(words, HasSubstr(std::string(claim.statement)));
      EXPECT_THAT(texts_of(drawn.picture), Contains(std::string(to_string(made.result.verdict))));
    }
  }
}

TEST(ClaimPage, HidesWhatIsToBeGuessed) {
  Made made(claim("divisible"));
  made.page.hidden = true;
  made.page.votes = {3, 1, 0};
  const Style style{.width = 900, .height = 700};
  const DrawnPage hidden = draw_claim_page(made.page, style);
  const std::string words = joined(hidden.picture);
  EXPECT_THAT(words, HasSubstr("A kernel size divisible"));
  EXPECT_THAT(words, Not(HasSubstr("depends")));
  EXPECT_THAT(words, Not(HasSubstr("even overlap")));
  EXPECT_THAT(words, Not(HasSubstr("phase sums")));
  EXPECT_GE(hidden.verdict.h, 30);
  made.page.hidden = false;
  const DrawnPage shown = draw_claim_page(made.page, style);
  EXPECT_THAT(texts_of(shown.picture), Contains("depends"));
  EXPECT_THAT(texts_of(shown.picture), Contains("3")) << "the votes are counted";
  EXPECT_EQ(hidden.verdict.y, shown.verdict.y) << "nothing above moves";
}

TEST(ClaimPage, ComparesWithTheCardsOwnVerdict) {
  Made made(claim("cancel"));
  made.result = run(made.page.claim, std::vector{parse_spec("conv 5 k1")});
  made.page.own_verdict = Verdict::no;
  const std::string words = joined(draw_claim_page(made.page, {.width = 900, .height = 700}).picture);
  EXPECT_THAT(words, HasSubstr("With this experiment: true. The card's own says: false."));
}

TEST(ClaimPage, PanesStandBelowEachOtherWhereItIsNarrow) {
  const Made made(claim("cancel"));
  const auto wide = draw_claim_page(made.page, {.width = 800, .height = 700}).panes;
  EXPECT_EQ(wide[0].y, wide[1].y);
  const auto narrow = draw_claim_page(made.page, {.width = 420, .height = 500}).panes;
  EXPECT_EQ(narrow[0].x, narrow[1].x);
  EXPECT_GE(narrow[1].y, narrow[0].bottom());
  for (const Rect& pane : narrow) EXPECT_GE(pane.h, 240);
}

TEST(ClaimPage, WaitsForItsFirstResult) {
  ClaimPage page{.claim = claim("cancel"), .theme = "Going back"};
  const DrawnPage drawn = draw_claim_page(page, {.width = 900, .height = 700});
  EXPECT_THAT(joined(drawn.picture), HasSubstr("cancel each other"));
  EXPECT_THAT(drawn.panes, ::testing::IsEmpty());
}

TEST(VerdictMarks, DifferInShape) {
  std::set<std::string> shapes;
  for (const ShownVerdict verdict : {ShownVerdict(), ShownVerdict(Verdict::yes), ShownVerdict(Verdict::no),
                                     ShownVerdict(Verdict::depends)}) {
    Picture picture;
    // One colour for all: what is left is the shape.
    Palette grey = palette(Theme::light);
    grey.output_text = grey.warning = grey.soft = grey.ink;
    add_verdict_mark(picture, grey, {20, 20}, 8, verdict);
    shapes.insert(to_text(picture));
  }
  EXPECT_EQ(shapes.size(), 4u);
}

TEST(ClaimEvidence, ScenariosOfAClaimHaveNamesOfTheirOwn) {
  for (const Claim& claim : claims()) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < claim.scenarios.size(); ++i) names.insert(scenario_name(i));
    EXPECT_EQ(names.size(), claim.scenarios.size()) << claim.name;
  }
}

TEST(ClaimEvidence, ListsKeepTheirRowsAndNumbersTheirUnits) {
  const Claim& dense = claim("dense");
  const Picture picture = draw_evidence(dense, run(dense), {.width = 800, .height = 300});
  const auto all = texts_of(picture);
  EXPECT_THAT(all, ::testing::IsSupersetOf({"density of Cᵀ", "56.25 %", "25 %", "0.879 %", "8100"}));
  const Claim& kernel = claim("transposes-kernel");
  const Picture planes = draw_evidence(kernel, run(kernel), {.width = 800, .height = 300});
  std::set<double> rows;
  for (const Item& item : planes.items)
    if (const auto* box = std::get_if<Box>(&item.shape)) rows.insert(box->rect.y);
  EXPECT_GE(rows.size(), 4u) << "the output stands in its four rows";
  EXPECT_THAT(joined(draw_evidence(claim("divisible"), run(claim("divisible")), {.width = 800})),
              HasSubstr("yes"));
}

}  // namespace
}  // namespace convscope
