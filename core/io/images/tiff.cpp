#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstring>
#include <memory>

#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

/// The file in memory as libtiff wants it, and the first thing that it had to say.
struct Memory {
  std::string_view bytes;
  std::uint64_t at = 0;
  char problem[200] = "";

  static Memory& of(thandle_t handle) { return *static_cast<Memory*>(handle); }
  static tmsize_t read(thandle_t handle, void* into, tmsize_t count) {
    Memory& m = of(handle);
    const std::uint64_t left = m.at < m.bytes.size() ? m.bytes.size() - m.at : 0;
    const auto n = std::min(left, static_cast<std::uint64_t>(std::max<tmsize_t>(count, 0)));
    std::memcpy(into, m.bytes.data() + (n > 0 ? m.at : 0), n);
    m.at += n;
    return static_cast<tmsize_t>(n);
  }
  static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
  static toff_t seek(thandle_t handle, toff_t offset, int from) {
    Memory& m = of(handle);
    m.at = from == SEEK_SET ? offset : from == SEEK_CUR ? m.at + offset : m.bytes.size() + offset;
    return m.at;
  }
  static int close(thandle_t) { return 0; }
  static toff_t size(thandle_t handle) { return of(handle).bytes.size(); }
  static int map(thandle_t handle, void** base, toff_t* length) {
    const Memory& m = of(handle);
    *base = const_cast<char*>(m.bytes.data());  // it only reads from a file opened for reading
    *length = m.bytes.size();
    return 1;
  }
  static void unmap(thandle_t, void*, toff_t) {}

  void say(const char* format, va_list arguments) {
    if (!problem[0]) std::vsnprintf(problem, sizeof problem, format, arguments);
  }
};

/// Of warnings, most of which are about fields that nobody needs: decoders go on over damaged data, and
/// fields beyond the file's end are left out.
bool tells_of_loss(const char* module, const char* format) {
  const std::string_view by = module ? module : "";
  for (const char* decoder : {"Decode", "Fax", "JPEG", "LZW"})
    if (by.find(decoder) != std::string_view::npos) return true;
  // A field whose values lie beyond the end of the file: the second since 4.5.1.
  for (const char* loss : {"IO error", "filesize"})
    if (std::string_view(format).find(loss) != std::string_view::npos) return true;
  return false;
}

#if TIFFLIB_VERSION >= 20221213
int on_error(TIFF*, void* memory, const char*, const char* format, va_list arguments) {
  static_cast<Memory*>(memory)->say(format, arguments);
  return 1;
}
int on_warning(TIFF*, void* memory, const char* module, const char* format, va_list arguments) {
  if (tells_of_loss(module, format)) static_cast<Memory*>(memory)->say(format, arguments);
  return 1;
}
TIFF* open_tiff(Memory& memory, Budget budget) {
  TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, &memory);
  TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, &memory);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, static_cast<tmsize_t>(budget.bytes));
  TIFF* const tiff = TIFFClientOpenExt("image", "r", &memory, Memory::read, Memory::write, Memory::seek,
                                       Memory::close, Memory::size, Memory::map, Memory::unmap, options);
  TIFFOpenOptionsFree(options);
  return tiff;
}
#else
// Before 4.5 its handlers are the process's; they are told whose file it is.
void on_error(thandle_t memory, const char*, const char* format, va_list arguments) {
  if (memory) Memory::of(memory).say(format, arguments);
}
void on_warning(thandle_t memory, const char* module, const char* format, va_list arguments) {
  if (memory && tells_of_loss(module, format)) Memory::of(memory).say(format, arguments);
}
TIFF* open_tiff(Memory& memory, Budget) {
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
  TIFFSetErrorHandlerExt(on_error);
  TIFFSetWarningHandlerExt(on_warning);
  return TIFFClientOpen("image", "r", &memory, Memory::read, Memory::write, Memory::seek, Memory::close,
                        Memory::size, Memory::map, Memory::unmap);
}
#endif

template <class T>
T field(TIFF* tiff, std::uint32_t tag, T otherwise) {
  T value = otherwise;
  return TIFFGetFieldDefaulted(tiff, tag, &value) ? value : otherwise;
}

/// How samples lie in the file.
struct Layout {
  std::uint16_t bits = 1, samples = 1, photometric = 0, planar = PLANARCONFIG_CONTIG,
                format = SAMPLEFORMAT_UINT;
  std::uint32_t width = 0, height = 0;
  bool premultiplied = false, tiled = false;
  bool separate() const { return planar == PLANARCONFIG_SEPARATE && samples > 1; }
};

