// The round-trip lab without a window: pages, steps, presets, lost directions, iterations.
#include "app/labs/round_trip/presets.hpp"
#include "app/window/lab_memory.hpp"
#include "tests/app/labs/round_trip/round_trip_lab.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::expect_error;
using Window = testing::RoundTripWindow;

TEST(RoundTripState, KnowsTheOutcomeOfTheScenario) {
  Window w("conv 5 k3");
  w.settle();
  ASSERT_TRUE(w.lab().scene());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: 2 of 5 directions (rank 3)");
  EXPECT_EQ(w.lab().steps(), 6);
  w.run("set kernel 1");
  w.settle();
  EXPECT_TRUE(w.lab().scene()->outcome.always);
  w.run("undo");
  w.settle();
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: 2 of 5 directions (rank 3)")
      << "the scenario's history is the lab's";
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
