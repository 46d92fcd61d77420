// convscope render, scenario and tour: the right files, of the right kind and size.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "core/base/json.hpp"
#include "core/io/image_file.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

class Render : public ::testing::Test {
 protected:
  ProgramRun run(const std::string& line) const {
    ProgramRun outcome = testing::convscope(folder, words(line));
    EXPECT_EQ(outcome.status, 0) << line << "\n" << outcome.err;
    EXPECT_EQ(outcome.err, "") << line;
    return outcome;
  }
  Shape size_of(const std::string& name) const { return read_image(folder / name, name).shape().tail(2); }
  bool ffmpeg() const { return std::system("ffmpeg -version >/dev/null 2>&1") == 0; }
  TemporaryFolder folder;
};
using RenderSlow = Render;

TEST_F(Render, APictureOfTheLastStep) {
  run("render 'conv 5 k3' -o a.png");
  EXPECT_EQ(size_of("a.png"), (Shape{720, 1280}));
  run("render 'conv 5 k3' -o b.png --step 3");
  EXPECT_EQ(folder.read("a.png"), folder.read("b.png"));
  run("render 'conv 5 k3' -o c.png --step 0");
  EXPECT_NE(folder.read("a.png"), folder.read("c.png"));
  EXPECT_THAT(folder.names(), ElementsAre("a.png", "b.png", "c.png"));
}

TEST_F(RenderSlow, WithoutAGroundBareAndCropped) {
  run("render 'conv 5 k3' -o a.png --ground none");
  EXPECT_FALSE(read_image_file(folder / "a.png", "image").opaque());
  run("render 'conv 5 k3' -o b.png --ground shown");
  EXPECT_TRUE(read_image_file(folder / "b.png", "image").opaque());
  run("render 'conv 5 k3' -o bare.svg --bare");
  EXPECT_EQ(folder.read("bare.svg").find(">Slide<"), std::string::npos);
  run("render 'conv 5 k3' -o whole.svg");
  EXPECT_THAT(folder.read("whole.svg"), HasSubstr(">Slide<"));
  run("render 'conv 5 k3' -o cropped.png --crop --bare");
  EXPECT_LT(size_of("cropped.png")[0], 720);
  EXPECT_LT(size_of("cropped.png")[1], 1280);
  run("render 'conv 5 k3' -o t.png --ground theme");
  EXPECT_EQ(folder.read("t.png"), folder.read("b.png")) << "shown is its first name";
  run("render 'conv 5 k3' -o white.svg --ground white");
  EXPECT_THAT(folder.read("white.svg"), HasSubstr("height=\"720\" fill=\"#ffffff\"/>"));
  run("render 'conv 5 k3' -o f-%d.png --ground none --all-steps");
  EXPECT_FALSE(read_image_file(folder / "f-1.png", "image").opaque());
  for (const char* line :
       {"render 'conv 5 k3' -o a.gif --ground none", "render 'conv 5 k3' -o c.png --ground red",
        "render 'conv 5 k3' -o c.png --ground white --theme dark",
        "render 'conv 5 k3' -o c.mp4 --ground none"}) {
    const ProgramRun outcome = testing::convscope(folder, words(line));
    EXPECT_EQ(outcome.status, 2) << line;
    EXPECT_THAT(outcome.err, StartsWith("convscope: ground: "));
  }
  EXPECT_FALSE(folder.has("a.gif"));
}

TEST_F(Render, PresentedTypeGrowsWithThePicture) {
  const auto title = [&](const std::string& size) {
    run("render 'conv 5 k3' -o p.svg --present --size " + size);
    const std::string svg = folder.read("p.svg");
    const std::size_t words = svg.find(">Slide<"), at = svg.rfind("font-size=\"", words);
    if (words == svg.npos || at == svg.npos) return 0.0;
    return std::stod(svg.substr(at + 11));
  };
  const double usual = title("1280x720");
  EXPECT_GT(usual, 20);
  EXPECT_DOUBLE_EQ(title("1920x1080"), 1.5 * usual);
  EXPECT_DOUBLE_EQ(title("640x360"), usual);
}

