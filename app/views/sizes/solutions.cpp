#include "app/views/sizes/solutions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "app/picture/fonts.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr double kRow = 30, kHint = 30, kHead = 104;

/// Above the rows; presenting, the hint what to click gives way to them.
double head_of(const Style& style) {
  return kHead - (style.present ? kHint : 0);
}
Index rows_in(double height, const Style& style) {
  const double room = height - 2 * kPageMargin - style.type * (head_of(style) + 26);
  return std::max<Index>(1, saturated(room / (style.type * kRow)));
}

/// A column of numbers, by which it is sorted: of lists the mean.
double mean(const Shape& list) {
  return static_cast<double>(std::accumulate(list.begin(), list.end(), Index{0})) /
         static_cast<double>(list.rank());
}

const Shape* list_of(const SizeSolution& s, SolveColumn column) {
  switch (column) {
    case SolveColumn::kernel:
      return &s.kernel;
    case SolveColumn::stride:
      return &s.stride;
    case SolveColumn::padding:
      return &s.padding;
    case SolveColumn::dilation:
      return &s.dilation;
    case SolveColumn::output_padding:
      return &s.output_padding;
    case SolveColumn::overlap:
    case SolveColumn::products:
      break;
  }
  return nullptr;
}

double value(const SizeSolution& s, SolveColumn column) {
  if (const Shape* list = list_of(s, column)) return mean(*list);
  if (column == SolveColumn::overlap) return s.unevenness();
  return s.products;
}

struct Lane {
  SolveColumn column;
  std::string_view title, brief, help;
  double share;  ///< of the width
  bool is_parameter() const { return column < SolveColumn::overlap; }
};

std::vector<Lane> lanes(bool transposed) {
  std::vector<Lane> list{
      {SolveColumn::kernel, "kernel", "k", "Weights along each axis", 1},
      {SolveColumn::stride, "stride", "s", "How many cells the kernel moves on", 1},
      {SolveColumn::padding, "padding", "p", "On each side", 1.1},
      {SolveColumn::dilation, "dilation", "d", "From one weight to the next, in cells", 1.1}};
  if (transposed)
    list.push_back({SolveColumn::output_padding, "out. pad.", "op", "Rows added at the end", 1.2});
  list.push_back({SolveColumn::overlap, "overlap by phase", "overlap",
                  "How many products reach each cell, phase after phase: equal bars make no checkerboard",
                  2.6});
  list.push_back({SolveColumn::products, "products", "prod.",
                  "Weights times positions of the kernel, of one pair of channels", 1.3});
  return list;
}

class TableDrawing : SizeDrawing {
 public:
  TableDrawing(const SolutionTable& table, std::string_view lit, const Style& style)
      : SizeDrawing(style, "Solve", "parameters for a wanted size", lit), table_(table), style_(style) {}

  SizePage draw() {
    const Palette& c = colors();
    const Rect area = canvas_.area();
    const double size = type(20);
    std::string head = fmt::format("{} → {}", to_string(table_.input), to_string(table_.wanted));
    const auto count = static_cast<Index>(table_.found.size());
    if (table_.problem.empty())
      head = fmt::format("{} {} from {} to {}", count, count == 1 ? "way" : "ways", to_string(table_.input),
                         to_string(table_.wanted));
    canvas_.text({area.x, area.y + size * 0.6}, head, size, c.ink, Font::text_bold);
    if (table_.refreshing)
      canvas_.text({area.right(), area.y + size * 0.6}, "searching …", type(15), c.soft, Font::text,
                   Align::right);
    if (!table_.problem.empty()) {
      const Rect card = problem_card(canvas_, {area.x, area.y + type(52), area.w, area.h}, table_.problem);
      nearest(card.bottom() + type(18));
    } else {
      if (!style_.present)
        canvas_.line(
            {area.x, area.y + size * 1.9},
            {{"Click a row to make it the operator; click a heading to sort by it.", c.soft, Font::text}},
            type(15), area.right());
      headings(area.y + type(head_of(style_) - 30));
      rows(area.y + type(head_of(style_)));
    }
    return finish();
  }

