#include "app/views/gather_scene.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"

namespace convscope {

namespace {

// The acts of one step, as phases.
constexpr double kProductsFrom = 0.06, kProductsTo = 0.34;
constexpr double kFlyFrom = 0.38, kFlyTo = 0.58;
constexpr double kGlideFrom = 0.78, kGlideTo = 1.0;

constexpr Index kMostPlanes = 4;

/// Everything that drawing needs again and again.
class Drawing {
 public:
  Drawing(const GatherScene& scene, double phase, const Style& style)
      : s_(scene), phase_(phase), canvas_(style, scene.title, scene.subtitle) {
    const Index plane = s_.axes.rows.windows * s_.axes.columns.windows;
    window_ = position(s_.step);
    const bool last = (s_.step + 1) % plane == 0;
    glide_ = last ? 0 : eased(phase_, kGlideFrom, kGlideTo);
    next_ = last ? window_ : position(s_.step + 1);
  }

  Picture draw() {
    if (s_.one_axis && s_.source_planes == 1 && s_.result_planes == 1)
      draw_rows();
    else
      draw_blocks();
    return canvas_.finish();
  }

 private:
  struct Position {
    Index row, column;
  };

  Position position(Index step) const {
    const Index columns = s_.axes.columns.windows;
    const Index cell = step % (s_.axes.rows.windows * columns);
    return {cell / columns, cell % columns};
  }

  /// Row and column of a window's first tap, in cells of the drawn frame.
  std::pair<double, double> origin(Position w) const {
    const auto one = [](const Axis& axis, const FrameAxis& frame, Index window) {
      return static_cast<double>(window_origin(axis, window) - frame.border - frame.first);
    };
    return {one(s_.axes.rows, s_.frame.rows, w.row), one(s_.axes.columns, s_.frame.columns, w.column)};
  }

  /// The same while the window glides.
  std::pair<double, double> gliding() const {
    const auto [row, column] = origin(window_);
    const auto [next_row, next_column] = origin(next_);
    return {lerp(row, next_row, glide_), lerp(column, next_column, glide_)};
  }

  double reach_rows() const { return static_cast<double>(reach(s_.axes.rows)); }
  double reach_columns() const { return static_cast<double>(reach(s_.axes.columns)); }

  struct Term {
    SourceCell cell;
    SceneTap tap;
    Index row, column;  // of the tap
  };

  /// The present window's terms, taps that fall off the frame included as nothing.
  std::vector<Term> terms(Index plane) const {
    std::vector<Term> out;
    for (Index r = 0; r < s_.axes.rows.taps; ++r)
      for (Index c = 0; c < s_.axes.columns.taps; ++c) {
        const auto at = [](const Axis& axis, const FrameAxis& frame, Index window, Index tap) {
          return window_origin(axis, window) + tap * axis.dilation - frame.border;
        };
        const Index row = at(s_.axes.rows, s_.frame.rows, window_.row, r);
        const Index column = at(s_.axes.columns, s_.frame.columns, window_.column, c);
        out.push_back({s_.source(s_.first_plane + plane, row, column), s_.tap(plane, r, c), r, c});
      }
    return out;
  }

  CellLook source_look(Index plane, Index row, Index column) const {
    const SourceCell cell = s_.source(plane, row, column);
    CellLook look{.kind = cell.kind,
                  .role = Role::input,
                  .value = cell.value,
                  .scale = s_.source_scale.most,
                  .is_signed = s_.source_scale.is_signed,
                  .tag = cell.tag};
    look.text = canvas_.number(cell.value);
    if (cell.kind != CellLook::Kind::value) look.text_alpha = 0.75;
    return look;
  }

  CellLook kernel_look(const SceneTap& tap) const {
    return {.role = Role::kernel,
            .value = tap.weight,
            .scale = s_.kernel_scale.most,
            .is_signed = s_.kernel_scale.is_signed,
            .text = canvas_.number(tap.weight),
            .tag = tap.tag};
  }

