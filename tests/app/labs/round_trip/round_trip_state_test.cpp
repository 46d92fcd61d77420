// The round-trip lab without a window: pages, steps, what workers find out, bad input.
#include "app/labs/round_trip/state.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <thread>

#include "app/desk/desk.hpp"
#include "app/labs/round_trip/lab.hpp"
#include "app/labs/round_trip/presets.hpp"
#include "app/picture/backends.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/io/files.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::expect_error;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

/// A state with the lab in front; commands as the window runs them.
struct Window {
  explicit Window(std::string_view spec) : desk(whole_desk(parse_spec(spec))) {
    desk.choose_lab("round-trip");
  }
  RoundTripState& lab() { return desk.state<RoundTripState>(); }
  void run(const std::string& commands) {
    CommandTarget target{desk, input};
    for (const auto& words : parse_commands(commands)) run_command(target, words);
  }
  /// Opens a photograph and waits until it is the scenario's.
  void open(const std::string& path) {
    desk.open(path);
    while (desk.scenario().photo != path) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      desk.tick(0);
    }
  }
  /// Frames until no worker is at anything.
  void settle() {
    desk.tick(0);
    while (desk.updating()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      desk.tick(0);
    }
    desk.tick(0);
  }
  Desk desk;
  InputQueue input;
};

TEST(RoundTripState, KnowsTheOutcomeOfTheScenario) {
  Window w("conv 5 k3");
  w.settle();
  ASSERT_TRUE(w.lab().scene());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: rank 3 < 5");
  EXPECT_EQ(w.lab().steps(), 6);
  w.run("set kernel 1");
  w.settle();
  EXPECT_TRUE(w.lab().scene()->outcome.always);
  w.run("undo");
  w.settle();
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: rank 3 < 5") << "the scenario's history is the lab's";
}

TEST(RoundTripState, ShowsTheEndFirstAndKeepsTheStep) {
  Window w("conv 5 k3");
  w.settle();
  EXPECT_EQ(w.lab().moment({}).step, 5);
  w.run("set size 7");
  w.settle();
  EXPECT_EQ(w.lab().moment({}).step, 9) << "what stood at the end stays there";
  w.run("trip-step 2; set size 8");
  w.settle();
  EXPECT_EQ(w.lab().moment({}).step, 2);
  w.run("trip-next; trip-next");
  EXPECT_TRUE(w.lab().animating());
  for (int i = 0; i < 200; ++i) w.desk.tick(1.0 / 60);
  EXPECT_FALSE(w.lab().animating()) << "at rest nothing moves";
  EXPECT_EQ(w.lab().moment({}).step, 4);
  w.run("trip-play on");
  w.desk.tick(kStepSeconds);
  EXPECT_EQ(w.lab().moment({}).step, 5);
  expect_error([&] { w.run("trip-step 99"); }, "trip-step: there is no step 99 (0 to 11)");
}

TEST(RoundTripState, EveryPresetShowsWhatItSays) {
  for (const TripPreset& preset : trip_presets()) {
    SCOPED_TRACE(preset.name);
    Window w("conv 5 k3");
    w.run("trip-preset " + std::string(preset.name));
    w.settle();
    EXPECT_EQ(w.lab().problem(), "");
    ASSERT_TRUE(w.lab().scene());
    const Outcome outcome = w.lab().scene()->outcome;
    const bool exact = preset.name == "delta" || preset.name.starts_with("haar-bank");
    EXPECT_EQ(outcome.always, exact) << outcome.sentence;
    EXPECT_EQ(w.lab().scene()->trip.comes_back(), exact);
    EXPECT_TRUE(w.lab().picture(w.desk, {}));
  }
  Window w("conv 5 k3");
  expect_error(
      [&] { trip_preset("magic"); },
      "trip-preset: 'magic' is not known (box, box-same, box-regular, unread, difference, delta, haar-bank, "
      "haar-bank-2d, haar-one, patches, circular, circular-lost, relu, plane, blur, channels)");
}