 private:
  template <class F>
  void each_lane(F&& f) {
    const Rect area = canvas_.area();
    const std::vector<Lane> all = lanes(table_.transposed);
    const double sum =
        std::accumulate(all.begin(), all.end(), 0.0, [](double n, const Lane& l) { return n + l.share; });
    double x = area.x + type(12);
    for (const Lane& lane : all) {
      const double width = (area.w - type(24)) * lane.share / sum;
      f(lane, x, width);
      x += width;
    }
  }

  /// A button for each size that could be asked for instead.
  void nearest(double y) {
    const Palette& c = colors();
    const double size = type(16), pad = type(16), height = type(38);
    double x = canvas_.area().x;
    for (std::size_t i = 0; i < table_.nearest.size(); ++i) {
      const std::string id = fmt::format("nearest/{}", i), to = to_string(table_.nearest[i]);
      const std::string ask = "Ask for ";
      const double lead = text_width(Font::text, size, ask);
      const Rect button{x, y, lead + text_width(Font::number_bold, size, to) + 2 * pad, height};
      canvas_.add(Box{.rect = button,
                      .radius = 8,
                      .fill = lit_ == id ? c.cell : c.window,
                      .stroke = lit_ == id ? c.ink : c.hatch});
      canvas_.text({x + pad, y + height / 2}, ask, size, c.ink);
      canvas_.text({x + pad + lead, y + height / 2}, to, size, c.output_text, Font::number_bold);
      spots_.push_back({button, id, fmt::format("Puts {} into the question as the wanted output", to)});
      x = button.right() + type(12);
    }
  }

  void headings(double y) {
    const Palette& c = colors();
    const auto room = [&](const Lane& lane, double width) {
      return width - type(table_.sorted == lane.column ? 18 : 4);
    };
    bool brief = false;  // all parameters' names, where one has no room
    each_lane([&](const Lane& lane, double, double width) {
      const double wide = text_width(Font::text_medium, type(14), lane.title);
      brief = brief || (lane.is_parameter() && wide > room(lane, width));
    });
    each_lane([&](const Lane& lane, double x, double width) {
      const std::string id = fmt::format("sort/{}", kSolveColumns[static_cast<std::size_t>(lane.column)]);
      const Rect rect{x - type(8), y - type(14), width - 2, type(28)};
      const bool on = table_.sorted == lane.column;
      if (lit_ == id) canvas_.add(Box{.rect = rect, .radius = 6, .fill = c.cell});
      spots_.push_back({rect, id, std::string(lane.help)});
      const std::string title(lane.is_parameter() && brief ? lane.brief : lane.title);
      const double right = x + room(lane, width);
      const std::string words =
          fitting(Font::text_medium, type(14), right - x, {title, std::string(lane.brief)});
      const double after =
          canvas_.line({x, y}, {{words, on ? c.ink : c.soft, Font::text_medium}}, type(14), right);
      if (!on) return;
      const double t = type(4), at = after + type(9), up = table_.descending ? -1 : 1;
      canvas_.add(Path{.start = {at - t, y + up * t * 0.6},
                       .segments = {{{at + t, y + up * t * 0.6}}, {{at, y - up * t * 0.8}}},
                       .closed = true,
                       .fill = c.ink});
    });
    const Rect area = canvas_.area();
    canvas_.stroke({area.x, y + type(15)}, {area.right(), y + type(15)}, c.line);
  }

  void rows(double top) {
    const Palette& c = colors();
    const Rect area = canvas_.area();
    const double pitch = type(kRow);
    const auto all = static_cast<Index>(table_.found.size());
    const Index shown = std::min(all, rows_in(style_.height - (area.y - kPageMargin), style_));
    const Index first = std::clamp<Index>(table_.first, 0, all - shown);
    for (Index i = first; i < first + shown; ++i) {
      const SizeSolution& s = table_.found[static_cast<std::size_t>(i)];
      const double y = top + static_cast<double>(i - first) * pitch;
      const Rect rect{area.x, y + 1, area.w - type(14), pitch - 2};
      const bool now = table_.present && *table_.present == s;
      row_spot(rect, fmt::format("row/{}", i), now ? "The present operator" : "Makes this the operator", now);
      each_lane(
          [&](const Lane& lane, double x, double width) { cell(s, lane.column, x, width, y + pitch / 2); });
    }
    if (shown < all) {
      const double height = static_cast<double>(shown) * pitch,
                   share = static_cast<double>(shown) / static_cast<double>(all);
      const double bar = std::max(type(24), height * share);
      const double at = (height - bar) * static_cast<double>(first) / static_cast<double>(all - shown);
      canvas_.add(Box{.rect = {area.right() - 6, top + at, 6, bar}, .radius = 3, .fill = c.hatch});
      canvas_.text({area.x + type(12), top + height + type(13)},
                   fmt::format("{} to {} of {}", first + 1, first + shown, all), type(14), c.soft);
    }
  }

