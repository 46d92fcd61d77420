// The overlap of one spatial axis: layer below layer, each a row of bars over what it came from.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/overlap_drawing.hpp"

namespace convscope {

Lens OverlapDrawing::row_lens(Index layer, double low, double high) const {
  constexpr double kLeastBar = 3, kMostBar = 76;
  const auto [from, to] = columns_.extent(layer);
  const double most = canvas_.style().present ? canvas_.most_cell(kMostBar) : kMostBar;
  const double whole = std::min((high - low) / (to - from), most / columns_.width(1));
  return {(from + to) / 2, std::max(whole, kLeastBar / columns_.width(layer)), low, high};
}

/// The counts of one layer as bars that stand on `base`; those of the interior are strong.
void OverlapDrawing::bars(Index layer, const Lens& lens, double base, double height, double risen) {
  const Palette& c = canvas_.colors();
  const double cell = columns_.width(layer) * lens.scale;
  const double gap = cell >= 24 ? 3 : cell >= 8 ? 1 : 0;
  const Seen seen = seen_cells(columns_, layer, lens);
  std::vector<std::string> texts;
  for (Index i = seen.first; i < seen.end; ++i) texts.push_back(canvas_.number(columns_.count(layer, i)));
  double size = std::min(
      {canvas_.text_size(cell + 4, widest_em(texts)), canvas_.type(18), layer > 0 ? height * 0.34 : height});
  if (size < canvas_.least_number()) size = 0;  // the bars need the height more
  const double tallest = height - (size > 0 ? size * 1.5 : 4);
  for (Index i = seen.first; i < seen.end; ++i) {
    const double count = columns_.count(layer, i);
    const double left = lens.at(columns_.to_input(layer, std::max(real(i), seen.low))) + gap / 2;
    const double right = lens.at(columns_.to_input(layer, std::min(real(i + 1), seen.high))) - gap / 2;
    const double tall = tallest * risen * count / std::max(columns_.most(layer), 1.0);
    const bool inside = columns_.inside(layer, i);
    if (tall > 0 && right > left)
      canvas_.add(Box{.rect = {left, base - tall, right - left, tall},
                      .radius = std::min({4.0, cell / 8, tall / 2}),
                      .fill = count_color(layer, count, inside)},
                  tag(layer, 0, i));
    const double middle = (left + right) / 2;
    if (size > 0 && right - left > cell * 0.8)
      canvas_.text({middle, base - tall - size * 0.75}, texts[static_cast<std::size_t>(i - seen.first)], size,
                   (inside ? c.ink : c.faint).with_alpha(risen), Font::number, Align::centre);
  }
  const double from = lens.at(columns_.to_input(layer, seen.low)),
               to = lens.at(columns_.to_input(layer, seen.high));
  if (layer > 0)
    canvas_.stroke({from, base + 1}, {to, base + 1}, c.line.with_alpha(std::min(1.0, risen * 2)), 1.5);
}

/// Where the paths to one cell come from: the fullest cell of the interior nearest to the middle.
void OverlapDrawing::meeting(const Lens& lens, double parents, double bars_top) {
  const OverlapLayer& layer = columns_.layer(layer_);
  const double middle = columns_.from_input(layer_, lens.centre) - 0.5;
  Index chosen = -1;
  for (Index i = layer.first; i < layer.end; ++i)
    if (layer.counts[static_cast<std::size_t>(i)] == layer.max &&
        (chosen < 0 || std::abs(real(i) - middle) < std::abs(real(chosen) - middle)))
      chosen = i;
  if (chosen < 0) return;
  const Point to{lens.at(columns_.to_input(layer_, real(chosen) + 0.5)), bars_top - 3};
  const Slice slice = contacts_of_pixel(layer.axis, chosen);
  for (Index n = 0; n < slice.count; ++n) {
    const double x = lens.at(columns_.to_input(layer_ - 1, real(slice[n].window) + 0.5));
    if (x < lens.low || x > lens.high) continue;
    const double from = parents + 4, bend = (to.y - from) * 0.55;
    canvas_.add(Path{.start = {x, from},
                     .segments = {{to, true, {x, from + bend}, {to.x, to.y - bend}}},
                     .stroke = canvas_.colors().soft.with_alpha(risen_),
                     .stroke_width = 2});
  }
}

double OverlapDrawing::words_height(double width) {
  double height = 0;
  for (const std::string& words : verdicts()) height += words_height(words, width) + canvas_.type(5);
  return height + words_height(fading(), width);
}

/// The kernel with what is said of it: beside it, or where that is too narrow and `below` is chosen, below.
void OverlapDrawing::foot(double top, bool below) {
  const Rect area = canvas_.area();
  const Point corner =
      kernel({area.x, top}, area.w * (below ? 0.95 : 0.42), canvas_.type(56), canvas_.type(56));
  const Point words = below ? Point{area.x, corner.y + canvas_.type(14)}
                            : Point{corner.x + canvas_.type(48), top - canvas_.type(2)};
  paragraph({words.x, verdict(words, area.right()) + canvas_.type(5)}, fading(), canvas_.colors().soft,
            area.right());
}

void OverlapDrawing::draw_rows() {
  const Rect area = canvas_.area();
  const Palette& c = canvas_.colors();
  // A narrow pane has its words below the kernel, where the layers leave the height.
  constexpr double kBeside = 118, kOfWidth = 0.5, kLeastLayer = 96;
  const double tall = canvas_.type(kBeside + 12) + words_height(area.w);
  const bool below = !flat() && words_height(area.w * kOfWidth) > canvas_.type(kBeside - 12) &&
                     area.h - tall - canvas_.type(44) > canvas_.type(kLeastLayer) * real(layer_);
  const double foot_height = flat() ? canvas_.type(34) : below ? tall : canvas_.type(kBeside);
  const double names = canvas_.type(96);
  const double low = area.x + names, high = area.right();
  Lens lens = row_lens(layer_, low, high);
  if (layer_ > 1) {
    const Lens before = row_lens(layer_ - 1, low, high);
    lens.centre = lerp(before.centre, lens.centre, room_);
    lens.scale = lerp(before.scale, lens.scale, room_);
  }
  const double input = canvas_.type(44);
  // As many layers as are high enough to be told apart; earlier ones make room for the newest.
  const double fit = std::max(1.0, std::floor((area.h - foot_height - input) / canvas_.type(36)));
  const auto at_most = [&](Index layers) { return std::min(real(layers), fit); };
  const double shown = layer_ > 1 ? lerp(at_most(layer_ - 1), at_most(layer_), room_) : 1;
  const double gone =
      layer_ > 1 ? lerp(real(layer_ - 1) - at_most(layer_ - 1), real(layer_) - at_most(layer_), room_) : 0;
  const double height = std::min((area.h - foot_height - input) / shown,
                                 canvas_.style().present ? canvas_.most_cell(84) : 250.0),
               between = height * 0.24;
  const double top = area.y + std::max(0.0, (area.h - foot_height - input - height * shown) / 2.6);
  const double left = std::max(area.x + names, lens.at(columns_.extent(layer_).first));
  const auto name = [&](double y, const std::string& text, const std::string& detail, Role role,
                        double alpha) {
    const double step = canvas_.type(10);
    if (height < 4 * step && !detail.empty()) {  // both on one line
      const std::string number = text.substr(text.rfind(' ') + 1) + "  ";
      const double wide = text_width(Font::text_bold, 1, number) + text_width(Font::text, 1, detail);
      const double size = std::min({canvas_.type(14), height * 0.9, (names - canvas_.type(18)) / wide});
      const double right = left - canvas_.type(18);
      canvas_.text({right, y}, detail, size, c.soft.with_alpha(alpha), Font::text, Align::right);
      canvas_.text({right - text_width(Font::text, size, detail), y}, number, size,
                   role_text_color(c, role).with_alpha(alpha), Font::text_bold, Align::right);
      return;
    }
    canvas_.text({left - canvas_.type(18), y - (detail.empty() ? 0 : step)}, text, canvas_.type(16),
                 role_text_color(c, role).with_alpha(alpha), Font::text_bold, Align::right);
    if (!detail.empty())
      canvas_.text({left - canvas_.type(18), y + step}, detail, canvas_.type(14), c.soft.with_alpha(alpha),
                   Font::text, Align::right);
  };
  bars(0, lens, top + input * 0.9, input * 0.9, 1);
  name(top + input * 0.6, std::string(role_name(input_role())), "", input_role(), 1);
  for (Index layer = 1; layer <= layer_; ++layer) {
    const bool newest = layer == layer_;
    if (real(layer) - gone < 1 - 1e-9) continue;
    const double base = top + input + height * (real(layer) - gone), risen = newest ? risen_ : 1;
    if (newest) meeting(lens, base - height, base - height + between);
    bars(layer, lens, base, height - between, risen);
    const std::string counts =
        !has_interior(layer) ? std::string("no inner cell")
        : least(layer) == most(layer)
            ? fmt::format("{} each", canvas_.number(most(layer)))
            : fmt::format("{} to {}", canvas_.number(least(layer)), canvas_.number(most(layer)));
    name(base - (height - between) * 0.45, fmt::format("layer {}", layer), counts, output_role(), risen);
  }
  if (flat()) {
    const double size = canvas_.type(15);
    canvas_.text({area.x, area.bottom() - size * 0.7},
                 clauses_within(verdicts().front(), Font::text, size, area.w), size,
                 least(layer_) == most(layer_) ? c.output_text : c.warning);
    return;
  }
  foot(area.bottom() - foot_height + canvas_.type(20), below);
}

}  // namespace convscope
