// Every lab in both languages: buttons, tabs, panels and sentences have room at 1280 x 720, and in Chinese no
// sentence is English. In windows of all sizes no text lies over another, nor beyond an edge.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "app/picture/fit.hpp"
#include "app/picture/language.hpp"
#include "tests/app/picture/chinese.hpp"
#include "tests/app/picture/english.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::IsEmpty;

/// Names, of files and layers, may end in an ellipsis.
bool is_sentence(std::string_view text) {
  const bool chinese = std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) >= 0xe3 && static_cast<unsigned char>(c) <= 0xe9;
  });
  return chinese || testing::is_english(text);
}

/// One after the other in one window. The lists of keys and of the palette cut long helps, which stand whole
/// where the pointer rests.
constexpr const char* kPlaces[] = {
    "explore",
    "step 3; panels both; view gradient",
    "view overlap",
    "view matrix",
    "view direct",
    "view photo",
    "view scatter",
    "code on",
    "code off; export",
    "key Esc; lessons",
    "key Esc; round-trip",
    "trip there",
    "trip why",
    "trip deconvolve",
    "sizes",
    "sizes-page arithmetic",
    "sizes-page ambiguity",
    "sizes-page solve",
    "sizes-page dialects",
    "dialects-of resize",
    "dialects-of layer",
    "sizes-page network",
    "claims",
    "claim cancel",
    "claim dark-edges",
    "networks",
    "networks-example",
    "networks-repair phase-sums",
    "training",
    "train-page phases",
    "train-page outputs",
    "images",
    "image-mode why",
    "image-mode gradient",
    "image-mode plots",
    "image-mode inspect",
    "image-mode convert",
    "image-mode compare; compare heat",
    "compare flip; blink on",
    "blink off; compare grid",
    "explore; presentation on",
    "presentation off; lesson padding-and-stride",
    "scene next",
    "scene 5",
    "outline on",
    "lesson checkerboards; scene 6",
    "lesson off",
};

class WindowFit : public ::testing::TestWithParam<Language> {
 protected:
  void SetUp() override {
    if (!testing::InChinese().spoken) GTEST_SKIP() << "no font has Chinese characters";
  }
  void TearDown() override {
    watch_fit(false);
    speak(Language::english);
  }
};

TEST_P(WindowFit, EveryTextHasItsPlace) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 1280, 720, 0.25);
  speak(GetParam());
  for (const char* commands : kPlaces) {
    SCOPED_TRACE(commands);
    take_untranslated();
    watch_fit(true);
    window.run(commands);
    std::vector<std::string> cut = take_unfit();
    std::erase_if(cut, [](const std::string& text) { return !is_sentence(text); });
    EXPECT_THAT(cut, IsEmpty());
    EXPECT_THAT(testing::english_sentences(), IsEmpty());
  }
}

class WindowTexts : public ::testing::TestWithParam<std::pair<int, int>> {
 protected:
  void TearDown() override { watch_fit(false); }
};

TEST_P(WindowTexts, LieApartAndWhole) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", GetParam().first, GetParam().second, 0.25);
  window.run("reduced-motion on");  // nothing on its way over something else
  for (const char* commands : kPlaces) {
    SCOPED_TRACE(commands);
    window.run(commands);
    watch_fit(true);
    window.frames(1);
    const TextFaults found = take_text_faults();
    EXPECT_THAT(found.pairs, IsEmpty());
    EXPECT_THAT(found.cut_off, IsEmpty());
    EXPECT_GT(found.texts, 5);
    watch_fit(false);
  }
}

// As small as a screen is at a scale of 3, and as it is at 1.
INSTANTIATE_TEST_SUITE_P(WindowSizes, WindowTexts,
                         ::testing::Values(std::pair{640, 400}, std::pair{900, 520}, std::pair{1280, 720}),
                         [](const auto& of) {
                           return fmt::format("{}x{}", of.param.first, of.param.second);
                         });

INSTANTIATE_TEST_SUITE_P(WindowLanguages, WindowFit, ::testing::Values(Language::english, Language::chinese),
                         [](const auto& of) {
                           return of.param == Language::english ? "English" : "Chinese";
                         });

}  // namespace
}  // namespace convscope
