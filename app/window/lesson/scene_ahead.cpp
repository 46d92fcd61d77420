#include "app/window/lesson/scene_ahead.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "app/window/labs.hpp"
#include "app/window/sheets.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::minutes(5);

}  // namespace

struct SceneAhead::Stage {
  Stage(const Lesson& lesson, std::size_t scene, const Style& wanted)
      : desk(whole_desk(scenario_of(lesson, scene).value_or(parse_spec("conv 5 k3")))) {
    const Scene& of = lesson.scenes[scene];
    InputQueue input;
    CommandTarget target{desk, input};
    desk.session.stage_width = wanted.width;
    desk.session.stage_height = wanted.height;
    desk.choose_lab(of.lab);
    for (const std::string& line : of.commands)
      for (const std::vector<std::string>& words : parse_commands(line)) run_command(target, words);
    style = desk.style(wanted.width, wanted.height);
    style.theme = wanted.theme;
    style.numbers = wanted.numbers;
    style.type = wanted.type;
    style.present = wanted.present;
  }
  /// A frame of its own; the picture, when it is there.
  std::optional<Picture> look() {
    desk.tick(kFrameSeconds);
    if (desk.front_state().updating()) return std::nullopt;
    try {
      std::optional<Picture> picture = desk.front_state().picture(desk, style);
      return picture ? std::move(picture) : sheet();
    } catch (const Error& error) {
      if (error.field() != "export") throw;
      return std::nullopt;
    }
  }
  std::optional<Picture> sheet() {
    LabSheet made = sheet_of(desk.front_state(), style.theme);
    nothing = !made.picture && !made.comes;
    return std::move(made.picture);
  }
  bool waits() const { return !nothing && Clock::now() < end; }

  Desk desk;
  Style style{};
  Clock::time_point end = Clock::now() + kPatience;
  bool nothing = false;  ///< there is no drawing of it
};

SceneAhead::SceneAhead(const Lesson& lesson, std::size_t scene, const Style& style)
    : scene_(scene), style_(style), stage_(std::make_unique<Stage>(lesson, scene, style)) {}
SceneAhead::~SceneAhead() = default;

const std::optional<Picture>& SceneAhead::picture() {
  if (ready_) return picture_;
  picture_ = stage_->look();
  ready_ = picture_.has_value() || !stage_->waits();
  if (ready_) stage_.reset();
  return picture_;
}

}  // namespace convscope
