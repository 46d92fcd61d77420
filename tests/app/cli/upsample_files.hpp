// A folder with what upsample and compare are given in tests: pictures of several kinds, and what is none.
#pragma once

#include <gtest/gtest.h>
#include <stb_image_write.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "core/io/npy.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope::testing {

inline void append_bytes(void* context, void* data, int size) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

/// A picture with waves, noise and, with 2 or 4 channels, an opacity that grows to the right.
inline std::string wavy_png(int width, int height, int channels) {
  std::vector<unsigned char> pixels;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        pixels.push_back(static_cast<unsigned char>(
            channels % 2 == 0 && c == channels - 1
                ? 255 * x / std::max(1, width - 1)
                : 128 + 80 * std::sin(0.21 * x + c) * std::cos(0.17 * y) + (x * 7 + y * 13 + c) % 11));
  std::string bytes;
  stbi_write_png_to_func(append_bytes, &bytes, width, height, channels, pixels.data(), 0);
  return bytes;
}

class UpsampleFiles : public ::testing::Test {
 protected:
  UpsampleFiles() {
    folder.file("rgb.png", wavy_png(50, 42, 3));
    folder.file("grey.png", wavy_png(20, 30, 1));
    folder.file("clear.png", wavy_png(20, 30, 4));
    folder.file("tiny.png", wavy_png(1, 3, 3));
    folder.file("broken.png", wavy_png(50, 42, 3).substr(0, 300));
    folder.file("text.png", "hello");
    folder.file("empty.png", "");
    folder.file("huge.ppm", "P6 300000 300000 255\n" + std::string(100, 'x'));
    folder.file("zero.npy", npy_bytes(Tensor<double>({2, 2}, 0.0)));
    folder.file("three.npy", npy_bytes(Tensor<double>({3, 2, 2}, 1.0)));
    folder.file("old.png", "old");
    std::filesystem::create_directory(folder / "empty");
    std::filesystem::create_directory(folder / "two");
    folder.file("two/a.png", wavy_png(40, 40, 3));
    folder.file("two/b.png", wavy_png(36, 34, 3));
    folder.file("two/notes.txt", "no picture");
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  TemporaryFolder folder;
};

}  // namespace convscope::testing
