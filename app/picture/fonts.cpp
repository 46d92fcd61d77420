// Font files by FreeType: which characters each has and how wide they are.
//
// A file's character map and advances are read once into an immutable table, so measuring text needs no
// lock and no FreeType call.
#include "app/picture/fonts.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include FT_TRUETYPE_TABLES_H

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "app/picture/fit.hpp"
#include "app/picture/language.hpp"
#include "core/base/error.hpp"
#include "core/io/resources.hpp"

namespace convscope {

namespace {

constexpr std::array kFolders{
    "/usr/share/fonts/opentype/inter",
    "/usr/share/fonts/truetype/inter",
    "/usr/share/fonts/truetype/jetbrains-mono",
    "/usr/share/fonts/truetype/dejavu",
};

constexpr std::size_t kFonts = 5;

// Candidates, best first; every one that is installed is used, the last ones for the signs that the first
// lack.
const std::array<std::vector<const char*>, kFonts> kCandidates{{
    {"Inter-Regular.otf", "DejaVuSans.ttf"},
    {"Inter-Medium.otf", "DejaVuSans.ttf"},
    {"Inter-SemiBold.otf", "DejaVuSans-Bold.ttf", "DejaVuSans.ttf"},
    {"JetBrainsMono-Regular.ttf", "DejaVuSansMono.ttf", "DejaVuSans.ttf"},
    {"JetBrainsMono-Bold.ttf", "DejaVuSansMono-Bold.ttf", "DejaVuSansMono.ttf", "DejaVuSans.ttf"},
}};

constexpr std::array<FontCss, kFonts> kCss{{
    {"Inter, 'DejaVu Sans', sans-serif", 400},
    {"Inter, 'DejaVu Sans', sans-serif", 500},
    {"Inter, 'DejaVu Sans', sans-serif", 600},
    {"'JetBrains Mono', 'DejaVu Sans Mono', 'DejaVu Sans', monospace", 400},
    {"'JetBrains Mono', 'DejaVu Sans Mono', 'DejaVu Sans', monospace", 700},
}};

struct Metric {
  std::uint32_t index;
  double advance;  // em
};

// What we keep of one font file.
struct FontTable {
  std::unordered_map<char32_t, Metric> metrics;
  Metric missing{0, 0.5};
  double cap_height = 0.7;  // em
};

FontTable read_table(const std::string& path) {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  if (FT_Init_FreeType(&library) != 0 || FT_New_Face(library, path.c_str(), 0, &face) != 0) {
    FT_Done_FreeType(library);
    throw Error("fonts", path + " cannot be read", "an intact font file");
  }
  const double em = face->units_per_EM;
  const auto metric = [&](FT_UInt glyph) {
    FT_Fixed advance = 0;
    FT_Get_Advance(face, glyph, FT_LOAD_NO_SCALE, &advance);
    return Metric{glyph, static_cast<double>(advance) / em};
  };
  FontTable table;
  table.missing = metric(0);
  FT_UInt glyph = 0;
  for (FT_ULong code = FT_Get_First_Char(face, &glyph); glyph != 0;
       code = FT_Get_Next_Char(face, code, &glyph))
    table.metrics.emplace(static_cast<char32_t>(code), metric(glyph));
  if (const auto* os2 = static_cast<const TT_OS2*>(FT_Get_Sfnt_Table(face, FT_SFNT_OS2));
      os2 && os2->version >= 2 && os2->sCapHeight > 0)
    table.cap_height = os2->sCapHeight / em;
  FT_Done_Face(face);
  FT_Done_FreeType(library);
  return table;
}

// One table a file, shared by the fonts that fall back to it; never freed, so that it outlives every user.
const FontTable& table_of(const std::string& path) {
  static std::mutex mutex;
  static auto& tables = *new std::map<std::string, std::unique_ptr<const FontTable>>;
  const std::lock_guard lock(mutex);
  auto& slot = tables[path];
  if (!slot) slot = std::make_unique<const FontTable>(read_table(path));
  return *slot;
}

struct Stack {
  std::vector<std::string> paths;
  std::vector<const FontTable*> tables;
};

// The system's, then those that an archive brings for systems that have none.
std::vector<std::filesystem::path> folders() {
  std::vector<std::filesystem::path> found(kFolders.begin(), kFolders.end());
  if (const auto ours = find_resource("fonts")) found.emplace_back(*ours);
  return found;
}

Stack find_stack(std::size_t font) {
  Stack stack;
  const auto places = folders();
  for (const char* name : kCandidates[font])
    for (const std::filesystem::path& folder : places) {
      const std::filesystem::path path = folder / name;
      std::error_code ignored;
      if (!std::filesystem::is_regular_file(path, ignored)) continue;
      stack.paths.push_back(path.string());
      stack.tables.push_back(&table_of(path.string()));
      break;
    }
  if (stack.paths.empty())
    throw Error("fonts", "neither Inter nor DejaVu Sans is installed",
                "install fonts-inter, fonts-jetbrains-mono and fonts-dejavu-core");
  return stack;
}

const Stack& stack_of(Font font) {
  static std::array<std::once_flag, kFonts> once;
  static auto& stacks = *new std::array<Stack, kFonts>;
  const auto i = static_cast<std::size_t>(font);
  std::call_once(once[i], [i] { stacks[i] = find_stack(i); });
  return stacks[i];
}

// Takes one character off the front; a byte that is not UTF-8 counts as U+FFFD.
char32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80       ? 1
                             : first >> 5 == 6  ? 2
                             : first >> 4 == 14 ? 3
                             : first >> 3 == 30 ? 4
                                                : 0;
  char32_t code = length == 1   ? first
                  : length == 2 ? first & 0x1fu
                  : length == 3 ? first & 0x0fu
                                : first & 0x07u;
  bool valid = length > 0 && length <= text.size();
  for (std::size_t i = 1; valid && i < length; ++i) {
    valid = byte(i) >> 6 == 2;
    code = code << 6 | (byte(i) & 0x3fu);
  }
  // Neither longer than need be, nor half of a pair, nor beyond the last character.
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  valid = valid && code >= least[length] && (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff;
  text.remove_prefix(valid ? length : 1);
  return valid ? code : U'\ufffd';
}

/// Files of the system are numbered from here.
constexpr std::size_t kSystem = 16;
constexpr char32_t kJoiner = 0x200d, kMissing = 0xfffd;

/// Characters that say something of their neighbours and have no shape of their own.
bool is_invisible(char32_t c) {
  return c == 0xad || c == 0x34f || c == 0x61c || (c >= 0x180b && c <= 0x180f) ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || (c >= 0xe0000 && c <= 0xe0fff);
}
bool is_skin_tone(char32_t c) {
  return c >= 0x1f3fb && c <= 0x1f3ff;
}
bool is_flag_letter(char32_t c) {
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

bool find_glyph(const Stack& stack, char32_t code, Glyph& glyph) {
  for (std::size_t file = 0; file < stack.tables.size(); ++file)
    if (const auto found = stack.tables[file]->metrics.find(code);
        found != stack.tables[file]->metrics.end()) {
      glyph = {file, found->second.index, found->second.advance, 0};
      return true;
    }
  if (code < 0x20) return false;
  const auto system = fallback_glyph(code);
  if (system) glyph = {kSystem + system->file, system->index, system->advance, 0};
  return system.has_value();
}

/// Takes a text's glyphs off its front.
class GlyphReader {
 public:
  GlyphReader(const Stack& stack, std::string_view text) : stack_(stack), rest_(text) {}

  std::string_view rest() const { return rest_; }
  bool done() const { return rest_.empty(); }
  /// Whether some font has the character that next() returned last.
  bool found() const { return found_; }

  /// Precondition: not done.
  Glyph next() {
    const std::size_t before = rest_.size();
    const char32_t code = take_character(rest_);
    Glyph glyph = glyph_of(code);
    glyph.bytes = before - rest_.size();
    return glyph;
  }

 private:
  Glyph glyph_of(char32_t code) {
    Glyph glyph{};
    found_ = true;
    if (code >= 0xad && is_invisible(code)) {
      joined_ = joined_ || code == kJoiner;
      return nothing();
    }
    found_ = find_glyph(stack_, code, glyph);
    // An emoji that no font has is one sign, of however many characters it is made.
    const bool goes_on = missing_ && (joined_ || is_skin_tone(code) || (flag_ && is_flag_letter(code)));
    flag_ = is_flag_letter(code) && !flag_;
    joined_ = false;
    if (!found_ && goes_on) return nothing();
    missing_ = !found_;
    if (found_) return glyph;
    if (!find_glyph(stack_, kMissing, glyph)) {
      const Metric& box = stack_.tables[0]->missing;
      glyph = {0, box.index, box.advance, 0};
    }
    return glyph;
  }

  Glyph nothing() const {
    Glyph space{};
    find_glyph(stack_, U' ', space);
    space.advance = 0;
    return space;
  }

  const Stack& stack_;
  std::string_view rest_;
  bool found_ = true;
  bool missing_ = false;  ///< the last sign was that of a missing character
  bool joined_ = false;   ///< a joiner stands before what comes
  bool flag_ = false;     ///< the first of a flag's two letters does
};

template <typename Each>
void for_each_glyph(const Stack& stack, std::string_view text, Each each) {
  for (GlyphReader reader(stack, text); !reader.done();) {
    const Glyph glyph = reader.next();
    each(glyph, reader.found());
  }
}

void append_utf8(std::string& text, char32_t c) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xc0 | c >> 6);
    tail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xe0 | c >> 12);
    tail(6), tail(0);
  } else {
    text += static_cast<char>(0xf0 | c >> 18);
    tail(12), tail(6), tail(0);
  }
}

}  // namespace

