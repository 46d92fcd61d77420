// upsample and compare as scripts use them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/json.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/app/cli/upsample_files.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::StartsWith;
using Upsampling = testing::UpsampleFiles;

TEST_F(Upsampling, NpyHoldsTheValuesOfTheCore) {
  const ProgramRun outcome = run("upsample rgb.png -o up.npy --factor 3 --method bicubic --json");
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
    const ProgramRun outcome = run(
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
  const ProgramRun vain =
      run("upsample rgb.png -o up.png --factor 2 --method area --coordinates asymmetric --rounding ceil");
  EXPECT_EQ(vain.status, 0);
  EXPECT_THAT(vain.err, HasSubstr("coordinates: ignored, area has none"));
  EXPECT_THAT(vain.err, HasSubstr("rounding: ignored, area has none"));
}

TEST_F(Upsampling, ContendersHaveCoordinatesOfTheirOwn) {
  const ProgramRun outcome =
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
    const ProgramRun outcome = run(
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

using UpsamplingSlow = Upsampling;

TEST_F(UpsamplingSlow, EveryMethodAndKernelMakesAPicture) {
  for (const char* method : {"nearest", "area", "bilinear", "bicubic", "catmull-rom", "mitchell", "lanczos3",
                             "conv-transpose", "pixel-shuffle", "nearest-conv", "bilinear-conv"})
    for (const char* kernel : {"", "--kernel uniform", "--kernel random:3 --kernel-size 5",
                               "--kernel learned --kernel-size 4 --repair", "--kernel [1,2,1]",
                               "--kernel icnr:1", "--kernel learned --learn-from two --linear"}) {
      const ProgramRun outcome =
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
  const ProgramRun outcome = run("compare rgb.png --factor 4 --kernel-size 3 --json -o out");
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
    const ProgramRun outcome =
        run(fmt::format("compare {} --factor 2 --methods bicubic,conv-transpose --json", images));
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const Json json = Json::parse(outcome.out);
    EXPECT_EQ(json["count"], 2);
    const auto psnr = [&](std::size_t i) { return json["images"][i]["methods"][0]["psnr"].get<double>(); };
    EXPECT_DOUBLE_EQ(json["methods"][0]["mean"]["psnr"].get<double>(), (psnr(0) + psnr(1)) / 2);
    EXPECT_NEAR(json["methods"][0]["spread"]["psnr"].get<double>(), std::abs(psnr(0) - psnr(1)) / 2, 1e-9);
  }
  const ProgramRun outcome = run("compare two --factor 2 --methods bicubic -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("2 pictures, factor 2: mean ± spread\n"));
  EXPECT_TRUE(folder.has("out/a/bicubic.png") && folder.has("out/b/contact-sheet.png"));
  EXPECT_THAT(folder.read("out/metrics.csv"), HasSubstr("\nmean,bicubic,"));
}

TEST_F(Upsampling, MeasuresThatAPictureIsTooSmallForAreNull) {
  const ProgramRun outcome = run("compare grey.png --factor 8 --methods nearest --json");
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
    const ProgramRun outcome =
        run("compare rgb.png --factor 4 --methods pixel-shuffle --kernel-size 3 --json " + options);
    return Json::parse(outcome.out)["methods"][0]["psnr"].get<double>();
  };
  EXPECT_GT(psnr("--kernel learned --layers 2"), psnr("--kernel icnr:1 --layers 2"));
  const ProgramRun outcome = run("compare rgb.png --factor 4 --layers 2 -o out --quiet");
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

}  // namespace
}  // namespace convscope
