// What slide and direct have in common: a window glides over a source, the products under the kernel are
// added up into one result cell after the other.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

/// One cell of the source as the scene finds it.
struct SourceCell {
  CellLook::Kind kind = CellLook::Kind::value;
  double value = 0;
  Tag tag{};
};

/// One tap of the kernel as it lies under the window, in the order in which it is drawn.
struct SceneTap {
  double weight = 0;
  Tag tag{};
};

/// All coordinates are rows and columns; one spatial axis is a single row. Planes are channels.
struct GatherScene {
  std::string title, subtitle;
  std::string source_name, source_detail, kernel_name, kernel_detail, result_name, result_detail;
  PlaneAxes axes;  ///< pixels: the source, windows: the result
  Frame frame;     ///< of the source
  bool one_axis = false;
  Index source_planes = 1, result_planes = 1;
  Index first_plane = 0, plane_count = 1;  ///< of the source, those under the present kernel
  std::function<SourceCell(Index plane, Index row, Index column)> source;
  std::function<SceneTap(Index plane, Index row, Index column)> tap;  ///< plane counts from first_plane
  Index step = 0;              ///< flat over [result planes, rows, columns]
  std::vector<double> result;  ///< flat in the same way
  Scale source_scale, kernel_scale;
  std::optional<Addend> bias{};  ///< of the present result's channel
  double linear = 0;             ///< the present result before activation
  Activation activation = Activation::none;
  Index hovered_result = -1;
};

/// What a scene of this operator has whatever its source is: the result up to the step, bias, activation,
/// scales.
GatherScene scene_of_result(const Derived& derived, Index step, const Style& style);

Picture draw_gather(const GatherScene& scene, double phase, const Style& style);

}  // namespace convscope
