#include "app/window/application.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desk/file_commands.hpp"
#include "app/desk/presenting.hpp"
#include "app/desk/presenting_commands.hpp"
#include "app/gpu/objects.hpp"
#include "app/picture/matte.hpp"
#include "app/widgets/compat.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "core/base/problem.hpp"

namespace convscope {

namespace {

constexpr int kFramesPerCommand = 3;
/// A script goes on after that, whatever workers are at.
constexpr std::chrono::minutes kLongestWait{2};

}  // namespace

Application::Application(const Scenario& first, std::function<void()> wake, std::span<const LabRow> labs,
                         std::span<const Command> commands)
    : desk_(first, labs, commands, std::move(wake)) {}

void Application::frame(int width, int height, double density, double seconds) {
  if (due_ > 0) --due_;
  if (!input_.empty()) stir();
  desk_.session.window_width = width / density;
  desk_.session.window_height = height / density;
  surface_.begin({desk_.session.theme, desk_.session.type()}, width, height, density, seconds, input_);
  UiMemory& memory = surface_.memory();
  const ImGuiIO& io = ImGui::GetIO();
  memory.editor.begin_frame();
  const bool typed = memory.editor.is_open();
  const bool typing = io.WantTextInput || typed || desk_.session.export_panel;
  // What ends the dark screen does nothing else; it stays over the rest for this frame.
  const bool wakes = desk_.session.blank && (compat::any_key_pressed() || ImGui::IsMouseClicked(0) ||
                                             ImGui::IsMouseClicked(1) || ImGui::IsMouseClicked(2));
  if (!typing && !desk_.session.blank && !surface_.focus().takes_keys() &&
      !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel))
    run_pressed_keys(target_);
  take_chosen_file(target_);
  desk_.tick(std::min(seconds, 0.1));
  play_by_itself(target_);

  if (!desk_.session.help) {
    memory.explanation.clear();
    memory.topic.clear();
  }
  memory.explained = false;
  memory.pointed = {};
  const Session& session = desk_.session;
  const UiLook look{.theme = session.theme,
                    .type = session.type(),
                    .density = density,
                    .hover = session.hover,
                    .held = session.help};
  const DeskUi ui(desk_, Ui(look, surface_.gpu(), memory, surface_.font(), seconds));
  try {
    main_window_.draw(ui, width / density, height / density, target_);
  } catch (const std::exception& problem) {  // the window goes on, and says it
    compat::recover_frame();
    desk_.tell(sentence_of(problem), true);
  }

  if (!desk_.session.blank) surface_.focus().end_frame(input_, typed, memory.editor.is_open());
  if (!desk_.session.blank && !desk_.session.capture) surface_.focus().draw(ui);
  if (wakes) {
    desk_.session.blank = false;
    stir();
  }
  if (!memory.explained) memory.hovered = 0;
  const Point pointer{io.MousePos.x, io.MousePos.y};
  if (std::exchange(pointer_, pointer) != pointer) desk_.session.hover_pinned = false;
  if (!desk_.session.hover_pinned && desk_.session.hover != memory.pointed) {
    desk_.session.hover = memory.pointed;
    due_ = std::max(due_, 2);
  }
  surface_.end({desk_.session.theme, desk_.session.type()});
  if (!desk_.session.capture || unfinished()) return;
  const Capture wanted = *std::exchange(desk_.session.capture, std::nullopt);
  desk_.attempt([&] { wanted.take(captured(wanted.part, density, height), density); });
  stir();
}

/// A part of the frame on the ground that exports have.
Image Application::captured(const Rect& part, double density, int height) const {
  if (desk_.session.exporting.ground == FigureGround::theme) return read_pixels(part, density, height);
  const auto on = [&](std::uint8_t shade) {
    surface_.paint(desk_.session.theme, {shade, shade, shade, 255});
    return read_pixels(part, density, height);
  };
  Image seen = on(255);
  if (desk_.session.exporting.ground == FigureGround::none) seen = matte(seen, on(0));
  surface_.paint(desk_.session.theme, palette(desk_.session.theme).stage);  // what the window goes on to show
  return seen;
}

bool Application::restless() const {
  return due_ > 0 || !input_.empty() || desk_.animating() || surface_.memory().waiting || unfinished() ||
         has_script() || desk_.session.capture || prepares_scene(desk_) ||
         desk_.message_goes().value_or(1) <= 0;
}

std::optional<double> Application::next_change() const {
  const std::optional<double> next = desk_.presenting().next_change(), goes = desk_.message_goes();
  return next && goes ? std::min(*next, *goes) : next ? next : goes;
}

void Application::enqueue(std::string_view text) {
  for (auto& words : parse_commands(text)) {
    command(desk_.commands(), words.front());
    script_.push_back(std::move(words));
  }
}

bool Application::waits_for_workers() {
  using Clock = std::chrono::steady_clock;
  // What ends the work must not wait for its end: cancel, train-cancel, cancel-export, quit.
  const std::string& next = script_.front().front();
  if (!desk_.updating() || next == "quit" || next.find("cancel") != next.npos) {
    waiting_since_.reset();
    return false;
  }
  if (!waiting_since_) waiting_since_ = Clock::now();
  return Clock::now() - *waiting_since_ < kLongestWait;
}

void Application::run_script() {
  if (target_.wait > 0) {
    --target_.wait;
    return;
  }
  if (script_.empty() || waits_for_workers()) return;
  const std::vector<std::string> words = std::move(script_.front());
  script_.pop_front();
  run_command(target_, words);
  target_.wait = std::max(target_.wait, kFramesPerCommand);
  stir();
}

}  // namespace convscope
