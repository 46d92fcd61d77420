// Bad input: one line on standard error, the right status, and no file created, changed or left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <regex>

#include "core/io/npy.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/io/npy_bytes.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::npy;
using testing::ProgramRun;
using testing::raw;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

struct Case {
  const char* line;
  int status;
  const char* begin;  ///< of the sentence, after "convscope: "
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.line;
}

/// Files that the cases use. "old.*" are targets that exist already.
void fill(const TemporaryFolder& folder) {
  const auto save = [&](const std::string& name, const Shape& shape) {
    folder.file(name, npy_bytes(Tensor<double>(shape, 1.0)));
  };
  save("x", {1, 1, 5, 5});
  save("x3", {1, 3, 5, 5});
  save("w", {1, 1, 3, 3});
  save("w1", {1, 1, 3});
  save("w4", {4, 1, 3, 3});
  save("w9", {1, 1, 9, 9});
  save("b2", {2});
  save("flat", {5});
  save("empty", {1, 1, 0, 5});
  save("six", {1, 1, 3, 3});
  folder.file("nan", npy("<f4", "(1, 1, 1)", raw<float>({std::nanf("")})));
  folder.file("big-endian", npy(">f4", "(1, 1, 1)", raw<float>({1})));
  folder.file("complex", npy("<c8", "(1, 1, 1)", raw<float>({1, 2})));
  folder.file("cut", npy("<f4", "(1, 1, 5, 5)", raw<float>({1, 2, 3})));
  folder.file("lying", npy("<f4", "(1, 1, 100000, 100000)", ""));
  folder.file("large", npy("<f8", "(1, 1, 2)", raw<double>({1e200, 1e200})));
  folder.file("text", "hello");
  folder.file("bad.json", "{\"convscope\": 1,");
  folder.file("future.json", "{\"convscope\": 999}");
  folder.file("old.npy", "old");
  folder.file("old.png", "old");
}

class BadInput : public ::testing::TestWithParam<Case> {};

TEST_P(BadInput, IsAnsweredByOneSentence) {
  const auto& [line, status, begin] = GetParam();
  const TemporaryFolder folder;
  fill(folder);
  const auto before = folder.names();
  const ProgramRun outcome = testing::convscope(folder, words(line));
  EXPECT_EQ(outcome.status, status) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith(std::string("convscope: ") + begin));
  EXPECT_TRUE(std::regex_match(outcome.err, std::regex("convscope: [^:\\n]+: [^\\n]+ \\([^\\n]+\\)\\n")))
      << outcome.err;
  EXPECT_EQ(folder.names(), before);
  EXPECT_EQ(folder.read("old.npy"), "old");
  EXPECT_EQ(folder.read("old.png"), "old");
}

