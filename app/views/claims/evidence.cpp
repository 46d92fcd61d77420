#include "app/views/claims/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/claims/evidence_words.hpp"
#include "app/views/claims/verdict_mark.hpp"
#include "app/views/fitting.hpp"
#include "app/views/plot.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr double kCell = 30, kRowGap = 5, kBlockGap = 32, kTile = 114;
constexpr double kCurveWidth = 420, kLeastCurve = 250, kCurveHeight = 170, kLeastLevel = 0.01;
constexpr double kTitleSize = 14, kValueSize = 19, kCaptionSize = 13;

using Finding = Evidence::Item;

class EvidenceDrawing {
 public:
  EvidenceDrawing(const Claim& claim, const ClaimResult& result, const Style& style)
      : claim_(claim),
        result_(result),
        cases_(claim.scenarios.size()),
        canvas_(without_title(style), "", "") {
    for (const Finding& item : result.evidence.items()) {
      if (word(item).kind == EvidenceWord::Kind::hidden) continue;
      (word(item).kind == EvidenceWord::Kind::curve ? curves_
       : is_case_list(item)                         ? case_lists_
       : item.is_list                               ? lists_
                                                    : numbers_)
          .push_back(&item);
    }
  }

  Picture draw() {
    if (canvas_.style().present) return lines();
    const double left = kPageMargin, right = canvas_.style().width - kPageMargin;
    double y = t(4), x = left, low = y;
    if (!lists_.empty()) {
      const Point end = lists({x, y}, right);
      // What is left beside the lists goes to the rest where that has room.
      if (right - end.x - kBlockGap >= t(3 * kTile)) {
        x = end.x + kBlockGap;
        low = end.y;
      } else {
        y = low = end.y + t(14);
      }
    }
    if (!case_lists_.empty()) {
      const Point end = table({x, y}, right);
      low = std::max(low, end.y);
      if (right - end.x - kBlockGap >= t(kTile) && x == left) {
        x = end.x + kBlockGap;
      } else {
        y = end.y + t(14);
      }
    }
    if (!numbers_.empty()) {
      const double end = tiles({x, y}, right - (curves_.empty() ? 0 : t(kCurveWidth) + kBlockGap));
      low = std::max(low, end);
    }
    for (const Finding* item : curves_) {
      const bool beside = numbers_.empty() && right - x >= t(kLeastCurve);
      const double width = std::min(t(kCurveWidth), right - (beside ? x : left));
      const Point at = beside             ? Point{x, t(4)}
                       : numbers_.empty() ? Point{left, low + t(14)}
                                          : Point{right - width, t(4)};
      low = std::max(low, curve(*item, {at.x, at.y, width, t(kCurveHeight)}));
    }
    Picture picture = canvas_.finish();
    append(picture, std::move(marks_));
    picture.height = low + t(6);
    return picture;
  }

  Picture curves_alone() {
    const double height = canvas_.style().height / static_cast<double>(curves_.size());
    double y = 0;
    for (const Finding* item : curves_) {
      curve(*item, {0, y, canvas_.style().width, height});
      y += height;
    }
    return curves_.empty() ? Picture() : canvas_.finish();
  }

 private:
  static Style without_title(Style style) {
    style.title = false;
    return style;
  }
  double t(double px) const { return canvas_.type(px); }
  const EvidenceWord& word(const Finding& item) const { return evidence_word(claim_.name, item.name); }
  /// One value for each scenario, and no tensor.
  bool is_case_list(const Finding& item) const {
    return item.is_list && cases_ > 1 && item.values.size() == cases_ && word(item).role == Role::none;
  }
  std::string text_of(const Finding& item, double value) const {
    switch (word(item).kind) {
      case EvidenceWord::Kind::percent:
        return fmt::format("{} %", number_text(100 * value, NumberFormat::decimal));
      case EvidenceWord::Kind::truth:
        return value != 0 ? "yes" : "no";
      default:
        return canvas_.line_number(value);
    }
  }
  double width_of(std::string_view text, double size, Font font = Font::text) const {
    return text_width(font, t(size), text);
  }

  /// For the back row: what was found in a line or two of large type, one thing after the other. What has no
  /// room is left to the desk.
  Picture lines() {
    const int most = canvas_.style().height < t(480) ? 1 : 2;
    const double left = kPageMargin, right = canvas_.style().width - kPageMargin, line = t(34), gap = t(30);
    Point at{left, t(4) + line / 2};
    int row = 1;
    const auto put = [&](double width, auto&& draw) {
      if (at.x > left && at.x + width > right && row < most) {
        at = {left, at.y + line};
        ++row;
      }
      if (at.x + width > right) return;
      draw();
      at.x += width + gap;
    };
    for (const Finding* item : case_lists_) {
      const double width = case_line(*item, at, false);
      put(width, [&] { case_line(*item, at, true); });
    }
    for (const Finding* item : numbers_) {
      const double width = number_line(*item, at, false);
      put(width, [&] { number_line(*item, at, true); });
    }
    for (const Finding* item : lists_) {
      if (item->columns < std::ssize(item->values)) continue;  // planes are what the views show
      const double width = list_line(*item, at, false);
      put(width, [&] { list_line(*item, at, true); });
    }
    Picture picture = canvas_.finish();
    append(picture, std::move(marks_));
    picture.height = at.x > left || row > 1 ? at.y + line / 2 : 0;
    return picture;
  }

