// What F1 knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/window/labs.hpp"
#include "core/scenario/fields.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

TEST(ExploreHelpSlow, EveryFieldAndViewHasATopic) {
  for (const Field& f : fields()) {
    ASSERT_NE(help_topic(f.key), nullptr) << f.key;
    EXPECT_FALSE(help_topic(f.key)->text.empty() || help_topic(f.key)->reference.empty()) << f.key;
  }
  for (const View& v : views()) EXPECT_NE(help_topic("view/" + std::string(v.name)), nullptr) << v.name;
  EXPECT_EQ(help_topic("nonsense"), nullptr);
}

TEST(ExploreHelpSlow, F1ExplainsWhatIsUnderThePointer) {
  Offscreen window;
  window.run("mouse 60 270; wait 3");
  const Image before = window.picture();
  window.run("key F1; wait 3");
  const Image stride = window.picture();
  EXPECT_NE(stride.rgba, before.rgba);
  window.run("key Esc; mouse 640 20; wait 3; key F1; wait 3");
  EXPECT_NE(window.picture().rgba, stride.rgba) << "it says something else elsewhere";
}

}  // namespace
}  // namespace convscope
