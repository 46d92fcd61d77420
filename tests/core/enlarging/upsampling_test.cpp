// The choices of enlarging by name, their limits, colours, and what the checkerboard story rests on.
#include "core/enlarging/upsampling.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/metrics.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/ops/resample/layers.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::expect_error;

/// A smooth picture with edges and some noise, as photographs have.
Tensor<float> scene(Index height, Index width) {
  const Tensor<double> noise = testing::small_integers({3, height, width}, 3);
  Tensor<float> out({1, 3, height, width});
  for (Index i = 0; i < out.size(); ++i) {
    const auto x = static_cast<double>(i % width), y = static_cast<double>(i / width % height);
    const double disc = std::hypot(x - 50, y - 40) < 25 ? 60 : 0;
    out[i] = static_cast<float>(110 + 40 * std::sin(x / 9) * std::cos(y / 13) + disc + noise[i]);
  }
  return out;
}

struct Scene {
  Tensor<float> original = scene(120, 144), small = shrink_area(original, 2);
  Example example{original, small};
  Examples examples{example};
};

Upsampler make(const Scene& s, const char* method, const char* kernel, Index taps, bool repair = false) {
  return make_upsampler({parse_method(method), 2, taps, parse_kernel(kernel), repair}, s.examples);
}

double energy(const Scene& s, const Upsampler& up) {
  const Tensor<float> result = as_saved(enlarge(up, s.small));
  return measure({s.original, result, 2})["checkerboard"].value();
}

TEST(UpsamplingChoices, AreNamedAsOnTheCommandLine) {
  for (std::size_t i = 0; i < upsampling_methods().size(); ++i)
    EXPECT_EQ(static_cast<std::size_t>(parse_method(upsampling_methods()[i].name)), i);
  expect_error(
      [] { parse_method("cubic"); },
      "method: 'cubic' is not known (nearest, area, bilinear, bicubic, catmull-rom, mitchell, lanczos3, "
      "conv-transpose, pixel-shuffle, nearest-conv, bilinear-conv, network)");
}

TEST(UpsamplingChoices, KernelsHaveNamesSeedsListsAndFiles) {
  using Kind = KernelChoice::Kind;
  EXPECT_EQ(parse_kernel("gaussian").kind, Kind::gaussian);
  EXPECT_EQ(parse_kernel("random:7").seed, 7u);
  EXPECT_EQ(parse_kernel("icnr:2").kind, Kind::icnr);
  for (const char* no_name : {"standard", "own", "", "uniform:3", "learned:1"})  // that can be chosen
    testing::expect_error(
        [&] { parse_kernel(no_name); },
        std::string("kernel: '") + no_name +
            "' is not known (uniform, bilinear, gaussian, random:SEED, icnr:SEED, learned, a "
            "list as [1,2,1], or a .npy file)");
  EXPECT_EQ(parse_kernel("[1,2,1]").own, Tensor<double>({3, 3}, {1, 2, 1, 2, 4, 2, 1, 2, 1}));
  EXPECT_EQ(parse_kernel("[1,2;3,4]").own, Tensor<double>({2, 2}, {1, 2, 3, 4}));
  EXPECT_EQ(parse_kernel("[1,2;3,4][5,6;7,8]").own, Tensor<double>({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8}));
  for (const char* list : {"[1,-0.125;3,1e-07]", "[1,2;3,4][5,6;7,8]", "[0.1,0.2,0.3][4,5,6]"})
    EXPECT_EQ(own_text(parse_kernel(list)), list);
  EXPECT_FALSE(own_text({Kind::own, 0, Tensor<double>({3, 1}, 1.0)})) << "would be read as a profile";
  const testing::TemporaryFolder folder;
  const std::string path = folder.file("w.npy", npy_bytes(Tensor<double>({4, 1, 2, 2}, 1.0)));
  EXPECT_EQ(parse_kernel(path).own.shape(), (Shape{4, 2, 2}));
  for (const char* wrong :
       {"", "box", "uniform:1", "learned:2", "random:x", "random:", "random:-1", "[1,2;3]", "[]", "[1,2][3]",
        "[1,2][3,4", "missing.npy", "[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3]"})
    EXPECT_THROW(parse_kernel(wrong), Error) << wrong;
}

