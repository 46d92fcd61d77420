// What ONNX's Resize says since opset 18, with the numbers of ONNX's own cases (1.17): where its package is
// newer than Debian 12's, node_cases_test.cpp runs them themselves.
#include "core/network/resize_axis.hpp"

#include <gtest/gtest.h>

#include <map>

#include "core/base/names.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using Attributes = std::map<std::string, Attribute, std::less<>>;

/// Of cells that count from 1, with scales or sizes; the other of the two is empty.
Array resized(const Dims& shape, Attributes attributes, const std::vector<float>& scales,
              const std::vector<Index>& sizes) {
  UnfilledVector<float> cells;
  for (Index i = 0; i < count_of(shape); ++i) cells.push_back(static_cast<float>(i + 1));
  const Arrays inputs{real_array(shape, std::move(cells)), real_array({0}, {}),
                      real_array({static_cast<Index>(scales.size())}, {scales.begin(), scales.end()}),
                      whole_array({static_cast<Index>(sizes.size())}, {sizes.begin(), sizes.end()})};
  const Node node{"Resize", "Resize", {"x", "roi", "scales", "sizes"}, {"y"}, std::move(attributes)};
  Call call{node, 19, {}, {}, false, nullptr};
  for (const Array& input : inputs) call.inputs.push_back(&input);
  return find_row(network_operators(), node.op)->apply(call)[0];
}

void expect_near(const Array& found, const Dims& shape, const std::vector<float>& right) {
  ASSERT_EQ(found.shape, shape);
  for (std::size_t i = 0; i < right.size(); ++i) EXPECT_NEAR(found.reals()[i], right[i], 2e-5F) << i;
}

TEST(ResizeAxis, AReductionIsAntialiasedWhereAsked) {
  const Attributes linear{{"mode", std::string("linear")}, {"antialias", Index{1}}};
  expect_near(resized({1, 1, 4, 4}, linear, {1, 1, 0.6F, 0.6F}, {}), {1, 1, 2, 2},
              {2.875F, 4.5F, 9.375F, 11.0F});
  expect_near(
      resized({1, 1, 4, 4}, {{"mode", std::string("cubic")}, {"antialias", Index{1}}}, {}, {1, 1, 3, 3}),
      {1, 1, 3, 3},
      {1.7750092F, 3.1200073F, 4.4650054F, 7.1550016F, 8.5F, 9.8449984F, 12.5349941F, 13.8799925F,
       15.2249908F});
  // An enlargement has nothing to pass over.
  const std::vector<float> twice{1, 1, 2, 2};
  const Array plain = resized({1, 1, 2, 2}, {{"mode", std::string("linear")}}, twice, {});
  expect_near(resized({1, 1, 2, 2}, linear, twice, {}), plain.shape,
              {plain.reals().begin(), plain.reals().end()});
}

TEST(ResizeAxis, SizesMayShareAScale) {
  const auto keeping = [](const char* policy) {
    return Attributes{{"axes", std::vector<Index>{2, 3}}, {"keep_aspect_ratio_policy", std::string(policy)}};
  };
  expect_near(resized({1, 1, 2, 4}, keeping("not_larger"), {}, {1, 3}), {1, 1, 1, 2}, {1, 3});
  expect_near(resized({1, 1, 2, 2}, keeping("stretch"), {}, {1, 2}), {1, 1, 1, 2}, {1, 2});
  EXPECT_EQ(resized({1, 1, 2, 2}, keeping("not_smaller"), {}, {7, 8}).shape, (Dims{1, 1, 8, 8}));
  EXPECT_EQ(resized({1, 1, 2, 5}, keeping("not_smaller"), {}, {1, 3}).shape, (Dims{1, 1, 1, 3}));
  testing::expect_error(
      [&] {
        resized({1, 1, 2, 2}, keeping("wide"), {}, {7, 8});
      },
      "network: 'wide' is not known (stretch, not_larger or not_smaller)");
  testing::expect_error(
      [&] {
        resized({1, 1, 1, 1000}, keeping("not_smaller"), {}, {2000000000, 1});
      },
      "network: has a size of 2000000000000 (1 or more)");
}

TEST(ResizeAxis, WhatIsBehindAReductionIsAsWideAsItsFilter) {
  const Node node{"Resize",
                  "Resize",
                  {"x", "roi", "scales"},
                  {"y"},
                  {{"mode", std::string("linear")}, {"antialias", Index{1}}}};
  const Arrays inputs{only_shape({64}), real_array({0}, {}), real_array({1}, {0.25F})};
  Call call{node, 19, {}, {}, true, nullptr};
  for (const Array& input : inputs) call.inputs.push_back(&input);
  // Cell 8 lies at 33.5: four cells to each side are seen.
  const Cells seen = cells_behind(resize_plan(call), 0, {8, 8});
  EXPECT_EQ(seen.first, 30);
  EXPECT_EQ(seen.last, 37);
}

}  // namespace
}  // namespace convscope
