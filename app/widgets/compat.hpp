// Every difference between the versions of Dear ImGui (1.86 to 1.92), and nothing else.
#pragma once

#include <imgui.h>

#include <string_view>

#include "app/widgets/keys.hpp"

namespace convscope::compat {

/// Once, after ImGui::CreateContext().
void set_up_keys();

/// Input, before ImGui::NewFrame(). In 1.86 a press and its release within one frame cancel out: whoever
/// feeds events spreads them over frames (InputQueue does).
void feed_key(Key key, bool down);
void feed_mouse_position(float x, float y);
void feed_mouse_button(int button, bool down);
void feed_wheel(float dx, float dy);
void feed_character(unsigned code);
void feed_focus(bool focused);

/// The desktop's clipboard instead of Dear ImGui's own.
struct Clipboard {
  const char* (*get)();
  void (*set)(const char*);
};
void set_clipboard(Clipboard clipboard);

/// Loads the number font with an em of `size` logical pixels for a display of `scale` device pixels per
/// logical one, with `others` beside the usual characters. Replaces what was loaded before; not within a
/// frame. Errors: as font_files.
FieldFont load_font(float size, float scale, std::u32string_view others = {});
/// Whether the font has it without being told.
bool is_usual(char32_t character);
void push_font(const FieldFont& font);

/// Dear ImGui's renderer of the present context, as often as wanted in a process.
void init_renderer();

/// What was thrown within a frame leaves windows, colours and names open: the frame goes on as if nothing had
/// been drawn since mark_frame(), which is called after ImGui::NewFrame().
void mark_frame();
void recover_frame();

/// Drawing with textures of our own; the id is OpenGL's name.
void push_texture(ImDrawList& list, unsigned texture);
void pop_texture(ImDrawList& list);
/// OpenGL's name of what a command draws with.
unsigned texture_of(const ImDrawCmd& command);
/// A texture of Dear ImGui's own is about to change.
bool updates_textures(const ImDrawData& data);
void add_image(ImDrawList& list, unsigned texture, ImVec2 min, ImVec2 max, ImVec2 uv_min, ImVec2 uv_max);
void polyline(ImDrawList& list, const ImVec2* points, int count, ImU32 color, bool closed, float thickness);
/// A child window without a border of its own.
bool begin_child(const char* id, ImVec2 size, ImGuiWindowFlags flags);

}  // namespace convscope::compat
