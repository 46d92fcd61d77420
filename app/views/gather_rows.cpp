// The layout of a gathering scene on one spatial axis.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/gather_drawing.hpp"
#include "app/views/lens.hpp"
#include "app/views/numbered.hpp"

namespace convscope {

struct GatherDrawing::Rows {
  Grid source{}, taps{}, products{}, result{};
  double h = 0;                             ///< of a cell, which may be wider
  double u() const { return source.cell; }  ///< its width
  Rect cell(const Grid& row, double column) const {
    Rect rect = row.rect(0, column);
    rect.h += h - u();
    return rect;
  }
  /// Whether it is on the page.
  bool shows(const Rect& rect) const {
    return rect.x > source.at.x - u() / 2 && rect.right() < source.bounds().right() + u() / 2;
  }
};

double GatherDrawing::names() const {
  double label = 0;
  for (const std::string_view name : {std::string_view(s_.source_name), std::string_view(s_.kernel_name),
                                      std::string_view("products"), std::string_view(s_.result_name)})
    label = std::max(label, text_width(Font::text_bold, canvas_.type(16), name) + canvas_.type(26));
  return label;
}

void GatherDrawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = s_.frame.columns;
  const double label = names();
  Rows r;
  const auto row = [&](Grid& grid, double below) {
    Layout out = block(grid, 1, frame.count);
    out.below = below;
    return out;
  };
  const auto column_of = [&](double indices) {
    return in_a_column({row(r.source, indices), row(r.taps, 0.3), row(r.products, 1.25), row(r.result, 0.8)},
                       {});
  };
  const double edge = canvas_.spacing(10);
  const bool before =
      origin(0).column<0, after = origin(result_plane() - 1).column + reach_of(s_.axes.columns)> real(
          frame.count);
  const Rect room{area.x + label, area.y + edge, area.w - label - (before || after ? canvas_.type(20) : 0),
                  area.h - edge - foot() - canvas_.spacing(14.5)};
  constexpr double kIndices = 0.75, kMostIndices = 2;  // cells
  Layout column = column_of(kIndices);
  const auto sizes = [&] { return fitted(column, {room.w, room.h}, {.most = canvas_.most_cell(92)}); };
  // Below small cells their indices need more.
  if (const double cell = sizes().main; cell >= Canvas::kTinyCell)
    column = column_of(std::clamp(1.5 * canvas_.index_size(cell) / cell, kIndices, kMostIndices));
  place(column, room, sizes(), 1 / 2.6);
  look_through(canvas_.style().lens, canvas_.style(), column);
  widen(r, room);
  r.taps.at.x = r.products.at.x = r.source.at.x + gliding().column * r.u();
  r.taps.columns = r.products.columns = reach(s_.axes.columns);

  draw_source(r);
  const auto name = [&](const Grid& grid, const std::string& text, Role role) {
    canvas_.text({r.source.at.x - canvas_.type(24), grid.at.y + r.h / 2}, text, canvas_.type(16),
                 role == Role::none ? canvas_.colors().soft : role_text_color(canvas_.colors(), role),
                 Font::text_bold, Align::right);
  };
  name(r.source, s_.source_name, Role::input);
  draw_taps(r);
  name(r.taps, s_.kernel_name, Role::kernel);
  name(r.products, "products", Role::none);
  draw_results(r);
  for (const Grid& grid : {r.source, r.result})
    canvas_.goes_on({r.source.at.x, grid.at.y, real(frame.count) * r.u(), r.h}, before, after);
  name(r.result, s_.result_name, Role::output);
  if (s_.bias && !s_.result.empty() && !after)
    canvas_.addend_after(result_rect(r, std::ssize(s_.result) - 1), *s_.bias);
  const double wide = r.u() * reach_of(s_.axes.columns);
  canvas_.outline({r.taps.at.x, r.source.at.y, wide, r.h}, canvas_.colors().kernel, 3);
  if (s_.hovered_result >= 0 && s_.hovered_result != s_.step && r.shows(result_rect(r, s_.hovered_result)))
    canvas_.dashed({r.source.at.x + origin(s_.hovered_result).column * r.u(), r.source.at.y, wide, r.h},
                   canvas_.colors().kernel, 2);
  canvas_.outline(result_rect(r, s_.step).inset(-1.5), canvas_.colors().ink, 2.5);
}

/// Results stand under the middle of their windows.
Rect GatherDrawing::result_rect(const Rows& r, Index o) const {
  const double middle = origin(o).column + (reach_of(s_.axes.columns) - 1) / 2;
  return r.cell({{r.source.at.x + middle * r.u(), r.result.at.y}, r.u(), 1, 1}, 0);
}

