#include "app/widgets/chord.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "app/widgets/compat.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::array<std::pair<std::string_view, Key>, 28> kNames{{
    {"Tab", Key::tab},
    {"Left", Key::left},
    {"Right", Key::right},
    {"Up", Key::up},
    {"Down", Key::down},
    {"PageUp", Key::page_up},
    {"PageDown", Key::page_down},
    {"Home", Key::home},
    {"End", Key::end},
    {"Insert", Key::insert},
    {"Delete", Key::del},
    {"Backspace", Key::backspace},
    {"Space", Key::space},
    {"Enter", Key::enter},
    {"Esc", Key::escape},
    {"Escape", Key::escape},
    {"F1", Key::f1},
    {"F5", Key::f5},
    {"F10", Key::f10},
    {"F11", Key::f11},
    {"Menu", Key::menu},
    {",", Key::comma},
    {".", Key::period},
    {"-", Key::minus},
    {"=", Key::equal},
    {"[", Key::left_bracket},
    {"]", Key::right_bracket},
    {"/", Key::slash},
}};

Key offset(Key first, int by) {
  return static_cast<Key>(static_cast<int>(first) + by);
}

/// What is held to go on and on; everything else happens once a press.
bool repeats(Key key) {
  constexpr std::array keys{Key::left, Key::right, Key::page_up, Key::page_down,
                            Key::up,   Key::down,  Key::y,       Key::z};
  return std::ranges::find(keys, key) != keys.end();
}

bool same_word(std::string_view a, std::string_view b) {
  return lower(a) == lower(b);
}

}  // namespace

Chord parse_chord(std::string_view text) {
  Chord chord;
  if (text == "?") return {.character = '?'};
  for (std::string_view piece : split(text, '+')) {
    if (same_word(piece, "ctrl")) {
      chord.ctrl = true;
    } else if (same_word(piece, "shift")) {
      chord.shift = true;
    } else if (same_word(piece, "alt")) {
      chord.alt = true;
    } else if (piece.size() == 1 && std::isalpha(static_cast<unsigned char>(piece[0]))) {
      chord.key = offset(Key::a, lower(piece)[0] - 'a');
    } else if (piece.size() == 1 && std::isdigit(static_cast<unsigned char>(piece[0]))) {
      chord.key = offset(Key::d0, piece[0] - '0');
    } else {
      const auto* found =
          std::ranges::find_if(kNames, [&](const auto& name) { return same_word(name.first, piece); });
      if (found == kNames.end())
        throw Error(
            "key", fmt::format("'{}' is not known", piece),
            "a letter, a digit, Space, Enter, Esc, Tab, Left, Right, Up, Down, Home, End, PageUp, PageDown, "
            "F1, F5, F11, ?, with Ctrl+, Shift+ or Alt+ before it");
      chord.key = found->second;
    }
  }
  if (chord.key == Key::none) throw Error("key", fmt::format("'{}' names no key", text), "as in Ctrl+Z");
  return chord;
}

bool pressed(const Chord& chord) {
  const ImGuiIO& io = ImGui::GetIO();
  if (chord.character) {
    const auto& typed = io.InputQueueCharacters;
    return std::find(typed.begin(), typed.end(), static_cast<ImWchar>(chord.character)) != typed.end();
  }
  return io.KeyCtrl == chord.ctrl && io.KeyAlt == chord.alt && io.KeyShift == chord.shift && !io.KeySuper &&
         compat::key_pressed(chord.key, repeats(chord.key));
}

bool pressed_at_most(const Chord& chord, double times_a_second) {
  ImGuiIO& io = ImGui::GetIO();
  const float delay = io.KeyRepeatDelay, rate = io.KeyRepeatRate;
  io.KeyRepeatRate = std::max(rate, static_cast<float>(1 / times_a_second));
  io.KeyRepeatDelay = std::max(delay, io.KeyRepeatRate);
  const bool is = pressed(chord);
  io.KeyRepeatDelay = delay;
  io.KeyRepeatRate = rate;
  return is;
}

void play(const Chord& chord, InputQueue& input) {
  if (chord.character) return input.push(CharacterEvent{chord.character});
  const auto modifiers = [&](bool down) {
    if (chord.ctrl) input.push(KeyEvent{Key::ctrl, down});
    if (chord.shift) input.push(KeyEvent{Key::shift, down});
    if (chord.alt) input.push(KeyEvent{Key::alt, down});
  };
  modifiers(true);
  input.push(KeyEvent{chord.key, true});
  input.push(KeyEvent{chord.key, false});
  modifiers(false);
}

}  // namespace convscope
