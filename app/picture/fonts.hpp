// Where the fonts are and how wide text is; no GPU, no window.
//
// Inter for text and JetBrains Mono for numbers; glyphs that they lack come from DejaVu, run by run, and
// the tests check that every character which the program prints is covered. Files are looked for where
// Debian installs them; a system without Inter falls back to DejaVu alone. What none of these has, in the
// names of files, comes from any font of the system (fallback_fonts.hpp); what no font has is the sign �,
// once for all the characters that make up one emoji. Letters are not joined and keep their order, also in
// Arabic and Indic scripts: such text is shown letter by letter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/fallback_fonts.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

/// Paths of the font and of its fallbacks, best first; never empty. A character is drawn with the first
/// file that has it.
/// Errors: "fonts: ..." when not even DejaVu is installed.
std::vector<std::string> font_files(Font font);

/// One character laid out. Characters that no font has take the sign �.
struct Glyph {
  std::size_t file;     ///< for font_file(font, file)
  std::uint32_t index;  ///< glyph number in that file
  double advance;       ///< in em
  std::size_t bytes;    ///< length of the character in the UTF-8 text
};
/// Of a glyph: one of font_files(font), or one of the system's.
FontFile font_file(Font font, std::size_t file);

/// The text glyph by glyph, without kerning or ligatures: digits keep their places while numbers change,
/// and every backend can reach the same positions.
std::vector<Glyph> lay_out(Font font, std::string_view text);

/// CSS font-family, font-weight for the SVG writer.
struct FontCss {
  const char* family;
  int weight;
};
FontCss font_css(Font font);

/// The text with � for every byte that is not UTF-8: what files that must be UTF-8 hold.
std::string valid_utf8(std::string_view text);
/// Its characters, and back.
std::u32string characters_of(std::string_view text);
std::string utf8(char32_t character);

/// A stretch of UTF-8 text that one font file covers; `file` is for font_file(font, file).
struct TextRun {
  std::string text;
  std::size_t file;
};
std::vector<TextRun> split_runs(Font font, std::string_view text);

/// All functions may be called from any thread; fonts are read once.
/// Advance width in logical pixels, unhinted, of the text in the program's language (language.hpp).
double text_width(Font font, double size, std::string_view text);
/// Where a label's text of that width begins: its `at` is at the beginning, the middle or the end.
double left_of(const Label& label, double width);
/// The same with the width measured, and so many times the type's size high, about the label's middle line.
Rect rect_of(const Label& label, double height);
/// As many whole characters from the beginning as take no more than `width`. The work grows with what fits,
/// not with the text.
std::string_view prefix_within(Font font, double size, std::string_view text, double width);
/// The text in the program's language, or as much of it as leaves room for an ellipsis; the work as above.
std::string shortened(Font font, double size, std::string_view text, double width);
/// Height of a capital letter in logical pixels.
double cap_height(Font font, double size);
/// True when the font, its fallbacks or the system's have a glyph for every character.
bool covers(Font font, std::string_view text);

}  // namespace convscope
