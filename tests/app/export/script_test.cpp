// Scripts in Chinese: every comment is spoken, and the code is that of the English one.
#include "app/export/script.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/picture/chinese.hpp"

namespace convscope {
namespace {

/// One for each comment that a script may have.
constexpr const char* kSpecs[] = {
    "conv 5 k3",
    "conv 8 k3 p0:2 in=random:3 w=[1,2,4]",
    "conv 6x6 k3 s2 d2 p2 c3>2 b=[1,2]",
    "conv 6x5 k3 s2 p2:1 border=replicate",
    "tconv 4x4 k3 s2 p1 op1",
    "tconv 5 k4 s2 p1:2",
    "tconv 3x3 k3 s2 d2 p1 op1",
    "tconv 3x4 k3 s2 p1 op1 border=reflect b=[7]",
    "tconv 4x4 k3 p1 border=circular c2>2",
};

std::string without_comments(const std::string& script) {
  static const std::regex comment("# .*|\"\"\".*\"\"\"");
  return std::regex_replace(script, comment, "#");
}

TEST(Script, OnlyItsCommentsAreTranslated) {
  for (const char* spec : kSpecs)
    for (const Framework& framework : frameworks()) {
      SCOPED_TRACE(std::string(framework.name) + ": " + spec);
      const Derived derived(parse_spec(spec));
      const std::string english = framework_code(derived, framework);
      EXPECT_EQ(spoken_script(derived, framework), english);
      const testing::InChinese chinese;
      if (!chinese.spoken) GTEST_SKIP() << "no font has Chinese characters";
      take_untranslated();
      const std::string spoken = spoken_script(derived, framework);
      EXPECT_THAT(take_untranslated(), ::testing::IsEmpty());
      EXPECT_NE(spoken, english);
      EXPECT_EQ(without_comments(spoken), without_comments(english));
    }
}

}  // namespace
}  // namespace convscope
