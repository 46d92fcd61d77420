// Results that others made, beside the contenders of the lab: shown, measured, explained where they do not
// fit.
#include <filesystem>
#include <functional>

#include "app/desk/file_commands.hpp"
#include "core/io/files.hpp"
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ImagesLab;
using testing::png;

std::string pgm(int height, int width, int top, int left, int by = 0) {
  std::string bytes = "P5 " + std::to_string(width) + " " + std::to_string(height) + " 255\n";
  for (int y = top; y < top + height; ++y)
    for (int x = left; x < left + width; ++x)
      bytes += static_cast<char>(60 + by + (x * x / 7 + y * y / 5 + x * y / 9) % 120);
  return bytes;
}

class ImageResults : public ImagesLab {
 protected:
  ImageResults() {
    truth_ = folder_.file("truth.pgm", pgm(80, 96, 0, 0));
    same_ = folder_.file("same.pgm", pgm(80, 96, 0, 0));
    lighter_ = folder_.file("lighter.pgm", pgm(80, 96, 0, 0, 10));
    cut_ = folder_.file("cut.pgm", pgm(76, 92, 2, 3));
  }
  void results(std::vector<std::string> paths, bool align = false) {
    ImageSettings next = state_.settings();
    next.results = std::move(paths);
    next.align_results = align;
    state_.change(std::move(next));
    settle();
    show_everything(0);
    settle();
  }
  std::string truth_, same_, lighter_, cut_;
};

TEST_F(ImageResults, StandBehindTheContendersAndAreMeasured) {
  open(truth_);
  settle();
  results({same_, lighter_});
  ASSERT_EQ(state_.subjects(), 10u);
  EXPECT_TRUE(state_.is_result(8));
  EXPECT_FALSE(state_.is_result(7));
  EXPECT_EQ(state_.subject_name(9), "lighter.pgm");
  EXPECT_EQ(state_.subject_detail(9), "result");
  ASSERT_EQ(state_.measurements().size(), 8u);
  EXPECT_EQ(state_.measurements()[6].measures["mse"], 0.0);
  EXPECT_EQ(state_.measurements()[7].measures["mse"], 100.0);
  EXPECT_FALSE(state_.measurements()[7].measures["phase_spread"]) << "nobody knows its kernel";
  const auto there = state_.pixel(0, 40, 30), here = state_.pixel(9, 40, 30);
  ASSERT_TRUE(there && here);
  EXPECT_EQ((*here)[0], (*there)[0] + 10);
  state_.stage.selection = {8, 8, 16, 16};
  settle();
  EXPECT_EQ(state_.measurements()[7].measures["mse"], 100.0);
}

TEST_F(ImageResults, WithoutContendersTheComparedOneIsTheChosenOne) {
  open(truth_);
  settle();
  results({same_, lighter_});
  state_.stage.second = 9;
  EXPECT_EQ(state_.chosen_subject(), state_.stage.contender + 2) << "a contender is";
  ImageSettings next = state_.settings();
  next.contenders.clear();
  state_.change(std::move(next));
  settle();
  for (const std::size_t result : {2u, 3u}) {
    state_.stage.second = result;
    EXPECT_EQ(state_.chosen_subject(), result);
  }
}

TEST_F(ImageResults, OtherSizesAreExplainedAndCanBeAligned) {
  open(truth_);
  settle();
  results({cut_, lighter_});
  EXPECT_THAT(state_.subject_problem(8), HasSubstr("has 92 × 76 pixels and truth.pgm has 96 × 80"));
  EXPECT_THAT(state_.measurements()[6].problem, HasSubstr("92 × 76"));
  EXPECT_EQ(state_.measurements()[7].measures["mse"], 100.0) << "the others are measured";
  results({cut_, lighter_}, true);
  EXPECT_EQ(state_.subject_problem(8), "");
  EXPECT_THAT(state_.subject_detail(8),
              HasSubstr("aligned: 92 × 76 pixels, placed 2 pixels down and 3 pixels to the right, 92 × 76"));
  EXPECT_EQ(state_.measurements()[6].measures["mse"], 0.0);
  EXPECT_EQ(state_.pixel(8, 40, 30), state_.pixel(0, 40, 30));
}

