// What a drawing of the round trip says in words: names, what came of it, the step's arithmetic.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "app/picture/fonts.hpp"
#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

std::string TripDrawing::stamp_name(Way way, bool brief) const {
  if (gathers(way)) return "kernel";
  if (half(way).step < 0) return "stamp";
  const double value = without_rounding(source(way)[step_of(way)], output_scale_.most);
  return fmt::format("{} × {}", canvas_.number(value), brief ? "w" : "kernel");
}

std::string TripDrawing::error_words(bool mirrored) const {
  const bool done = halves_.back.step >= halves_.back.steps ||
                    (halves_.back.step + 1 == halves_.back.steps && phase(Way::back) > trip_acts::kAddTo);
  if (!done) return "";
  const double most = mirrored ? s_.trip.mirrored_max_error : s_.trip.max_error;
  return fmt::format("largest {}", canvas_.number(without_rounding(most, unit_)));
}

void TripDrawing::outcome(Point at, double right) {
  if (s_.outcome.sentence.empty()) return;
  const Palette& c = canvas_.colors();
  std::string words = s_.outcome.sentence;
  words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  canvas_.line(at, {{words + ".", s_.outcome.returns ? c.output_text : c.warning, Font::text_medium}},
               canvas_.type(17), right);
}

void TripDrawing::sentence(Point at, double right) {
  const Palette& c = canvas_.colors();
  const Way way = halves_.back.step >= 0 ? Way::back : Way::there;
  if (!stepped_) {
    canvas_.line(at,
                 {{fmt::format("{} windows with {} products are too many to step through: this is the end.",
                               s_.there.op().geometry.channels.window * window_plane_,
                               count_contributions(s_.there.op().geometry)),
                   c.soft, Font::text}},
                 canvas_.type(16), right);
    return;
  }
  const Index step = step_of(way);
  const bool first = way == Way::there;
  const Tensor<double>& result = first ? s_.trip.output : s_.trip.returned;
  const std::string_view from = first ? "x" : "y", to = first ? "y" : "x'";
  const Color from_color = first ? c.input_text : c.output_text,
              to_color = first ? c.output_text : c.input_text;
  std::vector<Piece> pieces = {{first ? "There: " : "Back: ", c.soft, Font::text}};
  const auto named = [&](std::string_view symbol, const Tensor<double>& tensor, Index cell, Color color) {
    pieces.push_back({cell_name(symbol, tensor.shape(), cell), color, Font::number_bold});
  };
  const double size = canvas_.type(16);
  const auto width_of = [&](const std::vector<Piece>& list) {
    double width = 0;
    for (const Piece& p : list) width += text_width(p.font, size, p.text);
    return width;
  };
  const Operator& o = op(way);
  std::vector<std::vector<Piece>> terms;
  std::vector<Piece> end;
  Index all = 0;
  constexpr std::size_t kMostTerms = 24;
  if (gathers(way)) {
    named(to, result, step, to_color);
    pieces.push_back({" = ", c.soft});
    for_each_contribution(o.geometry, Side::window, step, [&](const Contribution& contact) {
      if (++all; terms.size() == kMostTerms) return;
      const double weight = s_.there.weights()[contact.weight];
      terms.push_back({{terms.empty() ? "" : " + ", c.soft},
                       {canvas_.number(source(way)[user_cell(o, contact.pixel)]), from_color},
                       {"·", c.soft},
                       {weight < 0 ? fmt::format("({})", canvas_.number(weight)) : canvas_.number(weight),
                        c.kernel_text}});
    });
    if (const double bias = first ? s_.there.bias(step / window_plane_) : 0; bias != 0)
      end.push_back({fmt::format(" + bias {}", canvas_.number(bias)), c.soft});
    if (first && s_.there.scenario().activation != Activation::none)
      end.push_back({fmt::format(", {}", to_string(s_.there.scenario().activation)), c.soft, Font::text});
    end.push_back({" = ", c.soft});
    end.push_back({canvas_.number(without_rounding(result[step], unit_)), to_color, Font::number_bold});
  } else {
    named(from, source(way), step, from_color);
    pieces.push_back({" stamps: ", c.soft, Font::text});
    for_each_contribution(o.geometry, Side::window, step, [&](const Contribution& contact) {
      if (++all; terms.size() == kMostTerms) return;
      const double product = source(way)[step] * s_.there.weights()[contact.weight];
      terms.push_back({{terms.empty() ? "" : ", ", c.soft},
                       {cell_name(to, result.shape(), user_cell(o, contact.pixel)), to_color},
                       {" ", c.soft},
                       {addend_text(product, canvas_.style().numbers), c.kernel_text}});
    });
  }
  // All terms where they fit, else as many as leave room to say how many more there are.
  const double room = right - at.x - width_of(pieces) - width_of(end);
  double taken = 0;
  for (const auto& term : terms) taken += width_of(term);
  const auto more = [&] {
    return Piece{
        fmt::format("{}{} more", gathers(way) ? " + " : ", ", all - static_cast<Index>(terms.size())),
        c.soft};
  };
  while (!terms.empty() && (taken > room || static_cast<Index>(terms.size()) < all) &&
         taken + width_of({more()}) > room) {
    taken -= width_of(terms.back());
    terms.pop_back();
  }
  for (const auto& term : terms) pieces.insert(pieces.end(), term.begin(), term.end());
  if (static_cast<Index>(terms.size()) < all) end.insert(end.begin(), more());
  pieces.insert(pieces.end(), end.begin(), end.end());
  canvas_.line(at, pieces, size, right);
}

}  // namespace convscope
