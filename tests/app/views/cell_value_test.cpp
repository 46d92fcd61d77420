#include "app/views/cell_value.hpp"

#include <gtest/gtest.h>

#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

TEST(ValueWords, TellAllDigitsOfWhatACellShortens) {
  const Derived thirds(parse_spec("conv 4 k3 in=[1,2,3,5] w=[0.3333,0.5,-0.125]"));
  EXPECT_EQ(value_words(thirds, {Role::kernel, 0}), "w[0] = 0.3333");
  EXPECT_EQ(value_words(thirds, {Role::kernel, 2}), "w[2] = -0.125");
  // 0.3333 + 1 - 0.375, and 0.6666 + 1.5 - 0.625
  EXPECT_EQ(value_words(thirds, {Role::output, 0}), "y[0] = 0.9583 in the end");
  EXPECT_EQ(value_words(thirds, {Role::output, 1}), "y[1] = 1.5416 in the end");
  const Derived channels(parse_spec("conv 2x2 k2 c2>1 in=[1,2,3,4,5,6,7,8.0625] w=ones"));
  EXPECT_EQ(value_words(channels, {Role::input, 7}), "x[1; 1,1] = 8.0625");
}

TEST(ValueWords, AreNoneWhereTheCellSaysItOrThereIsNoCell) {
  const Derived d(parse_spec("conv 4 k3 in=[1,2,3,5] w=[1,0.5,2]"));
  EXPECT_EQ(value_words(d, {Role::input, 1}), "");
  EXPECT_EQ(value_words(d, {Role::kernel, 1}), "");
  EXPECT_EQ(value_words(d, {Role::output, 0}), "");
  for (const Role role : {Role::input, Role::kernel, Role::output, Role::entry, Role::none})
    for (const Index cell : {Index{-1}, Index{99}}) EXPECT_EQ(value_words(d, {role, cell}), "");
}

}  // namespace
}  // namespace convscope
