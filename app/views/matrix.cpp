// The sparse matrix C and its transpose with the vectors beside them, the present row and column lit.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/matrix_panel.hpp"
#include "app/views/matrix_zoom.hpp"
#include "app/views/view.hpp"

namespace convscope {

namespace {

std::optional<std::string> obstacle(const Derived& derived) {
  constexpr Index kMostEntries = 20'000'000;
  if (count_contributions(derived.op().geometry) > kMostEntries)
    return "lists at most 20 million matrix entries; choose a smaller size or fewer channels";
  return std::nullopt;
}

constexpr double kFlat = 330;   // a stage lower than this shows one matrix
constexpr double kShort = 520;  // and one narrower than this has its facts below
constexpr double kAdded = 0.5;  // the phase from which the step's products are in the sums

class Drawing {
 public:
  Drawing(const Derived& derived, Moment moment, const Style& style)
      : d_(derived),
        op_(derived.op()),
        moment_(moment),
        trace_(op_, style.order.value_or(Order::by_window)),
        window_(clamped(style.matrix, op_)),
        canvas_(style, "Matrix", subtitle()) {}

  Picture draw() {
    Rect area = canvas_.area();
    const double below = canvas_.type(24);
    if (area.h < canvas_.type(kFlat)) {
      // A flat strip has no height to give away: C alone, what there is to say beside it, or a line of it
      // below where the strip is short as well.
      const bool beside = area.w >= canvas_.type(kShort);
      const double side = beside ? facts_width() + canvas_.type(32) : 0, top = canvas_.type(26);
      const double line = beside ? 0 : canvas_.type(18);
      const Rect room{area.x, area.y + top, area.w - side, area.h - top - below - line};
      draw_one(room, cell_for_one(room));
      if (beside)
        facts_beside({area.right() - facts_width(), area.y + top});
      else
        facts_below({area.x, area.bottom()});
      return canvas_.finish();
    }
    area.h -= facts(area);
    const double title = canvas_.type(52);
    const Rect room{area.x, area.y + title, area.w, area.h - title - below};
    const double both = cell_for_both(room), one = cell_for_one(room);
    // Where C alone can be read and the two together cannot: its transpose is the same list turned.
    if (both < 12 && one > 1.35 * both)
      draw_one(room, one);
    else
      draw_both(room, both);
    return canvas_.finish();
  }

 private:
  /// What the picture shows: the product, or which part of C when it is not all of it.
  std::string subtitle() const {
    if (window_ != whole_matrix(op_))
      return fmt::format("rows {} to {}, columns {} to {} of C", window_.row, window_.row + window_.rows - 1,
                         window_.column, window_.column + window_.columns - 1);
    return op_.transposed()
               ? "output = Cᵀ · input: each column of Cᵀ, a row of C, is the stamp of one input cell"
               : "output = C · input: each row of C is one position of the window";
  }
  static double n(Index i) { return static_cast<double>(i); }
  double sign_width(double cell) const { return std::max(cell * 1.1, canvas_.type(26)); }
  double names_width() const { return canvas_.type(58); }

  double cell_for_both(const Rect& room) const {
    const double wide = n(window_.rows + window_.columns) + 2 + 2.2 + 1.2;
    return std::min({(room.w - 2 * names_width() - 2 * canvas_.type(26)) / wide,
                     room.h / n(std::max(window_.rows, window_.columns)), 56.0});
  }
  double cell_for_one(const Rect& room) const {
    return std::min({(room.w - names_width() - 12) / (n(window_.columns) + 1.6),
                     (room.h - canvas_.type(20)) / (n(window_.rows) + 1.6), 56.0});
  }