const char* compression_name(std::uint16_t number) {
  const TIFFCodec* const codec = TIFFFindCODEC(number);
  return codec ? codec->name : "an unknown method";
}

class Decoder {
 public:
  explicit Decoder(const ImageSource& source)
      : source_(source), memory_{source.bytes}, tiff_(open_tiff(memory_, source.budget()), TIFFClose) {
    if (!tiff_) refuse();
    layout_.width = field<std::uint32_t>(tiff(), TIFFTAG_IMAGEWIDTH, 0);
    layout_.height = field<std::uint32_t>(tiff(), TIFFTAG_IMAGELENGTH, 0);
  }
  const Layout& layout() const { return layout_; }

  DecodedImage read() {
    DecodedImage out;
    describe(out);
    out.width = layout_.width;
    out.height = layout_.height;
    if (by_libtiff_) {
      read_by_libtiff(out);
    } else {
      out.allocate(layout_.bits > 8);
      if (layout_.tiled)
        read_tiles(out);
      else
        read_strips(out);
      if (layout_.premultiplied) out.divide_by_alpha();
    }
    if (memory_.problem[0]) refuse();
    return out;
  }

 private:
  TIFF* tiff() const { return tiff_.get(); }

  [[noreturn]] void refuse() const {
    const std::string_view text = memory_.problem;
    for (const char* end :
         {"IO error", "Read error", "read error", "Not enough data", "got 0 bytes", "beyond end of file",
          "is truncated", "filesize", "Can not read TIFF directory", "Cannot read TIFF header"})
      if (text.find(end) != std::string_view::npos) cut_short();
    broken(text.empty() ? "it cannot be decoded" : text);
  }

