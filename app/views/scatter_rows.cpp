// The scatter view on one spatial axis.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/bias.hpp"
#include "app/views/lens.hpp"
#include "app/views/scatter_drawing.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {
constexpr Index kMostStampRows = 12, kLeastStampRows = 4;
constexpr double kPitch = 1.08;                   // of the stamps' rows, in cells
constexpr double kOtherRows = 1.55 + 0.43 + 1.4;  // what stands above, between and below them
}  // namespace

struct ScatterDrawing::Rows {
  Grid input{}, output{};
  std::vector<Grid> stamps;
  Index first;  ///< window of the first stamp
  double u() const { return input.cell; }
  /// Whether it is on the page.
  bool shows(const Rect& rect) const {
    return rect.x > input.at.x - u() / 2 && rect.right() < input.bounds().right() + u() / 2;
  }
  double stamp_y(Index window) const { return stamps[0].at.y + real(window - first) * kPitch * u(); }
};

void ScatterDrawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = frame_.columns;
  const Axis& axis = axes_.columns;
  Rows r;
  const double label = names(), edge = canvas_.spacing(4);
  const bool before =
      origin(0).column<0, after = origin(axis.windows - 1).column + reach_of(axis)> real(frame.count);
  const Rect room{area.x + label, area.y + edge, area.w - label - (before || after ? canvas_.type(20) : 0),
                  area.h - canvas_.spacing(30) - edge};
  // When presenting, earlier stamps give way to the size of the cells.
  const double wide = std::min(canvas_.most_cell(92), room.w / real(frame.count));
  const Index most = canvas_.style().present
                         ? std::clamp(saturated((room.h / wide - kOtherRows) / kPitch),
                                      area.h < canvas_.type(310) ? 2 : kLeastStampRows, kMostStampRows)
                         : kMostStampRows;
  r.stamps.resize(static_cast<std::size_t>(std::min(axis.windows, most)));
  r.first = std::clamp<Index>(window_ - most + 2, 0, axis.windows - std::ssize(r.stamps));
  Layout input = block(r.input, 1, frame.count), output = block(r.output, 1, frame.count);
  Layout stamps = planes(r.stamps, 1, frame.count, kPitch - 1);
  input.below = 0.55;
  output.below = 0.4;
  const Layout column = in_a_column(
      {std::move(input), in_a_column({std::move(stamps), std::move(output)}, {.cells = 0.35 + kPitch - 1})},
      {});
  place(column, room, fitted(column, {room.w, room.h}, {.most = canvas_.most_cell(92)}), 1 / 2.6);
  look_through(canvas_.style().lens, canvas_.style(), column);
  const auto label_at = [&](const Grid& grid, std::string text, Role role) {
    canvas_.text({grid.at.x - canvas_.type(22), grid.at.y + r.u() / 2}, std::move(text), canvas_.type(16),
                 role_text_color(canvas_.colors(), role), Font::text_bold, Align::right);
  };
  label_at(r.input, "input", Role::input);
  // A faint column under every output cell guides the eye through the sum.
  const double top = r.stamps[0].at.y, u = r.u();
  for (Index c = 0; c < frame.count; ++c)
    if (frame.inside(c + frame.first) && u >= 10)
      canvas_.add(
          Box{.rect = {r.input.at.x + (real(c) + 0.08) * u, top - 0.05 * u, 0.84 * u, r.output.at.y - top},
              .radius = 4,
              .fill = canvas_.colors().ghost});
  const Rect active = input_rect(r, window_);
  canvas_.curve({active.centre().x, active.bottom() + 4},
                {active.centre().x, std::max(r.stamp_y(window_) - 6, active.bottom() + 12)},
                canvas_.colors().faint, 1.5, true);
  draw_stamps(r);
  // Where the row goes on its dots stand: no cell may reach over the page there.
  const auto seen = [&](Index w) {
    const Rect rect = input_rect(r, w), page = r.input.bounds();
    return r.shows(rect) && (!before || rect.x > page.x - 1) && (!after || rect.right() < page.right() + 1);
  };
  std::vector<std::string> texts;
  for (Index w = 0; w < axis.windows; ++w)
    if (seen(w)) texts.push_back(canvas_.number(d_.input()[w]));
  const double size = canvas_.text_size(u, canvas_.widest_em(texts));
  for (Index w = 0; w < axis.windows; ++w)
    if (seen(w)) canvas_.cell(input_rect(r, w), input_look(w), size);
  canvas_.outline(active.inset(-1.5), canvas_.colors().ink, 2.5);
  canvas_.grid(r.output, [&](Index, Index c) { return output_look(0, 0, c + frame.first); });
  canvas_.indices(r.output, 0, frame.first);
  mark_output_padding(r.output, true);
  ring_inputs([&](Index cell) { return seen(cell) ? std::optional(input_rect(r, cell)) : std::nullopt; });
  label_at(r.output, "output", Role::output);
  for (const Grid& grid : {r.input, r.output}) canvas_.goes_on(grid.bounds(), before, after);
  if (const auto bias = bias_of(d_, 0); bias && !after) canvas_.addend_after(r.output.bounds(), *bias);
}

