// Our numbers and colours as Dear ImGui wants them.
#pragma once

#include <imgui.h>

#include "app/picture/picture.hpp"

namespace convscope {

inline ImVec2 vec(double x, double y) {
  return {static_cast<float>(x), static_cast<float>(y)};
}
inline ImU32 packed(Color c) {
  return IM_COL32(c.r, c.g, c.b, c.a);
}

}  // namespace convscope
