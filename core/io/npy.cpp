#include "core/io/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/half.hpp"
#include "core/io/files.hpp"

namespace convscope {

static_assert(std::endian::native == std::endian::little, "elements are copied as they lie in the file");

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::string_view kLegal = "a .npy file with numbers, as numpy.save writes it";
constexpr std::string_view kTypes = "float16, float32, float64, a whole number type or bool, little-endian";

/// What an element is made of, and the conversion of many of them.
struct ElementType {
  std::string_view code;  ///< as in 'descr', without the byte order
  std::size_t bytes;
  /// Returns the position of the first element that no double holds exactly or that is not finite,
  /// `count` if there is none.
  std::size_t (*convert)(const char* from, double* to, std::size_t count);
  std::string (*written)(const char* element);  ///< all its digits
};

template <class T>
std::size_t convert(const char* from, double* to, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof(T));
    to[i] = static_cast<double>(value);
    if constexpr (!std::is_integral_v<T>) {
      if (!std::isfinite(to[i])) return i;
    } else if constexpr (sizeof(T) == 8) {
      constexpr auto most = T{1} << 53;
      if (value > most || (std::is_signed_v<T> && value < T{0} - most)) return i;
    }
  }
  return count;
}

template <class T>
std::string written(const char* element) {
  T value;
  std::memcpy(&value, element, sizeof(T));
  if constexpr (std::is_integral_v<T>)
    return fmt::format("{}", value);
  else
    return fmt::format("{}", static_cast<double>(value));
}

template <class T>
constexpr ElementType elements(std::string_view code) {
  return {code, sizeof(T), convert<T>, written<T>};
}

constexpr std::array kElementTypes{
    elements<Half>("f2"),          elements<float>("f4"),         elements<double>("f8"),
    elements<std::int8_t>("i1"),   elements<std::int16_t>("i2"),  elements<std::int32_t>("i4"),
    elements<std::int64_t>("i8"),  elements<std::uint8_t>("u1"),  elements<std::uint16_t>("u2"),
    elements<std::uint32_t>("u4"), elements<std::uint64_t>("u8"), elements<std::uint8_t>("b1")};

struct Header {
  ElementType type{};
  bool fortran_order = false;
  Shape shape;
};

/// Reads the header's text, a Python dictionary such as
/// {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
class HeaderParser {
 public:
  HeaderParser(std::string_view text, std::string_view path, std::string_view field)
      : text_(text), path_(path), field_(field) {}

  Header parse() {
    Header header;
    bool seen[3] = {};
    expect('{');
    while (!accept('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr" && !seen[0]) {
        header.type = element_type();
        seen[0] = true;
      } else if (key == "fortran_order" && !seen[1]) {
        header.fortran_order = truth();
        seen[1] = true;
      } else if (key == "shape" && !seen[2]) {
        header.shape = shape();
        seen[2] = true;
      } else {
        broken();
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skip_blanks();
    if (!text_.empty() || !seen[0] || !seen[1] || !seen[2]) broken();
    return header;
  }

 private:
  [[noreturn]] void broken() const {
    throw Error(field_, fmt::format("{} has a broken .npy header", path_), kLegal);
  }
  void skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(" \t\r\n"), text_.size())); }
  bool accept(char c) {
    skip_blanks();
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!accept(c)) broken();
  }
  std::string_view quoted() {
    skip_blanks();
    if (text_.empty() || (text_[0] != '\'' && text_[0] != '"')) broken();
    const std::size_t end = text_.find(text_[0], 1);
    if (end == std::string_view::npos) broken();
    const std::string_view inside = text_.substr(1, end - 1);
    text_.remove_prefix(end + 1);
    return inside;
  }
  bool truth() {
    skip_blanks();
    const bool yes = text_.starts_with("True");
    if (!yes && !text_.starts_with("False")) broken();
    text_.remove_prefix(yes ? 4 : 5);
    return yes;
  }
  /// What NumPy's letters stand for, where no numbers of ours do.
  static std::string_view meaning(std::string_view descr) {
    const std::size_t at = descr.find_first_not_of("<>=|");
    if (at == std::string_view::npos) return "";
    switch (descr[at]) {
      case 'c':
        return "complex numbers";
      case 'f':
        return "floats longer than 64 bits";
      case 'S':
      case 'U':
        return "strings";
      case 'M':
      case 'm':
        return "dates";
      case 'O':
        return "Python objects";
      case 'V':
        return "bytes without a meaning";
      default:
        return "";
    }
  }
  ElementType element_type() {
    skip_blanks();
    if (text_.starts_with('['))
      throw Error(field_, fmt::format("{} holds records with named fields", path_), kTypes);
    const std::string_view descr = quoted();
    if (descr.starts_with('>') && descr != ">i1" && descr != ">u1" && descr != ">b1")
      throw Error(field_, fmt::format("{} is big-endian ('{}')", path_, descr), kTypes);
    const bool has_order =
        !descr.empty() && std::string_view("<>=|").find(descr[0]) != std::string_view::npos;
    for (const ElementType& type : kElementTypes)
      if (descr.substr(has_order ? 1 : 0) == type.code) return type;
    std::string problem = fmt::format("{} has elements of type '{}'", path_, descr);
    if (const std::string_view means = meaning(descr); !means.empty()) problem.append(", ").append(means);
    throw Error(field_, problem, kTypes);
  }
  Shape shape() {
    Shape extents;
    expect('(');
    while (!accept(')')) {
      skip_blanks();
      std::uint64_t extent = 0;
      const auto [end, problem] = std::from_chars(text_.data(), text_.data() + text_.size(), extent);
      if (problem != std::errc{} || extent > static_cast<std::uint64_t>(std::numeric_limits<Index>::max()))
        broken();
      text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
      if (text_.starts_with('L')) text_.remove_prefix(1);  // Python 2 wrote long integers so
      if (extents.rank() == Shape::kMaxRank)
        throw Error(field_, fmt::format("{} has more than {} axes", path_, Shape::kMaxRank),
                    "batch, channels and 1 to 3 spatial axes");
      extents.push_back(static_cast<Index>(extent));
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return extents;
  }

  std::string_view text_, path_, field_;
};