  struct Vector {
    std::string_view name, letter;
    Role role;
    std::vector<double> values;
    Index done;  ///< cells from here on are still empty
    Index lit;   ///< the step's cell, or -1
  };
  /// Input or output as it stands; only the part in view of the matrix is drawn.
  Vector vector(bool windows) const {
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

  /// `first`: the index of the first cell in view.
  void draw_vector(const Grid& grid, const Vector& v, Index first) {
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
    canvas_.outline(grid.block(vertical ? n(lit) : 0, vertical ? 0 : n(lit), 1, 1).inset(-1),
                    canvas_.colors().ink, 2, 4);
  }

  /// A matrix' name over it, higher than the vectors' where it is wider than the matrix.
  void matrix_name(const MatrixPanel& panel, std::string_view name) {
    const Palette& c = canvas_.colors();
    const double size = canvas_.type(16);
    const std::string extent = "  " + panel.extent();
    const Rect b = panel.grid().bounds();
    const double wide = text_width(Font::text_bold, size, name) + text_width(Font::text, size, extent);
    const double middle = std::clamp(b.centre().x, wide / 2 + 8, canvas_.style().width - wide / 2 - 8);
    canvas_.line({middle, b.y - canvas_.type(wide < b.w ? 14 : 36)},
                 {{std::string(name), c.ink, Font::text_bold}, {extent, c.soft, Font::text}}, size,
                 canvas_.style().width, Align::centre);
  }

  double draw_product(const Rect& room, double left, double cell, bool transposed);
  void draw_both(const Rect& room, double cell);
  void draw_one(const Rect& room, double cell);
  double facts(const Rect& area);
  std::vector<Piece> fact_lines() const;
  double facts_width() const;
  void facts_beside(Point at);
  void facts_below(Point at);
  double density() const;

  const Derived& d_;
  const Operator& op_;
  Moment moment_;
  Trace trace_;
  MatrixWindow window_;
  Canvas canvas_;
};

/// "y = M x" for the operator's own matrix, the other one alone; returns the right edge.
double Drawing::draw_product(const Rect& room, double left, double cell, bool transposed) {
  const Palette& c = canvas_.colors();
  const bool own = transposed == op_.transposed();
  const double tallest = n(std::max(window_.rows, window_.columns)) * cell;
  const double top = room.y + std::max(0.0, (room.h - tallest) / 2.4);
  const auto centred = [&](Index rows) { return top + (tallest - n(rows) * cell) / 2; };
  double x = left;
  const auto sign = [&](std::string_view text) {
    canvas_.text({x + sign_width(cell) / 2, top + tallest / 2}, std::string(text), canvas_.type(20), c.soft,
                 Font::text, Align::centre);
    x += sign_width(cell);
  };
  const auto column = [&](bool windows) {
    const Vector v = vector(windows);
    const Index count = windows ? window_.rows : window_.columns;
    const Grid grid{{x, centred(count)}, cell, count, 1};
    draw_vector(grid, v, windows ? window_.row : window_.column);
    // A vector too narrow for its name keeps its letter.
    const double size = canvas_.type(16);
    const bool fits = text_width(Font::text_bold, size, v.name) < cell + sign_width(cell);
    canvas_.text({x + cell / 2, grid.at.y - canvas_.type(14)}, std::string(fits ? v.name : v.letter), size,
                 role_text_color(c, v.role), Font::text_bold, Align::centre);
    x += cell;
  };
  const double names_at = x - 8;
  if (own) {
    column(!transposed);
    sign("=");
  }
  MatrixPanel panel(canvas_, d_, window_, transposed,
                    {x, centred(transposed ? window_.columns : window_.rows)}, cell);
  panel.draw(trace_.order(), moment_.step, own ? 2.5 : 1.5);
  matrix_name(panel, transposed ? "Cᵀ" : "C");
  panel.row_names(own ? names_at : x - 8);
  panel.column_names(panel.grid().bounds().bottom() + canvas_.type(15));
  x = panel.grid().bounds().right();
  if (own) {
    sign("·");
    column(transposed);
  }
  return x;
}

void Drawing::draw_both(const Rect& room, double cell) {
  const double used =
      cell * (n(window_.rows + window_.columns) + 3.2) + 2 * sign_width(cell) + 2 * names_width();
  const double left = room.x + names_width() + std::max(0.0, (room.w - used) / 2);
  const double next = draw_product(room, left, cell, op_.transposed());
  draw_product(room, next + names_width() + 1.2 * cell, cell, !op_.transposed());
}

/// C between the vector of its rows on the left and the vector of its columns below.
void Drawing::draw_one(const Rect& room, double cell) {
  const double gap = std::max(0.6 * cell, 8.0);
  const double wide = n(window_.columns) * cell + cell + gap;
  const double tall = n(window_.rows) * cell + cell + gap;
  const double left = room.x + names_width() + std::max(0.0, (room.w - names_width() - 12 - wide) / 2);
  const double top = room.y + std::max(0.0, (room.h - tall - canvas_.type(20)) / 2.4);
  MatrixPanel panel(canvas_, d_, window_, false, {left + cell + gap, top}, cell);
  const Vector rows = vector(true), columns = vector(false);
  draw_vector({{left, top}, cell, window_.rows, 1}, rows, window_.row);
  panel.draw(trace_.order(), moment_.step, 2.5);
  const Rect b = panel.grid().bounds();
  draw_vector({{b.x, b.bottom() + gap}, cell, 1, window_.columns}, columns, window_.column);
  const double size = canvas_.type(16);
  const auto name = [&](Point at, const Vector& v, Align align) {
    canvas_.text(at, std::string(v.name), size, role_text_color(canvas_.colors(), v.role), Font::text_bold,
                 align);
  };
  name({left + cell, top - canvas_.type(14)}, rows, Align::right);
  name({b.x - gap - 4, b.bottom() + gap + cell / 2}, columns, Align::right);
  if (canvas_.area().h >= canvas_.type(kFlat)) matrix_name(panel, "C");
  panel.row_names(left - 8);
  panel.column_names(b.bottom() + gap + cell + canvas_.type(12));
}

/// Percent of the cells that are entries.
double Drawing::density() const {
  const MatrixWindow all = whole_matrix(op_);
  return 100 * n(count_contributions(op_.geometry)) / (n(all.rows) * n(all.columns));
}

std::vector<Piece> Drawing::fact_lines() const {
  const Palette& c = canvas_.colors();
  const MatrixWindow all = whole_matrix(op_);
  return {{fmt::format("C  {} × {}", all.rows, all.columns), c.ink},
          {fmt::format("{} entries", count_contributions(op_.geometry)), c.kernel_text},
          {fmt::format("{} shared weights", d_.weights().size()), c.kernel_text},
          {fmt::format("density {:.3g} %", density()), c.soft}};
}

double Drawing::facts_width() const {
  double widest = 0;
  for (const Piece& line : fact_lines())
    widest = std::max(widest, text_width(Font::text_medium, canvas_.type(15), line.text));
  return widest;
}

void Drawing::facts_beside(Point at) {
  const double size = canvas_.type(15), leading = size * 1.5;
  for (const Piece& line : fact_lines()) {
    canvas_.text({at.x, at.y + size / 2}, line.text, size, line.color, Font::text_medium);
    at.y += leading;
  }
}

void Drawing::facts_below(Point at) {
  const Palette& c = canvas_.colors();
  const MatrixWindow all = whole_matrix(op_);
  canvas_.line(at,
               {{fmt::format("C {} × {}   ", all.rows, all.columns), c.ink, Font::text_medium},
                {fmt::format("{} entries   ", count_contributions(op_.geometry)), c.kernel_text, Font::text},
                {fmt::format("density {:.3g} %", density()), c.soft, Font::text}},
               canvas_.type(14), canvas_.area().right());
}

/// The shared weights as a small kernel in their shades, and the counts; returns the height taken.
double Drawing::facts(const Rect& area) {
  const Shape taps = op_.geometry.taps();
  const Index rows = taps.rank() > 1 ? taps[taps.rank() - 2] : 1, columns = taps[taps.rank() - 1];
  const double size = canvas_.type(15);
  double x = area.x, height = canvas_.type(26);
  if (taps.rank() < 3 && rows <= 7 && columns <= 12) {
    const double cell = std::clamp(canvas_.type(54) / n(rows), 9.0, canvas_.type(20));
    height = std::max(height, cell * n(rows) + 4);
    const Grid grid{{x, area.bottom() - cell * n(rows)}, cell, rows, columns};
    for (Index tap = 0; tap < rows * columns; ++tap)
      canvas_.add(Box{.rect = grid.rect(n(tap / columns), n(tap % columns)),
                      .radius = 2,
                      .fill = tap_tint(canvas_.colors(), tap, d_.weights().size())},
                  {Role::kernel, tap});
    x = grid.bounds().right() + 14;
  }
  const Index entries = count_contributions(op_.geometry);
  const double end =
      canvas_.line({x, area.bottom() - height / 2},
                   {{fmt::format("{} entries, {} shared weights", entries, d_.weights().size()),
                     canvas_.colors().kernel_text, Font::text_medium}},
                   size, area.right());
  const std::string more =
      fmt::format("density {:.3g} %, the same in C and Cᵀ; one shade is one weight", density());
  canvas_.text({end + 16, area.bottom() - height / 2},
               std::string(clauses_within(more, Font::text, size, area.right() - end - 16)), size,
               canvas_.colors().soft);
  return height + canvas_.type(8);
}

Picture draw(const Derived& derived, Moment moment, const Style& style) {
  return Drawing(derived, moment, style).draw();
}

/// An entry of C under the pointer, as a place.
MatrixCell place(Tag entry, const MatrixWindow& all) {
  return {entry.cell / all.columns, entry.cell % all.columns};
}

Outlook zoom(const Derived& derived, const Outlook& now, double factor, Tag around) {
  const MatrixWindow all = whole_matrix(derived.op());
  const bool pointed = around.role == Role::entry;
  return {zoomed(now.matrix, all, 1 / factor, pointed ? place(around, all) : middle(now.matrix, all)),
          now.camera};
}

Outlook whole(const Outlook& now) {
  return {{}, now.camera};
}

/// What was grabbed comes under the pointer again.
Outlook drag(const Derived& derived, const Outlook& now, const Drag& by) {
  const MatrixWindow all = whole_matrix(derived.op());
  const MatrixCell from = place(by.grabbed, all), to = place(by.under, all);
  return {panned(now.matrix, all, from.row - to.row, from.column - to.column), now.camera};
}

}  // namespace

extern const View kMatrix{
    .name = "matrix",
    .title = "Matrix",
    .help = "The sparse matrix behind the operator and its transpose, with the vectors beside them.",
    .more = {"C[o, i] = w[k] where i = o·s + k·d − p",
             "Few distinct weights along diagonals, all else zero. Turn the wheel to zoom, drag to move, "
             "double-click for all of it.",
             "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.1"},
    .example = "tconv 3x3 k3 s2 p1 op1 w=bilinear",
    .obstacle = obstacle,
    .draw = draw,
    .any_order = true,
    .wide = true,
    .whole = whole,
    .zoom = zoom,
    .drag = drag,
    .grip = Role::entry,
};

}  // namespace convscope