  void describe(DecodedImage& out) {
    Layout& l = layout_;
    l.bits = field<std::uint16_t>(tiff(), TIFFTAG_BITSPERSAMPLE, 1);
    l.samples = field<std::uint16_t>(tiff(), TIFFTAG_SAMPLESPERPIXEL, 1);
    l.planar = field<std::uint16_t>(tiff(), TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    l.format = field<std::uint16_t>(tiff(), TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    l.tiled = TIFFIsTiled(tiff()) != 0;
    const auto compression = field<std::uint16_t>(tiff(), TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    if (!TIFFIsCODECConfigured(compression))
      foreign(fmt::format("a TIFF image packed by {}, which the installed libtiff does not unpack",
                          compression_name(compression)));
    if (!TIFFGetField(tiff(), TIFFTAG_PHOTOMETRIC, &l.photometric))
      broken("it does not say what its samples mean");
    if (l.format != SAMPLEFORMAT_UINT && l.format != SAMPLEFORMAT_VOID)
      foreign(fmt::format("a TIFF image of {} samples, which are not read here",
                          l.format == SAMPLEFORMAT_IEEEFP ? "floating-point"
                          : l.format == SAMPLEFORMAT_INT  ? "signed"
                                                          : "complex"));
    take_model(out, compression);
    out.bits = l.bits;
    out.most = l.bits > 8 ? 65535 : 255;
    if (compression != COMPRESSION_NONE) {
      const std::string_view name = compression_name(compression);
      out.kind += fmt::format("{}{}", out.kind.empty() ? "" : ", ", name);
    }
    if (l.tiled) out.kind += out.kind.empty() ? "tiled" : ", tiled";
    out.orientation = field<std::uint16_t>(tiff(), TIFFTAG_ORIENTATION, 1);
    if (out.orientation > 8) out.orientation = 1;
    std::uint32_t length = 0;
    void* profile = nullptr;
    if (TIFFGetField(tiff(), TIFFTAG_ICCPROFILE, &length, &profile))
      out.profile.assign(static_cast<const char*>(profile), length);
    if (!TIFFLastDirectory(tiff())) out.part = "the first of several pages";
  }

  void take_model(DecodedImage& out, std::uint16_t compression) {
    Layout& l = layout_;
    const bool usual = l.bits == 8 || l.bits == 16;
    bool read = usual;
    switch (l.photometric) {
      case PHOTOMETRIC_MINISWHITE:
      case PHOTOMETRIC_MINISBLACK:
        out.model = SampleModel::grey;
        read = usual || ((l.bits == 1 || l.bits == 2 || l.bits == 4) && l.samples == 1);
        break;
      case PHOTOMETRIC_PALETTE:
        out.kind = "palette";
        read = (l.bits == 1 || l.bits == 2 || l.bits == 4 || l.bits == 8) && l.samples == 1;
        if (read && !TIFFGetField(tiff(), TIFFTAG_COLORMAP, &map_[0], &map_[1], &map_[2]))
          broken("it has no palette");
        if (read) find_map_depth();
        break;
      case PHOTOMETRIC_RGB:
        break;
      case PHOTOMETRIC_SEPARATED:
        out.model = SampleModel::cmyk;
        if (field<std::uint16_t>(tiff(), TIFFTAG_INKSET, INKSET_CMYK) != INKSET_CMYK)
          foreign("a TIFF image of inks other than cyan, magenta, yellow and black");
        break;
      case PHOTOMETRIC_YCBCR:
        out.kind = "YCbCr";
        if (compression == COMPRESSION_JPEG && l.bits == 8 && l.planar == PLANARCONFIG_CONTIG) {
          TIFFSetField(tiff(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
          break;
        }
        by_libtiff_ = true;
        break;
      case PHOTOMETRIC_CIELAB:
      case PHOTOMETRIC_LOGL:
      case PHOTOMETRIC_LOGLUV:
        by_libtiff_ = true;
        break;
      default:
        foreign(fmt::format("a TIFF image of photometric interpretation {}, which is not read here",
                            l.photometric));
    }
    if (by_libtiff_) {
      char reason[1024] = "";
      if (!TIFFRGBAImageOK(tiff(), reason))
        foreign(fmt::format("a TIFF image that libtiff does not convert: {}", reason));
      return;
    }
    if (!read) foreign(fmt::format("a TIFF image of {} bits a sample, which is not read here", l.bits));
    const int needed = l.photometric == PHOTOMETRIC_PALETTE ? 1 : out.colors();
    if (l.samples < needed || l.samples > 64) broken(fmt::format("it has {} samples a pixel", l.samples));
    take_alpha(out, needed);
  }

  /// Palettes have 16 bits; some programs wrote 8.
  void find_map_depth() {
    map_shift_ = 0;
    for (const std::uint16_t* colors : map_)
      if (std::any_of(colors, colors + (std::size_t{1} << layout_.bits),
                      [](std::uint16_t v) { return v > 255; }))
        map_shift_ = 8;
  }

  void take_alpha(DecodedImage& out, int colors) {
    std::uint16_t count = 0, *extra = nullptr;
    if (layout_.samples == colors || !TIFFGetField(tiff(), TIFFTAG_EXTRASAMPLES, &count, &extra) ||
        count == 0)
      return;
    out.alpha = extra[0] == EXTRASAMPLE_ASSOCALPHA || extra[0] == EXTRASAMPLE_UNASSALPHA;
    layout_.premultiplied = extra[0] == EXTRASAMPLE_ASSOCALPHA;
  }

  /// One sample of a row as it stands in the file.
  unsigned sample(const std::uint8_t* row, std::size_t i) const {
    switch (layout_.bits) {
      case 8:
        return row[i];
      case 16: {
        std::uint16_t value = 0;  // libtiff has put its bytes in order
        std::memcpy(&value, row + 2 * i, 2);
        return value;
      }
      default: {
        const std::size_t bit = i * layout_.bits;
        return row[bit / 8] >> (8u - layout_.bits - bit % 8) & ((1u << layout_.bits) - 1);
      }
    }
  }

  /// `count` pixels of a row that libtiff unpacked, into row y from column x on; `plane`: the one sample of
  /// each that they are, or -1 for all.
  void put(const std::uint8_t* row, DecodedImage& out, Index y, Index x, Index count, int plane) const {
    const int channels = out.channels(), step = plane < 0 ? layout_.samples : 1;
    const unsigned most = (1u << layout_.bits) - 1;
    for (Index i = 0; i < count; ++i)
      for (int c = 0; c < channels; ++c) {
        const auto to = static_cast<std::size_t>((y * out.width + x + i) * channels + c);
        if (layout_.photometric == PHOTOMETRIC_PALETTE) {
          const unsigned index = sample(row, static_cast<std::size_t>(i * step));
          out.bytes[to] = static_cast<std::uint8_t>(map_[c][index] >> map_shift_);
          continue;
        }
        if (plane >= 0 && c != plane) continue;
        unsigned value = sample(row, static_cast<std::size_t>(i * step + (plane < 0 ? c : 0)));
        if (layout_.photometric == PHOTOMETRIC_MINISWHITE && c == 0) value = most - value;
        if (layout_.bits < 8) value = value * 255 / most;
        if (layout_.bits > 8)
          out.words[to] = static_cast<std::uint16_t>(value);
        else
          out.bytes[to] = static_cast<std::uint8_t>(value);
      }
  }

  void read_strips(DecodedImage& out) {
    const tmsize_t length = TIFFScanlineSize(tiff());
    const int pixels = layout_.separate() ? 1 : layout_.samples;
    if (length <= 0 ||
        static_cast<double>(length) * 8 < static_cast<double>(out.width) * layout_.bits * pixels)
      broken("its rows are shorter than its width");
    std::vector<std::uint8_t> row(static_cast<std::size_t>(length));
    const int planes = layout_.separate() ? std::min<int>(layout_.samples, out.channels()) : 1;
    for (int plane = 0; plane < planes; ++plane)
      for (Index y = 0; y < out.height; ++y) {
        source_.at_row(y + plane * out.height, planes * out.height);
        if (TIFFReadScanline(tiff(), row.data(), static_cast<std::uint32_t>(y),
                             static_cast<std::uint16_t>(plane)) < 0)
          refuse();
        put(row.data(), out, y, 0, out.width, layout_.separate() ? plane : -1);
      }
  }

  void read_tiles(DecodedImage& out) {
    const auto across = field<std::uint32_t>(tiff(), TIFFTAG_TILEWIDTH, 0),
               down = field<std::uint32_t>(tiff(), TIFFTAG_TILELENGTH, 0);
    const tmsize_t length = TIFFTileSize(tiff()), stride = TIFFTileRowSize(tiff());
    const int pixels = layout_.separate() ? 1 : layout_.samples;
    if (across == 0 || down == 0 || length <= 0 || length / down < stride ||
        static_cast<double>(stride) * 8 < static_cast<double>(across) * layout_.bits * pixels)
      broken("its tiles have no size");
    if (static_cast<double>(length) > static_cast<double>(source_.budget().bytes))
      broken("its tiles are larger than memory");
    std::vector<std::uint8_t> tile(static_cast<std::size_t>(length));
    const int planes = layout_.separate() ? std::min<int>(layout_.samples, out.channels()) : 1;
    for (int plane = 0; plane < planes; ++plane)
      for (Index y = 0; y < out.height; y += down) {
        source_.progress.at(static_cast<double>(y + plane * out.height) /
                            static_cast<double>(planes * out.height));
        for (Index x = 0; x < out.width; x += across) {
          if (TIFFReadTile(tiff(), tile.data(), static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y),
                           0, static_cast<std::uint16_t>(plane)) < 0)
            refuse();
          for (Index row = 0; row < std::min<Index>(down, out.height - y); ++row)
            put(tile.data() + row * stride, out, y + row, x, std::min<Index>(across, out.width - x),
                layout_.separate() ? plane : -1);
        }
      }
  }

  /// Colours that only libtiff's own conversion knows, to 8 bits.
  void read_by_libtiff(DecodedImage& out) {
    out.model = SampleModel::rgb;
    out.alpha = false;
    out.bits = 8;
    out.most = 255;
    char reason[1024] = "";
    TIFFRGBAImage image;
    if (!TIFFRGBAImageBegin(&image, tiff(), 1, reason)) broken(reason);
    image.req_orientation = image.orientation;  // it is turned later
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(out.width * out.height));
    const int whole = TIFFRGBAImageGet(&image, pixels.data(), layout_.width, layout_.height);
    TIFFRGBAImageEnd(&image);
    if (!whole) refuse();
    out.allocate(false);
    for (std::size_t i = 0; i < pixels.size(); ++i)
      for (std::size_t c = 0; c < 3; ++c)
        out.bytes[3 * i + c] = static_cast<std::uint8_t>(pixels[i] >> (8 * c));
    source_.progress.at(1);
  }

  const ImageSource& source_;
  Memory memory_;
  std::unique_ptr<TIFF, void (*)(TIFF*)> tiff_;
  Layout layout_;
  bool by_libtiff_ = false;
  std::uint16_t* map_[3] = {};  ///< the palette's red, green and blue
  int map_shift_ = 8;
};

}  // namespace

DecodedImage read_tiff(const ImageSource& source) {
  Decoder decoder(source);
  if (!source.wants_pixels(decoder.layout().width, decoder.layout().height)) return {};
  return decoder.read();
}

}  // namespace convscope