TEST(UpsamplingChoices, HaveLimits) {
  const auto check = [](const char* method, Index factor, Index taps, const char* kernel, Shape small) {
    check_upsampling({parse_method(method), factor, taps, parse_kernel(kernel)}, small);
  };
  EXPECT_NO_THROW(check("conv-transpose", 2, 12, "uniform", {6, 6}));
  EXPECT_NO_THROW(check("nearest", 8, 12, "uniform", {1, 1}));
  expect_error(
      [&] {
        check("conv-transpose", 2, 12, "uniform", {6, 5});
      },
      "kernel-size: 12 is larger than the enlarged picture of 10 × 12 pixels (at most 10 for "
      "conv-transpose)");
  expect_error(
      [&] {
        check("pixel-shuffle", 2, 6, "uniform", {6, 5});
      },
      "kernel-size: 6 is larger than the small picture of 5 × 6 pixels (at most 5 for pixel-shuffle)");
  expect_error([&] { check("nearest", 9, 0, "uniform", {6, 5}); }, "factor: 9 is too large (from 2 to 8)");
  expect_error(
      [&] {
        check("nearest-conv", 2, 33, "uniform", {160, 150});
      },
      "kernel-size: 33 is too large (from 1 to 32)");
  expect_error(
      [&] {
        check("conv-transpose", 2, 0, "[1,-1]", {9, 9}), make(Scene(), "conv-transpose", "[1,-1]", 0);
      },
      "kernel: its weights sum to 0, so an enlarged picture would be black (weights with another sum)");
}

TEST(UpsamplingChoices, EveryMethodKeepsBrightness) {
  const Scene s;
  for (const UpsamplingMethodInfo& method : upsampling_methods().first(upsampling_methods().size() - 1))
    for (const char* kernel :
         {"uniform", "bilinear", "gaussian", "random:3", "icnr:3", "learned", "[1,3,1]"}) {
      const Tensor<double> phases =
          phase_response(make(s, std::string(method.name).c_str(), kernel, kernel[0] == '[' ? 0 : 4), 2);
      double sum = 0;
      for (double phase : phases.values()) sum += phase;
      EXPECT_NEAR(sum / 4, 1, 0.02) << method.name << " " << kernel;
    }
}

TEST(UpsamplingChoices, LearnedKernelsAreTheBestOfTheirForm) {
  const Scene s;
  for (const char* method : {"conv-transpose", "pixel-shuffle", "nearest-conv", "bilinear-conv"}) {
    const auto error = [&](const char* kernel) {
      const Tensor<float> result = enlarge(make(s, method, kernel, 4), s.small);
      double sum = 0;
      for (Index i = 0; i < result.size(); ++i)
        sum += std::pow(static_cast<double>(result[i] - s.original[i]), 2);
      return sum;
    };
    const double learned = error("learned");
    for (const char* kernel : {"uniform", "bilinear", "gaussian", "random:1", "icnr:1"})
      EXPECT_LT(learned, error(kernel)) << method << " " << kernel;
  }
}

TEST(Checkerboards, UnevenKernelsHaveThemAndRepairsTakeThemAway) {
  const Scene s;
  const double bicubic = energy(s, make_upsampler({UpsamplingMethod::bicubic}, s.examples));
  const double uneven = energy(s, make(s, "conv-transpose", "uniform", 3));
  EXPECT_GT(uneven, 10 * energy(s, make(s, "conv-transpose", "bilinear", 4)));
  EXPECT_LE(energy(s, make(s, "conv-transpose", "uniform", 3, true)), 1.1 * bicubic);
  const double shuffled = energy(s, make(s, "pixel-shuffle", "random:1", 3));
  EXPECT_LT(energy(s, make(s, "pixel-shuffle", "random:1", 3, true)), shuffled / 10);
  EXPECT_LT(energy(s, make(s, "pixel-shuffle", "icnr:1", 3)), shuffled / 10);
}