constexpr Case kCommandLine[] = {
    {"aply", 2, "subcommand: 'aply' is not known (did you mean apply?)"},
    {"convolve", 2, "subcommand: 'convolve' is not known ("},
    {"--frobnicate", 2, "--frobnicate: is not known here"},
    {"apply", 2, "operator: is missing (conv, "},
    {"apply cnov --input x --weight w -o old.npy", 2, "operator: 'cnov' is not known"},
    {"apply conv --inptu x --weight w -o old.npy", 2, "--inptu: is not known here (did you mean --input?)"},
    {"apply conv -x --input x --weight w -o old.npy", 2, "-x: is not known here"},
    {"apply conv --weight w -o old.npy", 2, "input: is missing (--input X.npy)"},
    {"apply conv --input x -o old.npy", 2, "weight: is missing"},
    {"apply conv --input x --weight w", 2, "output: is missing"},
    {"apply conv --input x --weight w -o", 2, "output: has no value"},
    {"apply conv --input x --weight w -o -", 2, "output: '-' is no name (a file, /dev/stdout, or ./-)"},
    {"scenario 'conv 5 k3' --output=-", 2, "output: '-' is no name ("},
    {"compare x --factor 2 -o -", 2, "output: '-' is no name (a folder, or ./-)"},
    {"matrix conv --input 3 --weight w1 -o -", 2, "output: '-' is no name ("},
    {"apply conv --input --weight w -o old.npy", 2, "input: has no value"},
    {"apply conv --input= --weight w -o old.npy", 2, "input: has no value"},
    {"apply conv --input x --input x --weight w -o old.npy", 2, "input: is given twice"},
    {"apply conv more --input x --weight w -o old.npy", 2, "apply: 'more' is one word too many"},
    {"apply conv --input x --weight w --json=yes -o old.npy", 2, "json: takes no value"},
    {"apply conv --input x --weight w --stride two -o old.npy", 2, "stride: 'two' is no whole number"},
    {"apply conv --input x --weight w --stride 1.5 -o old.npy", 2, "stride: '1.5' is no whole number"},
    {"apply conv --input x --weight w --stride 1,,2 -o old.npy", 2, "stride: '1,,2' is no whole number"},
    {"apply conv --input x --weight w --stride 2x -o old.npy", 2, "stride: '2x' is no whole number"},
    {"apply conv --input x --weight w --dilation 0x2 -o old.npy", 1, "dilation: 0 is too small"},
    {"apply conv --input x --weight w --padding sme -o old.npy", 2, "padding: 'sme' is no padding"},
    {"apply conv --input x --weight w --padding 1:2:3 -o old.npy", 2, "padding: '1:2:3' is no padding"},
    {"apply conv --input x --weight w --padding-mode mirror -o old.npy", 2, "padding-mode: 'mirror' is not"},
    {"apply conv --input x --weight w --groups many -o old.npy", 2, "groups: 'many' is no whole number"},
    {"apply conv --input x --weight w --dialect caffe -o old.npy", 2, "dialect: 'caffe' is not known"},
    {"apply conv --input x --weight w --memory-budget lots -o old.npy", 2, "memory-budget: 'lots' is no"},
    {"apply conv --input x --weight w --output-padding 1 -o old.npy", 2, "output-padding: has no meaning"},
    {"apply conv --input x --weight w --input-size 5 -o old.npy", 2, "input-size: has no meaning for conv"},
    {"apply conv-input-grad --grad-output x --weight w --bias b2 --input-size 5 -o old.npy", 2,
     "bias: has no"},
    {"apply conv-weight-grad --grad-output x --input x -o old.npy", 2, "kernel-size: is missing"},
    {"apply conv --input x --weight w --fast fourier -o old.npy", 2, "fast: 'fourier' is not known"},
    {"apply conv-weight-grad --grad-output x --input x --kernel-size 3 --fast winograd -o old.npy", 2,
     "fast: has no meaning for conv-weight-grad"},
    {"shape", 2, "operator: is missing (conv or conv-transpose)"},
    {"shape deconv --input 5 --kernel 3", 2, "operator: 'deconv' is not known"},
    {"shape conv --kernel 3", 2, "input: is missing"},
    {"shape conv --input 5", 2, "kernel: is missing"},
    {"shape conv --input five --kernel 3", 2, "input: 'five' is no whole number"},
    {"matrix conv --input 5 --weight w -o old.npy --pair 1", 2, "pair: '1' is no pair"},
    {"views all", 2, "views: 'all' is one word too many"},
    {"render -o old.png", 2, "scenario: is missing"},
    {"render 'conv 5 k3'", 2, "output: is missing"},
    {"render 'conv 5 k3' -o a.jpeg", 2, "output: the ending of 'a.jpeg' says no format"},
    {"render 'conv 5 k3' -o frame-%s.png", 2, "output: 'frame-%s.png' is no pattern"},
    {"render 'conv 5 k3' -o %d-%d.png", 2, "output: '%d-%d.png' is no pattern"},
    {"render 'conv 5 k3' -o old.png --view slid", 2, "view: 'slid' is not known"},
    {"render 'conv 5 k3' -o old.png --size big", 2, "size: 'big' is no size"},
    {"render 'conv 5 k3' -o old.png --size 640x480x3", 2, "size: '640x480x3' is no size"},
    {"render 'conv 5 k3' -o old.png --step last", 2, "step: 'last' is no whole number"},
    {"render 'conv 5 k3' -o old.png --all-steps", 2, "all-steps: one picture holds one step"},
    {"render 'conv 5 k3' -o a.gif --step 1", 2, "step: has no meaning for an animation"},
    {"render 'conv 5 k3' -o a.gif --fps fast", 2, "fps: 'fast' is no number"},
    {"render 'conv 5 k3' -o old.png --theme pink", 2,
     "theme: 'pink' is not known (light, dark, high-contrast)"},
    {"render 'conv 5 k3' -o old.png --numbers roman", 2, "numbers: 'roman' is not known"},
    {"tour", 2, "folder: is missing"},
    {"--screenshot old.jpg", 2, "screenshot: 'old.jpg' does not end in .png"},
    {"--screenshot a.png --size huge", 2, "size: 'huge' is no size"},
};
INSTANTIATE_TEST_SUITE_P(CommandLine, BadInput, ::testing::ValuesIn(kCommandLine));

