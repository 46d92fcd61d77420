// The sparse matrix C and its transpose with the vectors beside them, the present row and column lit.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/cell_text.hpp"
#include "app/views/fitting.hpp"
#include "app/views/matrix_drawing.hpp"
#include "app/views/matrix_panel.hpp"
#include "app/views/matrix_zoom.hpp"
#include "app/views/view.hpp"
#include "core/base/words.hpp"

namespace convscope {

MatrixDrawing::MatrixDrawing(const Derived& derived, Moment moment, const Style& style)
    : d_(derived),
      op_(derived.op()),
      moment_(moment),
      trace_(op_, style.order.value_or(Order::by_window)),
      window_(clamped(style.matrix, op_)),
      canvas_(style, "Matrix", subtitle()) {
  measure_numbers();
}

Picture MatrixDrawing::draw() {
  Rect area = canvas_.area();
  const double below = canvas_.type(24);
  if (area.h < canvas_.type(kFlat)) {
    // A flat strip has no height to give away: C alone, what there is to say beside it, or a line of it
    // below where the strip is short as well.
    if (canvas_.style().present) {
      flat_for_the_back_row({area.x, area.y + canvas_.type(26), area.w, area.h - canvas_.type(26) - below});
      return canvas_.finish();
    }
    const bool beside = area.w >= canvas_.type(kShort);
    const double side = beside ? facts_width() + canvas_.type(32) : 0, top = canvas_.type(26);
    const double line = beside ? 0 : canvas_.type(18);
    const Rect room{area.x, area.y + top, area.w - side, area.h - top - below - line};
    const double end = draw_one(room, cell_for_one(room));
    if (beside)
      facts_beside({end + canvas_.type(32), area.y + top});
    else
      facts_below({area.x, area.bottom()});
    return canvas_.finish();
  }
  const double title = canvas_.type(canvas_.style().present ? 44 : 52);
  const auto room_above = [&](double foot) {
    return Rect{area.x, area.y + title, area.w, area.h - foot - title - below};
  };
  // Presenting, fewer rows with large numbers say more than all of them with small ones.
  const bool far = canvas_.style().present;
  const auto readable = [&](double cell, double presenting = kLarge) {
    return number_size(cell) >= canvas_.type(far ? presenting : kReadable);
  };
  // What there is to say gives way to numbers that can be read, and so does the transpose: it is the same
  // list turned. On a desk the two beside each other are worth small numbers.
  const Rect roomy = room_above(0), room = room_above(facts_height());
  const bool desk = op_.geometry.rank() == 1 && canvas_.style().type < 1.2;
  const double both = cell_for_both(room), one = cell_for_one(room);
  if (readable(both) || (desk && number_size(both) > 0)) {
    draw_both(room, both);
    facts(area);
  } else if (readable(cell_for_both(roomy))) {
    draw_both(roomy, cell_for_both(roomy));
  } else if (!readable(one) && readable(cell_for_one(roomy), kMiddling)) {
    draw_one(roomy, cell_for_one(roomy));
  } else if (!readable(one) && window_ == whole_matrix(op_)) {
    draw_closeup(area);
  } else {
    draw_one(room, one);
    facts(area);
  }
  return canvas_.finish();
}

/// C alone, or what of it can be read.
void MatrixDrawing::flat_for_the_back_row(const Rect& room) {
  const double cell = cell_for_one(room);
  const Closeup rows = closeup(room);
  // A row alone would not show what a matrix is: then all of it, without numbers.
  if (number_size(cell) >= canvas_.type(kReadable) || window_ != whole_matrix(op_) || rows.count < 2)
    draw_one(room, cell);
  else
    draw_closeup_in(room, rows, 1 / 2.4);
}

/// What the picture shows: the product, or which part of C when it is not all of it.
std::string MatrixDrawing::subtitle() const {
  if (window_ != whole_matrix(op_))
    return fmt::format("rows {} to {}, columns {} to {} of C", window_.row, window_.row + window_.rows - 1,
                       window_.column, window_.column + window_.columns - 1);
  return op_.transposed()
             ? "output = Cᵀ · input: each column of Cᵀ, a row of C, is the stamp of one input cell"
             : "output = C · input: each row of C makes one output cell";
}

MatrixDrawing::Vector MatrixDrawing::vector(bool windows) const {
  const bool is_input = windows == op_.transposed();
  const Index lit = (trace_.order() == Order::by_window && windows) ||
                            (trace_.order() == Order::by_pixel && !windows && !op_.border.active())
                        ? moment_.step
                        : -1;
  if (is_input)
    return {"input",           "x", Role::input, {d_.input().values().begin(), d_.input().values().end()},
            d_.input().size(), lit};
  const Index done = moment_.step + (moment_.phase < kAdded || canvas_.style().quiz ? 0 : 1);
  // Where each step completes one output cell the rest are still empty; otherwise all of them grow.
  const bool completes = lit >= 0;
  const Tensor<double> sums =
      completes ? d_.linear() : partial_output(op_, trace_, d_.input(), d_.weights(), done);
  return {"output",
          "y",
          Role::output,
          {sums.values().begin(), sums.values().end()},
          completes ? done : sums.size(),
          lit};
}

void MatrixDrawing::measure_numbers() {
  constexpr double kLong = 2.4;       // four digits; what is longer is written smaller
  constexpr double kDigits = 0.7;     // of an upright fraction, beside a whole number's
  constexpr std::size_t kMost = 256;  // values of each; they stand for the others
  for (const auto& values : {d_.input().values(), d_.weights().values(), d_.linear().values()})
    for (std::size_t i = 0; i < std::min(values.size(), kMost); ++i) {
      const std::string text = canvas_.number(values[i]);
      widest_ = std::min(kLong, std::max(widest_, canvas_.widest_em({text})));
      if (canvas_.style().present && !number_parts(text).above.empty()) digits_ = kDigits;
    }
}

double MatrixDrawing::number_size(double cell) const {
  return canvas_.text_size(cell, widest_) * digits_;
}

void MatrixDrawing::draw_vector(const Grid& grid, const Vector& v, Index first) {
  const Scale scale = scale_of(v.values);
  canvas_.grid(grid, [&](Index r, Index c) {
    const Index cell = first + r + c;
    CellLook look = canvas_.look(v.role, v.values[static_cast<std::size_t>(cell)], scale, {v.role, cell});
    if (cell >= v.done) look.kind = CellLook::Kind::empty, look.text.clear();
    return look;
  });
  const Index lit = v.lit - first;
  if (v.lit < 0 || lit < 0 || lit >= std::max(grid.rows, grid.columns) || grid.cell < 2) return;
  const bool vertical = grid.columns == 1;
  canvas_.outline(grid.block(vertical ? real(lit) : 0, vertical ? 0 : real(lit), 1, 1).inset(-1),
                  canvas_.colors().ink, 2, 4);
}

void MatrixDrawing::vector_name(Point at, const Vector& v, Align align) {
  canvas_.text(at, std::string(v.name), canvas_.type(16), role_text_color(canvas_.colors(), v.role),
               Font::text_bold, align);
}

void MatrixDrawing::matrix_name(const MatrixPanel& panel, std::string_view name) {
  const Palette& c = canvas_.colors();
  const double size = canvas_.type(16);
  const std::string extent = "  " + panel.extent();
  const Rect b = panel.grid().bounds();
  const double wide = text_width(Font::text_bold, size, name) + text_width(Font::text, size, extent);
  const double left = wide / 2 + 8;
  const double middle = std::clamp(b.centre().x, left, std::max(left, canvas_.style().width - left));
  canvas_.line({middle, b.y - canvas_.type(wide < b.w ? 14 : 36)},
               {{std::string(name), c.ink, Font::text_bold}, {extent, c.soft, Font::text}}, size,
               canvas_.style().width, Align::centre);
}

/// Percent of the cells that are entries.
double MatrixDrawing::density() const {
  const MatrixWindow all = whole_matrix(op_);
  return 100 * real(count_contributions(op_.geometry)) / (real(all.rows) * real(all.columns));
}

std::vector<Piece> MatrixDrawing::fact_lines() const {
  const Palette& c = canvas_.colors();
  const MatrixWindow all = whole_matrix(op_);
  return {{fmt::format("C  {} × {}", all.rows, all.columns), c.ink},
          {counted(count_contributions(op_.geometry), "entry", "entries"), c.kernel_text},
          {counted(d_.weights().size(), "shared weight"), c.kernel_text},
          {fmt::format("density {:.3g} %", density()), c.soft}};
}

double MatrixDrawing::facts_width() const {
  double widest = 0;
  for (const Piece& line : fact_lines())
    widest = std::max(widest, text_width(Font::text_medium, canvas_.type(15), line.text));
  return widest;
}

void MatrixDrawing::facts_beside(Point at) {
  const double size = canvas_.type(15), leading = size * 1.5;
  for (const Piece& line : fact_lines()) {
    canvas_.text({at.x, at.y + size / 2}, line.text, size, line.color, Font::text_medium);
    at.y += leading;
  }
}

void MatrixDrawing::facts_below(Point at) {
  const Palette& c = canvas_.colors();
  const MatrixWindow all = whole_matrix(op_);
  canvas_.line(
      at,
      {{fmt::format("C {} × {}   ", all.rows, all.columns), c.ink, Font::text_medium},
       {counted(count_contributions(op_.geometry), "entry", "entries") + "   ", c.kernel_text, Font::text},
       {fmt::format("density {:.3g} %", density()), c.soft, Font::text}},
      canvas_.type(14), canvas_.area().right());
}

bool MatrixDrawing::small_kernel() const {
  const Shape taps = op_.geometry.taps();
  return taps.rank() < 3 && element_count(taps) == d_.weights().size() && taps[taps.rank() - 1] <= 12 &&
         (taps.rank() == 1 || taps[0] <= 7);
}

void MatrixDrawing::kernel(const Grid& grid) {
  std::vector<std::string> texts;
  for (const double weight : d_.weights().values()) texts.push_back(canvas_.number(weight));
  // From the back row small numbers would be dust: the entries have them.
  constexpr double kLeastDigits = 14.8;
  const double size = canvas_.text_size(grid.cell, canvas_.widest_em(texts));
  const bool numbered = !canvas_.style().present ||
                        (size >= canvas_.type(kLarge) && size * digits_ >= canvas_.type(kLeastDigits));
  const Scale scale = scale_of(d_.weights().values());
  canvas_.grid(grid, [&](Index r, Index c) {
    const Index tap = r * grid.columns + c;
    CellLook look = canvas_.look(Role::kernel, d_.weights()[tap], scale, {Role::kernel, tap});
    if (!numbered) look.text.clear();
    return look;
  });
}

double MatrixDrawing::facts_height() const {
  return (small_kernel() ? canvas_.type(58) : canvas_.type(26)) + canvas_.type(8);
}

void MatrixDrawing::facts(const Rect& area) {
  const double size = canvas_.type(15), height = facts_height() - canvas_.type(8);
  double x = area.x;
  if (small_kernel()) {
    const Shape taps = op_.geometry.taps();
    const Index rows = taps.rank() > 1 ? taps[0] : 1, columns = taps[taps.rank() - 1];
    const double cell = std::clamp(canvas_.type(54) / real(rows), 9.0, canvas_.type(40));
    const Grid grid{{x, area.bottom() - cell * real(rows)}, cell, rows, columns};
    kernel(grid);
    x = grid.bounds().right() + 14;
  }
  const double end = canvas_.line({x, area.bottom() - height / 2},
                                  {{counted(count_contributions(op_.geometry), "entry", "entries") + ", " +
                                        counted(d_.weights().size(), "shared weight"),
                                    canvas_.colors().kernel_text, Font::text_medium}},
                                  size, area.right());
  const std::string more = fmt::format("density {:.3g} %, the same in C and Cᵀ", density());
  canvas_.text({end + 16, area.bottom() - height / 2},
               clauses_within(more, Font::text, size, area.right() - end - 16), size, canvas_.colors().soft);
}

namespace {

std::optional<std::string> matrix_obstacle(const Derived& derived) {
  constexpr Index kMostEntries = 20'000'000;
  if (count_contributions(derived.op().geometry) > kMostEntries)
    return "lists at most 20 million matrix entries; choose a smaller size or fewer channels";
  return std::nullopt;
}

Picture draw_matrix(const Derived& derived, Moment moment, const Style& style) {
  return MatrixDrawing(derived, moment, style).draw();
}

/// An entry of C under the pointer, as a place.
MatrixCell place(Tag entry, const MatrixWindow& all) {
  return {entry.cell / all.columns, entry.cell % all.columns};
}

Outlook zoom(const Derived& derived, const Outlook& now, double factor, const ViewSpot& at) {
  const MatrixWindow all = whole_matrix(derived.op());
  const bool pointed = at.cell.role == Role::entry;
  Outlook next = now;
  next.matrix = zoomed(now.matrix, all, 1 / factor, pointed ? place(at.cell, all) : middle(now.matrix, all));
  return next;
}

Outlook whole(const Outlook& now) {
  Outlook next = now;
  next.matrix = {};
  return next;
}

/// What was grabbed comes under the pointer again.
Outlook drag(const Derived& derived, const Outlook& now, const Drag& by) {
  const MatrixWindow all = whole_matrix(derived.op());
  const MatrixCell from = place(by.grabbed, all), to = place(by.under, all);
  Outlook next = now;
  next.matrix = panned(now.matrix, all, from.row - to.row, from.column - to.column);
  return next;
}

}  // namespace

extern const View kMatrix{
    .name = "matrix",
    .title = "Matrix",
    .help = "The sparse matrix behind the operator and its transpose, with the vectors beside them.",
    .more = {"C[o, i] = w[j] where i = o·s + j·d − p",
             "Few distinct weights along diagonals, all else zero. Turn the wheel to zoom, drag to move, "
             "double-click for all of it.",
             "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.1"},
    .example = "tconv 3x3 k3 s2 p1 op1 w=bilinear",
    .obstacle = matrix_obstacle,
    .draw = draw_matrix,
    .any_order = true,
    .wide = true,
    .whole = whole,
    .zoom = zoom,
    .drag = drag,
    .grip = Role::entry,
};

}  // namespace convscope
