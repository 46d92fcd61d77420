// Reading a .po file, and finding texts that are made of others.
#include "app/picture/catalogue.hpp"

#include <gmock/gmock.h>

#include "core/base/error.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

const char* const kFile = R"(# a comment
msgid ""
msgstr "Language: zh_CN\n"

#, fuzzy
msgid "doubtful"
msgstr "可疑"

msgid "Step"
msgstr "步"

msgid ""
"a long "
"text"
msgstr ""
"长"
"文"

msgid "said \"so\"\n"
msgstr "“说”\n"

msgid "not yet"
msgstr ""
)";

TEST(Catalogue, ReadsWhatTranslatorsWrite) {
  const auto entries = Catalogue::read_po(kFile);
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].english, "Step");
  EXPECT_EQ(entries[0].line, 9u);
  EXPECT_EQ(entries[1].english, "a long text");
  EXPECT_EQ(entries[1].translated, "长文");
  EXPECT_EQ(entries[2].english, "said \"so\"\n");
}

TEST(Catalogue, RefusesWhatIsNone) {
  for (const char* wrong :
       {"msgid Step\n", "msgstr \"alone\"\n", "Step = 步\n", "msgid \"a\\\"\n", "\"text\"\n"})
    try {
      Catalogue::read_po(wrong);
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("language: line 1: ")) << wrong;
    }
}

Catalogue some() {
  return Catalogue({{"Save", "保存"},
                    {"Saved {}", "已保存 {}"},
                    {"Copied {} of the {}", "已复制{1}的 {0}"},
                    {"{} to {}", "{} 到 {}"},
                    {"{} more", "还有 {} 个"},
                    {"+ {} more", "另 {} 项"},
                    {"goes to the {}", "转到{}"},
                    {"stride", "步幅"},
                    {"the kernel", "卷积核"},
                    {"numbers", "数字"},
                    {"Goes on.", "继续。"},
                    {"Step {} of {}: drag", "第 {} 步，共 {} 步：拖动"}});
}

TEST(Catalogue, FindsWholeTexts) {
  EXPECT_EQ(some().find("Save"), "保存");
  EXPECT_EQ(some().find("save"), "保存");
  EXPECT_EQ(some().find(" Save  "), " 保存  ");
  EXPECT_EQ(some().find("Save:"), "保存：");
  EXPECT_EQ(some().find("Goes on"), "继续");
  EXPECT_EQ(some().find("Goes on. Save."), "继续。保存。");
  EXPECT_EQ(some().find("Save: Goes on."), "保存：继续。");
  EXPECT_EQ(some().find("Saves"), std::nullopt);
  EXPECT_EQ(some().find(""), std::nullopt);
  EXPECT_EQ(some().find(" "), std::nullopt);
}

TEST(Catalogue, FindsWhatIsMadeOfOthers) {
  EXPECT_EQ(some().find("Saved out/Save.txt"), "已保存 out/Save.txt");
  EXPECT_EQ(some().find("Copied numbers of the kernel"), "已复制kernel的 数字");
  EXPECT_EQ(some().find("Step 3 of 12: drag"), "第 3 步，共 12 步：拖动");
  EXPECT_EQ(some().find("copied numbers of the kernel"), std::nullopt);
  EXPECT_EQ(some().find("Goes to the numbers"), "转到数字");
  EXPECT_EQ(some().find("+ 3 more"), "另 3 项");
  EXPECT_EQ(some().find("Saved "), std::nullopt);
}

TEST(Catalogue, ShortTemplatesAreForWhatIsKnown) {
  EXPECT_EQ(some().find("1 to 4"), "1 到 4");
  EXPECT_EQ(some().find("stride to 4"), "步幅 到 4");
  EXPECT_EQ(some().find("adds to 9 cells"), std::nullopt);
}

TEST(Catalogue, CountsPlaceholders) {
  EXPECT_EQ(placeholders("{} of {1} in {x} {"), 2u);
}

TEST(Catalogue, PrefersWhatIsTranslatedWhole) {
  const Catalogue table({{"{} of {}", "{} / {}"},
                         {"{} cells of {}", "{} 格，属于 {}"},
                         {"energy {}", "能量 {}"},
                         {"energy {} instead of {}", "能量 {}，原为 {}"},
                         {"Step {} of {}: {}", "第 {} 步，共 {} 步：{}"},
                         {"the mean of {} with the same kernel", "{} 与同一核的均值"},
                         {"summed over channels", "对通道求和"},
                         {"spread {}", "离散度 {}"}});
  // Clauses behind commas and colons are looked up by themselves.
  EXPECT_EQ(table.find("the mean of x with the same kernel, summed over channels"),
            "x 与同一核的均值，对通道求和");
  EXPECT_EQ(table.find("spread 0 %, energy 3 instead of 300."), "离散度 0 %，能量 3，原为 300。");
  // Numbers need no translation, nor does the full stop a template of its own.
  EXPECT_EQ(table.find("0 %, energy 3"), "0 %，能量 3");
  EXPECT_EQ(table.find("Step 3 of 9: 4 cells of 5."), "第 3 步，共 9 步：4 格，属于 5。");
  // Prose in a name's place only where there is no other way.
  EXPECT_EQ(table.find("energy one of these"), "能量 one of these");
}

}  // namespace
}  // namespace convscope