  CellLook result_look(Index cell, const Scale& scale) const {
    CellLook look{.kind = CellLook::Kind::empty,
                  .role = Role::output,
                  .scale = scale.most,
                  .is_signed = scale.is_signed,
                  .tag = {Role::output, cell}};
    if (cell > s_.step) return look;
    const double shown = cell < s_.step ? 1 : eased(phase_, kFlyTo - 0.08, kFlyTo + 0.04);
    if (shown <= 0) return look;
    look.kind = CellLook::Kind::value;
    look.value = s_.result[static_cast<std::size_t>(cell)] * shown;
    look.text = canvas_.number(s_.result[static_cast<std::size_t>(cell)]);
    look.text_alpha = shown;
    return look;
  }

  /// "y[1,2] = 1·¼ + 2·½ + … = 3"
  void equation(Point at, double right) {
    const Palette& c = canvas_.colors();
    const Position w = window_;
    const std::string index =
        s_.one_axis ? fmt::format("{}", w.column) : fmt::format("{},{}", w.row, w.column);
    const Index plane = s_.step / (s_.axes.rows.windows * s_.axes.columns.windows);
    const std::string channel = s_.result_planes > 1 ? fmt::format("{},", plane) : "";
    std::vector<Piece> pieces = {{fmt::format("y[{}{}]", channel, index), c.output_text, Font::number_bold},
                                 {" = ", c.soft}};
    // The end matters more than the middle: terms that do not fit are counted.
    std::vector<Piece> tail;
    if (s_.bias != 0) tail.push_back({fmt::format(" + bias {}", canvas_.number(s_.bias)), c.soft});
    const double result = s_.result[static_cast<std::size_t>(s_.step)];
    if (s_.activation != Activation::none)
      tail.push_back(
          {fmt::format(" = {}, {} of it", canvas_.number(s_.linear), to_string(s_.activation)), c.soft});
    tail.push_back({" = ", c.soft});
    tail.push_back({canvas_.number(result), c.output_text, Font::number_bold});
    const double size = canvas_.type(17);
    const auto width = [&](const std::vector<Piece>& list) {
      double sum = 0;
      for (const Piece& p : list) sum += text_width(p.font, size, p.text);
      return sum;
    };
    double room = right - at.x - width(pieces) - width(tail);
    Index count = 0, left_out = 0;
    for (Index plane_in = 0; plane_in < s_.plane_count; ++plane_in)
      for (const Term& term : terms(plane_in)) {
        const bool real = term.cell.kind == CellLook::Kind::value;
        const std::vector<Piece> one = {{count > 0 ? " + " : "", c.soft},
                                        {canvas_.number(term.cell.value), real ? c.input_text : c.faint},
                                        {"·", c.soft},
                                        {canvas_.number(term.tap.weight), c.kernel_text}};
        const double reserve = text_width(Font::number, size, " + 99 more");
        if (left_out > 0 || width(one) + reserve > room) {
          ++left_out;
          continue;
        }
        room -= width(one);
        pieces.insert(pieces.end(), one.begin(), one.end());
        ++count;
      }
    if (left_out > 0) pieces.push_back({fmt::format(" + {} more", left_out), c.soft});
    pieces.insert(pieces.end(), tail.begin(), tail.end());
    canvas_.line(at, pieces, size, right);
  }

  /// The products leave their cells and meet in the result.
  void fly(const std::vector<std::pair<Point, std::string>>& from, Point to, double size) {
    const double t = eased(phase_, kFlyFrom, kFlyTo);
    if (t <= 0 || t >= 1 || size <= 0) return;
    for (const auto& [at, text] : from)
      canvas_.text({lerp(at.x, to.x, t), lerp(at.y, to.y, t)}, text, size,
                   canvas_.colors().ink.with_alpha(1 - 0.7 * t), Font::number, Align::centre);
  }

  double product_alpha(std::size_t index, std::size_t count) const {
    const double start = lerp(kProductsFrom, kProductsTo - 0.1,
                              count > 1 ? static_cast<double>(index) / static_cast<double>(count - 1) : 0);
    return eased(phase_, start, start + 0.1);
  }

