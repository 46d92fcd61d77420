#include "app/export/gif.hpp"

#include <gif_lib.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "core/base/error.hpp"

namespace convscope {

namespace {

constexpr int kLargestGif = 65535;
constexpr int kShortestStep = 2, kLongestStep = 65535;  // in 10 ms

int append(GifFileType* gif, const GifByteType* data, int length) {
  static_cast<std::string*>(gif->UserData)
      ->append(reinterpret_cast<const char*>(data), static_cast<std::size_t>(length));
  return length;
}

std::vector<Color> checked(std::vector<Color> table) {
  if (table.empty() || table.size() > GifWriter::kColors)
    throw std::invalid_argument("GifWriter: a table has 1 to 255 colours");
  return table;
}

}  // namespace

void GifWriter::Close::operator()(GifFileType* gif) const {
  EGifCloseFile(gif, nullptr);
}

void GifWriter::check(int status) const {
  if (status == GIF_ERROR) throw Error("gif", "encoding failed", "a smaller animation or more memory");
}

GifWriter::GifWriter(int width, int height, std::vector<Color> table)
    : width_(width), height_(height), nearest_(checked(std::move(table))) {
  if (width < 1 || height < 1 || width > kLargestGif || height > kLargestGif)
    throw Error("size", std::to_string(width) + "x" + std::to_string(height) + " does not fit a GIF",
                "1 to 65535 pixels a side");
  gif_.reset(EGifOpen(&bytes_, append, nullptr));
  if (!gif_) throw Error("gif", "encoding failed", "a smaller animation or more memory");
  EGifSetGifVersion(gif_.get(), true);

  const std::vector<Color>& colors = nearest_.table();
  transparent_ = static_cast<std::uint8_t>(colors.size());
  int size = 4;  // a power of two that has room for the transparent entry
  while (size < static_cast<int>(colors.size()) + 1) size *= 2;
  std::vector<GifColorType> entries(static_cast<std::size_t>(size), GifColorType{0, 0, 0});
  for (std::size_t i = 0; i < colors.size(); ++i) entries[i] = {colors[i].r, colors[i].g, colors[i].b};
  const std::unique_ptr<ColorMapObject, void (*)(ColorMapObject*)> map(GifMakeMapObject(size, entries.data()),
                                                                       GifFreeMapObject);
  check(map ? EGifPutScreenDesc(gif_.get(), width, height, 8, 0, map.get()) : GIF_ERROR);

  const unsigned char loop_for_ever[3] = {1, 0, 0};
  check(EGifPutExtensionLeader(gif_.get(), APPLICATION_EXT_FUNC_CODE));
  check(EGifPutExtensionBlock(gif_.get(), 11, "NETSCAPE2.0"));
  check(EGifPutExtensionBlock(gif_.get(), 3, loop_for_ever));
  check(EGifPutExtensionTrailer(gif_.get()));
}

GifWriter::~GifWriter() = default;

void GifWriter::add(const Image& frame, int delay_ms) {
  const auto width = static_cast<std::size_t>(width_), height = static_cast<std::size_t>(height_);
  if (!gif_) throw std::logic_error("GifWriter: finished");
  if (frame.width != width_ || frame.height != height_ || frame.rgba.size() != width * height * 4)
    throw std::invalid_argument("GifWriter: all frames have one size");

  // Most of a frame is as it was: whole rows are compared before pixels are looked at.
  std::vector<std::uint8_t> pixels = shown_;
  pixels.resize(width * height);
  std::size_t left = width, top = height, right = 0, bottom = 0;
  for (std::size_t y = 0; y < height; ++y) {
    const std::uint8_t* const row = &frame.rgba[4 * y * width];
    std::uint8_t* const to = &pixels[y * width];
    if (!shown_.empty() && std::memcmp(row, &before_[4 * y * width], 4 * width) == 0) continue;
    for (std::size_t x = 0; x < width; ++x)
      to[x] = x > 0 && std::equal(row + 4 * x, row + 4 * x + 3, row + 4 * x - 4)
                  ? to[x - 1]
                  : nearest_(row[4 * x], row[4 * x + 1], row[4 * x + 2]);
    if (shown_.empty()) continue;
    const std::uint8_t* const was = &shown_[y * width];
    for (std::size_t x = 0; x < width; ++x)
      if (to[x] != was[x]) {
        left = std::min(left, x), right = std::max(right, x + 1);
        top = std::min(top, y), bottom = y + 1;
      }
  }
  // The changed rectangle; one pixel when nothing changed, because a frame cannot be empty.
  if (shown_.empty()) left = top = 0, right = width, bottom = height;
  if (right == 0) left = top = 0, right = bottom = 1;

  const int wanted_ms = std::max(0, delay_ms) + owed_ms_;
  const int steps = std::clamp((wanted_ms + 5) / 10, kShortestStep, kLongestStep);
  owed_ms_ = std::clamp(wanted_ms - steps * 10, -5, 5);
  const GraphicsControlBlock control{DISPOSE_DO_NOT, false, steps,
                                     shown_.empty() ? NO_TRANSPARENT_COLOR : transparent_};
  GifByteType block[4];
  const std::size_t length = EGifGCBToExtension(&control, block);
  check(EGifPutExtension(gif_.get(), GRAPHICS_EXT_FUNC_CODE, static_cast<int>(length), block));
  check(EGifPutImageDesc(gif_.get(), static_cast<int>(left), static_cast<int>(top),
                         static_cast<int>(right - left), static_cast<int>(bottom - top), false, nullptr));
  std::vector<std::uint8_t> row(right - left);
  for (std::size_t y = top; y < bottom; ++y) {
    for (std::size_t x = left; x < right; ++x) {
      const std::size_t i = y * width + x;
      row[x - left] = !shown_.empty() && pixels[i] == shown_[i] ? transparent_ : pixels[i];
    }
    check(EGifPutLine(gif_.get(), row.data(), static_cast<int>(row.size())));
  }
  shown_ = std::move(pixels);
  before_ = frame.rgba;
}

std::string GifWriter::finish() {
  if (!gif_ || shown_.empty()) throw std::logic_error("GifWriter: no frames");
  check(EGifCloseFile(gif_.release(), nullptr));
  return std::exchange(bytes_, {});
}

}  // namespace convscope
