// What stands in the blocks of the page Why: the kernel above, what it does to pictures below.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "app/picture/fonts.hpp"
#include "app/views/images/meter.hpp"
#include "app/views/images/spectrum.hpp"
#include "app/views/images/why_drawing.hpp"
#include "app/views/pixels.hpp"
#include "app/views/plot.hpp"
#include "core/base/saturated.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/shift.hpp"

namespace convscope {

namespace {

/// Whole numbers as such, "2" or "1 to 4".
std::string range_text(const Tensor<double>& values, const Canvas& canvas) {
  const auto [least, most] = std::minmax_element(values.values().begin(), values.values().end());
  const std::string low = canvas.number(*least), high = canvas.number(*most);
  if (low == high) return low;
  return low + (*most - *least == 1 ? " or " : " to ") + high;
}

}  // namespace

void WhyDrawing::heading(Canvas& canvas, const Rect& block, std::string_view title, Color color) const {
  canvas.line({block.x, block.y - head_ / 2 - 2}, {{std::string(title), color, Font::text_bold}},
              canvas.type(16), block.x + std::max(block.w, column_));
}

void WhyDrawing::caption(Canvas& canvas, const Rect& block, const std::string& text, Color color) const {
  canvas.paragraph({block.x, block.bottom() + caption_}, text, caption_, std::max(block.w, column_), color);
}

void WhyDrawing::draw_contributions(Canvas& canvas, const Rect& block) const {
  const auto fits = saturated(block.w / canvas.type(24)) / s_;
  const Index n = std::clamp<Index>(fits, 1, 3) * s_;
  const Grid grid{{block.x, block.y}, block.w / static_cast<double>(n), n, n};
  const double most =
      *std::max_element(phases_.contributions.values().begin(), phases_.contributions.values().end());
  canvas.grid(grid, [&](Index row, Index column) {
    const double count = phases_.contributions[row % s_ * s_ + column % s_];
    return CellLook{.role = Role::output, .value = count, .scale = most, .text = canvas.number(count)};
  });
  if (n > s_)
    canvas.outline(grid.block(0, 0, static_cast<double>(s_), static_cast<double>(s_)), canvas.colors().ink, 2,
                   3);
  heading(canvas, block, "overlap", canvas.colors().output_text);
  const std::string range = range_text(phases_.contributions, canvas);
  caption(canvas, block,
          range.find(' ') == std::string::npos
              ? fmt::format("{} {} every pixel", range, range == "1" ? "weight reaches" : "weights reach")
              : fmt::format("{} weights reach a pixel", range),
          canvas.colors().soft);
}

void WhyDrawing::draw_sums(Canvas& canvas, const Rect& block) const {
  const Grid grid{{block.x, block.y}, block.w / static_cast<double>(s_), s_, s_};
  const double most = *std::max_element(phases_.sums.values().begin(), phases_.sums.values().end());
  canvas.grid(grid, [&](Index row, Index column) {
    const double sum = phases_.sums[row * s_ + column];
    return CellLook{.role = Role::output, .value = sum, .scale = most, .text = canvas.number(sum)};
  });
  heading(canvas, block, "phase sums", canvas.colors().output_text);
  const bool even = phases_.verdict.flat == Prediction::none;
  caption(canvas, block,
          fmt::format("spread {}{}", spread_text(phases_.traits.phase_spread),
                      why_.after && !even ? fmt::format("; repaired: all {}", repaired_sums(canvas)) : ""),
          prediction_color(canvas.colors(), phases_.verdict.flat));
}

std::string WhyDrawing::repaired_sums(const Canvas& canvas) const {
  return range_text(why_.after->phases.sums, canvas);
}

void WhyDrawing::draw_sub_kernels(Canvas& canvas, const Rect& block) const {
  const Tensor<double>& all = phases_.sub_kernels;
  const Index m = all.shape()[1], count = all.shape()[0];
  Index first = m, last = 0;
  double most = 0;
  bool is_signed = false;
  for (Index i = 0; i < all.size(); ++i) {
    if (all[i] == 0) continue;
    for (Index at : {i % m, i / m % m}) {
      first = std::min(first, at);
      last = std::max(last, at);
    }
    most = std::max(most, std::abs(all[i]));
    is_signed = is_signed || all[i] < 0;
  }
  const auto n = static_cast<double>(std::max<Index>(last - first + 1, 1));
  // As many columns as give the largest cells.
  // From the back row the numbers are larger without their sums, which the block before this one has.
  const double space = canvas.type(s_ > 4 ? 3 : 14),
               under =
                   s_ > 4 || style_.present || (s_ > 2 && block.h < canvas.type(200)) ? 0 : caption_ * 1.5;
  Index columns = s_;
  double cell = 0;
  for (Index c = s_; c <= count; ++c) {
    if (count % c != 0) continue;
    const double rows = static_cast<double>(count / c);
    const double fits =
        std::min((block.w + space) / static_cast<double>(c), (block.h + space) / rows - under) - space;
    if (fits / n <= cell) continue;
    cell = fits / n;
    columns = c;
  }
  const double side = cell * n;
  for (Index phase = 0; phase < count; ++phase) {
    const Grid grid{{block.x + static_cast<double>(phase % columns) * (side + space),
                     block.y + static_cast<double>(phase / columns) * (side + space + under)},
                    cell,
                    static_cast<Index>(n),
                    static_cast<Index>(n)};
    canvas.grid(grid, [&](Index row, Index column) {
      const double tap = all[(phase * m + first + row) * m + first + column];
      if (tap == 0) return CellLook{.kind = CellLook::Kind::empty};
      return CellLook{.role = Role::kernel,
                      .value = tap,
                      .scale = most,
                      .is_signed = is_signed,
                      .text = style_.present || cell >= 26 ? canvas.number(tap) : ""};
    });
    if (const std::string sum = fmt::format("= {}", canvas.number(phases_.sums[phase]));
        under > 0 && text_width(Font::number, caption_, sum) <= side + space)
      canvas.text({grid.bounds().centre().x, grid.bounds().bottom() + caption_ * 0.75}, sum, caption_,
                  canvas.colors().output_text, Font::number, Align::centre);
  }
  heading(canvas, block,
          fmt::format("the {} phases{}", count, block.w < canvas.type(230) ? "" : " as small kernels"),
          canvas.colors().kernel_text);
  const bool equal = equal_sub_kernels();
  Rect used = block;
  used.h = static_cast<double>(count / columns) * (side + space + under) - space;
  caption(canvas, used,
          equal ? "all the same: the phases agree on every picture" : "each makes the pixels of one phase",
          canvas.colors().soft);
}

bool WhyDrawing::equal_sub_kernels() const {
  const Tensor<double>& all = phases_.sub_kernels;
  const Index plane = all.size() / all.shape()[0];
  for (Index i = plane; i < all.size(); ++i)
    if (std::abs(all[i] - all[i % plane]) > 1e-9) return false;
  return true;
}

void WhyDrawing::draw_gains(Canvas& canvas, const Rect& block) const {
  const Palette& c = canvas.colors();
  const WhyResult* const after = why_.after ? &*why_.after : nullptr;
  double most = 0;
  for (const WhyResult* result : {&before_, after})
    if (result)
      for (const double gain : result->gains)
        if (std::isfinite(gain)) most = std::max(most, gain);
  const double text = canvas.type(13), high = std::clamp(std::ceil(most * 4) / 4, 0.25, 1.5);
  // The heading stands where the plot's own title would.
  Plot plot(canvas, {block.x, block.y - text * 2.1, block.w, block.h + text * 2.1},
            {.x = {0, 0.5}, .y = {0, high}, .text = text, .left = canvas.type(42), .right = 4});
  if (!why_.photograph.empty()) {
    std::vector<double> bars;
    // Decades of power, four of them.
    for (const double share : why_.photograph)
      bars.push_back(high * std::clamp(1 + std::log10(std::max(share, 1e-9)) / 4, 0.0, 1.0));
    plot.bars(bars, c.input.with_alpha(0.22));
  }
  plot.y_ticks([](double gain) { return fmt::format("{:.0f} %", 100 * gain); });
  plot.x_tick(0, "0", false, Align::left);
  plot.x_tick(0.5, "1/2", false, Align::right);
  plot.x_tick(0.25, "1/4");
  plot.base();
  const auto draw = [&](const std::vector<double>& gains, Color color, double width, double dash) {
    Curve curve{.name = {}, .color = color, .width = width, .dash = dash};
    for (std::size_t i = 0; i < gains.size(); ++i)
      curve.points.push_back({0.5 * static_cast<double>(i) / kGainSteps, std::min(gains[i], high)});
    plot.curve(curve);
  };
  draw(before_.diagonal_gains, c.kernel, 1.5, 4);
  if (after) draw(after->gains, c.output, 2.5, 0);
  draw(before_.gains, c.kernel_text, 2.5, 0);
  heading(canvas, block, "alias gain", c.kernel_text);
  caption(canvas, block, fmt::format("by cycles a pixel{}", after ? "; green: repaired" : ""), c.soft);
}

void WhyDrawing::draw_constant(Canvas& canvas, const Rect& block) const {
  const Index n = std::max<Index>(2, 24 / s_ / 2 * 2) * s_;
  // Differences below what eyes see are shown ten or a hundred times as large.
  const double gain = phases_.traits.phase_spread == 0 || phases_.traits.phase_spread > 0.05 ? 1
                      : phases_.traits.phase_spread > 0.005                                  ? 10
                                                                                             : 100;
  Tensor<float> grey({1, 1, n, n});
  for (Index i = 0; i < grey.size(); ++i) {
    const bool right = why_.after && i % n >= n / 2;
    const Phases& phases = right ? why_.after->phases : phases_;
    const double sum = phases.sums[i / n % s_ * s_ + i % n % s_];
    grey[i] = static_cast<float>(128 * (1 + gain * (sum - 1)));
  }
  halves(canvas, block, std::make_shared<Image>(to_image(grey)), {});
  heading(canvas, block, "a constant 128", canvas.colors().output_text);
  caption(canvas, block,
          (why_.after ? std::string("as it is | repaired") : fmt::format("enlarged {} times", s_)) +
              (gain > 1 ? fmt::format(", differences × {:.0f}", gain) : ""),
          canvas.colors().soft);
}

void WhyDrawing::draw_detail(Canvas& canvas, const Rect& block) const {
  const Shape& size = why_.original->shape();
  const Index most = std::min(size[2], size[3]);
  const Index wanted = why_.part_side > 0 ? why_.part_side : std::max<Index>(s_, 56 / s_ * s_);
  const auto side = static_cast<double>(std::min(wanted, most));
  const Rect part{why_.part_side > 0 ? static_cast<double>(why_.part_x) : 0,
                  why_.part_side > 0 ? static_cast<double>(why_.part_y) : 0, side, side};
  Image left = to_image(*before_.picture, part);
  if (why_.after) {
    const Image right = to_image(*why_.after->picture, part);
    const auto width = static_cast<std::size_t>(left.width);
    for (std::size_t at = 0; at < left.rgba.size(); ++at)
      if (at / 4 % width >= width / 2) left.rgba[at] = right.rgba[at];
  }
  halves(canvas, block, std::make_shared<Image>(std::move(left)), {});
  heading(canvas, block, "a detail", canvas.colors().output_text);
  caption(canvas, block,
          (why_.after ? std::string("as it is | repaired, ") : std::string()) +
              fmt::format("{:.0f} × {:.0f} pixels", side, side),
          canvas.colors().soft);
  if (is_shifted(phases_.traits)) draw_shift(canvas, block, block.w / side);
}

void WhyDrawing::draw_shift(Canvas& canvas, const Rect& block, double pixel) const {
  const KernelTraits& kernel = phases_.traits;
  const double text = canvas.type(12), long_ = std::min(10 * pixel, block.w / 4);
  const Point from{block.x + text * 1.2, block.y + text * 1.2},
      to{from.x + kernel.right * long_, from.y + kernel.down * long_};
  const std::string words = shift_words(kernel);
  const double natural = text_width(Font::text, text, words), width = std::min(natural + 10, block.w - 4),
               size = text * std::min(1.0, (width - 9) / natural);
  const Rect ground{block.x + 2, block.bottom() - text * 1.7, width, text * 1.5};
  canvas.add(Box{.rect = ground, .radius = 4, .fill = canvas.colors().window.with_alpha(0.85)});
  canvas.line({ground.x + 5, ground.centre().y}, {{words, canvas.colors().ink, Font::text}}, size,
              ground.right() - 3);
  canvas.disc(from, 3, canvas.colors().warning);
  canvas.curve(from, to, canvas.colors().warning, 2.5, true);
}

void WhyDrawing::halves(Canvas& canvas, const Rect& block, std::shared_ptr<const Image> image,
                        Rect source) const {
  canvas.add(Raster{.rect = block, .image = std::move(image), .source = source});
  canvas.outline(block, canvas.colors().line, 1, 1);
  if (!why_.after) return;
  const double x = block.centre().x;
  for (const auto& [color, width] : {std::pair{canvas.colors().window, 4.0}, {canvas.colors().ink, 1.5}})
    canvas.stroke({x, block.y}, {x, block.bottom()}, color, width);
}

void WhyDrawing::draw_spectrum(Canvas& canvas, const Rect& block, const WhyResult& result,
                               std::string_view title) const {
  const Palette& c = canvas.colors();
  heading(canvas, block, title, c.output_text);
  if (!result.spectrum) {
    canvas.outline(block, c.line, 1, 1);
    caption(canvas, block, fmt::format("needs pictures of {0} × {0} pixels", 8 * s_), c.soft);
    return;
  }
  draw_spectrum_square(canvas, block, *result.spectrum, result.peaks, *before_.spectrum, why_.original_peaks);
  caption(canvas, block,
          fmt::format("checkerboard energy {}", energy_text(*result.energy)) +
              (block.w < canvas.type(180) ? "" : "; the original has " + energy_text(why_.original_energy)),
          is_seen(*result.energy, why_.original_energy) ? c.warning : c.soft);
}

}  // namespace convscope
