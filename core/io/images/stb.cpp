// What stb_image reads, with a guard around it: it takes zeros for bytes that a file lacks, and says little.
#include <fmt/format.h>
#include <stb_image.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>

#include "core/io/images/gif.hpp"
#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

/// The bytes as stb_image reads them. It is noted when it asks for more than there are.
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

[[noreturn]] void refuse(const Stream& stream) {
  if (stream.stopped) std::rethrow_exception(stream.stopped);
  if (stream.ran_out) cut_short();
  const char* const reason = stbi_failure_reason();
  const std::string_view text = reason ? reason : "";
  broken(text.empty() || text == "unknown image type" ? "it cannot be decoded" : text);
}

/// Width and height, asked before anything is decoded.
bool wants_pixels(const ImageSource& source) {
  Stream stream{source.bytes};
  int width = 0, height = 0, channels = 0;
  if (!stbi_info_from_callbacks(&kCallbacks, &stream, &width, &height, &channels)) refuse(stream);
  return source.wants_pixels(width, height);
}

template <class Sample>
using Samples = std::unique_ptr<Sample, void (*)(void*)>;

DecodedImage decode(const ImageSource& source) {
  Stream depth{source.bytes}, stream{source.bytes, &source.progress};
  const bool wide = stbi_is_16_bit_from_callbacks(&kCallbacks, &depth) != 0;
  int width = 0, height = 0, channels = 0;
  const auto load = [&](auto function, auto& into) {
    const Samples<std::remove_pointer_t<decltype(function(nullptr, nullptr, nullptr, nullptr, nullptr, 0))>>
        samples(function(&kCallbacks, &stream, &width, &height, &channels, 0), stbi_image_free);
    if (!samples || stream.ran_out || stream.stopped) refuse(stream);
    const Index count = Index{width} * height * channels;
    into.assign(samples.get(), samples.get() + count);
  };
  DecodedImage out;
  if (wide)
    load(stbi_load_16_from_callbacks, out.words);
  else
    load(stbi_load_from_callbacks, out.bytes);
  out.width = width;
  out.height = height;
  out.model = channels < 3 ? SampleModel::grey : SampleModel::rgb;
  out.alpha = channels % 2 == 0;
  out.bits = wide ? 16 : 8;
  out.most = wide ? 65535 : 255;
  return out;
}

unsigned byte(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}
unsigned little16(std::string_view bytes, std::size_t at) {
  return byte(bytes, at) | byte(bytes, at + 1) << 8;
}

/// Takes the last sample of each pixel away.
void drop_alpha(DecodedImage& raster) {
  const std::size_t from = static_cast<std::size_t>(raster.channels()), to = from - 1;
  for (std::size_t i = 0; i < raster.bytes.size() / from; ++i)
    std::copy_n(&raster.bytes[i * from], to, &raster.bytes[i * to]);
  raster.bytes.resize(raster.bytes.size() / from * to);
  raster.alpha = false;
}

void mirror(DecodedImage& raster) {
  const auto channels = static_cast<std::ptrdiff_t>(raster.channels()), row = raster.width * channels;
  for (auto begin = raster.bytes.begin(); begin != raster.bytes.end(); begin += row)
    for (std::ptrdiff_t left = 0, right = row - channels; left < right; left += channels, right -= channels)
      std::swap_ranges(begin + left, begin + left + channels, begin + right);
}

/// The decoder takes what it needs of the last run, and zeros behind the end. Runs that do not end where the
/// picture does were not written for it.
void check_runs(std::string_view tga) {
  const std::size_t entry = (byte(tga, 7) + 7) / 8, pixel = (byte(tga, 16) + 7) / 8;
  std::size_t at = 18 + byte(tga, 0) + (byte(tga, 1) == 1 ? little16(tga, 5) * entry : 0);
  for (std::size_t left = std::size_t{little16(tga, 12)} * little16(tga, 14); left > 0;) {
    const unsigned head = byte(tga, at);
    const std::size_t count = (head & 127) + 1, length = 1 + pixel * (head > 127 ? 1 : count);
    if (at + length > tga.size()) cut_short();
    if (count > left) broken("its last run goes beyond the picture");
    at += length;
    left -= count;
  }
}

}  // namespace

bool is_tga(std::string_view bytes) {
  if (bytes.size() < 18) return false;
  const unsigned map = byte(bytes, 1), type = byte(bytes, 2), entry = byte(bytes, 7), depth = byte(bytes, 16);
  const bool indexed = type == 1 || type == 9, grey = type == 3 || type == 11;
  if (!indexed && !grey && type != 2 && type != 10) return false;
  if (map > 1 || (indexed && map == 0)) return false;
  if (map == 1 && entry != 15 && entry != 16 && entry != 24 && entry != 32) return false;
  return depth == 8 || (depth == 16 && type != 1 && type != 9) ||
         (!indexed && !grey && (depth == 15 || depth == 24 || depth == 32));
}

DecodedImage read_tga(const ImageSource& source) {
  if (!wants_pixels(source)) return {};
  const unsigned type = byte(source.bytes, 2), attributes = byte(source.bytes, 17);
  const bool indexed = type == 1 || type == 9;
  if (indexed && (byte(source.bytes, 3) | byte(source.bytes, 4)) != 0)
    foreign("a TGA image whose palette does not begin at 0, which is not read here");
  if (type >= 9) check_runs(source.bytes);
  DecodedImage out = decode(source);
  if (indexed) out.kind = "palette";
  if (type >= 9) out.kind += out.kind.empty() ? "run-length coded" : ", run-length coded";
  const bool right_to_left = (attributes & 0x10) != 0, has_alpha = (attributes & 0x0f) != 0;
  if (out.alpha && !indexed && !has_alpha) drop_alpha(out);  // bits that the header calls no alpha
  if (right_to_left) mirror(out);
  return out;
}

DecodedImage read_gif(const ImageSource& source) {
  if (!wants_pixels(source)) return {};
  if (const std::string problem = problem_of_gif(source.bytes); !problem.empty()) broken(problem);
  DecodedImage out = decode(source);
  out.kind = "palette";
  out.animated = is_animated_gif(source.bytes);
  return out;
}

}  // namespace convscope
