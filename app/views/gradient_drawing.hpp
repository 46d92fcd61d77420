// One moment of the backward pass being drawn: what the two layouts share.
// Included by gradient*.cpp only.
//
// A step is one window. A convolution's window has one upstream value g: g
// times the kernel is stamped into dL/dx, g times the input's window is added
// to dL/dw. A transposed convolution's window has one input value x: its window
// of the upstream gradient, times the kernel, sums to one cell of dL/dx; times
// x it is added to dL/dw. So one side holds the values of windows and the other
// what lies under them (pixels).
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "app/views/layout.hpp"
#include "app/views/window_scene.hpp"

namespace convscope {

class GradientDrawing : WindowScene {
 public:
  GradientDrawing(const Derived& derived, Moment moment, const Style& style);
  Picture draw();

 private:
  /// The tensors of the picture; `linear` is z, `slope` f'(z).
  enum class Part {
    input,
    kernel,
    linear,
    output,
    upstream,
    slope,
    linear_gradient,
    input_gradient,
    weight_gradient
  };
  static constexpr std::size_t kParts = 9;
  static std::size_t index(Part part) { return static_cast<std::size_t>(part); }

  /// The running sums of the backward pass.
  struct Sums {
    Tensor<double> input, weights;
    double bias = 0;
  };
  Sums sums_after(Index steps) const;

  bool activated() const { return d_.scenario().activation != Activation::none; }
  /// What flows into the layer: the upstream gradient, or what the activation
  /// lets through of it.
  Part flow() const { return activated() ? Part::linear_gradient : Part::upstream; }
  std::vector<Part> parts() const;
  Side side(Part part) const;
  Index channel(Part part) const;
  Index rows(Part part) const;
  Index columns(Part part) const;
  static std::string subtitle(const Derived& derived, const Style& style);
  std::string name(Part part) const;
  std::string detail(Part part) const;
  static Role role(Part part);

  /// Flat index into the part's tensor for a row and a column of its drawn
  /// grid; -1 over the padding.
  Index cell_index(Part part, Index row, Index column) const;
  /// Number that stands there; border modes repeat the input over the padding.
  double value(Part part, Index row, Index column) const;
  CellLook look(Part part, Index row, Index column) const;
  CellLook running(CellLook look, double before, double now) const;
  CellLook bias_look() const;
  const Scale& scale(Part part) const { return scales_[index(part)]; }

  double window_value() const;  ///< g of a convolution, x of a transposed one
  double under(Index tap_row,
               Index tap_column) const;  ///< on the pixels' side: x, or the flow
  double weight(Index tap_row, Index tap_column) const;
  /// The step's product that goes to a tap of dL/dw, and the one through it
  /// that goes to dL/dx.
  double for_weight(Index r, Index c) const { return window_value() * under(r, c); }
  double for_input(Index r, Index c) const {
    return weight(r, c) * (op_.transposed() ? under(r, c) : window_value());
  }

  /// The step's plane of the weights.
  Index pair() const { return window_channel_ * pixel_width_; }
  Index window_row() const { return window_ / axes_.columns.windows; }
  Index window_column() const { return window_ % axes_.columns.windows; }
  double landed() const;         ///< 0 before the step's products are added, 1 after
  double product_alpha() const;  ///< how visible they are where they landed

  static bool is_gradient(Part part);
  /// Gradients have their tensor's hue; a dashed frame tells them from it.
  void frame_gradient(Part part, const Rect& bounds);
  void draw_grid(Part part, const Grid& grid);
  /// What this step adds to each gradient, in numbers and words, at the foot of
  /// the picture.
  void captions();
  struct Caption {
    std::vector<Piece> sum;
    std::string words;
  };
  Caption activation_caption() const;
  std::vector<Caption> caption_list() const;
  std::string factor(double v) const { return v < 0 ? "(" + canvas_.number(v) + ")" : canvas_.number(v); }
  std::string window_name() const {
    return g_.rank() == 1 ? "[" + std::to_string(window_) + "]"
                          : "[" + std::to_string(window_row()) + "," + std::to_string(window_column()) + "]";
  }
  double captions_height() const;
  bool worded() const;  ///< whether there is room for sentences
  /// A small number in the corner of a cell.
  void corner(const Rect& rect, const std::string& text, Color color, double alpha);

  /// Two spatial axes: every gradient below its tensor, or all in one row
  /// (gradient_blocks.cpp).
  void draw_blocks();
  struct Places {
    std::array<Grid, kParts> at{};
    double cell = 0;
    Rect bias() const;  ///< the bias gradient's cell
  };
  Places stacked() const;
  Places beside() const;
  Layout block_of(Places& places, Part part) const;
  void draw_signs(const Places& places, bool row);
  void draw_arrows(const Places& places);
  void draw_windows(const Places& places);
  void draw_products(const Places& places);

  /// One spatial axis: rows below each other, windows in the middle of what
  /// they cover (gradient_rows.cpp).
  void draw_rows();
  struct Rows {
    Grid left{}, right{};  ///< the frame, and the taps beside it: places of the first rows
    std::string to_dx{}, to_dw{};
    double u() const { return left.cell; }
  };
  Rows rows_layout() const;
  std::vector<Part> forward() const;
  std::vector<Part> backward() const;
  Rect window_rect(const Rows& rows, Index window, double y) const;
  void draw_row(const Rows& rows, Part part, double y);
  void outline_row(const Rows& rows, Part part, double y);
  void row_name(double x, double y, double cell, const std::string& text, Color color);
  void draw_step(const Rows& rows, double y);

  /// As many cells of a long axis are shown at once.
  Index page_cells() const;
  /// Whether a window's cell is on the page.
  bool on_page(Index window) const;
  /// One way back at a time, large (gradient_path.cpp).
  bool one_path() const;
  bool into_weights() const;  ///< the way into dL/dw, else that into dL/dx
  Part on(Side side) const;   ///< x or the flow, whichever has that side's cells
  double product(Index row, Index column) const;
  CellLook product_look(Index row, Index column) const;
  CellLook target_look(Part part, Index row, Index column) const;
  std::string product_name() const;
  /// The products on their way; columns of `products` stand `apart` cells from each other.
  void fly(const Grid& products, const std::function<Point(Index row, Index column)>& to, double apart);
  void draw_path();
  void draw_path_blocks();
  void draw_path_rows();
  double path_foot() const;
  void path_caption();

  Sums before_, after_;
  std::array<Scale, kParts> scales_;
};

}  // namespace convscope
