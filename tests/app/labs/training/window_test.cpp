// The lab of training in the whole window: in every dress, by pointer and keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/labs/training/state.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

TEST(WindowTraining, DrawsInEveryDressWithoutAWarning) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("training; train-steps 3; train-run");
  for (const char* dress : {"theme light", "theme dark", "presentation on", "presentation off; panels none"})
    for (const char* page : {"outputs", "phases"}) {
      window.run(std::string(dress) + "; train-page " + page);
      EXPECT_FALSE(window.desk().warning) << dress << "; " << page << ": " << window.desk().message;
      window.desk().message.clear();
    }
}

TEST(WindowTraining, KeysAndClicksDoWhatTheySay) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("training; train-steps 4; key Right");
  TrainingState& state = window.desk().state<TrainingState>();
  EXPECT_EQ(state.done(), 1);
  window.run("key Space");
  EXPECT_EQ(state.done(), 4);
  window.run("key Left; key Left");
  EXPECT_EQ(state.shown(), 2);
  window.run("key Home");
  EXPECT_EQ(state.shown(), 0);
  window.run("key End; key V");
  EXPECT_EQ(state.page(), TrainingPage::phases);
  window.run("key K");
  EXPECT_EQ(state.kernel(), 0);
  window.run("key Down");
  EXPECT_EQ(state.lane(), 1u);
  const Session& session = window.session();
  const SizePage page = *state.draw(window.desk().style(session.stage_width, session.stage_height));
  const Point at = page.spots[3].rect.centre(), corner = session.stage_corner;
  window.run("click " + std::to_string(corner.x + at.x) + " " + std::to_string(corner.y + at.y));
  EXPECT_EQ(state.lane(), 3u);
}

}  // namespace
}  // namespace convscope
