// What a drawing of the round trip says in words: names, what came of it, the step's arithmetic.
#include <fmt/format.h>

#include <cctype>

#include "app/picture/fonts.hpp"
#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

std::string TripDrawing::stamp_name(Way way, bool brief) const {
  if (gathers(way)) return "kernel";
  if (half(way).step < 0) return "stamp";
  const double value = without_rounding(source(way)[step_of(way)], output_scale_.most);
  return fmt::format("{} × {}", canvas_.line_number(value), brief ? "w" : "kernel");
}

std::string TripDrawing::error_words(bool mirrored) const {
  const bool done = halves_.back.step >= halves_.back.steps ||
                    (halves_.back.step + 1 == halves_.back.steps && phase(Way::back) > trip_acts::kAddTo);
  if (!done) return "";
  const double most = mirrored ? s_.trip.mirrored_max_error : s_.trip.max_error;
  return fmt::format("largest {}", canvas_.line_number(without_rounding(most, unit_)));
}

void TripDrawing::outcome(Point at, double right) {
  if (s_.outcome.sentence.empty()) return;
  const Palette& c = canvas_.colors();
  std::string words = s_.outcome.sentence;
  words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  canvas_.line(at, {{words + ".", s_.outcome.returns ? c.output_text : c.warning, Font::text_medium}},
               canvas_.type(17), right);
}

/// "y[1] = 1·2 + …": a window's products and their sum.
LongSum TripDrawing::gathered(Way way) const {
  const Palette& c = canvas_.colors();
  const Index step = step_of(way);
  const bool first = way == Way::there;
  const Tensor<double>& result = first ? s_.trip.output : s_.trip.returned;
  const Color color = first ? c.output_text : c.input_text;
  LongSum sum({{first ? "There: " : "Back: ", c.soft, Font::text},
               {cell_name(first ? "y" : "x'", result.shape(), step), color, Font::number_bold},
               {" = ", c.soft}},
              " + ", c.soft);
  for_each_contribution(op(way).geometry, Side::window, step, [&](const Contribution& contact) {
    sum.add([&]() -> std::vector<Piece> {
      const double weight = s_.there.weights()[contact.weight];
      return {{canvas_.line_number(source(way)[user_cell(op(way), contact.pixel)]),
               first ? c.input_text : c.output_text},
              {"·", c.soft},
              {weight < 0 ? fmt::format("({})", canvas_.line_number(weight)) : canvas_.line_number(weight),
               c.kernel_text}};
    });
  });
  if (const double bias = first ? s_.there.bias(step / window_plane_) : 0; bias != 0)
    sum.end({fmt::format(" + bias {}", canvas_.line_number(bias)), c.soft});
  if (first && s_.there.scenario().activation != Activation::none)
    sum.end({fmt::format(", {}", to_string(s_.there.scenario().activation)), c.soft, Font::text});
  sum.end({" = ", c.soft});
  sum.end({canvas_.line_number(without_rounding(result[step], unit_)), color, Font::number_bold});
  return sum;
}

/// "x[1] stamps: y[0] +2, …": the products of one cell and where they go.
LongSum TripDrawing::scattered(Way way) const {
  const Palette& c = canvas_.colors();
  const Index step = step_of(way);
  const bool first = way == Way::there;
  const Tensor<double>& result = first ? s_.trip.output : s_.trip.returned;
  LongSum sum({{first ? "There: " : "Back: ", c.soft, Font::text},
               {cell_name(first ? "x" : "y", source(way).shape(), step), first ? c.input_text : c.output_text,
                Font::number_bold},
               {" stamps: ", c.soft, Font::text}},
              ", ", c.soft);
  for_each_contribution(op(way).geometry, Side::window, step, [&](const Contribution& contact) {
    sum.add([&]() -> std::vector<Piece> {
      const double product = source(way)[step] * s_.there.weights()[contact.weight];
      return {{cell_name(first ? "y" : "x'", result.shape(), user_cell(op(way), contact.pixel)),
               first ? c.output_text : c.input_text},
              {" ", c.soft},
              {product == 0 ? "0" : canvas_.line_addend(product), c.kernel_text}};
    });
  });
  return sum;
}

bool TripDrawing::long_sentence() const {
  if (!stepped_) return false;
  const double terms = real(axes_.rows.taps * axes_.columns.taps * pixel_width_);
  const bool stamps = !gathers(Way::there) || !gathers(Way::back);
  // "y[1,1] +1.25, " or "12·0.25 + ", after "Back: x'[1,1] stamps: ".
  const double letters = terms * (stamps ? 14 : 10) + 22;
  return letters * text_width(Font::number, sentence_size(), "0") > canvas_.area().w;
}

double TripDrawing::foot(std::size_t lines) const {
  return canvas_.spacing(66) + static_cast<double>(lines - 1) * sentence_size() * kSumLeading;
}

void TripDrawing::sentence(Point at, double right) {
  const Palette& c = canvas_.colors();
  const double size = sentence_size();
  if (!stepped_) {
    canvas_.line(at,
                 {{fmt::format("{} positions with {} products are too many to step through: this is the end.",
                               s_.there.op().geometry.channels.window * window_plane_,
                               count_contributions(s_.there.op().geometry)),
                   c.soft, Font::text}},
                 size, right);
    return;
  }
  const Way way = halves_.back.step >= 0 ? Way::back : Way::there;
  const LongSum sum = gathers(way) ? gathered(way) : scattered(way);
  draw_sum(canvas_, at, sum.lines(right - at.x, size, sentence_lines_), size, right);
}

}  // namespace convscope
