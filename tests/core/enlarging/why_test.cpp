// Why an enlarging leaves a checkerboard: phases, predictions, repairs; and that the prediction agrees with
// what is measured on photographs.
#include "core/enlarging/why.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <stop_token>

#include "core/base/error.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/io/image_file.hpp"
#include "core/metrics/imaging.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

UpsamplingChoice choice(const char* method, Index factor, Index taps, const char* kernel, bool repair = false,
                        Index layers = 1) {
  return {parse_method(method), factor, taps, parse_kernel(kernel), repair, layers};
}

struct Sample {
  Tensor<float> original, small;
  explicit Sample(const Tensor<float>& picture, Index factor)
      : original(cropped_to_multiple(picture, factor)), small(shrink_area(original, factor)) {}
};

Upsampler make(const UpsamplingChoice& c, const Sample& s) {
  const Example example{s.original, s.small};
  return make_upsampler(c, Examples(example));
}

Upsampler make(const UpsamplingChoice& c) {
  return make(c, Sample(test_picture("fine-texture", 48, 48), c.factor));
}

TEST(Phases, OfTheUnevenKernel) {
  const Phases p = phases_of(make(choice("conv-transpose", 2, 3, "uniform")), 2);
  EXPECT_THAT(p.contributions.values(), ElementsAre(4, 2, 2, 1));
  EXPECT_THAT(p.sums.values(), Pointwise(DoubleNear(1e-12), {16 / 9.0, 8 / 9.0, 8 / 9.0, 4 / 9.0}));
  EXPECT_NEAR(p.traits.phase_spread, 4 / 3.0, 1e-12);
  EXPECT_EQ(p.verdict.flat, Prediction::strong);
}

TEST(Phases, OfNearestAreOneWeightEach) {
  const Phases p = phases_of(make(choice("nearest", 3, 0, "uniform")), 3);
  EXPECT_THAT(p.contributions.values(), ::testing::Each(1));
  EXPECT_THAT(p.sub_kernels.values(), ::testing::Each(1));
  EXPECT_EQ(p.sub_kernels.shape(), (Shape{9, 1, 1}));
  EXPECT_EQ(p.verdict, (Judgement{Prediction::none, Prediction::faint, Prediction::faint}));
}

/// The sums are those of an enlarged constant, and the sub-kernels reproduce the enlarging pixel by pixel.
TEST(Phases, SubKernelsMakeThePicture) {
  for (const auto& c : {choice("conv-transpose", 2, 5, "random:4"), choice("pixel-shuffle", 3, 3, "random:1"),
                        choice("bilinear-conv", 2, 4, "random:2"), choice("bicubic", 4, 0, "uniform"),
                        choice("conv-transpose", 3, 2, "random:9")}) {
    const Index s = c.factor;
    const Sample sample(test_picture("fine-texture", 20 * s, 20 * s), s);
    const Upsampler up = make(c, sample);
    const Phases p = phases_of(up, s);
    const Tensor<double> constant = phase_response(up, s);
    for (Index i = 0; i < s * s; ++i) EXPECT_NEAR(p.sums[i], constant[i], 1e-9);
    const Tensor<float> large = enlarge(up, sample.small);
    const Index m = p.sub_kernels.shape()[1], far = m / 2;
    for (Index i = 0; i < s * s; ++i) {
      const Index y = 10, x = 9;  // an input pixel in the interior
      double sum = 0;
      for (Index cell = 0; cell < m * m; ++cell)
        sum += p.sub_kernels[i * m * m + cell] *
               static_cast<double>(sample.small[(y + cell / m - far) * 20 + x + cell % m - far]);
      EXPECT_NEAR(sum, large[(y * s + i / s) * 20 * s + x * s + i % s], 1e-3) << info(c.method).name << i;
    }
  }
}

