#include "app/desk/ink.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace convscope {

namespace {

constexpr double kHair = 0.02;  // units: 1.6 pixels at 1280 x 720

bool is_there(const Stroke& stroke, Index step) {
  return stroke.first <= step && step <= stroke.last;
}

/// A Catmull-Rom curve through all points, as cubic Bezier curves.
Path smooth(const std::vector<Point>& points) {
  Path path{.start = points.front()};
  const auto at = [&](std::size_t i) { return points[std::min(i, points.size() - 1)]; };
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const Point before = at(i == 0 ? 0 : i - 1), from = at(i), to = at(i + 1), after = at(i + 2);
    path.segments.push_back({.to = to,
                             .cubic = true,
                             .control1 = {from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6},
                             .control2 = {to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6}});
  }
  return path;
}

}  // namespace

Color pen_color(const Palette& palette, PenColor color) {
  switch (color) {
    case PenColor::red:
      return palette.positive;
    case PenColor::blue:
      return palette.input;
    case PenColor::orange:
      return palette.kernel;
    case PenColor::green:
      return palette.output;
    case PenColor::ink:
      break;
  }
  return palette.ink;
}

void Ink::begin(const InkPlace& place, Stroke stroke) {
  Page& page = pages_[place.scene];
  page.undone.clear();
  page.strokes.push_back(std::move(stroke));
  drawing_ = &page.strokes.back().points;
}

void Ink::extend(Point to) {
  if (drawing_ == nullptr) return;
  if (!drawing_->empty() && std::hypot(to.x - drawing_->back().x, to.y - drawing_->back().y) < kHair) return;
  drawing_->push_back(to);
}

std::vector<const Stroke*> Ink::at(const InkPlace& place) const {
  std::vector<const Stroke*> found;
  const auto page = pages_.find(place.scene);
  if (page == pages_.end()) return found;
  for (const Stroke& stroke : page->second.strokes)
    if (is_there(stroke, place.step)) found.push_back(&stroke);
  return found;
}

bool Ink::undo(const InkPlace& place) {
  const auto page = pages_.find(place.scene);
  if (page == pages_.end()) return false;
  std::vector<Stroke>& strokes = page->second.strokes;
  for (std::size_t i = strokes.size(); i-- > 0;) {
    if (!is_there(strokes[i], place.step)) continue;
    end();
    page->second.undone.push_back(std::move(strokes[i]));
    strokes.erase(strokes.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }
  return false;
}

bool Ink::redo(const InkPlace& place) {
  const auto page = pages_.find(place.scene);
  if (page == pages_.end() || page->second.undone.empty()) return false;
  end();
  page->second.strokes.push_back(std::move(page->second.undone.back()));
  page->second.undone.pop_back();
  return true;
}

std::size_t Ink::clear(const InkPlace& place) {
  const auto page = pages_.find(place.scene);
  if (page == pages_.end()) return 0;
  end();
  page->second.undone.clear();
  return std::erase_if(page->second.strokes,
                       [&](const Stroke& stroke) { return is_there(stroke, place.step); });
}

std::size_t Ink::clear_all() {
  end();
  std::size_t count = 0;
  for (const auto& [scene, page] : pages_) count += page.strokes.size();
  pages_.clear();
  return count;
}

double ink_unit(const Rect& stage) {
  return std::max(1.0, std::min(stage.w / 16, stage.h / 9));
}

Point to_ink(const Rect& stage, Point at) {
  const double unit = ink_unit(stage);
  return {(at.x - stage.centre().x) / unit, (at.y - stage.centre().y) / unit};
}

Point from_ink(const Rect& stage, Point at) {
  const double unit = ink_unit(stage);
  return {stage.centre().x + at.x * unit, stage.centre().y + at.y * unit};
}

Picture ink_picture(const std::vector<const Stroke*>& strokes, const Rect& stage, const Palette& palette) {
  Picture picture(stage.w, stage.h, Color{});
  for (const Stroke* stroke : strokes) {
    if (stroke->points.empty()) continue;
    const Color color = pen_color(palette, stroke->color);
    const double width = stroke->width * ink_unit(stage);
    std::vector<Point> points;
    for (const Point& point : stroke->points) points.push_back(from_ink(stage, point));
    if (points.size() == 1) {  // a dot
      const double dot = width * 1.5;
      picture.add(Box{.rect = {points[0].x - dot / 2, points[0].y - dot / 2, dot, dot},
                      .radius = dot / 2,
                      .fill = color});
      continue;
    }
    Path path = smooth(points);
    path.stroke = color;
    path.stroke_width = width;
    picture.add(std::move(path));
  }
  return picture;
}

}  // namespace convscope