std::vector<std::string> font_files(Font font) {
  return stack_of(font).paths;
}

FontFile font_file(Font font, std::size_t file) {
  const Stack& stack = stack_of(font);
  return file < stack.paths.size() ? FontFile{stack.paths[file], 0} : fallback_file(file - kSystem);
}

std::u32string characters_of(std::string_view text) {
  std::u32string out;
  while (!text.empty()) out += take_character(text);
  return out;
}

std::string utf8(char32_t character) {
  std::string text;
  append_utf8(text, character);
  return text;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : characters_of(text)) append_utf8(out, c);
  return out;
}

FontCss font_css(Font font) {
  return kCss[static_cast<std::size_t>(font)];
}

std::vector<Glyph> lay_out(Font font, std::string_view text) {
  std::vector<Glyph> glyphs;
  glyphs.reserve(text.size());
  for_each_glyph(stack_of(font), text, [&](const Glyph& glyph, bool) { glyphs.push_back(glyph); });
  return glyphs;
}

std::vector<TextRun> split_runs(Font font, std::string_view text) {
  std::vector<TextRun> runs;
  std::size_t at = 0;
  for_each_glyph(stack_of(font), text, [&](const Glyph& glyph, bool) {
    if (runs.empty() || runs.back().file != glyph.file) runs.push_back({{}, glyph.file});
    runs.back().text += text.substr(at, glyph.bytes);
    at += glyph.bytes;
  });
  return runs;
}

