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
struct PhotoPlaces {
  std::array<Rect, 6> pictures{};
  double title = 0;   ///< height of the names above them
  double beside = 0;  ///< or the width of the words on their right, for the back row
  Rect source;        ///< in pixels of the picture
};

PhotoPlaces layout(const Canvas& canvas, const DeblurredPhoto& photo, PhotoView view) {
  const Rect area = canvas.area();
  const double w = static_cast<double>(photo.result.sharp.shape()[3]),
               h = static_cast<double>(photo.result.sharp.shape()[2]);
  PhotoPlaces out;
  out.title = canvas.type(26);
  const double room = (area.w - 2 * kGap) / 3;
  double width = std::min(room, (area.h - 2 * out.title - kGap) / 2 * w / h);
  // Where much is free at the sides the words stand there, and the pictures take their height.
  if (const double large = (area.h - kGap) / 2 * w / h;
      canvas.style().present && room - large >= canvas.type(96)) {
    width = large;
    out.title = 0;
    out.beside = room - large;
  }
  const double height = width * h / w, pitch = width + out.beside + kGap;
  const double left = area.x + (area.w - 3 * pitch + kGap) / 2;
  const double top = area.y + std::max(0.0, (area.h - 2 * (height + out.title) - kGap) / 2);
  for (std::size_t i = 0; i < 6; ++i)
    out.pictures[i] = {left + static_cast<double>(i % 3) * pitch,
                       top + out.title + static_cast<double>(i / 3) * (height + out.title + kGap), width,
                       height};
  view = clamped(view);
  out.source = {view.x * w - w / view.zoom / 2, view.y * h - h / view.zoom / 2, w / view.zoom, h / view.zoom};
  return out;
}

/// What is said of the pictures: names and measures, all of them or of each the first.
class Words {
 public:
  Words(Canvas& canvas, const DeblurredPhoto& photo, const PhotoPlaces& places)
      : canvas_(canvas), photo_(photo), places_(places) {
    const double width = places.pictures[0].w;
    for (std::size_t i = 0; i < 6; ++i) {
      names_[i] = kNames[i];
      const Deblurred* way = ways(photo.result)[i];
      if (i == 5 && photo.result.lucy_iterations < photo.result.settings.iterations)
        names_[i] += fmt::format(" {}/{}", photo.result.lucy_iterations, photo.result.settings.iterations);
      if (way != nullptr && photo.images[i]) measures_[i] = quality_text(way->quality);
      if (i == 5 && !fits(i, width)) names_[i] = names_[i].substr(names_[i].find('-') + 1);
    }
    const auto all = [&] {
      for (std::size_t i = 0; i < 6; ++i)
        if (!fits(i, width)) return false;
      return true;
    };
    if (places.beside > 0 || all()) return;
    for (std::string& measures : measures_) measures = measures.substr(0, measures.find(' '));
    if (all()) return;
    for (std::string& measures : measures_) measures.clear();
  }

  void draw(std::size_t i, Color color) {
    const Rect& rect = places_.pictures[i];
    const Palette& c = canvas_.colors();
    if (places_.beside == 0) {
      const double y = rect.y - places_.title / 2 - 1;
      canvas_.line({rect.x, y}, {{names_[i], color, Font::text_bold}}, size(), rect.right());
      if (!measures_[i].empty())
        canvas_.text({rect.right(), y}, measures_[i], small(), c.soft, Font::number, Align::right);
      return;
    }
    const double x = rect.right() + canvas_.type(8), line = size() * 1.5;
    double y = rect.y + size() * 0.6;
    canvas_.line({x, y}, {{names_[i], color, Font::text_bold}}, size(), rect.right() + places_.beside + kGap);
    if (measures_[i].empty()) return;
    const std::size_t space = measures_[i].find(' ');
    canvas_.text({x, y += line}, measures_[i].substr(0, space) + " dB", size(), c.ink, Font::number);
    if (space == std::string::npos) return;
    canvas_.text({x, y += 1.3 * line}, "SSIM", small(), c.soft);
    canvas_.text({x, y + line * 0.8}, measures_[i].substr(space + 2), size(), c.ink, Font::number);
  }

 private:
  double size() const { return canvas_.type(15); }
  double small() const { return canvas_.type(13); }
  bool fits(std::size_t i, double width) const {
    const double name = text_width(Font::text_bold, size(), names_[i]);
    if (places_.beside > 0) return name + canvas_.type(8) < places_.beside + kGap;
    return measures_[i].empty() || name + text_width(Font::number, small(), measures_[i]) + 12 < width;
  }

  Canvas& canvas_;
  const DeblurredPhoto& photo_;
  const PhotoPlaces& places_;
  std::array<std::string, 6> names_{}, measures_{};
};

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
  const PhotoPlaces places = layout(canvas, photo, view);
  for (const Rect& rect : places.pictures)
    if (rect.contains(at)) return Point{(at.x - rect.x) / rect.w, (at.y - rect.y) / rect.h};
  return std::nullopt;
}

Picture draw_deblurring(const DeblurredPhoto& photo, PhotoView view, const Style& style) {
  Canvas canvas = canvas_for(photo, style);
  const Palette& c = canvas.colors();
  const PhotoPlaces places = layout(canvas, photo, view);
  const auto all = ways(photo.result);
  const double blurred = photo.result.blurred.quality.psnr;
  Words words(canvas, photo, places);
  for (std::size_t i = 0; i < 6; ++i) {
    const Rect& rect = places.pictures[i];
    const bool there = photo.images[i] != nullptr;
    const bool worse = i > 1 && there && all[i]->quality.psnr < blurred;
    const Color color = i == 0 ? c.input_text : i == 1 ? c.ink : worse ? c.warning : c.output_text;
    words.draw(i, color);
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