  void draw_rows();
  void draw_blocks();
  void draw_products(const Grid& grid, Index plane, const Rect& target, const Scale& scale);

  const GatherScene& s_;
  double phase_;
  Canvas canvas_;
  Position window_{}, next_{};
  double glide_ = 0;
};

void Drawing::draw_products(const Grid& grid, Index plane, const Rect& target, const Scale& scale) {
  const std::vector<Term> list = terms(plane);
  std::vector<std::string> texts;
  for (const Term& t : list) texts.push_back(canvas_.number(t.cell.value * t.tap.weight));
  const double size = canvas_.text_size(grid.cell, widest_em(texts));
  std::vector<std::pair<Point, std::string>> flights;
  const double spread_rows = grid.rows > s_.axes.rows.taps ? static_cast<double>(s_.axes.rows.dilation) : 1;
  const double spread_columns =
      grid.columns > s_.axes.columns.taps ? static_cast<double>(s_.axes.columns.dilation) : 1;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Rect rect = grid.rect(static_cast<double>(list[i].row) * spread_rows,
                                static_cast<double>(list[i].column) * spread_columns);
    const double alpha = product_alpha(i, list.size());
    CellLook look{.kind = CellLook::Kind::empty};
    if (alpha > 0) {
      const double product = list[i].cell.value * list[i].tap.weight;
      look = {.role = Role::output,
              .value = product * alpha,
              .scale = scale.most,
              .is_signed = scale.is_signed,
              .text = texts[i],
              .text_alpha = alpha};
    }
    canvas_.cell(rect, look, size);
    flights.emplace_back(rect.centre(), texts[i]);
  }
  fly(flights, target.centre(), size);
}

/// One spatial axis: source, kernel, products and result stand under each other, so that every result is
/// below the middle of its window.
void Drawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = s_.frame.columns;
  const Axis& axis = s_.axes.columns;
  const double label = canvas_.type(100);
  const double u = std::min(
      {(area.w - label) / static_cast<double>(frame.count), (area.h - canvas_.type(60)) / 7.1, 92.0});
  const double left =
      area.x + label + std::max(0.0, (area.w - label - u * static_cast<double>(frame.count)) / 2);
  const double top = area.y + canvas_.type(10) + std::max(0.0, (area.h - canvas_.type(60) - 7.1 * u) / 2.6);
  const auto row_label = [&](double y, std::string_view text, Role role) {
    canvas_.text({left - canvas_.type(24), y + u / 2}, std::string(text), canvas_.type(15),
                 role == Role::none ? canvas_.colors().soft : role_text_color(canvas_.colors(), role),
                 Font::text_bold, Align::right);
  };
  const Grid source{{left, top}, u, 1, frame.count};
  canvas_.grid(source, [&](Index, Index c) { return source_look(0, 0, c + frame.first); });
  canvas_.indices(source, 0, frame.first);
  row_label(top, s_.source_name, Role::input);

  const auto [unused, column] = gliding();
  const double x = left + column * u;
  const Grid taps{{x, top + 1.75 * u}, u, 1, reach(axis)};
  const Grid products{{x, top + 3.05 * u}, u, 1, reach(axis)};
  std::vector<std::string> kernel_texts;
  for (Index t = 0; t < axis.taps; ++t) kernel_texts.push_back(canvas_.number(s_.tap(0, 0, t).weight));
  const double kernel_size = canvas_.text_size(u, widest_em(kernel_texts));
  for (Index t = 0; t < axis.taps; ++t)
    canvas_.cell(taps.rect(0, static_cast<double>(t * axis.dilation)), kernel_look(s_.tap(0, 0, t)),
                 kernel_size);
  row_label(taps.at.y, s_.kernel_name, Role::kernel);
  row_label(products.at.y, "products", Role::none);

