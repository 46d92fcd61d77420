// Where enlarged pixels lie: against PyTorch, NumPy (tests/oracle/make_coordinate_cases.py) and ONNX's own
// cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/enlarging/shift.hpp"
#include "core/enlarging/trial.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/enlarging/why.hpp"
#include "core/io/files.hpp"
#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/region.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_near.hpp"

namespace convscope {
namespace {

using testing::expect_near;

namespace fs = std::filesystem;
using Method = UpsamplingMethod;
using Places = ResizeCoordinates;
using Rounding = ResizeRounding;

Upsampler made(Method method, Index factor, Places places, std::optional<Rounding> rounding = {}) {
  return make_upsampler({.method = method, .factor = factor, .coordinates = places, .rounding = rounding},
                        Examples(0, [](Index, const Examples::Look&) {}));
}

TEST(Coordinates, PlacesArePyTorchsForAFactorAndForASize) {
  int count = 0;
  for (const auto& line : testing::case_lines("coordinates.txt")) {
    if (line.name() != "places") continue;
    ++count;
    const Index n = line.number("n"), m = line.number("to");
    const double scale = parse_value(line.text("factor")).value();
    const ResizeAxis by_factor{n, m, scale}, by_size{n, m, static_cast<double>(m) / static_cast<double>(n)};
    const auto expect = [&](const std::string& key, Places places, const ResizeAxis& axis) {
      const std::vector<double> right = line.numbers(key);
      ASSERT_EQ(static_cast<Index>(right.size()), m);
      for (Index i = 0; i < m; ++i)
        EXPECT_NEAR(std::clamp(sample_position(places, axis, i), 0.0, static_cast<double>(n - 1)),
                    right[static_cast<std::size_t>(i)], 1e-8)
            << key << " n=" << n << " m=" << m << " cell " << i;
    };
    expect("by-factor", Places::half_pixel, by_factor);
    expect("by-size", Places::half_pixel, by_size);
    if (m > 1) expect("by-size", Places::pytorch_half_pixel, by_size);
    expect("aligned", Places::align_corners, by_size);
  }
  EXPECT_EQ(count, 25);
}

TEST(Coordinates, PicturesArePyTorchsAndNumPys) {
  int count = 0;
  for (const auto& line : testing::case_lines("coordinates.txt")) {
    if (line.name() != "enlarge") continue;
    ++count;
    const Shape size = line.shape("size");
    const Index factor = line.number("factor");
    SCOPED_TRACE(to_string(size) + " by " + std::to_string(factor));
    const Tensor<double> x =
        testing::small_integers(with_channels(1, 1, size), static_cast<std::uint64_t>(line.number("seed")));
    const Shape big{1, 1, size[0] * factor, size[1] * factor};
    const auto right = [&](const std::string& key) { return line.tensor(key, big); };
    expect_near(enlarge(made(Method::bilinear, factor, Places::align_corners), x), right("bilinear-aligned"),
                1e-7);
    expect_near(enlarge(made(Method::bicubic, factor, Places::align_corners), x), right("bicubic-aligned"),
                1e-7);
    expect_near(enlarge(made(Method::bilinear, factor, Places::asymmetric), x), right("bilinear-asymmetric"),
                1e-7);
    // Copies are exact.
    EXPECT_EQ(enlarge(made(Method::nearest, factor, Places::asymmetric), x), right("nearest-torch"));
    EXPECT_EQ(enlarge(made(Method::nearest, factor, Places::asymmetric, Rounding::ceil), x),
              right("nearest-asymmetric-ceil"));
    EXPECT_EQ(enlarge(made(Method::nearest, factor, Places::asymmetric, Rounding::round_prefer_ceil), x),
              right("nearest-asymmetric-up"));
    EXPECT_EQ(enlarge(made(Method::nearest, factor, Places::tf_half_pixel_for_nn), x), right("nearest-tf"));
    EXPECT_EQ(enlarge(made(Method::nearest, factor, Places::align_corners, Rounding::round_prefer_ceil), x),
              right("nearest-aligned-up"));
  }
  EXPECT_EQ(count, 20);
}

TEST(Coordinates, PicturesAreThoseOfOnnxsCases) {
  const fs::path cases = "/usr/share/libonnx-testdata/data/node";
  if (!fs::exists(cases)) GTEST_SKIP() << "package libonnx-testdata is not installed";
  const auto tensor = [](const fs::path& path) {
    const Array array = read_onnx_tensor(read_file(path.string(), "network"));
    return Tensor<float>(Shape{1, 1, array.shape.at(2), array.shape.at(3)},
                         {array.reals().begin(), array.reals().end()});
  };
  int count = 0;
  for (const auto& entry : fs::directory_iterator(cases)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("test_resize_upsample_")) continue;
    const Network network = read_network((entry.path() / "model.onnx").string());
    const Node& node = network.nodes.at(0);
    const Tensor<float> x = tensor(entry.path() / "test_data_set_0/input_0.pb"),
                        y = tensor(entry.path() / "test_data_set_0/output_0.pb");
    const Index factor = y.shape()[2] / x.shape()[2];
    const bool whole = y.shape()[2] == factor * x.shape()[2] && y.shape()[3] == factor * x.shape()[3];
    if (!whole || factor < 2 || node.whole("exclude_outside", 0) != 0) continue;
    const std::string mode = node.text("mode", "nearest");
    const Method method = mode == "nearest"  ? Method::nearest
                          : mode == "linear" ? Method::bilinear
                                             : Method::bicubic;
    const Places places = parse_coordinate_name(node.text("coordinate_transformation_mode", "half_pixel"));
    const Rounding rounding = parse_rounding_name(node.text("nearest_mode", "round_prefer_floor"));
    SCOPED_TRACE(name);
    expect_near(enlarge(made(method, factor, places, rounding), x), y, 2e-5);
    ++count;
  }
  EXPECT_GE(count, 5);
}

TEST(Coordinates, HalfPixelsAreWhatTheyWere) {
  const Tensor<double> x = testing::small_integers({1, 2, 5, 7}, 3);
  for (const Index factor : {2, 3, 4, 8}) {
    const auto expect = [&](const Profile& profile, const Upsampler& known) {
      expect_near(enlarge(resampled(profile, Places::half_pixel, Rounding::round_prefer_floor, factor), x),
                  enlarge(known, x), 1e-12);
    };
    expect(nearest_profile(), nearest(factor));
    expect(linear_profile(), bilinear(factor));
    expect(cubic_profile(0, 0.75), bicubic(factor));
    expect(cubic_profile(1.0 / 3, 1.0 / 3), mitchell(factor));
    expect(lanczos3_profile(), lanczos3(factor));
    // With pixels enough for PyTorch's half pixels to be the others'.
    EXPECT_EQ(enlarge(made(Method::bicubic, factor, Places::pytorch_half_pixel), x),
              enlarge(bicubic(factor), x));
  }
}

/// Ways with places of their own, one and two layers, with and without a convolution behind.
std::vector<UpsamplingChoice> choices() {
  std::vector<UpsamplingChoice> out;
  for (const Places places : {Places::align_corners, Places::asymmetric, Places::tf_half_pixel_for_nn})
    for (const Method method :
         {Method::nearest, Method::bilinear, Method::lanczos3, Method::nearest_conv, Method::bilinear_conv})
      for (const Index layers : {1, 2})
        out.push_back({.method = method,
                       .factor = layers == 1 ? 3 : 2,
                       .kernel = {.kind = KernelChoice::Kind::gaussian},
                       .layers = layers,
                       .coordinates = places});
  return out;
}

TEST(Coordinates, APartIsWhatTheWholeHasThere) {
  const Tensor<double> x = testing::small_integers({1, 2, 9, 13}, 5);
  for (const UpsamplingChoice& choice : choices()) {
    SCOPED_TRACE(name_of(choice) + " " + describe(choice));
    const Upsampler up = make_upsampler(choice, Examples(0, [](Index, const Examples::Look&) {}));
    const Tensor<double> whole = enlarge(up, x);
    const Index height = whole.shape()[2], width = whole.shape()[3];
    for (const Region& r :
         {Region{0, 0, height, width}, Region{0, 0, 1, 1}, Region{height - 1, width - 1, 1, 1},
          Region{5, 7, 11, 9}, Region{height / 2, 0, 1, width}})
      EXPECT_EQ(enlarge_region(up, x, r), cropped(whole, r));
  }
}

TEST(Coordinates, TheAdjointIsOne) {
  const Tensor<double> x = testing::small_integers({1, 2, 5, 4}, 1);
  for (const UpsamplingChoice& choice : choices()) {
    const Upsampler up = make_upsampler(choice, Examples(0, [](Index, const Examples::Look&) {}));
    const Tensor<double> large = enlarge(up, x), y = testing::small_integers(large.shape(), 2);
    const Tensor<double> back = enlarge_adjoint(up, y, x.shape().tail(2));
    double there = 0, here = 0;
    for (Index i = 0; i < y.size(); ++i) there += large[i] * y[i];
    for (Index i = 0; i < x.size(); ++i) here += x[i] * back[i];
    EXPECT_NEAR(there, here, 1e-9 * (1 + std::abs(there))) << name_of(choice) << " " << describe(choice);
  }
}

TEST(Coordinates, TheShiftBetweenTwo) {
  const ResizeAxis by2{8, 16, 2}, by3{8, 24, 3};
  // Asymmetric bilinear lies (s - 1) / 2 output pixels before half-pixel, everywhere.
  for (Index cell = 0; cell < 16; ++cell) {
    EXPECT_DOUBLE_EQ(shift_between(by2, Places::asymmetric, by2, Places::half_pixel, cell), -0.5);
    EXPECT_DOUBLE_EQ(shift_between(by2, Places::half_pixel, by2, Places::asymmetric, cell), 0.5);
    EXPECT_DOUBLE_EQ(shift_between(by2, Places::half_pixel, by2, Places::half_pixel, cell), 0);
    EXPECT_NEAR(shift_between(by3, Places::asymmetric, by3, Places::half_pixel, cell), -1, 1e-12);
    // Half an input pixel.
    EXPECT_NEAR(shift_between(by3, Places::tf_half_pixel_for_nn, by3, Places::half_pixel, cell), -1.5, 1e-12);
  }
  // Aligned corners: the corner's pixels keep their corners, half-pixel has them a quarter pixel outside.
  EXPECT_DOUBLE_EQ(shift_between(by2, Places::align_corners, by2, Places::half_pixel, 0), -0.5);
  EXPECT_DOUBLE_EQ(shift_between(by2, Places::align_corners, by2, Places::half_pixel, 15), 0.5);
  // 5 to 11 by 2.3: the factor against the size, at cell 10.
  const ResizeAxis factor{5, 11, 2.3}, size{5, 11, 2.2};
  EXPECT_NEAR(shift_between(factor, Places::half_pixel, size, Places::half_pixel, 10),
              (10.5 / 2.2 - 10.5 / 2.3) * 2.2, 1e-12);
}

TEST(Coordinates, KernelsSeeTheShift) {
  for (const Index s : {2, 3, 4}) {
    const KernelTraits traits = kernel_traits(made(Method::bilinear, s, Places::asymmetric), s);
    EXPECT_NEAR(traits.down, -static_cast<double>(s - 1) / 2, 1e-9);
    EXPECT_NEAR(traits.right, traits.down, 1e-12);
    EXPECT_EQ(traits.phase_spread, 0);
    EXPECT_EQ(traits.order, 2);
    // Rounded down, PyTorch's nearest moves nothing.
    EXPECT_NEAR(kernel_traits(made(Method::nearest, s, Places::asymmetric), s).down, 0, 1e-9);
  }
  EXPECT_FALSE(is_stationary(made(Method::bilinear, 2, Places::align_corners)));
  EXPECT_TRUE(is_stationary(made(Method::bilinear, 2, Places::asymmetric)));
}

TEST(Coordinates, AlignedCornersHaveNoOneKernel) {
  Tensor<float> picture({1, 1, 24, 24});
  for (Index i = 0; i < picture.size(); ++i) picture[i] = static_cast<float>(i * 37 % 251);
  const Reduced pair = reduce(std::move(picture), 2, false);
  const UpsamplingChoice choice{.method = Method::bilinear, .coordinates = Places::align_corners};
  const Trial trial = try_out(make_upsampler(choice, pair.examples()), pair);
  EXPECT_TRUE(trial.measures["psnr"]);
  EXPECT_FALSE(trial.measures["phase_spread"]);
  try {
    explain(choice, pair);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.field(), "coordinates");
  }
}

