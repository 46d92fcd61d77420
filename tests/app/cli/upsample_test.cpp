// upsample and compare as scripts use them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stb_image_write.h>
#include <sys/stat.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/enlarging/upsampling.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/nobody.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Outcome;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;
using Json = nlohmann::ordered_json;

void append(void* context, void* data, int size) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

/// A picture with waves, noise and, with 2 or 4 channels, an opacity that grows to the right.
std::string png(int width, int height, int channels) {
  std::vector<unsigned char> pixels;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        pixels.push_back(static_cast<unsigned char>(
            channels % 2 == 0 && c == channels - 1
                ? 255 * x / std::max(1, width - 1)
                : 128 + 80 * std::sin(0.21 * x + c) * std::cos(0.17 * y) + (x * 7 + y * 13 + c) % 11));
  std::string bytes;
  stbi_write_png_to_func(append, &bytes, width, height, channels, pixels.data(), 0);
  return bytes;
}

class Upsampling : public ::testing::Test {
 protected:
  Upsampling() {
    folder.file("rgb.png", png(50, 42, 3));
    folder.file("grey.png", png(20, 30, 1));
    folder.file("clear.png", png(20, 30, 4));
    folder.file("tiny.png", png(1, 3, 3));
    folder.file("broken.png", png(50, 42, 3).substr(0, 300));
    folder.file("text.png", "hello");
    folder.file("empty.png", "");
    folder.file("huge.ppm", "P6 300000 300000 255\n" + std::string(100, 'x'));
    folder.file("zero.npy", npy_bytes(Tensor<double>({2, 2}, 0.0)));
    folder.file("three.npy", npy_bytes(Tensor<double>({3, 2, 2}, 1.0)));
    folder.file("old.png", "old");
    std::filesystem::create_directory(folder / "empty");
    std::filesystem::create_directory(folder / "two");
    folder.file("two/a.png", png(40, 40, 3));
    folder.file("two/b.png", png(36, 34, 3));
    folder.file("two/notes.txt", "no picture");
  }
  Outcome run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  TemporaryFolder folder;
};

TEST_F(Upsampling, NpyHoldsTheValuesOfTheCore) {
  const Outcome outcome = run("upsample rgb.png -o up.npy --factor 3 --method bicubic --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Tensor<float> expected = enlarge(bicubic(3), read_image(folder / "rgb.png", "image"));
  const Tensor<double> found = read_npy(folder / "up.npy", "up");
  ASSERT_EQ(found.shape(), (Shape{1, 3, 126, 150}));
  for (Index i = 0; i < found.size(); ++i) ASSERT_EQ(found[i], static_cast<double>(expected[i]));
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["size"], Json({150, 126}));
  EXPECT_EQ(json["phase_spread"], 0);
}

TEST_F(Upsampling, CoordinatesAreThoseAskedFor) {
  const Tensor<float> picture = read_image(folder / "rgb.png", "image");
  for (const std::string_view name : coordinate_names()) {
    const Outcome outcome = run(
        fmt::format("upsample rgb.png -o up.npy --factor 2 --method bilinear --coordinates {} --json", name));
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const Upsampler up =
        make_upsampler({.method = UpsamplingMethod::bilinear, .coordinates = parse_coordinate_name(name)},
                       Examples(0, [](Index, const Examples::Look&) {}));
    const Tensor<float> expected = enlarge(up, picture);
    const Tensor<double> found = read_npy(folder / "up.npy", "up");
    ASSERT_EQ(found.shape(), expected.shape());
    for (Index i = 0; i < found.size(); ++i) ASSERT_EQ(found[i], static_cast<double>(expected[i])) << name;
    EXPECT_EQ(Json::parse(outcome.out)["coordinates"], name);
  }
  // A part is what the whole has there, also where every pixel has its own kernel.
  ASSERT_EQ(
      run("upsample rgb.png -o all.npy --factor 3 --method lanczos3 --coordinates align_corners").status, 0);
  ASSERT_EQ(
      run("upsample rgb.png -o part.npy --factor 3 --method lanczos3 --coordinates align_corners --crop "
          "7,5,20,30")
          .status,
      0);
  const Tensor<double> all = read_npy(folder / "all.npy", "all"),
                       part = read_npy(folder / "part.npy", "part");
  for (Index y = 0; y < 90; ++y)
    for (Index x = 0; x < 60; ++x) ASSERT_EQ(part[y * 60 + x], all[(y + 15) * 150 + x + 21]) << y << " " << x;
  // What has none says so and goes on.
  const Outcome vain =
      run("upsample rgb.png -o up.png --factor 2 --method area --coordinates asymmetric --rounding ceil");
  EXPECT_EQ(vain.status, 0);
  EXPECT_THAT(vain.err, HasSubstr("coordinates: ignored, area has none"));
  EXPECT_THAT(vain.err, HasSubstr("rounding: ignored, area has none"));
}