TEST(RoundTripState, TheNextPresetFollowsThePresentOne) {
  Window w("conv 5 k3");
  w.run("trip-next-preset");
  EXPECT_EQ(spec_line(w.desk.scenario()), "conv 5 k3 p1");
  w.run("spec \"conv 9 k4\"; trip-next-preset");
  EXPECT_EQ(spec_line(w.desk.scenario()), "conv 5 k3");
}

TEST(RoundTripState, AnotherOutputPaddingIsTriedAndForgotten) {
  Window w("conv 6 k3 s2");
  w.settle();
  w.run("trip-output-padding 0");
  w.settle();
  EXPECT_EQ(w.lab().scene()->trip.returned.size(), 5);
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "another shape: 5 cells are not the input's 6");
  expect_error([&] { w.run("trip-output-padding 2"); },
               "output-padding: 2 is out of range (0 to 1, below max(stride, dilation))");
  EXPECT_EQ(w.lab().output_padding(), 0);
  w.run("trip-output-padding auto");
  w.settle();
  EXPECT_TRUE(w.lab().scene()->trip.shape_returns());
  w.run("trip-output-padding 1; set border circular");
  w.settle();
  EXPECT_FALSE(w.lab().output_padding()) << "with a border there is none to choose";
  EXPECT_EQ(w.lab().problem(), "");
}

TEST(RoundTripState, ALostDirectionIsAddedToTheInput) {
  Window w("conv 5 k3");
  w.run("trip why");
  expect_error([&] { w.run("null-vector 1"); },
               "null-vector: nothing is lost, or it is not known yet (a matrix with a null space)");
  w.settle();
  w.run("null-vector 2; amount 1.5");
  EXPECT_EQ(w.lab().vector(), 1);
  EXPECT_EQ(w.lab().amount(), 1.5);
  w.run("null-vector");
  EXPECT_EQ(w.lab().vector(), 0);
  expect_error([&] { w.run("null-vector 3"); }, "null-vector: there is no vector 3 (1 to 2)");
  expect_error([&] { w.run("amount 9"); }, "amount: 9 is out of reach (-5 to 5)");
  expect_error([&] { w.lab().choose_amount(std::nan("")); }, "amount: nan is out of reach (-5 to 5)");
  w.run("trip-next");
  EXPECT_EQ(w.lab().amount(), 1.75);
  w.run("trip-previous; trip-previous");
  EXPECT_EQ(w.lab().amount(), 1.25);
  w.run("trip-first");
  EXPECT_EQ(w.lab().amount(), 0);
}

TEST(RoundTripState, DeconvolvesAndSteps) {
  Window w("conv 4 k3 p1");
  w.run("trip deconvolve");
  w.settle();
  ASSERT_TRUE(w.lab().deconvolved());
  EXPECT_LT(w.lab().deconvolved()->result.errors.back(), 1e-12);
  EXPECT_EQ(w.lab().steps(), iterations_of(*w.lab().deconvolved()));
  EXPECT_EQ(w.lab().moment({}).step, w.lab().steps() - 1);
  w.run("trip-lambda 0.5; trip-noise 5");
  EXPECT_TRUE(w.lab().is_old());
  w.settle();
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_TRUE(w.lab().is_complete());
  EXPECT_EQ(w.lab().deconvolved()->settings.lambda, 0.5);
  EXPECT_EQ(w.lab().deconvolved()->settings.noise, 0.05);
  expect_error([&] { w.run("trip-lambda -1"); },
               "lambda: -1 is no weight of a penalty (a finite number of 0 or more)");
  expect_error([&] { w.run("trip-noise 200"); },
               "noise: 2 is out of range (0 to 1, in parts of the largest output)");
  EXPECT_EQ(w.lab().deconvolution_settings().lambda, 0.5);
}