  void cell(const SizeSolution& s, SolveColumn column, double x, double width, double y) {
    const Palette& c = colors();
    if (column == SolveColumn::overlap) return phases(s, x, width, y);
    const Shape* list = list_of(s, column);
    const std::string text = list ? to_string(*list) : amount_text(s.products);
    const Color color = column == SolveColumn::kernel           ? c.kernel_text
                        : column == SolveColumn::padding        ? c.soft
                        : column == SolveColumn::output_padding ? c.output_text
                                                                : c.ink;
    canvas_.line({x, y}, {{text, color, column == SolveColumn::kernel ? Font::number_bold : Font::number}},
                 type(16), x + width - type(4));
  }

  /// How many taps each phase of an axis meets.
  static std::vector<Index> phase_counts(const SizeSolution& s, std::size_t i) {
    const auto at = [&](const Shape& list) { return list[list.rank() > 1 ? i : 0]; };
    const Axis axis{
        .taps = at(s.kernel), .stride = at(s.stride), .dilation = at(s.dilation), .pad = at(s.padding)};
    std::vector<Index> counts(static_cast<std::size_t>(std::min<Index>(axis.stride, 64)), 0);
    for (Index tap = 0; tap < axis.taps; ++tap)
      if (const Index phase = phase_of_tap(axis, tap); phase < static_cast<Index>(counts.size()))
        ++counts[static_cast<std::size_t>(phase)];
    return counts;
  }

  /// A bar for each phase, axis after axis where they differ, and the numbers.
  void phases(const SizeSolution& s, double x, double width, double y) {
    const Palette& c = colors();
    std::vector<Index> counts = phase_counts(s, 0);
    const std::size_t rank =
        std::max({s.kernel.rank(), s.stride.rank(), s.padding.rank(), s.dilation.rank()});
    for (std::size_t i = 1; i < rank; ++i) {
      counts.push_back(-1);  // a gap
      const std::vector<Index> more = phase_counts(s, i);
      counts.insert(counts.end(), more.begin(), more.end());
    }
    const Index most = std::max<Index>(1, *std::ranges::max_element(counts));
    const double high = type(18), room = std::min(width * 0.45, type(70));
    const double bar = std::min(type(12), room / static_cast<double>(counts.size()));
    const bool even = s.overlap.even();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] < 0) continue;
      const double tall = std::max(1.5, high * static_cast<double>(counts[i]) / static_cast<double>(most));
      canvas_.add(
          Box{.rect = {x + bar * static_cast<double>(i), y + high / 2 - tall, std::max(1.0, bar - 2), tall},
              .fill = even ? c.output : c.kernel});
    }
    const double from = x + room + type(10);
    const std::string words = even ? fmt::format("{} each", s.overlap.max)
                                   : fmt::format("{} to {}", s.overlap.min, s.overlap.max),
                      brief = even ? fmt::format("{}", s.overlap.max)
                                   : fmt::format("{}–{}", s.overlap.min, s.overlap.max);
    canvas_.line({from, y},
                 {{fitting(Font::text, type(15), x + width - from, {words, brief}),
                   even ? c.output_text : c.kernel_text, Font::text}},
                 type(15), x + width);
  }

  const SolutionTable& table_;
  Style style_;
};

}  // namespace

void sort_solutions(std::vector<SizeSolution>& found, SolveColumn column, bool descending) {
  std::ranges::stable_sort(found, [&](const SizeSolution& a, const SizeSolution& b) {
    return descending ? value(a, column) > value(b, column) : value(a, column) < value(b, column);
  });
}

Index solution_rows(const Style& style) {
  return rows_in(style.height, grown(style));
}

SizePage draw_solutions(const SolutionTable& table, std::string_view lit, const Style& style) {
  return TableDrawing(table, lit, grown(style)).draw();
}

}  // namespace convscope