TEST(Checkerboards, OnPhotographs) {
  for (const char* name : {"cat", "hummingbird", "tomatoes", "mountain", "bicycle"}) {
    const std::string path = std::string("/usr/share/pixmaps/faces/") + name + ".jpg";
    if (!std::ifstream(path)) GTEST_SKIP() << "gnome-control-center-data is not installed";
    Scene s;
    s.original = cropped_to_multiple(read_image(path, "photo"), 2);
    s.small = shrink_area(s.original, 2);
    const double bicubic = energy(s, make_upsampler({UpsamplingMethod::bicubic}, s.examples));
    EXPECT_GE(energy(s, make(s, "conv-transpose", "uniform", 3)),
              10 * energy(s, make(s, "conv-transpose", "bilinear", 4)))
        << name;
    EXPECT_LE(energy(s, make(s, "conv-transpose", "uniform", 3, true)), 1.1 * bicubic) << name;
  }
}

TEST(PhaseSpread, IsThatOfTheKernel) {
  const Scene s;
  EXPECT_EQ(phase_spread(make(s, "conv-transpose", "bilinear", 4), 2), 0);
  // Phases of 4, 2, 2 and 1 taps.
  EXPECT_NEAR(phase_spread(make(s, "conv-transpose", "uniform", 3), 2), 3 / 2.25, 1e-12);
  EXPECT_GT(phase_spread(make(s, "pixel-shuffle", "random:1", 3), 2), 0.05);
  EXPECT_EQ(phase_spread(make(s, "pixel-shuffle", "icnr:1", 3), 2), 0);
  EXPECT_EQ(phase_spread(make(s, "nearest-conv", "random:1", 3), 2), 0);
}

TEST(Layers, FactorsAreRoots) {
  EXPECT_EQ(layer_factor(7, 1), 7);
  EXPECT_EQ(layer_factor(4, 2), 2);
  EXPECT_EQ(layer_factor(8, 3), 2);
  EXPECT_EQ(layer_factor(8, 2), std::nullopt);
  EXPECT_EQ(layer_factor(2, 2), std::nullopt);
  expect_error([] { require_layer_factor(6, 3); },
               "layers: 3 equal layers cannot enlarge 6 times (factor 8 for 3 layers)");
  expect_error([] { require_layer_factor(4, 0); }, "layers: 0 is too small (from 1 to 3)");
}

TEST(Layers, LearnedOnesFollowEachOther) {
  const Tensor<float> original = scene(80, 96), small = shrink_area(original, 4);
  const Example example{original, small};
  UpsamplingChoice choice{.method = UpsamplingMethod::pixel_shuffle, .factor = 2, .taps = 3};
  const Upsampler two = make_upsampler(with_layers(choice, 2, 4), Examples(example));
  // The first one restores the half size from the quarter, the second the whole from what the first makes.
  const Tensor<float> half = shrink_area(original, 2);
  const Upsampler first = make_upsampler(choice, Examples(Example{half, small}));
  const Tensor<float> between = enlarge(first, small);
  const Example rest{original, between};
  const Upsampler second = make_upsampler(choice, Examples(rest));
  EXPECT_EQ(enlarge(two, small), enlarge(second, between));
}

TEST(Layers, FittingCanBeGivenUp) {
  const Tensor<float> original = scene(80, 96), small = shrink_area(original, 2);
  int pulses = 0;
  const Examples examples(
      1,
      [&](Index, const Examples::Look& look) {
        look({original, small});
      },
      Progress({}, [&](double) {
        if (++pulses == 5) throw std::runtime_error("given up");
      }));
  UpsamplingChoice choice{.method = UpsamplingMethod::nearest_conv, .factor = 2};
  EXPECT_THROW(make_upsampler(choice, examples), std::runtime_error);
  EXPECT_EQ(pulses, 5);
}

