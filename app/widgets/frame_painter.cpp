#include "app/widgets/frame_painter.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "app/widgets/compat.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

/// More than that of a frame in parts takes longer than the whole of it.
constexpr double kMostShare = 0.7;

PixelRect device(const Rect& r, double density) {
  const auto whole = [density](double v) { return saturated<int>(std::round(v * density)); };
  return {whole(r.x), whole(r.y), whole(r.right()), whole(r.bottom())};
}

Rect as_rect(const PixelRect& r) {
  return {.x = 1.0 * r.left, .y = 1.0 * r.top, .w = 1.0 * r.right - r.left, .h = 1.0 * r.bottom - r.top};
}

/// What a command has to be clipped to so that clip_of() is that rectangle: the middle of what rounds to it.
ImVec4 clip_to(const PixelRect& r, const ImDrawData& data) {
  const auto place = [](double pixels, float scale, float origin) {
    return static_cast<float>(pixels / static_cast<double>(scale)) + origin;
  };
  const ImVec2 scale = data.FramebufferScale, origin = data.DisplayPos;
  return {place(r.left + 0.25, scale.x, origin.x), place(r.top - 0.5, scale.y, origin.y),
          place(r.right + 0.5, scale.x, origin.x), place(r.bottom - 0.25, scale.y, origin.y)};
}

/// As long as it lives, a frame's lists have only the triangles that touch one of several rectangles, each
/// clipped to it.
class Parted {
 public:
  Parted(const PaintedFrame& frame, const FrameTiles& tiles, const std::vector<PixelRect>& rects)
      : data_(frame.data), height_(frame.height), tiles_(tiles), rects_(rects), indices_(rects.size()) {
    owners_.resize(static_cast<std::size_t>(tiles.columns()) * static_cast<std::size_t>(tiles.rows()));
    for (std::size_t i = 0; i < rects.size(); ++i)
      each_square(tiles.span(rects[i]), [&](std::size_t at) { owners_[at] = std::uint32_t{1} << i; });
    for (int n = 0; n < data_.CmdListsCount; ++n) part(n);
  }
  ~Parted() {
    for (int n = 0; n < data_.CmdListsCount; ++n) exchange(n);
  }
  Parted(const Parted&) = delete;
  Parted& operator=(const Parted&) = delete;

 private:
  struct Commands {
    ImVector<ImDrawCmd> commands;
    ImVector<ImDrawIdx> indices;
  };

  void exchange(int n) {
    ImDrawList& list = *data_.CmdLists[n];
    list.CmdBuffer.swap(others_[static_cast<std::size_t>(n)].commands);
    list.IdxBuffer.swap(others_[static_cast<std::size_t>(n)].indices);
  }