TEST_F(Upsampling, ContendersHaveCoordinatesOfTheirOwn) {
  const Outcome outcome =
      run("compare rgb.png --factor 2 --methods bilinear,bilinear:align-corners,bilinear:asymmetric --json "
          "-o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json methods = Json::parse(outcome.out)["methods"];
  ASSERT_EQ(methods.size(), 3u);
  EXPECT_EQ(methods[0]["name"], "bilinear");
  EXPECT_EQ(methods[1]["name"], "bilinear-align-corners");
  EXPECT_EQ(methods[1]["coordinates"], "align-corners");
  EXPECT_TRUE(methods[1]["phase_spread"].is_null());
  EXPECT_EQ(methods[1]["note"], "is stretched from its middle to its corners");
  EXPECT_EQ(methods[2]["coordinates"], "asymmetric");
  EXPECT_THAT(std::string(methods[2]["note"]), StartsWith("lies half a pixel up and to the left"));
  EXPECT_GT(methods[0]["psnr"], methods[2]["psnr"]);
  EXPECT_EQ(read_image(folder / "out/bilinear-align-corners.png", "image").shape(), (Shape{1, 3, 42, 50}));
}

TEST_F(Upsampling, PngIsClampedAndRounded) {
  ASSERT_EQ(run("upsample rgb.png -o up.png --factor 2 --method lanczos3").status, 0);
  const Tensor<float> expected = enlarge(lanczos3(2), read_image(folder / "rgb.png", "image"));
  const Tensor<float> found = read_image(folder / "up.png", "up");
  ASSERT_EQ(found.shape(), expected.shape());
  for (Index i = 0; i < found.size(); ++i)
    ASSERT_EQ(found[i], std::floor(std::clamp(expected[i], 0.0F, 255.0F) + 0.5F));
}

TEST_F(Upsampling, ACropIsAPartOfTheWhole) {
  for (const char* method :
       {"bicubic", "pixel-shuffle --kernel random:2", "bilinear-conv --kernel learned"}) {
    ASSERT_EQ(run(fmt::format("upsample rgb.png -o all.npy --factor 2 --method {}", method)).status, 0);
    const Outcome outcome = run(
        fmt::format("upsample rgb.png -o part.npy --factor 2 --crop 3,0,20,42 --json --method {}", method));
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(Json::parse(outcome.out)["size"], Json({40, 84}));
    const Tensor<double> all = read_npy(folder / "all.npy", "all"),
                         part = read_npy(folder / "part.npy", "part");
    ASSERT_EQ(part.shape(), (Shape{1, 3, 84, 40}));
    for (Index i = 0; i < part.size(); ++i)
      ASSERT_EQ(part[i], all[i / 40 * 100 + 6 + i % 40]) << method << " " << i;
  }
}

TEST_F(Upsampling, EveryMethodAndKernelMakesAPicture) {
  for (const char* method : {"nearest", "area", "bilinear", "bicubic", "catmull-rom", "mitchell", "lanczos3",
                             "conv-transpose", "pixel-shuffle", "nearest-conv", "bilinear-conv"})
    for (const char* kernel : {"", "--kernel uniform", "--kernel random:3 --kernel-size 5",
                               "--kernel learned --kernel-size 4 --repair", "--kernel [1,2,1]",
                               "--kernel icnr:1", "--kernel learned --learn-from two --linear"}) {
      const Outcome outcome =
          run(fmt::format("upsample rgb.png -o up.png --factor 2 --method {} {}", method, kernel));
      ASSERT_EQ(outcome.status, 0) << method << " " << kernel << ": " << outcome.err;
      EXPECT_EQ(read_image(folder / "up.png", "up").shape(), (Shape{1, 3, 84, 100}));
    }
}

TEST_F(Upsampling, GreyStaysGreyAndAlphaIsKept) {
  ASSERT_EQ(run("upsample grey.png -o up.npy --factor 2 --method bilinear").status, 0);
  EXPECT_EQ(read_npy(folder / "up.npy", "up").shape(), (Shape{1, 1, 60, 40}));
  ASSERT_EQ(run("upsample clear.png -o up.png --factor 2 --method nearest").status, 0);
  const ImageFile before = read_image_file(folder / "clear.png", "a"),
                  after = read_image_file(folder / "up.png", "b");
  EXPECT_EQ(after.alpha, enlarge(nearest(2), before.alpha));
  const Tensor<float> colors = enlarge(nearest(2), before.color);
  for (Index i = 0; i < colors.size(); ++i) {
    if (after.alpha[i % after.alpha.size()] > 0) {
      ASSERT_EQ(after.color[i], colors[i]);
    }
  }
}

TEST_F(Upsampling, LinearLightDiffersAndNearestDoesNot) {
  ASSERT_EQ(run("upsample rgb.png -o a.png --factor 2 --method nearest").status, 0);
  ASSERT_EQ(run("upsample rgb.png -o b.png --factor 2 --method nearest --linear").status, 0);
  EXPECT_EQ(folder.read("a.png"), folder.read("b.png"));
  ASSERT_EQ(run("upsample rgb.png -o a.png --factor 2 --method bilinear").status, 0);
  ASSERT_EQ(run("upsample rgb.png -o b.png --factor 2 --method bilinear --linear").status, 0);
  EXPECT_NE(folder.read("a.png"), folder.read("b.png"));
}

TEST_F(Upsampling, CompareReportsWhatItMeasured) {
  const Outcome outcome = run("compare rgb.png --factor 4 --kernel-size 3 --json -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("image", "factor", "size", "original", "methods", "reduction", "read"));
  EXPECT_EQ(json["image"], "rgb.png");
  EXPECT_EQ(json["size"], Json({48, 40}));  // cropped to multiples of 4
  EXPECT_TRUE(json["original"]["checkerboard"].is_number()) << json["original"];
  EXPECT_EQ(json["methods"][0]["order"].dump(), "1");
  ASSERT_EQ(json["methods"].size(), upsampling_methods().size() - 1);
  keys.clear();
  for (const auto& [key, value] : json["methods"][0].items()) keys.push_back(key);
  EXPECT_THAT(
      keys, ElementsAre("name", "psnr", "ssim", "checkerboard", "phase_spread", "seconds", "mse", "psnr_y",
                        "parameters", "multiply_adds", "grid_levels", "phase_mse_ratio", "imaging", "order",
                        "kernel", "kernel_label", "kernel_size", "kernel_scale", "layers", "repaired",
                        "repair_order", "smooth", "linear", "learn_from", "coordinates", "rounding", "file"));
  // The files are what was measured.
  const Tensor<float> original = read_image(folder / "out/original.png", "a");
  EXPECT_EQ(original.shape(), (Shape{1, 3, 40, 48}));
  EXPECT_EQ(read_image(folder / "out/small.png", "a").shape(), (Shape{1, 3, 10, 12}));
  for (const Json& method : json["methods"]) {
    const Tensor<float> result =
        read_image(folder / ("out/" + method["name"].get<std::string>() + ".png"), "b");
    double squares = 0;
    for (Index i = 0; i < result.size(); ++i)
      squares += std::pow(static_cast<double>(result[i] - original[i]), 2);
    EXPECT_NEAR(method["psnr"].get<double>(),
                10 * std::log10(65025 * static_cast<double>(result.size()) / squares), 1e-6);
  }
  EXPECT_GT(read_image(folder / "out/contact-sheet.png", "a").shape()[3], 1000);
  const std::string csv = folder.read("out/metrics.csv");
  EXPECT_THAT(csv, StartsWith("name,psnr,ssim,checkerboard,phase_spread,seconds,mse,psnr_y,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), std::ssize(upsampling_methods()));
}

TEST_F(Upsampling, CompareOverAFolderHasMeansAndSpreads) {
  for (const char* images : {"two", "'two/*.png'", "two/a.png two/b.png"}) {
    const Outcome outcome =
        run(fmt::format("compare {} --factor 2 --methods bicubic,conv-transpose --json", images));
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const Json json = Json::parse(outcome.out);
    EXPECT_EQ(json["count"], 2);
    const auto psnr = [&](std::size_t i) { return json["images"][i]["methods"][0]["psnr"].get<double>(); };
    EXPECT_DOUBLE_EQ(json["methods"][0]["mean"]["psnr"].get<double>(), (psnr(0) + psnr(1)) / 2);
    EXPECT_NEAR(json["methods"][0]["spread"]["psnr"].get<double>(), std::abs(psnr(0) - psnr(1)) / 2, 1e-9);
  }
  const Outcome outcome = run("compare two --factor 2 --methods bicubic -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("2 pictures, factor 2: mean ± spread\n"));
  EXPECT_TRUE(folder.has("out/a/bicubic.png") && folder.has("out/b/contact-sheet.png"));
  EXPECT_THAT(folder.read("out/metrics.csv"), HasSubstr("\nmean,bicubic,"));
}

TEST_F(Upsampling, MeasuresThatAPictureIsTooSmallForAreNull) {
  const Outcome outcome = run("compare grey.png --factor 8 --methods nearest --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(Json::parse(outcome.out)["methods"][0]["checkerboard"].is_null());
  EXPECT_FALSE(Json::parse(outcome.out)["methods"][0]["ssim"].is_null());
}

TEST_F(Upsampling, LayersAreStacked) {
  ASSERT_EQ(
      run("upsample rgb.png -o a.npy --factor 4 --layers 2 --method conv-transpose --kernel gaussian").status,
      0);
  ASSERT_EQ(run("upsample rgb.png -o b.npy --factor 8 --layers 3 --method nearest").status, 0);
  UpsamplingChoice choice{.method = UpsamplingMethod::conv_transpose};
  choice.kernel.kind = KernelChoice::Kind::gaussian;
  const Tensor<float> none;
  const Example example{none, none};
  const Upsampler one = make_upsampler(choice, Examples(example));
  const Tensor<float> image = read_image(folder / "rgb.png", "image");
  const Tensor<float> expected = enlarge(stacked(one, one), image);
  const Tensor<double> found = read_npy(folder / "a.npy", "a");
  ASSERT_EQ(found.size(), expected.size());
  for (Index i = 0; i < found.size(); ++i) ASSERT_EQ(found[i], static_cast<double>(expected[i]));
  const Tensor<float> repeated = enlarge(nearest(8), image);
  const Tensor<double> eight = read_npy(folder / "b.npy", "b");
  ASSERT_EQ(eight.size(), repeated.size());
  for (Index i = 0; i < eight.size(); ++i) ASSERT_EQ(eight[i], static_cast<double>(repeated[i]));
}

TEST_F(Upsampling, EveryLayerThatLearnsHasItsOwnKernel) {
  // Each layer makes the best of what the layers before it give, so a stack restores better than the same
  // kernel twice would.
  const auto psnr = [&](const std::string& options) {
    const Outcome outcome =
        run("compare rgb.png --factor 4 --methods pixel-shuffle --kernel-size 3 --json " + options);
    return Json::parse(outcome.out)["methods"][0]["psnr"].get<double>();
  };
  EXPECT_GT(psnr("--kernel learned --layers 2"), psnr("--kernel icnr:1 --layers 2"));
  const Outcome outcome = run("compare rgb.png --factor 4 --layers 2 -o out --quiet");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
}

TEST_F(Upsampling, AnAnimationsFirstPictureIsSaidToBeThat) {
  const std::string head("GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff", 19);
  const std::string frame(",\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0", 15);
  folder.file("moving.gif", head + frame + frame + ";");
  EXPECT_THAT(run("upsample moving.gif -o up.png --factor 2 --method nearest").out,
              HasSubstr("4 × 4, nearest, the first picture of an animation\n"));
  EXPECT_THAT(run("compare moving.gif --factor 2 --methods nearest").out,
              HasSubstr("factor 2, the first picture of an animation\n"));
  EXPECT_EQ(Json::parse(run("compare moving.gif --factor 2 --methods nearest --json").out)["note"],
            "the first picture of an animation");
}

TEST_F(Upsampling, QuietIsQuiet) {
  EXPECT_EQ(run("compare grey.png --factor 2 --quiet").out, "");
  EXPECT_EQ(run("upsample grey.png -o up.png --factor 2 --method nearest --quiet").out, "");
}

constexpr struct {
  const char* line;
  int status;
  const char* begin;
} kBadInput[] = {
    {"upsample", 2, "image: is missing"},
    {"upsample rgb.png --factor 2 --method nearest", 2, "output: is missing"},
    {"upsample rgb.png -o old.png --factor 2", 2, "method: is missing"},
    {"upsample rgb.png -o old.png --factor 2 --method nearest --crop 1,2", 2,
     "crop: '1,2' is no rectangle (X,Y,WIDTH,HEIGHT)"},
    {"upsample rgb.png -o old.png --factor 2 --method nearest --crop 40,0,11,5", 1,
     "crop: 40,0,11,5 does not lie in the picture (a part of 50 × 42 pixels)"},
    {"upsample rgb.png -o old.png --method nearest", 2, "factor: is missing"},
    {"upsample rgb.png -o old.png --factor 2 --method bicubi", 2,
     "method: 'bicubi' is not known (did you mean bicubic?)"},
    {"upsample rgb.png -o old.jpg --factor 2 --method nearest", 2,
     "output: the ending of 'old.jpg' says no format"},
    {"upsample rgb.png -o old.png --factor two --method nearest", 2, "factor: 'two' is no whole number"},
    {"upsample rgb.png -o old.png --factor 0 --method nearest", 1, "factor: 0 is too small (from 2 to 8)"},
    {"upsample rgb.png -o old.png --factor 1 --method nearest", 1, "factor: 1 is too small"},
    {"upsample rgb.png -o old.png --factor -2 --method nearest", 1, "factor: -2 is too small"},
    {"upsample rgb.png -o old.png --factor 9 --method nearest", 1, "factor: 9 is too large"},
    {"upsample rgb.png -o old.png --factor 4 --method nearest --layers 0", 1,
     "layers: 0 is too small (from 1 to 3)"},
    {"upsample rgb.png -o old.png --factor 4 --method nearest --layers 4", 1, "layers: 4 is too large"},
    {"upsample rgb.png -o old.png --factor 4 --method nearest --layers two", 2,
     "layers: 'two' is no whole number"},
    {"upsample rgb.png -o old.png --factor 6 --method nearest --layers 2", 1,
     "layers: 2 equal layers cannot enlarge 6 times (factor 4 for 2 layers)"},
    {"compare rgb.png --factor 4 --layers 3", 1,
     "layers: 3 equal layers cannot enlarge 4 times (factor 8 for 3 layers)"},
    {"compare huge.ppm --factor 2", 1, "image: huge.ppm, "},
    {"compare empty.png --factor 2", 1, "image: empty.png is empty"},
    {"compare text.png --factor 2", 1, "image: text.png has no image format known"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel-size 0", 1,
     "kernel-size: 0 is too small"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel-size 33", 1,
     "kernel-size: 33 is too large"},
    {"upsample tiny.png -o old.png --factor 2 --method conv-transpose --kernel-size 5", 1,
     "kernel-size: 5 is larger than the enlarged picture of 2 × 6"},
    {"upsample tiny.png -o old.png --factor 2 --method pixel-shuffle --kernel uniform", 1,
     "kernel-size: 3 is larger than the small picture of 1 × 3"},
    {"upsample tiny.png -o old.png --factor 2 --method nearest-conv --kernel learned --kernel-size 1", 1,
     "image: tiny.png has only 1 × 3 pixels (at least 2 × 2"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel uniform --kernel-size 3 "
     "--repair-order 3",
     1, "repair-order: 3 is out of reach of a kernel of 9 weights (at most 2, or more weights)"},
    {"upsample rgb.png -o old.png --factor 2 --method nearest --repair-order 5", 1,
     "repair-order: 5 is too large"},
    {"upsample rgb.png -o old.png --factor 4 --method conv-transpose --kernel-size 3 --repair", 1,
     "kernel-size: 3 leaves phases"},
    {"upsample rgb.png -o old.png --factor 2 --method bilinear --coordinates corners", 2,
     "coordinates: 'corners' is not known (half-pixel, align-corners, asymmetric, tf-half-pixel, "
     "pytorch-half-pixel)"},
    {"upsample rgb.png -o old.png --factor 2 --method nearest --rounding up", 2,
     "rounding: 'up' is not known (round-prefer-floor, round-prefer-ceil, floor, ceil)"},
    {"compare rgb.png --factor 2 --methods bilinear:corners", 2, "coordinates: 'corners' is not known"},
    {"compare rgb.png --factor 2 --methods conv-transpose:asymmetric", 2,
     "methods: conv-transpose has no coordinates (a method that interpolates)"},
    {"compare rgb.png --factor 2 --methods bilinear:asymmetric,bilinear:asymmetric", 2,
     "methods: has bilinear:asymmetric twice"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel box", 2,
     "kernel: 'box' is not known"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel random:x", 2,
     "kernel: 'random:x' has no seed"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel zero.npy", 1,
     "kernel: its weights sum to 0"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel three.npy", 1,
     "kernel: has 3 planes"},
    {"upsample rgb.png -o old.png --factor 2 --method pixel-shuffle --kernel three.npy", 1,
     "kernel: has 3 planes (one, or 4"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel none.npy", 1,
     "kernel: cannot read none.npy"},
    {"upsample rgb.png -o old.png --factor 2 --method conv-transpose --kernel [1,2] --kernel-size 2", 2,
     "kernel-size: has no meaning"},
    {"upsample none.png -o old.png --factor 2 --method nearest", 1, "image: cannot read none.png"},
    {"upsample two -o old.png --factor 2 --method nearest", 2,
     "output: 'old.png' is one file (a folder for several pictures)"},
    {"upsample broken.png -o old.png --factor 2 --method nearest", 1, "image: broken.png is cut short"},
    {"upsample text.png -o old.png --factor 2 --method nearest", 1,
     "image: text.png has no image format known"},
    {"upsample rgb.png -o none/up.png --factor 2 --method nearest", 1, "output: cannot write none/up.png"},
    {"upsample rgb.png -o old.png --factor 2 --method nearest --memory-budget 0.00001", 1,
     "image: rgb.png, "},
    {"upsample rgb.png -o old.png --factor 2 --method pixel-shuffle --learn-from empty", 1,
     "learn-from: empty has no pictures"},
    {"compare", 2, "image: is missing"},
    {"compare rgb.png", 2, "factor: is missing"},
    {"compare rgb.png --factor 1", 1, "factor: 1 is too small"},
    {"compare rgb.png --factor 2 --methods nearest,cubic", 2, "methods: 'cubic' is not known"},
    {"compare rgb.png --factor 2 --methods nearest,nearest", 2, "methods: has nearest twice"},
    {"compare tiny.png --factor 2", 1, "image: tiny.png has only 1 × 3 pixels"},
    {"compare rgb.png --factor 8 --kernel-size 12 --methods pixel-shuffle -o out", 1,
     "kernel-size: 12 is larger than"},
    {"compare empty --factor 2", 1, "image: empty has no pictures in it"},
    {"compare 'none/*.png' --factor 2", 1, "image: no picture's name fits none/*.png"},
    {"compare rgb.png --factor 2 -o old.png", 1, "output: old.png cannot be made"},
    {"compare rgb.png --factor 2 -o old.png/deeper", 1, "output: old.png/deeper cannot be made"},
};

TEST_F(Upsampling, BadInputIsAnsweredByOneSentence) {
  const auto before = folder.names();
  for (const auto& [line, status, begin] : kBadInput) {
    SCOPED_TRACE(line);
    const Outcome outcome = run(line);
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith(std::string("convscope: ") + begin));
    EXPECT_TRUE(std::regex_match(outcome.err, std::regex("convscope: [^:\\n]+: [^\\n]+ \\([^\\n]+\\)\\n")))
        << outcome.err;
    EXPECT_EQ(folder.names(), before);
    EXPECT_EQ(folder.read("old.png"), "old");
  }
}

TEST_F(Upsampling, AFolderThatCannotBeWrittenIsSaid) {
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "empty").c_str(), 0555);
  const testing::Nobody somebody;
  const Outcome outcome = run("compare rgb.png --factor 2 -o empty");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("convscope: output: cannot write empty/"));
}

}  // namespace
}  // namespace convscope
