// Kernels of one's own on the command line: their size, what becomes of their sums, saving and reading back,
// and what files say of them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/io/npy.hpp"
#include "core/ops/resample/layers.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

class Kernels : public ::testing::Test {
 protected:
  Kernels() {
    std::string pixels = "P6 48 40 255\n";
    for (int i = 0; i < 48 * 40 * 3; ++i)
      pixels += static_cast<char>((i * 29 + i / 144 * 17 + i % 7 * 5) % 230);
    folder.file("a.ppm", pixels);
    std::filesystem::create_directory(folder / "two");
    folder.file("two/a.ppm", pixels);
    folder.file("two/b.ppm", pixels);
    folder.file("sharp.npy", npy_bytes(Tensor<double>({3, 3}, {0, -1, 0, -1, 8, -1, 0, -1, 0})));
    folder.file("soft.npy", npy_bytes(Tensor<double>({3, 3}, {1, 2, 1, 2, 4, 2, 1, 2, 1})));
    folder.file("fcn8s.npy", npy_bytes(kernel_plane("bilinear", 16, 0)));
    folder.file("large.npy", npy_bytes(Tensor<double>({32, 32}, 1.0)));
    folder.file("larger.npy", npy_bytes(Tensor<double>({33, 33}, 1.0)));
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  TemporaryFolder folder;
};
using KernelsSlow = Kernels;

TEST_F(KernelsSlow, SavedOnesGiveTheSameResultToTheBit) {
  for (const char* options :
       {"conv-transpose --kernel learned --kernel-size 5", "pixel-shuffle",
        "pixel-shuffle --kernel-size 1 --kernel random:3", "nearest-conv --kernel-size 4",
        "bilinear-conv --linear", "conv-transpose --kernel uniform --repair",
        "pixel-shuffle --kernel random:5 --repair", "conv-transpose --kernel sharp.npy",
        "conv-transpose --kernel random:2 --smooth 1", "nearest-conv --kernel gaussian"}) {
    SCOPED_TRACE(options);
    const std::string all = std::string("upsample a.ppm --factor 2 --method ") + options;
    const ProgramRun first = run(all + " -o first.npy --save-kernel w.npy");
    ASSERT_EQ(first.status, 0) << first.err;
    std::string again = all.substr(0, all.find(" --kernel"));
    for (const char* kept : {"--linear", "--smooth 1"})
      if (all.find(kept) != all.npos && again.find(kept) == again.npos) again += std::string(" ") + kept;
    const ProgramRun second = run(again + " --kernel w.npy -o second.npy");
    ASSERT_EQ(second.status, 0) << second.err;
    EXPECT_EQ(second.err, "") << "nothing is scaled";
    EXPECT_EQ(folder.read("first.npy"), folder.read("second.npy"));
  }
}

TEST_F(Kernels, OfOneLayerOrTheSameForAllCanBeSaved) {
  const ProgramRun outcome =
      run("upsample a.ppm -o up.png --factor 4 --layers 2 --method pixel-shuffle --kernel learned "
          "--save-kernel w.npy");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("convscope: layers: 2 layers learn 2 kernels"));
  EXPECT_FALSE(folder.has("up.png") || folder.has("w.npy"));
  EXPECT_EQ(run("upsample a.ppm -o up.npy --factor 4 --layers 2 --method conv-transpose --kernel uniform "
                "--save-kernel w.npy")
                .status,
            0);
  EXPECT_EQ(
      run("upsample a.ppm -o same.npy --factor 4 --layers 2 --method conv-transpose --kernel w.npy").status,
      0);
  EXPECT_EQ(folder.read("up.npy"), folder.read("same.npy"));
  EXPECT_THAT(run("upsample a.ppm -o up.png --factor 2 --method bicubic --save-kernel w.npy").err,
              StartsWith("convscope: save-kernel: bicubic has no kernel"));
  EXPECT_THAT(run("upsample two -o out --factor 2 --method pixel-shuffle --save-kernel w.npy").err,
              StartsWith("convscope: save-kernel: has one name"));
}