/// Visits the elements of a tensor in Fortran order (first axis fastest) as flat row-major positions.
class FortranOrder {
 public:
  explicit FortranOrder(const Shape& shape)
      : shape_(shape), at_(Shape::filled(shape.rank(), 0)), stride_(shape) {
    Index stride = 1;
    for (std::size_t axis = shape.rank(); axis-- > 0;) {
      stride_[axis] = stride;
      stride *= shape[axis];
    }
  }
  Index next() {
    const Index here = flat_;
    for (std::size_t axis = 0; axis < shape_.rank(); ++axis) {
      flat_ += stride_[axis];
      if (++at_[axis] < shape_[axis]) break;
      flat_ -= shape_[axis] * stride_[axis];
      at_[axis] = 0;
    }
    return here;
  }

 private:
  Shape shape_, at_, stride_;
  Index flat_ = 0;
};

/// A .npy file being read.
class NpyReader {
 public:
  NpyReader(const std::string& path, std::string_view field)
      : file_(path, field), path_(path), field_(field) {}

  Tensor<double> read(Budget budget) {
    const Header header = begin();
    const Index count = element_count(header.shape, field_);
    const Index bytes = count * static_cast<Index>(header.type.bytes);
    require_memory(static_cast<double>(count) * sizeof(double), budget, field_);
    Tensor<double> tensor(header.shape);
    read_elements(header, tensor, bytes);
    char more;
    if (file_.read(&more, 1) != 0)
      throw Error(field_, fmt::format("{} goes on after its {} elements", path_, count), kLegal);
    return tensor;
  }
  Shape shape() { return begin().shape; }

 private:
  Header begin() {
    const Header header = read_header();
    const Index bytes = element_count(header.shape, field_) * static_cast<Index>(header.type.bytes);
    // Before any memory is taken: a broken header must not look like a huge array.
    if (file_.size() >= 0 && file_.size() - header_bytes_ < bytes)
      truncated(file_.size() - header_bytes_, bytes);
    return header;
  }

  [[noreturn]] void truncated(Index present, Index wanted) const {
    throw Error(
        field_,
        fmt::format("{} is cut short: {} of {} bytes of data", path_, std::max<Index>(present, 0), wanted),
        "a complete .npy file");
  }