  /// "rank of the matrix  3", returns the width.
  double number_line(const Finding& item, Point at, bool draw) {
    return put_pieces(at,
                      {{std::string(word(item).title) + "  ", canvas_.colors().soft, Font::text},
                       {text_of(item, item.values.front()), canvas_.colors().ink, Font::number_bold}},
                      draw);
  }
  /// The same with a value for each case, behind its verdict.
  double case_line(const Finding& item, Point at, bool draw) {
    const double start = at.x, mark = t(9);
    at.x += put_pieces(at, {{std::string(word(item).title) + "  ", canvas_.colors().soft, Font::text}}, draw);
    for (std::size_t i = 0; i < item.values.size(); ++i) {
      if (i > 0) at.x += t(18);
      if (i < result_.cases.size()) {
        if (draw) add_verdict_mark(marks_, canvas_.colors(), {at.x + mark, at.y}, mark, result_.cases[i]);
        at.x += 2 * mark + t(8);
      }
      at.x +=
          put_pieces(at, {{text_of(item, item.values[i]), canvas_.colors().ink, Font::number_bold}}, draw);
    }
    return at.x - start;
  }
  double list_line(const Finding& item, Point at, bool draw) {
    const double title =
        put_pieces(at, {{std::string(word(item).title) + "  ", title_color(item), Font::text}}, draw);
    const double cell = t(kCell);
    if (draw)
      cells(item, {.at = {at.x + title, at.y - cell / 2}, .cell = cell, .rows = 1, .columns = item.columns});
    return title + cell * static_cast<double>(item.columns);
  }
  double put_pieces(Point at, const std::vector<Piece>& pieces, bool draw) {
    const double size = t(17);
    if (draw) canvas_.line(at, pieces, size, canvas_.style().width);
    return convscope::width_of(pieces, size);
  }

  /// The corner of what was drawn. Rows below each other; planes beside each other.
  Point lists(Point at, double right) {
    const bool planes = std::ranges::any_of(
        lists_, [](const Finding* item) { return item->columns < std::ssize(item->values); });
    return planes ? planes_beside(at, right) : rows_below(at, right);
  }

  Point rows_below(Point at, double right) {
    double names = 0;
    Index longest = 1;
    for (const Finding* item : lists_) {
      names = std::max(names, width_of(word(*item).title, kTitleSize));
      longest = std::max(longest, item->columns);
    }
    const double x = at.x + names + t(16);
    const double cell = std::min(t(kCell), (right - x) / static_cast<double>(longest));
    for (const Finding* item : lists_) {
      canvas_.text({at.x, at.y + cell / 2}, std::string(word(*item).title), t(kTitleSize),
                   title_color(*item));
      cells(*item, {.at = {x, at.y}, .cell = cell, .rows = 1, .columns = item->columns});
      at.y += cell + t(kRowGap);
    }
    return {x + cell * static_cast<double>(longest), at.y - t(kRowGap)};
  }

  Point planes_beside(Point at, double right) {
    Index columns = 0, rows = 1;
    for (const Finding* item : lists_) {
      columns += item->columns;
      rows = std::max(rows, std::ssize(item->values) / item->columns);
    }
    const double gaps = t(28) * static_cast<double>(lists_.size());
    const double cell = std::min({t(kCell), (right - at.x - gaps) / static_cast<double>(columns),
                                  t(6 * kCell) / static_cast<double>(rows)});
    double x = at.x;
    for (const Finding* item : lists_) {
      const Grid grid{.at = {x, at.y + t(24)},
                      .cell = cell,
                      .rows = std::ssize(item->values) / item->columns,
                      .columns = item->columns};
      canvas_.text({x, at.y + t(9)}, std::string(word(*item).title), t(kTitleSize), title_color(*item));
      cells(*item, grid);
      x = std::max(grid.bounds().right(), x + width_of(word(*item).title, kTitleSize)) + t(28);
    }
    return {x - t(28), at.y + t(24) + cell * static_cast<double>(rows)};
  }

  Color title_color(const Finding& item) const {
    const Role role = word(item).role;
    return role == Role::none ? canvas_.colors().soft : role_text_color(canvas_.colors(), role);
  }

  void cells(const Finding& item, const Grid& grid) {
    const Scale scale = scale_of(item.values);
    canvas_.grid(grid, [&](Index row, Index column) {
      const double value = item.values[static_cast<std::size_t>(row * grid.columns + column)];
      CellLook look = canvas_.look(word(item).role, value, scale);
      if (look.role == Role::none) look.kind = CellLook::Kind::empty;
      return look;
    });
  }

