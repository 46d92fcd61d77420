// What the size lab keeps, through its commands and without a window.
#include "app/labs/sizes/state.hpp"
#include "app/window/labs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "app/desk/commands.hpp"
#include "app/labs/sizes/chain_edits.hpp"
#include "app/views/sizes/solutions.hpp"
#include "app/window/lab_memory.hpp"
#include "core/base/error.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/io/files.hpp"
#include "core/scenario/size_documents.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using testing::expect_error;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;
using Page = SizesState::Page;

class SizesLabState : public ::testing::Test {
 protected:
  void run(const std::string& line) {
    for (const auto& words : parse_commands(line)) run_command(target, words);
  }
  /// Lets the worker finish.
  void settle() {
    desk.tick(1.0 / 60);
    for (int i = 0; state.updating() && i < 10'000; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      desk.tick(1.0 / 60);
    }
  }
  void refuse(const std::string& line, const std::string& sentence) {
    const std::string before = spec();
    const Chain chain = state.chain();
    expect_error([&] { run(line); }, sentence);
    EXPECT_EQ(spec(), before) << line;
    EXPECT_EQ(state.chain(), chain) << line;
  }
  std::string spec() { return spec_line(desk.scenario()); }
  std::vector<CommandWords> kept() { return remembered(desk).at("sizes"); }
  std::string all_words() {
    std::string all;
    for (const WordSection& section : state.words(desk)) {
      all += section.heading + "\n";
      for (const Sentence& sentence : section.sentences) all += sentence.text + "\n";
    }
    return all;
  }

  Desk desk = whole_desk(parse_spec("conv 6x7 k3 s2"));
  InputQueue input;
  CommandTarget target{desk, input};
  SizesState& state = desk.state<SizesState>();
};

TEST_F(SizesLabState, CommandsBringTheLabToTheFront) {
  run("sizes-page network");
  EXPECT_EQ(desk.front().name, "sizes");
  EXPECT_EQ(state.page, Page::network);
  run("next-page; next-page; previous-page");
  EXPECT_EQ(state.page, Page::dialects);
  run("previous-page; previous-page");
  EXPECT_EQ(state.page, Page::solve);
  refuse("sizes-page sums",
         "sizes-page: 'sums' is not known (arithmetic, ambiguity, solve, network, dialects)");
}

TEST_F(SizesLabState, TheAxisIsOneOfTheScenario) {
  run("axis");
  EXPECT_EQ(state.axis(desk), 1u);
  run("axis");
  EXPECT_EQ(state.axis(desk), 0u);
  run("axis 1; set size 6");
  EXPECT_EQ(state.axis(desk), 0u);
  refuse("axis 1", "axis: there is no axis 1 (0, the only one)");
  refuse("axis -1", "axis: there is no axis -1 (0 or more)");
  run("set size 6x6");
  refuse("axis 2", "axis: there is no axis 2 (0 to 1)");
  refuse("axis x", "axis: 'x' is no whole number (a whole number)");
}

TEST_F(SizesLabState, ArrowsChangeTheInputOfTheAxis) {
  run("sizes; larger; larger");
  EXPECT_THAT(spec(), HasSubstr("conv 8x7"));
  run("axis 1; smaller; undo");
  EXPECT_THAT(spec(), HasSubstr("conv 8x7"));
  run("set size 3x3");
  refuse("smaller",
         "kernel: reaches over 3 cells, the padded input has 2 on axis 1 (a reach, dilation × (kernel − 1) + "
         "1, of at most 2)");
}

TEST_F(SizesLabState, TermsLightUp) {
  run("term stride");
  EXPECT_EQ(state.lit, "term/stride");
  EXPECT_TRUE(state.lit_pinned);
  run("term none");
  EXPECT_EQ(state.lit, "");
  std::vector<std::string> seen;
  do {
    run("next-term");
    seen.push_back(state.lit);
  } while (!state.lit.empty() && seen.size() < 20);
  EXPECT_THAT(seen, ::testing::ElementsAre("term/input", "term/padding", "term/reach", "term/stride",
                                           "term/remainder", "term/first", "term/output", ""));
  EXPECT_FALSE(state.lit_pinned);
  refuse("term weight",
         "term: 'weight' is not known (input, padding, reach, stride, first, remainder, output-padding, "
         "output, none)");
}

