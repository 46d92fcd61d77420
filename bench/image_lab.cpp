// How long the image lab's window takes for a frame while it rests, is panned and zoomed: everything up to
// glFinish, offscreen, on two threads of the renderer. The tiles that are seen are there before the clock
// runs.
#include <benchmark/benchmark.h>
#include <epoxy/gl.h>

#include <cmath>
#include <string>

#include "app/gpu/offscreen.hpp"
#include "app/labs/images/state.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

constexpr int kWay = 24;  // frames until it begins anew

using Motion = void (*)(Viewport&, const Viewport& first, int frame);

void rest(Viewport&, const Viewport&, int) {}
void pan(Viewport& v, const Viewport& first, int frame) {
  const double angle = 2 * M_PI * frame / kWay;
  v.x = first.x + 20 / first.zoom * std::cos(angle);
  v.y = first.y + 20 / first.zoom * std::sin(angle);
}
void zoom(Viewport& v, const Viewport& first, int frame) {
  v.zoom = first.zoom * (1 + 0.2 * std::sin(2 * M_PI * frame / kWay));
}

void move(benchmark::State& run, const std::string& commands, Motion motion, int width, int height) {
  const OffscreenContext context;
  Application application(parse_spec("tconv 3x3 k3 s2"));
  OffscreenStage stage(width, height, 1);
  application.enqueue("images; " + commands);
  stage.settle(application);
  Viewport& viewport = application.desk().state<ImagesState>().stage.viewport;
  const Viewport first = viewport;
  for (int frame = 0; frame < kWay; ++frame) {
    motion(viewport, first, frame);
    stage.settle(application);
  }
  glFinish();  // the renderer may lie many frames behind
  int frame = 0;
  for (auto _ : run) {
    motion(viewport, first, ++frame);
    stage.frames(application, 1);
    glFinish();
  }
}

void register_all() {
  const struct {
    const char *name, *commands;
    Motion motion;
  } workloads[] = {
      {"grid/rest", "compare grid", rest},
      {"grid/pan", "compare grid", pan},
      {"grid/zoom", "compare grid", zoom},
      {"grid50/pan", "compare grid; image-zoom 50", pan},
      {"grid_alone/pan", "compare grid; panels none; table off", pan},
      {"split/pan", "compare split", pan},
      {"difference/pan", "compare difference", pan},
      {"error50/pan", "compare error; image-zoom 50", pan},
      {"numbers/pan", "compare grid; image-zoom 4800", pan},
  };
  for (const auto& w : workloads)
    benchmark::RegisterBenchmark(("images/" + std::string(w.name) + "/1920x1080").c_str(),
                                 [w](benchmark::State& run) { move(run, w.commands, w.motion, 1920, 1080); })
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()  // the renderer's threads too
        ->UseRealTime();
}

const bool registered = (register_all(), true);

}  // namespace
}  // namespace convscope