TEST(RoundTripState, ValuesThatOverflowAreSaidAndNothingHangs) {
  Window w("conv 3 k2 in=[1e308,1e308,1e308] w=[1e10,1]");
  w.settle();
  EXPECT_THAT(w.lab().problem(), HasSubstr("in: the output overflows"));
  w.run("trip deconvolve");
  w.settle();
  w.run("trip why");
  w.settle();
  w.run("set in ramp; set w box; trip there");
  w.settle();
  EXPECT_EQ(w.lab().problem(), "");
  EXPECT_TRUE(w.lab().scene());
}

TEST(RoundTripState, SizesBeyondTheDecompositionAreStillAnswered) {
  Window w("conv 40x40 k3 s2");
  w.settle();
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: rank at most 361 < 1600");
  w.run("trip why");
  w.settle();
  EXPECT_TRUE(w.lab().picture(w.desk, {}));
  EXPECT_FALSE(w.lab().loss()->trip.analysis);
}

TEST(RoundTripState, WhatIsKnownOfAScenarioIsKnownAfterUndo) {
  Window w("conv 12x12 k3");
  w.run("trip why");
  w.settle();
  w.run("set kernel 2");
  w.settle();
  w.run("undo");
  w.desk.tick(0);
  EXPECT_FALSE(w.desk.updating());
  EXPECT_TRUE(w.lab().is_complete());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: rank 100 < 144");
  w.run("set in random:2");
  w.desk.tick(0);
  EXPECT_TRUE(w.desk.updating()) << "another input has another pre-image";
  w.settle();
}

TEST(RoundTripState, TheLastResultStaysWhileANewerOneIsMade) {
  Window w("conv 5 k3");
  w.run("trip why");
  w.settle();
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_TRUE(w.lab().is_complete());
  w.run("set size 26x26");
  w.desk.tick(0);
  EXPECT_TRUE(w.lab().loss());
  EXPECT_TRUE(w.lab().is_old());
  EXPECT_TRUE(w.lab().picture(w.desk, {}));
  w.settle();
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_EQ(w.lab().loss()->derived->input().size(), 676);
}

TEST(RoundTripState, FramesAreDrawnUntilTheWindowSaysThatItIsAtWork) {
  Window w("conv 5 k3");
  w.run("trip why");
  w.settle();
  EXPECT_FALSE(w.desk.animating()) << "at rest no frames are asked for";
  w.run("set size 26x26; set kernel 2");  // singular values take longer than the frames below
  w.desk.tick(1.0 / 60);
  EXPECT_TRUE(w.desk.animating());
  EXPECT_FALSE(w.lab().at_work());
  for (int frame = 0; frame < 60 && w.desk.animating(); ++frame) w.desk.tick(1.0 / 60);
  EXPECT_TRUE(w.lab().busy());
  EXPECT_TRUE(w.lab().at_work());
  EXPECT_FALSE(w.desk.animating()) << "what it says now does not change by itself";
  w.settle();
  EXPECT_FALSE(w.lab().at_work());
  EXPECT_FALSE(w.desk.animating());
}

TEST(RoundTripState, WhatWasStoppedIsKnownToBeOldUntilItIsComputedAnew) {
  Window w("conv 5 k3");
  w.run("trip why");
  w.settle();
  w.run("set size 26x26");
  w.desk.tick(0);
  w.run("trip-cancel");
  w.settle();
  EXPECT_FALSE(w.lab().busy());
  EXPECT_TRUE(w.lab().is_old());
  EXPECT_FALSE(w.lab().is_complete());
  EXPECT_EQ(w.lab().loss()->derived->input().size(), 5);
  w.run("trip there");
  w.settle();
  EXPECT_FALSE(w.lab().is_old()) << "the trip itself was there at once";
  EXPECT_FALSE(w.lab().is_complete());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: rank at most 576 < 676");
  w.run("trip-update");
  w.settle();
  EXPECT_TRUE(w.lab().is_complete());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: rank 576 < 676");
}

