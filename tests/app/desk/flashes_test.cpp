// Nothing flashes more than three times a second, at whatever speed it is played: what views draw is counted
// as WCAG 2.2 (success criterion 2.3.1) has it. A flash is a pair of opposing changes of relative luminance
// by 10 % of the largest, the darker of them below 0.80; more than three within a second are too many where
// they cover a quarter of ten degrees of the field of view together, 341 x 256 of 1024 x 768 pixels.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <vector>

#include "app/desk/playhead.hpp"
#include "app/export/frames.hpp"
#include "app/picture/backends.hpp"
#include "app/views/calm.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

constexpr double kFramesPerSecond = 30;
constexpr double kMostArea = 0.25 * 341 * 256 / (1024 * 768);

double linear(std::uint8_t value) {
  const double v = value / 255.0;
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

/// Of every pixel.
std::vector<float> luminance(const Image& image) {
  static const std::array<double, 256> table = [] {
    std::array<double, 256> t{};
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = linear(static_cast<std::uint8_t>(i));
    return t;
  }();
  std::vector<float> out(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<float>(0.2126 * table[image.rgba[4 * i]] + 0.7152 * table[image.rgba[4 * i + 1]] +
                                0.0722 * table[image.rgba[4 * i + 2]]);
  return out;
}

/// Counts opposing changes of one pixel.
class Flicker {
 public:
  void see(float now, double time) {
    low_ = std::min(low_, now);
    high_ = std::max(high_, now);
    if (way_ != 1 && now - low_ >= 0.1F && low_ < 0.8F)
      turn(1, now, time);
    else if (way_ != -1 && high_ - now >= 0.1F && now < 0.8F)
      turn(-1, now, time);
  }
  bool too_much() const { return most_ > 6; }  // three pairs

 private:
  /// From here on the extreme of the new way is looked for.
  void turn(int way, float now, double time) {
    way_ = way;
    low_ = high_ = now;
    times_.push_back(time);
    while (times_.front() <= time - 1 + 1e-6) times_.pop_front();
    most_ = std::max(most_, times_.size());
  }
  int way_ = 0;
  float low_ = 1, high_ = 0;
  std::deque<double> times_;
  std::size_t most_ = 0;
};

/// The share of a picture that flashes too often while a view is played for three seconds.
double flashing(const View& view, const Derived& derived, Theme theme, const Pace& pace) {
  const Index steps = convscope::steps(view, derived, std::nullopt);
  Style style{.width = 640, .height = 360, .theme = theme};
  present(style);
  Playhead head{.playing = true};
  std::vector<Flicker> pixels;
  for (int frame = 0; frame < 3 * static_cast<int>(kFramesPerSecond); ++frame) {
    const std::vector<float> now = luminance(rasterise(view.draw(derived, head.moment, style), 0.2));
    pixels.resize(now.size());
    for (std::size_t i = 0; i < now.size(); ++i) pixels[i].see(now[i], frame / kFramesPerSecond);
    head.advance(pace, steps, 1 / kFramesPerSecond);
  }
  std::size_t count = 0;
  for (const Flicker& pixel : pixels) count += pixel.too_much() ? 1 : 0;
  return static_cast<double>(count) / static_cast<double>(pixels.size());
}

/// The same of what is exported: its frames in order, each as long as it is shown.
double flashing_export(const View& view, const Derived& derived, double speed) {
  const Index steps = convscope::steps(view, derived, std::nullopt);
  Style style{.width = 640, .height = 360};
  present(style);
  std::vector<Flicker> pixels;
  double time = 0;
  for (const AnimationFrame& frame :
       animation_frames(steps, {.fps = 30, .speed = calm_speed(view, speed, kExportStepSeconds)})) {
    if (time > 4) break;
    const std::vector<float> now = luminance(rasterise(view.draw(derived, frame.moment, style), 0.2));
    pixels.resize(now.size());
    for (std::size_t i = 0; i < now.size(); ++i) pixels[i].see(now[i], time);
    time += frame.seconds;
  }
  const auto count = std::ranges::count_if(pixels, [](const Flicker& pixel) { return pixel.too_much(); });
  return static_cast<double>(count) / static_cast<double>(pixels.size());
}

void expect_calm(std::string_view line) {
  const Derived derived(parse_spec(line));
  for (const View& view : views()) {
    if (!view.animated || view.obstacle(derived)) continue;
    EXPECT_LT(flashing(view, derived, Theme::light,
                       {.speed = std::min(kFastest, calm_steps_per_second(view) * kStepSeconds)}),
              kMostArea)
        << view.name << " of " << line;
  }
}

TEST(Flashes, AreCounted) {
  // Black and white in turn, four times a second and three times.
  const auto played = [](double per_second) {
    Flicker pixel;
    for (int frame = 0; frame < 120; ++frame) {
      const double time = frame / 60.0 + 1e-6;
      pixel.see(static_cast<int>(std::floor(time * per_second * 2)) % 2 == 0 ? 0.F : 1.F, time);
    }
    return pixel.too_much();
  };
  EXPECT_TRUE(played(4));
  EXPECT_FALSE(played(3));
  EXPECT_FALSE(played(1));
}

TEST(Flashes, StepsAreNoMoreThanTwoASecond) {
  for (const double speed : {1.0, 4.0, kFastest, 1000.0}) {
    Playhead head{.playing = true};
    Index changes = 0, step = 0;
    for (int frame = 0; frame < 600; ++frame) {
      head.advance({.speed = speed}, 5, 1.0 / 60);
      changes += head.moment.step != step ? 1 : 0;
      step = head.moment.step;
    }
    EXPECT_LE(changes, 20) << speed;
  }
}

TEST(Flashes, OneStepThatIsPlayedInALoop) {
  expect_calm("tconv 1 k3 w=[9,9,9] in=[9]");
}

TEST(FlashesSlow, AreFewInEveryViewAtTheFastestSpeed) {
  for (const std::string_view line :
       {"conv 3 k3", "conv 4x4 k3", "tconv 1x1 k3 w=ones", "tconv 2x2 k3 s2", "tconv 3x3 k2 s1 w=ones",
        "conv 5 k2 s3", "tconv 2 k4 s1 in=ones w=ones"})
    expect_calm(line);
}

TEST(FlashesSlow, AreFewInWhatIsExportedAtAnySpeed) {
  for (const std::string_view line :
       {"conv 3 k3", "conv 4x4 k3", "tconv 2x2 k3 s2", "tconv 2 k4 s1 in=ones w=ones"})
    for (const double speed : {1.0, 100.0}) {
      const Derived derived(parse_spec(line));
      for (const View& view : views())
        if (view.animated && !view.obstacle(derived)) {
          EXPECT_LT(flashing_export(view, derived, speed), kMostArea) << view.name << " of " << line;
        }
    }
}

}  // namespace
}  // namespace convscope