TEST_F(Kernels, CompareSavesThemAll) {
  ASSERT_EQ(
      run("compare a.ppm --factor 2 --methods bicubic,conv-transpose,pixel-shuffle -o out --save-kernels")
          .status,
      0);
  EXPECT_FALSE(folder.has("out/bicubic.npy"));
  EXPECT_EQ(read_npy(folder / "out/conv-transpose.npy", "w").shape(), (Shape{4, 4}));
  EXPECT_EQ(read_npy(folder / "out/pixel-shuffle.npy", "w").shape(), (Shape{4, 3, 3}));
  const Json json = Json::parse(run("compare a.ppm --factor 2 --methods pixel-shuffle --json").out),
             again = Json::parse(
                 run("compare a.ppm --factor 2 --methods pixel-shuffle --kernel out/pixel-shuffle.npy --json")
                     .out);
  EXPECT_EQ(json["methods"][0]["psnr"], again["methods"][0]["psnr"]);
  EXPECT_THAT(run("compare a.ppm --factor 2 --save-kernels").err,
              StartsWith("convscope: save-kernels: has no folder"));
}

TEST_F(Kernels, UpTo32TapsASide) {
  const ProgramRun fcn =
      run("upsample a.ppm -o own.npy --factor 8 --method conv-transpose --kernel fcn8s.npy");
  ASSERT_EQ(fcn.status, 0) << fcn.err;
  ASSERT_EQ(
      run("upsample a.ppm -o same.npy --factor 8 --method conv-transpose --kernel bilinear --kernel-size 16")
          .status,
      0);
  const Tensor<double> own = read_npy(folder / "own.npy", "a"), same = read_npy(folder / "same.npy", "b");
  for (Index i = 0; i < own.size(); ++i) ASSERT_NEAR(own[i], same[i], 1e-3);  // the file is float32
  EXPECT_EQ(run("upsample a.ppm -o up.png --factor 2 --method conv-transpose --kernel large.npy").status, 0);
  EXPECT_THAT(run("upsample a.ppm -o up.png --factor 2 --method conv-transpose --kernel larger.npy").err,
              StartsWith("convscope: kernel-size: 33 is too large (from 1 to 32)"));
}

TEST_F(Kernels, WhatBecomesOfTheirSumsIsSaid) {
  ProgramRun outcome =
      run("upsample a.ppm -o up.png --factor 2 --method conv-transpose --kernel soft.npy --json");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(
      outcome.err,
      "convscope: note: kernel of conv-transpose: its weights are multiplied by 0.25, so that brightness "
      "is kept\n");
  EXPECT_EQ(Json::parse(outcome.out)["kernel_scale"], 0.25);
  outcome = run("upsample a.ppm -o up.png --factor 2 --method conv-transpose --kernel sharp.npy --json");
  EXPECT_EQ(outcome.err, "") << "4 keeps it";
  EXPECT_EQ(Json::parse(outcome.out)["kernel_scale"], 1);
  EXPECT_EQ(run("upsample a.ppm -o up.png --factor 2 --method conv-transpose --kernel soft.npy --quiet").err,
            "");
  const Json json = Json::parse(
      run("compare a.ppm --factor 2 --methods conv-transpose,nearest-conv,bicubic --kernel soft.npy --json")
          .out);
  EXPECT_EQ(json["methods"][0]["kernel_scale"], 0.25);
  EXPECT_EQ(json["methods"][1]["kernel_scale"], 0.0625);
  EXPECT_TRUE(json["methods"][2]["kernel_scale"].is_null());
}

TEST_F(Kernels, OptionsWithoutAMeaningAreSaid) {
  const struct {
    const char *options, *said;
  } cases[] = {
      {"bicubic --kernel uniform", "kernel: ignored, bicubic has none"},
      {"nearest --kernel-size 3", "kernel-size: ignored, nearest has no kernel"},
      {"nearest-conv --repair", "repair: ignored, nearest-conv has nothing to repair"},
      {"bilinear-conv --smooth 1", "smooth: ignored, bilinear-conv has no such layer"},
      {"conv-transpose --kernel uniform --learn-from two", "learn-from: ignored, no kernel is learned"},
  };
  for (const auto& [options, said] : cases) {
    const ProgramRun outcome = run(std::string("upsample a.ppm -o up.png --factor 2 --method ") + options);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, std::string("convscope: note: ") + said + "\n");
  }
  EXPECT_THAT(run("compare a.ppm --factor 2 --methods bicubic,nearest --kernel uniform").err,
              StartsWith("convscope: note: kernel: ignored, the methods have none"));
  EXPECT_EQ(run("compare a.ppm --factor 2 --methods bicubic,nearest-conv --kernel uniform").err, "");
}