  void part(int n) {
    const ImDrawList& list = *data_.CmdLists[n];
    Commands& parts = others_.emplace_back();
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const PixelRect clip = clip_of(command, data_, height_);
      const auto meets = [&clip](const PixelRect& rect) { return !common(clip, rect).empty(); };
      if (std::ranges::none_of(rects_, meets)) continue;
      share_out(n, command);
      for (std::size_t i = 0; i < rects_.size(); ++i) {
        std::vector<ImDrawIdx>& own = indices_[i];
        const PixelRect seen = common(clip, rects_[i]);
        if (!own.empty() && !seen.empty()) {
          const int before = parts.indices.Size;
          parts.commands.push_back(command);
          ImDrawCmd& part = parts.commands.back();
          part.ClipRect = clip_to(seen, data_);
          part.IdxOffset = static_cast<unsigned>(before);
          part.ElemCount = static_cast<unsigned>(own.size());
          parts.indices.resize(before + static_cast<int>(own.size()));
          std::ranges::copy(own, parts.indices.Data + before);
        }
        own.clear();
      }
    }
    exchange(n);
  }

  /// A command's triangles, to each rectangle those that may touch it.
  void share_out(int n, const ImDrawCmd& command) {
    const ImDrawIdx* index = data_.CmdLists[n]->IdxBuffer.Data + command.IdxOffset;
    const std::uint32_t* square = tiles_.squares(n, command);
    for (unsigned i = 0; i + 2 < command.ElemCount; i += 3, index += 3, ++square) {
      if (*square == FrameTiles::kNone) continue;
      std::uint32_t owners = 0;
      if (*square != FrameTiles::kSeveral)
        owners = owners_[*square];
      else
        each_square(tiles_.touched(n, command, {index[0], index[1], index[2]}),
                    [&](std::size_t at) { owners |= owners_[at]; });
      for (; owners != 0; owners &= owners - 1) {
        std::vector<ImDrawIdx>& own = indices_[static_cast<std::size_t>(std::countr_zero(owners))];
        own.insert(own.end(), index, index + 3);
      }
    }
  }

  template <class Each>
  void each_square(const FrameTiles::Span& s, Each&& each) const {
    for (int row = s.first_row; row <= s.last_row; ++row)
      for (int column = s.first_column; column <= s.last_column; ++column)
        each(static_cast<std::size_t>(row) * static_cast<std::size_t>(tiles_.columns()) +
             static_cast<std::size_t>(column));
  }

  ImDrawData& data_;
  int height_;
  const FrameTiles& tiles_;
  const std::vector<PixelRect>& rects_;
  std::vector<std::uint32_t> owners_;  ///< of each square, a bit for the rectangle that it lies in
  std::vector<std::vector<ImDrawIdx>> indices_;
  std::vector<Commands> others_;  ///< of each list, those that it does not have now
};

}  // namespace

void FramePainter::paint_whole(const PaintedFrame& frame) {
  clear(frame.stage);
  for (const Ground& ground : frame.grounds)
    if (ground.color.a > 0) clear(ground.color, ground.rect, frame.density, frame.height);
  ImGui_ImplOpenGL3_RenderDrawData(&frame.data);
}

void FramePainter::paint_parts(const PaintedFrame& frame, const std::vector<PixelRect>& rects) const {
  for (const PixelRect& rect : rects) {
    clear(frame.stage, as_rect(rect), 1, frame.height);
    for (const Ground& ground : frame.grounds) {
      const PixelRect seen = common(device(ground.rect, frame.density), rect);
      if (ground.color.a > 0 && !seen.empty()) clear(ground.color, as_rect(seen), 1, frame.height);
    }
  }
  const Parted parted(frame, tiles_, rects);
  ImGui_ImplOpenGL3_RenderDrawData(&frame.data);
}

/// What of the frame differs from the one before.
std::vector<PixelRect> FramePainter::take_in(const PaintedFrame& frame) {
  FrameTiles tiles(frame.width, frame.height, frame.stage);
  for (const Ground& ground : frame.grounds)
    if (ground.color.a > 0) tiles.add(device(ground.rect, frame.density), ground.color);
  tiles.add(frame.data);
  std::vector<PixelRect> others;
  for (const Rect& rect : frame.repainted) {
    const PixelRect r = device(rect, frame.density);
    others.push_back({r.left - 1, r.top - 1, r.right + 1, r.bottom + 1});
  }
  const bool afresh = !kept_ || kept_->width() != frame.width || kept_->height() != frame.height ||
                      compat::updates_textures(frame.data);
  std::vector<PixelRect> rects{{0, 0, frame.width, frame.height}};
  if (!afresh) rects = tiles.differing(tiles_, others);
  tiles_ = std::move(tiles);
  return rects;
}

void FramePainter::paint(const PaintedFrame& frame) {
  const std::vector<PixelRect> rects = take_in(frame);
  double pixels = 0;
  for (const PixelRect& r : rects) pixels += 1.0 * (r.right - r.left) * (r.bottom - r.top);
  painted_ = pixels / frame.width / frame.height;
  const unsigned target = bound_framebuffer();
  if (!kept_ || kept_->width() != frame.width || kept_->height() != frame.height) {
    kept_.reset();  // its memory first
    kept_.emplace(frame.width, frame.height);
  }
  kept_->bind();
  if (painted_ > kMostShare)
    paint_whole(frame);
  else if (painted_ > 0)
    paint_parts(frame, rects);
  kept_->copy_to(target);
}

}  // namespace convscope