TEST_F(SizesLabState, SizesWithTheSameWindows) {
  run("spec conv 16x16 k5 s3 p2; same-size 18");
  EXPECT_EQ(spec(), "conv 18x16 k5 s3 p2");
  run("axis 1; same-size 18");
  EXPECT_EQ(desk.scenario().size, (Shape{18, 18}));
  refuse("same-size 19", "size: 19 has another number of windows (16 to 18)");
  run("spec tconv 6x6 k5 s3 p2; axis 0; same-size 18");
  EXPECT_EQ(spec(), "tconv 6x6 k5 s3 p2 op2x0");
  run("undo");
  EXPECT_EQ(spec(), "tconv 6x6 k5 s3 p2");
  state.click(desk, "size/17");
  EXPECT_EQ(spec(), "tconv 6x6 k5 s3 p2 op1x0");
}

TEST_F(SizesLabState, ARuleBecomesNumbersWhereItHasNoOtherSize) {
  run("spec tconv 4 k3 s2 psame dialect=keras; same-size 7");
  EXPECT_EQ(desk.derived().op().output_size(), Shape{7});
  EXPECT_EQ(desk.scenario().layer.dialect, Dialect::pytorch);
}

TEST_F(SizesLabState, TooManySizesAreSaid) {
  run("spec conv 9000 k3 s5000; sizes-page ambiguity");
  refuse("same-size 3", "size: none can be chosen here (see what the page says)");
  EXPECT_NO_THROW(state.draw(desk, desk.style(800, 600)));
  EXPECT_EQ(all_words(), "");
  refuse("copy-sizes json", "copy: there are no numbers on this page (see what it says)");
}

TEST_F(SizesLabState, SolvesOnAWorker) {
  run("sizes-page solve");
  desk.tick(0);
  settle();
  EXPECT_EQ(state.desk().question(), (SolveQuestion{false, {6, 7}, {2, 3}}));
  EXPECT_FALSE(state.desk().found().empty());
  run("solve input 4; solve wanted 8; solve direction tconv");
  EXPECT_EQ(state.desk().question().input, Shape{8});  // asked the other way round
  run("solve input 4; solve wanted 8; solve stride 2; solve kernel 3-4; solve dilation 1 to 1");
  settle();
  EXPECT_EQ(state.desk().answered().bounds.kernel, (Range{3, 4}));
  const auto best = state.desk().found().front();
  EXPECT_EQ(best.kernel, 4);
  EXPECT_TRUE(best.overlap.even());
  run("sort kernel; take-row 0");
  EXPECT_EQ(spec(), "tconv 4 k3 s2 p1 op1");
  EXPECT_EQ(desk.derived().op().output_size(), Shape{8});
  run("sort kernel");
  EXPECT_EQ(state.desk().found().front().kernel, 4);
  run("undo");
  EXPECT_EQ(spec(), "conv 6x7 k3 s2");
}

TEST_F(SizesLabState, EverySolutionIsOne) {
  run("solve direction tconv; solve input 5x5; solve wanted 9x9");
  settle();
  ASSERT_GT(state.desk().found().size(), 10u);
  for (std::size_t row = 0; row < state.desk().found().size(); ++row) {
    state.apply_solution(desk, row);
    EXPECT_EQ(desk.derived().op().output_size(), (Shape{9, 9})) << spec();
  }
}

TEST_F(SizesLabState, UnsatisfiableQuestionsNameTheNearestSizes) {
  run("solve input 5; solve wanted 100");
  settle();
  EXPECT_EQ(state.desk().problem(), "No convolution within the bounds maps 5 to 100.");
  EXPECT_TRUE(state.desk().found().empty());
  EXPECT_THAT(all_words(), HasSubstr("No answer"));
  refuse("take-row 0", "row: there is no row 0 (a question that has answers)");
  refuse("copy-sizes json", "copy: there are no numbers on this page (see what it says)");
  refuse("solve-nearest 1", "nearest: there is no size 1 (0 to 0)");
  run("solve-nearest 0");
  settle();
  EXPECT_EQ(state.desk().question().wanted, Shape{11});
  EXPECT_EQ(state.desk().problem(), "");
  refuse("solve-nearest 0", "nearest: there is no size 0 (a question without an answer)");
  refuse("take-row 999",
         "row: there is no row 999 (0 to " + std::to_string(state.desk().found().size() - 1) + ")");
}