TEST_F(RenderSlow, SeveralPicturesOpenTheFirst) {
  run("render 'conv 5 k3' -o a.png --size 320x240");
  run("render 'conv 5 k3' -o b.png --size 320x240");
  run("images a.png b.png --screenshot w.png --size 800x600 --quiet");
  EXPECT_TRUE(folder.has("w.png"));
  const ProgramRun outcome =
      testing::convscope(folder, words("images a.png c.png --screenshot w2.png --quiet"));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("c.png"));
  EXPECT_FALSE(folder.has("w2.png"));
}

TEST_F(Render, ReplacesAnOlderPicture) {
  folder.file("a.png", "old");
  run("render 'conv 5 k3' -o a.png --size 640x480 --scale 1.5 --theme dark --numbers fraction");
  EXPECT_EQ(size_of("a.png"), (Shape{720, 960}));
}

TEST_F(Render, ADefaultViewForEachOperator) {
  EXPECT_THAT(run("render 'conv 5 k3' -o a.svg --json").out, HasSubstr("\"view\":\"slide\""));
  EXPECT_THAT(run("render 'tconv 5 k3' -o a.svg --json").out, HasSubstr("\"view\":\"scatter\""));
  EXPECT_THAT(run("render tconv 5 k3 -o a.svg --view matrix --json").out, HasSubstr("\"view\":\"matrix\""));
}

TEST_F(Render, AnotherOrderHasOtherStepsAndTheSameEnd) {
  const auto steps = [&](const std::string& order) {
    const std::string out = run("render 'tconv 3 k3 s2' -o a.svg --json --order " + order).out;
    return Json::parse(out)["steps"].get<int>();
  };
  EXPECT_EQ(steps("own"), 3);
  EXPECT_EQ(steps("window"), 3);
  EXPECT_EQ(steps("pixel"), 7);
  EXPECT_EQ(steps("tap"), 3);
  const auto fails = [&](const std::string& line) { return testing::convscope(folder, words(line)).status; };
  EXPECT_EQ(fails("render 'conv 5 k3' -o b.svg --order sideways"), 2);
  EXPECT_EQ(fails("render 'conv 5 k3' -o b.svg --view gradient --order tap"), 1);
}

TEST_F(Render, VectorGraphics) {
  run("render 'conv 5 k3' -o a.svg");
  EXPECT_THAT(folder.read("a.svg"), HasSubstr("<text"));
  run("render 'conv 5 k3' -o a.pdf");
  EXPECT_THAT(folder.read("a.pdf"), StartsWith("%PDF"));
  EXPECT_THAT(run("render 'conv 5 k3' -o b.pdf --all-steps --json").out, HasSubstr("\"frames\":3"));
  EXPECT_GT(folder.read("b.pdf").size(), folder.read("a.pdf").size());
}

TEST_F(Render, Animations) {
  run("render 'conv 5 k3' -o a.gif --size 320x240 --fps 5");
  EXPECT_THAT(folder.read("a.gif"), StartsWith("GIF89a"));
  EXPECT_EQ(size_of("a.gif"), (Shape{240, 320}));
  // Three steps of 0.8 s at 5 frames a second, and the result at rest.
  EXPECT_THAT(run("render 'conv 5 k3' -o b.gif --size 320x240 --fps 5 --json").out,
              HasSubstr("\"steps\":3,\"frames\":13"));
  EXPECT_EQ(folder.read("a.gif"), folder.read("b.gif"));
  EXPECT_THAT(run("render 'conv 5 k3' -o c.gif --size 320x240 --all-steps --json").out,
              HasSubstr("\"frames\":3"));
}

