#include <fmt/format.h>

#include <algorithm>

#include "core/base/numbers.hpp"
#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

constexpr std::string_view kSpaces = " \t\n\v\f\r";

/// Words between spaces; a # begins a comment up to the line's end.
class Words {
 public:
  Words(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  std::string_view word() {
    skip();
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && kSpaces.find(bytes_[at_]) == std::string_view::npos && bytes_[at_] != '#')
      ++at_;
    if (begin == at_) cut_short();
    return bytes_.substr(begin, at_ - begin);
  }
  Index number(std::string_view what, Index most = kLargestIndex) {
    const std::string_view text = word();
    const auto value = parse_index(text);
    if (!value || *value < 0) broken(fmt::format("its {} is '{}'", what, text.substr(0, 20)));
    // The file ends here: only a number that no further digit would fit is known to be whole.
    if (at_ == bytes_.size() && *value != 0 && *value <= most / 10)
      broken(fmt::format("it ends in its {} '{}', with no line's end behind it", what, text.substr(0, 20)));
    return *value;
  }
  /// One 0 or 1, which need no space between them.
  Index bit() {
    skip();
    if (at_ == bytes_.size()) cut_short();
    const char c = bytes_[at_++];
    if (c != '0' && c != '1') broken(fmt::format("it has a '{}' among its 0s and 1s", c));
    return c - '0';
  }
  std::string_view line() {
    const std::size_t end = std::min(bytes_.find('\n', at_), bytes_.size());
    if (end == bytes_.size()) cut_short();
    const std::string_view text = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return trim(text);
  }
  std::size_t left() const { return bytes_.size() - at_; }
  std::size_t at() const { return at_; }

 private:
  void skip() {
    while (at_ < bytes_.size()) {
      if (bytes_[at_] == '#')
        at_ = std::min(bytes_.find_first_of("\n\r", at_), bytes_.size());
      else if (kSpaces.find(bytes_[at_]) != std::string_view::npos)
        ++at_;
      else
        return;
    }
  }
  std::string_view bytes_;
  std::size_t at_;
};

struct Header {
  DecodedImage raster;
  bool plain = false, bitmap = false;  ///< text; one bit a pixel, 1 is black
  std::size_t data = 0;                ///< where binary samples begin
};

/// P7, whose header has a line for each fact (the Netpbm manual, pam).
Header pam_header(std::string_view bytes) {
  Words words(bytes, 2);
  words.line();
  Header h;
  Index depth = 0, most = 0;
  std::string type;
  for (std::string_view line = words.line(); line != "ENDHDR"; line = words.line()) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t space = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view name = line.substr(0, space), text = trim(line.substr(space));
    if (name == "TUPLTYPE") {
      type = text;
      continue;
    }
    const auto value = parse_index(text);
    if (!value || *value < 1) broken(fmt::format("its {} is '{}'", name.substr(0, 20), text.substr(0, 20)));
    (name == "WIDTH"    ? h.raster.width
     : name == "HEIGHT" ? h.raster.height
     : name == "DEPTH"  ? depth
                        : most) = *value;
  }
  if (depth < 1 || depth > 4) foreign(fmt::format("a PAM image of {} samples a pixel", depth));
  h.raster.model = depth < 3 ? SampleModel::grey : SampleModel::rgb;
  h.raster.alpha = depth % 2 == 0;
  if (h.raster.alpha && !type.empty() && !type.ends_with("_ALPHA"))
    foreign(fmt::format("a PAM image of {}, which is not read here", type.substr(0, 20)));
  if (most < 1 || most > 65535) broken(fmt::format("its maximum is {}", most));
  h.raster.most = static_cast<unsigned>(most);
  h.data = words.at();
  return h;
}

Header header(std::string_view bytes) {
  if (bytes[1] == '7') return pam_header(bytes);
  Header h;
  const int kind = bytes[1] - '0';
  h.plain = kind <= 3;
  h.bitmap = kind % 3 == 1;
  h.raster.model = kind % 3 == 0 ? SampleModel::rgb : SampleModel::grey;
  Words words(bytes, 2);
  h.raster.width = words.number("width");
  h.raster.height = words.number("height");
  const Index most = h.bitmap ? 1 : words.number("maximum");
  if (most < 1 || most > 65535) broken(fmt::format("its maximum is {}, and has to be 1 to 65535", most));
  h.raster.most = static_cast<unsigned>(most);
  h.data = words.at() + (h.plain ? 0 : 1);
  return h;
}

int bits_of(unsigned most) {
  int bits = 1;
  while ((1u << bits) <= most) ++bits;
  return bits;
}

void read_plain(const Header& h, const ImageSource& source, DecodedImage& out) {
  Words words(source.bytes, h.data);
  const Index row = out.width * out.channels();
  if (words.left() / (h.bitmap ? 1 : 2) + 1 < static_cast<std::size_t>(row * out.height)) cut_short();
  out.allocate(out.most > 255);
  for (Index i = 0; i < row * out.height; ++i) {
    if (i % row == 0) source.at_row(i / row, out.height);
    const Index value = h.bitmap ? 1 - words.bit() : words.number("sample", out.most);
    if (value > static_cast<Index>(out.most))
      broken(fmt::format("it has a sample of {}, above its maximum of {}", value, out.most));
    if (out.most > 255)
      out.words[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(value);
    else
      out.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value);
  }
}

void read_binary(const Header& h, const ImageSource& source, DecodedImage& out) {
  const bool wide = out.most > 255;
  const Index row = out.width * out.channels();
  const Index stride = h.bitmap ? (row + 7) / 8 : row * (wide ? 2 : 1);
  const std::string_view data = source.bytes.substr(std::min(h.data, source.bytes.size()));
  if (static_cast<Index>(data.size()) / stride < out.height) cut_short();
  out.allocate(wide);
  for (Index y = 0; y < out.height; ++y) {
    source.at_row(y, out.height);
    const auto* from = reinterpret_cast<const unsigned char*>(data.data()) + y * stride;
    for (Index x = 0; x < row; ++x) {
      const unsigned value = h.bitmap ? 1u - (from[x / 8] >> (7 - x % 8) & 1u)
                             : wide   ? static_cast<unsigned>(from[2 * x]) << 8 | from[2 * x + 1]
                                      : from[x];
      if (value > out.most)
        broken(fmt::format("it has a sample of {}, above its maximum of {}", value, out.most));
      if (wide)
        out.words[static_cast<std::size_t>(y * row + x)] = static_cast<std::uint16_t>(value);
      else
        out.bytes[static_cast<std::size_t>(y * row + x)] = static_cast<std::uint8_t>(value);
    }
  }
}

}  // namespace

DecodedImage read_pnm(const ImageSource& source) {
  Header h = header(source.bytes);
  DecodedImage out = std::move(h.raster);
  if (!source.wants_pixels(static_cast<double>(out.width), static_cast<double>(out.height))) return {};
  out.bits = bits_of(out.most);
  if (h.plain) out.kind = "plain text";
  if (h.plain)
    read_plain(h, source, out);
  else
    read_binary(h, source, out);
  source.at_row(out.height, out.height);
  return out;
}

}  // namespace convscope
