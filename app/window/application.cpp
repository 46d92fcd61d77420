#include "app/window/application.hpp"

#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desk/file_commands.hpp"
#include "app/gpu/objects.hpp"
#include "app/widgets/compat.hpp"

namespace convscope {

namespace {

constexpr int kFramesPerCommand = 3;
/// A script goes on after that, whatever workers are at.
constexpr std::chrono::minutes kLongestWait{2};

/// Dear ImGui's context must be there before the members that draw, and go after them.
void create_context() {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // a blinking caret would keep an idle window awake
  compat::set_up_keys();
  ImGui_ImplOpenGL3_Init("#version 330");
}

}  // namespace

Application::Application(Scenario first, std::function<void()> wake, std::span<const LabRow> labs,
                         std::span<const Command> commands)
    : desk_(std::move(first), labs, commands, std::move(wake)) {
  create_context();
}

Application::~Application() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

void Application::set_style() {
  const Palette& colors = palette(desk_.session.theme);
  const auto color = [](Color c) {
    return ImVec4(static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255,
                  static_cast<float>(c.a) / 255);
  };
  ImGuiStyle& style = ImGui::GetStyle();
  style.AntiAliasedLinesUseTex = false;  // the baked lines are a pixel of ours wide, not the device's
  style.CircleTessellationMaxError = static_cast<float>(0.15 / density_);
  style.WindowMinSize = {1, 1};
  style.ScrollbarSize = 9;
  style.ScrollbarRounding = 5;
  style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  style.Colors[ImGuiCol_ScrollbarGrab] = color(colors.hatch.with_alpha(0.7));
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = color(colors.faint.with_alpha(0.8));
  style.Colors[ImGuiCol_ScrollbarGrabActive] = color(colors.faint);
  style.Colors[ImGuiCol_ChildBg] = {0, 0, 0, 0};
}

void Application::begin(int width, int height, double density, double seconds) {
  desk_.session.window_width = width / density;
  desk_.session.window_height = height / density;
  const double type = desk_.session.type();
  const std::u32string& others = memory_.editor.others();
  if (density != density_ || type != type_ || others.size() != others_) {
    font_ =
        compat::load_font(static_cast<float>(FieldEditor::kEm * type), static_cast<float>(density), others);
    others_ = others.size();
    density_ = density;
    type_ = type;
  }
  set_style();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width / density), static_cast<float>(height / density)};
  io.DisplayFramebufferScale = {static_cast<float>(density), static_cast<float>(density)};
  io.DeltaTime = static_cast<float>(std::clamp(seconds, 1e-4, 0.25));
  input_.feed();
  gpu_.begin_frame();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  compat::mark_frame();
}

void Application::frame(int width, int height, double density, double seconds) {
  if (due_ > 0) --due_;
  if (!input_.empty()) stir();
  begin(width, height, density, seconds);
  const ImGuiIO& io = ImGui::GetIO();
  memory_.editor.begin_frame();
  const bool typing = io.WantTextInput || memory_.editor.is_open() || desk_.session.export_panel;
  // What ends the dark screen does nothing else; it stays over the rest for this frame.
  const bool wakes = desk_.session.blank && (compat::any_key_pressed() || ImGui::IsMouseClicked(0) ||
                                             ImGui::IsMouseClicked(1) || ImGui::IsMouseClicked(2));
  if (!typing && !desk_.session.blank &&
      !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel))
    run_pressed_keys(target_);
  take_chosen_file(target_);
  desk_.tick(std::min(seconds, 0.1));

  if (!desk_.session.help) {
    memory_.explanation.clear();
    memory_.topic.clear();
  }
  memory_.explained = false;
  memory_.pointed = {};
  const Session& session = desk_.session;
  const UiLook look{.theme = session.theme,
                    .type = session.type(),
                    .density = density,
                    .hover = session.hover,
                    .held = session.help};
  const DeskUi ui(desk_, Ui(look, gpu_, memory_, font_, seconds));
  try {
    main_window_.draw(ui, width / density, height / density, target_);
  } catch (const std::exception& problem) {  // the window goes on, and says it
    compat::recover_frame();
    desk_.tell(problem.what(), true);
  }

  if (wakes) {
    desk_.session.blank = false;
    stir();
  }
  if (!memory_.explained) memory_.hovered = 0;
  const Point pointer{io.MousePos.x, io.MousePos.y};
  if (std::exchange(pointer_, pointer) != pointer) desk_.session.hover_pinned = false;
  if (!desk_.session.hover_pinned && desk_.session.hover != memory_.pointed) {
    desk_.session.hover = memory_.pointed;
    due_ = std::max(due_, 2);
  }
  ImGui::Render();
  clear(palette(desk_.session.theme).stage);
  for (const Ground& ground : memory_.grounds)
    if (ground.color.a > 0) clear(ground.color, ground.rect, density, height);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (!desk_.session.capture || unfinished()) return;
  const Capture wanted = *std::exchange(desk_.session.capture, std::nullopt);
  desk_.attempt([&] { wanted.take(read_pixels(wanted.part, density, height), density); });
  stir();
}

bool Application::restless() const {
  return due_ > 0 || !input_.empty() || desk_.animating() || memory_.waiting || memory_.unfinished ||
         has_script() || desk_.session.capture;
}

void Application::enqueue(std::string_view text) {
  for (auto& words : parse_commands(text)) {
    command(desk_.commands(), words.front());
    script_.push_back(std::move(words));
  }
}

bool Application::waits_for_workers() {
  using Clock = std::chrono::steady_clock;
  // What ends the work must not wait for its end.
  if (!desk_.updating() || script_.front().front() == "cancel") {
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
