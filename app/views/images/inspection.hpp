// Grids found in a picture without its original: where they are, their pattern, spectrum and reasons.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/enlarging/verdict.hpp"
#include "core/metrics/grid_evidence.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

class Canvas;

/// What was found in one picture. Costs as much as find_grids; to be made beside the window.
struct Inspection {
  std::string name{};  ///< "cat.png", "conv-transpose, uniform 3"
  Index width = 0, height = 0;
  std::shared_ptr<const Image> picture{};  ///< in grey, at most kMostShown pixels a side
  std::vector<FoundGrid> grids{};
  // Of each grid.
  std::vector<GridEvidence> evidence{};
  std::vector<std::shared_ptr<const Image>> heat{};  ///< a pixel for each of the map's cells, to lie over it
  std::vector<std::optional<PowerSpectrum>> spectra{};

  static constexpr Index kMostShown = 1024;
  /// Of the strongest printed grid, in grey levels, 0 without one.
  double levels() const;
  Prediction verdict() const { return grade(levels(), kLevelLimits); }
  /// The strongest printed grid, else the strongest of all; nothing without any.
  std::optional<std::size_t> worst() const;
};
/// `picture` [1, C, H, W], values 0..255 as they are saved.
Inspection inspect_picture(std::string name, const Tensor<float>& picture, const Progress& progress = {});

/// "Upsampling 2 × 2".
std::string grid_title(const FoundGrid& grid);
/// From 0 to this many grey levels the heat grows; above it is full.
inline constexpr double kFullHeat = 6;
/// The colour of a place with a grid of so many levels, to be laid over a picture.
Color heat_color(double levels);
/// From nothing to full with their numbers, in one line.
void draw_heat_legend(Canvas& canvas, const Rect& row);

/// For the stage, from about 560 × 420 on. Null: a sentence, `problem` or that it is being looked for.
/// `chosen`: the grid whose evidence stands there; out of range: worst(). From the back row one of two parts
/// at a time is large, by `part`: the picture with its grids, or the evidence.
Picture draw_inspection(const Inspection* inspection, const std::string& problem, const Style& style,
                        std::optional<std::size_t> chosen = {}, std::size_t part = 0);
/// The grid whose row lies there.
std::optional<std::size_t> grid_at(const Inspection* inspection, const Style& style,
                                   std::optional<std::size_t> chosen, std::size_t part, Point at);

}  // namespace convscope
