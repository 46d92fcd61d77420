#include "app/export/webp.hpp"

#include <fmt/format.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <cmath>
#include <stdexcept>

#include "core/base/error.hpp"

namespace convscope {

namespace {

constexpr int kLargestWebp = WEBP_MAX_DIMENSION;
// Effort of packing, 0 to 9: more takes several times as long and saves a few percent of flat drawings.
constexpr int kEffort = 1;

[[noreturn]] void fail() {
  throw Error("webp", "encoding failed", "a smaller animation or more memory");
}

int milliseconds(double seconds) {
  return static_cast<int>(std::lround(1000 * seconds));
}

/// A frame as the encoder takes it.
struct Frame {
  WebPPicture picture{};
  explicit Frame(const Image& image) {
    if (!WebPPictureInit(&picture)) fail();
    picture.use_argb = 1;
    picture.width = image.width;
    picture.height = image.height;
    if (!WebPPictureImportRGBA(&picture, image.rgba.data(), 4 * image.width)) fail();
  }
  ~Frame() { WebPPictureFree(&picture); }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
};

}  // namespace

void WebpWriter::Close::operator()(WebPAnimEncoder* encoder) const {
  WebPAnimEncoderDelete(encoder);
}

WebpWriter::WebpWriter(int width, int height) : width_(width), height_(height) {
  if (width < 1 || height < 1 || width > kLargestWebp || height > kLargestWebp)
    throw Error("size", fmt::format("{}x{} does not fit a WebP", width, height),
                fmt::format("1 to {} pixels a side", kLargestWebp));
  WebPAnimEncoderOptions options;
  if (!WebPAnimEncoderOptionsInit(&options)) fail();
  options.anim_params.loop_count = 0;
  options.anim_params.bgcolor = 0x00ffffff;
  options.kmax = 0;  // whole frames in between would help only those who jump
  encoder_.reset(WebPAnimEncoderNew(width, height, &options));
  if (!encoder_) fail();
}

WebpWriter::~WebpWriter() = default;

void WebpWriter::add(const Image& frame, double seconds) {
  if (!encoder_) throw std::logic_error("WebpWriter: finished");
  if (frame.width != width_ || frame.height != height_)
    throw std::invalid_argument("WebpWriter: all frames have one size");
  WebPConfig config;
  if (!WebPConfigInit(&config) || !WebPConfigLosslessPreset(&config, kEffort)) fail();
  config.exact = 0;  // colours under nothing may change
  Frame taken(frame);
  if (!WebPAnimEncoderAdd(encoder_.get(), &taken.picture, milliseconds(seconds_), &config)) fail();
  seconds_ += seconds;
}

std::string WebpWriter::finish() {
  if (!encoder_) throw std::logic_error("WebpWriter: finished");
  WebPData data;
  WebPDataInit(&data);
  const std::unique_ptr<WebPData, void (*)(WebPData*)> freed(&data, WebPDataClear);
  if (!WebPAnimEncoderAdd(encoder_.get(), nullptr, milliseconds(seconds_), nullptr) ||
      !WebPAnimEncoderAssemble(encoder_.get(), &data))
    fail();
  encoder_.reset();
  return {reinterpret_cast<const char*>(data.bytes), data.size};
}

}  // namespace convscope