TEST_F(Render, APageAStepReadBackByPoppler) {
  run("render 'conv 5x5 k3' -o a.pdf --all-steps --size 640x360");
  run("render 'conv 5x5 k3' -o b.pdf --all-steps --size 640x360");
  EXPECT_EQ(folder.read("a.pdf"), folder.read("b.pdf"));
  if (std::system("command -v pdfinfo pdftotext >/dev/null 2>&1") != 0) GTEST_SKIP() << "no poppler-utils";
  const auto told = [&](const std::string& command) {
    EXPECT_EQ(std::system(("cd '" + folder.path() + "' && " + command + " >said").c_str()), 0);
    return folder.read("said");
  };
  EXPECT_THAT(told("pdfinfo a.pdf"), HasSubstr("Pages:           9\n"));
  EXPECT_THAT(folder.read("said"), HasSubstr("Page size:       480 x 270 pts"));
  EXPECT_THAT(told("pdftotext -f 9 -l 9 a.pdf -"), HasSubstr("y[2,2]"));
  EXPECT_THAT(told("pdftotext -f 1 -l 1 a.pdf -"), HasSubstr("y[0,0]"));
}

TEST_F(RenderSlow, EveryViewBareCroppedAndWithoutAGround) {
  for (const char* what :
       {"conv 5x5 k3' --view slide", "tconv 3x3 k3 s2' --view scatter", "tconv 3x3 k3 s2' --view direct",
        "conv 4x4 k3' --view matrix", "conv 5 k3' --view wiring", "tconv 3x3 k3 s2' --view overlap",
        "conv 3x3 k2' --view gradient", "conv 4x4 k3 c2>3' --view channels"}) {
    const std::string line = std::string("render '") + what;
    run(line + " -o whole.svg");
    run(line + " -o bare.svg --bare --crop --ground none");
    const std::string whole = folder.read("whole.svg"), bare = folder.read("bare.svg");
    const std::string view = std::string(what).substr(std::string(what).rfind(' ') + 1);
    const std::string title =
        ">" + std::string(1, static_cast<char>(std::toupper(view[0]))) + view.substr(1) + "<";
    EXPECT_THAT(whole, HasSubstr(title)) << what;
    EXPECT_THAT(bare, ::testing::Not(HasSubstr(title))) << what;
    EXPECT_THAT(whole, HasSubstr("viewBox=\"0 0 1280 720\"")) << what;
    EXPECT_THAT(bare, ::testing::Not(HasSubstr("viewBox=\"0 0 1280 720\""))) << what;
    EXPECT_EQ(bare.find("<rect width=\""), std::string::npos) << what << ": the ground";
    run(line + " -o bare.tex --bare --crop --ground white");
    EXPECT_THAT(folder.read("bare.tex"), HasSubstr("{HTML}{FFFFFF}")) << what;
  }
}

