#include "app/views/pixels.hpp"

#include <algorithm>
#include <vector>

#include "core/io/png.hpp"

namespace convscope {

namespace {

/// Clamped and rounded to nearest, halves away from 0.
void to_bytes(const float* from, Index count, std::uint8_t* to) {
  for (Index i = 0; i < count; ++i) {
    const float above = from[i] > 0 ? from[i] : 0, value = above < 255 ? above : 255;
    const int whole = static_cast<int>(value);
    to[i] = static_cast<std::uint8_t>(whole + (value - static_cast<float>(whole) >= 0.5F ? 1 : 0));
  }
}

}  // namespace

void pack_rows(const Tensor<float>& x, Index channels, Index first, Index count, std::uint8_t* to) {
  const Index height = x.shape()[2], width = x.shape()[3];
  std::vector<std::uint8_t> samples(static_cast<std::size_t>(channels * width));
  for (Index row = first; row < first + count; ++row) {
    for (Index c = 0; c < channels; ++c)
      to_bytes(x.data() + (c * height + row) * width, width, samples.data() + c * width);
    if (channels == 3) {  // the common case, without a loop in the loop
      const std::uint8_t *r = samples.data(), *g = r + width, *b = g + width;
      for (Index column = 0; column < width; ++column) {
        *to++ = r[column];
        *to++ = g[column];
        *to++ = b[column];
      }
      continue;
    }
    for (Index column = 0; column < width; ++column)
      for (Index c = 0; c < channels; ++c) *to++ = samples[static_cast<std::size_t>(c * width + column)];
  }
}

Image to_image(const Tensor<float>& x, Rect part) {
  const Index channels = x.shape()[1], height = x.shape()[2], width = x.shape()[3], plane = height * width;
  const Index colors = channels < 3 ? 1 : 3;
  const bool all = part.w <= 0;
  const Index left = all ? 0 : static_cast<Index>(part.x), top = all ? 0 : static_cast<Index>(part.y);
  const Index columns = all ? width : static_cast<Index>(part.w),
              rows = all ? height : static_cast<Index>(part.h);
  Image image;
  image.width = static_cast<int>(columns);
  image.height = static_cast<int>(rows);
  image.rgba.resize(static_cast<std::size_t>(4 * rows * columns), 255);
  std::vector<std::uint8_t> samples(static_cast<std::size_t>(columns));
  for (Index channel = 0; channel < 4; ++channel) {
    if (channel == 3 && channels == colors) break;  // opaque
    const float* from = x.data() + (channel == 3 ? colors : std::min(channel, colors - 1)) * plane;
    for (Index row = 0; row < rows; ++row) {
      to_bytes(from + (top + row) * width + left, columns, samples.data());
      std::uint8_t* const to = image.rgba.data() + 4 * row * columns + channel;
      for (Index column = 0; column < columns; ++column)
        to[4 * column] = samples[static_cast<std::size_t>(column)];
    }
  }
  return image;
}

std::shared_ptr<Image> painted(Index rows, Index columns, const std::function<Color(Index, Index)>& color) {
  auto image = std::make_shared<Image>();
  image->width = static_cast<int>(columns);
  image->height = static_cast<int>(rows);
  image->rgba.reserve(static_cast<std::size_t>(4 * rows * columns));
  for (Index row = 0; row < rows; ++row)
    for (Index column = 0; column < columns; ++column) {
      const Color pixel = color(row, column);
      image->rgba.insert(image->rgba.end(), {pixel.r, pixel.g, pixel.b, pixel.a});
    }
  return image;
}

void write_png(const Tensor<float>& x, const PngSink& sink, const Progress& progress) {
  const Index plane = x.shape()[2] * x.shape()[3];
  const int channels = static_cast<int>(x.shape()[1]);
  const bool has_alpha = channels % 2 == 0;
  const float* const alpha = x.data() + (channels - 1) * plane;
  // Rows are packed without an opacity that says nothing.
  const bool opaque = has_alpha && std::all_of(alpha, alpha + plane, [](float v) { return v >= 254.5F; });
  const int kept = opaque ? channels - 1 : channels;
  write_png(
      {x.shape()[3], x.shape()[2], kept},
      [&](Index first, Index count, std::uint8_t* to) { pack_rows(x, kept, first, count, to); }, sink,
      progress);
}

}  // namespace convscope
