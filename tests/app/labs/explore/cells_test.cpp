// Cells that are typed, pasted, loaded, cropped and turned.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <string>
#include <utility>

#include "app/widgets/clipboard.hpp"
#include "core/base/error.hpp"
#include "core/io/npy.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/app/window/pointing.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr const char* kFirst = "tconv 3x3 k3 s2 p1 op1 w=bilinear";

TEST(ExploreCellsSlow, ArrowsAndTabGoFromCellToCell) {
  Offscreen window;
  window.run("layout 1");
  const Point cell = find_cell(window, {Role::input, 0});
  window.run(at("click", cell) +
             "; type 1/2; key Tab; wait 4; type 7; key Down; wait 4; key Right; wait 4; type -3; key Enter");
  const auto& input = window.desk().derived().input();
  EXPECT_EQ(input[0], 0.5);
  EXPECT_EQ(input[1], 7);
  EXPECT_EQ(input[5], -3);
  window.run("undo");
  EXPECT_EQ(window.desk().derived().input()[5], 6);
}

TEST(ExploreCellsSlow, TheUpstreamGradientIsTypedInItsView) {
  Offscreen window("conv 4x4 k3");
  window.run("layout 1; view gradient");
  const Point cell = find_cell(window, {Role::upstream, 3});
  window.run(at("click", cell) + "; type 5; key Enter");
  EXPECT_EQ(window.desk().derived().upstream()[3], 5);
  EXPECT_THAT(window.spec(), HasSubstr("up=[1,1;1,5]"));
  window.run("cell upstream 0 1/4");
  EXPECT_EQ(window.desk().derived().upstream()[0], 0.25);
}

TEST(ExploreCellsSlow, TheBiasHasCellsOfItsOwn) {
  Offscreen window("conv 4x4 k3 c1>2 b=[1,2]", 1280, 1400);
  window.explorer().more = true;
  window.frames(3);
  window.run("click 82 931; type 3/4; key Enter");  // the second cell, below the list of the bias
  EXPECT_EQ(window.desk().derived().bias(1), 0.75);
  EXPECT_EQ(window.desk().derived().bias(0), 1);
}

TEST(ExploreCellsSlow, TheBiasIsTypedOnTheStageToo) {
  const std::pair<const char*, Index> cases[] = {{"conv 4x4 k3 c1>2 b=[1,2]", 1}, {"tconv 2x2 k3 b=[2]", 0}};
  for (const auto& [spec, channel] : cases) {
    Offscreen window(spec);
    window.run("layout 1; last");
    // Beside the output's name.
    const Point cell = find_cell(window, {Role::bias, channel}, {640, 60, 400, 400});
    window.run(at("click", cell) + "; type 5/4; key Enter");
    EXPECT_EQ(window.desk().derived().bias(channel), 1.25) << spec;
  }
}

TEST(ExploreCellsSlow, CommandsChangeTheBias) {
  Offscreen window("conv 4x4 k3 c1>2 b=[1,2]");
  window.run("cell bias 0 -3");
  EXPECT_EQ(window.desk().derived().bias(0), -3);
  EXPECT_THAT([&] { window.run("cell bias 2 1"); }, ThrowsMessage<Error>(HasSubstr("0 to 1")));
  EXPECT_THAT([&] { window.run("set bias none; cell bias 0 1"); },
              ThrowsMessage<Error>(HasSubstr("no bias")));
  EXPECT_THAT([&] { window.run("cell output 0 1"); }, ThrowsMessage<Error>(HasSubstr("computed")));
}

TEST(ExplorePasteSlow, MatricesGoWhereThePointerIs) {
  Offscreen window;
  ImGui::SetClipboardText("1\t2\n3\t4\n");
  window.run("mouse 640 10; key Ctrl+V");
  EXPECT_THAT(window.spec(), HasSubstr("tconv 2x2 "));
  EXPECT_EQ(window.desk().derived().input()[3], 4);
  ImGui::SetClipboardText("array([[0., 1.],\n       [1., 0.]])");
  window.run("hover kernel 0; key Ctrl+V");
  EXPECT_THAT(window.spec(), HasSubstr("k2 "));
  EXPECT_EQ(window.desk().derived().weights()[1], 1);
  EXPECT_THAT(window.desk().message, HasSubstr("Pasted 2 × 2 numbers into the kernel"));
  window.run("undo; undo");
  EXPECT_EQ(window.spec(), kFirst);
}

TEST(ExplorePasteSlow, WhatIsNoMatrixChangesNothing) {
  Offscreen window;
  for (const char* text : {"Dear Sir or Madam", "", "1 2\n3", "[[1, 2], [3", "1 1/0"}) {
    ImGui::SetClipboardText(text);
    EXPECT_THAT([&] { window.run("paste"); }, ThrowsMessage<Error>(HasSubstr("paste"))) << text;
    EXPECT_EQ(window.spec(), kFirst);
  }
  ImGui::SetClipboardText("1 2 3 4\n5 6 7 8");
  EXPECT_THROW(window.run("paste upstream"), Error) << "it does not fit";
  EXPECT_EQ(window.spec(), kFirst);
  EXPECT_FALSE(window.desk().history().can_undo());
  ImGui::SetClipboardText("  conv 5 k3\n");
  window.run("paste");
  EXPECT_EQ(window.spec(), "conv 5 k3");
}

