// One moment of the wiring view being drawn. Included by wiring*.cpp only.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

class WiringDrawing {
 public:
  WiringDrawing(const Derived& derived, Moment moment, const Style& style);

  Picture draw();

 private:
  /// Rows left free between two channels' nodes.
  static constexpr double kChannelGap = 0.6;
  /// The phases in which the emphasis moves on to the next step.
  static constexpr double kMoveFrom = 0.8;

  /// The first and the last step that add to an output cell; the number of
  /// steps where none does.
  struct Reached {
    Index first, last;
  };
  struct Edge {
    Index step;  ///< the one that emphasises it, or -1
    Index window, weight;
    Index pixel;     ///< the user's cell that it joins, or -1 over zeros
    Index channel;   ///< of the pixel
    Index position;  ///< of the pixel in user coordinates
    bool joined;     ///< false: it would leave the pixels
  };
  /// Rows [from, to) of a block of nodes that stand further apart than the others: those of the step, with
  /// numbers for the back row. The rest closes up around them.
  struct Focus {
    double from = 0, to = 0;
    double unit = 0;  ///< of a row in it; 0: there is none
  };
  /// Channels of a side that are drawn, [first, first + count) of `all`.
  struct Shown {
    Index first = 0, count = 1, all = 1;
    bool has(Index channel) const { return channel >= first && channel < first + count; }
    bool some() const { return count < all; }
  };
  /// Columns, rows and sizes of one drawn network.
  struct Net {
    double left, right;  ///< x of the inputs and of the outputs
    double top, unit;
    double rows;     ///< in units
    double tall;     ///< a channel's block
    double filled;   ///< share of a row that a node fills, as a radius
    double largest;  ///< radius
    Shown pixels{}, windows{};
    Focus focus{};
  };

  Tensor<double> sums(Index steps) const;
  Index user_cell(Index pixel) const;
  void collect_edges();

  double pixel_x(const Net& net) const { return op_.transposed() ? net.right : net.left; }
  double window_x(const Net& net) const { return op_.transposed() ? net.left : net.right; }
  /// The middle of a node's row in its block, in rows.
  double pixel_row(Index position) const { return real(position - frame_.first) + 0.5; }
  double window_row(Index window) const {
    return real(window_origin(axis_, window % axis_.windows) - frame_.border - frame_.first) +
           real(reach(axis_)) / 2;
  }
  /// How far below the top of its block that is, in pixels.
  double depth(const Net& net, double row) const;
  double node_radius(const Net& net, double row) const;
  double block_top(const Net& net, const Shown& shown, Index channel) const {
    const double block = net.tall + kChannelGap * net.unit;
    const double above =
        ((net.rows - rest(shown)) * net.unit - (real(shown.count) * block - kChannelGap * net.unit)) / 2;
    return net.top + above + real(channel - shown.first) * block;
  }
  Point pixel_at(const Net& net, Index channel, Index position) const {
    return {pixel_x(net), block_top(net, net.pixels, channel) + depth(net, pixel_row(position))};
  }
  Point window_at(const Net& net, Index window) const {
    return {window_x(net),
            block_top(net, net.windows, window / axis_.windows) + depth(net, window_row(window))};
  }
  /// Where a side goes on below: the room for saying so, in units.
  static double rest(const Shown& shown) { return shown.some() ? 1.3 : 0; }
  /// Of so many channels a side at most, those that the step is about.
  std::pair<Shown, Shown> shown_channels(Index most) const;
  double rows_of(const std::pair<Shown, Shown>& shown) const;
  /// Numbers in nodes can be read from the back row.
  bool readable(double unit) const { return !from_afar() || unit >= wanted_unit() || focus(unit).unit > 0; }
  double wanted_unit() const;
  bool drawn(const Net& net, const Edge& e) const {
    return net.pixels.has(e.channel) && net.windows.has(e.window / axis_.windows);
  }
  void more_channels(const Net& net);
  Focus focus(double unit) const;
  Point start(const Net& net, const Edge& e) const {
    return op_.transposed() ? window_at(net, e.window) : pixel_at(net, e.channel, e.position);
  }
  Point end(const Net& net, const Edge& e) const {
    return op_.transposed() ? pixel_at(net, e.channel, e.position) : window_at(net, e.window);
  }
  Index input_of(const Edge& e) const { return op_.transposed() ? e.window : e.pixel; }
  Index output_of(const Edge& e) const { return op_.transposed() ? e.pixel : e.window; }

  /// 1 for the present step's, moving to the next one's at the step's end.
  double emphasis(Index step) const {
    const bool last = moment_.step + 1 >= trace_.steps();
    const double moved = last ? 0 : eased(moment_.phase, kMoveFrom, 1);
    return step == moment_.step ? 1 - moved : step == moment_.step + 1 ? moved : 0;
  }
  /// Of a user's pixel, when steps go by pixels.
  double pixel_emphasis(Index cell) const {
    return emphasis(cell / frame_.size * axis_.pixels + cell % frame_.size + frame_.border);
  }
  bool hovered(const Edge& e) const;

  Color value_color(Role role, double value, const Scale& scale) const {
    const double t = scale.most > 0 ? value / scale.most : 0;
    return scale.is_signed ? diverging(canvas_.colors(), t) : role_tint(canvas_.colors(), role, t);
  }
  bool from_afar() const { return canvas_.style().type > 1; }
  /// Of an edge: the shade of its weight, dark enough for a line.
  Color weight_color(Index weight) const {
    constexpr double kLeast = 0.35;  // of the way to the strongest
    const double value = d_.weights()[weight];
    const double t = weight_scale_.most > 0 ? value / weight_scale_.most : 0;
    if (!weight_scale_.is_signed)
      return mix(canvas_.colors().stage, canvas_.colors().kernel, lerp(kLeast, 1, std::abs(t)));
    if (t == 0) return canvas_.colors().faint;
    return mix(canvas_.colors().stage, t < 0 ? canvas_.colors().negative : canvas_.colors().positive,
               lerp(kLeast, 1, std::abs(t)));
  }
  void value_node(Point at, double radius, Role role, Index cell, bool shared);
  void nodes(const Net& net, bool shared);
  void shared_edges(const Net& net);
  void all_edges(const Net& net);
  void travellers(const Net& net);
  /// How much lower the names of the two sides stand where there is no room for
  /// them beside the net's own.
  double second_line(double width) const;
  double largest_radius() const { return from_afar() ? canvas_.type(48) : 46; }
  void headings(const Net& net, double y, double below, std::string_view name);
  void counts(Point at, double right, bool shared);

  const Derived& d_;
  const Operator& op_;
  const Geometry& g_;
  const Axis& axis_;
  Moment moment_;
  Trace trace_;
  FrameAxis frame_;
  Canvas canvas_;
  Tensor<double> before_, after_;
  std::vector<Reached> reached_;  ///< by output cell
  Scale output_scale_, input_scale_ = scale_of(d_.input().values()),
                       weight_scale_ = scale_of(d_.weights().values());
  double input_em_ = 0, output_em_ = 0;  ///< widths of the widest numbers
  std::vector<Edge> edges_;
};

}  // namespace convscope
