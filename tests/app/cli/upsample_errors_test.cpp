// What upsample and compare refuse, as scripts meet it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <regex>

#include "tests/app/cli/program.hpp"
#include "tests/app/cli/upsample_files.hpp"
#include "tests/core/support/nobody.hpp"

namespace convscope {
namespace {

using testing::ProgramRun;
using ::testing::StartsWith;

using UpsamplingErrors = testing::UpsampleFiles;

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

using UpsamplingErrorsSlow = UpsamplingErrors;

TEST_F(UpsamplingErrorsSlow, BadInputIsAnsweredByOneSentence) {
  const auto before = folder.names();
  for (const auto& [line, status, begin] : kBadInput) {
    SCOPED_TRACE(line);
    const ProgramRun outcome = run(line);
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith(std::string("convscope: ") + begin));
    EXPECT_TRUE(std::regex_match(outcome.err, std::regex("convscope: [^:\\n]+: [^\\n]+ \\([^\\n]+\\)\\n")))
        << outcome.err;
    EXPECT_EQ(folder.names(), before);
    EXPECT_EQ(folder.read("old.png"), "old");
  }
}

TEST_F(UpsamplingErrors, AFolderThatCannotBeWrittenIsSaid) {
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "empty").c_str(), 0555);
  const testing::Nobody somebody;
  const ProgramRun outcome = run("compare rgb.png --factor 2 -o empty");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("convscope: output: cannot write empty/"));
}

}  // namespace
}  // namespace convscope