constexpr Case kFiles[] = {
    {"apply conv --input none --weight w -o old.npy", 1, "input: cannot read none: there is no such file"},
    {"apply conv --input . --weight w -o old.npy", 1, "input: cannot read .: it is a folder"},
    {"apply conv --input text --weight w -o old.npy", 1, "input: text ends within its .npy header"},
    {"apply conv --input cut --weight w -o old.npy", 1, "input: cut is cut short: 12 of 100 bytes"},
    {"apply conv --input lying --weight w -o old.npy", 1,
     "input: lying is cut short: 0 of 40000000000 bytes"},
    {"apply conv --input nan --weight w1 -o old.npy", 1, "input: nan holds nan"},
    {"apply conv --input big-endian --weight w1 -o old.npy", 1, "input: big-endian is big-endian"},
    {"apply conv --input x --weight complex -o old.npy", 1, "weight: complex has"},
    {"apply conv --input large --weight large --padding 1 -o old.npy", 1, "output: would hold inf"},
    {"apply conv --input x --weight w -o none/y.npy", 1,
     "output: cannot write none/y.npy: there is no folder none"},
    {"apply conv --input x --weight w -o text/y.npy", 1,
     "output: cannot write text/y.npy: a part of its path"},
    {"apply conv --input x --weight w -o .", 1, "output: cannot write .: it is a folder"},
    {"apply conv --input x --weight w -o new/", 1, "output: cannot write new/: it is a folder"},
    {"apply conv --input x --weight w -o /dev/full", 1, "output: cannot write /dev/full: no space is left"},
    {"matrix conv --input 5 --weight text -o old.npy", 1, "weight: text ends within"},
    {"matrix conv --input 5 --weight w -o none/K.mtx", 1, "output: cannot write none/K.mtx"},
    {"scenario nothing -o s.json", 1, "scenario: 'nothing' is not known"},
    {"scenario none.json -o s.json", 1, "scenario: cannot read none.json"},
    {"scenario bad.json -o s.json", 1, "scenario: "},
    {"scenario future.json -o s.json", 1, "scenario: "},
    {"scenario 'conv 5 k3' -o none/s.json", 1, "output: cannot write none/s.json"},
    {"render 'conv 5 k3' -o none/a.png", 1, "output: cannot write none/a.png"},
    {"render 'conv 5 k3' -o none/a.gif", 1, "output: cannot write none/a.gif"},
    {"render 'conv 5 k3' -o none/%d.png", 1, "output: cannot write none/1.png"},
    {"render 'tconv 4x4 k3 s2' -o old.png --view photo --photo text", 1, "photo: text has no image format"},
    {"render 'tconv 4x4 k3 s2' -o old.png --view photo --photo none.jpg", 1, "photo: cannot read none.jpg"},
    {"tour text", 1, "folder: text cannot be made"},
    // Before a window is opened.
    {"none.png", 1, "image: cannot read none.png"},
    {"images none.png", 1, "image: cannot read none.png"},
    {"view 'conv 5 k9'", 1, "kernel: reaches over 9 cells"},
    {"slide 'tconv 5' --screenshot a.png", 1, "kernel: is missing"},
};
INSTANTIATE_TEST_SUITE_P(Files, BadInput, ::testing::ValuesIn(kFiles));