  // Results stand under the middle of their windows.
  const double result_y = top + 5.3 * u;
  const auto result_rect = [&](Index o) {
    const double middle = origin({0, o}).second + (reach_columns() - 1) / 2;
    return Grid{{left + middle * u, result_y}, u, 1, 1}.rect(0, 0);
  };
  const Scale scale = scale_of(s_.result);
  std::vector<std::string> texts;
  for (double v : s_.result) texts.push_back(canvas_.number(v));
  const double size = canvas_.text_size(u, widest_em(texts));
  const Rect target = result_rect(s_.step);
  const double joined = eased(phase_, kProductsTo, kFlyTo) * (1 - glide_);
  for (Index t = 0; t < axis.taps; ++t) {
    const Rect from = products.rect(0, static_cast<double>(t * axis.dilation));
    canvas_.curve({from.centre().x, from.bottom() + 3}, {target.centre().x, target.y - 4},
                  canvas_.colors().output.with_alpha(0.25 + 0.75 * joined), 1.5, false);
  }
  draw_products(products, 0, target, scale);
  for (Index o = 0; o < static_cast<Index>(s_.result.size()); ++o) {
    const Rect rect = result_rect(o);
    canvas_.cell(rect, result_look(o, scale), size);
    if (u >= 14)
      canvas_.text({rect.centre().x, rect.bottom() + canvas_.type(11)}, fmt::format("{}", o),
                   canvas_.type(11), canvas_.colors().faint, Font::number, Align::centre);
  }
  row_label(result_y, s_.result_name, Role::output);
  canvas_.outline({x, top, u * reach_columns(), u}, canvas_.colors().kernel, 3);
  if (s_.hovered_result >= 0 && s_.hovered_result != s_.step)
    canvas_.dashed({left + origin({0, s_.hovered_result}).second * u, top, u * reach_columns(), u},
                   canvas_.colors().kernel, 2);
  canvas_.outline(target.inset(-1.5), canvas_.colors().ink, 2.5);
  equation({area.x, area.bottom() - canvas_.type(10)}, area.right());
}

