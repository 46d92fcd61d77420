#include "app/widgets/compat.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <imgui_freetype.h>
#include <imgui_internal.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/gpu/sampling.hpp"
#include "app/picture/fonts.hpp"
#include "core/base/system.hpp"

namespace convscope::compat {

namespace {

/// JetBrains Mono's line in em: ascent 1.02 and descent 0.3.
constexpr float kLine = 1.32F;

// Static, because the atlas keeps the pointer. Latin, Greek, phonetic superscripts, punctuation to currency,
// letterlike signs, fractions, arrows to technical signs, geometric shapes.
constexpr ImWchar kRanges[] = {0x0020, 0x024f, 0x0370, 0x03ff, 0x1d00, 0x1dbf, 0x2000, 0x209f, 0x2100,
                               0x214f, 0x2150, 0x218f, 0x2190, 0x23ff, 0x25a0, 0x25ff, 0};

/// A character of a text's own from whatever file has it. ImWchar may have 16 bits: what is beyond has none.
void load_others(ImFontAtlas& atlas, Font font, float size, std::u32string_view others) {
  static std::vector<std::vector<ImWchar>> ranges;  // the atlas keeps the pointers
  ranges.clear();
  std::map<std::size_t, std::vector<ImWchar>> by_file;
  for (const char32_t c : others) {
    if (c > IM_UNICODE_CODEPOINT_MAX || c < 0x20) continue;
    const std::string text = utf8(c);
    if (!covers(font, text)) continue;
    auto& range = by_file[lay_out(font, text).front().file];
    range.insert(range.end(), 2, static_cast<ImWchar>(c));
  }
  for (auto& [file, range] : by_file) {
    range.push_back(0);
    ranges.push_back(std::move(range));
    const FontFile from = font_file(font, file);
    ImFontConfig config;
    config.MergeMode = true;
    config.OversampleH = config.OversampleV = 1;
    config.FontNo = from.face;
    atlas.AddFontFromFileTTF(from.path.c_str(), size, &config, ranges.back().data());
  }
}

ImFont* load_files(ImFontAtlas& atlas, Font font, float size) {
  ImFont* loaded = nullptr;
  for (const std::string& file : font_files(font)) {
    ImFontConfig config;
    config.MergeMode = loaded != nullptr;
    config.OversampleH = config.OversampleV = 1;
    ImFont* next = atlas.AddFontFromFileTTF(file.c_str(), size, &config, kRanges);
    if (!loaded) loaded = next;
  }
  return loaded;
}

}  // namespace

void init_renderer() {
#if IMGUI_VERSION_NUM >= 19200
  // Its loader closes the library that it took with the first renderer that ends, and the next one calls
  // functions of it.
  for (const char* one : {"libOpenGL.so.0", "libGLX.so.0", "libEGL.so.1", "libGL.so.1"})
    system::keep_library(one);
#endif
  ImGui_ImplOpenGL3_Init("#version 330");
}

#if IMGUI_VERSION_NUM < 19130

void mark_frame() {}

void recover_frame() {
  ImGui::ErrorCheckEndFrameRecover(nullptr);
}

#else

namespace {
ImGuiErrorRecoveryState& marked() {
  static ImGuiErrorRecoveryState state;
  return state;
}
}  // namespace

void mark_frame() {
  ImGuiIO& io = ImGui::GetIO();
  // One of the ways to tell of it has to be left: its own log, which nobody sees.
  io.ConfigErrorRecoveryEnableAssert = io.ConfigErrorRecoveryEnableTooltip = false;
  ImGui::ErrorRecoveryStoreState(&marked());
}

void recover_frame() {
  ImGui::ErrorRecoveryTryToRecoverState(&marked());
}

#endif

#if IMGUI_VERSION_NUM < 18700

// The keyboard's state is an array under numbers of our choice: Key itself.
void set_up_keys() {
  ImGuiIO& io = ImGui::GetIO();
  const auto map = [&io](ImGuiKey name, Key key) { io.KeyMap[name] = static_cast<int>(key); };
  map(ImGuiKey_Tab, Key::tab);
  map(ImGuiKey_LeftArrow, Key::left);
  map(ImGuiKey_RightArrow, Key::right);
  map(ImGuiKey_UpArrow, Key::up);
  map(ImGuiKey_DownArrow, Key::down);
  map(ImGuiKey_PageUp, Key::page_up);
  map(ImGuiKey_PageDown, Key::page_down);
  map(ImGuiKey_Home, Key::home);
  map(ImGuiKey_End, Key::end);
  map(ImGuiKey_Insert, Key::insert);
  map(ImGuiKey_Delete, Key::del);
  map(ImGuiKey_Backspace, Key::backspace);
  map(ImGuiKey_Space, Key::space);
  map(ImGuiKey_Enter, Key::enter);
  map(ImGuiKey_Escape, Key::escape);
  map(ImGuiKey_KeyPadEnter, Key::keypad_enter);
  map(ImGuiKey_A, Key::a);
  map(ImGuiKey_C, Key::c);
  map(ImGuiKey_V, Key::v);
  map(ImGuiKey_X, Key::x);
  map(ImGuiKey_Y, Key::y);
  map(ImGuiKey_Z, Key::z);
}

void feed_key(Key key, bool down) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeysDown[static_cast<std::size_t>(key)] = down;
  if (key == Key::ctrl) io.KeyCtrl = down;
  if (key == Key::shift) io.KeyShift = down;
  if (key == Key::alt) io.KeyAlt = down;
  if (key == Key::super) io.KeySuper = down;
}
void feed_mouse_position(float x, float y) {
  ImGui::GetIO().MousePos = {x, y};
}
void feed_mouse_button(int button, bool down) {
  ImGui::GetIO().MouseDown[button] = down;
}
void feed_wheel(float dx, float dy) {
  ImGui::GetIO().MouseWheelH += dx;
  ImGui::GetIO().MouseWheel += dy;
}
bool key_pressed(Key key, bool repeat) {
  return ImGui::IsKeyPressed(static_cast<int>(key), repeat);
}
bool key_down(Key key) {
  return ImGui::IsKeyDown(static_cast<int>(key));
}

