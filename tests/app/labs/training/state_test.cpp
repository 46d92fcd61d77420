// The lab of training without a window: steps, pauses, going back, what is refused, what is saved.
#include "app/labs/training/state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/desk/commands.hpp"
#include "app/views/pixels.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/io/image_file.hpp"
#include "core/network/formats.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/patience.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

/// A picture that needs no library to be written: PPM.
std::string ppm(int side, int contrast) {
  std::string out = "P6 " + std::to_string(side) + " " + std::to_string(side) + " 255\n";
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < 3 * side; ++x) out += static_cast<char>(60 + contrast * ((x / 3 * 7 + y * 5) % 120));
  return out;
}

std::string refusal(const std::function<void()>& edit) {
  try {
    edit();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

class TrainingLabTest : public ::testing::Test {
 protected:
  TrainingLabTest() {
    folder_.file("photo.ppm", ppm(48, 1));
    folder_.file("other.ppm", ppm(40, 1));
    folder_.file("flat.ppm", ppm(48, 0));
    folder_.file("tiny.ppm", ppm(16, 1));
    folder_.file("broken.ppm", "P6 48 48 255\nshort");
    run("training; train-decoders conv-transpose-k3,nearest-conv; train-on " + folder_ / "photo.ppm");
  }
  void run(const std::string& commands) {
    for (const auto& words : parse_commands(commands)) run_command(target_, words);
    settle();
  }
  /// Until the workers have done what was asked.
  void settle() {
    tick_until([&] { return !lab().updating(); });
  }
  template <class Condition>
  void tick_until(Condition&& condition) {
    testing::wait_until([&] {
      desk_.tick(0);
      return condition();
    });
  }
  TrainingState& lab() { return desk_.state<TrainingState>(); }
  const RaceRecord& record() { return *lab().record(); }
  using Pixels = std::vector<std::vector<std::uint8_t>>;
  Pixels outputs() {
    Pixels out;
    const auto [step, images] = record().outputs_before(lab().shown());
    EXPECT_EQ(step, lab().shown());
    for (const RaceImage& image : *images) out.push_back(image->rgba);
    return out;
  }

  TemporaryFolder folder_;
  Desk desk_ = whole_desk(parse_spec("conv 5 k3"));
  InputQueue input_;
  CommandTarget target_{desk_, input_};
};

TEST_F(TrainingLabTest, StandsBeforeTheFirstStep) {
  EXPECT_EQ(lab().done(), 0);
  EXPECT_THAT(record().pictures(), ElementsAre("photo.ppm"));
  ASSERT_EQ(record().lanes().size(), 2u);
  EXPECT_EQ(record().lanes()[1].form, DecoderForm::nearest_conv);
  EXPECT_TRUE(lab().draw(desk_.style(1000, 600)));
  EXPECT_TRUE(lab().is_exact());
}

TEST_F(TrainingLabTest, TrainsStepByStepAndGoesBack) {
  run("train-next");
  run("train-next");
  EXPECT_EQ(lab().done(), 2);
  EXPECT_EQ(lab().shown(), 2);
  const Pixels second = outputs();
  run("train-previous");
  EXPECT_EQ(lab().shown(), 1);
  EXPECT_EQ(lab().done(), 2);
  run("train-next");  // along what was made
  EXPECT_EQ(lab().done(), 2);
  EXPECT_EQ(outputs(), second);
  run("train-first");
  EXPECT_EQ(lab().shown(), 0);
  EXPECT_EQ(refusal([&] { run("train-step 201"); }), "train-step: there is no step 201 (0 to 200)");
  EXPECT_EQ(refusal([&] { run("train-step -1"); }), "train-step: there is no step -1 (0 to 200)");
  EXPECT_EQ(lab().done(), 2);
  run("train-step 5");  // trains as far as that
  EXPECT_EQ(lab().done(), 5);
  EXPECT_EQ(lab().shown(), 5);
  run("train-reset; train-next; train-next; train-next");
  EXPECT_EQ(lab().done(), 3);
  run("train-reset");
  EXPECT_EQ(lab().done(), 0);
}

TEST_F(TrainingLabTest, PausedAndGoneOnItIsTheSameTraining) {
  run("train-steps 40");
  run_command(target_, std::vector<std::string>{"train-run"});
  tick_until([&] { return lab().done() >= 3; });
  run("train-cancel");
  const Index paused = lab().done();
  EXPECT_GE(paused, 3);
  EXPECT_FALSE(lab().running());
  EXPECT_EQ(lab().shown(), paused);
  EXPECT_EQ(static_cast<Index>(record().lanes()[0].steps().size()), paused);
  run("train-run");
  EXPECT_EQ(lab().done(), 40);
  const Pixels at_end = outputs();
  const double loss = record().lanes()[0].steps().back().loss;
  run("train-reset");
  run("train-run on");
  EXPECT_EQ(record().lanes()[0].steps().back().loss, loss);
  EXPECT_EQ(outputs(), at_end);
  for (Index step = 1; step <= 40; ++step)
    EXPECT_EQ(record().lanes()[1].steps()[static_cast<std::size_t>(step - 1)].step, step);
}

TEST_F(TrainingLabTest, WhoLooksBackStaysThereWhileItTrains) {
  run_command(target_, std::vector<std::string>{"train-run"});
  tick_until([&] { return lab().done() >= 2; });
  run_command(target_, std::vector<std::string>{"train-step", "1"});
  tick_until([&] { return lab().done() >= 5; });
  EXPECT_EQ(lab().shown(), 1);
  EXPECT_TRUE(lab().running());
  run("train-cancel");
  EXPECT_EQ(lab().shown(), 1);
}

using TrainingLabTestSlow = TrainingLabTest;

TEST_F(TrainingLabTestSlow, StepsThatWereNotKeptAreMadeAgain) {
  run("train-decoders nearest-conv; train-layers 1; train-steps 482; train-run");
  ASSERT_EQ(lab().done(), 482);
  Race race(lab().choice(), {{"photo.ppm", read_image(folder_ / "photo.ppm", "photo")}});
  for (const Index step : {7, 239, 401, 481}) {
    while (race.steps_done() < step) race.advance();
    EXPECT_LT(record().outputs_before(step).first, step);  // every third one is kept
    run("train-step " + std::to_string(step));
    EXPECT_TRUE(lab().is_exact());
    EXPECT_TRUE(outputs()[0] == to_image(race.runners()[0].output).rgba) << step;
  }
}

TEST_F(TrainingLabTest, WhatCannotBeTrainedOnLeavesWhatWasThere) {
  run("train-next");
  for (const auto& [file, words] : std::initializer_list<std::pair<std::string, std::string>>{
           {"flat.ppm", "has one colour"}, {"tiny.ppm", "has 16 × 16 pixels"}}) {
    desk_.message.clear();
    run("train-on " + folder_ / file);
    EXPECT_THAT(desk_.message, HasSubstr(words));
    EXPECT_TRUE(desk_.warning);
    EXPECT_THAT(record().pictures(), ElementsAre("photo.ppm"));
    EXPECT_EQ(lab().done(), 1);
    EXPECT_THAT(lab().trained_on(), ElementsAre(folder_ / "photo.ppm"));
  }
  EXPECT_THAT(refusal([&] { run("train-on " + folder_ / "none.ppm"); }), HasSubstr("train-on: "));
  run("train-next");  // and goes on
  EXPECT_EQ(lab().done(), 2);
}

TEST_F(TrainingLabTest, DivergingIsSaidAndTheStepBeforeIsKept) {
  run("train-rate 1e30; train-run");
  EXPECT_THAT(desk_.message, HasSubstr("diverged at step"));
  EXPECT_TRUE(record().over());
  EXPECT_LT(lab().done(), 200);
  for (const RaceLane& lane : record().lanes()) EXPECT_TRUE(has_diverged(lane, lab().done()));
  EXPECT_FALSE(lab().running());
}

TEST_F(TrainingLabTest, ChoicesBeginAnewAndWrongOnesChangeNothing) {
  run("train-next");
  run("train-layers 3");
  EXPECT_EQ(lab().done(), 0);
  run("train-next");
  const RaceChoice before = lab().choice();
  for (const auto& [line, words] : std::initializer_list<std::pair<std::string, std::string>>{
           {"train-factor 5", "factor: 5 is out of range (2 to 4)"},
           {"train-steps 0", "steps: 0 is out of range (1 to 5000)"},
           {"train-steps 5001", "steps: 5001 is out of range (1 to 5000)"},
           {"train-width 65", "width: 65 is out of range"},
           {"train-rate 0", "rate: 0 is out of range"},
           {"train-seed -1", "seed: -1 is out of range"},
           {"train-decoders beauty", "decoders: 'beauty' is not known"},
           {"train-decoder nearest-conv maybe", "train-decoder: "},
           {"train-look pixel-shuffle", "decoder: pixel-shuffle does not take part"},
           {"train-kernel 49", "train-kernel: there is no kernel 49 (mean, or 1 to 48)"},
           {"train-page beauty", "train-page: 'beauty'"}})
    EXPECT_THAT(refusal([&] { run(line); }), HasSubstr(words)) << line;
  EXPECT_EQ(lab().choice(), before);
  EXPECT_EQ(lab().done(), 1);
  run("train-decoder nearest-conv off");
  EXPECT_THAT(lab().decoders(), ElementsAre(DecoderForm::conv_transpose_k3));
  EXPECT_EQ(refusal([&] { run("train-decoder conv-transpose-k3 off"); }),
            "decoders: none would be left (one decoder at least)");
  for (const DecoderKind& kind : decoder_kinds()) run("train-decoder " + std::string(kind.name) + " on");
  EXPECT_THAT(lab().choice().decoders, IsEmpty());
}

TEST_F(TrainingLabTest, SeveralPhotographsAreOneSet) {
  EXPECT_TRUE(lab().open_together(desk_, {folder_ / "photo.ppm", folder_ / "other.ppm"}));
  settle();
  EXPECT_THAT(record().pictures(), ElementsAre("photo.ppm", "other.ppm"));
  EXPECT_FALSE(lab().open_together(desk_, {folder_ / "photo.ppm", "network.onnx"}));
  const std::vector<CommandWords> memory = lab().remembered();
  ASSERT_EQ(memory.size(), 1u);
  EXPECT_THAT(memory[0], ElementsAre("train-on", folder_ / "photo.ppm", folder_ / "other.ppm"));
}

TEST_F(TrainingLabTest, ThePictureOfTheImagesLabIsTrainedOn) {
  run("images; picture " + folder_ / "other.ppm");
  tick_until([&] { return !desk_.updating(); });
  run("train-here");
  EXPECT_EQ(desk_.front().name, "training");
  EXPECT_THAT(record().pictures(), ElementsAre("other.ppm"));
  run("images; test-picture zone-plate");
  tick_until([&] { return !desk_.updating(); });
  EXPECT_EQ(refusal([&] { run("train-here"); }),
            "train-here: Zone plate is no file (a photograph from a file)");
}

TEST_F(TrainingLabTest, SavesTheDecoderAtTheShownStep) {
  run("train-steps 3; train-run");
  run("train-step 2; train-look nearest-conv");
  const auto saved = [&](const std::string& name) {
    run("train-save " + folder_ / name);
    tick_until([&] { return !desk_.exports.busy(); });
    return read_network(folder_ / name);
  };
  const Network network = saved("decoder.onnx");
  EXPECT_EQ(network.name, "nearest-conv");
  const Network weights = saved("decoder.safetensors");
  EXPECT_EQ(weights.weights.at("up.weight").reals(), network.weights.at("up.weight").reals());
  run("train-step 3");
  EXPECT_NE(saved("later.onnx").weights.at("up.weight").reals(), network.weights.at("up.weight").reals());
  EXPECT_THAT(refusal([&] { run("train-save " + folder_ / "decoder.txt"); }),
              HasSubstr("(.onnx or .safetensors)"));
  EXPECT_FALSE(folder_.has("decoder.txt"));
  EXPECT_EQ(desk_.open(folder_ / "decoder.onnx"), Opened::later);
  EXPECT_EQ(desk_.front().name, "networks");
}

TEST(TrainingRecord, KeepsNoMoreThanItMay) {
  const auto image = std::make_shared<const Image>();
  RaceSetup setup{.choice = {.steps = kMostTrainingSteps}};
  RaceRecord record(
      setup, {.lanes = {RaceLane(DecoderForm::nearest_conv, {})}, .numbers = {{}}, .outputs = {image}});
  for (Index step = 1; step <= kMostTrainingSteps; ++step)
    record.add({.step = step,
                .diverged = {0},
                .numbers = {{.step = step, .loss = 1.0 / static_cast<double>(step)}},
                .outputs = {image}});
  EXPECT_EQ(record.lanes()[0].steps().size(), 5000u);
  EXPECT_EQ(record.lanes()[0].extent(&TrainingStep::loss).least, 1.0 / kMostTrainingSteps);
  EXPECT_EQ(record.lanes()[0].extent(&TrainingStep::loss).most, 1);
  std::set<Index> kept;
  for (Index step = 0; step <= kMostTrainingSteps; ++step) kept.insert(record.outputs_before(step).first);
  EXPECT_LE(kept.size(), 241u);
  EXPECT_GE(kept.size(), 230u);
  EXPECT_TRUE(kept.contains(kMostTrainingSteps));
  const std::vector<Index> frames = record.frames(40, 1234);
  EXPECT_LE(frames.size(), 44u);
  EXPECT_EQ(frames.front(), 0);
  EXPECT_EQ(frames.back(), kMostTrainingSteps);
  EXPECT_TRUE(std::ranges::binary_search(frames, 1234));
  EXPECT_TRUE(std::ranges::is_sorted(frames));
}

TEST_F(TrainingLabTest, ItsFilmHasTheStepsThatWereKept) {
  run("train-steps 100; train-run");
  run("train-step 37");
  const Film film = *lab().film(desk_, desk_.style(1000, 600), false);
  EXPECT_GT(film.steps, 20);
  EXPECT_LT(film.steps, 60);
  const Picture still = *lab().picture(desk_, desk_.style(1000, 600));
  EXPECT_EQ(film.draw(film.now).items.size(), still.items.size());
  EXPECT_EQ(film.sentence(film.steps), "Step 100 of the training");
  run("train-reset");  // the film keeps what it shows
  EXPECT_EQ(film.draw(film.now).items.size(), still.items.size());
}

TEST_F(TrainingLabTest, ShowsAgainWhatIsDone) {
  run("train-steps 12; train-run");
  EXPECT_FALSE(lab().animating());
  run_command(target_, std::vector<std::string>{"train-run"});
  EXPECT_TRUE(lab().animating());
  desk_.tick(1);
  EXPECT_EQ(lab().shown(), 1);
  for (int i = 0; i < 20; ++i) desk_.tick(1);
  EXPECT_FALSE(lab().animating());
  EXPECT_EQ(lab().shown(), 12);
}

}  // namespace
}  // namespace convscope