TEST(Light, LinearAndBack) {
  Tensor<float> values({1, 1, 1, 256});
  for (Index i = 0; i < 256; ++i) values[i] = static_cast<float>(i);
  const Tensor<float> light = linear_light(values), back = srgb_values(light);
  for (Index i = 0; i < 256; ++i) EXPECT_NEAR(back[i], values[i], 1e-3F);
  EXPECT_NEAR(light[188], 255 * 0.5029F, 0.01F);  // sRGB 188 is about half the light
  EXPECT_NEAR(light[5], 255 * 5 / 255.0 / 12.92, 1e-4);
  EXPECT_NEAR(srgb_values(Tensor<float>({1, 1, 1, 1}, -light[100]))[0], -100, 1e-3);
}

TEST(AsSaved, ClampsAndRounds) {
  const Tensor<float> saved = as_saved(Tensor<float>({1, 1, 1, 5}, {-3.0F, 0.49F, 0.5F, 254.7F, 300.0F}));
  EXPECT_EQ(saved, Tensor<float>({1, 1, 1, 5}, {0, 0, 1, 255, 255}));
}

TEST(Cropping, KeepsTheTopLeft) {
  const Tensor<float> x({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  EXPECT_EQ(cropped_to_multiple(x, 2), Tensor<float>({1, 1, 2, 2}, {1, 2, 4, 5}));
  EXPECT_EQ(cropped_to_multiple(x, 3), x);
}

TEST(OwnKernels, AreScaledOnlyWhereBrightnessWouldChange) {
  const auto scale = [](const char* method, const char* kernel) {
    return own_scale({.method = parse_method(method), .kernel = parse_kernel(kernel)});
  };
  EXPECT_EQ(scale("conv-transpose", "[1,2,1]"), 0.25);
  EXPECT_EQ(scale("nearest-conv", "[1,2,1]"), 0.0625);
  EXPECT_EQ(scale("pixel-shuffle", "[1,1;1,1]"), 0.25);
  EXPECT_EQ(scale("pixel-shuffle", "[1,1;1,1][1,1;1,1][0,0;0,0][1,1;1,3]"), 4.0 / 14);
  EXPECT_EQ(scale("conv-transpose", "[1,1;1,1.1]"), 1) << "2.5 % more is left as it is";
  EXPECT_EQ(scale("conv-transpose", "[1,1;1,1.3]"), 4 / 4.3);
  EXPECT_FALSE(scale("bicubic", "[1,2,1]"));
  EXPECT_FALSE(own_scale({.method = UpsamplingMethod::conv_transpose}));
  expect_error(
      [&] { scale("conv-transpose", "[1,-1;-1,1]"); },
      "kernel: its weights sum to 0, so an enlarged picture would be black (weights with another sum)");
}

TEST(OwnKernels, AreToldApart) {
  const auto detail = [](const KernelChoice& kernel) {
    return describe_kernel({.method = UpsamplingMethod::conv_transpose, .kernel = kernel});
  };
  EXPECT_NE(detail(parse_kernel("[1,2,1]")), detail(parse_kernel("[1,3,1]")));
  EXPECT_EQ(detail(parse_kernel("[1,2,1]")), detail(parse_kernel("[1,2,1]")));
  testing::TemporaryFolder folder;
  const std::string path = folder.file("sharp.npy", npy_bytes(Tensor<double>({3, 1}, {1, 2, 1})));
  EXPECT_EQ(detail(parse_kernel(path)), "own 3×1 sharp");
}

TEST(SmoothLayers, MakeAnyKernelFlatOnAConstant) {
  const Scene s;
  for (const char* method : {"conv-transpose", "pixel-shuffle"})
    for (Index order : {0, 1, 3})
      for (Index factor : {2, 3}) {
        UpsamplingChoice choice{
            .method = parse_method(method), .factor = factor, .kernel = parse_kernel("random:4")};
        EXPECT_GT(phase_spread(make_upsampler(choice, s.examples), factor), 0.01);
        choice.smooth = order;
        EXPECT_EQ(phase_spread(make_upsampler(choice, s.examples), factor), 0) << method << order << factor;
        EXPECT_THAT(describe_kernel(choice), ::testing::EndsWith(", smooth " + std::to_string(order)));
      }
}

}  // namespace
}  // namespace convscope
