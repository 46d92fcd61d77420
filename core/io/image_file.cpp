#include "core/io/image_file.hpp"

#include <fmt/format.h>
#include <stb_image.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <filesystem>
#include <memory>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/base/parallel.hpp"
#include "core/io/animated.hpp"
#include "core/io/exif.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace {

/// One kind of image file. The order of those that are read is that of sentences.
struct ImageFormat {
  std::string_view name;
  std::size_t at;          ///< where its files have
  std::string_view magic;  ///< this; empty: they begin with nothing of their own
  std::string_view endings;
  bool read = true;  ///< false: told by its name, and refused
};
constexpr std::string_view kPng = "\x89PNG\r\n\x1a\n";
constexpr ImageFormat kFormats[] = {
    {"PNG", 0, kPng, ".png"},
    {"JPEG", 0, "\xFF\xD8\xFF", ".jpg .jpeg"},
    {"BMP", 0, "", ".bmp"},
    {"TGA", 0, "", ".tga"},
    {"GIF", 0, "GIF8", ".gif"},
    {"PNM", 0, "", ".pgm .ppm .pnm"},
    {"WebP", 8, "WEBP", ".webp", false},
    {"TIFF", 0, {"II*\0", 4}, ".tif .tiff", false},
    {"TIFF", 0, {"MM\0*", 4}, ".tif .tiff", false},
    {"HEIC", 4, "ftypheic", ".heic", false},
    {"HEIC", 4, "ftypmif1", ".heif", false},
    {"AVIF", 4, "ftypavif", ".avif", false},
};

const ImageFormat* format_of(std::string_view bytes) {
  const auto fits = [&](const ImageFormat& f) {
    return !f.magic.empty() && bytes.size() > f.at && bytes.substr(f.at).starts_with(f.magic);
  };
  const auto* const found = std::ranges::find_if(kFormats, fits);
  return found == std::end(kFormats) ? nullptr : found;
}

/// What an error asks for instead.
const std::string& legal() {
  static const std::string text = [] {
    std::vector<std::string_view> names;
    for (const ImageFormat& f : kFormats)
      if (f.read) names.push_back(f.name);
    return fmt::format("a complete {} image", listed(names, Listing::with_or));
  }();
  return text;
}

/// The bytes as stb_image reads them. Several of its decoders take zeros for what a truncated file lacks
/// and return a picture that is grey from there on; so it is noted when they ask for more than there is.
struct Stream {
  std::string_view bytes;
  const Progress* progress = nullptr;  ///< hears how much has been read
  std::size_t at = 0, reported = 0;
  std::exception_ptr stopped{};  ///< what that threw; then the file seems to end here
  bool ran_out = false;
  const char* buffer = nullptr;  // the decoder's own, known from its first call

  static int read(void* user, char* into, int size) {
    auto& s = *static_cast<Stream*>(user);
    if (!s.go_on()) return 0;
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
    return s.stopped || s.at == s.bytes.size();
  }

 private:
  /// The library is C: nothing may be thrown through it.
  bool go_on() {
    constexpr std::size_t kOften = std::size_t{1} << 16;
    if (!progress || stopped || at < reported + kOften) return !stopped;
    reported = at;
    try {
      progress->at(static_cast<double>(at) / static_cast<double>(bytes.size()));
    } catch (...) {
      stopped = std::current_exception();
    }
    return !stopped;
  }
};

constexpr stbi_io_callbacks kCallbacks{Stream::read, Stream::skip, Stream::eof};

Error unusable(const std::string& path, std::string_view field, std::string_view bytes, bool ran_out) {
  const ImageFormat* const known = format_of(bytes);
  if (known && !known->read) return Error(field, fmt::format("{} is a {} image", path, known->name), legal());
  const std::string_view reason = stbi_failure_reason() ? stbi_failure_reason() : "";
  const bool unknown = reason.empty() || reason == "unknown image type";
  if (!known && unknown) return Error(field, fmt::format("{} has no image format known here", path), legal());
  if (ran_out) return Error(field, fmt::format("{} is cut short", path), legal());
  return Error(field, fmt::format("{} is broken: {}", path, unknown ? "it cannot be decoded" : reason),
               legal());
}

/// The decoder keeps up to three copies of four bytes a pixel; then come three floats.
void check_size(const std::string& path, std::string_view field, double width, double height, Budget budget) {
  if (width < 1 || height < 1) throw Error(field, fmt::format("{} has no pixels", path), legal());
  constexpr double kGib = 1024.0 * 1024.0 * 1024.0;
  const double bytes = 24.0 * width * height, most = static_cast<double>(budget.bytes);
  if (bytes > most)
    throw Error(field,
                fmt::format("{}, {:.0f} × {:.0f} pixels, would need {:.1f} GiB of memory", path, width,
                            height, bytes / kGib),
                fmt::format("a smaller picture: at most {:.3g} GiB", most / kGib));
}

