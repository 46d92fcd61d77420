#include "core/scenario/spec_line.hpp"

#include <gtest/gtest.h>

#include "core/scenario/derived.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/what.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::expect_error;

TEST(SpecLine, ReadsEveryWord) {
  const Scenario s = parse_spec(
      "tconv 4x5 k3x2 s2x1 p1:2x0 d1x2 op1x0 c4>6 g2 in=random:7 w=[1,-1/2;0,3;.5,2] border=circular b=[1] "
      "act=leaky-relu up=random:2 dialect=keras");
  EXPECT_TRUE(s.transposed());
  EXPECT_EQ(s.size, (Shape{4, 5}));
  EXPECT_EQ(s.layer.kernel, (Shape{3, 2}));
  EXPECT_EQ(s.layer.stride, (Shape{2, 1}));
  EXPECT_EQ(s.layer.padding.sides, (std::vector<Sides>{{1, 2}, {0, 0}}));
  EXPECT_EQ(s.layer.dilation, (Shape{1, 2}));
  EXPECT_EQ(s.layer.output_padding, (Shape{1, 0}));
  EXPECT_EQ(s.input_channels(), 4);
  EXPECT_EQ(s.output_channels(), 6);
  EXPECT_EQ(s.layer.channels.window, 4);
  EXPECT_EQ(s.layer.channels.groups, 2);
  EXPECT_EQ(s.input.seed, 7U);
  EXPECT_EQ(s.kernel.values, (std::vector<double>{1, -.5, 0, 3, .5, 2}));
  EXPECT_EQ(s.border, BorderMode::circular);
  EXPECT_EQ(s.activation, Activation::leaky_relu);
  EXPECT_EQ(s.upstream.seed, 2U);
  EXPECT_EQ(s.layer.dialect, Dialect::keras);
  EXPECT_EQ(parse_spec(spec_line(s)), s);
}

TEST(SpecLine, IsShortForDefaults) {
  EXPECT_EQ(spec_line(parse_spec("conv 5 k3 s1 p0 d1 in=ramp w=box border=zeros")), "conv 5 k3");
  EXPECT_EQ(spec_line(parse_spec("conv  6x7   k3x2 s2x1 psame")), "conv 6x7 k3x2 s2x1 psame");
}

TEST(SpecLine, KeepsFilesOfAnyName) {
  EXPECT_EQ(spec_line(parse_spec("conv 4 k2 in=\"my data.npy\" w=[1, 2] s2")),
            "conv 4 k2 s2 in=\"my data.npy\" w=[1,2]");
  constexpr std::string_view kLetters = "ab1./\\[]\"' \t\n=,;:()>";
  testing::Dice dice(7);
  Scenario s = parse_spec("conv 4x4 k2 border=circular");
  for (int round = 0; round < 5000; ++round) {
    std::string name;
    for (Index i = 0, letters = dice.roll(1, 8); i < letters; ++i)
      name += kLetters[static_cast<std::size_t>(dice.roll(0, Index(kLetters.size()) - 1))];
    s.input = {Source::Kind::file, name, 0, {}};
    s.kernel = s.input;
    ASSERT_EQ(parse_spec(spec_line(s)), s) << spec_line(s);
    ASSERT_EQ(scenario_from_json(to_json(s)), s) << to_json(s);
  }
}

TEST(SpecLine, SaysWhichWordIsWrong) {
  expect_error([] { parse_spec("conv"); },
               "scenario: 'conv' is no spec line (conv|tconv SIZE kK and more, as \"tconv 4x4 k3 s2 p1 op1 "
               "in=ramp w=box\")");
  expect_error([] { parse_spec("dconv 5 k3"); }, "operator: 'dconv' is not known (conv or tconv)");
  expect_error([] { parse_spec("conv 5 s2"); }, "kernel: is missing (kK, as k3 or k3x2)");
  expect_error([] { parse_spec("conv 5 k3 k4"); }, "kernel: is given twice (once)");
  expect_error([] { parse_spec("conv 5 k3 z9"); },
               "scenario: 'z9' is not understood (kK sS pP dD opO cIN>OUT gG in=.. w=.. border=.. b=[..] "
               "act=.. up=.. dialect=..)");
  expect_error([] { parse_spec("conv 5 kx"); },
               "kernel: 'x' is no size (whole numbers joined by x or a comma, as 3, 3x2 or 3,2, up to 3)");
  expect_error([] { parse_spec("conv 2 k2 in=[1,1/0]"); },
               "in: '1/0' is no number (decimals or fractions, as in [1,2;3/4,-0.5])");
  expect_error([] { parse_spec("conv 2x2 k2 in=[1,2;3]"); },
               "in: rows of 2 and of 1 values (rows of equal length, separated by ;)");
}