TEST(Repairs, AreOfferedWhereTheyHelp) {
  const Sample s(test_picture("fine-texture", 64, 64), 2);
  const auto offered = [&](const UpsamplingChoice& c) {
    std::vector<std::string> names;
    for (const Repair& repair : repairs(c, make(c, s))) names.emplace_back(repair.name);
    return names;
  };
  EXPECT_THAT(offered(choice("conv-transpose", 2, 3, "uniform")),
              ElementsAre("equal phase sums", "order 2", "equal sub-kernels", "resize-convolution"));
  EXPECT_THAT(offered(choice("conv-transpose", 2, 5, "random:3")),
              ElementsAre("equal phase sums", "order 2", "order 3", "resize-convolution"));
  EXPECT_THAT(offered(choice("conv-transpose", 2, 4, "learned")), Contains("order 3"));
  EXPECT_THAT(offered(choice("pixel-shuffle", 2, 3, "random:3")),
              ElementsAre("equal sub-kernels", "order 2", "order 3"));
  // Equal phase sums, unequal sub-kernels.
  EXPECT_THAT(offered(choice("conv-transpose", 2, 0, "[-.25,0,1.5,1,-.25,0]")),
              ElementsAre("order 2", "order 3", "equal sub-kernels"));
  EXPECT_TRUE(offered(choice("conv-transpose", 2, 1, "uniform")).empty());
  EXPECT_TRUE(offered(choice("conv-transpose", 2, 4, "bilinear")).empty());
  EXPECT_TRUE(offered(choice("pixel-shuffle", 2, 3, "icnr:3")).empty());
  EXPECT_TRUE(offered(choice("conv-transpose", 2, 3, "uniform", true)).empty());
  EXPECT_TRUE(offered(choice("nearest-conv", 2, 3, "random:1")).empty());
  EXPECT_TRUE(offered(choice("bicubic", 2, 0, "uniform")).empty());
}

TEST(Repairs, DoWhatTheirNamesSay) {
  const Sample s(test_picture("fine-texture", 64, 64), 2);
  for (const UpsamplingChoice& c :
       {choice("conv-transpose", 2, 3, "uniform"), choice("conv-transpose", 2, 5, "random:3"),
        choice("conv-transpose", 2, 6, "learned"), choice("conv-transpose", 2, 0, "[-.25,0,1.5,1,-.25,0]"),
        choice("pixel-shuffle", 2, 3, "random:3"), choice("pixel-shuffle", 2, 4, "learned")}) {
    for (const Repair& repair : repairs(c, make(c, s))) {
      SCOPED_TRACE(describe(c) + ": " + std::string(repair.name));
      const Upsampler made = make(repair.choice, s);
      const KernelTraits traits = kernel_traits(made, 2);
      EXPECT_EQ(traits.phase_spread, 0);
      if (repair.name == "order 2") {
        EXPECT_GE(traits.order, 2);
        EXPECT_EQ(judge(traits).ramps, Prediction::none);
      } else if (repair.name == "order 3") {
        EXPECT_GE(traits.order, 3);
      } else if (repair.name == "equal sub-kernels") {
        const Tensor<double> all = phases_of(made, 2).sub_kernels;
        const Index plane = all.size() / 4;
        for (Index i = 0; i < all.size(); ++i) EXPECT_NEAR(all[i], all[i % plane], 1e-12);
      }
      EXPECT_TRUE(repairs(repair.choice, made).empty() || !repair.choice.repair);
    }
  }
}

TEST(Repairs, TheSecondIsAResizeConvolution) {
  const UpsamplingChoice given = choice("conv-transpose", 2, 4, "random:5");
  const Repair repair = repairs(given, make(given)).back();
  // Nearest repeats each pixel, so beside a filter of 3 taps a kernel of 4 has the form [c, b + c, a + b, a].
  const Tensor<double>& k = repair.choice.kernel.own;
  ASSERT_EQ(k.shape(), (Shape{4, 4}));
  for (Index row = 0; row < 4; ++row)
    EXPECT_NEAR(k[row * 4] + k[row * 4 + 2], k[row * 4 + 1] + k[row * 4 + 3], 1e-12);
}