TEST_F(ImageResults, AFolderHasOneOfThePicturesName) {
  std::filesystem::create_directory(folder_ / "mine");
  folder_.file("mine/truth.png", png(96, 80));
  open(truth_);
  settle();
  results({folder_ / "mine", lighter_});
  EXPECT_EQ(state_.subject_problem(8), "");
  EXPECT_GT(state_.measurements()[6].measures["mse"].value_or(0), 0);
  // Another picture: files were of this one and go, the folder stays and says that it has none.
  const std::string other = folder_.file("other.pgm", pgm(80, 96, 5, 5));
  state_.open(desk_, other);
  settle();
  show_everything(0);
  settle();
  EXPECT_THAT(state_.settings().results, ElementsAre(folder_ / "mine"));
  EXPECT_THAT(state_.subject_problem(8),
              HasSubstr("has no result of other.pgm (a file whose name begins with 'other.'"));
}

TEST_F(ImageResults, DroppedWithTheirTruthStandBesideIt) {
  EXPECT_TRUE(state_.open_together(desk_, {truth_, same_, lighter_}));
  settle();
  EXPECT_EQ(state_.picture_name(), "truth.pgm");
  EXPECT_THAT(state_.settings().results, ElementsAre(same_, lighter_));
  EXPECT_TRUE(state_.settings().contenders.empty()) << "they were nobody's choice";
  ASSERT_EQ(state_.measurements().size(), 2u);
  EXPECT_EQ(state_.measurements()[1].measures["mse"], 100.0);
  EXPECT_FALSE(state_.open_together(desk_, {truth_, folder_.file("a.json", "{}")}));
}

TEST_F(ImageResults, TwoFoldersAreMatchedByStem) {
  for (const char* folder : {"hr", "mine", "empty"}) std::filesystem::create_directory(folder_ / folder);
  folder_.file("hr/a.pgm", pgm(40, 48, 0, 0));
  const std::string b = folder_.file("hr/b.pgm", pgm(40, 48, 3, 0)),
                    c = folder_.file("hr/c.pgm", pgm(40, 48, 0, 7));
  folder_.file("mine/b.pgm", pgm(40, 48, 3, 0, 10));
  folder_.file("mine/c.png", png(48, 40));
  folder_.file("mine/d.png", png(48, 40));
  EXPECT_TRUE(state_.open_together(desk_, {folder_ / "hr", folder_ / "mine"}));
  frame();
  EXPECT_THAT(said_.text, HasSubstr("hr has the truth, 2 of 3 pictures with a result of the same name"));
  settle();
  EXPECT_EQ(state_.picture_name(), "b.pgm") << "the first that has a partner";
  EXPECT_THAT(state_.settings().results, ElementsAre(folder_ / "mine"));
  EXPECT_TRUE(state_.settings().contenders.empty());
  ASSERT_EQ(state_.measurements().size(), 1u);
  EXPECT_EQ(state_.measurements()[0].measures["mse"], 100.0);
  state_.next_pair(1);
  settle();
  EXPECT_EQ(state_.picture_name(), "c.pgm");
  EXPECT_THAT(state_.settings().results, ElementsAre(folder_ / "mine"));
  state_.next_pair(1);
  settle();
  EXPECT_EQ(state_.picture_name(), "b.pgm") << "round again";
  state_.next_pair(-1);
  settle();
  EXPECT_EQ(state_.picture_name(), "c.pgm");
  // Without a partner, or without any picture: nothing has changed.
  std::filesystem::create_directory(folder_ / "other");
  folder_.file("other/z.png", png(8, 8));
  testing::expect_field([&] { state_.open_together(desk_, {folder_ / "hr", folder_ / "other"}); }, "results");
  testing::expect_field([&] { state_.open_together(desk_, {folder_ / "empty", folder_ / "mine"}); }, "truth");
  testing::expect_field([&] { state_.open_together(desk_, {folder_ / "hr", folder_ / "empty"}); }, "result");
  settle();
  EXPECT_EQ(state_.picture_name(), "c.pgm");
  EXPECT_THAT(state_.settings().results, ElementsAre(folder_ / "mine"));
  results({});
  testing::expect_field([&] { state_.next_pair(1); }, "next-pair");
  EXPECT_FALSE(state_.open_together(desk_, {folder_ / "hr", b}))
      << "a folder and a file are nothing together";
}

