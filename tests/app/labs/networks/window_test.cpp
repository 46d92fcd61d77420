// The lab of networks in the whole window: in every dress, by pointer and keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/labs/networks/state.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

TEST(WindowNetworks, DrawsInEveryDressWithoutAWarning) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("networks");  // what can be opened
  for (const char* dress : {"theme light", "theme dark", "presentation on", "presentation off; panels none"})
    for (const char* then :
         {"networks-example", "networks-layer 0", "networks-repair order-2", "networks-repair none"}) {
      window.run(std::string(dress) + "; " + then);
      EXPECT_FALSE(window.desk().warning) << dress << "; " << then << ": " << window.desk().message;
      window.desk().message.clear();
    }
}

TEST(WindowNetworks, AClickOnABlockChoosesItsLayer) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("networks-example");
  NetworksState& state = window.desk().state<NetworksState>();
  const Session& session = window.session();
  Style style = window.desk().style(session.stage_width, session.stage_height);
  style.title = false;
  const SizePage page = *state.draw(style);
  const Point at = page.spots.front().rect.centre();
  const Point corner = session.stage_corner;
  window.run("click " + std::to_string(corner.x + at.x) + " " + std::to_string(corner.y + at.y));
  EXPECT_EQ(state.layer(), 0U);
  window.run("key Right");
  EXPECT_EQ(state.chosen().name, "/b/Conv");
  window.run("key E");
  EXPECT_EQ(window.desk().front().name, "explore");
  EXPECT_THAT(window.desk().message, HasSubstr("mean of its kernels"));
}

}  // namespace
}  // namespace convscope