#else

namespace {

ImGuiKey imgui_key(Key key) {
  if (key >= Key::a && key <= Key::z)
    return static_cast<ImGuiKey>(ImGuiKey_A + static_cast<int>(key) - static_cast<int>(Key::a));
  if (key >= Key::d0 && key <= Key::d9)
    return static_cast<ImGuiKey>(ImGuiKey_0 + static_cast<int>(key) - static_cast<int>(Key::d0));
  constexpr std::array names{
      ImGuiKey_None,        ImGuiKey_Tab,       ImGuiKey_LeftArrow,   ImGuiKey_RightArrow,
      ImGuiKey_UpArrow,     ImGuiKey_DownArrow, ImGuiKey_PageUp,      ImGuiKey_PageDown,
      ImGuiKey_Home,        ImGuiKey_End,       ImGuiKey_Insert,      ImGuiKey_Delete,
      ImGuiKey_Backspace,   ImGuiKey_Space,     ImGuiKey_Enter,       ImGuiKey_Escape,
      ImGuiKey_F1,          ImGuiKey_F5,        ImGuiKey_F10,         ImGuiKey_F11,
      ImGuiKey_Menu,        ImGuiKey_Slash,     ImGuiKey_Minus,       ImGuiKey_Equal,
      ImGuiKey_Comma,       ImGuiKey_Period,    ImGuiKey_LeftBracket, ImGuiKey_RightBracket,
      ImGuiKey_KeypadEnter, ImGuiKey_LeftCtrl,  ImGuiKey_LeftShift,   ImGuiKey_LeftAlt,
      ImGuiKey_LeftSuper};
  return names[static_cast<std::size_t>(key)];
}

#if IMGUI_VERSION_NUM < 18900
constexpr ImGuiKey kCtrl = ImGuiKey_ModCtrl, kShift = ImGuiKey_ModShift, kAlt = ImGuiKey_ModAlt,
                   kSuper = ImGuiKey_ModSuper;
#else
constexpr ImGuiKey kCtrl = ImGuiMod_Ctrl, kShift = ImGuiMod_Shift, kAlt = ImGuiMod_Alt,
                   kSuper = ImGuiMod_Super;
#endif

}  // namespace

void set_up_keys() {}

void feed_key(Key key, bool down) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(imgui_key(key), down);
  if (key == Key::ctrl) io.AddKeyEvent(kCtrl, down);
  if (key == Key::shift) io.AddKeyEvent(kShift, down);
  if (key == Key::alt) io.AddKeyEvent(kAlt, down);
  if (key == Key::super) io.AddKeyEvent(kSuper, down);
}
void feed_mouse_position(float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
}
void feed_mouse_button(int button, bool down) {
  ImGui::GetIO().AddMouseButtonEvent(button, down);
}
void feed_wheel(float dx, float dy) {
  ImGui::GetIO().AddMouseWheelEvent(dx, dy);
}
bool key_pressed(Key key, bool repeat) {
  return ImGui::IsKeyPressed(imgui_key(key), repeat);
}
bool key_down(Key key) {
  return ImGui::IsKeyDown(imgui_key(key));
}

#endif

bool any_key_pressed() {
  for (int i = 1; i < static_cast<int>(Key::count); ++i) {
    const Key key = static_cast<Key>(i);
    const bool held = key == Key::ctrl || key == Key::shift || key == Key::alt || key == Key::super;
    if (!held && key_pressed(key, false)) return true;
  }
  return false;
}

void feed_character(unsigned code) {
  ImGui::GetIO().AddInputCharacter(code);
}
void feed_focus(bool focused) {
  ImGui::GetIO().AddFocusEvent(focused);
}

namespace {
Clipboard& clipboard_in_use() {
  static Clipboard clipboard{};
  return clipboard;
}
}  // namespace