constexpr Case kShapes[] = {
    {"apply conv --input flat --weight w -o old.npy", 1, "input: has 1 axis, 5"},
    {"apply conv --input x --weight flat -o old.npy", 1, "weight: has 1 axis, 5"},
    {"apply conv --input x --weight w1 -o old.npy", 1, "input: has 4 axes"},
    {"apply conv --input empty --weight w -o old.npy", 1, "input: is empty"},
    {"apply conv --input x3 --weight w -o old.npy", 1, "input: has 3 channels (1, "},
    {"apply conv-transpose --input x --weight w4 -o old.npy", 1, "input: has 1 channel (4, "},
    {"apply conv --input x3 --weight w --groups 2 -o old.npy", 1, "groups: 2 does not divide 1 channel"},
    {"apply conv --input x3 --weight w4 --groups 2 -o old.npy", 1, "groups: 2 does not divide 3 channels"},
    {"apply conv --input x --weight w --groups 0 -o old.npy", 1, "groups: 0 is too small"},
    {"apply conv --input x --weight w --groups -1 -o old.npy", 1, "groups: -1 is too small"},
    {"apply conv --input x --weight w --bias b2 -o old.npy", 1, "bias: has shape (2)"},
    {"apply conv --input x --weight w9 -o old.npy", 1,
     "weight: reaches over 9 cells, the padded input has 5"},
    {"apply conv --input x --weight w --stride 0 -o old.npy", 1, "stride: 0 is too small"},
    {"apply conv --input x --weight w --stride -1 -o old.npy", 1, "stride: -1 is too small"},
    {"apply conv --input x --weight w --stride 1,2,3 -o old.npy", 1, "stride: 3 numbers for 2 axes"},
    {"apply conv --input x --weight w --stride 1,2,3,4,5,6 -o old.npy", 1,
     "stride: '1,2,3,4,5,6' has too many"},
    {"apply conv --input x --weight w --stride 99999999999 -o old.npy", 1,
     "stride: 99999999999 is too large"},
    {"apply conv --input x --weight w --dilation 3 -o old.npy", 1, "weight: reaches over 7 cells"},
    {"apply conv --input x --weight w --padding -3 -o old.npy", 1, "padding: crops all"},
    {"apply conv --input x --weight w --padding 99999999999 -o old.npy", 1,
     "padding: 99999999999 is too large"},
    {"apply conv --input x --weight w --padding 200000 -o old.npy", 1, "output: would need"},
    {"apply conv --input x --weight w --padding 5 --padding-mode reflect -o old.npy", 1,
     "padding: 5 is too wide"},
    {"apply conv --input x --weight w --memory-budget 0.0000001 -o old.npy", 1, "input: would need"},
    {"apply conv --input x --weight w --memory-budget 0 -o old.npy", 1, "memory-budget: 0 is too small"},
    {"apply conv-transpose --input x --weight w --padding 9 -o old.npy", 1, "padding: removes"},
    {"apply conv-transpose --input x --weight w --output-padding 1 -o old.npy", 1,
     "output-padding: 1 is too"},
    {"apply conv-transpose --input x --weight w --output-size 99 -o old.npy", 1, "output-size: 99 cannot be"},
    {"apply conv-transpose --input x --weight w --stride 200000 -o old.npy", 1, "output: would need"},
    {"apply conv-transpose --input x --weight w --stride 2147483647 -o old.npy", 1, "input: "},
    {"apply conv-input-grad --grad-output x --weight w --input-size 5 -o old.npy", 1,
     "grad-output: is 5 × 5 in"},
    {"apply conv-input-grad --grad-output six --weight w --input-size 2 -o old.npy", 1,
     "weight: reaches over 3"},
    {"apply conv-input-grad --grad-output x --weight w --input-size 0 -o old.npy", 1,
     "input-size: 0 is too small"},
    {"apply conv-input-grad --grad-output x3 --weight w --input-size 7 -o old.npy", 1, "grad-output: has 3"},
    {"apply conv-input-grad --grad-output x --weight w --input-size 9,9,7,7 -o old.npy", 1, "input-size: 9"},
    {"apply conv --input x --weight w --stride 2 --fast winograd -o old.npy", 1,
     "fast: is for another layer"},
    {"apply conv-weight-grad --grad-output x --input x --kernel-size 9 -o old.npy", 1,
     "kernel-size: reaches"},
    {"apply conv-weight-grad --grad-output x --input x --kernel-size 2 -o old.npy", 1,
     "grad-output: is 5 × 5"},
    {"shape conv --input 5 --kernel 9", 1, "kernel: reaches over 9 cells"},
    {"shape conv --input 0 --kernel 3", 1, "input: 0 is too small"},
    {"shape conv --input 5,5,5,5 --kernel 3", 1, "input: 4 spatial axes"},
    {"shape conv --input 5,5 --kernel 3,3,3", 1, "input: 2 numbers for 3 axes"},
    {"shape conv --input 5 --kernel 3 --stride 0", 1, "stride: 0 is too small"},
    {"shape conv-transpose --input 2147483647 --kernel 3 --stride 2", 1, "input: the output would have"},
    {"shape conv-transpose --input 4 --kernel 3 --padding 9", 1, "padding: removes"},
    {"matrix conv --input 3,3 --weight w9 -o old.npy", 1, "weight: reaches over 9 cells"},
    {"matrix conv --input 3 --weight w --pair 1,0 -o old.npy", 1, "pair: 1,0 is outside"},
    {"matrix conv --input 3 --weight w --groups 0 -o old.npy", 1, "groups: 0 is too small"},
    {"matrix conv --input 20000,20000 --weight w -o old.npy", 1, "input: would need"},
    {"matrix conv --input 5,5,5 --weight w -o old.npy", 1, "input: 3 numbers for 2 axes"},
    {"scenario 'conv 5' -o s.json", 1, "kernel: is missing"},
    {"code 'conv 5 k3'", 2, "framework: is missing"},
    {"code 'conv 5 k3' --framework caffe", 2, "framework: 'caffe' is not known (pytorch, tensorflow"},
    {"code 'conv 5 k3 in=none.npy' --framework numpy", 1, "in: cannot read none.npy"},
    {"code 'conv 400x400 k3 in=random:1' --framework numpy -o old.npy", 1, "code: the input has 160000"},
    {"code 'conv 5 k3' --framework numpy -o none/a.py", 1, "output: cannot write none/a.py"},
    {"scenario 'nn.Conv2d(1, 1)' -o s.json", 1, "code: kernel_size is missing"},
    {"scenario 'conv 5 k9' -o s.json", 1, "kernel: reaches"},
    {"scenario 'conv 5 k3 s0' -o s.json", 1, "stride: 0 is too small"},
    {"scenario 'conv 5 k3 in=[1,2]' -o s.json", 1, "in: 2 values for 5 cells"},
    {"render 'conv 5x5x5 k3 c2>2' -o old.png", 1, "view: slide shows three axes of one channel"},
    {"render 'conv 5 k3' -o old.png --view scatter", 1, "view: scatter shows a transposed convolution"},
    {"render 'conv 5 k3' -o old.png --step 4", 1, "step: 4 is outside the animation (from 0 to 3)"},
    {"render 'conv 5 k3' -o old.png --step -1", 1, "step: -1 is outside"},
    {"render 'conv 5 k3' -o old.png --size 10x10", 1, "size: 10 is too small"},
    {"render 'conv 5 k3' -o old.png --size 99999x720", 1, "size: 99999 is too large"},
    {"render 'conv 5 k3' -o old.png --scale 0", 1, "scale: 0 is too small"},
    {"render 'conv 5 k3' -o old.png --size 16000x16000 --scale 16", 1, "size: would need"},
    {"render 'conv 5 k3' -o old.png --size 16000x400 --scale 4", 1, "scale: makes 64000 pixels"},
    {"render 'conv 40x40 k3' -o a.gif", 1, "speed: "},
    {"render 'conv 1000x1000 k3' -o a.gif", 1, "steps: "},
    {"render 'conv 5 k3' -o a.gif --fps 1000", 1, "fps: 1000 is too large"},
    {"render 'conv 99999x99999 k3' -o old.png", 1, "size: would need"},
};
INSTANTIATE_TEST_SUITE_P(Shapes, BadInput, ::testing::ValuesIn(kShapes));