/// Inputs stand above the middle of their stamps: the stride is their distance.
Rect ScatterDrawing::input_rect(const Rows& r, Index window) const {
  const double middle = origin(window).column + (reach_of(axes_.columns) - 1) / 2;
  return Grid{{r.input.at.x + middle * r.u(), r.input.at.y}, r.u(), 1, 1}.rect(0, 0);
}

void ScatterDrawing::draw_stamps(const Rows& r) {
  const Axis& axis = axes_.columns;
  const Palette& c = canvas_.colors();
  const double u = r.u();
  std::vector<std::string> texts;
  for (Index w = 0; w < axis.windows; ++w)
    for (Index t = 0; t < axis.taps && r.shows(input_rect(r, w)); ++t)
      texts.push_back(canvas_.number(d_.input()[w] * weight(0, 0, t)));
  const double size = canvas_.text_size(u, canvas_.widest_em(texts));
  for (Index w = r.first; w < r.first + std::ssize(r.stamps) && w <= window_; ++w) {
    const bool current = w == window_;
    const double landed = current ? eased(moment_.phase, scatter_acts::kScaleFrom, scatter_acts::kLandTo) : 1;
    const Grid grid{{r.input.at.x + origin(w).column * u, lerp(r.input.at.y + 0.4 * u, r.stamp_y(w), landed)},
                    u,
                    1,
                    reach(axis)};
    for (Index t = 0; t < axis.taps; ++t) {
      CellLook look =
          canvas_.look(Role::kernel, d_.input()[w] * weight(0, 0, t), scaled_scale(), {Role::kernel, t});
      look.value *= landed;
      look.text_alpha = landed;
      if (!frame_.columns.inside(cell_under(axis, frame_.columns, w, t))) look.kind = CellLook::Kind::padding;
      const Rect rect = grid.rect(0, real(t * axis.dilation));
      if (r.shows(rect)) canvas_.cell(rect, look, size);
    }
    for (const CellTerm& term : making_)
      if (term.input == w && landed >= 1)
        if (const Rect rect = grid.rect(0, real(term.weight * axis.dilation)); r.shows(rect))
          canvas_.outline(rect.inset(-1), c.accent, 2, 5);
    if (current) canvas_.outline(grid.block(0, 0, 1, reach_of(axis)), c.kernel, 3);
    // The stride: from the beginning of the stamp before, above, to this one's.
    const double from = r.input.at.x + (w > 0 ? origin(w - 1).column : 0.0) * u;
    if (current && w > r.first && axis.stride > 1 && landed >= 1 && r.shows(Rect{from, 0, u, u}) &&
        !canvas_.style().quiz_place) {
      const double y = r.stamp_y(w) + u / 2;
      const bool words =
          real(axis.stride) * u > text_width(Font::number, canvas_.type(14), "stride 2") + 10 &&
          y - canvas_.type(20) >= r.stamp_y(w - 1) + u;
      dimension({from + 2, y}, {grid.at.x - 4, y}, "", c.ink, true);
      if (words)
        canvas_.text({(from + grid.at.x) / 2, y - canvas_.type(13)}, fmt::format("stride {}", axis.stride),
                     canvas_.type(14), c.ink, Font::number, Align::centre);
    }
    // On its way it would cross the input's name: it appears where it lands.
    if (u >= 18 && landed > 0.5)
      canvas_.line({r.input.at.x - canvas_.type(22), grid.at.y + u / 2},
                   {{canvas_.line_number(d_.input()[w]), c.input_text.with_alpha(2 * landed - 1)},
                    {" × ", c.soft.with_alpha(2 * landed - 1), Font::text},
                    {"kernel", c.kernel_text.with_alpha(2 * landed - 1), Font::text}},
                   canvas_.type(14), r.input.at.x, Align::right);
  }
}

}  // namespace convscope