double text_width(Font font, double size, std::string_view text) {
  const Spoken words(text);
  double em = 0;
  for_each_glyph(stack_of(font), words.text(), [&](const Glyph& glyph, bool) { em += glyph.advance; });
  return em * size;
}

double left_of(const Label& label, double width) {
  const double share = label.align == Align::left ? 0 : label.align == Align::centre ? 0.5 : 1;
  return label.at.x - width * share;
}

Rect rect_of(const Label& label, double height) {
  const double width = text_width(label.font, label.size, label.text), high = label.size * height;
  return {left_of(label, width), label.at.y - high / 2, width, high};
}

std::string_view prefix_within(Font font, double size, std::string_view text, double width) {
  GlyphReader reader(stack_of(font), text);
  std::string_view rest = text;
  double em = 0;
  while (!reader.done()) {
    em += reader.next().advance;
    if (em * size > width) break;
    rest = reader.rest();
  }
  return text.substr(0, text.size() - rest.size());
}

std::string shortened(Font font, double size, std::string_view english, double width) {
  const Spoken words(english);
  const std::string_view text = words.text();
  if (prefix_within(font, size, text, width).size() == text.size()) return as_it_is(text);
  note_unfit(text);
  constexpr std::string_view kMark = "…";
  return as_it_is(prefix_within(font, size, text, width - text_width(font, size, kMark))).append(kMark);
}

double cap_height(Font font, double size) {
  return stack_of(font).tables[0]->cap_height * size;
}

bool covers(Font font, std::string_view text) {
  bool all = true;
  for_each_glyph(stack_of(font), text, [&](const Glyph&, bool found) { all = all && found; });
  return all;
}

}  // namespace convscope