TEST(CommandLineSlow, SurvivesEveryOptionWithoutItsValueAndWithNonsense) {
  const TemporaryFolder folder;
  fill(folder);
  const auto before = folder.names();
  for (const char* value : {"", "-", "--", "nonsense", "%", "-5", "1e9", "999999999999999999999999", "a\nb"})
    for (const char* option : {"--stride", "--padding", "--dilation", "--groups", "--padding-mode", "--bias",
                               "--memory-budget", "--output-size"}) {
      const ProgramRun outcome = testing::convscope(folder, {"apply", "conv-transpose", "--input", "x",
                                                             "--weight", "w", option, value, "-o", "none/y"});
      EXPECT_TRUE(outcome.status == 1 || outcome.status == 2) << option << " " << value;
      EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }
  EXPECT_EQ(folder.names(), before);
}

TEST(CommandLine, ReportsAStandardOutputThatTakesNothing) {
  const TemporaryFolder folder;
  fill(folder);
  const auto before = folder.names();
  const ProgramRun outcome =
      testing::convscope(folder, words("apply conv --input x --weight w -o y.npy --json"), "/dev/full");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("convscope: standard output: cannot be written"));
  EXPECT_EQ(folder.names(), before);
}

TEST(CommandLine, ToleratesAReaderThatGoesAway) {
  const TemporaryFolder folder;
  const std::string command = "'" + testing::program() + "' apply --help | true; exit ${PIPESTATUS[0]}";
  folder.file("run.sh", command);
  EXPECT_EQ(std::system(("bash " + folder / "run.sh").c_str()), 0);
}

