#include "app/views/round_trip/deblurring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/pixels.hpp"
#include "app/views/text_column.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 6> kNames{"sharp",  "blurred",  "transposed",
                                                 "Wiener", "Tikhonov", "Richardson-Lucy"};
constexpr double kGap = 18;

std::array<const Deblurred*, 6> ways(const Deblurring& d) {
  return {nullptr, &d.blurred, &d.transposed, &d.wiener, &d.tikhonov, &d.lucy};
}

std::string quality_text(const Quality& q) {
  const std::string peak = std::isinf(q.psnr) ? "∞" : fmt::format("{:.1f}", q.psnr);
  return q.ssim ? fmt::format("{}  {:.3f}", peak, *q.ssim) : peak;
}

/// Where the six pictures stand.
struct Layout {
  std::array<Rect, 6> pictures{};
  double title = 0;
  Rect source;  ///< in pixels of the picture
};

Layout layout(const Canvas& canvas, const DeblurredPhoto& photo, PhotoView view) {
  const Rect area = canvas.area();
  const double w = static_cast<double>(photo.result.sharp.shape()[3]),
               h = static_cast<double>(photo.result.sharp.shape()[2]);
  Layout out;
  out.title = canvas.type(26);
  const double width = std::min((area.w - 2 * kGap) / 3, (area.h - 2 * out.title - kGap) / 2 * w / h),
               height = width * h / w;
  const double left = area.x + (area.w - 3 * width - 2 * kGap) / 2;
  const double top = area.y + std::max(0.0, (area.h - 2 * (height + out.title) - kGap) / 2);
  for (std::size_t i = 0; i < 6; ++i)
    out.pictures[i] = {left + static_cast<double>(i % 3) * (width + kGap),
                       top + out.title + static_cast<double>(i / 3) * (height + out.title + kGap), width,
                       height};
  view = clamped(view);
  out.source = {view.x * w - w / view.zoom / 2, view.y * h - h / view.zoom / 2, w / view.zoom, h / view.zoom};
  return out;
}

Canvas canvas_for(const DeblurredPhoto& photo, const Style& style) {
  return Canvas(
      style, "Photo",
      fmt::format("{}: the middle {} × {} of {} × {}, blurred, made noisy, and brought back", photo.name,
                  photo.result.sharp.shape()[3], photo.result.sharp.shape()[2], photo.width, photo.height));
}

}  // namespace

PhotoView clamped(PhotoView view) {
  view.zoom = std::clamp(view.zoom, 1.0, kLargestPhotoZoom);
  const double half = 0.5 / view.zoom;
  view.x = std::clamp(view.x, half, 1 - half);
  view.y = std::clamp(view.y, half, 1 - half);
  return view;
}

DeblurredPhoto with_images(std::string name, Index width, Index height, Deblurring result) {
  DeblurredPhoto out{std::move(name), width, height, std::move(result), {}, {}};
  const auto all = ways(out.result);
  for (std::size_t i = 0; i < 6; ++i) {
    const Tensor<float>& picture = i == 0 ? out.result.sharp : all[i]->picture;
    if (picture.size() > 0) out.images[i] = std::make_shared<const Image>(to_image(picture));
  }
  const Tensor<double> taps = blur_kernel(out.result.settings.blur, out.result.settings.size);
  const double most = *std::ranges::max_element(taps.values());
  Image kernel{static_cast<int>(taps.shape()[1]), static_cast<int>(taps.shape()[0]), {}};
  for (double tap : taps.values()) {
    const auto grey = static_cast<std::uint8_t>(std::lround(255 * tap / most));
    kernel.rgba.insert(kernel.rgba.end(), {grey, grey, grey, 255});
  }
  out.kernel = std::make_shared<const Image>(std::move(kernel));
  return out;
}

std::optional<Point> photo_point(const DeblurredPhoto& photo, PhotoView view, const Style& style, Point at) {
  const Canvas canvas = canvas_for(photo, style);
  const Layout places = layout(canvas, photo, view);
  for (const Rect& rect : places.pictures)
    if (rect.contains(at)) return Point{(at.x - rect.x) / rect.w, (at.y - rect.y) / rect.h};
  return std::nullopt;
}