TEST(RoundTripState, IterationsThatWereStoppedAreKept) {
  Window w("conv 200x200 k5 p2 w=gaussian in=random:1");
  w.run("trip deconvolve");
  w.desk.tick(0);
  w.run("trip-cancel");
  w.settle();
  ASSERT_TRUE(w.lab().deconvolved());
  EXPECT_TRUE(w.lab().deconvolved()->result.cancelled);
  EXPECT_LT(w.lab().steps(), 400);
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_FALSE(w.lab().is_complete());
  w.run("set size 9x9; trip-update");
  w.settle();
  EXPECT_TRUE(w.lab().is_complete());
}

TEST(RoundTripState, LargeTripsAreMadeBesideTheWindow) {
  Window w("conv 400x400 k3 c1>2");
  w.desk.tick(0);
  EXPECT_FALSE(w.lab().scene());
  EXPECT_TRUE(w.lab().busy());
  while (!w.lab().scene()) w.desk.tick(0);
  w.run("trip-output-padding 0");
  w.desk.tick(0);
  EXPECT_TRUE(w.lab().is_old()) << "the way back with another padding is on its way";
  while (w.lab().is_old()) w.desk.tick(0);
  w.run("trip-cancel");
  expect_error([&] { w.run("trip-output-padding 1"); },
               "output-padding: 1 is out of range (0 to 0, below max(stride, dilation))");
}

TEST(RoundTripState, TheNextStartHasPagesAndSettingsAgain) {
  Window first("conv 6 k3 s2");
  EXPECT_EQ(remembered(first.desk).at("round-trip"), (std::vector<CommandWords>{{"trip", "there"}}));
  first.run(
      "mirror on; trip-output-padding 0; trip-lambda 0.125; trip-noise 7; trip-seed 12; deblur blur motion; "
      "deblur size 5; deblur noise 3.5; deblur seed 9; deblur wiener 0.25; deblur lambda 0.5; "
      "deblur iterations 12; trip-look 0.25 0.75 3; trip deconvolve");
  const std::vector<CommandWords> kept = remembered(first.desk).at("round-trip");
  EXPECT_EQ(kept.size(), 14U);
  Window second("conv 6 k3 s2");
  CommandTarget target{second.desk, second.input};
  for (const CommandWords& words : kept) run_command(target, words);
  EXPECT_EQ(remembered(second.desk).at("round-trip"), kept);
  EXPECT_EQ(second.lab().page(), TripPage::deconvolve);
  EXPECT_EQ(second.lab().deconvolution_settings(), first.lab().deconvolution_settings());
  EXPECT_EQ(second.lab().blur(), first.lab().blur());
}

std::string picture_file(const TemporaryFolder& folder, const char* name, int width, int height) {
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    const auto grey = static_cast<std::uint8_t>(i % width / 9 % 2 * 150 + 50);
    image.rgba.insert(image.rgba.end(), {grey, grey, grey, 255});
  }
  const std::string path = (folder.path() + "/" + name);
  write_file(path, encode_png(image), "test");
  return path;
}

TEST(RoundTripState, PhotographsAreOpenedAndBroughtBack) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  const std::string path = picture_file(folder, "bars.png", 40, 33);
  w.open(path);
  EXPECT_EQ(w.lab().page(), TripPage::photo);
  w.run("deblur size 3; deblur iterations 4; deblur blur box");
  w.settle();
  ASSERT_TRUE(w.lab().photo());
  EXPECT_EQ(w.lab().photo()->name, "bars.png");
  EXPECT_EQ(w.lab().photo()->result.sharp.shape(), (Shape{1, 3, 32, 32}));
  EXPECT_EQ(w.lab().photo()->result.lucy_iterations, 4);
  EXPECT_LT(w.lab().photo()->result.transposed.quality.psnr, w.lab().photo()->result.blurred.quality.psnr);
  w.run("trip-look 0 0 4");
  EXPECT_EQ(w.lab().view(), (PhotoView{0.125, 0.125, 4}));
  w.run("undo");
  EXPECT_EQ(w.desk.scenario().photo, "");
}

