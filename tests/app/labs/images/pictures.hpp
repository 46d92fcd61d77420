// Picture files to open.
#pragma once

#include <stb_image_write.h>

#include <random>
#include <string>
#include <vector>

namespace convscope::testing {

inline void append(void* context, void* data, int size) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

/// Noise over a slope, so that every pixel and every phase differs.
inline std::string png(int width, int height, int channels = 3, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::vector<unsigned char> pixels;
  for (int i = 0; i < width * height * channels; ++i)
    pixels.push_back(
        static_cast<unsigned char>((i / channels % width + static_cast<int>(random() % 120)) % 256));
  std::string bytes;
  stbi_write_png_to_func(append, &bytes, width, height, channels, pixels.data(), 0);
  return bytes;
}

inline std::string jpeg(int width, int height) {
  const std::vector<unsigned char> pixels(static_cast<std::size_t>(width * height * 3), 90);
  std::string bytes;
  stbi_write_jpg_to_func(append, &bytes, width, height, 3, pixels.data(), 90);
  return bytes;
}

}  // namespace convscope::testing
