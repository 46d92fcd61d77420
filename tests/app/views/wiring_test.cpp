// The wiring view counts what it draws and ends with the operator's result, whatever the order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "app/views/number_text.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/picture/texts.hpp"

namespace convscope {
namespace {

using ::testing::IsSupersetOf;
using testing::texts_of;

Picture drawn(const Derived& d, Order order, Index step, Tag hover = {}) {
  return view("wiring").draw(d, {step, kSettled}, {.hover = hover, .order = order});
}

TEST(Wiring, CountsEdgesAndWeights) {
  const auto words = [](std::string_view spec) {
    return texts_of(drawn(Derived(parse_spec(spec)), Order::by_window, 0));
  };
  EXPECT_THAT(words("conv 5 k3"), IsSupersetOf({"9 edges, ", "3 weights", "15 edges, ", "15 weights"}));
  EXPECT_THAT(words("tconv 3 k3"), IsSupersetOf({"9 edges, ", "3 weights", "15 edges, ", "15 weights"}));
  EXPECT_THAT(words("conv 1 k1"), IsSupersetOf({"1 edge, ", "1 weight"}));
  EXPECT_THAT(words("conv 5 k3 c2>2 w=random:1"), IsSupersetOf({"36 edges, ", "12 weights"}));
}

TEST(Wiring, DrawsEveryEdgeOfBothNetworks) {
  for (std::string_view spec : {"conv 5 k3", "tconv 3 k3 s2", "conv 6 k2 s2 c2>4 w=random:1"}) {
    const Derived d(parse_spec(spec));
    Index paths = 0;
    for (const Item& item : drawn(d, Order::by_window, 0).items)
      if (const Path* path = std::get_if<Path>(&item.shape)) paths += path->dash == 0;
    EXPECT_EQ(paths, count_contributions(d.op().geometry) + d.input().size() * d.output().size() + 1) << spec;
  }
}

TEST(Wiring, EndsWithTheOperatorsResultInEveryOrder) {
  for (std::string_view spec :
       {"conv 5 k3 p1", "tconv 4 k3 s2", "conv 5 k3 b=[1] act=relu w=[1,-2,1]", "tconv 3 k2 s3",
        "conv 5 k3 p1 border=reflect", "tconv 4 k3 s2 p1 op1 b=[-2] act=relu", "conv 4 k2 c2>2 w=random:1"})
    for (Order order : {Order::by_window, Order::by_pixel, Order::by_tap}) {
      const Derived d(parse_spec(spec));
      const Picture p = drawn(d, order, steps(view("wiring"), d, order) - 1);
      // The first node of each output cell is the one with shared weights; its number follows it.
      std::map<Index, std::string> numbers;
      for (std::size_t i = 0; i + 1 < p.items.size(); ++i)
        if (p.items[i].tag.role == Role::output)
          if (const Label* label = std::get_if<Label>(&p.items[i + 1].shape))
            numbers.emplace(p.items[i].tag.cell, label->text);
      for (Index i = 0; i < d.output().size(); ++i)
        EXPECT_EQ(numbers[i], number_text(d.output()[i], NumberFormat::automatic))
            << spec << " by " << to_string(order) << " cell " << i;
    }
}

TEST(Wiring, HoveringATapShowsWhereItsWeightIsShared) {
  const Derived d(parse_spec("conv 5 k3"));
  const auto widest = [&](Tag hover) {
    std::map<double, int> widths;
    for (const Item& item : drawn(d, Order::by_window, 0, hover).items)
      if (const Path* path = std::get_if<Path>(&item.shape)) ++widths[path->stroke_width];
    return *widths.rbegin();
  };
  EXPECT_EQ(widest({Role::kernel, 1}).second, 3);
  EXPECT_EQ(widest({Role::input, 2}).second, 3);
  EXPECT_EQ(widest({Role::entry, 6}).second, 1);  // row 1, column 1: one edge
}

TEST(Wiring, SaysWhyItCannotDrawAScenario) {
  for (std::string_view spec : {"conv 5x5 k3", "conv 99 k3", "conv 30 k3 c4>4 w=random:1"})
    EXPECT_TRUE(view("wiring").obstacle(Derived(parse_spec(spec)))) << spec;
  EXPECT_FALSE(view("wiring").obstacle(Derived(parse_spec("conv 64 k3 p1"))));
}

}  // namespace
}  // namespace convscope
