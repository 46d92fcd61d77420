#include "app/export/film.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "app/picture/backends.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"

namespace convscope {

namespace {

/// Grows to hold points.
class Bounds {
 public:
  void add(double x0, double y0, double x1, double y1) {
    x0_ = any_ ? std::min(x0_, x0) : x0;
    y0_ = any_ ? std::min(y0_, y0) : y0;
    x1_ = any_ ? std::max(x1_, x1) : x1;
    y1_ = any_ ? std::max(y1_, y1) : y1;
    any_ = true;
  }
  void add(const Rect& r, double margin) {
    add(r.x - margin, r.y - margin, r.right() + margin, r.bottom() + margin);
  }
  Rect rect() const { return any_ ? Rect{x0_, y0_, x1_ - x0_, y1_ - y0_} : Rect{}; }

  void operator()(const Box& box) {
    const bool stroked = box.stroke.a && box.stroke_width > 0;
    if (box.fill.a || box.hatch.a || stroked) add(box.rect, stroked ? box.stroke_width / 2 : 0);
  }
  void operator()(const Path& path) {
    const bool stroked = path.stroke.a && path.stroke_width > 0;
    if (!stroked && !path.fill.a) return;
    const double half = stroked ? path.stroke_width / 2 : 0;
    const auto point = [&](Point p) { add(p.x - half, p.y - half, p.x + half, p.y + half); };
    point(path.start);
    for (const Path::Segment& s : path.segments) {  // a curve lies within its control points
      point(s.to);
      if (s.cubic) point(s.control1), point(s.control2);
    }
  }
  void operator()(const Label& label) {
    if (!label.color.a || label.text.empty()) return;
    add(rect_of(label, 1.24), 0);  // with what hangs below
  }
  void operator()(const Raster& raster) { add(raster.rect, 0); }

 private:
  double x0_ = 0, y0_ = 0, x1_ = 0, y1_ = 0;
  bool any_ = false;
};

std::vector<std::string_view> transparent_endings() {
  std::vector<std::string_view> out;
  for (const ExportFormat& format : export_formats())
    if (format.transparent) out.push_back(format.ending);
  return out;
}

}  // namespace

std::string document_title(const Film& film) {
  const std::string title = spoken(film.title);
  return film.line.empty() ? title : title.empty() ? film.line : fmt::format("{}: {}", title, film.line);
}

Rect drawn_part(const Picture& picture) {
  Bounds bounds;
  for (const Item& item : picture.items) std::visit(bounds, item.shape);
  return bounds.rect();
}

bool is_still(const ExportFormat& format, const ExportChoice& choice) {
  return format.still() && !(format.moving() && choice.all_steps);
}

void check_export(const ExportFormat& format, const ExportChoice& choice) {
  if (choice.ground == FigureGround::none && !format.transparent)
    throw Error("ground", fmt::format("a {} file always has one", format.ending),
                fmt::format("theme or white, or {}", listed(transparent_endings(), Listing::with_or)));
}

std::vector<AnimationFrame> frames_of(const Film& film, const ExportChoice& choice) {
  if (!film.animated) return {{still_moment(film.steps, film.steps), kHoldSeconds}};
  std::vector<AnimationFrame> frames = animation_frames(film.steps, choice.timing);
  if (choice.timing.stills && frames.size() > 1)
    frames.pop_back();  // nothing moves, so nothing comes to rest
  return frames;
}

Film prepared(Film film, const ExportChoice& choice) {
  Rect part{};
  if (choice.cropped) {
    // One part for all moments, so that nothing jumps.
    Bounds bounds;
    const auto look = [&](Moment moment) {
      if (const Rect r = drawn_part(film.draw(moment)); r.w > 0) bounds.add(r, kCropMargin);
    };
    look(film.now);
    for (Index step = 0; film.animated && step < film.steps; ++step) look({step, 0.5}), look({step, 1});
    part = bounds.rect();
    part = {std::floor(part.x), std::floor(part.y), std::ceil(part.w), std::ceil(part.h)};
  }
  const Color ground = choice.ground == FigureGround::white ? Color{255, 255, 255, 255} : Color{};
  for (std::function<Picture(Moment)>* const each : {&film.draw, &film.in_other_theme}) {
    if (!*each) continue;
    *each = [draw = std::move(*each), part, choice, ground](Moment moment) {
      Picture picture = draw(moment);
      if (choice.ground != FigureGround::theme) picture.background = ground;
      if (!(part.w > 0 && part.h > 0)) return picture;
      Picture cut(part.w, part.h, picture.background);
      append(cut, std::move(picture), {-part.x, -part.y});
      return cut;
    };
  }
  return film;
}

std::size_t write_film(const Film& film, const ExportChoice& choice, const ExportFormat& format,
                       PendingFile& file, const Progress& progress) {
  check_export(format, choice);
  if (format.document) return format.document(film, choice, file, progress);
  const Backing backing = choice.backing();
  if (is_still(format, choice)) {
    const Film one = prepared({.draw = film.draw, .animated = false, .now = film.now}, choice);
    file.write(format.picture(one.draw(film.now), choice.scale, backing, document_title(film)));
    return 1;
  }
  ExportChoice all = choice;
  all.timing.stills = choice.all_steps;
  const Film whole = prepared(film, all);
  const std::vector<AnimationFrame> frames = frames_of(whole, all);
  if (format.pages) {
    std::vector<Picture> pages;
    for (const AnimationFrame& frame : frames) {
      progress.at(static_cast<double>(pages.size()) / static_cast<double>(frames.size()));
      pages.push_back(whole.draw(frame.moment));
    }
    file.write(format.pages(pages, backing, document_title(film)));
  } else {
    const PaintFrame paint = [&](Moment moment) {
      return rasterise(whole.draw(moment), choice.scale, backing);
    };
    format.animation(frames, paint, choice.timing.fps, file, progress);
  }
  return frames.size();
}

}  // namespace convscope