TEST_F(Kernels, FilesSayWhatMadeEachRow) {
  const ProgramRun outcome =
      run("compare a.ppm --factor 2 --methods bicubic,conv-transpose,pixel-shuffle --kernel learned --repair "
          "--smooth 0 "
          "--learn-from two --linear --reduce bicubic --blur 0.8 --noise 2:3 --jpeg 90 -o out --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["reduction"],
            Json({{"filter", "bicubic"}, {"blur", 0.8}, {"noise", 2.0}, {"seed", 3}, {"jpeg", 90}}));
  const Json &bicubic = json["methods"][0], &shuffle = json["methods"][2];
  EXPECT_TRUE(bicubic["kernel"].is_null() && bicubic["kernel_size"].is_null() &&
              bicubic["learn_from"].is_null());
  EXPECT_EQ(bicubic["repaired"], false);
  EXPECT_EQ(bicubic["parameters"], 0);
  EXPECT_EQ(shuffle["kernel"], "learned");
  EXPECT_EQ(shuffle["kernel_size"], 3);
  EXPECT_EQ(shuffle["layers"], 1);
  EXPECT_EQ(shuffle["repaired"], true);
  EXPECT_EQ(shuffle["smooth"], 0);
  EXPECT_EQ(shuffle["linear"], true);
  EXPECT_EQ(shuffle["learn_from"], "two");
  EXPECT_EQ(shuffle["parameters"], 36);
  // 24 x 20 x 3 values, 36 weights each, and the layer's 2 + 2 taps at four times as many.
  EXPECT_EQ(shuffle["multiply_adds"], 24 * 20 * 3 * (36 + 4 * 4));
  const std::string csv = folder.read("out/metrics.csv");
  EXPECT_THAT(
      csv,
      HasSubstr(",kernel,kernel_label,kernel_size,kernel_scale,layers,repaired,repair_order,smooth,linear,"
                "learn_from,coordinates,rounding,reduction,part\n"));
  EXPECT_THAT(csv,
              HasSubstr(",learned,,3,,1,true,,0,true,two,,,\"bicubic, blur 0.8, noise 2:3, JPEG 90\",\n"));
  const Json own = Json::parse(
      run("compare a.ppm --factor 2 --methods conv-transpose --kernel soft.npy --json").out)["methods"][0];
  EXPECT_EQ(own["kernel"], "own");
  EXPECT_EQ(own["kernel_label"], "soft");
  const Json itself = Json::parse(run("compare a.ppm --factor 2 --methods pixel-shuffle --json").out);
  EXPECT_EQ(itself["methods"][0]["learn_from"], "a.ppm") << "its own original";
}

TEST_F(Kernels, TheWayOfMakingSmallerChangesTheNumbers) {
  const auto psnr = [&](const std::string& options) {
    const ProgramRun outcome = run("compare a.ppm --factor 2 --methods catmull-rom --json " + options);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return Json::parse(outcome.out)["methods"][0]["psnr"].get<double>();
  };
  const double plain = psnr("");
  EXPECT_EQ(psnr("--reduce area --blur 0 --noise 0"), plain);
  for (const char* options : {"--reduce bicubic", "--reduce lanczos3", "--blur 1", "--noise 10", "--jpeg 20"})
    EXPECT_NE(psnr(options), plain) << options;
  EXPECT_LT(psnr("--noise 40"), plain - 1);
  EXPECT_LT(psnr("--jpeg 1"), plain);
}

TEST_F(Kernels, WrongDegradationsAreAnsweredByOneSentence) {
  const struct {
    const char* options;
    int status;
    const char* begin;
  } cases[] = {
      {"--reduce cubic", 2, "reduce: 'cubic' is not known (area, bicubic or lanczos3)"},
      {"--blur x", 2, "blur: 'x' is no number"},
      {"--blur -1", 1, "blur: -1 is too small (from 0 to 20)"},
      {"--blur 21", 1, "blur: 21 is too large"},
      {"--noise 5:", 2, "noise: '5:' is no noise"},
      {"--noise 101", 1, "noise: 101 is too large"},
      {"--jpeg 0", 1, "jpeg: 0 is too small (from 1 to 100)"},
      {"--jpeg 101", 1, "jpeg: 101 is too large"},
      {"--jpeg good", 2, "jpeg: 'good' is no whole number"},
      {"--smooth 4", 1, "smooth: 4 is too large (from 0 to 3)"},
      {"--smooth -1", 1, "smooth: -1 is too small"},
  };
  for (const auto& [options, status, begin] : cases) {
    const ProgramRun outcome = run(std::string("compare a.ppm --factor 2 -o out ") + options);
    EXPECT_EQ(outcome.status, status) << options;
    EXPECT_THAT(outcome.err, StartsWith(std::string("convscope: ") + begin));
    EXPECT_FALSE(folder.has("out"));
  }
}

}  // namespace
}  // namespace convscope
