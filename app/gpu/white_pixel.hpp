// A white pixel among the glyphs: shapes that are drawn with it need no other texture than the text between
// them, and so no drawing call of their own.
#pragma once

#include <cstdint>
#include <limits>

#include "app/gpu/glyph_atlas.hpp"

namespace convscope {

/// No glyph of any font. GlyphAtlas::find() has the middle of a white pixel as its place in the texture, at
/// any size.
inline constexpr Glyph kWhitePixel{0, std::numeric_limits<std::uint32_t>::max(), 0, 0};

}  // namespace convscope
