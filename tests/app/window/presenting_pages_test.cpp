// Presentation mode: what the pages of all labs write is read from the back row. Pages are found by walking
// the table of labs: a new page is measured as soon as its lab's command can show it.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/picture/fonts.hpp"
#include "app/window/labs.hpp"
#include "core/claims/claims.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/desk/settle.hpp"
#include "tests/app/views/readable.hpp"

namespace convscope {
namespace {

/// The command that turns to a lab's pages, and what else it takes to see them.
struct Pages {
  std::string command, before{};
};
const std::map<std::string_view, Pages> kPages = {
    {"explore", {}},  // its views are measured as such (app/views/presenting_test)
    {"round-trip", {"trip"}},
    {"sizes", {"sizes-page"}},
    {"images", {"image-mode", "test-picture zone-plate"}},
    {"claims", {"claim", "hide-verdicts off"}},
    {"networks", {"networks-repair", "networks-example"}},
    {"training", {"train-page", "train-steps 3; train-run"}},
};

/// Least sizes at 1280 × 720, in pixels: of words, and of numbers, those of axes and lists included.
constexpr double kWords = 16, kNumbers = 15;

/// "[there|why|photo]" as words; the cards of claims, which no command lists.
std::vector<std::string> pages_of(const LabRow& lab, const std::string& command) {
  std::vector<std::string> out;
  if (command == "claim") {
    for (const Claim& claim : claims()) out.emplace_back(claim.name);
    return out;
  }
  for (const Command& one : lab.commands()) {
    if (one.name != command) continue;
    std::string word;
    for (const char c : one.arguments.substr(0, one.arguments.find(']'))) {
      if (c != '[' && c != '|') word += c;
      if (c == '|') out.push_back(std::exchange(word, {}));
    }
    out.push_back(word);
  }
  return out;
}

class PresentingPagesSlow : public ::testing::Test {
 protected:
  void run(const std::string& line) {
    CommandTarget target{desk_, input_};
    for (const auto& words : parse_commands(line)) run_command(target, words);
    testing::settle(desk_, 0);
  }
  /// Every page of every lab as it stands between the bars of a window; calls see(name, drawing).
  template <class F>
  void each_page(double width, double height, Theme theme, F&& see) {
    constexpr double kBars = 50 + 60 + 64;  // header, the page's tabs, playback
    run("presentation on");
    desk_.session.window_width = width;
    desk_.session.window_height = height;
    desk_.session.theme = theme;
    for (const LabRow& lab : labs()) {
      ASSERT_TRUE(kPages.contains(lab.name)) << "say how the pages of " << lab.name << " are turned to";
      const Pages& pages = kPages.at(lab.name);
      if (pages.command.empty()) continue;
      run(std::string(lab.name));
      if (!pages.before.empty()) run(pages.before);
      const std::vector<std::string> names = pages_of(lab, pages.command);
      ASSERT_FALSE(names.empty()) << lab.name;
      for (const std::string& name : names) {
        run(pages.command + " " + name);
        const auto picture = desk_.front_state().picture(desk_, desk_.style(width, height - kBars));
        // Comparing shows pixels alone.
        EXPECT_TRUE(picture || name == "compare") << lab.name << " " << name << " is not drawn";
        if (picture) see(std::string(lab.name) + " " + name, *picture);
      }
    }
  }

  Desk desk_ = whole_desk(parse_spec("tconv 3x3 k3 s2 p1 op1 w=[1,2,1;2,4,2;1,2,1]"));
  InputQueue input_;
};

TEST_F(PresentingPagesSlow, PagesOfAllLabsAreReadFromTheBackRow) {
  for (const double growth : {1.0, 1.5})
    each_page(1280 * growth, 720 * growth, Theme::light,
              [&](const std::string& page, const Picture& picture) {
                const Label* words = nullptr;
                const Label* number = nullptr;
                for (const Item& item : picture.items) {
                  const Label* label = std::get_if<Label>(&item.shape);
                  if (!label || label->color.a == 0) continue;
                  const bool is_number = label->font == Font::number || label->font == Font::number_bold;
                  const Label*& least = is_number ? number : words;
                  if (!least || label->size < least->size) least = label;
                }
                if (words != nullptr) {
                  EXPECT_GE(words->size, kWords * growth)
                      << page << " at " << 1280 * growth << ": '" << words->text << "'";
                }
                if (number != nullptr) {
                  EXPECT_GE(number->size, kNumbers * growth)
                      << page << " at " << 1280 * growth << ": '" << number->text << "'";
                }
              });
}

TEST_F(PresentingPagesSlow, TextsOfAllPagesStandApart) {
  each_page(1280, 720, Theme::dark, [&](const std::string& page, const Picture& picture) {
    SCOPED_TRACE(page);
    testing::expect_texts_apart(picture);
  });
}

}  // namespace
}  // namespace convscope
