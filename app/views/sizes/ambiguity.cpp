#include "app/views/sizes/ambiguity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/sizes/ruler.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr Index kMostRows = 9;

class AmbiguityDrawing : SizeDrawing {
 public:
  AmbiguityDrawing(const Operator& op, std::size_t axis, const std::vector<SameOutput>& same,
                   std::string_view lit, const Style& style)
      : SizeDrawing(style, "Ambiguity", "sizes that a convolution cannot tell apart", lit),
        op_(op),
        axis_(op.geometry.axes[axis]),
        present_(op.pixels[axis]),
        same_(same) {}

  SizePage draw() {
    const Rect area = canvas_.area();
    double y = headline(area.y);
    // The rows around the present one, when there are more than fit.
    const auto all = static_cast<Index>(same_.size());
    Index present = 0;
    for (Index i = 0; i < all; ++i)
      if (at(i).input == present_) present = i;
    const double foot = type(74);
    const Index rows =
        std::clamp<Index>(saturated((area.bottom() - foot - y) / type(40)), 1, std::min(all, kMostRows));
    const Index first = std::clamp<Index>(present - rows / 2, 0, all - rows);
    const double pitch =
        std::min(type(far() ? 104 : 58), (area.bottom() - foot - y) / static_cast<double>(rows));
    lay_out(area, first, rows);
    y += std::max(0.0, (area.bottom() - foot - y - pitch * static_cast<double>(rows)) / (far() ? 2.2 : 3));
    const double top = y;
    for (Index i = first; i < first + rows; ++i, y += pitch) row(at(i), y, pitch);
    if (rows < all)
      canvas_.text({ruler_.x, y + type(8)},
                   fmt::format("… {} sizes in all, {} to {}", all, at(0).input, at(all - 1).input), type(14),
                   colors().soft);
    last_window(top - type(4), y + type(6));
    windows(y + type(28));
    return finish();
  }

 private:
  bool far() const { return canvas_.style().present; }
  const SameOutput& at(Index i) const { return same_[static_cast<std::size_t>(i)]; }
  /// What the strided side's cells are to the user.
  std::string_view strided() const { return op_.transposed() ? "input cell" : "output cell"; }
  std::string_view goes() const { return op_.transposed() ? "belongs to" : "gives"; }
  Role dense() const { return op_.transposed() ? Role::output : Role::input; }
  /// Where the last window ends, in the pixels of one of the sizes; the same in all but for the padding.
  Index read_to(const SameOutput& s) const { return covered(axis_) - s.padding.begin; }

  double headline(double y) {
    const Palette& c = colors();
    const double size = type(20), right = canvas_.area().right();
    const double x = canvas_.area().x;
    const Index o = axis_.windows;
    std::string head, note;
    if (same_.size() == 1) {
      head = fmt::format("Only {} {} {}", same_[0].input, goes(), counted(o, strided()));
      note = axis_.stride == 1
                 ? "With a stride of 1 every size has its own output size: there is nothing to choose."
                 : "Smaller sizes do not exist: there is nothing to choose.";
    } else {
      head = fmt::format("{} sizes, {} {} {}, {} the same {}", same_.size(), same_.front().input,
                         same_.size() == 2 ? "and" : "to", same_.back().input,
                         op_.transposed() ? "belong to" : "give", counted(o, strided()));
      note = op_.transposed() ? "The transposed operator has to be told which of them to return to: that is "
                                "the output padding."
                              : "On the way back the transposed operator has to be told which one it was: "
                                "the output padding.";
    }
    canvas_.line({x, y + size * 0.6}, {{head, c.ink, Font::text_bold}}, size, right);
    const double small = type(16);
    const int lines = canvas_.paragraph({x, y + size * 1.5 + small * 0.4}, note, small, right - x, c.soft);
    return y + size * 1.6 + small * 1.35 * lines + type(14);
  }

  void lay_out(const Rect& area, Index first, Index rows) {
    Index low = 0, high = 1;
    for (Index i = first; i < first + rows; ++i) {
      low = std::min(low, -at(i).padding.begin);
      high = std::max(high, at(i).input + at(i).padding.end);
    }
    const double names = type(118), op = type(150);
    ruler_ =
        make_ruler(low, high - low, area.x + names, area.w - names - op, type(13), type(far() ? 90 : 44));
    ruler_.x += std::max(0.0, (area.w - names - op - (ruler_.right() - ruler_.x)) / 2);
  }

