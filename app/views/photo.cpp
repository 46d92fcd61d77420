#include "app/views/photo.hpp"
#include "app/views/view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/images/why.hpp"
#include "app/views/pixels.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/verdict.hpp"
#include "core/metrics/image.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

namespace {

std::optional<std::string> photo_obstacle(const Derived& derived) {
  const Geometry& g = derived.op().geometry;
  if (g.rank() > 2) return "enlarges along two axes; choose a size such as 4x4";
  if (g.rank() == 2 && g.axes[0].stride != g.axes[1].stride) return "needs one stride for both axes";
  if (g.axes[0].stride > 16) return "enlarges up to 16 times; choose a smaller stride";
  for (const Axis& axis : g.axes)
    if (axis.dilation != 1) return "needs dilation 1";
  if (!photo_kernel_usable(derived.weights(), element_count(g.taps())))
    return "needs a kernel whose weights do not sum to 0, such as box or bilinear";
  return std::nullopt;
}

/// The four pictures, left to right.
constexpr std::array kNames{"original", "transposed", "nearest", "bilinear"};

const Tensor<float>& pixels(const PhotoComparison& photo, std::size_t which) {
  const std::array all{&photo.original, &photo.transposed, &photo.nearest, &photo.bilinear};
  return *all[which];
}

/// As many pixels as a large screen shows of it; nearly all of a photograph's would never be seen.
constexpr Index kWidest = 800;

std::shared_ptr<const Image> image_of(const Tensor<float>& all) {
  const Index factor = std::min((all.shape()[3] + kWidest - 1) / kWidest, all.shape()[2]);
  return std::make_shared<const Image>(
      to_image(factor > 1 ? shrink_area(cropped_to_multiple(all, factor), factor) : all));
}

std::string source_words(const PhotoComparison& photo) {
  return photo.reduced > 1 ? fmt::format("{} at 1/{} of its size", photo.name, photo.reduced) : photo.name;
}

/// Before the comparison is there.
Picture empty(const Style& style) {
  Canvas canvas(style, "Photo", "");
  const Rect area = canvas.area();
  canvas.paragraph({area.x, area.y + canvas.type(16)}, "Preparing the photograph…", canvas.type(16), area.w,
                   palette(style.theme).soft);
  return canvas.finish();
}

/// What the kernel alone says of pictures.
std::string what_to_expect(const PhotoComparison& photo, const Judgement& verdict) {
  if (verdict.flat != Prediction::none)
    return fmt::format(
        "The kernel's phase sums differ by {} of their mean: even a constant picture gets a checkerboard.",
        spread_text(photo.kernel.phase_spread));
  if (verdict.worst() != Prediction::none)
    return fmt::format(
        "All phase sums are equal: a constant picture stays constant. Yet there is a pattern: {}.",
        in_words(verdict));
  return "All phase sums are equal: a constant picture stays constant, there is no checkerboard.";
}

struct Panel {
  std::string detail;
  Color color;
};

/// A picture's name and what is behind it in so much room. How near it is comes first: the measure that
/// people ask for.
std::vector<Piece> panel_title(const ComparedPhoto& photo, std::size_t i, const Panel& panel,
                               const Palette& c, double size, double room) {
  std::vector<Piece> out = {{kNames[i], panel.color, Font::text_bold}};
  double end = text_width(Font::text_bold, size, kNames[i]);
  const auto add = [&](const std::string& words, Font font) {
    const double longer = end + text_width(font, size, "  " + words);
    if (words.empty() || longer > room) return;
    out.push_back({"  " + words, c.soft, font});
    end = longer;
  };
  if (std::isfinite(photo.psnr[i])) add(fmt::format("{:.1f} dB", photo.psnr[i]), Font::text);
  add(panel.detail, Font::text);
  return out;
}

Picture draw_photo(const Derived& derived, Moment, const Style& style) {
  if (!style.photo) return empty(style);
  const PhotoComparison& photo = style.photo->comparison;
  const Shape taps = derived.op().geometry.taps();
  const Palette& c = palette(style.theme);
  Canvas canvas(
      style, "Photo",
      fmt::format("{}, made {} times smaller and enlarged again", source_words(photo), photo.factor));
  const Judgement verdict = judge(photo.kernel);
  const bool patterned = verdict.worst() != Prediction::none;
  const std::string kernel = taps.rank() == 1 ? fmt::format("{0} × {0}", taps[0]) : to_string(taps);
  const std::array<Panel, kNames.size()> panels{{
      {to_string(Shape{photo.original.shape()[3], photo.original.shape()[2]}), c.input_text},
      {fmt::format("kernel {}, stride {}", kernel, photo.factor), patterned ? c.warning : c.output_text},
      {"", c.output_text},
      {"", c.output_text},
  }};
  const Rect area = canvas.area();
  const std::string sentence = what_to_expect(photo, verdict);
  const Color verdict_color = patterned ? c.warning : c.output_text;
  const std::string gain =
      fmt::format("Kernel scaled by {} to keep the brightness.", canvas.number(photo.gain));
  const double text_size = canvas.type(16), leading = text_size * 1.35;
  const int verdict_lines =
      canvas.paragraph({}, sentence, text_size, area.w, verdict_color, Font::text_medium, false);
  const double gap = 18, title = canvas.type(26),
               foot = (verdict_lines + (style.present ? 0 : 1)) * leading + 12, between = canvas.type(14);
  const auto columns = static_cast<double>(photo.original.shape()[3]);
  const auto rows = static_cast<double>(photo.original.shape()[2]);
  // The whole picture above, a detail with square pixels below, both of one width.
  // From the back row the detail is what counts: it is twice as large, and the whole above it smaller.
  const double height = area.h - title - foot - between;
  const double share = style.present ? 0.66 : 1 / (1 + rows / columns);
  const double width = std::min((area.w - 3 * gap) / 4, height * share);
  const double whole =
                   style.present ? std::min(height - width, width * rows / columns) : width * rows / columns,
               wide = whole * columns / rows, detail = width;
  const double left = area.x + (area.w - 4 * width - 3 * gap) / 2;
  const double top = area.y + std::max(0.0, height - whole - detail) / 3;
  // Few enough pixels that each is five screen pixels wide: the pattern has a period of two.
  const double side = std::clamp(std::floor(detail / 5), 1.0, std::min(columns, rows));
  const auto start = [&](double extent, double centre) {
    return std::floor(std::clamp(centre * extent - side / 2, 0.0, extent - side));
  };
  const Rect source{start(columns, 0.42), start(rows, 0.4), side, side};
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const Panel& panel = panels[i];
    const double x = left + static_cast<double>(i) * (width + gap);
    const auto image = style.photo->images[i];
    const std::vector<Piece> name = panel_title(*style.photo, i, panel, c, text_size, width);
    canvas.line({x, top + title / 2 - 2}, name, text_size, x + width + gap);
    const Rect above{x + (width - wide) / 2, top + title, wide, whole};
    canvas.add(Raster{.rect = above, .image = image, .smooth = true});
    const double zoom = wide / columns;
    canvas.outline({above.x + source.x * zoom, above.y + source.y * zoom, source.w * zoom, source.h * zoom},
                   c.kernel, 2, 1);
    const Rect below{x, above.bottom() + between, detail, detail};
    canvas.add(
        Raster{.rect = below, .image = std::make_shared<const Image>(to_image(pixels(photo, i), source))});
    canvas.outline(below, c.kernel, 2, 1);
  }
  const double text_top = top + title + whole + between + detail + 20 + text_size / 2;
  // Under the pictures, or where that is too narrow from edge to edge.
  const double line = text_width(Font::text_medium, text_size, sentence);
  const double words = left + line <= area.right() ? left : area.x;
  canvas.paragraph({words, text_top}, sentence, text_size, area.w, verdict_color, Font::text_medium);
  if (!style.present)
    canvas.paragraph({words, text_top + verdict_lines * leading}, gain, text_size, area.w, c.soft);
  return canvas.finish();
}

}  // namespace

ComparedPhotoPtr compared_photo(const Derived& derived, const Photo& photo, Budget budget) {
  auto made = std::make_shared<ComparedPhoto>();
  made->comparison = compare_photo(derived, photo, budget);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const Tensor<float>& picture = pixels(made->comparison, i);
    made->images[i] = image_of(picture);
    made->psnr[i] = psnr(mean_squared_error(made->comparison.original, as_saved(picture)));
  }
  return made;
}

extern const View kPhoto{
    .name = "photo",
    .title = "Photo",
    .help = "A photograph enlarged by the transposed convolution, next to nearest and bilinear.",
    .more = {"stride 2, kernel 4 against nearest and bilinear",
             "What the kernel's uneven overlap does to a picture, and what resizing first does not.",
             "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    .example = "tconv 4x4 k3 s2 w=box",
    .obstacle = photo_obstacle,
    .draw = draw_photo,
    .animated = false,
    .photograph = true,
};

}  // namespace convscope
