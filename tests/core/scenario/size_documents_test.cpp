// Documents about sizes, and the command lines that ask for them.
#include "core/scenario/size_documents.hpp"

#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

TEST(ShapeLine, NamesWhatIsNotTheDefault) {
  const auto line = [](std::string_view spec) { return shape_line(parse_spec(spec)); };
  EXPECT_EQ(line("conv 5 k3"), "convscope shape conv --input 5 --kernel 3");
  EXPECT_EQ(line("conv 6x7 k3x2 s2x1 psame d1x2 border=reflect"),
            "convscope shape conv --input 6,7 --kernel 3,2 --stride 2,1 --padding same --dilation 1,2 "
            "--padding-mode reflect");
  EXPECT_EQ(line("tconv 4 k3 s2 p1 op1"),
            "convscope shape conv-transpose --input 4 --kernel 3 --stride 2 --padding 1 --output-padding 1");
  EXPECT_EQ(line("tconv 4 k3 s2 psame dialect=keras"),
            "convscope shape conv-transpose --input 4 --kernel 3 --stride 2 --padding same --dialect keras");
  EXPECT_EQ(
      line("tconv 4 k3 s2 psame op0 dialect=keras"),
      "convscope shape conv-transpose --input 4 --kernel 3 --stride 2 --padding same --output-padding 0 "
      "--dialect keras");
  EXPECT_EQ(line("conv 5x5 k3 p1:2x0:1"), "convscope shape conv --input 5,5 --kernel 3 --padding 1:2,0:1");
}

TEST(SolveLine, NamesTheBoundsThatFixANumber) {
  SolveBounds one;
  const std::span<const SolveBounds> bounds(&one, 1);
  EXPECT_EQ(solve_line(false, {7}, {3}, bounds), "convscope shape conv --input 7 --solve 3");
  one.stride = {2, 2};
  one.output_padding = {1, 1};
  EXPECT_EQ(solve_line(true, {4, 4}, {8, 8}, bounds),
            "convscope shape conv-transpose --input 4,4 --solve 8,8 --stride 2 --output-padding 1");
  EXPECT_EQ(solve_line(false, {7}, {3}, bounds), "convscope shape conv --input 7 --solve 3 --stride 2");
}

TEST(SizeDocuments, AreJson) {
  const Layer layer{.kernel = {7}, .stride = {2}, .padding = {Padding::Rule::numbers, {{3, 3}}}};
  EXPECT_EQ(
      Json::parse(size_document(report(conv_geometry({224, 224}, layer), {224, 224}))),
      Json::parse(R"({"output":[112,112],"remainder":[1,1],"unread":0,"transpose_output_padding":[1,1]})"));
  EXPECT_EQ(Json::parse(size_document(report_transposed(transposed_geometry({112}, layer))))["output"],
            Json({223}));
  const Chain& chain = chain_preset("dcgan");
  const Json network = Json::parse(network_document(chain, report(chain)));
  EXPECT_EQ(network["layers"].size(), 5u);
  EXPECT_EQ(network["layers"][4]["receptive_field"], Json({6, 6}));
}

}  // namespace
}  // namespace convscope