TEST_F(RenderSlow, AWebpReadBackByItsOwnTools) {
  run("render 'conv 5 k3' -o a.webp --size 400x300 --fps 30");
  run("render 'conv 5 k3' -o b.webp --size 400x300 --fps 30");
  EXPECT_EQ(folder.read("a.webp"), folder.read("b.webp"));
  run("render 'conv 5 k3' -o clear.webp --size 400x300 --ground none --all-steps");
  if (std::system("webpinfo -version >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "no webpinfo: apt-get install webp";
  const auto told = [&](const std::string& name) {
    EXPECT_EQ(std::system(("webpinfo '" + folder / name + "' >'" + folder / "said" + "'").c_str()), 0);
    return folder.read("said");
  };
  const auto durations = [](const std::string& text) {
    std::vector<int> all;
    for (std::size_t at = text.find("Duration: "); at != std::string::npos;
         at = text.find("Duration: ", at + 1))
      all.push_back(std::stoi(text.substr(at + 10)));
    return all;
  };
  const std::string whole = told("a.webp");
  EXPECT_THAT(whole, HasSubstr("Canvas size 400 x 300"));
  EXPECT_THAT(whole, HasSubstr("Loop count      : 0"));
  const std::vector<int> times = durations(whole);
  EXPECT_EQ(std::accumulate(times.begin(), times.end(), 0), 3 * 800 + 1600);
  EXPECT_THAT(durations(told("clear.webp")), ElementsAre(800, 800, 800));
  EXPECT_THAT(folder.read("said"), HasSubstr("Alpha: 1"));
}

TEST_F(Render, ASequenceOfPictures) {
  const ProgramRun outcome = run("render 'conv 5 k3' -o frame-%02d.png --all-steps --size 320x240 --json");
  EXPECT_EQ(Json::parse(outcome.out)["files"], Json({"frame-01.png", "frame-02.png", "frame-03.png"}));
  EXPECT_THAT(folder.names(), ElementsAre("frame-01.png", "frame-02.png", "frame-03.png"));
  EXPECT_EQ(size_of("frame-02.png"), (Shape{240, 320}));
}

TEST_F(RenderSlow, VideoWhenFfmpegIsInstalled) {
  if (!ffmpeg()) GTEST_SKIP() << "no ffmpeg";
  run("render 'conv 5 k3' -o a.mp4 --size 321x241 --fps 4");
  EXPECT_THAT(folder.read("a.mp4").substr(4), StartsWith("ftyp"));
  run("render 'conv 5 k3' -o a.webm --size 320x240 --fps 4");
  EXPECT_THAT(folder.read("a.webm"), StartsWith("\x1a\x45\xdf\xa3"));
  EXPECT_THAT(folder.names(), ElementsAre("a.mp4", "a.webm"));
}

TEST_F(Render, SaysThatAVideoNeedsFfmpeg) {
  folder.file("run.sh", "cd '" + folder.path() + "'; PATH=/none '" + testing::program() +
                            "' render 'conv 5 k3' -o a.mp4 2>error");
  EXPECT_EQ(WEXITSTATUS(std::system(("bash " + folder / "run.sh").c_str())), 1);
  EXPECT_THAT(folder.read("error"),
              StartsWith("convscope: output: a video needs ffmpeg, which is not installed ("));
  EXPECT_THAT(folder.names(), ElementsAre("error", "run.sh"));
}

TEST_F(Render, LeavesNothingWhenInterrupted) {
  // The shell waits until the work has begun, that is, until a temporary file is there.
  folder.file("run.sh", "cd '" + folder.path() + "'; '" + testing::program() +
                            "' render 'conv 12x12 k3' -o a.gif & process=$!\n"
                            "for i in $(seq 500); do ls -a | grep -q tmp && break; sleep .01; done\n"
                            "ls -a | grep -q tmp || exit 99; kill -TERM $process; wait $process");
  EXPECT_EQ(WEXITSTATUS(std::system(("bash " + folder / "run.sh").c_str())), 128 + 15);
  EXPECT_THAT(folder.names(), ElementsAre("run.sh"));
}

TEST_F(Render, AScenarioFileAndBack) {
  run("scenario 'tconv 4x4 k3 s2 p1 op1 in=ramp w=box' -o a.json");
  run("scenario a.json -o b.json");
  EXPECT_EQ(folder.read("a.json"), folder.read("b.json"));
  run("render a.json -o a.svg");
  run("render 'tconv 4x4 k3 s2 p1 op1' -o b.svg");
  EXPECT_EQ(folder.read("a.svg"), folder.read("b.svg"));
  EXPECT_EQ(run("scenario a.json -o c.json --json").out,
            "{\"scenario\":\"tconv 4x4 k3 s2 p1 op1\",\"file\":\"c.json\"}\n");
}

TEST_F(RenderSlow, ATour) {
  const auto names = Json::parse(run("tour out/tour --json").out);
  EXPECT_THAT(names, ::testing::Contains("out/tour/slide.png"));
  EXPECT_THAT(names, ::testing::Contains("out/tour/animation.gif"));
  for (const auto& name : names) EXPECT_TRUE(folder.has(name.get<std::string>())) << name;
  EXPECT_EQ(size_of("out/tour/photo.png"), (Shape{720, 1280}));
}

}  // namespace
}  // namespace convscope