TEST_F(SizesLabState, KeysGoThroughTheNearestSizesAndTakeOne) {
  run("spec tconv 3 k3 s2; solve wanted 5; solve kernel 2; solve padding 0; solve dilation 1; solve "
      "output-padding 0");
  settle();
  EXPECT_THAT(state.desk().nearest(), ::testing::ElementsAre(Shape{4}, Shape{6}));
  refuse("take-row", "row: none is lit up (go to one with Up and Down, or click it)");
  run("next-row; next-row; next-row");
  EXPECT_EQ(state.lit, "nearest/1");
  run("take-row");
  settle();
  EXPECT_EQ(state.desk().answered().wanted, Shape{6});
  EXPECT_EQ(state.lit, "");
}

TEST_F(SizesLabState, KeysGoThroughTheAnswersAndTakeOne) {
  run("spec conv 16x16 k5 s3 p2; sizes-page solve");
  desk.tick(0);
  settle();
  const Style style = desk.style(800, 300);
  const Index rows = solution_rows(style);
  for (Index i = 0; i < rows + 2; ++i) run("next-row");
  EXPECT_EQ(state.lit, "row/" + std::to_string(rows + 1));
  state.settle(style);
  EXPECT_EQ(state.desk().first, 2);
  run("previous-row; take-row");
  const SizeSolution taken = state.desk().found()[static_cast<std::size_t>(rows)];
  EXPECT_EQ(desk.scenario().layer.kernel, Shape{taken.kernel});
  EXPECT_EQ(desk.scenario().layer.stride, Shape{taken.stride});
}

TEST_F(SizesLabState, KeysGoThroughSizesAndFrameworks) {
  run("spec conv 16 k5 s3 p2; sizes-page ambiguity; next-row");
  EXPECT_EQ(desk.scenario().size, Shape{17});
  run("next-row; next-row");
  EXPECT_EQ(desk.scenario().size, Shape{18});
  run("sizes-page dialects");
  for (int i = 0; i < 20; ++i) run("previous-row");
  EXPECT_THAT(kept(), Contains(CommandWords{"compare-dialect", "2"}));  // 1 is not there
  for (int i = 0; i < 20; ++i) run("next-row");
  EXPECT_THAT(kept(), Contains(CommandWords{"compare-dialect", "9"}));
  run("sizes-page arithmetic; previous-row");
  EXPECT_EQ(state.lit, "term/output");
}

TEST_F(SizesLabState, QuestionsThatAreNone) {
  refuse("solve colour 3",
         "solve: 'colour' is not known (direction, input, wanted, kernel, stride, padding, dilation, "
         "output-padding)");
  refuse("solve kernel x", "kernel: 'x' is no range (a number, or two as in 1-7)");
  refuse("solve kernel 7-3", "kernel: '7-3' is no range (a number, or two as in 1-7)");
  refuse("solve wanted 0", "wanted: 0 is too small (a whole number from 1 to 2147483647)");
  refuse("solve wanted big", "wanted: 'big' is no size (whole numbers joined by x, as 3 or 3x2, up to 3)");
  refuse("solve direction up", "direction: 'up' is not known (conv or tconv)");
  refuse(
      "sort colour",
      "sort: 'colour' is not known (kernel, stride, padding, dilation, output-padding, overlap, products)");
  refuse("sort kernel left", "sort: 'left' is not known (up, down)");
  // What only the search finds is said by the page.
  run("solve kernel 1-4000; solve stride 1-4000");
  settle();
  EXPECT_THAT(state.desk().problem(), HasSubstr("at most 4000000"));
  run("solve kernel 0; solve stride 1");
  settle();
  EXPECT_THAT(state.desk().problem(),
              HasSubstr("Kernel: from 0 to 0 cannot be searched. Possible: from 1 to 2147483647."));
}

TEST_F(SizesLabState, TheNetworkHasAHistoryOfItsOwn) {
  run("network unet; network-input 250");
  EXPECT_EQ(state.chain_report().warnings.size(), 4u);
  run("network-input 256x240");
  EXPECT_EQ(state.chain_report().warnings.size(), 0u);
  run("larger");
  EXPECT_EQ(state.chain().size, (Shape{257, 241}));
  run("undo; undo");
  EXPECT_EQ(state.chain().size, (Shape{250, 250}));
  EXPECT_EQ(state.chain_report().warnings.size(), 4u);
  run("redo; undo; undo; undo");
  EXPECT_EQ(desk.message, "There is nothing to undo in the network.");
  EXPECT_EQ(spec(), "conv 6x7 k3 s2");
  run("redo; redo; redo; redo");
  EXPECT_EQ(desk.message, "There is nothing to redo in the network.");
  run("sizes-page arithmetic; undo");  // the scenario's again
  EXPECT_THAT(desk.message, HasSubstr("nothing to undo"));
}

