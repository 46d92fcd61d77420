// Where the views stand on the stage, and the lines between them that can be dragged. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

/// How people want the stage divided.
struct StageSplit {
  enum class Way : std::uint8_t { automatic, beside, below };
  Way way = Way::automatic;  ///< two views: beside each other where the stage is wide, or always, or never
  std::optional<double> across{}, down{};  ///< the first column's and row's share; nothing: as it fits
  static constexpr double kLeast = 0.1, kMost = 0.9;
  friend bool operator==(const StageSplit&, const StageSplit&) = default;
};

/// A view can be drawn in no less (Style); the strip of a wide one may lose its last line.
inline constexpr double kLeastPaneWidth = 320, kLeastPaneHeight = 240, kLeastStripHeight = 200;

/// `count` rectangles that cover the stage: 1, 2 or 4 (row by row). `strip`: the second of two may be flat.
/// Shares are moved so far that each view has its least size, where the stage has room for that.
std::vector<Rect> pane_rects(const Rect& stage, int count, bool strip, const StageSplit& split = {});

/// A line between views.
struct PaneDivider {
  bool upright = false;  ///< it divides the width
  double at = 0;         ///< its x, or its y
};
std::vector<PaneDivider> pane_dividers(const std::vector<Rect>& panes);

/// The share that puts the divider to this place of the stage.
double share_at(const Rect& stage, const PaneDivider& divider, Point place);

}  // namespace convscope