TEST(CommandLine, ReportsAFileThatMayNotGrow) {
  const TemporaryFolder folder;
  fill(folder);
  folder.file("run.sh", "cd '" + folder.path() + "'; ulimit -f 0; '" + testing::program() +
                            "' apply conv --input x --weight w -o old.npy 2>/dev/null");
  EXPECT_EQ(WEXITSTATUS(std::system(("bash " + folder / "run.sh").c_str())), 1);
  EXPECT_EQ(folder.read("old.npy"), "old");
  for (const std::string& name : folder.names()) EXPECT_THAT(name, ::testing::Not(HasSubstr(".tmp")));
}

TEST(CommandLineSlow, SaysThatAnExportBesideTheWindowFailed) {
  const TemporaryFolder folder;
  folder.file("run.sh", "cd '" + folder.path() + "'; ulimit -f 4; '" + testing::program() +
                            "' 'conv 5 k3' --screenshot w.png --size 640x400 --commands "
                            "'export film.gif' 2> err");
  EXPECT_EQ(WEXITSTATUS(std::system(("bash " + folder / "run.sh").c_str())), 1);
  EXPECT_THAT(folder.read("err"), StartsWith("convscope: export: cannot write film.gif: "));
  EXPECT_THAT(folder.names(), ::testing::UnorderedElementsAre("err", "run.sh"));
}

}  // namespace
}  // namespace convscope