TEST(Coordinates, Names) {
  EXPECT_EQ(parse_coordinate_name("align_corners"), Places::align_corners);
  EXPECT_EQ(parse_coordinate_name("align-corners"), Places::align_corners);
  EXPECT_EQ(parse_coordinate_name("tf-half-pixel"), Places::tf_half_pixel_for_nn);
  EXPECT_EQ(parse_coordinate_name("tf_half_pixel_for_nn"), Places::tf_half_pixel_for_nn);
  EXPECT_EQ(parse_rounding_name("round_prefer_ceil"), Rounding::round_prefer_ceil);
  EXPECT_EQ(rounding_name(Rounding::round_prefer_floor), "round-prefer-floor");
  for (const std::string_view name : coordinate_names())
    EXPECT_EQ(coordinate_name(parse_coordinate_name(name)), name);
  for (const char* wrong : {"corners", "", "tf_crop_and_resize"}) try {
      parse_coordinate_name(wrong);
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "coordinates");
      EXPECT_NE(error.legal().find("asymmetric"), std::string::npos);
    }
  EXPECT_EQ(describe({.method = Method::bilinear, .coordinates = Places::align_corners}), "align-corners");
  EXPECT_EQ(describe({.method = Method::bilinear}), "");
  EXPECT_EQ(
      describe({.method = Method::nearest, .coordinates = Places::asymmetric, .rounding = Rounding::ceil}),
      "asymmetric, ceil");
  EXPECT_EQ(describe_coordinates({.method = Method::area, .coordinates = Places::asymmetric}), "");
}

}  // namespace
}  // namespace convscope
