// PNG by libpng, which takes rows, so that a large picture can be stopped between them.
#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstdint>
#include <new>

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

  void begin(const Image& image, bool opaque) {
    run([&] {
      png_set_compression_level(png_, kEffort);
      png_set_IHDR(png_, info_, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height),
                   8, opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
                   PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
      png_write_info(png_, info_);
      if (opaque) png_set_filler(png_, 0, PNG_FILLER_AFTER);  // the fourth byte of a pixel is left out
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

}  // namespace

std::string encode_png(const Image& image, const Progress& progress) {
  const std::size_t pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  if (image.width <= 0 || image.height <= 0 || image.rgba.size() != pixels * 4)
    throw Error("image", "has no pixels", "a width and height of at least 1");
  bool opaque = true;
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) opaque = opaque && image.rgba[i] == 255;

  const std::size_t length = static_cast<std::size_t>(image.width) * 4;
  std::string bytes;
  Writer writer(bytes);
  writer.begin(image, opaque);
  for (int y = 0; y < image.height; y += kRowsAtOnce) {
    progress.at(static_cast<double>(y) / image.height);
    writer.rows(image.rgba.data() + static_cast<std::size_t>(y) * length, length,
                std::min(kRowsAtOnce, image.height - y));
  }
  writer.end();
  progress.at(1);
  return bytes;
}

}  // namespace convscope