/// Rows that the height bounds have cells as wide as their numbers need.
void GatherDrawing::widen(Rows& r, const Rect& room) const {
  constexpr double kMost = 2.6;
  r.h = r.u();
  const double most = std::min(kMost, room.w / (real(s_.frame.columns.count) * r.u()));
  if (!canvas_.style().lens.whole() || r.h < Canvas::kTinyCell || most <= 1) return;
  std::vector<CellLook> taps, results;
  for (Index t = 0; t < s_.axes.columns.taps; ++t)
    taps.push_back({.text = canvas_.number(s_.tap(0, 0, t).weight)});
  for (const double value : s_.result) results.push_back({.text = canvas_.number(value)});
  const double wide =
      std::max(wide_enough(canvas_, r.h, taps, most), wide_enough(canvas_, r.h, results, most));
  if (wide <= 1) return;
  const double left = room.x + (room.w - real(s_.frame.columns.count) * wide * r.h) / 2;
  for (Grid* grid : {&r.source, &r.taps, &r.products, &r.result}) {
    grid->cell = wide * r.h;
    grid->at.x = left;
  }
}

void GatherDrawing::draw_source(const Rows& r) {
  const Index first = s_.frame.columns.first;
  Grid numbers = r.source;
  if (r.h == r.u()) {
    canvas_.grid(r.source, [&](Index, Index c) { return source_look(0, 0, c + first); });
  } else {
    std::vector<CellLook> looks;
    for (Index c = 0; c < r.source.columns; ++c) looks.push_back(source_look(0, 0, c + first));
    cells(r, r.source, looks, 1);
    numbers.at.y += r.h - r.u();  // they stand below its lower edge
  }
  canvas_.indices(numbers, 0, first);
}

/// Of a row, so many columns apart.
void GatherDrawing::cells(const Rows& r, const Grid& row, const std::vector<CellLook>& looks, Index apart) {
  const Numbered all = numbered(canvas_, r.h, looks, r.u() / r.h);
  for (std::size_t i = 0; i < looks.size(); ++i)
    canvas_.cell(r.cell(row, real(static_cast<Index>(i) * apart)), all.looks[i], all.size);
}

void GatherDrawing::draw_taps(const Rows& r) {
  const Axis& axis = s_.axes.columns;
  std::vector<CellLook> looks;
  for (Index t = 0; t < axis.taps; ++t) looks.push_back(kernel_look(s_.tap(0, 0, t)));
  cells(r, r.taps, looks, axis.dilation);
}

void GatherDrawing::draw_results(const Rows& r) {
  const Axis& axis = s_.axes.columns;
  const Rect target = result_rect(r, s_.step);
  const double joined = eased(phase_, acts::kProductsTo, acts::kFlyTo) * (1 - glide());
  for (Index t = 0; t < axis.taps; ++t) {
    const Rect from = r.cell(r.products, real(t * axis.dilation));
    canvas_.curve({from.centre().x, from.bottom() + 3}, {target.centre().x, target.y - 4},
                  canvas_.colors().output.with_alpha(0.25 + 0.75 * joined), 1.5, false);
  }
  const Scale scale = scale_of(s_.result);
  draw_products(r.products, target, true, r.h);
  std::vector<Index> shown;
  std::vector<CellLook> looks, whole;
  for (Index o = 0; o < std::ssize(s_.result); ++o) {
    if (!r.shows(result_rect(r, o))) continue;
    shown.push_back(o);
    looks.push_back(result_look(o, scale));
    // The size is that of what will stand there, not of what is there yet.
    whole.push_back(looks.back());
    whole.back().text = canvas_.number(s_.result[static_cast<std::size_t>(o)]);
  }
  const Numbered all = numbered(canvas_, r.h, whole, r.u() / r.h);
  const double index = canvas_.index_size(r.h);
  // Results stand a stride apart.
  const Index step = canvas_.index_step(r.u() * real(axis.stride));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Index o = shown[i];
    const Rect rect = result_rect(r, o);
    // A partial sum keeps its own digits.
    if (looks[i].text == whole[i].text) looks[i].text = all.looks[i].text;
    canvas_.cell(rect, looks[i], all.size);
    if (r.u() >= 14 && o % step == 0)
      canvas_.text({rect.centre().x, rect.bottom() + index}, fmt::format("{}", o), index,
                   canvas_.colors().faint, Font::number, Align::centre);
  }
}

}  // namespace convscope
