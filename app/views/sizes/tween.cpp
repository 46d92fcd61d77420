#include "app/views/sizes/tween.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace convscope {

namespace {

double mixed(double a, double b, double t) {
  return a + (b - a) * t;
}
Point mixed(Point a, Point b, double t) {
  return {mixed(a.x, b.x, t), mixed(a.y, b.y, t)};
}
Rect mixed(const Rect& a, const Rect& b, double t) {
  return {mixed(a.x, b.x, t), mixed(a.y, b.y, t), mixed(a.w, b.w, t), mixed(a.h, b.h, t)};
}

std::string key(Color c) {
  return {static_cast<char>(c.r), static_cast<char>(c.g), static_cast<char>(c.b), static_cast<char>(c.a)};
}

/// Items with equal keys can become each other.
std::string key(const Item& item) {
  if (const Box* box = std::get_if<Box>(&item.shape)) return "b" + key(box->fill) + key(box->hatch);
  if (const Path* path = std::get_if<Path>(&item.shape))
    return "p" + std::to_string(path->segments.size()) + key(path->fill) + key(path->stroke);
  if (const Label* label = std::get_if<Label>(&item.shape)) return "l" + key(label->color) + label->text;
  return {};
}

void move(Box& box, const Box& from, double t) {
  box.rect = mixed(from.rect, box.rect, t);
}
void move(Path& path, const Path& from, double t) {
  path.start = mixed(from.start, path.start, t);
  for (std::size_t i = 0; i < path.segments.size(); ++i) {
    Path::Segment& s = path.segments[i];
    const Path::Segment& f = from.segments[i];
    if (s.cubic != f.cubic) continue;
    s.to = mixed(f.to, s.to, t);
    s.control1 = mixed(f.control1, s.control1, t);
    s.control2 = mixed(f.control2, s.control2, t);
  }
}
void move(Label& label, const Label& from, double t) {
  label.at = mixed(from.at, label.at, t);
  label.size = mixed(from.size, label.size, t);
}
void move(Raster&, const Raster&, double) {}

void fade(Box& box, double t) {
  box.fill = box.fill.with_alpha(t);
  box.stroke = box.stroke.with_alpha(t);
  box.hatch = box.hatch.with_alpha(t);
}
void fade(Path& path, double t) {
  path.fill = path.fill.with_alpha(t);
  path.stroke = path.stroke.with_alpha(t);
}
void fade(Label& label, double t) {
  label.color = label.color.with_alpha(t);
}
void fade(Raster&, double) {}

/// Takes the counterpart of an item out of the candidates: for words the nearest one that is not far, for
/// all else the next in order. Null when there is none.
const Item* take(std::vector<const Item*>& candidates, const Item& item) {
  if (candidates.empty()) return nullptr;
  auto chosen = candidates.begin();
  if (const Label* label = std::get_if<Label>(&item.shape)) {
    constexpr double kFar = 110;
    const auto distance = [&](const Item* other) {
      const Point at = std::get<Label>(other->shape).at;
      return std::hypot(at.x - label->at.x, at.y - label->at.y);
    };
    chosen = std::ranges::min_element(candidates, {}, distance);
    if (distance(*chosen) > kFar) return nullptr;
  }
  const Item* found = *chosen;
  candidates.erase(chosen);
  return found;
}

}  // namespace

Picture between(const Picture& from, const Picture& to, double t) {
  if (t >= 1) return to;
  std::map<std::string, std::vector<const Item*>> known;
  for (const Item& item : from.items) known[key(item)].push_back(&item);
  Picture picture = to;
  for (Item& item : picture.items) {
    const Item* before = take(known[key(item)], item);
    std::visit(
        [&](auto& shape) {
          using Moved = std::decay_t<decltype(shape)>;
          if (before != nullptr)
            move(shape, std::get<Moved>(before->shape), t);
          else
            fade(shape, t);
        },
        item.shape);
  }
  return picture;
}

}  // namespace convscope
