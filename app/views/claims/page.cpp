#include "app/views/claims/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/claims/evidence.hpp"

namespace convscope {

namespace {

constexpr double kSmall = 14, kSmallest = 10;
constexpr double kNumber = 150;  ///< of the card, with the way to its neighbours
constexpr double kLow = 700;     ///< pages that are less high save at the head
constexpr double kLeastWidth = 320, kPaneGap = 14;
constexpr double kLeastPane = 240, kCaption = 34;  ///< a view's height, and its first line's

class PageDrawing {
 public:
  PageDrawing(const ClaimPage& page, const Style& style)
      : page_(page),
        style_(style),
        colors_(palette(style.theme)),
        canvas_(without_title(style), "", ""),
        low_(style.height < kLow * style.type),
        sentence_(style.present ? 20
                  : low_        ? 23
                                : 27),
        statement_(style.present ? 14.5
                   : low_        ? 16
                                 : 17) {}

  DrawnPage draw() {
    const double head = heading();
    Picture evidence;
    if (page_.result != nullptr && !page_.hidden) {
      Style wide = style_;
      wide.hover = {};
      wide.linked.clear();
      evidence = draw_evidence(page_.claim, *page_.result, wide);
    }
    const double below = evidence.height > 0 ? evidence.height + t(12) : kPageMargin;
    const Picture curves = shown_curves(std::max(style_.height - head - below, 0.0));
    curves_ = curves.width;
    const double rows = beside() ? 1 : static_cast<double>(page_.panes.size());
    const double room =
        std::max(style_.height - head - below, rows * (t(kCaption) + kLeastPane) + (rows - 1) * kPaneGap);
    panes({kPageMargin - 8, head, room_width(), room});
    out_.picture = canvas_.finish();
    for (auto& [picture, at] : parts_) append(out_.picture, std::move(picture), at);
    append(out_.picture, curves, {style_.width - kPageMargin - curves.width, head});
    append(out_.picture, std::move(evidence), {0, head + room + t(12)});
    out_.picture.width = style_.width;
    out_.picture.height = head + room + below;
    return std::move(out_);
  }

 private:
  static Style without_title(Style style) {
    style.title = false;
    style.hover = {};
    style.linked.clear();
    return style;
  }
  double t(double px) const { return canvas_.type(px); }

  /// For the back row, where evidence is a line or two: curves as one more pane beside the others.
  Picture shown_curves(double height) const {
    if (!style_.present || page_.result == nullptr || page_.hidden) return {};
    Style style = without_title(style_);
    style.width = std::floor(room_width() / static_cast<double>(page_.panes.size() + 1)) - kPaneGap;
    style.height = height;
    return draw_evidence_curves(page_.claim, *page_.result, style);
  }
  /// What panes have.
  double room_width() const {
    return style_.width - 2 * kPageMargin + 16 - (curves_ > 0 ? curves_ + kPaneGap : 0);
  }

  /// Theme, sentence, verdict, statement, experiment; returns where it ends.
  double heading() {
    // On a low projector's screen theme and experiment give way, and the claim stands beside the card's
    // number.
    const bool brief = style_.present && low_;
    const double width = style_.width - 2 * kPageMargin, claim = width - (brief ? t(kNumber) : 0);
    double y = t(low_ ? 20 : 24);
    if (!brief) {
      canvas_.text({kPageMargin, y}, std::string(page_.theme), t(kSmall), colors_.soft, Font::text_medium);
      y += t(low_ ? 12 : 16) + t(sentence_) * 0.62;
    }
    const int lines = canvas_.paragraph({kPageMargin, y}, page_.claim.claim, t(sentence_), claim, colors_.ink,
                                        Font::text_bold);
    y += t(sentence_) * (1.35 * lines - 0.62) + t(low_ ? 6 : 12);
    out_.verdict = {kPageMargin, y, width, verdict({kPageMargin, y}, width)};
    if (brief) return out_.verdict.bottom() + t(6);
    y = out_.verdict.bottom() + t(low_ ? 12 : 16);
    const int rows =
        canvas_.paragraph({kPageMargin, y}, page_.claim.experiment, t(kSmall), width, colors_.soft);
    return y + t(kSmall) * 1.35 * rows + t(2);
  }

  /// Returns the height that it takes, hidden or not.
  double verdict(Point at, double width) {
    const double chip = t(statement_) * 1.9, line = t(statement_) * 1.35;
    const ShownVerdict shown =
        page_.result != nullptr && !page_.hidden ? ShownVerdict(page_.result->verdict) : ShownVerdict();
    Picture mark;
    const std::string words = shown ? std::string(to_string(*shown)) : "…";
    const double left =
        add_verdict_chip(mark, colors_, {at.x, at.y + chip / 2}, t(statement_), shown, words) + t(16);
    const int lines = canvas_.paragraph({at.x + left, at.y + chip / 2}, page_.claim.statement, t(statement_),
                                        width - left, colors_.ink, Font::text, !page_.hidden);
    double height = std::max(chip, chip / 2 + line * (lines - 0.5));
    if (!page_.hidden) parts_.emplace_back(std::move(mark), Point{});
    if (page_.own_verdict && shown) {
      canvas_.text({at.x + left, at.y + height + t(14)},
                   *page_.own_verdict == *shown
                       ? "So it is with this experiment too."
                       : fmt::format("With this experiment: {}. The card's own says: {}.", to_string(*shown),
                                     to_string(*page_.own_verdict)),
                   t(kSmall), verdict_color(colors_, shown), Font::text_medium);
      height += t(26);
    }
    if (!page_.hidden && std::accumulate(page_.votes.begin(), page_.votes.end(), 0) > 0)
      height += votes({at.x + left, at.y + height + t(8)}, shown);
    return height;
  }