TEST_F(SizesLabState, LayersAreEdited) {
  run("network dcgan; network-layer 1; network-set kernel 4x2; network-set stride 2x1; network-set padding "
      "1x0");
  EXPECT_EQ(state.chain_report().steps.back().output, (Shape{64, 40}));
  run("network-set name wide; network-layer 4; network-set skip wide; network-set kind conv");
  EXPECT_EQ(state.chain().layers[4].skip, "wide");
  run("network-layer 1; network-set name narrow");
  EXPECT_EQ(state.chain().layers[4].skip, "narrow");
  run("network-add");
  EXPECT_EQ(state.layer(), 2u);
  EXPECT_EQ(state.chain().layers[2].channels, 256);
  EXPECT_EQ(state.chain_report().steps[2].output, state.chain_report().steps[1].output);
  run("network-remove; network-layer 1; network-remove");
  EXPECT_EQ(state.chain().layers.size(), 4u);
  EXPECT_EQ(state.chain().layers[3].skip, "");
  state.click(desk, "layer/1");
  EXPECT_EQ(state.layer(), std::nullopt);
  run("network-layer 0; network-set bias yes; network-set channels 7; network-set dilation 2; network-set "
      "output-padding 1");
  EXPECT_EQ(layer_field(state.chain().layers[0], "channels"), "7");
  EXPECT_EQ(layer_field(state.chain().layers[0], "bias"), "yes");
}

TEST_F(SizesLabState, WrongEditsOfLayersChangeNothing) {
  refuse("network resnet", "network: 'resnet' is not known (unet, unet-valid, dcgan)");
  refuse("network-set kernel 3", "layer: none is chosen (click one, or network-layer N)");
  refuse("network-remove", "layer: none is chosen (click one, or network-layer N)");
  refuse("network-layer 27", "layer: there is no layer 27 (0 to 26)");
  refuse("network-layer -1", "layer: there is no -1 (0 or more)");
  run("network-layer 26");
  refuse("network-set kernel x", "kernel: 'x' is no size (whole numbers joined by x, as 3 or 3x2, up to 3)");
  refuse("network-set kernel 3x3x3",
         "kernel: classes gets 256 × 256: 3 numbers for 2 axes (one number for all axes, or 2)");
  refuse("network-set channels many", "channels: 'many' is no whole number (a whole number)");
  refuse("network-set kind dense", "kind: 'dense' is not known (conv, transposed, pool, nearest)");
  refuse("network-set bias maybe", "bias: 'maybe' is not known (yes or no)");
  refuse("network-set name down1a", "name: two layers would be called 'down1a' (a name of its own)");
  refuse("network-set skip up9",
         "skip: classes joins 'up9', which is no earlier layer (the name of an earlier layer)");
  refuse("network-set colour red",
         "layer: 'colour' is not known (name, kind, channels, kernel, stride, padding, dilation, "
         "output-padding, skip, bias)");
  refuse("network-input 0", "input: 0 is too small (a whole number from 1 to 2147483647)");
  refuse("network-input 15",
         "kernel: pool4 gets 1 × 1: reaches over 2 cells, the padded input has 1 on axis 0 (a reach, "
         "dilation × (kernel − 1) + "
         "1, of at most 1)");
  state.apply(Chain{"one", "", {8}, 1, {{.name = "a"}}});
  run("network-layer 0");
  refuse("network-remove", "layers: the last one cannot go (at least one)");
}