/// Of a PNG, which is the one format whose library takes too large a size for an unknown format.
void check_png_size(const std::string& path, std::string_view field, std::string_view bytes, Budget budget) {
  constexpr std::size_t kWidth = 16, kHeight = 20;
  if (!bytes.starts_with(kPng) || bytes.size() < kHeight + 4) return;
  const auto number = [&](std::size_t at) {
    double value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = 256 * value + static_cast<unsigned char>(bytes[i]);
    return value;
  };
  check_size(path, field, number(kWidth), number(kHeight), budget);
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

Decoded decode(const std::string& path, std::string_view field, std::string_view bytes,
               const Progress& progress) {
  Decoded out;
  Stream depth{bytes}, stream{bytes, &progress};
  out.wide = stbi_is_16_bit_from_callbacks(&kCallbacks, &depth) != 0;
  out.samples.reset(out.wide ? static_cast<void*>(stbi_load_16_from_callbacks(
                                   &kCallbacks, &stream, &out.width, &out.height, &out.channels, 0))
                             : static_cast<void*>(stbi_load_from_callbacks(&kCallbacks, &stream, &out.width,
                                                                           &out.height, &out.channels, 0)));
  if (stream.stopped) std::rethrow_exception(stream.stopped);
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

/// The share of a reading's time that decoding takes, about.
constexpr double kDecoding = 0.8;
constexpr Index kBandRows = 64;

/// Of a file that is to be looked at.
constexpr Index kBeginning = Index{1} << 18;

/// `all`: these are all bytes of the file, so that nothing may be missing from its header.
void check_header(const std::string& path, std::string_view field, std::string_view bytes, bool all,
                  Budget budget) {
  if (bytes.empty()) throw Error(field, fmt::format("{} is empty", path), legal());
  check_png_size(path, field, bytes, budget);
  int width = 0, height = 0, channels = 0;
  Stream header{bytes};
  if (!stbi_info_from_callbacks(&kCallbacks, &header, &width, &height, &channels)) {
    if (header.ran_out && !all) return;
    throw unusable(path, field, bytes, header.ran_out);
  }
  check_size(path, field, width, height, budget);
}

}  // namespace

void check_image_file(const std::string& path, std::string_view field, Budget budget) {
  std::error_code none;
  const std::filesystem::file_status status = std::filesystem::status(path, none);
  if (std::filesystem::exists(status) && !is_regular_file(status) && !is_directory(status))
    throw Error(field, fmt::format("{} is a pipe or a device", path), legal());
  InputFile file(path, field);
  std::string bytes(static_cast<std::size_t>(std::min(file.size(), kBeginning)), '\0');
  bytes.resize(file.read(bytes.data(), bytes.size()));
  check_header(path, field, bytes, static_cast<Index>(bytes.size()) == file.size(), budget);
}

bool has_image_ending(std::string_view path) {
  const std::string name = lower(path);
  return std::ranges::any_of(kFormats, [&](const ImageFormat& f) {
    return f.read && std::ranges::any_of(split(f.endings, ' '), [&](auto e) { return name.ends_with(e); });
  });
}

ImageFile read_image_file(const std::string& path, std::string_view field, Budget budget,
                          const Progress& progress) {
  return decode_image_file(read_file(path, field), path, field, budget, progress);
}

ImageFile decode_image_file(const std::string& bytes, const std::string& path, std::string_view field,
                            Budget budget, const Progress& progress) {
  check_header(path, field, bytes, true, budget);

  ImageFile image;
  image.animated = is_animated(bytes);
  {
    const Decoded decoded = decode(path, field, bytes, progress.part(0, kDecoding));
    const Index width = decoded.width, plane = decoded.height * width;
    const int colors = decoded.channels < 3 ? 1 : 3;
    image.color.reset({1, colors, decoded.height, width});
    if (decoded.channels % 2 == 0) image.alpha.reset({1, 1, decoded.height, width});
    const auto take_rows = [&](Index band) {
      const Index end = std::min((band + 1) * kBandRows, Index{decoded.height}) * width;
      for (Index i = band * kBandRows * width; i < end; ++i) {
        for (int c = 0; c < colors; ++c) image.color[c * plane + i] = decoded.at(i, c);
        if (!image.opaque()) image.alpha[i] = decoded.at(i, colors);
      }
    };
    in_parallel((decoded.height + kBandRows - 1) / kBandRows, take_rows, progress.part(kDecoding, 1));
  }
  if (std::ranges::all_of(image.alpha.values(), [](float v) { return v == 255.0F; })) image.alpha = {};
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