TEST_F(ImageResults, BlinkBySteps) {
  open(truth_);
  settle();
  state_.stage.layout = ImageStage::Layout::flip;
  state_.stage.blink = 1.25;
  const auto pass = [&](double seconds) { state_.tick(desk_, seconds); };
  EXPECT_FALSE(state_.stage.flipped);
  pass(1);
  EXPECT_FALSE(state_.stage.flipped) << "not within a second";
  EXPECT_TRUE(state_.animating());
  pass(0.3);
  EXPECT_TRUE(state_.stage.flipped);
  pass(100);
  EXPECT_FALSE(state_.stage.flipped) << "one change at most, however late the frame";
  pass(1);
  state_.stage.layout = ImageStage::Layout::split;
  pass(1);
  EXPECT_FALSE(state_.animating());
  state_.stage.layout = ImageStage::Layout::flip;
  desk_.session.reduced_motion = true;
  pass(5);
  EXPECT_FALSE(state_.stage.flipped) << "reduced motion";
  EXPECT_FALSE(state_.animating());
}

TEST_F(ImageResults, TablesHaveThem) {
  open(truth_);
  settle();
  set_contenders({});
  results({lighter_});
  const std::string json = folder_ / "table.json", csv = folder_ / "table.csv", sheet = folder_ / "sheet.png",
                    copy = folder_ / "copy.png";
  for (const auto& save : std::vector<std::function<void()>>{
           [&] { state_.save_table(json); }, [&] { state_.save_table(csv); },
           [&] { state_.save_sheet(sheet); }, [&] { state_.save_result(2, copy); }}) {
    save();
    settle();
  }
  EXPECT_THAT(read_file(json, "test"), HasSubstr("\"name\":\"lighter.pgm\""));
  EXPECT_THAT(read_file(csv, "test"), HasSubstr("lighter.pgm,"));
  EXPECT_TRUE(std::filesystem::exists(sheet));
  EXPECT_TRUE(std::filesystem::exists(copy));
}

class ResultCommands : public ImageResults {
 protected:
  void run(std::vector<std::string> words) { run_command(target, words); }
  std::string refused(std::vector<std::string> words) {
    try {
      run_command(target, words);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  ImagesState& lab() { return desk_.state<ImagesState>(); }
  InputQueue input;
  CommandTarget target{desk_, input};
};

TEST_F(ResultCommands, AddRemoveAndAlign) {
  run({"result", same_});
  run({"result", lighter_});
  EXPECT_THAT(lab().settings().results, ElementsAre(same_, lighter_));
  EXPECT_EQ(lab().stage.second, lab().subjects() - 1);
  run({"align-results"});
  EXPECT_TRUE(lab().settings().align_results);
  EXPECT_THAT(refused({"result", same_}), HasSubstr("is there already"));
  EXPECT_THAT(refused({"result", folder_ / "none.png"}), HasSubstr("result: "));
  EXPECT_THAT(refused({"result", folder_.path()}), ::testing::IsEmpty()) << "a folder of pictures";
  EXPECT_THAT(refused({"remove-result", "4"}), HasSubstr("there is no result 4 (1 to 3)"));
  run({"remove-result", "1"});
  EXPECT_THAT(lab().settings().results, ElementsAre(lighter_, folder_.path()));
  // What is remembered makes them again.
  EXPECT_THAT(lab().remembered(), ::testing::Contains(ElementsAre("result", lighter_)));
  EXPECT_THAT(lab().remembered(), ::testing::Contains(ElementsAre("align-results", "on")));
  run({"remove-result", "all"});
  EXPECT_TRUE(lab().settings().results.empty());
  for (int i = 0; i < 8; ++i)
    run({"result", folder_.file("r" + std::to_string(i) + ".pgm", pgm(8, 8, 0, 0))});
  EXPECT_THAT(refused({"result", same_}), HasSubstr("9 are too many (at most 8)"));
}

TEST_F(ResultCommands, Blink) {
  run({"blink"});
  EXPECT_EQ(lab().stage.blink, 1.25);
  EXPECT_EQ(lab().stage.layout, ImageStage::Layout::flip);
  run({"blink"});
  EXPECT_EQ(lab().stage.blink, 0);
  run({"blink", "2"});
  EXPECT_EQ(lab().stage.blink, 2);
  EXPECT_THAT(refused({"blink", "0.2"}),
              HasSubstr("blink: 0.2 seconds are too short (on, off, or 0.5 to 10"));
  EXPECT_THAT(refused({"blink", "11"}), HasSubstr("blink: 11 seconds are too long"));
  EXPECT_THAT(refused({"blink", "fast"}), HasSubstr("blink: "));
  EXPECT_EQ(lab().stage.blink, 2);
  run({"blink", "off"});
  desk_.session.reduced_motion = true;
  run({"blink", "on"});
  EXPECT_THAT(desk_.message, HasSubstr("Reduced motion is on"));
}

}  // namespace
}  // namespace convscope
