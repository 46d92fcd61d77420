// Networks of the size lab: layers, files, and which of them is in view.
#include "app/labs/sizes/chain_edits.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "tests/app/labs/sizes/sizes_lab.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SizesLabState;
using testing::TemporaryFolder;
using Page = SizesState::Page;

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

TEST_F(SizesLabState, LayersHaveGroupsRulesAndActivations) {
  run("network dcgan; network-layer 1; network-set groups 4; network-set activation leaky-relu; network-set "
      "padding "
      "same; network-set dialect keras; network-set kernel 3");
  const auto field = [&](std::string_view key) { return layer_field(state.chain().layers[1], key); };
  EXPECT_EQ(field("groups"), "4");
  EXPECT_EQ(field("activation"), "leaky-relu");
  EXPECT_EQ(field("padding"), "same");
  EXPECT_EQ(field("output-padding"), "none");
  EXPECT_EQ(state.chain_report().steps[1].output, (Shape{8, 8}));
  run("network-set output-padding 0");
  EXPECT_EQ(state.chain_report().steps[1].output, (Shape{7, 7}));
  run("network-set output-padding none; network-set padding 1,1; network-set dialect pytorch");
  EXPECT_EQ(state.chain_report().steps[1].output, (Shape{7, 7}));
  EXPECT_EQ(field("padding"), "1x1");
}

TEST_F(SizesLabState, WrongEditsOfLayersChangeNothing) {
  refuse("network resnet", "network: 'resnet' is not known (unet, unet-valid, dcgan)");
  refuse("network-set kernel 3", "layer: none is chosen (click one, or network-layer N)");
  refuse("network-remove", "layer: none is chosen (click one, or network-layer N)");
  refuse("network-layer 27", "layer: there is no layer 27 (0 to 26)");
  refuse("network-layer -1", "layer: there is no -1 (0 or more)");
  run("network-layer 26");
  refuse("network-set kernel x",
         "kernel: 'x' is no size (whole numbers joined by x or a comma, as 3, 3x2 or 3,2, up to 3)");
  refuse("network-set kernel 3x3x3",
         "kernel: classes gets 256 × 256: 3 numbers for 2 axes (one number for all axes, or 2)");
  refuse("network-set channels many", "channels: 'many' is no whole number (a whole number)");
  refuse("network-set kind dense", "kind: 'dense' is not known (conv, transposed, pool, nearest)");
  refuse("network-set bias maybe", "bias: 'maybe' is not known (yes or no)");
  refuse("network-set name down1a", "name: two layers would be called 'down1a' (a name of its own)");
  refuse("network-set skip up9",
         "skip: classes joins 'up9', which is no earlier layer (the name of an earlier layer)");
  refuse("network-set colour red",
         "layer: 'colour' is not known (name, kind, channels, groups, kernel, stride, padding, dilation, "
         "output-padding, dialect, skip, activation, bias)");
  refuse("network-set groups some", "groups: 'some' is no whole number (a whole number)");
  refuse("network-set groups 3",
         "groups: classes gets 256 × 256: 3 does not divide the 64 input and 2 output channels (a common "
         "divisor "
         "of the input and output channels)");
  refuse(
      "network-set activation swish",
      "activation: 'swish' is not known (none, relu, leaky-relu, elu, gelu, silu, sigmoid, tanh, softmax)");
  refuse("network-set padding some",
         "padding: 'some' is no padding (numbers as 1, 1x2 or 1,2, begin:end as 1:2, valid, same, same-lower "
         "or full)");
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

}  // namespace
}  // namespace convscope
