// Sizes asked backwards, against brute force; chains against published numbers.
#include "core/geometry/solve.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

#include "core/geometry/chain.hpp"
#include "tests/core/geometry/layers.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::Dice;
using testing::expect_error;

Layer layer_of(const SizeSolution& s) {
  return testing::layer(s.kernel[0], s.stride[0], s.padding[0], s.dilation[0], s.output_padding[0]);
}

/// The layer's output by its factory, or 0.
Index by_factory(bool transposed, Index n, const SizeSolution& s) {
  try {
    return transposed ? transposed_geometry({n}, layer_of(s)).geometry.axes[0].pixels
                      : conv_geometry({n}, layer_of(s)).geometry.axes[0].windows;
  } catch (const Error&) {
    return 0;
  }
}

TEST(Solve, FindsExactlyWhatBruteForceFinds) {
  const SolveBounds b{
      .kernel = {1, 5}, .stride = {1, 3}, .padding = {0, 2}, .dilation = {1, 2}, .output_padding = {0, 2}};
  for (const bool transposed : {false, true})
    for (Index n = 1; n <= 9; ++n)
      for (Index m = 1; m <= 20; ++m) {
        std::size_t expected = 0;
        std::vector<SizeSolution> found;
        try {
          found = solve_sizes(transposed, {n}, {m}, b).sets;
        } catch (const Error& error) {
          EXPECT_EQ(error.field(), "solve");
        }
        for (Index k = 1; k <= 5; ++k)
          for (Index s = 1; s <= 3; ++s)
            for (Index d = 1; d <= (k == 1 ? 1 : 2); ++d)
              for (Index p = 0; p <= 2; ++p)
                for (Index op = 0; op <= (transposed ? 2 : 0); ++op) {
                  const SizeSolution one{{k}, {s}, {p}, {d}, {op}};
                  if (by_factory(transposed, n, one) != m) continue;
                  ++expected;
                  EXPECT_EQ(std::count(found.begin(), found.end(), one), 1)
                      << n << "->" << m << " k" << k << " s" << s << " p" << p << " d" << d << " op" << op;
                }
        EXPECT_EQ(found.size(), expected) << n << "->" << m;
      }
}

TEST(Solve, SortsEvenOverlapAndLittleWorkFirst) {
  const auto found = solve_sizes(true, {4, 4}, {8, 8}).sets;
  EXPECT_EQ(found.front(), (SizeSolution{{2}, {2}, {0}, {1}, {0}}));
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_LE(found[i - 1].unevenness(), found[i].unevenness());
    if (found[i - 1].unevenness() == found[i].unevenness()) {
      EXPECT_LE(found[i - 1].products, found[i].products);
    }
  }
  EXPECT_EQ(std::count(found.begin(), found.end(), SizeSolution{{3}, {2}, {1}, {1}, {1}}), 1);
  EXPECT_EQ(std::count(found.begin(), found.end(), SizeSolution{{4}, {2}, {1}, {1}, {0}}), 1);
}

TEST(Solve, ThreeToFiveWithAKernelOfTwo) {
  // Never with d = 1 and p = 0; for instance with d = 2 and s = 1.
  SolveBounds two{.kernel = {2, 2}, .padding = {0, 0}, .output_padding = {0, 0}};
  const auto found = solve_sizes(true, {3, 3}, {5, 5}, two).sets;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found.front(), (SizeSolution{{2}, {1}, {0}, {2}, {0}}));
  two.dilation = {1, 1};
  expect_error(
      [&] {
        solve_sizes(true, {3, 3}, {5, 5}, two);
      },
      "solve: no transposed convolution within the bounds maps 3 × 3 to 5 × 5 (4 × 4 or 6 × 6)");
}

TEST(Solve, RefusesWhatNothingReaches) {
  expect_error([] { solve_sizes(false, {5}, {100}); },
               "solve: no convolution within the bounds maps 5 to 100 (11)");
  expect_error(
      [] {
        solve_sizes(true, {4, 6}, {8, 60});
      },
      "solve: no transposed convolution within the bounds maps 4 × 6 to 8 × 60 (8 × 42)");
  expect_error(
      [] {
        solve_sizes(false, {5}, {9}, {.kernel = {12, 13}});
      },
      "solve: no convolution within the bounds maps 5 to 9 (larger bounds)");
  expect_error([] { solve_sizes(true, {4}, {0}); },
               "solve: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error(
      [] {
        solve_sizes(false, {5}, {5}, {.kernel = {0, 3}});
      },
      "kernel: from 0 to 3 cannot be searched (from 1 to 2147483647)");
  expect_error(
      [] {
        solve_sizes(false, {5}, {5}, {.kernel = {1, 4000}, .stride = {1, 4000}});
      },
      "solve: would try 192000000 parameter sets (at most 4000000)");
  expect_error(
      [] {
        solve_sizes(false, {1}, {1}, {{1, 1}, {1, 3'000'000}, {0, 0}, {1, 1}, {0, 0}});
      },
      "solve: more than 200000 parameter sets do (narrower bounds)");
}

