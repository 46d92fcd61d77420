// Colours by meaning: light, dark, and of high contrast. A colour has one meaning everywhere.
//
// Hues follow Okabe and Ito (2008), "Color Universal Design": blue, orange (vermilion for text), bluish
// green; values use cividis (Nunez, Anderton and Renslow 2018, PLoS ONE 13(7) e0199239).
#pragma once

#include "app/picture/picture.hpp"
#include "core/base/names.hpp"

namespace convscope {

enum class Theme : std::uint8_t { light, dark, high_contrast };
inline constexpr Names<Theme, 3> kThemes{"theme", {"light", "dark", "high-contrast"}, Listing::commas};
/// Light letters on a dark ground: where there are only two, light and dark, high contrast is a dark one.
constexpr bool is_dark(Theme theme) {
  return theme != Theme::light;
}

struct Palette {
  Color window;                                ///< panels, header, playback bar
  Color stage;                                 ///< the ground on which pictures stand
  Color line;                                  ///< hairlines between panels
  Color ink;                                   ///< text, the outline of the active cell
  Color soft;                                  ///< secondary text
  Color faint;                                 ///< disabled text, axis marks
  Color cell;                                  ///< an empty cell
  Color ghost;                                 ///< inserted zeros
  Color hatch;                                 ///< padding's hatching
  Color accent;                                ///< the control that is on, the slider's knob
  Color input, kernel, output;                 ///< outlines, arrows, graph edges
  Color input_text, kernel_text, output_text;  ///< the same meanings with enough contrast for text
  Color negative, positive;                    ///< the ends of the scale for signed data
  Color warning;                               ///< a verdict that asks for attention
  Color border{};         ///< around each cell and what is chosen; transparent where their grounds suffice
  double readable = 4.5;  ///< the contrast that all text has with its ground (WCAG 2.1: AA, AAA)
  double deepest = 1;     ///< no tint has more of its hue, so that its numbers stay readable
  bool parted = false;    ///< scales leave out their middle, on which no text is readable enough
};

const Palette& palette(Theme theme);

/// The colour that stands for a role: outline strength or text strength. A gradient has its tensor's.
Color role_color(const Palette& palette, Role role);
Color role_text_color(const Palette& palette, Role role);

/// A tint of the role's hue for a cell with |value| = t of the largest, t in 0..1 (clamped).
Color role_tint(const Palette& palette, Role role, double t);

/// cividis at t in 0..1 (clamped).
Color sequential(double t);
/// The same for cells that have numbers in them: in a parted palette dark up to the middle and bright from
/// it.
Color sequential(const Palette& palette, double t);
/// Blue (-1) over the cell ground (0) to red (+1), clamped; for signed data.
Color diverging(const Palette& palette, double t);

/// Relative luminance contrast (WCAG 2.1), 1..21.
double contrast(Color a, Color b);
/// Ink or window colour, whichever is more readable on the ground; black or white on the middle of a scale,
/// where neither would be readable enough.
Color readable_on(const Palette& palette, Color ground);
/// The wanted colour where it is readable on the ground, else readable_on.
Color readable_on(const Palette& palette, Color ground, Color wanted);

}  // namespace convscope
