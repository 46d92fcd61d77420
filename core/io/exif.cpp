#include "core/io/exif.hpp"

#include <cstdint>

namespace convscope {

namespace {

/// Bytes in one of TIFF's two orders; 0 beyond the end.
struct Bytes {
  std::string_view text;
  bool little = false;
  std::uint32_t at(std::size_t place, int count) const {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
      const std::size_t from = place + static_cast<std::size_t>(little ? count - 1 - i : i);
      value = value << 8 | (from < text.size() ? static_cast<std::uint8_t>(text[from]) : 0u);
    }
    return value;
  }
};

}  // namespace

int exif_orientation(std::string_view exif) {
  constexpr std::string_view kName("Exif\0\0", 6);
  const std::string_view tiff = exif.starts_with(kName) ? exif.substr(kName.size()) : exif;
  Bytes bytes{tiff};
  if (tiff.starts_with("II"))
    bytes.little = true;
  else if (!tiff.starts_with("MM"))
    return 1;
  const std::size_t directory = bytes.at(4, 4);
  if (directory >= tiff.size()) return 1;
  const std::uint32_t entries = bytes.at(directory, 2);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t{12} * i;
    if (entry + 12 > tiff.size()) break;
    if (bytes.at(entry, 2) != 0x0112) continue;
    const auto value = static_cast<int>(bytes.at(entry + 8, 2));
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

Tensor<float> upright(const Tensor<float>& image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  const Index height = image.shape()[2], width = image.shape()[3];
  const bool turned = orientation >= 5;  // rows become columns
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const Index rows = turned ? width : height, columns = turned ? height : width;
  Tensor<float> out({image.shape()[0], image.shape()[1], rows, columns});
  const Index planes = image.shape()[0] * image.shape()[1];
  for (Index plane = 0; plane < planes; ++plane)
    for (Index row = 0; row < rows; ++row)
      for (Index column = 0; column < columns; ++column) {
        const Index y = turned ? column : row, x = turned ? row : column;
        out[(plane * rows + row) * columns + column] =
            image[(plane * height + (from_below ? height - 1 - y : y)) * width +
                  (from_right ? width - 1 - x : x)];
      }
  return out;
}

}  // namespace convscope
