#include "app/widgets/veil.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace convscope {

namespace {

constexpr std::size_t kOfCorner = 24;

/// The outline of the rectangle, made larger by `by` on all sides, its corners with it: as many points for
/// every `by`.
std::vector<ImVec2> outline(const Rect& rect, double corner, double by) {
  const double radius = corner + by;
  const std::array<std::pair<Point, double>, 4> corners{
      {{{rect.right() - corner, rect.bottom() - corner}, 0},
       {{rect.x + corner, rect.bottom() - corner}, std::numbers::pi / 2},
       {{rect.x + corner, rect.y + corner}, std::numbers::pi},
       {{rect.right() - corner, rect.y + corner}, std::numbers::pi * 3 / 2}}};
  std::vector<ImVec2> points;
  for (const auto& [centre, from] : corners)
    for (std::size_t i = 0; i < kOfCorner; ++i) {
      const double angle =
          from + std::numbers::pi / 2 * static_cast<double>(i) / static_cast<double>(kOfCorner - 1);
      points.emplace_back(static_cast<float>(centre.x + radius * std::cos(angle)),
                          static_cast<float>(centre.y + radius * std::sin(angle)));
    }
  return points;
}

/// A closed band between two outlines, its colour going from one to the other.
void band(ImDrawList& list, const std::vector<ImVec2>& inner, const std::vector<ImVec2>& outer, ImU32 from,
          ImU32 to) {
  const auto count = static_cast<int>(inner.size());
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  list.PrimReserve(6 * count, 2 * count);
  const auto first = list._VtxCurrentIdx;
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<unsigned>(2 * i), next = static_cast<unsigned>(2 * ((i + 1) % count));
    for (const unsigned corner : {at, at + 1, next + 1, at, next + 1, next})
      list.PrimWriteIdx(static_cast<ImDrawIdx>(first + corner));
  }
  for (std::size_t i = 0; i < inner.size(); ++i) {
    list.PrimWriteVtx(inner[i], uv, from);
    list.PrimWriteVtx(outer[i], uv, to);
  }
}

}  // namespace

void draw_veil(ImDrawList& list, const Rect& all, const Rect& hole, double corner, double soft, Color color) {
  corner = std::clamp(corner, 0.0, std::max(0.0, std::min(hole.w, hole.h) / 2));
  const double far = 2 * std::hypot(all.w, all.h) + std::hypot(hole.centre().x, hole.centre().y);
  const auto dark = IM_COL32(color.r, color.g, color.b, color.a),
             clear = IM_COL32(color.r, color.g, color.b, 0);
  const auto edge = outline(hole, corner, 0), shade = outline(hole, corner, soft);
  list.PushClipRect({static_cast<float>(all.x), static_cast<float>(all.y)},
                    {static_cast<float>(all.right()), static_cast<float>(all.bottom())}, false);
  band(list, edge, shade, clear, dark);
  band(list, shade, outline(hole, corner, far), dark, dark);
  list.PopClipRect();
}

}  // namespace convscope
