// Runs and contributions against loops over everything.
#include "core/geometry/contributions.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>
#include <vector>

#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using testing::Dice;

/// Coordinates in a box, row-major.
std::vector<std::array<Index, 3>> box(Index a, Index b, Index c) {
  std::vector<std::array<Index, 3>> all;
  for (Index i = 0; i < a; ++i)
    for (Index j = 0; j < b; ++j)
      for (Index k = 0; k < c; ++k) all.push_back({i, j, k});
  return all;
}

/// Spatial contacts (tap, window, pixel), flat, by the definition on each axis.
std::vector<std::array<Index, 3>> spatial_contacts(const Geometry& g) {
  const auto axes = g.three_axes();
  const auto& [a, b, c] = axes;
  std::vector<std::array<Index, 3>> all;
  Index tap = 0;
  for (const auto& k : box(a.taps, b.taps, c.taps)) {
    Index window = 0;
    for (const auto& o : box(a.windows, b.windows, c.windows)) {
      std::array<Index, 3> i{};
      bool inside = true;
      for (std::size_t x = 0; x < 3; ++x) {
        i[x] = o[x] * axes[x].stride + k[x] * axes[x].dilation - axes[x].pad;
        inside &= i[x] >= 0 && i[x] < axes[x].pixels;
      }
      if (inside) all.push_back({tap, window, (i[0] * b.pixels + i[1]) * c.pixels + i[2]});
      ++window;
    }
    ++tap;
  }
  return all;
}

Index product(const Shape& shape) {
  Index product = 1;
  for (Index extent : shape) product *= extent;
  return product;
}

/// With channels: those of one group are joined all to all.
std::vector<Contribution> all_contributions(const Geometry& g) {
  const auto contacts = spatial_contacts(g);
  const Index taps = product(g.taps()), windows = product(g.windows()), pixels = product(g.pixels());
  const Channels& c = g.channels;
  std::vector<Contribution> all;
  for (Index wc = 0; wc < c.window; ++wc)
    for (Index pc = 0; pc < c.pixel; ++pc) {
      const bool same_group = wc * c.groups / c.window == pc * c.groups / c.pixel;
      if (!same_group) continue;
      const Index width = c.pixel / c.groups, pair = wc * width + pc % width;
      for (const auto& [tap, window, pixel] : contacts)
        all.push_back({pc * pixels + pixel, wc * windows + window, pair * taps + tap});
    }
  return all;
}

Index cell_of(const Contribution& c, Side side) {
  return side == Side::window ? c.window : side == Side::pixel ? c.pixel : c.weight;
}

TEST(Contributions, OfEachCellEqualTheListOfAllFilteredAndInOrder) {
  Dice dice(8);
  for (int n = 0; n < 700; ++n) {
    const testing::Case c = testing::random_case(dice);
    const Geometry& g = c.op.geometry;
    const std::vector<Contribution> all = all_contributions(g);
    const Index taps = product(g.taps()), planes[3] = {product(g.windows()), product(g.pixels()), taps};
    ASSERT_EQ(count_contributions(g), static_cast<Index>(all.size())) << c;
    for (Side side : {Side::window, Side::pixel, Side::weight}) {
      const Index cells = side == Side::window  ? product(g.window_tensor(1))
                          : side == Side::pixel ? product(g.pixel_tensor(1))
                                                : product(g.weights());
      std::vector<std::vector<Contribution>> expected(static_cast<std::size_t>(cells));
      for (const Contribution& one : all)
        expected[static_cast<std::size_t>(cell_of(one, side))].push_back(one);
      // The other side's channel outermost, then by tap, or by window when a weight is fixed.
      const auto key = [&](const Contribution& x) {
        const Index other = side == Side::pixel ? x.window / planes[0] : x.pixel / planes[1];
        return std::tuple(other, side == Side::weight ? x.window : x.weight % taps);
      };
      for (Index cell = 0; cell < cells; ++cell) {
        auto& want = expected[static_cast<std::size_t>(cell)];
        std::sort(want.begin(), want.end(), [&](auto& a, auto& b) { return key(a) < key(b); });
        std::vector<Contribution> found;
        for_each_contribution(g, side, cell, [&](const Contribution& x) { found.push_back(x); });
        ASSERT_EQ(found, want) << c << ", side " << static_cast<int>(side) << ", cell " << cell;
      }
    }
  }
}

TEST(Contributions, RunsCoverEachContactOnce) {
  Dice dice(9);
  for (int n = 0; n < 1500; ++n) {
    const testing::Case c = testing::random_case(dice);
    std::vector<std::array<Index, 3>> found;
    for_each_run(c.op.geometry, [&](const auto& run) {
      ASSERT_GT(run.count, 0);
      for (Index i = 0; i < run.count; ++i)
        found.push_back({run.tap, run.window + i, run.pixel + i * run.pixel_step});
    });
    std::sort(found.begin(), found.end());
    auto expected = spatial_contacts(c.op.geometry);
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(found, expected) << c;
  }
}

TEST(Contributions, ThereAreAsManyOfEachSide) {
  // 3 taps, 2 windows, all inside: 6, however they are listed.
  const Geometry g{{Axis{4, 2, 3, 1, 1, 0}}, {}};
  EXPECT_EQ(count_contributions(g), 6);
  const Geometry many{
      {Axis{kLargestIndex, 1 << 20, 1 << 20, 1, 1, 0}, Axis{kLargestIndex, 1 << 20, 1 << 20, 1, 1, 0}}, {}};
  EXPECT_EQ(count_contributions(many), std::numeric_limits<Index>::max());
}

}  // namespace
}  // namespace convscope