  void row(const SameOutput& s, double y, double pitch) {
    const Palette& c = colors();
    const double height = std::min({pitch - type(14), ruler_.cell, type(far() ? 76 : 40)});
    const double middle = y + pitch / 2, top = middle - height / 2;
    const bool now = s.input == present_;
    const Rect all{ruler_.x - type(118), y + 3, ruler_.right() - ruler_.x + type(118) + type(150), pitch - 6};
    row_spot(all, fmt::format("size/{}", s.input),
             now ? "The present size"
             : op_.transposed()
                 ? fmt::format("Makes {} the output, by output padding {}", s.input, s.output_padding)
                 : fmt::format("Makes {} the input", s.input),
             now, 8, 2);
    const double size = type(17);
    canvas_.text({ruler_.x - type(14), middle}, fmt::format("{}", s.input), size, role_text_color(c, dense()),
                 Font::number_bold, Align::right);
    if (now) canvas_.text({all.x + type(14), middle}, "now", type(14), c.soft, Font::text_medium);
    const Index end = read_to(s);
    ruler_.each_shown(-s.padding.begin, s.input + s.padding.end, [&](Index i) {
      const Rect rect{ruler_.left(i) + 1, top, ruler_.cell - 2, height};
      if (i < 0 || i >= s.input) {
        canvas_.add(Box{.rect = rect, .radius = 3, .fill = c.stage, .stroke = c.line, .hatch = c.hatch});
        return;
      }
      const bool tail = i >= end;
      canvas_.add(Box{.rect = rect,
                      .radius = 3,
                      .fill = role_tint(c, dense(), tail ? 0.05 : 0.55),
                      .stroke = tail ? c.warning : Color{},
                      .stroke_width = 1.5,
                      .hatch = tail ? c.warning.with_alpha(0.35) : Color{}});
      const std::string text = fmt::format("{}", i);
      if (const double small = std::min(type(far() ? 26 : 13), height * 0.5);
          text_width(Font::number, small, text) < ruler_.cell - 4)
        canvas_.text(rect.centre(), text, small, tail ? c.warning : c.ink, Font::number, Align::centre);
    });
    ellipsis(ruler_, middle, type(18));
    canvas_.line({ruler_.right() + type(16), middle},
                 {{"output padding ", c.soft, Font::text},
                  {fmt::format("{}", s.output_padding), c.output_text, Font::number_bold}},
                 type(15), canvas_.area().right());
  }

  void last_window(double top, double bottom) {
    if (same_.size() < 2) return;
    const double x = ruler_.left(read_to(same_.front()));
    canvas_.stroke({x, top}, {x, bottom}, colors().kernel, 2, 6);
  }

  void windows(double y) {
    const Palette& c = colors();
    const Role role = op_.transposed() ? Role::input : Role::output;
    const double height = type(far() ? 30 : 22);
    const double wide =
        std::min({ruler_.cell, static_cast<double>(axis_.stride) * ruler_.cell, type(far() ? 46 : 34)}) - 2;
    double left = ruler_.right();
    Axis axis = axis_;
    axis.pad = same_.front().padding.begin;
    for (Index o = 0; o < axis.windows; o = next_window(ruler_, axis, o)) {
      const Index from = window_origin(axis, o), to = from + reach(axis);
      if (!ruler_.exact(from) || !ruler_.exact(to)) continue;
      const double x = (ruler_.left(from) + ruler_.left(to)) / 2;
      canvas_.add(Box{.rect = {x - wide / 2, y, wide, height}, .radius = 3, .fill = role_tint(c, role, 0.8)});
      left = std::min(left, x - wide / 2);
    }
    canvas_.text({std::min(left, ruler_.x + type(60)) - type(12), y + height / 2},
                 counted(axis_.windows, strided()), type(15), role_text_color(c, role), Font::text_bold,
                 Align::right);
    if (same_.size() > 1)
      canvas_.text({ruler_.left(read_to(same_.front())) + type(8), y + height / 2}, "the kernel stops here",
                   type(14), c.kernel_text);
  }

  const Operator& op_;
  const Axis axis_;
  Index present_;
  const std::vector<SameOutput>& same_;
  Ruler ruler_;
};

}  // namespace

SizePage draw_ambiguity(const Operator& op, std::size_t axis, const std::vector<SameOutput>& same,
                        std::string_view lit, const Style& style) {
  return AmbiguityDrawing(op, axis, same, lit, grown(style)).draw();
}

}  // namespace convscope
