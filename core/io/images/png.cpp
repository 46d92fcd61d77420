#include <fmt/format.h>
#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/io/exif.hpp"
#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

constexpr std::size_t kSignature = 8, kAround = 12;  // of a chunk: length, name and checksum
constexpr std::size_t kHeaderEnd = kSignature + 13 + kAround;

/// What the chunks say that libpng is not asked for.
struct Chunks {
  std::string_view exif{}, coding{};
  bool animated = false;
};

std::uint32_t number(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

/// Looks at the checksum of every chunk up to `end`, which libpng does only on its way, after unpacking.
Chunks check_chunks(std::string_view bytes, std::size_t end, bool whole) {
  Chunks out;
  bool data = false;
  for (std::size_t at = kSignature;;) {
    if (!whole && at >= end) return out;
    if (at + kAround > bytes.size()) cut_short();
    const std::size_t length = number(bytes, at);
    const std::string_view name = bytes.substr(at + 4, 4);
    if (!std::ranges::all_of(name, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }))
      broken("what follows a chunk is no chunk");
    if (length > bytes.size() - at - kAround) cut_short();
    const auto* const checked = reinterpret_cast<const Bytef*>(bytes.data() + at + 4);
    if (crc32_z(0, checked, length + 4) != number(bytes, at + 8 + length))
      broken(fmt::format("the checksum (CRC) of its {} chunk does not fit", name));
    const std::string_view content = bytes.substr(at + 8, length);
    if (name == "eXIf") out.exif = content;
    if (name == "cICP") out.coding = content;
    if (name == "acTL" && !data) out.animated = true;
    data = data || name == "IDAT";
    if (name == "IEND") return out;
    at += kAround + length;
  }
}

/// libpng's side: C, which leaves by longjmp. Functions with such a jump in them own nothing.
struct Stream {
  std::string_view bytes;
  std::size_t at = 0;
  std::size_t spare = static_cast<std::size_t>(-1);  ///< bytes that it may still ask for
  char problem[160] = "";
  char warning[160] = "";  ///< the first one about the image data
  bool profile_refused = false;

