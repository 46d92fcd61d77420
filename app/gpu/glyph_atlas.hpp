// Glyphs as textures, made when first drawn: every size is sharp, on every display scale.
//
// A glyph is hinted lightly (vertically only) and kept at four horizontal positions within a pixel, so
// text stands where fonts.hpp measures it, evenly spaced, and its strokes stay crisp.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "app/gpu/objects.hpp"
#include "app/picture/fonts.hpp"

namespace convscope {

/// Where a glyph lies: in device pixels from the pen's whole pixel on the baseline (y downwards), and in its
/// texture. Without a texture there is nothing to draw (a space).
struct PlacedGlyph {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
  unsigned texture = 0;
};

class GlyphAtlas {
 public:
  GlyphAtlas();
  ~GlyphAtlas();
  GlyphAtlas(const GlyphAtlas&) = delete;
  GlyphAtlas& operator=(const GlyphAtlas&) = delete;

  /// `size` is the em in device pixels, `x` the pen's position, of which the fraction counts.
  /// Errors: Error("fonts", ...) when a font file cannot be read.
  PlacedGlyph find(Font font, const Glyph& glyph, double size, double x);
  /// Starts over when much has gathered; what was found before is then void. Once a frame, before drawing.
  void begin_frame();

 private:
  struct Library;  // FreeType and its faces
  struct Page;
  bool place(int width, int height, int& x, int& y);

  std::unique_ptr<Library> library_;
  std::vector<Page> pages_;
  std::unordered_map<std::uint64_t, PlacedGlyph> glyphs_;
};

}  // namespace convscope
