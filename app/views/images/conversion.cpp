#include "app/views/images/conversion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/views/canvas.hpp"
#include "core/geometry/axis.hpp"

namespace convscope {

namespace {

/// More are passed over: they could not be told apart.
constexpr std::size_t kMostFlying = 1200;

/// The weights of one form as cells: a kernel, or sub-kernels beside each other as the phases lie.
class Block {
 public:
  Block(const Tensor<double>& weights, EnlargingForm form, Index factor, const Rect& room)
      : weights_(weights),
        side_(form == EnlargingForm::pixel_shuffle ? factor : 1),
        rows_(weights.shape()[2]),
        columns_(weights.shape()[3]) {
    const double gap = side_ > 1 ? 0.35 : 0;  // of a cell, between sub-kernels
    const auto span = [&](Index n) {
      return static_cast<double>(side_ * n) + gap * static_cast<double>(side_ - 1);
    };
    cell_ = std::min({room.w / span(columns_), room.h / span(rows_), 120.0});
    gap_ = gap * cell_;
    at_ = {room.x + (room.w - span(columns_) * cell_) / 2, room.y + (room.h - span(rows_) * cell_) / 2};
  }

  double cell() const { return cell_; }
  Index count() const { return weights_.size(); }
  double value(Index i) const { return weights_[i]; }
  /// Where a weight stands, by its flat index.
  Rect place(Index i) const {
    const Index tap = i % (rows_ * columns_), plane = i / (rows_ * columns_);
    const Index py = plane / side_ % side_, px = plane % side_;
    const auto along = [&](Index p, Index n, Index t) {
      return static_cast<double>(p * n + t) * cell_ + static_cast<double>(p) * gap_;
    };
    const double inset = cell_ >= 24 ? 1.5 : cell_ >= 10 ? 0.5 : 0;
    return {at_.x + along(px, columns_, tap % columns_) + inset,
            at_.y + along(py, rows_, tap / columns_) + inset, cell_ - 2 * inset, cell_ - 2 * inset};
  }

 private:
  const Tensor<double>& weights_;
  Index side_, rows_, columns_;
  double cell_ = 1, gap_ = 0;
  Point at_{};
};

Rect between(const Rect& a, const Rect& b, double t) {
  const auto mixed = [&](double x, double y) { return x + (y - x) * t; };
  return {mixed(a.x, b.x), mixed(a.y, b.y), mixed(a.w, b.w), mixed(a.h, b.h)};
}

/// Slow at both ends; the first weights leave first.
double way_of(double t, double order) {
  constexpr double kSpread = 0.35;
  const double own = std::clamp((t - kSpread * order) / (1 - kSpread), 0.0, 1.0);
  return own * own * (3 - 2 * own);
}

class ConversionDrawing {
 public:
  ConversionDrawing(const Conversion& conversion, const Style& style, double t)
      : c_(conversion), t_(t), canvas_(plain(style), "", "") {}

  Picture draw() {
    const Palette& colors = canvas_.colors();
    const Rect area = canvas_.area();
    canvas_.line({area.x, area.y + type(14)},
                 {{std::string(title_of(c_.from)), colors.ink, Font::text_bold},
                  {" → ", colors.ink, Font::text_bold},
                  {std::string(title_of(c_.to)), colors.ink, Font::text_bold},
                  {": ", colors.ink, Font::text_bold},
                  {conversion_words(c_), c_.exact() ? colors.output_text : colors.warning, Font::text_bold}},
                 type(19), area.right());
    canvas_.line({area.x, area.y + type(38)}, {{c_.name, colors.soft, Font::text}}, type(15), area.right());
    const double head = type(60), foot = type(76), title = type(46), gap = type(40);
    const double half = (area.w - gap) / 2, tall = area.h - head - foot - title;
    const Rect left{area.x, area.y + head + title, half, tall}, right{left.right() + gap, left.y, half, tall};
    name_of({left.x, area.y + head, half, title}, c_.from, c_.weights);
    name_of({right.x, area.y + head, half, title}, c_.to, c_.made.weights);
    const Block from(c_.weights, c_.from, c_.factor, left), to(c_.made.weights, c_.to, c_.factor, right);
    scale_.take(0);
    for (const double v : c_.weights.values()) scale_.take(v);
    for (const double v : c_.made.weights.values()) scale_.take(v);
    const bool arrived = t_ >= 1;
    for (Index i = 0; i < from.count(); ++i) cell(from.place(i), from.value(i), from.cell(), 1);
    for (Index i = 0; i < to.count(); ++i) {
      if (arrived)
        cell(to.place(i), to.value(i), to.cell(), 1);
      else
        canvas_.add(Box{.rect = to.place(i), .radius = 3, .stroke = colors.line});
    }
    if (!arrived && t_ > 0) fly(from, to);
    canvas_.paragraph({area.x, area.bottom() - foot + type(22)}, how(), type(15), area.w, colors.ink);
    return canvas_.finish();
  }

 private:
  static Style plain(Style style) {
    style.title = false;  // the forms stand in its place
    return style;
  }
  double type(double px) const { return canvas_.type(px); }

