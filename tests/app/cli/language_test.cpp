// The language on the command line: what is drawn, written and printed in it, and where it cannot be spoken.
#include <gmock/gmock.h>
#include <stdlib.h>

#include "app/cli/spoken_help.hpp"
#include "app/cli/subcommands.hpp"
#include "app/picture/catalogue.hpp"
#include "app/picture/language.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/app/picture/chinese.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;
using testing::words;

/// Of tests that need a font with Chinese characters.
class LanguageOfFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::InChinese().spoken) GTEST_SKIP() << "no font has Chinese characters";
  }
  /// What the program writes with these arguments and those that name a file and the language.
  std::string written(std::vector<std::string> arguments, const std::string& name) const {
    for (const char* more : {"--language", "zh", "-o"}) arguments.emplace_back(more);
    arguments.push_back(name);
    const auto outcome = testing::convscope(folder_, arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return folder_.read(name);
  }
  const TemporaryFolder folder_;
};

TEST_F(LanguageOfFiles, DrawsFigures) {
  const std::string svg = written({"render", "tconv 3x3 k3 s2 p1 op1"}, "stamp.svg");
  EXPECT_THAT(svg, HasSubstr("xml:lang=\"zh-CN\""));
  EXPECT_THAT(svg, HasSubstr(">输入</text>"));
  EXPECT_THAT(svg, HasSubstr(">输出</text>"));
  EXPECT_THAT(svg, Not(HasSubstr(">output</text>")));
  const auto english = testing::convscope(folder_, {"render", "tconv 3x3 k3 s2 p1 op1", "-o", "english.svg"});
  EXPECT_EQ(english.status, 0);
  EXPECT_THAT(folder_.read("english.svg"), HasSubstr(">output</text>"));
  EXPECT_THAT(folder_.read("english.svg"), Not(HasSubstr("xml:lang")));
}

TEST_F(LanguageOfFiles, WritesFiguresForLatex) {
  const std::string tex = written({"render", "conv 3x3 k2"}, "figure.tex");
  EXPECT_THAT(tex, HasSubstr("\\IfFileExists{ctex.sty}"));
  EXPECT_THAT(tex, HasSubstr("\\unicodetext{输"));
}

TEST_F(LanguageOfFiles, WritesPages) {
  const std::string player = written({"render", "conv 3x3 k2"}, "player.html");
  for (const char* part :
       {"<html lang=\"zh-CN\"", "aria-label=\"步骤\"", "<desc>开始", "<title>滑动: conv 3x3 k2"})
    EXPECT_THAT(player, HasSubstr(part));
  for (const char* part : {"Pause", "{{", "A number, please"}) EXPECT_THAT(player, Not(HasSubstr(part)));
  const std::string lesson = written({"render", "padding-and-stride"}, "lesson.html");
  for (const char* part : {"<html lang=\"zh-CN\"", ">显示答案</button>"})
    EXPECT_THAT(lesson, HasSubstr(part));
}

TEST_F(LanguageOfFiles, PrintsListsAndHelp) {
  const auto printed = [&](const char* line) {
    const auto outcome = testing::convscope(folder_, words(line));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
  };
  EXPECT_THAT(printed("views --language zh"), HasSubstr("slide     卷积"));
  EXPECT_THAT(printed("claims cancel --language zh"), HasSubstr("cancel: 卷积与转置卷积互相抵消。"));
  EXPECT_THAT(printed("claims cancel --language zh --json"), HasSubstr("\"verdict\":\"false\""));
  EXPECT_THAT(printed("labs --language=zh"), HasSubstr("explore"));
  EXPECT_THAT(printed("views --help --language zh"), HasSubstr("\n选项\n"));
  EXPECT_THAT(printed("views --help"), HasSubstr("\nOptions\n"));
}

TEST_F(LanguageOfFiles, EveryHelpIsTranslated) {
  speak(Language::chinese);
  const auto check = [](std::string_view text) {
    const bool words = has_word(text) && !text.starts_with('-') && !text.starts_with('.');
    EXPECT_TRUE(!words || spoken(text) != text) << text;
    EXPECT_EQ(spoken(text).find(". "), std::string::npos) << spoken(text);
  };
  const auto check_synopsis = [&](const cli::Synopsis& synopsis) {
    SCOPED_TRACE(synopsis.name);
    for (const cli::HelpPart& part : cli::help_parts(synopsis.about))
      check(part.prose ? std::string_view(part.text) : cli::row_words(part.text));
    for (const cli::Synopsis::Option& option : synopsis.options) check(option.help);
  };
  for (const cli::Subcommand& sub : cli::subcommands()) {
    check(sub.help);
    check_synopsis(cli::synopsis_of(sub.run));
  }
  check_synopsis(cli::synopsis_of(cli::open_window));
  check(cli::kProgramHelp);
  check(cli::kExitStatus);
  speak(Language::english);
}

TEST(LanguageOption, SaysWhereThereIsNoFont) {
  const TemporaryFolder settings, folder;
  const std::string config = settings.file(
      "fonts.conf",
      "<?xml version=\"1.0\"?><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>" +
          settings.path() + "/cache</cachedir></fontconfig>");
  ::setenv("FONTCONFIG_FILE", config.c_str(), 1);
  const auto outcome = testing::convscope(folder, words("explore --language zh --screenshot window.png"));
  ::unsetenv("FONTCONFIG_FILE");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err,
            "convscope: language: no font of this system has Chinese characters (install fonts-noto-cjk or "
            "fonts-wqy-microhei)\n");
  EXPECT_TRUE(folder.names().empty());
}

TEST(LanguageOption, RefusesOthers) {
  const TemporaryFolder folder;
  for (const char* line :
       {"explore --language klingon --screenshot window.png", "render tconv 3 k3 --language klingon -o a.svg",
        "lessons --language=klingon", "views --help --language klingon"}) {
    const auto outcome = testing::convscope(folder, words(line));
    EXPECT_EQ(outcome.status, 2) << line;
    EXPECT_EQ(outcome.out, "") << line;
    EXPECT_EQ(outcome.err, "convscope: language: 'klingon' is not known (en, zh)\n") << line;
    EXPECT_TRUE(folder.names().empty()) << line;
  }
}

}  // namespace
}  // namespace convscope
