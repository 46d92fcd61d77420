// Keys by numbers of our own, and the font of text fields: what headers need to say of Dear ImGui without
// including it.
#pragma once

#include <cstdint>

struct ImFont;

namespace convscope::compat {

/// Keys by our own numbers, so that nobody else needs to know how a version names them.
enum class Key : std::uint8_t {
  none,
  tab,
  left,
  right,
  up,
  down,
  page_up,
  page_down,
  home,
  end,
  insert,
  del,
  backspace,
  space,
  enter,
  escape,
  f1,
  f5,
  f10,
  f11,
  menu,
  slash,
  minus,
  equal,
  comma,
  period,
  left_bracket,
  right_bracket,
  keypad_enter,
  ctrl,
  shift,
  alt,
  super,
  a,
  b,
  c,
  d,
  e,
  f,
  g,
  h,
  i,
  j,
  k,
  l,
  m,
  n,
  o,
  p,
  q,
  r,
  s,
  t,
  u,
  v,
  w,
  x,
  y,
  z,
  d0,
  d1,
  d2,
  d3,
  d4,
  d5,
  d6,
  d7,
  d8,
  d9,
  count,
};

/// Within a frame.
bool key_pressed(Key key, bool repeat);
bool key_down(Key key);
/// Some key went down, other than one that is held with others.
bool any_key_pressed();

/// The font of text fields; everything else is drawn by PicturePainter with its own glyphs.
struct FieldFont {
  ImFont* font = nullptr;
  float line = 16;  ///< a line's height, which is what Dear ImGui calls a font's size; logical pixels
};

}  // namespace convscope::compat

namespace convscope {

using compat::Key;

}  // namespace convscope
