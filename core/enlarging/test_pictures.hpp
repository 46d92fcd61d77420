// Pictures by rule, for tests beside photographs: what an enlarging does to them is known beforehand.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// A place in a picture: pixels from its centre, and the extents.
struct PicturePlace {
  double y, x, height, width;
  std::uint64_t number;  ///< row-major
};

struct TestPictureInfo {
  std::string_view name;                ///< "zone-plate"
  std::string_view title;               ///< for people: "Zone plate"
  std::string_view help;                ///< what it is and what it shows, one sentence
  double (*grey)(const PicturePlace&);  ///< before it is rounded and held between 0 and 255
};
std::span<const TestPictureInfo> test_pictures();

/// [1, 3, height, width], whole grey values from 0 to 255, the same in all channels.
/// Errors: Error("picture", ...) for an unknown name or an extent below 1.
Tensor<float> test_picture(std::string_view name, Index height = 512, Index width = 512);

}  // namespace convscope