Picture draw_deblurring(const DeblurredPhoto& photo, PhotoView view, const Style& style) {
  Canvas canvas = canvas_for(photo, style);
  const Palette& c = canvas.colors();
  const Layout places = layout(canvas, photo, view);
  const auto all = ways(photo.result);
  const double blurred = photo.result.blurred.quality.psnr;
  for (std::size_t i = 0; i < 6; ++i) {
    const Rect& rect = places.pictures[i];
    const bool there = photo.images[i] != nullptr;
    const bool worse = i > 1 && there && all[i]->quality.psnr < blurred;
    const Color color = i == 0 ? c.input_text : i == 1 ? c.ink : worse ? c.warning : c.output_text;
    std::string name(kNames[i]);
    if (i == 5 && photo.result.lucy_iterations < photo.result.settings.iterations)
      name += fmt::format(" {}/{}", photo.result.lucy_iterations, photo.result.settings.iterations);
    const double y = rect.y - places.title / 2 - 1, size = canvas.type(15), small = canvas.type(13);
    std::string metrics;
    if (i > 0 && there) {
      metrics = quality_text(all[i]->quality);
      // Where both names do not fit, the shorter one has to do.
      const auto fits = [&] {
        return text_width(Font::text_bold, size, name) + text_width(Font::number, small, metrics) + 12 <
               rect.w;
      };
      if (!fits() && i == 5) name = name.substr(name.find('-') + 1);
      if (!fits()) metrics = metrics.substr(0, metrics.find(' '));
      if (!fits()) metrics.clear();
    }
    canvas.line({rect.x, y}, {{name, color, Font::text_bold}}, size, rect.right());
    if (!metrics.empty()) canvas.text({rect.right(), y}, metrics, small, c.soft, Font::number, Align::right);
    if (there)
      canvas.add(Raster{.rect = rect,
                        .image = photo.images[i],
                        .source = places.source,
                        .smooth = rect.w / places.source.w < 3});
    else
      canvas.add(Box{.rect = rect, .radius = 4, .fill = c.cell});
    if (!there) canvas.text(rect.centre(), "at work…", canvas.type(15), c.soft, Font::text, Align::centre);
    canvas.outline(rect, worse ? c.warning : c.line, worse ? 2 : 1, 0);
    if (i == 1 && there) {
      // What it was blurred with, in its corner.
      const double side = std::min(canvas.type(44), rect.w / 4);
      const Rect corner{rect.x + 8, rect.bottom() - side - 8, side, side};
      canvas.add(Raster{.rect = corner, .image = photo.kernel});
      canvas.outline(corner, c.kernel, 2, 0);
    }
  }
  return canvas.finish();
}

Picture draw_deblurring_words(const DeblurredPhoto& photo, const Style& style) {
  TextColumn column(style);
  const Palette& c = column.colors();
  const Deblurring& d = photo.result;
  const auto all = ways(d);
  column.heading("PSNR in dB, and SSIM");
  column.note("against the sharp picture: more is better", c.soft);
  column.space(4);
  for (std::size_t i = 1; i < 6; ++i) {
    const bool there = photo.images[i] != nullptr;
    const bool worse = i > 1 && there && all[i]->quality.psnr < d.blurred.quality.psnr;
    column.pieces({{fmt::format("{:<11}", i == 5 ? "Lucy" : kNames[i]), c.soft},
                   {there ? quality_text(all[i]->quality) : "…",
                    i == 1  ? c.ink
                    : worse ? c.warning
                            : c.output_text,
                    Font::number_bold}});
  }
  column.rule();
  column.heading("Transposed");
  column.note(
      "The transposed convolution of a blurred picture: the same blur once more, turned. It deconvolves "
      "nothing.",
      c.soft);
  column.rule();
  column.heading("Deconvolved");
  column.note("Wiener: conj(H) Y / (|H|² + ratio), which is Tikhonov with a penalty on |x|².", c.soft);
  column.space(4);
  column.note("Tikhonov: here with a penalty on slopes, λ|∇x|².", c.soft);
  column.space(4);
  column.note(
      "Richardson-Lucy: x · Cᵀ(y / Cx), again and again; stays positive. More iterations sharpen, then grow "
      "noise.",
      c.soft);
  column.space(4);
  column.note("All know the blur. Borders wrap around.", c.soft);
  return column.finish();
}

}  // namespace convscope
