#include "app/views/images/gradients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/views/canvas.hpp"
#include "app/views/images/why.hpp"
#include "app/views/pixels.hpp"
#include "core/base/saturated.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/verdict.hpp"

namespace convscope {

namespace {

/// A square of pixels.
struct Square {
  Index x = 0, y = 0, side = 0;
};

double rms(const Tensor<float>& image, const Square& part) {
  const Index width = image.shape()[3];
  double sum = 0;
  for (Index i = 0; i < part.side * part.side; ++i)
    sum += std::pow(static_cast<double>(image[(part.y + i / part.side) * width + part.x + i % part.side]), 2);
  return std::sqrt(sum / static_cast<double>(part.side * part.side));
}

/// In the middle, beginning at a multiple of the stride.
Square middle_square(const Tensor<float>& image, Index side, Index stride) {
  const Index height = image.shape()[2], width = image.shape()[3];
  const Index fits = std::min({side, height, width});
  return {(width - fits) / 2 / stride * stride, (height - fits) / 2 / stride * stride, fits};
}

/// The part of `within` in which the picture varies most.
Square liveliest(const Tensor<float>& picture, const Square& within, Index side, Index stride) {
  const Index width = picture.shape()[3], fits = std::min(side, within.side);
  Square best{within.x, within.y, fits};
  double most = -1;
  for (Index y = within.y; y + fits <= within.y + within.side; y += 2 * stride)
    for (Index x = within.x; x + fits <= within.x + within.side; x += 2 * stride) {
      double sum = 0, squares = 0;
      for (Index i = 0; i < fits * fits; ++i) {
        const auto value = static_cast<double>(picture[(y + i / fits) * width + x + i % fits]);
        sum += value;
        squares += value * value;
      }
      const double spread = squares - sum * sum / static_cast<double>(fits * fits);
      if (spread <= most) continue;
      most = spread;
      best = {x, y, fits};
    }
  return best;
}

class GradientsDrawing {
 public:
  GradientsDrawing(const Backward& backward, const Style& style, std::size_t part)
      : backward_(backward),
        part_(part),
        canvas_(style, "Gradient", "of strided operators, back on the picture") {}

  Picture draw() {
    const Palette& c = canvas_.colors();
    const Rect area = canvas_.area();
    const auto count = static_cast<double>(backward_.patterns.size());
    // From the back row one of the three rows is enough at a time.
    const bool single = canvas_.style().type > 1 && area.h < canvas_.type(640);
    const double rows = single ? 1 : 3, shown = static_cast<double>(part_ % 3);
    const double gap = canvas_.type(18), head = text() * 3, verdict = text() * 3.1, line = text() * 1.9;
    const double height = (area.h - head - verdict - rows * line) / rows;
    const double side = std::min((area.w - (count - 1) * gap) / count, height);
    const double step = side + gap + std::max(0.0, (area.w - (count - 1) * gap - count * side) / count);

    const Index stride = backward_.stride;
    const auto pixels = saturated(side / 2) / stride * stride;  // two screen pixels each
    const Square part = middle_square(backward_.picture, std::max<Index>(pixels, 4 * stride), stride);
    const Square inset =
        liveliest(backward_.picture, part, std::max<Index>(12, 4 * stride) / stride * stride, stride);
    // A period and one pixel more at least, and as many as have room for their numbers.
    const Index cells = std::max(stride + 1, saturated(side / canvas_.type(single ? 44 : 36)));
    const Square few{inset.x, inset.y, std::min(cells, inset.side)};

    const auto top = [&](int row) {
      return area.y + head + (single ? 0 : row * (line + side) + (row > 0 ? verdict : 0));
    };
    constexpr const char* kTitles[] = {"Gradient of the sum of all outputs: which pixels count how much",
                                       "Gradient of ½ · (sum of squared outputs), an L2 loss, on the picture",
                                       "Its single pixels, in the marked square"};
    constexpr const char* kAlone = "Gradient of ½ · (sum of squared outputs): its single pixels";
    for (int row = 0; row < 3; ++row) {
      if (single && row != shown) continue;
      row_title(area, top(row), single && row == 2 ? kAlone : kTitles[row]);
      for (std::size_t i = 0; i < backward_.patterns.size(); ++i) {
        const BackwardPattern& p = backward_.patterns[i];
        const Rect block{area.x + static_cast<double>(i) * step, top(row) + line, side, side};
        if (row == 0) draw_ones(p, block, few);
        if (row == 0 || single) say(p, {block.x, block.bottom() + text() * 0.9, step - gap, 0});
        if (row == 1) draw_loss(p, block, part, part);
        if (row == 1) mark(block, part, inset);
        if (row == 2) draw_loss(p, block, inset, part);
      }
    }
    for (std::size_t i = 0; i < backward_.patterns.size(); ++i) {
      const BackwardPattern& p = backward_.patterns[i];
      const double x = area.x + static_cast<double>(i) * step;
      canvas_.line({x, area.y + text() * 0.6}, {{p.name, c.ink, Font::text_bold}}, canvas_.type(16),
                   x + step);
      canvas_.line({x, area.y + text() * 2}, {{p.detail, c.soft, Font::text}}, text(), x + step);
    }
    return canvas_.finish();
  }

