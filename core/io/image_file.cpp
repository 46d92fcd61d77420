#include "core/io/image_file.hpp"

#include <fmt/format.h>
#include <stb_image.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/animated.hpp"
#include "core/io/exif.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace {

constexpr std::string_view kLegal = "a complete PNG, JPEG, BMP, TGA, GIF or PNM image";

/// The bytes as stb_image reads them. Several of its decoders take zeros for what a truncated file lacks
/// and return a picture that is grey from there on; so it is noted when they ask for more than there is.
struct Stream {
  std::string_view bytes;
  std::size_t at = 0;
  bool ran_out = false;
  const char* buffer = nullptr;  // the decoder's own, known from its first call

  static int read(void* user, char* into, int size) {
    auto& s = *static_cast<Stream*>(user);
    const std::size_t n = std::min(static_cast<std::size_t>(size), s.bytes.size() - s.at);
    std::memcpy(into, s.bytes.data() + s.at, n);
    s.at += n;
    if (!s.buffer) s.buffer = into;
    // It fills its buffer with whatever is left, but reads elsewhere just what it needs.
    s.ran_out = s.ran_out || n == 0 || (into != s.buffer && n < static_cast<std::size_t>(size));
    return static_cast<int>(n);
  }
  static void skip(void* user, int count) {
    auto& s = *static_cast<Stream*>(user);
    const Index to = static_cast<Index>(s.at) + count;
    s.ran_out = s.ran_out || to > static_cast<Index>(s.bytes.size());
    s.at = static_cast<std::size_t>(std::clamp<Index>(to, 0, static_cast<Index>(s.bytes.size())));
  }
  static int eof(void* user) {
    const auto& s = *static_cast<Stream*>(user);
    return s.at == s.bytes.size();
  }
};

constexpr stbi_io_callbacks kCallbacks{Stream::read, Stream::skip, Stream::eof};

Error unusable(const std::string& path, std::string_view field, std::string_view bytes, bool ran_out) {
  if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
    return Error(field, fmt::format("{} is a WebP image", path), kLegal);
  const char* reason = stbi_failure_reason();
  if (reason && std::string_view(reason) == "unknown image type")
    return Error(field, fmt::format("{} has no image format known here", path), kLegal);
  if (ran_out) return Error(field, fmt::format("{} is cut short", path), kLegal);
  return Error(field, fmt::format("{} is broken: {}", path, reason ? reason : "it cannot be decoded"),
               kLegal);
}

/// Interleaved samples of 8 or 16 bits.
struct Decoded {
  int width = 0, height = 0, channels = 0;
  std::unique_ptr<void, void (*)(void*)> samples{nullptr, stbi_image_free};
  bool wide = false;
  /// 0..255.
  float at(Index pixel, int channel) const {
    const auto i = static_cast<std::size_t>(pixel * channels + channel);
    return wide ? static_cast<float>(static_cast<const stbi_us*>(samples.get())[i]) / 257.0F
                : static_cast<float>(static_cast<const stbi_uc*>(samples.get())[i]);
  }
};

/// Whether the library leaves the two bytes of PNM samples as they stand in the file, as it did when this was
/// written: found out by a picture of one pixel.
bool pnm_is_swapped() {
  constexpr unsigned char picture[] = "P5 1 1 65535\n\x01";  // and a zero byte
  int width = 0, height = 0, channels = 0;
  const std::unique_ptr<stbi_us, void (*)(void*)> sample(
      stbi_load_16_from_memory(picture, sizeof picture, &width, &height, &channels, 0), stbi_image_free);
  return sample && *sample == 1;
}

Decoded decode(const std::string& path, std::string_view field, std::string_view bytes) {
  Decoded out;
  Stream depth{bytes}, stream{bytes};
  out.wide = stbi_is_16_bit_from_callbacks(&kCallbacks, &depth) != 0;
  out.samples.reset(out.wide ? static_cast<void*>(stbi_load_16_from_callbacks(
                                   &kCallbacks, &stream, &out.width, &out.height, &out.channels, 0))
                             : static_cast<void*>(stbi_load_from_callbacks(&kCallbacks, &stream, &out.width,
                                                                           &out.height, &out.channels, 0)));
  if (!out.samples || stream.ran_out) throw unusable(path, field, bytes, stream.ran_out);
  if (out.wide && bytes.starts_with('P')) {
    static const bool swapped = pnm_is_swapped();
    auto* samples = static_cast<stbi_us*>(out.samples.get());
    const Index count = Index{out.width} * out.height * out.channels;
    for (Index i = 0; swapped && i < count; ++i)
      samples[i] = static_cast<stbi_us>(samples[i] << 8 | samples[i] >> 8);
  }
  return out;
}