TEST(Solve, SearchesAxisByAxisWhereNoOneSetDoes) {
  // Against brute force over both axes: exactly the pairs of what each axis has by itself.
  const SolveBounds b{
      .kernel = {1, 4}, .stride = {1, 3}, .padding = {0, 1}, .dilation = {1, 2}, .output_padding = {0, 1}};
  int apart = 0;
  for (const bool transposed : {false, true})
    for (Index rows = 1; rows <= 9; ++rows)
      for (Index columns = 1; columns <= 9; ++columns) {
        const Shape input{4, 5}, wanted{rows, columns};
        SizeSolutions found;
        try {
          found = solve_sizes(transposed, input, wanted, b);
        } catch (const Unsolvable&) {
        }
        std::size_t each[2] = {0, 0}, shared = 0;
        for (Index k = 1; k <= 4; ++k)
          for (Index s = 1; s <= 3; ++s)
            for (Index d = 1; d <= (k == 1 ? 1 : 2); ++d)
              for (Index p = 0; p <= 1; ++p)
                for (Index op = 0; op <= (transposed ? 1 : 0); ++op) {
                  const SizeSolution one{{k}, {s}, {p}, {d}, {op}};
                  const bool first = by_factory(transposed, 4, one) == rows,
                             second = by_factory(transposed, 5, one) == columns;
                  each[0] += first ? 1 : 0;
                  each[1] += second ? 1 : 0;
                  shared += first && second ? 1 : 0;
                }
        SCOPED_TRACE(to_string(wanted));
        if (shared > 0) {
          EXPECT_EQ(found.sets.size(), shared);
          EXPECT_TRUE(found.axes.empty());
          continue;
        }
        EXPECT_EQ(found.sets.size(), each[0] * each[1]);
        if (found.sets.empty()) continue;
        ++apart;
        ASSERT_EQ(found.axes.size(), 2u);
        EXPECT_EQ(found.axes[0].size(), each[0]);
        EXPECT_EQ(found.axes[1].size(), each[1]);
        for (const SizeSolution& s : found.sets) {
          EXPECT_GT(s.differing(), 0);
          Layer layer;
          layer.kernel = s.kernel;
          layer.stride = s.stride;
          layer.dilation = s.dilation;
          layer.output_padding = s.output_padding;
          layer.padding.sides.clear();
          for (const Index p : s.padding) layer.padding.sides.push_back({p, p});
          const Resolved r = transposed ? transposed_geometry(input, layer) : conv_geometry(input, layer);
          EXPECT_EQ(transposed ? r.geometry.pixels() : r.geometry.windows(), wanted);
          EXPECT_EQ(overlap(r.geometry).min, s.overlap.min);
          EXPECT_EQ(overlap(r.geometry).max, s.overlap.max);
        }
      }
  EXPECT_GT(apart, 20);
}

TEST(Solve, OfAPhotographThatIsNotSquare) {
  // 184 x 245 to 368 x 489: twice as many rows, one column less than twice as many. k3 s2 p1 does it with an
  // output padding of 1 for the rows and 0 for the columns; no one set does both.
  const SizeSolutions found = solve_sizes(true, {184, 245}, {368, 489});
  ASSERT_EQ(found.axes.size(), 2u);
  EXPECT_EQ(std::count(found.sets.begin(), found.sets.end(), SizeSolution{{3}, {2}, {1}, {1}, {1, 0}}), 1);
  EXPECT_EQ(found.sets.front(), (SizeSolution{{2}, {2}, {2}, {3}, {2, 1}}));
  EXPECT_TRUE(found.sets.front().overlap.even());
  EXPECT_EQ(found.combinations, static_cast<double>(found.axes[0].size() * found.axes[1].size()));
  // Bounds of each axis' own.
  std::vector<SolveBounds> own(2);
  own[0].stride = {2, 2};
  own[1].stride = {3, 3};
  for (const SizeSolution& s : solve_sizes(true, {4, 4}, {8, 12}, own).sets)
    EXPECT_EQ(s.stride, (Shape{2, 3}));
  const SizeSolution best = solve_sizes(true, {4, 4}, {8, 12}, own).sets.front();
  EXPECT_EQ(best, (SizeSolution{{2, 3}, {2, 3}, {0}, {1}, {0}}));
  EXPECT_TRUE(best.overlap.even());
  own.resize(3);
  EXPECT_THROW(solve_sizes(true, {4, 4}, {8, 12}, own), Error);
}