/// Two spatial axes, or channels: source on the left, kernel and products in the middle, result on the right.
void Drawing::draw_blocks() {
  const Rect area = canvas_.area();
  const Index shown_sources = std::min(s_.plane_count, kMostPlanes);
  const Index result_plane = s_.step / (s_.axes.rows.windows * s_.axes.columns.windows);
  const Index shown_results = std::min(s_.result_planes, kMostPlanes);
  const Index first_result =
      std::clamp<Index>(result_plane - kMostPlanes / 2, 0, s_.result_planes - shown_results);
  const bool products = s_.plane_count == 1;
  const auto rows = [](Index n) { return static_cast<double>(n); };
  const double title = canvas_.type(34), gap_rows = 1.1;
  const double source_rows =
      rows(s_.frame.rows.count) * rows(shown_sources) + (rows(shown_sources) - 1) * gap_rows;
  const double result_rows =
      rows(s_.axes.rows.windows) * rows(shown_results) + (rows(shown_results) - 1) * gap_rows;
  const double kernel_rows =
      products ? 2 * rows(s_.axes.rows.taps) + 1.6
               : rows(s_.axes.rows.taps) * rows(shown_sources) + (rows(shown_sources) - 1) * gap_rows;
  const double columns =
      rows(s_.frame.columns.count) + rows(s_.axes.columns.taps) + rows(s_.axes.columns.windows) + 4.4;
  const double height = area.h - title - canvas_.type(64);
  const double u =
      std::min({(area.w - 30) / columns, height / std::max({source_rows, result_rows, kernel_rows}), 76.0});
  const double left = area.x + 24 + std::max(0.0, (area.w - 30 - columns * u) / 2);
  const double tallest = std::max({source_rows, result_rows, kernel_rows}) * u;
  const double top = area.y + title + std::max(0.0, (height - tallest) / 2.5);
  const auto centred = [&](double block_rows) { return top + (tallest - block_rows * u) / 2; };

  // Source planes with the window over each.
  const double source_top = centred(source_rows);
  const auto source_grid = [&](Index i) {
    return Grid{{left, source_top + static_cast<double>(i) * (rows(s_.frame.rows.count) + gap_rows) * u},
                u,
                s_.frame.rows.count,
                s_.frame.columns.count};
  };
  const auto [row, column] = gliding();
  const double kernel_left = left + (rows(s_.frame.columns.count) + 2.2) * u;
  const double kernel_top = centred(kernel_rows);
  const double result_left = kernel_left + (rows(s_.axes.columns.taps) + 2.2) * u;
  const double result_top = centred(result_rows);
  const Index window_columns = s_.axes.columns.windows;
  const auto result_grid = [&](Index i) {
    return Grid{
        {result_left, result_top + static_cast<double>(i) * (rows(s_.axes.rows.windows) + gap_rows) * u},
        u,
        s_.axes.rows.windows,
        window_columns};
  };
  const Grid now = result_grid(result_plane - first_result);
  const Rect target = now.rect(static_cast<double>(window_.row), static_cast<double>(window_.column));
  const Scale scale = scale_of(s_.result);

  for (Index i = 0; i < shown_sources; ++i) {
    const Grid grid = source_grid(i);
    canvas_.grid(grid, [&](Index r, Index c) {
      return source_look(s_.first_plane + i, r + s_.frame.rows.first, c + s_.frame.columns.first);
    });
    canvas_.indices(grid, s_.frame.rows.first, s_.frame.columns.first);
    canvas_.outline(grid.block(row, column, reach_rows(), reach_columns()), canvas_.colors().kernel, 3);
    if (s_.hovered_result >= 0 && s_.hovered_result != s_.step) {
      const auto [hr, hc] = origin(position(s_.hovered_result));
      canvas_.dashed(grid.block(hr, hc, reach_rows(), reach_columns()), canvas_.colors().kernel, 2);
    }
  }
  canvas_.block_title(source_grid(0), s_.source_name, s_.source_detail, Role::input);

  // Kernel planes; with one of them the products below.
  const Point kernel_side{kernel_left - 10, 0};
  for (Index i = 0; i < shown_sources; ++i) {
    const Grid grid{
        {kernel_left, kernel_top + static_cast<double>(i) * (rows(s_.axes.rows.taps) + gap_rows) * u},
        u,
        s_.axes.rows.taps,
        s_.axes.columns.taps};
    canvas_.grid(grid, [&](Index r, Index c) { return kernel_look(s_.tap(i, r, c)); });
    if (i == 0) canvas_.block_title(grid, s_.kernel_name, s_.kernel_detail, Role::kernel);
  }
  const Grid product_grid{{kernel_left, kernel_top + (rows(s_.axes.rows.taps) + 1.6) * u},
                          u,
                          s_.axes.rows.taps,
                          s_.axes.columns.taps};
  const Rect middle = products
                          ? product_grid.bounds()
                          : Rect{kernel_left, kernel_top, rows(s_.axes.columns.taps) * u, kernel_rows * u};
  const Grid first_source = source_grid(0);
  const Rect window_rect = first_source.block(row, column, reach_rows(), reach_columns());
  canvas_.curve({std::max(window_rect.right(), first_source.bounds().right()) + 6, window_rect.centre().y},
                {kernel_side.x, middle.centre().y}, canvas_.colors().faint, 1.5, true);
  canvas_.curve({middle.right() + 10, middle.centre().y}, {result_left - canvas_.type(24), target.centre().y},
                canvas_.colors().faint, 1.5, true);

  for (Index i = 0; i < shown_results; ++i) {
    const Grid grid = result_grid(i);
    const Index base = (first_result + i) * grid.rows * grid.columns;
    canvas_.grid(grid, [&](Index r, Index c) { return result_look(base + r * grid.columns + c, scale); });
    canvas_.indices(grid, 0, 0);
  }
  canvas_.block_title(result_grid(0), s_.result_name, s_.result_detail, Role::output);
  canvas_.outline(target.inset(-1.5), canvas_.colors().ink, 2.5);
  if (products) {
    canvas_.block_title(product_grid, "products", "", Role::none);
    draw_products(product_grid, 0, target, scale);
  }
  equation({area.x, area.bottom() - canvas_.type(10)}, area.right());
}

}  // namespace

Picture draw_gather(const GatherScene& scene, double phase, const Style& style) {
  return Drawing(scene, phase, style).draw();
}

}  // namespace convscope
