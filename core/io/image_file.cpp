#include "core/io/image_file.hpp"

#include <fmt/format.h>
#include <stb_image.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/error.hpp"
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

}  // namespace

Tensor<float> read_image(const std::string& path, std::string_view field, Budget budget) {
  const std::string bytes = read_file(path, field);
  if (bytes.empty()) throw Error(field, fmt::format("{} is empty", path), kLegal);
  int width = 0, height = 0, channels = 0;
  Stream header{bytes};
  if (!stbi_info_from_callbacks(&kCallbacks, &header, &width, &height, &channels))
    throw unusable(path, field, bytes, header.ran_out);
  if (width < 1 || height < 1) throw Error(field, fmt::format("{} has no pixels", path), kLegal);
  const double pixels = static_cast<double>(width) * height;
  // The decoder keeps up to three copies of four bytes a pixel; then come three floats.
  require_memory(pixels * 24 + static_cast<double>(bytes.size()), budget, field);

  Stream stream{bytes};
  const std::unique_ptr<stbi_uc, void (*)(void*)> rgba(
      stbi_load_from_callbacks(&kCallbacks, &stream, &width, &height, &channels, 4), stbi_image_free);
  if (!rgba || stream.ran_out) throw unusable(path, field, bytes, stream.ran_out);

  Tensor<float> image({1, 3, height, width});
  const Index plane = Index{height} * width;
  for (Index i = 0; i < plane; ++i) {
    const stbi_uc* pixel = rgba.get() + 4 * i;
    const float opacity = static_cast<float>(pixel[3]) / 255.0F;
    for (Index c = 0; c < 3; ++c)
      image[c * plane + i] = static_cast<float>(pixel[c]) * opacity + 255.0F * (1.0F - opacity);
  }
  return image;
}

}  // namespace convscope