/// Of a file that is to be looked at.
constexpr Index kBeginning = Index{1} << 18;

/// `all`: these are all bytes of the file, so that nothing may be missing from its header.
void check_header(const std::string& path, std::string_view field, std::string_view bytes, bool all,
                  Budget budget) {
  if (bytes.empty()) throw Error(field, fmt::format("{} is empty", path), kLegal);
  int width = 0, height = 0, channels = 0;
  Stream header{bytes};
  if (!stbi_info_from_callbacks(&kCallbacks, &header, &width, &height, &channels)) {
    if (header.ran_out && !all) return;
    throw unusable(path, field, bytes, header.ran_out);
  }
  if (width < 1 || height < 1) throw Error(field, fmt::format("{} has no pixels", path), kLegal);
  // The decoder keeps up to three copies of four bytes a pixel; then come three floats.
  require_memory(24.0 * width * height + static_cast<double>(bytes.size()), budget, field);
}

}  // namespace

void check_image_file(const std::string& path, std::string_view field, Budget budget) {
  InputFile file(path, field);
  if (file.size() < 0) return;  // a pipe can be read only once
  std::string bytes(static_cast<std::size_t>(std::min(file.size(), kBeginning)), '\0');
  bytes.resize(file.read(bytes.data(), bytes.size()));
  check_header(path, field, bytes, static_cast<Index>(bytes.size()) == file.size(), budget);
}

bool has_image_ending(std::string_view path) {
  constexpr std::string_view endings[] = {".png", ".jpg", ".jpeg", ".bmp", ".tga",
                                          ".gif", ".pgm", ".ppm",  ".pnm"};
  const std::string name = lower(path);
  return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

ImageFile read_image_file(const std::string& path, std::string_view field, Budget budget) {
  return decode_image_file(read_file(path, field), path, field, budget);
}

ImageFile decode_image_file(const std::string& bytes, const std::string& path, std::string_view field,
                            Budget budget) {
  check_header(path, field, bytes, true, budget);

  ImageFile image;
  image.animated = is_animated(bytes);
  bool opaque = true;
  {
    const Decoded decoded = decode(path, field, bytes);
    const Index plane = Index{decoded.height} * decoded.width;
    const int colors = decoded.channels < 3 ? 1 : 3;
    image.color.reset({1, colors, decoded.height, decoded.width});
    for (int c = 0; c < colors; ++c)
      for (Index i = 0; i < plane; ++i) image.color[c * plane + i] = decoded.at(i, c);
    if (decoded.channels % 2 == 0) {
      image.alpha.reset({1, 1, decoded.height, decoded.width});
      for (Index i = 0; i < plane; ++i) {
        image.alpha[i] = decoded.at(i, colors);
        opaque = opaque && image.alpha[i] == 255.0F;
      }
    }
  }
  if (opaque) image.alpha = {};
  const int orientation = exif_orientation(bytes);
  if (orientation != 1) {
    image.color = upright(image.color, orientation);
    if (!image.opaque()) image.alpha = upright(image.alpha, orientation);
  }
  return image;
}

Tensor<float> over_white(const ImageFile& image) {
  const Index height = image.color.shape()[2], width = image.color.shape()[3], plane = height * width;
  Tensor<float> out({1, 3, height, width});
  for (Index c = 0; c < 3; ++c) {
    const float* from = image.color.data() + (image.color.shape()[1] == 3 ? c * plane : 0);
    for (Index i = 0; i < plane; ++i) {
      const float opacity = image.opaque() ? 1.0F : image.alpha[i] / 255.0F;
      out[c * plane + i] = from[i] * opacity + 255.0F * (1.0F - opacity);
    }
  }
  return out;
}

Tensor<float> read_image(const std::string& path, std::string_view field, Budget budget) {
  const ImageFile image = read_image_file(path, field, budget);
  return image.opaque() && image.color.shape()[1] == 3 ? image.color : over_white(image);
}

}  // namespace convscope