TEST(Repairs, OfLayersMendTheWholeStack) {
  const Sample s(test_picture("fine-texture", 96, 96), 4);
  const Example example{s.original, s.small};
  const auto stack = [&](const UpsamplingChoice& c) { return make_upsampler(c, Examples(example)); };
  for (const char* kernel : {"uniform", "random:3", "learned"}) {
    const UpsamplingChoice given = choice("conv-transpose", 2, 3, kernel, false, 2);
    ASSERT_GT(phase_spread(stack(given), 4), 0.001) << kernel;
    const std::vector<Repair> offered = repairs(given, stack(given));
    // Learned layers have kernels of their own: no single one stands for all of them.
    EXPECT_EQ(std::ranges::count(offered, "resize-convolution", &Repair::name),
              std::string_view(kernel) == "learned" ? 0 : 1);
    for (const Repair& repair : offered)
      EXPECT_EQ(phase_spread(stack(repair.choice), 4), 0) << kernel << ": " << repair.name;
  }
  const UpsamplingChoice shuffled = choice("pixel-shuffle", 2, 3, "learned", false, 2);
  const std::vector<Repair> offered = repairs(shuffled, stack(shuffled));
  ASSERT_FALSE(offered.empty());
  EXPECT_EQ(phase_spread(stack(offered[0].choice), 4), 0);
}

TEST(Repairs, OfAnOrderAreTheNearest) {
  const Tensor<double> given({4, 4}, {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3});
  for (Index wanted = 1; wanted <= 3; ++wanted) {
    const Tensor<double> found = of_order(given, 2, wanted);
    EXPECT_GE(order(found, 2), wanted);
    EXPECT_EQ(of_order(found, 2, wanted).shape(), found.shape());
    double sum = 0, turned = 0;
    for (Index i = 0; i < 16; ++i) {
      sum += found[i] - given[i];
      turned += std::abs(of_order(found, 2, wanted)[i] - found[i]);
    }
    EXPECT_NEAR(sum, 0, 1e-9);
    EXPECT_NEAR(turned, 0, 1e-9);
    for (Index i = 0; wanted == 1 && i < 16; ++i) EXPECT_NEAR(found[i], equal_phase_sums(given, 2)[i], 1e-9);
  }
  // The only kernel of three taps and order 2 is the triangle.
  const Tensor<double> triangle = of_order(Tensor<double>({3, 3}, 1.0), 2, 2);
  const double profile[] = {.25, .5, .25};
  for (Index i = 0; i < 9; ++i) EXPECT_NEAR(triangle[i], 9 * profile[i / 3] * profile[i % 3], 1e-9);
  EXPECT_THROW(of_order(Tensor<double>({3, 3}, 1.0), 2, 3), Error);
}

TEST(Explanations, ShowTheRepairOnThePicture) {
  const Tensor<float> picture = test_picture("fine-texture", 128, 128);
  const Why why = explain(choice("conv-transpose", 2, 3, "uniform"), reduce(picture, 2, false));
  ASSERT_TRUE(why.after && why.before.energy && why.after->energy);
  EXPECT_GT(*why.before.energy, 10 * *why.after->energy);
  EXPECT_EQ(why.after->phases.verdict.flat, Prediction::none);
  EXPECT_EQ(why.before.peaks.size(), 3u);
  ASSERT_EQ(why.before.gains.size(), static_cast<std::size_t>(kGainSteps) + 1);
  EXPECT_NEAR(why.before.gains[0], 1.0 / 3, 1e-12);
  EXPECT_EQ(why.after->gains[0], 0);
  EXPECT_EQ(std::ranges::max(why.photograph), 1);
  EXPECT_EQ(why.before.picture->shape(), picture.shape());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(
      explain(choice("nearest", 2, 0, "uniform"), reduce(picture, 2, false), Progress(stop.get_token())),
      Stopped);
}

