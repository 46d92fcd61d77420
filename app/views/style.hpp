// How a view should be drawn: everything that is neither scenario nor moment.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include "app/picture/palette.hpp"
#include "core/matrix/coverage.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

struct ComparedPhoto;  // app/views/photo

enum class NumberFormat : std::uint8_t { automatic, decimal, fraction };

/// How three-dimensional views are looked at: degrees around the vertical axis (positive: from the right) and
/// above the ground, and the size. Views clamp them to what they can show: yaw ±75, pitch -10 to 80, zoom
/// 0.25 to 8.
struct Camera {
  double yaw = 32, pitch = 24, zoom = 1;
  friend bool operator==(const Camera&, const Camera&) = default;
};

/// What the gradient view shows: both ways back, or one of them. By itself it shows both, and when presenting
/// the one into dL/dx.
enum class GradientPath : std::uint8_t { automatic, both, input, weights };

/// How a figure of cells is looked at: enlarged so many times, this point of it, in shares of the picture's
/// width and height, in the middle.
struct Magnifier {
  double zoom = 1;
  Point centre{0.5, 0.5};
  bool whole() const { return zoom == 1; }
  friend bool operator==(const Magnifier&, const Magnifier&) = default;
};

/// On both sides of what fills a lab; logical pixels.
inline constexpr double kPageMargin = 28;

struct Style {
  double width = 1280, height = 720;  ///< of the picture, logical pixels; at least 320 × 240
  Theme theme = Theme::light;
  NumberFormat numbers = NumberFormat::automatic;
  double type = 1;  ///< multiplies type sizes; from 1.5 for presentations
  /// For the back row: cells and their numbers fill the picture, words give way to them.
  bool present = false;
  bool title = true;  ///< the view's name and subtitle inside the picture
  Tag hover{};        ///< the cell under the pointer, in whatever view that is
  /// Cells that stand for the hovered one elsewhere: a matrix entry's tap, input and output cell.
  std::vector<Tag> linked{};
  std::optional<Order> order{};  ///< chosen by the user; empty: the view's own
  MatrixWindow matrix{};         ///< the part of C that the matrix view shows; empty: all
  Camera camera{};
  Magnifier lens{};
  std::shared_ptr<const ComparedPhoto> photo{};  ///< what a view of a photograph shows; null: none yet
  GradientPath gradient = GradientPath::automatic;
  bool quiz = false;        ///< the step's output cell is being guessed: it and its sum stay hidden
  Tag asked{};              ///< the cell that is asked for, where that is not the step's own
  bool quiz_place = false;  ///< it is asked where the step's window or stamp begins: that stays hidden too
  bool quiz_size = false;   ///< it is asked how large the output is
  friend bool operator==(const Style&, const Style&) = default;
};

/// The type scale of presentation mode in a window of that size: what is read at 1280 × 720 has the same
/// share of a larger one. In eighths, as each has its own font.
inline double presenting_type(double width, double height) {
  constexpr double kMostGrowth = 3;
  return std::floor(8 * 1.5 * std::clamp(std::min(width / 1280, height / 720), 1.0, kMostGrowth)) / 8;
}

/// As in presentation mode, where the picture is all there is.
inline void present(Style& style) {
  style.type = presenting_type(style.width, style.height);
  style.present = true;
}

}  // namespace convscope
