#include <gtest/gtest.h>

#include "core/scenario/derived.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/history.hpp"
#include "core/scenario/photograph.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::expect_error;

std::vector<double> output(std::string_view spec) {
  const Derived d(parse_spec(spec));
  return {d.output().values().begin(), d.output().values().end()};
}

TEST(Derived, AppliesBiasThenActivation) {
  EXPECT_EQ(output("conv 5 k3 w=[-1,0,1] b=[-3] act=relu"), (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(output("conv 5 k3 w=[-1,0,1] b=[1]"), (std::vector<double>{3, 3, 3}));
  EXPECT_EQ(output("conv 2 k1 c1>2 w=[1] b=[10,20]"), (std::vector<double>{11, 12, 21, 22}));
}

TEST(Derived, RefusesWhatCannotBe) {
  expect_error(
      [] { Derived(parse_spec("conv 2 k3")); },
      "kernel: reaches over 3 cells, the padded input has 2 (a reach, dilation × (kernel − 1) + 1, of at "
      "most 2)");
  expect_error([] { Derived(parse_spec("conv 3 k2 in=[1,2]")); }, "in: 2 values for 3 cells (3 values)");
  expect_error([] { Derived(parse_spec("conv 3 k2 c2>1 w=[1,2,3]")); },
               "w: 3 values for 2 cells (2 values for one plane, or 4 for all channels)");
  expect_error([] { Derived(parse_spec("conv 3 k2 b=[1,2]")); },
               "bias: 2 values for 1 output channel (one value)");
  expect_error(
      [] { Derived(parse_spec("conv 3 k2 c3>2 g2")); },
      "groups: 2 does not divide the 3 input and 2 output channels (a common divisor of the input and output "
      "channels)");
  EXPECT_THROW(Derived(parse_spec("conv 100000x100000 k3")), Error);
  EXPECT_THROW(Derived(parse_spec("conv 2147483647x2147483647x2147483647 k3")), Error);
  EXPECT_THROW(Derived(parse_spec("conv 5 k3 in=./missing.npy")), Error);
  EXPECT_THROW(Derived(parse_spec("conv 5 k3 w=nonsense")), Error);
}

TEST(Fields, EveryFieldReadsWhatItWrites) {
  const Scenario s =
      parse_spec("tconv 3x3 k3 s2 p1 op1 c2>4 g2 w=random:3 border=circular b=[1,2,3,4] act=tanh up=impulse");
  for (const Field& f : fields()) EXPECT_EQ(with_field(s, f.key, f.get(s)), s) << f.key;
}

TEST(Fields, UnknownAndMalformed) {
  EXPECT_THROW(with_field({}, "strid", "2"), Error);
  EXPECT_THROW(with_field({}, "stride", "two"), Error);
  EXPECT_THROW(with_field({}, "stride", ""), Error);
  EXPECT_THROW(with_field({}, "channels", "3"), Error);
  EXPECT_THROW(with_field({}, "size", "1x2x3x4"), Error);
}

TEST(Fields, ListsFollowTheSize) {
  Scenario s = parse_spec("conv 2x3 k1 in=[1,2,3;4,5,6]");
  s = with_field(s, "size", "3x2");
  EXPECT_EQ(s.input.values, (std::vector<double>{1, 2, 4, 5, 0, 0}));
  s = with_field(s, "size", "2");
  EXPECT_EQ(s.input.values, (std::vector<double>{1, 2}));
  s = with_field(s, "channels", "2>1");
  EXPECT_NO_THROW(Derived{s});
  Scenario k = parse_spec("conv 5 k2 w=[1,2]");
  EXPECT_EQ(with_field(k, "kernel", "3").kernel.values, (std::vector<double>{1, 2, 0}));
}

TEST(Fields, ARankOfFewerAxesDropsPerAxisNumbers) {
  const Scenario s = with_field(parse_spec("conv 5x6 k3x2 s2x1 p1x0"), "size", "9");
  EXPECT_EQ(spec_line(s), "conv 9 k3 s2 p1");
}

TEST(Cells, EditingMakesAList) {
  const Derived d(parse_spec("conv 3 k2"));
  const Scenario s = with_input_cell(d.scenario(), d.input(), 1, -4);
  EXPECT_EQ(spec_line(s), "conv 3 k2 in=[1,-4,3]");
  EXPECT_EQ(spec_line(with_kernel_cell(s, d.weights(), 0, 2)), "conv 3 k2 in=[1,-4,3] w=[2,0.5]");
}

// The same matrix, turned: nothing of the relation changes.
TEST(Turned, KeepsTheGeometryAndTheMatrix) {
  for (std::string_view spec :
       {"conv 5 k3", "conv 6x7 k3x2 s2x1 p1x0", "conv 6 k3 s2 p1", "conv 7x7 k3 d2 s3", "conv 8 k3 s2 psame",
        "tconv 3x3 k3 s2 p1 op1", "tconv 4 k2 s3 psame dialect=keras", "tconv 3 k2 s2 d3 op2",
        "conv 5x5 k3 p1 c2>4 g2", "conv 6x6 k3 p1 border=circular", "conv 5 k2 p1:0"}) {
    SCOPED_TRACE(std::string(spec));
    const Derived before(parse_spec(spec)), after(turned(before.scenario()));
    EXPECT_NE(before.op().direction, after.op().direction);
    EXPECT_EQ(before.op().geometry, after.op().geometry);
    EXPECT_EQ(before.matrix(), after.matrix());
  }
}

TEST(History, UndoesRedoesAndJoinsADrag) {
  History<Scenario> h(parse_spec("conv 5 k3"));
  h.push(parse_spec("conv 6 k3"), "size");
  h.push(parse_spec("conv 7 k3"), "size");
  h.end_gesture();
  h.push(parse_spec("conv 8 k3"), "size");
  h.push(parse_spec("conv 8 k3"));
  h.undo();
  EXPECT_EQ(spec_line(h.now()), "conv 7 k3");
  h.undo();
  EXPECT_EQ(spec_line(h.now()), "conv 5 k3");
  EXPECT_FALSE(h.can_undo());
  h.redo();
  EXPECT_EQ(spec_line(h.now()), "conv 7 k3");
  h.push(parse_spec("conv 9 k3"));
  EXPECT_FALSE(h.can_redo());
}

TEST(Photo, TheUnevenKernelIsToldFromTheEvenOne) {
  const Derived uneven(parse_spec("tconv 3x3 k3 s2 w=box")), even(parse_spec("tconv 3x3 k4 s2 w=bilinear"));
  const Photo photo = read_photo("");
  EXPECT_NEAR(compare_photo(uneven, photo).kernel.phase_spread, 3 / 2.25, 1e-12);  // sums 4 2 2 1, mean 9/4
  const PhotoComparison smooth = compare_photo(even, photo);
  EXPECT_EQ(smooth.kernel.phase_spread, 0);
  EXPECT_EQ(smooth.transposed.shape(), smooth.original.shape());
  // Equal phase sums: the mean brightness stays.
  double a = 0, b = 0;
  for (Index i = 0; i < smooth.original.size(); ++i) {
    a += smooth.original[i];
    b += smooth.transposed[i];
  }
  EXPECT_NEAR(b / a, 1, 0.01);
}

TEST(Photo, RefusesWhatItCannotEnlarge) {
  expect_error([] { compare_photo(Derived(parse_spec("tconv 3x3 k3 s2 w=sobel-x")), read_photo("")); },
               "w: the kernel's weights sum to 0, so an enlarged photograph would be black (a kernel with "
               "another sum, "
               "such as box or bilinear)");
  EXPECT_THROW(read_photo("/nowhere/cat.jpg"), Error);
}

}  // namespace
}  // namespace convscope
