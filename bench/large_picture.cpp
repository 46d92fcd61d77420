// A photograph of 24 megapixels: the command line's work on it, whole, and the image lab's answers.
#include <benchmark/benchmark.h>
#include <epoxy/gl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/cli/cli.hpp"
#include "app/gpu/offscreen.hpp"
#include "app/labs/images/state.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
#include "bench/large_picture.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/photo.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/io/files.hpp"
#include "core/io/jpeg.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

/// Files that are gone at the end.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("convscope-bench-" + std::to_string(::getpid()));
  Folder() { fs::create_directory(path); }
  ~Folder() {
    std::error_code none;
    fs::remove_all(path, none);
  }
};

}  // namespace

// Slopes, edges and fine texture, enlarged, as cameras' photographs are smooth.
const std::string& large_jpeg() {
  static const Folder folder;
  static const std::string path = [] {
    const std::string name = folder.path / "large.jpg";
    const Tensor<float> grey = test_picture("fine-texture", 500, 750);
    Tensor<float> rgb({1, 3, 500, 750});
    for (Index i = 0; i < rgb.size(); ++i)
      rgb[i] = grey[(i % grey.size() + i / grey.size() * 1300) % grey.size()];
    write_file(name, jpeg_bytes(as_saved(enlarge(bicubic(8), rgb)), 90));
    return name;
  }();
  return path;
}

std::vector<std::string> with_names(std::vector<std::string> words) {
  for (std::string& word : words) {
    if (word == "IN") word = large_jpeg();
    if (word.starts_with("OUT.")) word = large_jpeg() + ".out" + word.substr(3);
  }
  return words;
}

namespace {

/// The program as a process has it, output silenced.
void command(benchmark::State& run, std::vector<std::string> words) {
  words = with_names(std::move(words));
  words.insert(words.begin(), "convscope");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  for (auto _ : run)
    if (cli::run(static_cast<int>(arguments.size()), arguments.data()) != 0) run.SkipWithError("failed");
}

/// A window with the image lab.
struct Lab {
  OffscreenContext context;
  Application application{parse_spec("tconv 3x3 k3 s2")};
  OffscreenStage stage{1920, 1080, 1};

  Lab() {
    application.enqueue("images");
    stage.settle(application);
  }
  ImagesState& state() { return application.desk().state<ImagesState>(); }
  void say(const std::string& commands) {
    application.enqueue(commands);
    while (application.has_script()) frame();
  }
  /// A frame, and some time for the workers, which a screen's pace would give them.
  void frame() {
    application.run_script();
    stage.frames(application, 1);
    glFinish();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  /// Until there is something of the original to be seen.
  void until_begun() {
    for (;;) {
      frame();
      if (state().work().name.starts_with("Reading")) continue;
      for (int level = 0; level < 8; ++level)
        if (state().tile({.subject = 0, .level = level, .column = 0, .row = 0})) return;
    }
  }
  /// Until nothing on the stage is of the settings before.
  void until_shown() {
    do {
      stage.frames(application, 1);
      glFinish();
    } while (state().refreshing());
  }
  /// Until what is seen is there; measuring may go on.
  void until_seen() {
    for (;;) {
      frame();
      const std::string work = state().work().name;
      if (work.empty() || work.starts_with("Measuring")) return;
    }
  }
  void until_idle() {
    do frame();
    while (state().busy());
  }
};

void open_picture(benchmark::State& run) {
  const std::string& path = large_jpeg();
  for (auto _ : run) {
    run.PauseTiming();
    Lab lab;
    run.ResumeTiming();
    lab.say("open " + path);
    lab.until_begun();
    run.PauseTiming();
    lab.until_seen();
    lab.say("cancel");
    run.ResumeTiming();
  }
}

void measure_all(benchmark::State& run) {
  const std::string& path = large_jpeg();
  for (auto _ : run) {
    run.PauseTiming();
    Lab lab;
    lab.say("add-contender pixel-shuffle; add-contender nearest-conv; open " + path);
    lab.until_seen();
    run.ResumeTiming();
    lab.until_idle();
  }
}

/// The kernel's size of one contender, moved one way and the other.
void move_slider(benchmark::State& run) {
  Lab lab;
  lab.say("open " + large_jpeg() + "; image-zoom 100; contender-kernel gaussian");
  lab.until_idle();
  int size = 3;
  for (auto _ : run) {
    size = 8 - size;
    ImageSettings next = lab.state().settings();
    next.contenders[lab.state().stage.contender].taps = size;
    lab.state().change(next);  // as a slider does, without a script's frames between commands
    lab.until_shown();
    run.PauseTiming();
    lab.until_seen();
    run.ResumeTiming();
  }
}

void register_all() {
  const auto timed = [](benchmark::internal::Benchmark* b) {
    b->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
  };
  const std::string eight(kEightMethods);
  const struct {
    const char* name;
    std::vector<std::string> words;
  } commands[] = {
      {"cli/compare24", {"compare", "IN", "--factor", "2", "--methods", eight, "--quiet"}},
      {"cli/upsample24",
       {"upsample", "IN", "-o", "OUT.png", "--factor", "2", "--method", "bicubic", "--quiet"}},
      {"cli/upsample24_npy",
       {"upsample", "IN", "-o", "OUT.npy", "--factor", "2", "--method", "bicubic", "--quiet"}},
      {"export/gif100", {"render", "tconv 10x10 k3 s2", "-o", "OUT.gif", "--size", "1280x720", "--quiet"}},
      {"export/mp4_30s",
       {"render", "tconv 8x7 k3 s2", "-o", "OUT.mp4", "--size", "1920x1080", "--fps", "30", "--speed", "2.72",
        "--quiet"}},
      {"export/mp4_100", {"render", "tconv 10x10 k3 s2", "-o", "OUT.mp4", "--size", "1280x720", "--quiet"}},
  };
  for (const auto& c : commands)
    timed(benchmark::RegisterBenchmark(c.name, [words = c.words](benchmark::State& run) {
            command(run, words);
          })->Iterations(1));
  timed(benchmark::RegisterBenchmark("images/open24", open_picture)->Iterations(3));
  timed(benchmark::RegisterBenchmark("images/measured24", measure_all)->Iterations(1));
  timed(benchmark::RegisterBenchmark("images/slider24", move_slider)->Iterations(20));
}

const bool registered = (register_all(), true);

}  // namespace
}  // namespace convscope