TEST(Presets, AllWorkAndSurviveEveryNotation) {
  for (const Preset& preset : presets()) {
    SCOPED_TRACE(std::string(preset.name));
    const Scenario s = scenario_from_what(preset.name);
    EXPECT_EQ(parse_spec(spec_line(s)), s);
    EXPECT_EQ(scenario_from_json(to_json(s)), s);
    EXPECT_NO_THROW(Derived{s});
  }
}

TEST(Json, RefusesWhatItCannotKeep) {
  expect_error([] { scenario_from_json("{"); },
               "scenario: is not JSON (a file written by 'convscope scenario')");
  expect_error([] { scenario_from_json("[]"); },
               "scenario: has no version (an object with \"convscope\": 1)");
  expect_error([] { scenario_from_json(R"({"convscope": 2})"); },
               "scenario: has version 2 (version 1; a newer ConvScope may read it)");
  expect_error([] { scenario_from_json(R"({"convscope": 1, "operator": "conv", "size": [5]})"); },
               "kernel: is missing (operator, size and kernel)");
  EXPECT_THROW(
      scenario_from_json(R"({"convscope": 1, "operator": "conv", "size": [5], "kernel": [3], "x": 1})"),
      Error);
  EXPECT_THROW(scenario_from_json(R"({"convscope": 1, "operator": "conv", "size": [5.5], "kernel": [3]})"),
               Error);
  EXPECT_THROW(scenario_from_json(R"({"convscope": 1, "operator": "conv", "size": {}, "kernel": [3]})"),
               Error);
}

TEST(What, NamesAPresetAFileOrALine) {
  EXPECT_EQ(scenario_from_what("mean-1d"), parse_spec("conv 5 k3"));
  expect_error([] { scenario_from_what("meen"); },
               "scenario: 'meen' is not known (a scenario file, a preset's name, a spec line as \"tconv 4x4 "
               "k3 s2 p1\", or a layer as \"nn.Conv2d(1, 1, 3)\")");
  EXPECT_THROW(scenario_from_what("/nowhere/x.json"), Error);
}

TEST(SpecLine, ACommaIsAnX) {
  EXPECT_EQ(parse_spec("conv 9,8 k3,2 s2,1 p1,0 d1,2"), parse_spec("conv 9x8 k3x2 s2x1 p1x0 d1x2"));
  EXPECT_EQ(parse_spec("tconv 4,4 k3 s2,3 p1:0,0:1 op1,2"), parse_spec("tconv 4x4 k3 s2x3 p1:0x0:1 op1x2"));
  EXPECT_EQ(spec_line(parse_spec("conv 9,8 k3 p1,2")), "conv 9x8 k3 p1x2");
  testing::expect_error(
      [] { parse_spec("conv 9x8 k3 p1,a"); },
      "padding: '1,a' is no padding (numbers as 1, 1x2 or 1,2, begin:end as 1:2, valid, same, "
      "same-lower or full)");
  testing::expect_error(
      [] { parse_spec("conv 9x8 k3 s1,"); },
      "stride: '1,' is no size (whole numbers joined by x or a comma, as 3, 3x2 or 3,2, up to 3)");
}

TEST(SpecLine, KerasOutputPaddingOfNothingAndOfZero) {
  const Scenario none = parse_spec("tconv 3 k3 s2 psame dialect=keras"),
                 zero = parse_spec("tconv 3 k3 s2 psame op0 dialect=keras");
  EXPECT_NE(none, zero);
  EXPECT_EQ(spec_line(none), "tconv 3 k3 s2 psame dialect=keras");
  EXPECT_EQ(spec_line(zero), "tconv 3 k3 s2 psame op0 dialect=keras");
  EXPECT_EQ(Derived(none).op().output_size(), Shape{6});
  EXPECT_EQ(Derived(zero).op().output_size(), Shape{5});
  for (const Scenario& s : {none, zero}) EXPECT_EQ(scenario_from_json(to_json(s)), s);
  EXPECT_EQ(with_field(zero, "output-padding", "none"), none);
}

}  // namespace
}  // namespace convscope
