#include "app/views/contact_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/pixels.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/verdict.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

namespace {

constexpr double kWidth = 1624, kMargin = 36, kSide = 300, kGap = 20, kPanel = 228, kLine = 22;
constexpr Index kPart = 57, kColumns = 5;
constexpr double kText = 15;

/// Of a panel with its numbers and the room around.
double row_height() {
  const auto lines = std::ranges::count_if(metrics(), &Metric::on_sheet);
  return kPanel + static_cast<double>(lines + 1) * kLine + 64;
}

/// A metric's name in running text: "checkerboard", but "PSNR".
std::string in_text(std::string_view title) {
  std::string text(title);
  const bool acronym = text.size() > 1 && std::isupper(static_cast<unsigned char>(text[1])) != 0;
  if (!acronym) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

class Sheet {
 public:
  Sheet(const ContactSheet& sheet, Theme theme) : sheet_(sheet), colors_(palette(theme)) {
    const auto rows =
        std::max<Index>(1, (static_cast<Index>(sheet.entries.size()) + 2 + kColumns - 1) / kColumns);
    style_.theme = theme;
    style_.width = kWidth;
    // The column on the left needs its room too.
    const double words = 350 + std::ceil(static_cast<double>(sheet.note.size()) / 36) * kText * 1.4 + 10;
    style_.height = std::max(96 + static_cast<double>(rows) * row_height() + kMargin - 12,
                             96 + 28 + zoom() * static_cast<double>(sheet.height) + words);
    style_.title = false;
  }

  Picture draw() {
    Canvas canvas(style_, "", "");
    title(canvas);
    photograph(canvas);
    panel(canvas, 0, "original", fmt::format("{} × {}", sheet_.width, sheet_.height), sheet_.original,
          colors_.input_text);
    if (sheet_.energy) number(canvas, 0, 0, metric("checkerboard"), sheet_.energy, colors_.ink, Font::number);
    panel(canvas, 1, "reduced",
          sheet_.reduced_by.empty() ? fmt::format("means of {0} × {0}", sheet_.factor) : sheet_.reduced_by,
          sheet_.reduced, colors_.input_text);
    for (std::size_t i = 0; i < sheet_.entries.size(); ++i) entry(canvas, static_cast<Index>(i));
    return canvas.finish();
  }

 private:
  Rect place(Index n) const {
    const double x = kMargin + kSide + 32 + static_cast<double>(n % kColumns) * (kPanel + kGap);
    return {x, 96 + static_cast<double>(n / kColumns) * row_height(), kPanel, kPanel};
  }

  void title(Canvas& canvas) const {
    canvas.line({kMargin, 50},
                {{sheet_.name, colors_.ink, Font::text_bold},
                 {fmt::format("   made {} times smaller and enlarged again", sheet_.factor), colors_.soft,
                  Font::text}},
                26, kWidth - kMargin);
  }

  /// Of the whole photograph on the left.
  double zoom() const {
    return std::min(kSide / static_cast<double>(sheet_.width), 420 / static_cast<double>(sheet_.height));
  }

  double enlargement() const { return std::max(1.0, std::floor(kPanel / sheet_.part.w)); }

  /// The whole picture, where the details are, and how to read the numbers.
  void photograph(Canvas& canvas) const {
    const Rect rect{kMargin, 96 + 28, zoom() * static_cast<double>(sheet_.width),
                    zoom() * static_cast<double>(sheet_.height)};
    canvas.add(Raster{.rect = rect, .image = sheet_.photo, .smooth = true});
    canvas.outline({rect.x + sheet_.part.x * zoom(), rect.y + sheet_.part.y * zoom(), sheet_.part.w * zoom(),
                    sheet_.part.h * zoom()},
                   colors_.kernel, 2.5, 2);
    double y = rect.bottom() + 30;
    const auto say = [&](std::string_view text, Color color, Font font) {
      y += canvas.paragraph({kMargin, y}, text, kText, kSide, color, font) * kText * 1.4 + 10;
    };
    say(fmt::format("The details show {0} × {0} pixels of {1} × {2}, {3} times as large.", sheet_.part.w,
                    sheet_.width, sheet_.height, enlargement()),
        colors_.ink, Font::text);
    say("PSNR and SSIM: more is nearer to the original.", colors_.soft, Font::text);
    say(fmt::format(
            "Checkerboard: power at multiples of 1/{} cycles a pixel over the power around, a pattern "
            "where it is {:g} above the original's.",
            sheet_.factor, kSeenEnergy),
        colors_.soft, Font::text);
    say(fmt::format("Printed grid, phase MSE: how differently the phases err; {:g} grey level is seen.",
                    kLevelLimits.visible),
        colors_.soft, Font::text);
    say("Phase spread (flat areas) and imaging (texture) are the kernel's.", colors_.soft, Font::text);
    if (!sheet_.note.empty()) say(sheet_.note, colors_.soft, Font::text);
  }

  static bool fits_beside(const std::string& name, const std::string& detail) {
    return text_width(Font::text_bold, kText, name) + text_width(Font::text, kText - 2, "  " + detail) <=
           kPanel;
  }

  void panel(Canvas& canvas, Index n, const std::string& name, const std::string& detail,
             const std::shared_ptr<const Image>& crop, Color color) const {
    const Rect rect = place(n);
    std::vector<Piece> pieces = {{name, color, Font::text_bold}};
    if (fits_beside(name, detail)) pieces.push_back({"  " + detail, colors_.soft, Font::text});
    canvas.line({rect.x, rect.y + 12}, pieces, kText, rect.right() + 2);
    const double side = enlargement() * sheet_.part.w;  // whole screen pixels for each pixel
    const Rect image{rect.x, rect.y + 28, side, side};
    canvas.add(Raster{.rect = image, .image = crop});
    canvas.outline(image, colors_.line, 1, 1);
  }

  void entry(Canvas& canvas, Index i) const {
    const SheetEntry& e = sheet_.entries[static_cast<std::size_t>(i)];
    const bool patterned = judge(e.measures, sheet_.energy).worst() >= Prediction::visible;
    panel(canvas, i + 2, e.name, e.detail, e.crop, patterned ? colors_.warning : colors_.output_text);
    int line = 0;
    if (!e.detail.empty() && !fits_beside(e.name, e.detail)) {
      const Rect rect = place(i + 2);
      canvas.line({rect.x, rect.bottom() + 28 + 20}, {{e.detail, colors_.soft, Font::text}}, kText - 1,
                  rect.right() + 2);
      ++line;
    }
    for (const Metric& metric : metrics()) {
      if (!metric.on_sheet) continue;
      const auto value = e.measures[metric];
      const bool best = is_best(metric, value);
      // What is plotted tells of the pattern, and so does whatever compares the phases.
      const bool tells = metric.plot || metric.name.starts_with("phase");
      const bool bad = tells && !metric.more_is_better && patterned;
      const Color color = bad ? colors_.warning : best ? colors_.output_text : colors_.ink;
      number(canvas, i + 2, line++, metric, value, color, best || bad ? Font::number_bold : Font::number);
    }
  }

  /// A line below the n-th panel.
  void number(Canvas& canvas, Index n, int line, const Metric& metric, std::optional<double> value,
              Color color, Font font) const {
    const Rect rect = place(n);
    const double y = rect.bottom() + 28 + 20 + line * kLine;
    canvas.text({rect.x, y}, in_text(metric.title), kText - 1, colors_.soft);
    canvas.text({rect.x + enlargement() * sheet_.part.w, y}, full_text_of(metric, value), kText - 1, color,
                font, Align::right);
  }

  /// Only where more is better there is a winner: low checkerboard numbers all mean the same.
  bool is_best(const Metric& metric, std::optional<double> value) const {
    if (!metric.more_is_better || !value) return false;
    return std::ranges::all_of(sheet_.entries, [&](const SheetEntry& other) {
      return other.measures[metric].value_or(*value) <= *value;
    });
  }

  const ContactSheet& sheet_;
  const Palette& colors_;
  Style style_;
};

}  // namespace

Rect telling_part(const Tensor<float>& original, const Tensor<float>& small, Index factor) {
  const Index height = small.shape()[2], width = small.shape()[3], wide = width * factor;
  const Index side = std::max<Index>(1, std::min({kPart / factor, height, width}));
  const Index step = std::max<Index>(1, side / 3);  // parts begin at its multiples
  const Index rows = (height - side) / step + 1, cols = (width - side) / step + 1;
  const double cells = static_cast<double>(side * side * small.shape()[1]);
  double most = -1;
  Rect best;
  // Every cell lies in about nine parts; looking at every second one is enough.
  const Index stride = side > 8 ? 2 : 1;
  for (Index part = 0; part < rows * cols; ++part) {
    const Index top = part / cols * step, left = part % cols * step;
    double sum = 0, squares = 0, detail = 0;
    for (Index c = 0; c < small.shape()[1]; ++c)
      for (Index y = top; y < top + side; y += stride)
        for (Index x = left; x < left + side; x += stride) {
          const auto value = static_cast<double>(small[(c * height + y) * width + x]);
          const double corner =
              static_cast<double>(original[(c * height * factor + y * factor) * wide + x * factor]) - value;
          sum += value;
          squares += value * value;
          detail += corner * corner;
        }
    const double variance = squares - sum * sum / cells * static_cast<double>(stride * stride);
    const double score = std::sqrt(std::max(variance, 0.0)) * detail;
    if (score <= most) continue;
    most = score;
    const auto s = static_cast<double>(factor);
    best = {static_cast<double>(left) * s, static_cast<double>(top) * s, static_cast<double>(side) * s,
            static_cast<double>(side) * s};
  }
  return best;
}

namespace {

/// The telling part of a region, whose borders need not be multiples of the factor; without extent, of all.
Rect telling_part_within(const Tensor<float>& original, const Tensor<float>& small, Index factor,
                         const Region& within) {
  // Whole blocks that lie inside.
  const auto first = [&](Index at) { return (at + factor - 1) / factor; };
  const Index top = first(within.top), left = first(within.left),
              rows = (within.top + within.height) / factor - top,
              columns = (within.left + within.width) / factor - left;
  if (rows < 1 || columns < 1) return telling_part(original, small, factor);
  const Region blocks{top, left, rows, columns},
      pixels{top * factor, left * factor, rows * factor, columns * factor};
  Rect part = telling_part(cropped(original, pixels), cropped(small, blocks), factor);
  part.x += static_cast<double>(pixels.left);
  part.y += static_cast<double>(pixels.top);
  return part;
}

}  // namespace

ContactSheet begin_contact_sheet(const std::string& name, const Tensor<float>& original,
                                 const Tensor<float>& small, Index factor, const Region& measured) {
  constexpr Index kShown = 600;
  ContactSheet sheet;
  sheet.name = name;
  sheet.factor = factor;
  sheet.width = original.shape()[3];
  sheet.height = original.shape()[2];
  const Index reduction = std::max<Index>(1, std::min(sheet.width, sheet.height) / kShown);
  sheet.photo =
      std::make_shared<Image>(to_image(reduction > 1 ? shrink_area(original, reduction) : original));
  sheet.part = telling_part_within(original, small, factor, measured);
  sheet.energy = checkerboard_energy(original, factor);
  sheet.original = std::make_shared<Image>(to_image(original, sheet.part));
  const auto n = static_cast<double>(factor);
  sheet.reduced = std::make_shared<Image>(
      to_image(small, {sheet.part.x / n, sheet.part.y / n, sheet.part.w / n, sheet.part.h / n}));
  return sheet;
}

std::string making_note(bool linear, const std::string& learn_from) {
  std::string note = linear ? kLinearNote : "";
  if (!learn_from.empty())
    note += fmt::format("{}Learned kernels learnt from {}.", note.empty() ? "" : " ", learn_from);
  return note;
}

Picture draw_contact_sheet(const ContactSheet& sheet, Theme theme) {
  return Sheet(sheet, theme).draw();
}

}  // namespace convscope