TEST(RoundTripState, BadPhotographsChangeNothing) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  write_file(folder.path() + "/broken.png", "no picture", "test");
  EXPECT_THROW(w.desk.open(folder.path() + "/broken.png"), Error);
  EXPECT_THROW(w.desk.open(folder.path() + "/missing.png"), Error);
  EXPECT_EQ(w.lab().page(), TripPage::there);
  EXPECT_EQ(w.desk.scenario().photo, "");
  expect_error([&] { w.run("deblur size 99"); }, "size: 99 is out of range (1 to 31)");
  expect_error([&] { w.run("deblur blur fog"); }, "blur: 'fog' is not known (gaussian, box, motion)");
  expect_error([&] { w.run("deblur seed -1"); }, "seed: -1 is negative (0 or more)");
  EXPECT_EQ(w.lab().blur(), DeblurSettings{});
}

TEST(RoundTripState, APhotographThatFailsLaterLeavesTheOneBefore) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  w.run("deblur iterations 1");
  w.open(picture_file(folder, "tiny.png", 8, 8));
  w.settle();
  EXPECT_EQ(w.lab().problem(), "photo: 8 × 8 pixels are too few (at least 16 × 16)");
  EXPECT_FALSE(w.lab().photo());
  EXPECT_FALSE(w.desk.warning) << "with nothing to show the page says it";
  const std::string first = picture_file(folder, "first.png", 40, 33);
  w.open(first);
  w.open(picture_file(folder, "second.png", 40, 33));
  w.settle();
  EXPECT_EQ(w.lab().problem(), "");
  std::filesystem::remove(first);
  w.run("undo");
  w.settle();
  EXPECT_THAT(w.desk.message, HasSubstr("first.png"));
  EXPECT_TRUE(w.desk.warning);
  ASSERT_TRUE(w.lab().photo());
  EXPECT_EQ(w.lab().photo()->name, "second.png");
  EXPECT_TRUE(w.lab().is_old());
  EXPECT_TRUE(w.lab().picture(w.desk, {}));
  w.run("redo");
  w.settle();
  EXPECT_TRUE(w.lab().is_complete());
}

TEST(RoundTripState, WorkOnAPhotographCanBeStopped) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  w.open(picture_file(folder, "large.png", 384, 384));
  w.run("deblur iterations 500");
  w.desk.tick(0);
  while (!w.lab().photo()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    w.desk.tick(0);
  }
  w.run("trip-cancel");
  w.settle();
  EXPECT_LT(w.lab().photo()->result.lucy_iterations, 500);
  EXPECT_TRUE(w.lab().picture(w.desk, {})) << "what has been reached stays";
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_FALSE(w.lab().is_complete());
}

TEST(RoundTripState, AFileThatVanishedIsSaid) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  const std::string path = picture_file(folder, "gone.png", 40, 33);
  w.run("deblur iterations 1");
  w.open(path);
  w.settle();
  std::filesystem::remove(path);
  w.run("trip-update");
  w.settle();
  EXPECT_THAT(w.lab().problem(), HasSubstr("gone.png"));
}

TEST(RoundTripState, PagesAreChosenByName) {
  Window w("conv 5 k3");
  for (const std::string_view name : kTripPageNames) {
    w.run("trip " + std::string(name));
    EXPECT_EQ(kTripPageNames[static_cast<std::size_t>(w.lab().page())], name);
  }
  w.run("trip");
  EXPECT_EQ(w.lab().page(), TripPage::there);
  expect_error([&] { w.run("trip sideways"); },
               "trip: 'sideways' is not known (there, why, deconvolve, photo)");
}

}  // namespace
}  // namespace convscope