  /// What the audience said; the right answer in full strength. Returns the height taken.
  double votes(Point at, ShownVerdict right) {
    const double bar = t(120), row = t(22);
    const int most = *std::ranges::max_element(page_.votes);
    Picture marks;
    double x = at.x;
    for (std::size_t i = 0; i < kVoteOrder.size(); ++i) {
      const double strength = right == kVoteOrder[i] ? 1 : 0.35;
      add_verdict_mark(marks, colors_, {x + t(8), at.y + row / 2}, t(8), kVoteOrder[i]);
      const double length = std::max(2.0, bar * page_.votes[i] / most);
      canvas_.add(Box{.rect = {x + t(22), at.y + row / 2 - t(4), length, t(8)},
                      .radius = t(4),
                      .fill = verdict_color(colors_, kVoteOrder[i]).with_alpha(strength)});
      canvas_.text({x + t(30) + length, at.y + row / 2}, fmt::format("{}", page_.votes[i]), t(kSmall),
                   colors_.ink, Font::number_bold);
      x += bar + t(70);
    }
    parts_.emplace_back(std::move(marks), Point{});
    return row + t(8);
  }

  /// Panes stand below each other where a view would be too narrow.
  bool beside() const {
    const double count = static_cast<double>(std::max<std::size_t>(page_.panes.size(), 1));
    return (room_width() - kPaneGap * (count - 1)) / count >= kLeastWidth;
  }

  void panes(const Rect& room) {
    const double count = static_cast<double>(std::max<std::size_t>(page_.panes.size(), 1));
    const bool row = beside();
    const double across = row ? count : 1, down = row ? 1 : count;
    const double width = std::floor((room.w - kPaneGap * (across - 1)) / across),
                 height = std::floor((room.h - kPaneGap * (down - 1)) / down);
    for (std::size_t i = 0; i < page_.panes.size(); ++i) {
      const double n = static_cast<double>(i);
      const Rect rect{room.x + (row ? n * (width + kPaneGap) : 0),
                      room.y + (row ? 0 : n * (height + kPaneGap)), width, height};
      pane(page_.panes[i], page_.moments[i], rect, page_.hovered == i);
    }
  }

  void pane(const ExperimentPane& pane, Moment moment, const Rect& rect, bool hovered) {
    canvas_.add(Box{.rect = rect.inset(0.5), .radius = 12, .stroke = colors_.line});
    const Rect top{rect.x, rect.y, rect.w, t(kCaption)};
    out_.panes.push_back(rect);
    out_.captions.push_back(top);
    caption(pane, top);
    const Rect place{rect.x, top.bottom() - 14, rect.w, rect.bottom() - top.bottom() + 14};
    if (!pane.derived) {
      canvas_.paragraph({rect.x + 20, top.bottom() + t(24)}, pane.problem, t(kSmall), rect.w - 40,
                        colors_.warning);
      return;
    }
    Style style = without_title(style_);
    style.width = std::max(320.0, place.w);
    style.height = std::max(kLeastPane, place.h);
    // Cells matter more than words where there is little room.
    const double least = style_.present ? 0.86 : 0.8;
    style.type =
        std::max(least, std::min({1.0, place.w / (460 * style_.type), place.h / (330 * style_.type)})) *
        style_.type;
    if (hovered) {
      style.hover = style_.hover;
      style.linked = linked_cells(*pane.derived, style_.hover);
    }
    style.photo = pane.photo;
    const View& shown = view(pane.view);
    moment.step = std::clamp<Index>(moment.step, 0, steps(shown, *pane.derived) - 1);
    parts_.emplace_back(shown.draw(*pane.derived, moment, style), Point{place.x, place.y});
  }

  void caption(const ExperimentPane& pane, const Rect& top) {
    const double y = top.y + t(20), x = top.x + 34;
    // A long line becomes smaller before it is cut.
    const double name = text_width(Font::text_bold, t(kSmall), pane.caption) + t(14);
    const double wide = text_width(Font::number, t(kSmall), pane.line), room = top.right() - t(44) - x - name;
    canvas_.text({x, y}, pane.caption, t(kSmall), colors_.ink, Font::text_bold);
    canvas_.line({x + name, y}, {{pane.line, colors_.soft, Font::number}},
                 std::max(t(kSmallest), std::min(t(kSmall), t(kSmall) * room / wide)), x + name + room);
    const bool case_known =
        !page_.hidden && page_.result != nullptr && pane.scenario < page_.result->cases.size();
    if (!case_known) return;
    Picture mark;
    add_verdict_mark(mark, colors_, {top.right() - t(20), y}, t(9), page_.result->cases[pane.scenario]);
    parts_.emplace_back(std::move(mark), Point{});
  }

  const ClaimPage& page_;
  const Style& style_;
  const Palette& colors_;
  Canvas canvas_;
  bool low_;
  double sentence_, statement_;  ///< type sizes
  double curves_ = 0;            ///< the width that they take
  std::vector<std::pair<Picture, Point>> parts_;
  DrawnPage out_;
};

}  // namespace

DrawnPage draw_claim_page(const ClaimPage& page, const Style& style) {
  return PageDrawing(page, style).draw();
}

}  // namespace convscope
