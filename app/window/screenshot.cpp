#include "app/window/screenshot.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "app/gpu/offscreen.hpp"
#include "app/labs/explore/state.hpp"
#include "app/picture/backends.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "app/window/start.hpp"
#include "core/base/error.hpp"
#include "core/base/saturated.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

namespace {

constexpr int kLeast = 320, kMost = 16384;

int pixels(int logical, double scale) {
  return saturated<int>(std::round(logical * scale));
}

/// The error whose what() reads so.
Error error_that_says(std::string_view words) {
  const std::size_t colon = words.find(": "), open = words.rfind(" (");
  if (colon == words.npos || open == words.npos || open < colon + 2 || !words.ends_with(')'))
    return Error("file", words, "another place, or less at once");
  return Error(words.substr(0, colon), words.substr(colon + 2, open - colon - 2),
               words.substr(open + 2, words.size() - open - 3));
}

}  // namespace

void throw_unwritten(const Desk& desk) {
  if (!desk.unwritten.empty()) throw error_that_says(desk.unwritten);
}

OffscreenStage::OffscreenStage(int width, int height, double scale)
    : scale_(scale), target_(pixels(width, scale), pixels(height, scale)) {}

void OffscreenStage::frames(Application& application, int count) {
  for (int i = 0; i < count; ++i) {
    target_.bind();
    application.frame(target_.width(), target_.height(), scale_, kFrameSeconds);
  }
}

void OffscreenStage::begin(Application& application) {
  while (!application.desk().begun()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    frames(application, 1);
  }
  throw_unwritten(application.desk());
}

void OffscreenStage::settle(Application& application) {
  frames(application, 3);
  // Workers need their time, which frames without a screen do not take.
  const auto working = [&] { return application.desk().updating() || prepares_scene(application.desk()); };
  const auto leave_time = [&] {
    if (working()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  };
  while (application.has_script() && !application.desk().quit) {
    leave_time();
    application.run_script();
    frames(application, 1);
  }
  frames(application, 3);
  // The picture is worth waiting for: a worker may be at the photograph, and another one at what follows.
  constexpr int kStill = 3;
  for (int still = 0; still < kStill && !application.desk().quit; ++still) {
    leave_time();
    if (working() || application.unfinished()) still = -1;
    frames(application, 1);
  }
}

int take_screenshot(const WindowRequest& request) {
  const double scale = request.scale > 0 ? request.scale : 1;
  for (const int side : {request.width, request.height})
    if (side < kLeast || side * scale > kMost)
      throw Error("size", fmt::format("{}x{} is out of reach", request.width, request.height),
                  fmt::format("{} to {} pixels a side", kLeast, kMost));
  const Scenario first = first_scenario(request.what_or_image);
  // A window says it when a picture is broken behind its beginning; here nobody would read that.
  if (is_image_name(request.what_or_image)) read_image_file(request.what_or_image, "image");
  const OffscreenContext context;
  Application application(first);
  OffscreenStage stage(request.width, request.height, scale);
  stage.begin(application);
  set_up(application, request);
  ExploreState& lab = explorer(application.desk());
  lab.rest_at(lab.steps() / 2);
  stage.settle(application);
  throw_unwritten(application.desk());
  write_file(request.screenshot, encode_png(stage.read()), "screenshot");
  return 0;
}

}  // namespace convscope
