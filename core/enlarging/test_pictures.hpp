// Pictures by rule, for tests beside photographs: what an enlarging does to them is known beforehand.
#pragma once

#include <span>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

struct TestPictureInfo {
  std::string_view name;   ///< "zone-plate"
  std::string_view title;  ///< for people: "Zone plate"
  std::string_view help;   ///< what it is and what it shows, one sentence
};
std::span<const TestPictureInfo> test_pictures();

/// [1, 3, height, width], whole grey values from 0 to 255, the same in all channels.
/// Errors: Error("picture", ...) for an unknown name or an extent below 1.
Tensor<float> test_picture(std::string_view name, Index height = 512, Index width = 512);

}  // namespace convscope
