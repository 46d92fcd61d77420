// What inking Pictures needs of the graphics card: textures of images and of glyphs.
#pragma once

#include "app/gpu/glyph_atlas.hpp"
#include "app/gpu/texture_cache.hpp"

namespace convscope {

struct Gpu {
  GlyphAtlas glyphs;
  TextureCache textures;
  void begin_frame() {
    glyphs.begin_frame();
    textures.begin_frame();
  }
};

}  // namespace convscope
