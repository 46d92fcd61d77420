#include "app/views/handout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/views/number_text.hpp"
#include "app/views/rich_text.hpp"

namespace convscope {

namespace {

constexpr double kSide = 56, kTop = 48, kBottom = 60, kText = 15;
constexpr double kWidth = kPaperWidth - 2 * kSide;

/// Figures and lines under one another; a new page where they no longer fit.
class Paper {
 public:
  Paper(const Lesson& lesson, const Palette& colors, std::vector<Picture>& pages)
      : lesson_(lesson), colors_(colors), pages_(pages) {}

  void begin(std::size_t scene, const std::string& title) {
    scene_ = scene;
    title_ = title;
    turn(false);
  }
  void figure(Picture drawing) {
    constexpr double kMost = 430;
    const double scale = std::min(kWidth / drawing.width, kMost / drawing.height);
    const Rect place{kSide + (kWidth - drawing.width * scale) / 2, y_, drawing.width * scale,
                     drawing.height * scale};
    page().add(Box{.rect = place, .radius = 4, .fill = drawing.background, .stroke = colors_.line});
    append_scaled(page(), std::move(drawing), {place.x, place.y}, scale);
    y_ = place.bottom() + 14;
  }
  void words(const std::vector<RichLine>& lines, double indent = 0, Color ink = {}) {
    for (const RichLine& line : lines) {
      if (y_ + line.height() > kPaperHeight - kBottom) turn(true);
      y_ = add_lines(page(), {kSide + indent, y_}, {line}, colors_, ink.a ? ink : colors_.ink);
    }
  }
  void gap(double px) { y_ += px; }
  /// Lines to write on, in what is left of the page.
  void end() {
    constexpr double kLine = 30, kLeast = 4 * kLine;
    if (kPaperHeight - kBottom - y_ < kLeast) return;
    for (double y = y_ + 2 * kLine; y < kPaperHeight - kBottom; y += kLine)
      page().add(Path{.start = {kSide, y},
                      .segments = {{{kPaperWidth - kSide, y}}},
                      .stroke = colors_.line,
                      .stroke_width = 0.75});
  }
  void heading(const std::string& text) {
    gap(14);
    if (y_ + 60 > kPaperHeight - kBottom) turn(true);
    words(laid_out(text, Font::text_bold, kText, kWidth), 0, colors_.soft);
    gap(3);
  }

 private:
  Picture& page() { return pages_.back(); }
  void turn(bool again) {
    pages_.emplace_back(kPaperWidth, kPaperHeight, Color{255, 255, 255, 255});
    const double foot = kPaperHeight - 34;
    page().add(Label{.at = {kSide, foot}, .text = lesson_.title, .size = 11, .color = colors_.soft});
    page().add(Label{.at = {kPaperWidth - kSide, foot},
                     .text = fmt::format("{} of {}", scene_ + 1, lesson_.scenes.size()),
                     .size = 11,
                     .align = Align::right,
                     .color = colors_.soft});
    y_ = kTop;
    words(laid_out(again ? title_ + " (continued)" : title_, Font::text_bold, again ? 18 : 24, kWidth));
    gap(12);
  }

  static void append_scaled(Picture& to, Picture from, Point at, double scale);

  const Lesson& lesson_;
  const Palette& colors_;
  std::vector<Picture>& pages_;
  std::size_t scene_ = 0;
  std::string title_;
  double y_ = 0;
};

/// Multiplies all lengths of an item.
struct Scaled {
  double s;
  Point at;
  Point operator()(Point p) const { return {at.x + s * p.x, at.y + s * p.y}; }
  Rect operator()(const Rect& r) const { return {at.x + s * r.x, at.y + s * r.y, s * r.w, s * r.h}; }
  void operator()(Box& box) const {
    box.rect = (*this)(std::as_const(box.rect));
    box.radius *= s;
    box.stroke_width *= s;
  }
  void operator()(Path& path) const {
    path.start = (*this)(path.start);
    for (Path::Segment& segment : path.segments)
      segment = {(*this)(segment.to), segment.cubic, (*this)(segment.control1), (*this)(segment.control2)};
    path.stroke_width *= s;
    path.dash *= s;
  }
  void operator()(Label& label) const {
    label.at = (*this)(label.at);
    label.size *= s;
  }
  void operator()(Raster& raster) const { raster.rect = (*this)(std::as_const(raster.rect)); }
};

void Paper::append_scaled(Picture& to, Picture from, Point at, double scale) {
  for (Item& item : from.items) std::visit(Scaled{scale, at}, item.shape);
  append(to, std::move(from));
}

void add_question(Paper& paper, const HandoutScene& of, const Question& question, const Style& style) {
  constexpr double kIndent = 22;
  const auto text = [&](const std::string& markdown, double indent) {
    if (!markdown.empty()) paper.words(laid_out(of.figure.words(markdown), kText, kWidth - indent), indent);
  };
  paper.heading("Question");
  text(question.ask, 0);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    paper.gap(3);
    std::vector<RichLine> lines =
        laid_out(of.figure.words(question.choices[i].text), kText, kWidth - kIndent);
    if (!lines.empty())
      lines.front().pieces.insert(
          lines.front().pieces.begin(),
          {-kIndent + 2, fmt::format("{})", static_cast<char>('A' + static_cast<char>(i))), Font::text});
    paper.words(lines, kIndent);
  }
  paper.heading("Answer");
  if (question.cell) text(fmt::format("**{}**", number_text(of.figure.answer(), style.numbers)), 0);
  for (std::size_t i = 0; i < question.choices.size(); ++i)
    if (const LessonChoice& choice = question.choices[i]; choice.right)
      text(fmt::format("**{})** {}", static_cast<char>('A' + static_cast<char>(i)), choice.why), 0);
  text(question.why, 0);
}

}  // namespace

std::vector<Picture> handout(const Lesson& lesson, const std::vector<HandoutScene>& scenes,
                             const Style& style) {
  std::vector<Picture> pages;
  Style figure = style;
  figure.width = 900;
  figure.height = 506;
  figure.title = false;  // the page's heading says it
  Paper paper(lesson, palette(Theme::light), pages);
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const HandoutScene& of = scenes[i];
    const auto text = [&](const std::string& markdown) {
      if (!markdown.empty()) paper.words(laid_out(of.figure.words(markdown), kText, kWidth));
    };
    paper.begin(i, of.scene.title);
    if (of.drawing)
      paper.figure(*of.drawing);
    else if (of.figure.drawn())
      paper.figure(of.figure.draw(of.figure.last(), figure, of.scene.question.has_value()));
    text(of.scene.caption);
    if (of.scene.question) add_question(paper, of, *of.scene.question, style);
    if (!of.scene.notes.empty()) {
      paper.heading("Notes");
      text(of.scene.notes);
    }
    if (!of.scene.links.empty()) paper.heading("Read on");
    for (const LessonLink& link : of.scene.links)
      paper.words(laid_out(fmt::format("{}: {}", spoken(link.text), link.to), Font::text, 13, kWidth));
    paper.end();
  }
  return pages;
}

}  // namespace convscope
