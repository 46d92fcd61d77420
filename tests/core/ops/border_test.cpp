// Borders against numpy.pad, and their adjoints exactly.
#include "core/ops/border.hpp"

#include <gmock/gmock.h>

#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::Dice;
using testing::dot;
using testing::small_integers;

TEST(Border, EqualsNumpyPad) {
  const auto lines = testing::case_lines("numpy_pad.txt");
  ASSERT_GE(lines.size(), 60u);
  for (const auto& line : lines) {
    const Shape size = line.shape("size");
    const Border border{parse_border(line.name()), parse_padding(line.text("sides")).sides};
    SCOPED_TRACE(line.name() + " " + line.text("size") + " " + line.text("sides"));
    EXPECT_NO_THROW(check_border(border, size));
    const std::vector<double> source = line.numbers("source");
    ASSERT_EQ(element_count(padded_size(border, size)), static_cast<Index>(source.size()));
    for (std::size_t i = 0; i < source.size(); ++i)
      EXPECT_EQ(static_cast<double>(border_source(border, static_cast<Index>(i), size)), source[i]);
    // Two samples of two channels: every plane is padded alike.
    const Tensor<double> x = small_integers(with_channels(2, 2, size), 3);
    const Tensor<double> padded = pad(border, x);
    ASSERT_EQ(padded.shape(), with_channels(2, 2, padded_size(border, size)));
    const Index cells = element_count(size), padded_cells = static_cast<Index>(source.size());
    for (Index i = 0; i < padded.size(); ++i)
      ASSERT_EQ(padded[i], x[i / padded_cells * cells +
                             static_cast<Index>(source[static_cast<std::size_t>(i % padded_cells)])]);
  }
}

TEST(Border, OneAxisByHand) {
  const Tensor<double> x({1, 1, 3}, {1, 2, 3});
  const auto with = [&](BorderMode mode) {
    const Tensor<double> y = pad(Border{mode, {{2, 2}}}, x);
    return std::vector<double>(y.values().begin(), y.values().end());
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(with(BorderMode::reflect), ElementsAre(3, 2, 1, 2, 3, 2, 1));
  EXPECT_THAT(with(BorderMode::replicate), ElementsAre(1, 1, 1, 2, 3, 3, 3));
  EXPECT_THAT(with(BorderMode::circular), ElementsAre(2, 3, 1, 2, 3, 1, 2));
}

TEST(Border, AdjointIsExact) {
  Dice dice(10);
  for (int n = 0; n < 600; ++n) {
    const auto rank = static_cast<std::size_t>(dice.roll(1, 3));
    const auto mode = static_cast<BorderMode>(dice.roll(1, 3));
    Shape size;
    Border border{mode, {}};
    for (std::size_t axis = 0; axis < rank; ++axis) {
      size.push_back(dice.roll(1, 6));
      const Index most = mode == BorderMode::reflect    ? size[axis] - 1
                         : mode == BorderMode::circular ? size[axis]
                                                        : 7;
      border.sides.push_back({dice.roll(0, most), dice.roll(0, most)});
    }
    const auto seed = static_cast<std::uint64_t>(n);
    const Tensor<double> x = small_integers(with_channels(2, 3, size), 2 * seed);
    const Tensor<double> y = small_integers(with_channels(2, 3, padded_size(border, size)), 2 * seed + 1);
    const Tensor<double> back = pad_adjoint(border, y, size);
    ASSERT_EQ(back.shape(), x.shape());
    EXPECT_EQ(dot(pad(border, x), y), dot(x, back)) << to_string(mode) << " " << to_string(size);
  }
}

TEST(Border, RefusesWhatTheModeCannotFill) {
  using testing::expect_error;
  const auto check = [](BorderMode mode, Index side, Index size) {
    return [=] { check_border(Border{mode, {{0, side}}}, {size}); };
  };
  expect_error(check(BorderMode::reflect, 3, 3),
               "padding: 3 is too wide for reflect padding of 3 cells (at most 2)");
  EXPECT_NO_THROW(check(BorderMode::reflect, 2, 3)());
  expect_error(check(BorderMode::circular, 4, 3),
               "padding: 4 is too wide for circular padding of 3 cells (at most 3)");
  EXPECT_NO_THROW(check(BorderMode::circular, 3, 3)());
  EXPECT_NO_THROW(check(BorderMode::replicate, 100, 1)());
  expect_error([] { parse_border("mirror"); },
               "padding-mode: 'mirror' is not known (zeros, reflect, replicate or circular)");
}

TEST(Border, NamesGoThereAndBack) {
  for (const char* name : {"zeros", "reflect", "replicate", "circular"})
    EXPECT_EQ(to_string(parse_border(name)), name);
}

}  // namespace
}  // namespace convscope
