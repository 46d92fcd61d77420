// A lab that throws while it is drawn says so in its place, and one whose workers never end holds up no quit;
// the window goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include "app/desk/desk_ui.hpp"
#include "app/gpu/offscreen.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

class Stumbling : public LabState {
 public:
  void tick(const Desk&, double) override {
    if (in_tick) throw Error("lab", "stumbles in its tick", "nothing");
  }
  bool undo(Desk&) override {
    in_draw = false;
    return true;
  }
  bool updating() const override { return at_work; }
  bool in_draw = false, in_tick = false, at_work = false;
};

class StumblingLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget&) override {
    ui.begin_panel("outer", area, ui.colors.stage);
    ui.begin_floating("inner", area.inset(20));
    if (ui.desk.state<Stumbling>().in_draw) throw std::runtime_error("stumbles with two windows open");
    ui.end_panel();
    ui.end_panel();
  }
};

constexpr std::array kLabs{
    LabRow{.name = "stumbling",
           .title = "Stumbling",
           .help = "",
           .summary = "",
           .state = [](Desk&) -> std::unique_ptr<LabState> { return std::make_unique<Stumbling>(); },
           .lab = []() -> std::unique_ptr<Lab> { return std::make_unique<StumblingLab>(); },
           .commands = []() -> std::span<const Command> { return {}; },
           .topics = []() -> std::span<const HelpTopic> { return {}; }}};

class FailureOfALab : public ::testing::Test {
 protected:
  FailureOfALab() : application_(parse_spec("conv 3 k3"), {}, kLabs), stage_(900, 600, 1) {
    stage_.settle(application_);
  }
  Stumbling& lab() { return application_.desk().state<Stumbling>(); }
  std::size_t pixels_unlike(const Image& other) {
    const Image now = stage_.read();
    std::size_t count = 0;
    for (std::size_t i = 0; i < now.rgba.size(); ++i) count += now.rgba[i] != other.rgba[i];
    return count;
  }

  OffscreenContext context_;
  Application application_;
  OffscreenStage stage_;
};

TEST_F(FailureOfALab, IsDrawnInItsPlaceUntilItIsMended) {
  const Image whole = stage_.read();
  lab().in_draw = true;
  stage_.frames(application_, 5);
  EXPECT_GT(pixels_unlike(whole), 1000) << "the message";
  lab().in_draw = false;
  stage_.frames(application_, 5);
  EXPECT_EQ(pixels_unlike(whole), 0) << "nothing is left open";
}

TEST_F(FailureOfALab, CanBeUndone) {
  lab().in_draw = true;
  stage_.frames(application_, 5);
  application_.desk().undo();
  EXPECT_FALSE(lab().in_draw);
}

TEST_F(FailureOfALab, InItsTickBecomesTheMessage) {
  lab().in_tick = true;
  stage_.frames(application_, 2);
  EXPECT_THAT(application_.desk().message, ::testing::HasSubstr("stumbles in its tick"));
  EXPECT_TRUE(application_.desk().warning);
}

TEST_F(FailureOfALab, WhoseWorkersNeverEndLetsAScriptQuit) {
  lab().at_work = true;
  application_.enqueue("quit");
  for (int i = 0; i < 20; ++i) application_.run_script();
  EXPECT_TRUE(application_.desk().quit);
  stage_.settle(application_);  // nor does the last picture wait
}

}  // namespace
}  // namespace convscope
