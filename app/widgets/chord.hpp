// Key chords as text: "Ctrl+Z", "PageDown", "?".
#pragma once

#include <string_view>

#include "app/widgets/input.hpp"

namespace convscope {

struct Chord {
  compat::Key key = compat::Key::none;
  bool ctrl = false, shift = false, alt = false;
  unsigned character = 0;  ///< instead of a key: a typed sign, wherever the keyboard has it
};

/// Errors: Error("key", ...) for a name that is not known.
Chord parse_chord(std::string_view text);
/// Within a frame: whether the chord was pressed (a held key repeats).
bool pressed(const Chord& chord);
/// The same of a key that is held, but no more than so many times a second.
bool pressed_at_most(const Chord& chord, double times_a_second);
/// Presses and releases it.
void play(const Chord& chord, InputQueue& input);

}  // namespace convscope