TEST(Solve, TheNearestSizesCanBeReachedAndNothingIsNearer) {
  const SolveBounds b{
      .kernel = {2, 4}, .stride = {2, 3}, .padding = {0, 1}, .dilation = {1, 1}, .output_padding = {0, 1}};
  int impossible = 0;
  for (Index rows = 1; rows <= 5; ++rows)
    for (Index columns = 1; columns <= 16; ++columns) {
      const Shape input{3, 4}, wanted{2 * rows, columns};
      const auto distance = [&](const Shape& size) {
        return std::abs(size[0] - wanted[0]) + std::abs(size[1] - wanted[1]);
      };
      try {
        solve_sizes(true, input, wanted, b);
      } catch (const Unsolvable& error) {
        ++impossible;
        ASSERT_FALSE(error.nearest().empty());
        Index nearest = distance(error.nearest()[0]);
        for (const Shape& size : error.nearest()) {
          EXPECT_FALSE(solve_sizes(true, input, size, b).sets.empty());
          nearest = std::min(nearest, distance(size));
        }
        for (Index i = 1; i <= 12; ++i)
          for (Index j = 1; j <= 18; ++j) {
            if (distance({i, j}) >= nearest) continue;
            EXPECT_THROW(solve_sizes(true, input, {i, j}, b), Unsolvable) << i << " " << j;
          }
      }
    }
  EXPECT_GT(impossible, 20);
}

TEST(Solve, StopsWhenItIsNotWanted) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(solve_sizes(false, {9}, {9}, SolveBounds{}, Progress(stop.get_token())), Stopped);
  EXPECT_FALSE(solve_sizes(false, {9}, {9}, SolveBounds{}, Progress()).sets.empty());
}

TEST(SameOutputs, OfSixteenToEighteen) {
  Layer layer;
  layer.kernel = {5};
  layer.stride = {3};
  layer.padding.sides = {{2, 2}};
  const auto found = same_outputs(layer, 0, 6);
  ASSERT_EQ(found.size(), 3u);
  for (Index i = 0; i < 3; ++i) {
    EXPECT_EQ(found[static_cast<std::size_t>(i)].input, 16 + i);
    EXPECT_EQ(found[static_cast<std::size_t>(i)].output_padding, i);
  }
}

TEST(SameOutputs, AgreeWithBruteForceAndLeadBack) {
  Dice dice(7);
  for (int n = 0; n < 3000; ++n) {
    Layer layer;
    layer.kernel = {dice.roll(1, 6)};
    layer.stride = {dice.roll(1, 5)};
    layer.dilation = {dice.roll(1, 3)};
    const Index rule = dice.roll(0, 6);
    layer.padding.sides = {{dice.roll(-1, 3), dice.roll(-1, 3)}};
    if (rule < 4) layer.padding.rule = static_cast<Padding::Rule>(rule + 1);
    const Index windows = dice.roll(1, 8);
    std::vector<Index> expected;
    for (Index size = 1; size < 80; ++size) {
      try {
        if (conv_geometry({size}, layer).geometry.axes[0].windows == windows) expected.push_back(size);
      } catch (const Error&) {
        // Too small for the kernel.
      }
    }
    std::vector<Index> found;
    try {
      for (const SameOutput& same : same_outputs(layer, 0, windows)) {
        found.push_back(same.input);
        Layer back = layer;
        back.padding.rule = Padding::Rule::numbers;
        back.padding.sides = {same.padding};
        back.output_padding = {same.output_padding};
        EXPECT_EQ(transposed_geometry({windows}, back).geometry.axes[0].pixels, same.input);
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "output");
    }
    EXPECT_EQ(found, expected) << "k " << layer.kernel[0] << " s " << layer.stride[0] << " d "
                               << layer.dilation[0] << " p " << to_string(layer.padding) << " o " << windows;
  }
}