 private:
  double text() const { return canvas_.type(14); }

  void row_title(const Rect& area, double y, const char* words) {
    canvas_.line({area.x, y + text() * 0.7}, {{words, canvas_.colors().soft, Font::text}}, text(),
                 area.right());
  }

  /// Numbers in cells, as large as the pixels' shares are.
  void draw_ones(const BackwardPattern& p, const Rect& block, const Square& part) {
    const Index width = p.of_ones.shape()[3];
    const Grid grid{{block.x, block.y}, block.w / static_cast<double>(part.side), part.side, part.side};
    // Without the noise of single precision: sums of equal weights are fractions of 36, most of them.
    const auto value = [&](Index row, Index column) {
      constexpr double kNoise = 1e-5, kParts = 36;
      const double share = static_cast<double>(p.of_ones[(part.y + row) * width + part.x + column]),
                   whole = std::round(share * kParts) / kParts;
      return std::abs(share - whole) < kNoise ? whole : std::round(share / kNoise) * kNoise;
    };
    Scale scale;
    for (Index i = 0; i < part.side * part.side; ++i) scale.take(value(i / part.side, i % part.side));
    canvas_.grid(grid, [&](Index row, Index column) {
      const double share = value(row, column);
      CellLook look = canvas_.look(Role::input_gradient, share, scale);
      // From the back row as cells have them: ninths and quarters, upright.
      if (!canvas_.style().present)
        look.text = fmt::format("{:.{}f}", share, share == std::round(share) ? 0 : 2);
      return look;
    });
  }

  void say(const BackwardPattern& p, const Rect& at) {
    const Palette& c = canvas_.colors();
    const bool even = p.spread < kSpreadLimits.visible;
    const std::string apart = fmt::format("phases {} apart", spread_text(p.spread));
    const std::string words = p.follows_picture ? "picks single pixels" + (even ? "" : "; " + apart)
                              : even            ? std::string("all pixels count the same")
                                                : apart + ": a checkerboard";
    canvas_.paragraph({at.x, at.y}, words, canvas_.type(13), at.w,
                      even && !p.follows_picture ? c.output_text : c.warning);
  }

  /// Signed colours; full strength at 2.5 times the root mean square of `reference`.
  void draw_loss(const BackwardPattern& p, const Rect& block, const Square& part, const Square& reference) {
    const Palette& c = canvas_.colors();
    const Index width = p.of_loss.shape()[3];
    const double full = std::max(2.5 * rms(p.of_loss, reference), 1e-12);
    const auto image = painted(part.side, part.side, [&](Index row, Index column) {
      return diverging(c, static_cast<double>(p.of_loss[(part.y + row) * width + part.x + column]) / full);
    });
    canvas_.add(Raster{.rect = block, .image = image});
    canvas_.outline(block, c.line, 1, 1);
  }

  void mark(const Rect& block, const Square& whole, const Square& inset) {
    const double zoom = block.w / static_cast<double>(whole.side);
    canvas_.outline({block.x + static_cast<double>(inset.x - whole.x) * zoom,
                     block.y + static_cast<double>(inset.y - whole.y) * zoom,
                     static_cast<double>(inset.side) * zoom, static_cast<double>(inset.side) * zoom},
                    canvas_.colors().ink, 2, 2);
  }

  const Backward& backward_;
  std::size_t part_;
  Canvas canvas_;
};

}  // namespace

Picture draw_gradients(const Backward* backward, const std::string& problem, const Style& style,
                       std::size_t part) {
  if (backward) return GradientsDrawing(*backward, style, part).draw();
  Canvas canvas(style, "Gradient", "");
  canvas.paragraph({canvas.area().x, canvas.area().y + canvas.type(16)},
                   problem.empty() ? "Gradients are being computed …" : problem, canvas.type(17),
                   canvas.area().w, problem.empty() ? canvas.colors().soft : canvas.colors().warning);
  return canvas.finish();
}

}  // namespace convscope
