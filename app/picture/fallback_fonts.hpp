// Characters that neither the program's fonts nor DejaVu have, from whatever fonts the system has: Chinese,
// Japanese, Thai and so on in the names of files. Fontconfig says which fonts there are, its order is ours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace convscope {

/// A face in a font file: collections have several.
struct FontFile {
  std::string path{};
  int face = 0;
};

struct FallbackGlyph {
  std::size_t file;     ///< for fallback_file()
  std::uint32_t index;  ///< in that file
  double advance;       ///< in em
};

/// Looked up once for each character; from any thread. Fonts that are pictures (colour emoji) and bitmaps are
/// left out: every backend draws outlines. Nothing where no font has it.
std::optional<FallbackGlyph> fallback_glyph(char32_t character);
/// From now on the system's favourites for that language, "zh-cn", come first: one character has other shapes
/// in Chinese than in Japanese.
void prefer_fonts_for(const std::string& language);
/// Precondition: a file that fallback_glyph() has named.
FontFile fallback_file(std::size_t file);

}  // namespace convscope
