// Where the fonts are and how wide text is; no GPU, no window.
//
// Inter for text and JetBrains Mono for numbers; glyphs that they lack come from DejaVu, run by run, and
// the tests check that every character which the program prints is covered. Files are looked for where
// Debian installs them; a system without Inter falls back to DejaVu alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

/// Paths of the font and of its fallbacks, best first; never empty. A character is drawn with the first
/// file that has it.
/// Errors: "fonts: ..." when not even DejaVu is installed.
std::vector<std::string> font_files(Font font);

/// One character laid out. Characters that no file has take the first file's "missing" glyph (index 0).
struct Glyph {
  std::size_t file;     ///< which of font_files(font)
  std::uint32_t index;  ///< glyph number in that file
  double advance;       ///< in em
  std::size_t bytes;    ///< length of the character in the UTF-8 text
};
/// The text glyph by glyph, without kerning or ligatures: digits keep their places while numbers change,
/// and every backend can reach the same positions.
std::vector<Glyph> lay_out(Font font, std::string_view text);

/// CSS font-family, font-weight for the SVG writer.
struct FontCss {
  const char* family;
  int weight;
};
FontCss font_css(Font font);

/// A stretch of UTF-8 text that one font file covers; `file` indexes font_files(font).
struct TextRun {
  std::string text;
  std::size_t file;
};
std::vector<TextRun> split_runs(Font font, std::string_view text);

/// All functions may be called from any thread; fonts are read once.
/// Advance width in logical pixels, unhinted.
double text_width(Font font, double size, std::string_view text);
/// As many whole characters from the beginning as take no more than `width`. The work grows with what fits,
/// not with the text.
std::string_view prefix_within(Font font, double size, std::string_view text, double width);
/// The text, or as much of it as leaves room for an ellipsis; the work as above.
std::string shortened(Font font, double size, std::string_view text, double width);
/// Height of a capital letter in logical pixels.
double cap_height(Font font, double size);
/// True when the font or its fallback has a glyph for every character.
bool covers(Font font, std::string_view text);

}  // namespace convscope
