// The language on the command line, where it cannot be spoken.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using testing::TemporaryFolder;
using testing::words;

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
  const auto outcome =
      testing::convscope(folder, words("explore --language klingon --screenshot window.png"));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "convscope: language: 'klingon' is not known (en, zh)\n");
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace convscope