  Header read_header() {
    std::array<unsigned char, 12> start{};
    take(start.data(), 8);
    if (std::memcmp(start.data(), kMagic.data(), kMagic.size()) != 0)
      throw Error(field_, fmt::format("{} is no .npy file", path_), kLegal);
    const int version = start[6];
    if (version < 1 || version > 3 || start[7] != 0)
      throw Error(field_, fmt::format("{} has .npy version {}.{}", path_, version, start[7]),
                  "version 1.0, 2.0 or 3.0");
    const std::size_t width = version == 1 ? 2 : 4;
    take(start.data() + 8, width);
    std::size_t length = 0;
    for (std::size_t i = 0; i < width; ++i) length |= std::size_t{start[8 + i]} << (8 * i);
    if (length > std::size_t{1} << 20)
      throw Error(field_, fmt::format("{} has a broken .npy header", path_), kLegal);
    std::string text(length, '\0');
    take(text.data(), length);
    header_bytes_ = static_cast<Index>(8 + width + length);
    return HeaderParser(text, path_, field_).parse();
  }

  void take(void* into, std::size_t bytes) {
    if (file_.read(static_cast<char*>(into), bytes) != bytes)
      throw Error(field_, fmt::format("{} ends within its .npy header", path_), kLegal);
  }

  void read_elements(const Header& header, Tensor<double>& tensor, Index bytes) {
    const std::size_t count = static_cast<std::size_t>(tensor.size()), size = header.type.bytes;
    const std::size_t piece = std::min<std::size_t>(count, 65536);
    std::vector<char> raw(piece * size);
    std::vector<double> values(piece);
    FortranOrder order(header.shape);
    for (std::size_t done = 0; done < count;) {
      const std::size_t n = std::min(piece, count - done);
      const std::size_t got = file_.read(raw.data(), n * size);
      if (got != n * size) truncated(static_cast<Index>(done * size + got), bytes);
      const std::size_t good = header.type.convert(raw.data(), values.data(), n);
      if (good != n)
        refuse(header, header.type.written(raw.data() + good * size), static_cast<Index>(done + good));
      for (std::size_t i = 0; i < n; ++i)
        tensor[header.fortran_order ? order.next() : static_cast<Index>(done + i)] = values[i];
      done += n;
    }
  }

  [[noreturn]] void refuse(const Header& header, const std::string& value, Index element) const {
    if (header.type.code[0] == 'f')
      throw Error(field_, fmt::format("{} holds {} (element {} of the file)", path_, value, element),
                  "finite numbers");
    throw Error(field_, fmt::format("{} holds {} (element {} of the file)", path_, value, element),
                "whole numbers up to 2^53 = 9007199254740992, all of which a double holds exactly");
  }

  InputFile file_;
  std::string_view path_, field_;
  Index header_bytes_ = 0;
};

}  // namespace

Tensor<double> read_npy(const std::string& path, std::string_view field, Budget budget) {
  return NpyReader(path, field).read(budget);
}

Shape npy_shape(const std::string& path, std::string_view field) {
  return NpyReader(path, field).shape();
}

namespace {

std::string header_of(const Shape& shape, std::string_view type) {
  const std::string extents =
      fmt::format("{}{}", fmt::join(shape.begin(), shape.end(), ", "), shape.rank() == 1 ? "," : "");
  std::string header =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", type, extents);
  // Blanks and a line feed bring the data to a multiple of 64 bytes.
  constexpr std::size_t start = 10;
  header += fmt::format("{:>{}}", '\n', 64 - (start + header.size()) % 64);
  std::string out(kMagic);
  out += {'\x01', '\0'};  // version 1.0
  out += static_cast<char>(header.size() & 0xff);
  out += static_cast<char>(header.size() >> 8);
  return out + header;
}

template <class T>
std::string bytes_of(const Tensor<double>& tensor, std::string_view type) {
  std::string bytes = header_of(tensor.shape(), type);
  const std::size_t data = bytes.size();
  bytes.resize(data + static_cast<std::size_t>(tensor.size()) * sizeof(T));
  for (Index i = 0; i < tensor.size(); ++i) {
    const T value = static_cast<T>(tensor[i]);
    std::memcpy(bytes.data() + data + static_cast<std::size_t>(i) * sizeof(T), &value, sizeof(T));
  }
  return bytes;
}

}  // namespace

std::string npy_header(const Shape& shape) {
  return header_of(shape, "<f4");
}

std::string_view npy_values(std::span<const float> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

std::string npy_bytes(const Tensor<double>& tensor) {
  return bytes_of<float>(tensor, "<f4");
}

std::string npy_bytes_exact(const Tensor<double>& tensor) {
  return bytes_of<double>(tensor, "<f8");
}

}  // namespace convscope