  void name_of(const Rect& row, EnlargingForm form, const Tensor<double>& weights) {
    const Palette& colors = canvas_.colors();
    const Shape& shape = weights.shape();
    const std::string size = fmt::format("{} × {}", shape[2], shape[3]);
    const std::string detail =
        form == EnlargingForm::pixel_shuffle
            ? fmt::format("{} sub-kernels {}, one for each phase", c_.factor * c_.factor, size)
        : form == EnlargingForm::conv_transpose
            ? fmt::format("{}, stride {}", size, c_.factor)
            : fmt::format("nearest × {}, then a filter {}", c_.factor, size);
    canvas_.line({row.x, row.y + type(10)},
                 {{std::string(title_of(form)), colors.kernel_text, Font::text_bold}}, type(16), row.right());
    canvas_.line({row.x, row.y + type(30)}, {{detail, colors.soft, Font::text}}, type(14), row.right());
  }

  void cell(const Rect& rect, double value, double side, double alpha) {
    CellLook look = canvas_.look(Role::kernel, value, scale_);
    const double size = std::min(type(24), side * 0.34);
    if (size < std::max(9.0, canvas_.least_number())) look.text.clear();
    look.text_alpha = alpha;
    canvas_.cell(rect, look, size);
  }

  void fly(const Block& from, const Block& to) {
    const std::size_t step = std::max<std::size_t>(1, c_.moves.size() / kMostFlying);
    for (std::size_t n = 0; n < c_.moves.size(); n += step) {
      const TapMove& move = c_.moves[n];
      const double order =
          static_cast<double>(n) / static_cast<double>(std::max<std::size_t>(1, c_.moves.size()));
      const double way = way_of(t_, order);
      const Rect at = between(from.place(move.from), to.place(move.to), way);
      const double side = from.cell() + (to.cell() - from.cell()) * way;
      cell(at, from.value(move.from), side, 1);
    }
  }

  std::string how() const {
    const bool resize = c_.from == EnlargingForm::resize_conv || c_.to == EnlargingForm::resize_conv;
    std::string text =
        c_.from == c_.to ? std::string("It has this form already.")
        : !resize        ? fmt::format(
                        "Every weight has one place in the other form: tap t of the transposed "
                               "kernel belongs to phase t mod {}, turned round.",
                        c_.factor)
        : c_.from == EnlargingForm::resize_conv
            ? fmt::format(
                  "Each weight of the filter acts on {0} × {0} equal pixels: its copies add up where they "
                  "meet.",
                  c_.factor)
            : fmt::format(
                  "A filter behind nearest has the same weight for {0} × {0} places: the nearest one in "
                  "least squares is taken.",
                  c_.factor);
    const Index padding = c_.made.padding[0], extra = c_.made.output_padding[0];
    if (c_.to == EnlargingForm::conv_transpose)
      text += extra > 0 ? fmt::format(" Padding {}, output padding {}.", padding, extra)
                        : fmt::format(" Padding {}.", padding);
    if (!c_.exact())
      text += fmt::format(" It differs by {:.3g} % (root mean square), at most {:.3g} in a weight.",
                          100 * c_.made.difference, c_.made.largest);
    return text;
  }

  const Conversion& c_;
  double t_;
  Canvas canvas_;
  Scale scale_;
};

}  // namespace

Conversion convert_kernel(std::string name, const Tensor<double>& kernel, const Shape& taps,
                          EnlargingForm from, EnlargingForm to, Index factor) {
  const Index n = kernel.shape()[0], s = factor;
  Tensor<double> whole({1, 1, n, n}, {kernel.values().begin(), kernel.values().end()});
  if (taps.rank() == 2 && from == EnlargingForm::conv_transpose && taps[0] <= n && taps[1] <= n) {
    // Without the zeros that centre it.
    Tensor<double> own({1, 1, taps[0], taps[1]});
    for (Index i = 0; i < own.size(); ++i) {
      const Index row = (n - s) / 2 - floor_div(taps[0] - s, 2) + i / taps[1],
                  column = (n - s) / 2 - floor_div(taps[1] - s, 2) + i % taps[1];
      own[i] = row >= 0 && row < n && column >= 0 && column < n ? kernel[row * n + column] : 0;
    }
    whole = std::move(own);
  }
  Conversion out{.name = std::move(name), .factor = factor, .from = from, .to = to};
  out.weights = from == EnlargingForm::conv_transpose
                    ? whole
                    : convert(whole, EnlargingForm::conv_transpose, from, s).weights;
  out.made = convert(out.weights, from, to, factor);
  out.moves = tap_moves(out.weights, from, out.made, to, factor);
  return out;
}

std::string_view title_of(EnlargingForm form) {
  constexpr std::string_view kTitles[] = {"pixel shuffle", "transposed convolution", "resize-convolution"};
  return kTitles[static_cast<std::size_t>(form)];
}

std::string conversion_words(const Conversion& conversion) {
  return conversion.exact() ? "exactly the same map"
                            : fmt::format("the nearest, {:.3g} % off", 100 * conversion.made.difference);
}

Picture draw_conversion(const Conversion* conversion, const std::string& problem, const Style& style,
                        double t) {
  if (conversion) return ConversionDrawing(*conversion, style, t).draw();
  Canvas canvas(style, "Convert", "");
  canvas.paragraph({canvas.area().x, canvas.area().y + canvas.type(16)},
                   problem.empty() ? "The kernel is being turned into the other form …" : problem,
                   canvas.type(17), canvas.area().w,
                   problem.empty() ? canvas.colors().soft : canvas.colors().warning);
  return canvas.finish();
}

}  // namespace convscope