  /// A row for each item, a column for each case, its verdict above it.
  Point table(Point at, double right) {
    const double line = t(26);
    double names = 0;
    for (const Finding* item : case_lists_) names = std::max(names, width_of(word(*item).title, kTitleSize));
    const double first = at.x + names + t(24);
    double column = t(curves_.empty() ? 116 : 88);
    column = std::min(column, (right - first) / static_cast<double>(cases_));
    double y = at.y + line / 2;
    for (std::size_t i = 0; i < cases_; ++i) {
      double x = first + column * static_cast<double>(i);
      if (i < result_.cases.size()) {
        add_verdict_mark(marks_, canvas_.colors(), {x + t(8), y}, t(8), result_.cases[i]);
        x += t(24);
      }
      canvas_.text({x, y}, std::string(scenario_name(i)), t(kTitleSize), canvas_.colors().soft,
                   Font::text_medium);
    }
    for (const Finding* item : case_lists_) {
      y += line;
      canvas_.text({at.x, y}, std::string(word(*item).title), t(kTitleSize), canvas_.colors().soft);
      for (std::size_t i = 0; i < item->values.size(); ++i)
        canvas_.text({first + column * static_cast<double>(i), y}, text_of(*item, item->values[i]), t(16),
                     canvas_.colors().ink, Font::number_bold);
    }
    return {first + column * static_cast<double>(cases_), y + line / 2};
  }

  /// Returns where they end.
  double tiles(Point at, double right) {
    const auto columns = std::clamp<Index>(saturated((right - at.x) / t(kTile)), 1, std::ssize(numbers_));
    const double width = std::min(t(180), (right - at.x) / static_cast<double>(columns));
    const double leading = t(kCaptionSize) * 1.35;
    double y = at.y, low = y;
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      const Index column = static_cast<Index>(i) % columns;
      if (column == 0 && i > 0) y = low + t(10);
      const double x = at.x + width * static_cast<double>(column);
      const Finding& item = *numbers_[i];
      canvas_.text({x, y + t(11)}, text_of(item, item.values.front()), t(kValueSize), canvas_.colors().ink,
                   Font::number_bold);
      const int lines = canvas_.paragraph({x, y + t(33)}, word(item).title, t(kCaptionSize), width - t(16),
                                          canvas_.colors().soft);
      low = std::max(low, y + t(33) + leading * (lines - 0.5));
    }
    return low;
  }

  /// Rows of a list against the steps; returns where it ends.
  double curve(const Finding& item, const Rect& box) {
    const Palette& c = canvas_.colors();
    const Color colors[] = {c.kernel, c.input, c.output};
    const Index points = item.columns, rows = std::ssize(item.values) / points;
    const double steps = result_.evidence.number("steps"), text = t(kTitleSize);
    double names = 0;
    std::vector<Curve> curves;
    for (Index row = 0; row < rows; ++row) {
      Curve curve{.name = cases_ > 1 ? std::string(scenario_name(static_cast<std::size_t>(row)))
                          : row == 0 ? "ICNR"
                                     : "without",
                  .color = colors[row % 3],
                  .dash = row % 2 == 1 ? 6.0 : 0.0};
      for (Index i = 0; i < points; ++i)
        curve.points.push_back(
            {steps * static_cast<double>(i) / static_cast<double>(points - 1),
             std::max(item.values[static_cast<std::size_t>(row * points + i)], kLeastLevel)});
      names = std::max(names, text_width(Font::text_medium, text, curve.name));
      curves.push_back(std::move(curve));
    }
    Plot plot(canvas_, box,
              {.x = {0, steps},
               .y = logarithmic_axis(item.values, kLeastLevel),
               .text = text,
               .left = text_width(Font::number, text, "0.01") + 10,
               .right = canvas_.style().present ? names + 18 : t(90)});
    plot.title({{std::string(word(item).title), c.soft, Font::text}});
    plot.y_ticks();
    plot.base();
    plot.x_tick(0, "0", false, Align::left);
    plot.x_tick(steps, fmt::format("{:.0f}", steps), false, Align::right);
    for (const Curve& curve : curves) plot.curve(curve);
    plot.names_at_ends(curves, box.right());
    return box.bottom();
  }

  const Claim& claim_;
  const ClaimResult& result_;
  std::size_t cases_;
  Canvas canvas_;
  Picture marks_;
  std::vector<const Finding*> lists_, case_lists_, numbers_, curves_;
};

}  // namespace

std::string_view scenario_name(std::size_t index) {
  constexpr std::array<std::string_view, 5> kNames{"First", "Second", "Third", "Fourth", "Fifth"};
  return kNames[std::min(index, kNames.size() - 1)];
}

Picture draw_evidence(const Claim& claim, const ClaimResult& result, const Style& style) {
  return EvidenceDrawing(claim, result, style).draw();
}

Picture draw_evidence_curves(const Claim& claim, const ClaimResult& result, const Style& style) {
  return EvidenceDrawing(claim, result, style).curves_alone();
}

}  // namespace convscope