void set_clipboard(Clipboard clipboard) {
  clipboard_in_use() = clipboard;
#if IMGUI_VERSION_NUM >= 19110
  ImGuiPlatformIO& io = ImGui::GetPlatformIO();
  io.Platform_GetClipboardTextFn = [](ImGuiContext*) { return clipboard_in_use().get(); };
  io.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) { clipboard_in_use().set(text); };
#else
  ImGuiIO& io = ImGui::GetIO();
  io.GetClipboardTextFn = [](void*) { return clipboard_in_use().get(); };
  io.SetClipboardTextFn = [](void*, const char* text) { clipboard_in_use().set(text); };
#endif
}

namespace {
unsigned texture_name(ImTextureID id) {
#if IMGUI_VERSION_NUM >= 19140
  return static_cast<unsigned>(id);
#else
  return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(id));
#endif
}
}  // namespace

unsigned texture_of(const ImDrawCmd& command) {
#if IMGUI_VERSION_NUM >= 19200
  // One that is not made yet has no name.
  if (command.TexRef._TexData != nullptr && command.TexRef._TexData->TexID == ImTextureID_Invalid) return 0;
#endif
  return texture_name(command.GetTexID());
}

bool updates_textures(const ImDrawData& data) {
#if IMGUI_VERSION_NUM >= 19200
  if (data.Textures == nullptr) return false;
  for (const ImTextureData* texture : *data.Textures)
    if (texture->Status != ImTextureStatus_OK) return true;
#else
  static_cast<void>(data);
#endif
  return false;
}

bool is_usual(char32_t character) {
  for (std::size_t i = 0; i + 1 < std::size(kRanges); i += 2)
    if (character >= kRanges[i] && character <= kRanges[i + 1]) return true;
  return false;
}

FieldFont load_font(float size, float scale, std::u32string_view others) {
  ImGuiIO& io = ImGui::GetIO();
  ImFontAtlas& atlas = *io.Fonts;
  atlas.Clear();
#if IMGUI_VERSION_NUM >= 19200
#if IMGUI_VERSION_NUM >= 19210
  atlas.SetFontLoader(ImGuiFreeType::GetFontLoader());
#else
  atlas.FontLoader = ImGuiFreeType::GetFontLoader();
#endif
  atlas.FontLoaderFlags = ImGuiFreeTypeLoaderFlags_LightHinting;
  const float baked = size * kLine;  // and rasterised at the framebuffer's density by itself
#else
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  const float baked = size * kLine * scale;
  io.FontGlobalScale = 1 / scale;
#endif
  const FieldFont loaded{load_files(atlas, Font::number, baked), size * kLine};
  load_others(atlas, Font::number, baked, others);
#if IMGUI_VERSION_NUM < 19200
  atlas.Build();
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
  // Everything without a texture of its own is painted with this one. Its letters stand on whole pixels where
  // a logical pixel is so many of the device's.
  if (scale == std::round(scale)) sample_nearest(texture_name(atlas.TexID));
#endif
  static_cast<void>(scale);
  return loaded;
}

#if IMGUI_VERSION_NUM >= 19200
void push_font(const FieldFont& font) {
  ImGui::PushFont(font.font, font.line);
}
#else
void push_font(const FieldFont& font) {
  ImGui::PushFont(font.font);
}
#endif

namespace {
ImTextureID texture_id(unsigned texture) {
#if IMGUI_VERSION_NUM >= 19140
  return static_cast<ImTextureID>(texture);
#else
  // Dear ImGui only hands it back to its OpenGL backend.
  return reinterpret_cast<ImTextureID>(  // NOLINT(performance-no-int-to-ptr)
      static_cast<std::uintptr_t>(texture));
#endif
}
}  // namespace

#if IMGUI_VERSION_NUM >= 19200
void push_texture(ImDrawList& list, unsigned texture) {
  list.PushTexture(ImTextureRef(texture_id(texture)));
}
void pop_texture(ImDrawList& list) {
  list.PopTexture();
}
#else
void push_texture(ImDrawList& list, unsigned texture) {
  list.PushTextureID(texture_id(texture));
}
void pop_texture(ImDrawList& list) {
  list.PopTextureID();
}
#endif

void add_image(ImDrawList& list, unsigned texture, ImVec2 min, ImVec2 max, ImVec2 uv_min, ImVec2 uv_max) {
  list.AddImage(texture_id(texture), min, max, uv_min, uv_max);
}

void polyline(ImDrawList& list, const ImVec2* points, int count, ImU32 color, bool closed, float thickness) {
  const ImDrawFlags flags = closed ? ImDrawFlags_Closed : ImDrawFlags_None;
#if IMGUI_VERSION_NUM >= 19280
  list.AddPolyline(points, count, color, thickness, flags);
#else
  list.AddPolyline(points, count, color, flags, thickness);
#endif
}

bool begin_child(const char* id, ImVec2 size, ImGuiWindowFlags flags) {
  return ImGui::BeginChild(id, size, false, flags);
}

}  // namespace convscope::compat
