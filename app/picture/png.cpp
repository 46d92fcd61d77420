// PNG by libpng, which takes rows, so that a large picture can be stopped between them.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstdint>
#include <new>
#include <vector>

#include "app/picture/backends.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

/// Quick, and within a few percent of the size that more effort reaches.
constexpr int kEffort = 4;
constexpr int kRowsAtOnce = 64;

/// libpng's structures as long as they are needed.
class Writer {
 public:
  explicit Writer(std::string& into)
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr)),
        info_(png_ ? png_create_info_struct(png_) : nullptr) {
    if (!info_) {
      png_destroy_write_struct(&png_, nullptr);
      throw std::bad_alloc();
    }
    png_set_write_fn(png_, &into, append, nullptr);
  }
  ~Writer() { png_destroy_write_struct(&png_, &info_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void begin(const Image& image, bool opaque, bool grey) {
    const int colors = (opaque ? 0 : PNG_COLOR_MASK_ALPHA) | (grey ? 0 : PNG_COLOR_MASK_COLOR);
    run([&] {
      png_set_compression_level(png_, kEffort);
      png_set_IHDR(png_, info_, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height),
                   8, colors, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
      png_write_info(png_, info_);
      if (opaque && !grey)
        png_set_filler(png_, 0, PNG_FILLER_AFTER);  // the fourth byte of a pixel is left out
    });
  }
  void rows(const std::uint8_t* first, std::size_t length, int count) {
    run([&] {
      for (int i = 0; i < count; ++i) png_write_row(png_, first + static_cast<std::size_t>(i) * length);
    });
  }
  void end() {
    run([&] { png_write_end(png_, info_); });
  }

 private:
  static void append(png_structp png, png_bytep bytes, std::size_t count) {
    static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), count);
  }

  /// Where something is wrong, libpng jumps back here; `calls` therefore own nothing.
  template <class F>
  void run(F&& calls) {
    if (setjmp(png_jmpbuf(png_)) != 0)  // NOLINT(cert-err52-cpp): the library's way
      throw Error("image", "cannot be packed as PNG", "at most a million pixels a side");
    calls();
  }

  png_structp png_;
  png_infop info_;
};

/// Of RGBA pixels the first sample and, where they are not opaque, the last.
std::vector<std::uint8_t> grey_samples(const std::uint8_t* rgba, std::size_t length, bool opaque) {
  std::vector<std::uint8_t> out;
  out.reserve(length / (opaque ? 4 : 2));
  for (std::size_t i = 0; i < length; i += 4) {
    out.push_back(rgba[i]);
    if (!opaque) out.push_back(rgba[i + 3]);
  }
  return out;
}

}  // namespace

std::string encode_png(const Image& image, const Progress& progress, bool grey) {
  const std::size_t pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  if (image.width <= 0 || image.height <= 0 || image.rgba.size() != pixels * 4)
    throw Error("image", "has no pixels", "a width and height of at least 1");
  bool opaque = true;
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) opaque = opaque && image.rgba[i] == 255;

  const std::size_t length = static_cast<std::size_t>(image.width) * 4;
  std::string bytes;
  Writer writer(bytes);
  writer.begin(image, opaque, grey);
  for (int y = 0; y < image.height; y += kRowsAtOnce) {
    progress.at(static_cast<double>(y) / image.height);
    const std::uint8_t* const first = image.rgba.data() + static_cast<std::size_t>(y) * length;
    const int rows = std::min(kRowsAtOnce, image.height - y);
    if (grey) {
      const std::vector<std::uint8_t> samples =
          grey_samples(first, length * static_cast<std::size_t>(rows), opaque);
      writer.rows(samples.data(), samples.size() / static_cast<std::size_t>(rows), rows);
    } else {
      writer.rows(first, length, rows);
    }
  }
  writer.end();
  progress.at(1);
  return bytes;
}

}  // namespace convscope
