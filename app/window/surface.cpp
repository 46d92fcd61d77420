#include "app/window/surface.hpp"

#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/gpu/objects.hpp"
#include "app/widgets/compat.hpp"

namespace convscope {

Surface::Context::Context() : before(ImGui::GetCurrentContext()) {
  own = ImGui::CreateContext();
  ImGui::SetCurrentContext(own);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // a blinking caret would keep an idle window awake
  compat::set_up_keys();
  compat::init_renderer();
}

Surface::Context::~Context() {
  ImGui::SetCurrentContext(own);
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext(own);
  ImGui::SetCurrentContext(before);
}

Surface::Surface() {
  focus_.attach();
}

Surface::~Surface() = default;

void Surface::set_style(const Palette& colors) {
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

void Surface::begin(const Look& look, int width, int height, double density, double seconds,
                    InputQueue& input) {
  ImGui::SetCurrentContext(context_.own);
  const std::u32string& others = memory_.editor.others();
  if (density != density_ || look.type != type_ || others.size() != others_) {
    font_ = compat::load_font(static_cast<float>(FieldEditor::kEm * look.type), static_cast<float>(density),
                              others);
    painter_.forget();  // the font's texture may have the same name
    others_ = others.size();
    density_ = density;
    type_ = look.type;
  }
  width_ = width;
  height_ = height;
  set_style(palette(look.theme));
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width / density), static_cast<float>(height / density)};
  io.DisplayFramebufferScale = {static_cast<float>(density), static_cast<float>(density)};
  io.DeltaTime = static_cast<float>(std::clamp(seconds, 1e-4, 0.25));
  input.feed();
  gpu_.begin_frame();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  compat::mark_frame();
  focus_.begin_frame();
}

void Surface::end(const Look& look) {
  ImGui::Render();
  const Color stage = palette(look.theme).stage;
  painter_.paint(
      {*ImGui::GetDrawData(), width_, height_, density_, stage, memory_.grounds, memory_.repainted});
}

void Surface::paint(Theme theme, Color stage) const {
  std::vector<Ground> grounds = memory_.grounds;
  for (Ground& ground : grounds)
    if (ground.color == palette(theme).stage) ground.color = stage;
  FramePainter::paint_whole({*ImGui::GetDrawData(), width_, height_, density_, stage, grounds, {}});
}

KeptContext::KeptContext() : context_(ImGui::GetCurrentContext()) {}

KeptContext::~KeptContext() {
  ImGui::SetCurrentContext(context_);
}

}  // namespace convscope
