// The page of render -o x.html in a real browser.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "core/base/json.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;
using testing::words;

/// A browser that loads a file and does what tests/tools/browse.py knows; skips where there is none.
class PlayerSlow : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"chromium", "chromedriver", "python3"})
      if (std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) != 0)
        GTEST_SKIP() << "no " << program << ": apt-get install chromium chromium-driver python3";
    const auto outcome = testing::convscope(folder, words("render 'conv 4x4 k3' -o a.html"));
    ASSERT_EQ(outcome.status, 0) << outcome.err;
  }
  /// The lines it prints; the last one: what the console said and what was asked for.
  std::vector<Json> browse(const std::string& actions) const {
    const std::string command = "python3 '" + testing::in_tests("tools/browse.py") + "' '" +
                                folder / "a.html" + "' " + actions + " >'" + folder / "said" + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::vector<Json> out;
    std::istringstream lines(folder.read("said"));
    for (std::string line; std::getline(lines, line);) out.push_back(Json::parse(line));
    if (out.empty()) return {Json()};
    EXPECT_THAT(out.back()["console"], IsEmpty());
    EXPECT_THAT(out.back()["requests"], IsEmpty());
    out.pop_back();
    return out;
  }
  TemporaryFolder folder;
};

const std::string kSaid = " \"js:document.querySelector('.scene.on .said').textContent\"";
const std::string kCount = " \"js:document.getElementById('count').textContent\"";
const std::string kBlack = " \"js:!document.getElementById('black').hidden\"";

TEST_F(PlayerSlow, StepsByTheKeysOfARemote) {
  const auto said =
      browse("key:PageDown" + kCount + kSaid + " key:ArrowRight key:ArrowDown" + kCount + " key:PageUp" +
             kCount + " key:End" + kCount + kSaid + " key:PageDown" + kCount + " key:Home" + kCount + kSaid);
  ASSERT_EQ(said.size(), 9u);
  EXPECT_EQ(said[0], "1 / 4");
  EXPECT_THAT(said[1].get<std::string>(), HasSubstr("Step 1 of 4: output cell (0, 0) is 1·0.11"));
  EXPECT_EQ(said[2], "3 / 4");
  EXPECT_EQ(said[3], "2 / 4");
  EXPECT_EQ(said[4], "4 / 4");
  EXPECT_THAT(said[5].get<std::string>(), HasSubstr("= 11."));
  EXPECT_EQ(said[6], "4 / 4") << "the end stays";
  EXPECT_EQ(said[7], "0 / 4");
  EXPECT_THAT(said[8].get<std::string>(), HasSubstr("The beginning"));
}

TEST_F(PlayerSlow, ShowsOneStepAndSaysIt) {
  const std::string shown =
      " \"js:[...document.querySelectorAll('.step')].map(e => getComputedStyle(e).display)\"";
  const auto said = browse("key:PageDown" + shown +
                           " \"js:document.querySelector('.figure').getAttribute('aria-label') === "
                           "document.querySelector('.step.on desc').textContent\""
                           " \"js:document.querySelector('.said').getAttribute('aria-live')\""
                           " \"js:document.querySelector('.step.on').getBBox().width > 500\"");
  ASSERT_EQ(said.size(), 4u);
  EXPECT_EQ(said[0], Json({"none", "inline", "none", "none", "none"}));
  EXPECT_EQ(said[1], true);
  EXPECT_EQ(said[2], "polite");
  EXPECT_EQ(said[3], true) << "the symbols are found";
}

TEST_F(PlayerSlow, PlaysAndStops) {
  const auto said =
      browse("key:Space wait:2.2 key:Space" + kCount + " wait:1.2" + kCount + " key:b" + kBlack +
             " key:PageDown" + kBlack + kCount + " key:." + kBlack + " key:." + kBlack);
  ASSERT_EQ(said.size(), 7u);
  EXPECT_NE(said[0], "0 / 4");
  EXPECT_EQ(said[1], said[0]);
  EXPECT_EQ(said[2], true);
  EXPECT_EQ(said[3], false) << "any key goes on";
  EXPECT_EQ(said[4], said[0]) << "and does nothing else";
  EXPECT_EQ(said[5], true);
  EXPECT_EQ(said[6], false);
}

TEST_F(PlayerSlow, BeginsWhereTheAddressSays) {
  const auto said = browse("hash:3" + kCount + " hash:play wait:1.5" + kCount);
  EXPECT_EQ(said[0], "3 / 4");
  EXPECT_NE(said[1], "0 / 4");
  const auto still = browse("--still hash:play wait:1.5" + kCount);
  EXPECT_EQ(still[0], "0 / 4") << "nothing moves by itself for those who do not want it";
}

TEST_F(PlayerSlow, FitsAPhoneAndAFrame) {
  const std::string fits =
      " \"js:[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= "
      "innerHeight, document.querySelector('nav').getBoundingClientRect().bottom <= innerHeight, "
      "[...document.querySelectorAll('button')].every(b => b.getBoundingClientRect().width >= 44 && "
      "b.getBoundingClientRect().height >= 44), "
      "document.querySelector('.figure').getBoundingClientRect().height > 100]\"";
  for (const char* size : {"360x740", "740x360", "960x540", "1920x1080"})
    EXPECT_EQ(browse("--size " + std::string(size) + " key:PageDown" + fits)[0],
              Json({true, true, true, true, true}))
        << size;
}

TEST_F(PlayerSlow, FollowsTheReadersTheme) {
  const std::string fill =
      " \"js:getComputedStyle(document.querySelector('.step.on')).getPropertyValue('--page')\"";
  const auto light = browse(fill), dark = browse("--dark" + fill + " key:t" + fill);
  EXPECT_NE(light[0], dark[0]);
  EXPECT_EQ(light[0], dark[1]);
}

}  // namespace
}  // namespace convscope