TEST(ExplorePasteSlow, ALayerOfAFrameworkIsAScenario) {
  Offscreen window("conv 9x9 k3 w=sobel-x");
  ImGui::SetClipboardText("  self.up = nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1)\n");
  window.run("mouse 640 10; key Ctrl+V");
  EXPECT_EQ(window.spec(), "tconv 9x9 k3 s2 p1 w=sobel-x");
  ImGui::SetClipboardText("nn.Conv2d(1, 1, wide)");
  EXPECT_THAT([&] { window.run("paste"); }, ThrowsMessage<Error>(HasSubstr("kernel_size is wide")));
  EXPECT_EQ(window.spec(), "tconv 9x9 k3 s2 p1 w=sobel-x");
  window.run("spec lax.conv_transpose(x, w, (2, 2), 'SAME')");
  EXPECT_THAT(window.desk().message, HasSubstr("JAX does not turn the kernel"));
  window.run("copy-code numpy");
  EXPECT_THAT(clipboard_text(), HasSubstr("import numpy as np"));
  window.run("copy-code");
  EXPECT_THAT(clipboard_text(), HasSubstr("F.conv_transpose2d("));
  EXPECT_THROW(window.run("copy-code caffe"), Error);
}

TEST(ExplorePasteSlow, NumbersAndFormulasAreCopied) {
  Offscreen window("conv 4x3 k2 in=[1,2,3;4,5,6;7,8,9;1.5,-2,0.25] w=[1,0;0,-1]");
  window.run("copy-numbers input");
  EXPECT_EQ(clipboard_text(), "1\t2\t3\n4\t5\t6\n7\t8\t9\n1.5\t-2\t0.25\n");
  window.run("copy-numbers");
  EXPECT_EQ(clipboard_text(), "-4\t-4\n-4\t-4\n9\t7.75\n");
  EXPECT_EQ(window.desk().message, "Copied 6 numbers of the output");
  window.run("copy-numbers kernel; paste input");
  EXPECT_THAT(window.spec(), HasSubstr("in=[1,0;0,-1]")) << "what is copied can be pasted";
  window.run("spec conv 4 k2 in=[1,-2,3,4] w=[5,6]; step 1; copy-tex");
  EXPECT_EQ(clipboard_text(), "\\[\ny_{1} = (-2) \\cdot 5 + 3 \\cdot 6 = 8\n\\]\n");
  window.run("copy-tex matrix");
  EXPECT_THAT(clipboard_text(), HasSubstr("5 & 6 & 0 & 0"));
  window.run("copy-tex sizes");
  EXPECT_THAT(clipboard_text(), HasSubstr("\\begin{align*}"));
  window.run("copy-tex figure");
  EXPECT_THAT(clipboard_text(), HasSubstr("\\begin{tikzpicture}"));
  EXPECT_THROW(window.run("copy-tex song"), Error);
  EXPECT_THROW(window.run("copy-numbers song"), Error);
  EXPECT_THROW(window.run("start; copy-tex"), Error) << "there is no sum before the first step";
}

TEST(ExplorePasteSlow, PlanesOfChannelsStandApart) {
  Offscreen window("conv 2x2 k1 c1>2 in=ramp w=ones");
  window.run("copy-numbers");
  EXPECT_EQ(clipboard_text(), "1\t2\n3\t4\n\n1\t2\n3\t4\n");
}

TEST(ExploreSourcesSlow, ACropOfThePhotographIsTheInput) {
  Offscreen window;
  window.run("crop-photo 0 0");
  const auto& input = window.desk().derived().input();
  EXPECT_EQ(input.size(), 9);
  for (const double v : input.values()) {
    EXPECT_EQ(v, static_cast<double>(static_cast<int>(v)));
    EXPECT_GE(v, 0);
    EXPECT_LE(v, 9);
  }
  window.run("set size 8x8; crop-photo");
  EXPECT_EQ(window.desk().derived().input().size(), 64);
  window.run("crop-photo 4 4 256");
  EXPECT_EQ(window.desk().derived().input().size(), 64);
  EXPECT_THROW(window.run("crop-photo 4"), Error);
  EXPECT_THROW(window.run("crop-photo 0 0 1"), Error);
  const std::string before = window.spec();
  window.run("crop-photo 100000 0");  // how large the photograph is shows when it has been read
  EXPECT_TRUE(window.desk().warning);
  EXPECT_THAT(window.desk().message, HasSubstr("crop"));
  EXPECT_EQ(window.spec(), before);
}

TEST(ExploreSourcesSlow, ArraysAreLoadedIntoInputAndKernel) {
  const testing::TemporaryFolder folder;
  folder.file("k.npy", npy_bytes(Tensor<double>(Shape{1, 1, 2, 2}, {1, 2, 3, 4})));
  Offscreen window;
  window.run("load kernel " + (folder / "k.npy"));
  EXPECT_THAT(window.spec(), HasSubstr("w=[1,2;3,4]"));
  window.run("load input " + (folder / "k.npy"));
  EXPECT_THAT(window.spec(), HasSubstr("tconv 2x2"));
  EXPECT_THROW(window.run("load input /none/such.npy"), Error);
  EXPECT_THROW(window.run("load output " + (folder / "k.npy")), Error);
}

TEST(ExploreKernelSlow, TurnsAndNormalises) {
  Offscreen window("conv 5x5 k2 w=[1,2;3,4]");
  window.run("kernel rotate");
  EXPECT_THAT(window.spec(), HasSubstr("w=[4,3;2,1]"));
  window.run("kernel normalise");
  EXPECT_EQ(window.desk().derived().weights()[0], 0.4);
  window.run("set w \"[1,-1;1,-1]\"");
  EXPECT_THAT([&] { window.run("kernel normalise"); }, ThrowsMessage<Error>(HasSubstr("its sum is 0")));
  EXPECT_THAT(window.spec(), HasSubstr("w=[1,-1;1,-1]"));
  EXPECT_THROW(window.run("kernel melt"), Error);
}

}  // namespace
}  // namespace convscope
