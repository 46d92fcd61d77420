#include "app/gpu/glyph_atlas.hpp"

#include <epoxy/gl.h>
#include <ft2build.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "app/gpu/sampling.hpp"
#include "app/gpu/white_pixel.hpp"
#include "core/base/error.hpp"
#include FT_FREETYPE_H
#include FT_OUTLINE_H

namespace convscope {

namespace {

constexpr int kPage = 1024;            // pixels a side
constexpr std::size_t kMostPages = 6;  // then begin_frame starts over
constexpr int kPositions = 4;          // within a pixel
constexpr double kSizeSteps = 4;       // sizes are kept to a quarter of a pixel
constexpr double kLargest = 400;       // em in pixels; larger glyphs are stretched

}  // namespace

struct GlyphAtlas::Library {
  FT_Library freetype = nullptr;
  std::map<std::pair<std::size_t, std::size_t>, FT_Face> faces;  ///< by font and file

  Library() {
    if (FT_Init_FreeType(&freetype) != 0) throw Error("fonts", "FreeType does not start", "FreeType 2");
  }
  ~Library() { FT_Done_FreeType(freetype); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  FT_Face face(Font font, std::size_t file) {
    FT_Face& face = faces[{static_cast<std::size_t>(font), file}];
    if (face) return face;
    const FontFile from = font_file(font, file);
    if (FT_New_Face(freetype, from.path.c_str(), from.face, &face) != 0)
      throw Error("fonts", from.path + " cannot be read", "an intact font file");
    return face;
  }
};

/// Filled shelf by shelf.
struct GlyphAtlas::Page {
  Texture texture;
  int x = 1, y = 1, shelf = 0;
};

GlyphAtlas::GlyphAtlas() : library_(std::make_unique<Library>()) {}
GlyphAtlas::~GlyphAtlas() = default;

void GlyphAtlas::begin_frame() {
  if (pages_.size() <= kMostPages) return;
  pages_.clear();
  glyphs_.clear();
}

// Finds room on the last page, or on a new one.
bool GlyphAtlas::place(int width, int height, int& x, int& y) {
  if (width + 2 > kPage || height + 2 > kPage) return false;
  const auto fits = [&](Page& page) {
    if (page.x + width + 1 > kPage) {
      page.x = 1;
      page.y += page.shelf + 1;
      page.shelf = 0;
    }
    return page.y + height + 1 <= kPage;
  };
  if (pages_.empty() || !fits(pages_.back())) {
    GLuint id = 0;
    glGenTextures(1, &id);
    glBindTexture(GL_TEXTURE_2D, id);
    sample_nearest(id);  // a glyph's pixels are the screen's
    // Coverage is the alpha of white, so that the ordinary shader colours it.
    const GLint swizzle[] = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
    glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, swizzle);
    std::vector<std::uint8_t> nothing(static_cast<std::size_t>(kPage) * kPage, 0);
    nothing[0] = 255;  // kWhitePixel
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, kPage, kPage, 0, GL_RED, GL_UNSIGNED_BYTE, nothing.data());
    pages_.push_back({Texture(id)});
  }
  Page& page = pages_.back();
  x = page.x;
  y = page.y;
  page.x += width + 1;
  page.shelf = std::max(page.shelf, height);
  return true;
}

PlacedGlyph GlyphAtlas::find(Font font, const Glyph& glyph, double size, double x) {
  if (glyph.index == kWhitePixel.index) {
    int none_x = 0, none_y = 0;
    if (pages_.empty()) place(0, 0, none_x, none_y);
    constexpr float middle = 0.5F / kPage;
    return {.u0 = middle, .v0 = middle, .u1 = middle, .v1 = middle, .texture = pages_.front().texture.id()};
  }
  const auto steps = static_cast<std::uint64_t>(std::lround(std::clamp(size, 1.0, kLargest) * kSizeSteps));
  const auto position =
      std::min<std::uint64_t>(kPositions - 1, static_cast<std::uint64_t>((x - std::floor(x)) * kPositions));
  const std::uint64_t key = (((static_cast<std::uint64_t>(font) * 1024 + glyph.file) * 4096 + steps) << 32 |
                             std::uint64_t{glyph.index}) *
                                kPositions +
                            position;
  if (const auto found = glyphs_.find(key); found != glyphs_.end()) return found->second;

  PlacedGlyph& placed = glyphs_[key];
  const FT_Face face = library_->face(font, glyph.file);
  FT_Set_Char_Size(
      face, 0, static_cast<FT_F26Dot6>(std::lround(static_cast<double>(steps) / kSizeSteps * 64)), 72, 72);
  if (FT_Load_Glyph(face, glyph.index, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0 ||
      face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
    return placed;
  FT_Outline_Translate(&face->glyph->outline, static_cast<FT_Pos>(position) * 64 / kPositions, 0);
  if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return placed;
  const FT_Bitmap& bitmap = face->glyph->bitmap;
  const int width = static_cast<int>(bitmap.width), height = static_cast<int>(bitmap.rows);
  int at_x = 0, at_y = 0;
  if (width == 0 || height == 0 || !place(width, height, at_x, at_y)) return placed;
  glBindTexture(GL_TEXTURE_2D, pages_.back().texture.id());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, bitmap.pitch);
  glTexSubImage2D(GL_TEXTURE_2D, 0, at_x, at_y, width, height, GL_RED, GL_UNSIGNED_BYTE, bitmap.buffer);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);

  const float left = static_cast<float>(face->glyph->bitmap_left),
              top = static_cast<float>(face->glyph->bitmap_top);
  constexpr float page = kPage;
  placed = {left,
            -top,
            left + static_cast<float>(width),
            -top + static_cast<float>(height),
            static_cast<float>(at_x) / page,
            static_cast<float>(at_y) / page,
            static_cast<float>(at_x + width) / page,
            static_cast<float>(at_y + height) / page,
            pages_.back().texture.id()};
  return placed;
}

}  // namespace convscope
