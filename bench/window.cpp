// How long the window takes for a frame while a scenario plays: state, views, panels, drawing and the
// renderer, up to glFinish, offscreen. 16.7 ms is 60 frames a second; the renderer is whatever EGL finds
// (LIBGL_ALWAYS_SOFTWARE=1 for Mesa's software one).
#include <benchmark/benchmark.h>
#include <epoxy/gl.h>

#include <string>

#include "app/gpu/offscreen.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
#include "bench/limits.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

void play(benchmark::State& run, const std::string& spec, const std::string& commands, int width,
          int height) {
  const OffscreenContext context;
  Application application(parse_spec(spec));
  OffscreenStage stage(width, height, 1);
  application.enqueue(commands);
  stage.settle(application);
  double own = 0, painted = 0;
  for (auto _ : run) {
    const double before = thread_seconds();
    stage.frames(application, 1);
    own += thread_seconds() - before;  // without the renderer's threads and the swap
    painted += application.painted();
    glFinish();
  }
  run.counters["painted"] = painted / static_cast<double>(run.iterations());
  run.counters["own_ms"] = 1e3 * own / static_cast<double>(run.iterations());
}

/// A scenario whose numbers were typed or pasted: a list of `side` rows, which no frame may read again.
std::string listed(int side) {
  std::string list;
  for (int row = 0; row < side; ++row) {
    list += row == 0 ? "" : ";";
    for (int column = 0; column < side; ++column)
      list += std::to_string((row * 7 + column * 3) % 10) + (column + 1 < side ? "," : "");
  }
  return "conv " + std::to_string(side) + "x" + std::to_string(side) + " k3 in=[" + list + "]";
}

void register_all() {
  const struct {
    std::string name, spec, commands;
  } workloads[] = {
      {"slide16", "conv 16x16 k3 p1", "layout 1; view slide; play"},
      {"scatter16", "tconv 16x16 k3 s2 p1", "layout 1; view scatter; play"},
      {"matrix16", "conv 16x16 k3 p1", "layout 1; view matrix; play"},
      {"two16", "tconv 16x16 k3 s2 p1", "layout 2; play"},
      {"gradient16", "conv 16x16 k3 p1", "layout 1; view gradient; play"},
      {"direct16", "tconv 16x16 k3 s2 p1", "layout 1; view direct; play"},
      {"overlap16", "tconv 16x16 k3 s2 p1", "layout 1; view overlap; play"},
      {"wiring16", "conv 16 k3 p1", "layout 1; view wiring; play"},
      {"four16", "tconv 16x16 k3 s2 p1", "layout 4; play"},
      {"matrix50176", "conv 224x224 k3 p1", "layout 1; view matrix; play"},
      {"matrix1048576", "conv 1024x1024 k3 p1", "layout 1; view matrix; play"},
      {"channels16", "conv 16x16 k3 p1 c2>3", "layout 1; view channels; play"},
      {"list1000", listed(1000), "layout 1; view slide; play"},
  };
  for (const auto& w : workloads)
    benchmark::RegisterBenchmark(("window/" + w.name + "/1920x1080").c_str(),
                                 [w](benchmark::State& run) { play(run, w.spec, w.commands, 1920, 1080); })
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()  // the renderer's threads too
        ->UseRealTime();
}

const bool registered = (register_all(), true);

}  // namespace
}  // namespace convscope
