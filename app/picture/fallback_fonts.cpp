#include "app/picture/fallback_fonts.hpp"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace convscope {

namespace {

struct FontRelease {
  void operator()(FcPattern* p) const { FcPatternDestroy(p); }
  void operator()(FcFontSet* p) const { FcFontSetDestroy(p); }
};

/// A font of the system, opened when first wanted.
struct SystemFont {
  FontFile file;
  FT_Face face = nullptr;
};

/// All that fontconfig offers for plain text, its favourites first.
class SystemFonts {
 public:
  SystemFonts() {
    if (FT_Init_FreeType(&library_) != 0 || !FcInit()) return;
    sort({});
  }

  void prefer(const std::string& language) {
    const std::scoped_lock lock(mutex_);
    if (language == language_ || !library_) return;
    sort(language);
    glyphs_.clear();  // files keep their numbers
  }

  std::optional<FallbackGlyph> find(char32_t character) {
    const std::scoped_lock lock(mutex_);
    const auto known = glyphs_.find(character);
    if (known != glyphs_.end()) return known->second;
    return glyphs_[character] = look_for(character);
  }

  FontFile file(std::size_t which) {
    const std::scoped_lock lock(mutex_);
    return fonts_[which].file;
  }

 private:
  /// The favourites for a language; without one, the desktop's.
  void sort(const std::string& language) {
    const std::unique_ptr<FcPattern, FontRelease> wanted(FcPatternCreate());
    // Where fonts of brush strokes are installed as well (TeX brings some), fontconfig may favour them.
    if (language.starts_with("zh"))
      for (const char* family : {"Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
                                 "WenQuanYi Zen Hei", "PingFang SC", "Microsoft YaHei"})
        FcPatternAddString(wanted.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    FcPatternAddString(wanted.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>("sans-serif"));
    FcPatternAddBool(wanted.get(), FC_SCALABLE, FcTrue);
    FcPatternAddBool(wanted.get(), FC_COLOR, FcFalse);
    if (!language.empty())
      FcPatternAddString(wanted.get(), FC_LANG, reinterpret_cast<const FcChar8*>(language.c_str()));
    FcConfigSubstitute(nullptr, wanted.get(), FcMatchPattern);
    FcDefaultSubstitute(wanted.get());
    FcResult result{};
    sorted_.reset(FcFontSort(nullptr, wanted.get(), FcFalse, nullptr, &result));
    language_ = language;
  }

  std::optional<FallbackGlyph> look_for(char32_t character) {
    for (int i = 0; sorted_ && i < sorted_->nfont; ++i) {
      FcPattern* const font = sorted_->fonts[i];
      FcCharSet* has = nullptr;
      FcBool outline = FcFalse, color = FcFalse;
      if (FcPatternGetCharSet(font, FC_CHARSET, 0, &has) != FcResultMatch ||
          !FcCharSetHasChar(has, character))
        continue;
      if (FcPatternGetBool(font, FC_OUTLINE, 0, &outline) != FcResultMatch || !outline) continue;
      if (FcPatternGetBool(font, FC_COLOR, 0, &color) == FcResultMatch && color) continue;
      if (const auto glyph = glyph_in(font, character)) return glyph;
    }
    return std::nullopt;
  }

  std::optional<FallbackGlyph> glyph_in(FcPattern* font, char32_t character) {
    FcChar8* path = nullptr;
    int index = 0;
    if (FcPatternGetString(font, FC_FILE, 0, &path) != FcResultMatch) return std::nullopt;
    FcPatternGetInteger(font, FC_INDEX, 0, &index);
    const std::optional<std::size_t> at = open({reinterpret_cast<const char*>(path), index});
    if (!at) return std::nullopt;
    const FT_Face face = fonts_[*at].face;
    const FT_UInt glyph = FT_Get_Char_Index(face, character);
    FT_Fixed advance = 0;
    if (glyph == 0 || FT_Get_Advance(face, glyph, FT_LOAD_NO_SCALE, &advance) != 0) return std::nullopt;
    return FallbackGlyph{*at, glyph, static_cast<double>(advance) / face->units_per_EM};
  }

  /// Nothing for a file that cannot be read.
  std::optional<std::size_t> open(FontFile file) {
    for (std::size_t i = 0; i < fonts_.size(); ++i)
      if (fonts_[i].file.path == file.path && fonts_[i].file.face == file.face) return i;
    FT_Face face = nullptr;
    if (FT_New_Face(library_, file.path.c_str(), file.face, &face) != 0) return std::nullopt;
    if (!FT_IS_SCALABLE(face) || face->units_per_EM == 0) {
      FT_Done_Face(face);
      return std::nullopt;
    }
    fonts_.push_back({std::move(file), face});
    return fonts_.size() - 1;
  }

  std::mutex mutex_;
  FT_Library library_ = nullptr;
  std::unique_ptr<FcFontSet, FontRelease> sorted_;
  std::string language_;
  std::vector<SystemFont> fonts_;
  std::unordered_map<char32_t, std::optional<FallbackGlyph>> glyphs_;
};

/// Never freed, so that it outlives every user.
SystemFonts& system_fonts() {
  static auto& fonts = *new SystemFonts;
  return fonts;
}

}  // namespace

std::optional<FallbackGlyph> fallback_glyph(char32_t character) {
  return system_fonts().find(character);
}

void prefer_fonts_for(const std::string& language) {
  system_fonts().prefer(language);
}

FontFile fallback_file(std::size_t file) {
  return system_fonts().file(file);
}

}  // namespace convscope