TEST(Explanations, OfLayersAndLinearLight) {
  const Tensor<float> picture = test_picture("zone-plate", 128, 128);
  const Why why = explain(choice("conv-transpose", 2, 3, "uniform", false, 2), reduce(picture, 4, true));
  EXPECT_EQ(why.before.phases.factor, 4);
  EXPECT_GT(why.before.phases.traits.phase_spread, 4 / 3.0);
  EXPECT_EQ(why.after->phases.traits.phase_spread, 0);
}

TEST(Explanations, OfLearnedLayers) {
  const Why why = explain(choice("conv-transpose", 2, 3, "learned", false, 2),
                          reduce(test_picture("fine-texture", 128, 128), 4, false));
  ASSERT_TRUE(why.after);
  EXPECT_EQ(why.after->phases.traits.phase_spread, 0);
}

TEST(MiddleOf, BeginsAtAMultiple) {
  Tensor<float> picture({1, 1, 10, 13});
  std::iota(picture.values().begin(), picture.values().end(), 0.0F);
  const Tensor<float> part = middle_of(picture, 8, 3);
  EXPECT_EQ(part.shape(), (Shape{1, 1, 6, 6}));
  EXPECT_EQ(part[0], 0 * 13 + 3);  // (10 - 6) / 2 and (13 - 6) / 2, down to multiples of 3
  EXPECT_EQ(part[7], 1 * 13 + 4);
  EXPECT_EQ(middle_of(picture, 100, 1), picture);
}

/// On five photographs, the mean checkerboard energy of what the meter calls visible or strong is above, and
/// of what it calls none or faint below, one and the same limit.
TEST(PredictionsSlow, AgreeWithMeasurements) {
  std::vector<Tensor<float>> photos;
  for (const char* name : {"cat", "hummingbird", "tomatoes", "mountain", "bicycle"}) {
    const std::string path = std::string("/usr/share/pixmaps/faces/") + name + ".jpg";
    if (!std::ifstream(path)) GTEST_SKIP() << "gnome-control-center-data is not installed";
    photos.push_back(middle_of(read_image(path, "photo"), 256, 12));
  }
  constexpr double kLimit = 130;
  int patterned = 0, clean = 0;
  for (const Index factor : {2, 3}) {
    std::vector<Sample> samples;
    for (const Tensor<float>& photo : photos) samples.emplace_back(photo, factor);
    std::vector<UpsamplingChoice> choices;
    for (const char* kernel : {"uniform", "bilinear", "gaussian", "random:1"})
      for (const Index taps : {3, 4, 5, 6, 9, 12})
        choices.push_back(choice("conv-transpose", factor, taps, kernel));
    for (const Index taps : {3, 5}) {
      choices.push_back(choice("pixel-shuffle", factor, taps, "random:1"));
      choices.push_back(choice("pixel-shuffle", factor, taps, "icnr:1"));
      choices.push_back(choice("nearest-conv", factor, taps, "random:1"));
      choices.push_back(choice("bilinear-conv", factor, taps, "random:1"));
    }
    for (const UpsamplingChoice& c : choices) {
      const Upsampler up = make(c, samples.front());
      const Prediction prediction = judge(kernel_traits(up, factor)).flat;
      double mean = 0;
      for (const Sample& s : samples)
        mean += checkerboard_energy(as_saved(enlarge(up, s.small)), factor).value() /
                static_cast<double>(samples.size());
      const std::string what = std::string(info(c.method).name) + " " + describe_kernel(c) + " at " +
                               std::to_string(factor) + ": " + std::string(name(prediction));
      if (prediction >= Prediction::visible) {
        EXPECT_GT(mean, kLimit) << what;
        ++patterned;
      } else {
        EXPECT_LT(mean, kLimit) << what;
        ++clean;
      }
    }
  }
  EXPECT_GT(patterned, 20);
  EXPECT_GT(clean, 20);
}

}  // namespace
}  // namespace convscope