TEST_F(SizesLabState, NetworksTravelAsFiles) {
  const TemporaryFolder folder;
  const std::string path = folder / "mine.json";
  run("network unet; network-layer 0; network-set kernel 5x3; network-set padding 2x1");
  const Chain mine = state.chain();
  run("network-save \"" + path + "\"; network dcgan");
  EXPECT_EQ(state.chain().name, "dcgan");
  run("network \"" + path + "\"");
  EXPECT_EQ(state.chain().layers, mine.layers);
  EXPECT_EQ(state.chain().name, "mine");
  EXPECT_EQ(state.command_line(desk), "convscope shape --network " + path + " --input 256,256");
  run("undo; sizes-page arithmetic");
  EXPECT_EQ(state.chain().name, "dcgan");
  run("open \"" + path + "\"");  // as when it is dropped
  EXPECT_EQ(state.page, Page::network);
  EXPECT_EQ(state.chain().layers, mine.layers);
  write_file(folder / "scenario.json",
             "{\"convscope\": 1, \"operator\": \"conv\", \"size\": [9], \"kernel\": [2]}");
  run("open \"" + (folder / "scenario.json") + "\"");
  EXPECT_EQ(spec(), "conv 9 k2");
  refuse("network-save /none/such/x.json", [&] {
    try {
      write_file("/none/such/x.json", "", "network");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  }());
  refuse("network-save x.txt", "network: 'x.txt' is no network's file (a name that ends in .json)");
  write_file(folder / "broken.json", "{\"convscope-network\": 1");
  refuse("network \"" + (folder / "broken.json") + "\"",
         "network: is not JSON (a file that the size lab saved)");
  EXPECT_THROW(run("network /none/such.json"), Error);
}

TEST_F(SizesLabState, DialectsCompareARow) {
  run("sizes-shift");
  EXPECT_EQ(spec(), "tconv 4 k3 s2 p1 op1 in=[1,2,3,4] w=[1,10,100]");
  run("compare-dialect 1");
  refuse("compare-dialect 0",
         "row: 0 cannot be compared with PyTorch (the number of a row that has the layer)");
  refuse("compare-dialect 99",
         "row: 99 cannot be compared with PyTorch (the number of a row that has the layer)");
  run("set output-padding 0; set padding same");
  EXPECT_THAT(state.picture(desk, desk.style(800, 600))->items.size(), ::testing::Gt(0u));
  refuse("copy-sizes json", "copy: there are no numbers on this page (see what it says)");
  state.click(desk, "numbers");
  EXPECT_THAT(spec(), HasSubstr("tconv 4 k3 s2 in="));
  EXPECT_NO_THROW(state.document(desk));
  run("spec conv 6x6 k5x3 s1 psame");
  state.click(desk, "numbers");
  EXPECT_EQ(spec(), "conv 6x6 k5x3 p2x1");
}

TEST_F(SizesLabState, WordsExplainEveryPage) {
  run("sizes");
  EXPECT_THAT(all_words(),
              HasSubstr("The last window leaves 1 cell of the padded input; output padding 1 brings the "
                        "transposed operator back to 6."));
  EXPECT_THAT(all_words(), HasSubstr("No window reads 7 of the 42 input pixels."));
  run("set border circular; set padding 1");  // copies are read after all
  EXPECT_THAT(all_words(), ::testing::Not(HasSubstr("No window reads")));
  run("spec tconv 3 k3 s2; sizes-page arithmetic");
  EXPECT_THAT(all_words(), HasSubstr("uneven"));
  run("sizes-page ambiguity");
  EXPECT_THAT(all_words(), HasSubstr("7 and 8 both become 3"));
  run("network unet; network-input 250; network-layer 14");
  EXPECT_THAT(all_words(), HasSubstr("down4b brings 31 × 31 to join4a, where 30 × 30 arrives"));
  run("sizes-page dialects");
  EXPECT_THAT(all_words(), HasSubstr("ONNX output_shape=7: pads follow"));
}

TEST_F(SizesLabState, DocumentsAndLinesAreTheCommandLines) {
  run("spec conv 6 k3 s2; sizes-page arithmetic");
  EXPECT_EQ(state.document(desk),
            "{\"output\":[2],\"remainder\":[1],\"unread\":1,\"transpose_output_padding\":[1]}\n");
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --kernel 3 --stride 2");
  run("sizes-page ambiguity");
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --kernel 3 --stride 2 --ambiguity");
  EXPECT_THAT(state.document(desk), HasSubstr("\"inputs\":[{\"input\":5"));
  run("sizes-page dialects");
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --kernel 3 --stride 2 --dialects");
  EXPECT_THAT(state.document(desk), HasSubstr("\"framework\":\"Caffe\""));
  run("network dcgan");
  EXPECT_EQ(state.command_line(desk), "convscope shape --network dcgan --input 1,1");
  EXPECT_EQ(state.document(desk), network_document(state.chain(), state.chain_report()));
  run("solve wanted 3");
  settle();
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --solve 3");
}

TEST_F(SizesLabState, ScrollingStaysWithinTheRows) {
  const Style style = desk.style(800, 500);
  run("sizes-page solve");
  desk.tick(0);
  settle();
  state.scroll(style, 1000);
  const Index last = state.desk().first;
  EXPECT_GT(last, 0);
  EXPECT_LT(last, static_cast<Index>(state.desk().found().size()));
  state.scroll(style, -1000);
  EXPECT_EQ(state.desk().first, 0);
  run("network unet");
  state.scroll(style, 1000);
  state.scroll(style, -1000);
  EXPECT_NO_THROW(state.draw(desk, style));
}

TEST_F(SizesLabState, TheChosenLayerComesIntoView) {
  Style style = desk.style(800, 500), low = desk.style(800, 300);
  style.title = low.title = false;
  const auto in_view = [&](const Style& shown) {
    state.settle(shown);
    std::vector<std::size_t> layers;
    for (const Spot& spot : state.draw(desk, shown).spots)
      if (spot.id.starts_with("layer/")) layers.push_back(std::stoul(spot.id.substr(6)));
    return layers;
  };
  run("network unet");
  EXPECT_THAT(in_view(style), Not(Contains(26u)));
  run("network-layer 26");
  EXPECT_THAT(in_view(style), Contains(26u));
  state.scroll(style, -1000);  // the wheel may leave it
  EXPECT_THAT(in_view(style), Not(Contains(26u)));
  run("previous-row");
  EXPECT_THAT(in_view(style), Contains(25u));
  EXPECT_THAT(in_view(low), Contains(25u));  // also when the window becomes lower
  run("network-layer none; next-row");
  EXPECT_THAT(in_view(low), Contains(state.layer().value()));
}

class SizesMemory : public SizesLabState {
 protected:
  /// The same commands make the same of a fresh state.
  void expect_back() {
    const std::vector<CommandWords> before = kept();
    Desk fresh = whole_desk(desk.scenario());
    CommandTarget there{fresh, input};
    recall(there, {{"sizes", before}});
    EXPECT_EQ(fresh.message, "");
    EXPECT_EQ(remembered(fresh).at("sizes"), before);
    EXPECT_EQ(fresh.state<SizesState>().chain(), state.chain());
    EXPECT_EQ(fresh.state<SizesState>().page, state.page);
    EXPECT_EQ(fresh.state<SizesState>().axis(fresh), state.axis(desk));
    EXPECT_EQ(fresh.state<SizesState>().layer(), state.layer());
  }
};

TEST_F(SizesMemory, OfAFreshState) {
  expect_back();
}

TEST_F(SizesMemory, PageAxisAndFramework) {
  run("axis 1; compare-dialect 5; sizes-page dialects");
  expect_back();
}

TEST_F(SizesMemory, TheQuestion) {
  run("solve direction tconv; solve input 4x4; solve wanted 8x9; solve kernel 3-5; solve dilation 1; solve "
      "output-padding 0-1; sort products; sort products");
  EXPECT_THAT(kept(), Contains(CommandWords{"sort", "products", "down"}));
  expect_back();
}

TEST_F(SizesMemory, APresetWithAnotherInput) {
  run("network unet-valid; network-input 300x320; network-layer 5");
  EXPECT_THAT(kept(), Contains(CommandWords{"network", "unet-valid"}));
  expect_back();
}

TEST_F(SizesMemory, ANetworkThatWasChangedButNotSaved) {
  run("network dcgan; network-layer 2; network-set kernel 6x4; network-set padding 2x1");
  expect_back();
}

TEST_F(SizesMemory, ANetworkOfAFile) {
  const TemporaryFolder folder;
  const std::string path = folder / "mine.json";
  run("network dcgan; network-layer 2; network-set kernel 6; network-set padding 2; network-save \"" + path +
      "\"");
  EXPECT_THAT(kept(), Contains(CommandWords{"network", path}));
  run("network \"" + path + "\"; network-input 2");
  EXPECT_THAT(kept(), Contains(CommandWords{"network", path}));
  expect_back();
  run("network-layer 0; network-set channels 7");
  EXPECT_THAT(kept(), Not(Contains(CommandWords{"network", path})));
  expect_back();
}

TEST_F(SizesMemory, WhatIsNoNetworkIsRefused) {
  refuse("network-json nothing", "network: is not JSON (a file that the size lab saved)");
}

}  // namespace
}  // namespace convscope