  static void read(png_structp png, png_bytep into, std::size_t count) {
    auto& s = *static_cast<Stream*>(png_get_io_ptr(png));
    if (count > s.bytes.size() - s.at) png_error(png, "the data end too soon");
    if (count > s.spare) png_error(png, "there are more image data than pixels");
    s.spare -= count;
    std::memcpy(into, s.bytes.data() + s.at, count);
    s.at += count;
  }
  [[noreturn]] static void fail(png_structp png, png_const_charp message) {
    auto& s = *static_cast<Stream*>(png_get_error_ptr(png));
    std::strncpy(s.problem, message, sizeof s.problem - 1);
    png_longjmp(png, 1);
  }
  static void warn(png_structp png, png_const_charp message) {
    auto& s = *static_cast<Stream*>(png_get_error_ptr(png));
    if (std::strncmp(message, "IDAT", 4) == 0 && !s.warning[0])
      std::strncpy(s.warning, message, sizeof s.warning - 1);
    if (std::strncmp(message, "iCCP", 4) == 0) s.profile_refused = true;
  }
};

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : stream_{bytes} {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &stream_, Stream::fail, Stream::warn);
    if (png_) info_ = png_create_info_struct(png_);
    if (!info_) broken("libpng does not start");
  }
  ~Decoder() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  void open() {
    step([&] {
      png_set_read_fn(png_, &stream_, Stream::read);
      png_set_crc_action(png_, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);  // check_chunks has looked
      png_set_user_limits(png_, 0x7fffffff, 0x7fffffff);               // the budget is the limit
      png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
      png_read_info(png_, info_);
    });
  }

  void describe(DecodedImage& out) {
    const int type = png_get_color_type(png_, info_);
    out.width = png_get_image_width(png_, info_);
    out.height = png_get_image_height(png_, info_);
    out.bits = png_get_bit_depth(png_, info_);
    out.model = type & PNG_COLOR_MASK_COLOR ? SampleModel::rgb : SampleModel::grey;
    out.alpha = (type & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(png_, info_, PNG_INFO_tRNS) != 0;
    if (type == PNG_COLOR_TYPE_PALETTE) out.kind = "palette";
    if (png_get_interlace_type(png_, info_) != PNG_INTERLACE_NONE)
      out.kind += out.kind.empty() ? "interlaced" : ", interlaced";
    take_colors(out);
  }

  /// All rows; `out` is described.
  void read(DecodedImage& out, const ImageSource& source) {
    const bool wide = out.bits > 8;
    int passes = 1;
    step([&] {
      png_set_expand(png_);  // palettes, fewer than 8 bits, a transparent colour
      if (wide && std::endian::native == std::endian::little) png_set_swap(png_);
      passes = png_set_interlace_handling(png_);
      png_read_update_info(png_, info_);
    });
    const std::size_t stride = static_cast<std::size_t>(out.width * out.channels()) * (wide ? 2 : 1);
    if (png_get_rowbytes(png_, info_) != stride) broken("its rows have another length than its header says");
    out.allocate(wide);
    auto* const first = wide ? reinterpret_cast<png_bytep>(out.words.data()) : out.bytes.data();
    const Index rows = passes * out.height;
    for (Index row = 0; row < rows; ++row) {
      source.at_row(row, rows);
      png_bytep to = first + static_cast<std::size_t>(row % out.height) * stride;
      // With the last row libpng reads the rest, however long: that row may take its bytes and some more.
      if (row == rows - 1) stream_.spare = 2 * stride + (std::size_t{1} << 16);
      step([&] { png_read_rows(png_, &to, nullptr, 1); });
    }
    if (stream_.warning[0]) broken(words_of(stream_.warning));
    source.at_row(rows, rows);
  }

 private:
  template <class F>
  void step(F&& work) {
    if (!attempt(work)) broken(words_of(stream_.problem));
  }
  template <class F>
  bool attempt(F& work) {
    if (setjmp(png_jmpbuf(png_))) return false;
    work();
    return true;
  }
  /// libpng's words, which are short; checksums are zlib's business.
  static std::string words_of(const char* message) {
    const std::string_view text = message;
    if (text.ends_with("incorrect data check"))
      return "the checksum (Adler-32) of its unpacked data does not fit";
    if (text.ends_with("Too much image data") || text.ends_with("Extra compressed data"))
      return "there are more image data than pixels";
    if (text.ends_with("Not enough image data")) return "there are fewer image data than pixels";
    return std::string(text);
  }

  void take_colors(DecodedImage& out) {
    png_charp name = nullptr;
    png_bytep profile = nullptr;
    png_uint_32 length = 0;
    int compression = 0, intent = 0;
    double gamma = 0;
    const bool srgb = png_get_sRGB(png_, info_, &intent) != 0;
    if (png_get_iCCP(png_, info_, &name, &compression, &profile, &length) != 0) {
      out.profile.assign(reinterpret_cast<const char*>(profile), length);
      return;
    }
    if (stream_.profile_refused) out.note("its colour profile is broken and was ignored");
    if (srgb) return;
    // 1 / 2.2 is how programs write sRGB's curve.
    if (png_get_gAMA(png_, info_, &gamma) != 0 && std::abs(gamma - 1 / 2.2) > 0.005) out.gamma = gamma;
    Chromaticities c;
    if (png_get_cHRM(png_, info_, &c.white[0], &c.white[1], &c.red[0], &c.red[1], &c.green[0], &c.green[1],
                     &c.blue[0], &c.blue[1]) != 0)
      out.primaries = c;
  }

  Stream stream_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

/// Bytes that a pixel takes while it is read: samples, and floats, twice where a note may turn the picture.
double of_pixel(std::string_view bytes) {
  const auto has = [&](std::string_view chunk) { return bytes.find(chunk) != bytes.npos; };
  const int type = static_cast<unsigned char>(bytes[kSignature + 17]);
  const bool wide = bytes[kSignature + 16] > 8, palette = type == PNG_COLOR_TYPE_PALETTE;
  const int colors = palette || (type & PNG_COLOR_MASK_COLOR) != 0 ? 3 : 1;
  const int channels = colors + (palette || (type & PNG_COLOR_MASK_ALPHA) != 0 || has("tRNS") ? 1 : 0);
  return channels * std::max((wide ? 2.0 : 1.0) + 4.0, has("eXIf") ? 8.0 : 0.0);
}

}  // namespace

DecodedImage read_png(const ImageSource& source) {
  const std::string_view bytes = source.bytes;
  if (bytes.size() < kHeaderEnd) cut_short();
  if (bytes.substr(kSignature + 4, 4) != "IHDR") broken("its first chunk is not its header");
  check_chunks(bytes, kHeaderEnd, false);
  if (!source.wants_pixels(number(bytes, kSignature + 8), number(bytes, kSignature + 12), of_pixel(bytes)))
    return {};
  const Chunks chunks = check_chunks(bytes, 0, true);

  DecodedImage out;
  Decoder decoder(bytes);
  decoder.open();
  decoder.describe(out);
  if (chunks.coding.size() == 4 && chunks.coding[2] == 0) {  // before all else, says the third edition
    out.profile.clear();
    out.gamma = 0;
    out.primaries.reset();
    take_code_points(chunks.coding[0], chunks.coding[1], out);
  }
  out.most = out.bits > 8 ? 65535 : 255;
  out.orientation = exif_orientation(chunks.exif);
  out.animated = chunks.animated;
  decoder.read(out, source);
  return out;
}

}  // namespace convscope
