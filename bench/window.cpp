// How long the window takes for a frame while a scenario plays: state, views, panels, drawing and the
// renderer, up to glFinish, offscreen. 16.7 ms is 60 frames a second; the renderer is whatever EGL finds
// (LIBGL_ALWAYS_SOFTWARE=1 for Mesa's software one).
#include <benchmark/benchmark.h>
#include <epoxy/gl.h>

#include <string>

#include "app/gpu/offscreen.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
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
  for (auto _ : run) {
    stage.frames(application, 1);
    glFinish();
  }
}

void register_all() {
  const struct {
    const char *name, *spec, *commands;
  } workloads[] = {
      {"slide16", "conv 16x16 k3 p1", "layout 1; view slide; play"},
      {"scatter16", "tconv 16x16 k3 s2 p1", "layout 1; view scatter; play"},
      {"matrix16", "conv 16x16 k3 p1", "layout 1; view matrix; play"},
      {"two16", "tconv 16x16 k3 s2 p1", "layout 2; play"},
  };
  for (const auto& w : workloads)
    benchmark::RegisterBenchmark(("window/" + std::string(w.name) + "/1920x1080").c_str(),
                                 [w](benchmark::State& run) { play(run, w.spec, w.commands, 1920, 1080); })
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()  // the renderer's threads too
        ->UseRealTime();
}

const bool registered = (register_all(), true);

}  // namespace
}  // namespace convscope