TEST(CaffePooling, RoundsUp) {
  EXPECT_EQ(caffe_pool_size({6}, {3}, {2}, {0}), Shape{3});  // floor would give 2
  EXPECT_EQ(caffe_pool_size({7}, {3}, {2}, {0}), Shape{3});
  EXPECT_EQ(caffe_pool_size({112}, {3}, {2}, {0}), Shape{56});  // GoogLeNet's pool1
  EXPECT_EQ(caffe_pool_size({3}, {2}, {2}, {1}), Shape{2});     // the third would start beyond
}

TEST(CaffePooling, OnePaddedAxisClipsBoth) {
  // pooling_layer.cpp: if (pad_h_ || pad_w_) both sizes are clipped. Without any padding neither is.
  EXPECT_EQ(caffe_pool_size({32, 32}, {1, 3}, {2, 2}, {0, 1}), (Shape{16, 17}));
  EXPECT_EQ(caffe_pool_size({32, 32}, {3, 1}, {2, 2}, {1, 0}), (Shape{17, 16}));
  EXPECT_EQ(caffe_pool_size({32, 32}, {1, 3}, {2, 2}, {0, 0}), (Shape{17, 16}));
  EXPECT_EQ(caffe_pool_size({9, 8, 7}, {1, 1, 3}, {3, 2, 2}, {0, 0, 1}), (Shape{3, 4, 4}));
}

TEST(Chain, UnetAsPublished) {
  const ChainReport r = report(chain_preset("unet-valid"));
  const auto at = [&](const std::string& name) {
    return *std::find_if(r.steps.begin(), r.steps.end(), [&](const auto& s) { return s.name == name; });
  };
  EXPECT_EQ(at("down1b").output, (Shape{568, 568}));
  EXPECT_EQ(at("down5b").output, (Shape{28, 28}));
  EXPECT_EQ(at("down5b").receptive_field, (Shape{140, 140}));
  EXPECT_EQ(at("classes").output, (Shape{388, 388}));
  EXPECT_EQ(r.parameters, 31030658);
  ASSERT_EQ(r.warnings.size(), 4u);
  EXPECT_EQ(r.warnings.front(), "down4b brings 64 × 64 to join4a, where 56 × 56 arrives");
}

TEST(Chain, UnetMeetsOnlyForMultiplesOfSixteen) {
  Chain chain = chain_preset("unet");
  EXPECT_TRUE(report(chain).warnings.empty());
  EXPECT_EQ(report(chain).steps.back().output, (Shape{256, 256}));
  EXPECT_EQ(report(chain).steps.back().receptive_field,
            (Shape{204, 204}));  // as PyTorch's gradient reaches, at most
  for (Index n = 16; n < 70; ++n) {
    chain.size = {n, 64};
    EXPECT_EQ(report(chain).warnings.empty(), n % 16 == 0) << n;
  }
  chain.size = {15, 15};
  expect_error([&] { report(chain); },
               "kernel: pool4 gets 1 × 1: reaches over 2 cells, the padded input has 1 on axis 0 (a reach, "
               "dilation × (kernel − 1) + 1, of at most 1)");
}

TEST(Chain, DcganGenerator) {
  const ChainReport r = report(chain_preset("dcgan"));
  Index size = 4;
  for (const ChainStep& step : r.steps) {
    EXPECT_EQ(step.output, (Shape{size, size}));
    size *= 2;
  }
  EXPECT_EQ(r.parameters, 3574784);
  EXPECT_EQ(r.steps[1].multiply_adds, 16.0 * 512 * 256 * 16);
}

TEST(Chain, ReceptiveFieldOfSimpleStacks) {
  Chain chain{"", "", {64}, 1, {{.name = "a"}, {.name = "b"}, {.name = "c", .dilation = {2}}}};
  EXPECT_EQ(report(chain).steps[1].receptive_field, (Shape{5}));
  EXPECT_EQ(report(chain).steps[2].receptive_field, (Shape{9}));
  chain.layers = {{.name = "down", .stride = {2}},
                  {.name = "up", .kind = ChainLayer::Kind::nearest, .stride = {2}},
                  {.name = "out"}};
  // Three enlarged cells show two windows two apart: 3 + 2.
  EXPECT_EQ(report(chain).steps[2].receptive_field, (Shape{5}));
  chain.layers = {{.name = "a", .skip = "b"}};
  expect_error([&] { report(chain); },
               "skip: a joins 'b', which is no earlier layer (the name of an earlier layer)");
  expect_error([] { chain_preset("resnet"); }, "network: 'resnet' is not known (unet, unet-valid, dcgan)");
}

}  // namespace
}  // namespace convscope
