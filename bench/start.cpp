// From nothing to the first frame, what stays in memory, and what a change and an idle window cost. The
// window is the offscreen one, so of a window system's part there is nothing in it.
#include <benchmark/benchmark.h>
#include <epoxy/gl.h>
#include <time.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "app/gpu/offscreen.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

constexpr const char* kFirst = "tconv 16x16 k3 s2";

double resident_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      double kib = 0;
      status >> kib;
      return kib / 1024;
    }
  return 0;
}

/// Processor time of the window's thread, which is not the renderer's threads' nor the workers'.
double thread_milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Context, shaders, fonts, state and one frame; the first time of a process is the one that counts, so this
/// runs once.
void first_frame(benchmark::State& run) {
  for (auto _ : run) {
    const OffscreenContext context;
    Application application(parse_spec(kFirst));
    OffscreenStage stage(1600, 1000, 1);
    stage.frames(application, 1);
    glFinish();
    run.counters["resident_MB"] = resident_megabytes();
  }
}

void resident(benchmark::State& run) {
  const OffscreenContext context;
  Application application(parse_spec(kFirst));
  OffscreenStage stage(1600, 1000, 1);
  stage.settle(application);
  for (auto _ : run) {
    stage.frames(application, 1);
    glFinish();
  }
  run.counters["resident_MB"] = resident_megabytes();
}

/// A changed parameter and the frame that shows its drawing.
void change(benchmark::State& run, const std::string& spec) {
  const OffscreenContext context;
  Application application(parse_spec(spec));
  OffscreenStage stage(1920, 1080, 1);
  application.enqueue("layout 1");
  stage.settle(application);
  int padding = 0;
  double own = 0;
  for (auto _ : run) {
    const double before = thread_milliseconds();
    padding = 1 - padding;
    application.desk().set("padding", std::to_string(padding));
    stage.frames(application, 1);
    own += thread_milliseconds() - before;
    glFinish();
    if (!application.desk().updating()) continue;
    run.PauseTiming();  // a large one's drawing comes later
    stage.settle(application);
    run.ResumeTiming();
  }
  run.counters["own_ms"] = own / static_cast<double>(run.iterations());
}

void register_all() {
  const auto timed = [](benchmark::internal::Benchmark* b) {
    return b->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
  };
  timed(benchmark::RegisterBenchmark("start/first_frame", first_frame)->Iterations(1));
  timed(benchmark::RegisterBenchmark("start/resident", resident));
  const struct {
    const char *name, *spec;
  } changes[] = {{"window/change16", "conv 16x16 k3"},
                 {"window/change64", "conv 64x64 k3 c4>4"},
                 {"window/change1000", "conv 1000x1000 k3"}};
  for (const auto& c : changes)
    timed(benchmark::RegisterBenchmark(c.name, [spec = std::string(c.spec)](benchmark::State& run) {
      change(run, spec);
    }))->Iterations(10);
}

const bool registered = (register_all(), true);

}  // namespace
}  // namespace convscope
