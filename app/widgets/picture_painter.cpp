#include "app/widgets/picture_painter.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "app/gpu/white_pixel.hpp"
#include "app/picture/fit.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/imgui_types.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

double clamped_radius(const Box& box) {
  return std::clamp(box.radius, 0.0, std::max(0.0, std::min(box.rect.w, box.rect.h) / 2));
}

/// Whether a point of the rectangle also lies within its rounded corners.
bool in_rounded(const Rect& r, double radius, Point p) {
  // Rounding may leave the corners' centres in the wrong order by a bit: no clamp.
  const double cx = std::max(r.x + radius, std::min(p.x, r.right() - radius));
  const double cy = std::max(r.y + radius, std::min(p.y, r.bottom() - radius));
  return std::hypot(p.x - cx, p.y - cy) <= radius + 1e-9;
}

/// The part of the line x + y = sum inside the rounded rectangle.
std::optional<std::pair<Point, Point>> hatch_line(const Rect& r, double radius, double sum) {
  double low = std::max(r.x, sum - r.bottom()), high = std::min(r.right(), sum - r.y);
  if (low >= high) return std::nullopt;
  const auto on_line = [sum](double x) { return Point{x, sum - x}; };
  // The shape is convex and mirrored along the line's middle more or less; where the middle is outside, a
  // corner has cut off the whole line.
  const double middle = (low + high) / 2;
  if (!in_rounded(r, radius, on_line(middle))) return std::nullopt;
  const auto shorten = [&](double outer) {
    if (in_rounded(r, radius, on_line(outer))) return outer;
    double inner = middle;
    for (int i = 0; i < 24; ++i) {
      const double half = (inner + outer) / 2;
      (in_rounded(r, radius, on_line(half)) ? inner : outer) = half;
    }
    return inner;
  };
  low = shorten(low);
  high = shorten(high);
  return std::pair{on_line(low), on_line(high)};
}

std::vector<Point> flattened(const Path& path) {
  std::vector<Point> points{path.start};
  for (const Path::Segment& s : path.segments) {
    const Point from = points.back();
    if (s.cubic) {
      const double length = std::hypot(s.control1.x - from.x, s.control1.y - from.y) +
                            std::hypot(s.control2.x - s.control1.x, s.control2.y - s.control1.y) +
                            std::hypot(s.to.x - s.control2.x, s.to.y - s.control2.y);
      const int pieces = std::clamp(saturated<int>(length / 4), 8, 64);
      for (int i = 1; i < pieces; ++i) {
        const double t = static_cast<double>(i) / pieces, u = 1 - t;
        const double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        points.push_back({a * from.x + b * s.control1.x + c * s.control2.x + d * s.to.x,
                          a * from.y + b * s.control1.y + c * s.control2.y + d * s.to.y});
      }
    }
    points.push_back(s.to);
  }
  return points;
}

/// Pieces of the line, each `dash` long with gaps as long between them.
std::vector<std::vector<Point>> dashes(std::vector<Point> line, bool closed, double dash) {
  if (closed) line.push_back(line.front());
  std::vector<std::vector<Point>> pieces;
  bool on = true;
  double left = dash;
  std::vector<Point> piece{line.front()};
  for (std::size_t i = 1; i < line.size(); ++i) {
    Point from = line[i - 1];
    double length = std::hypot(line[i].x - from.x, line[i].y - from.y);
    while (length > left) {
      const double t = left / length;
      from = {from.x + (line[i].x - from.x) * t, from.y + (line[i].y - from.y) * t};
      length -= left;
      left = dash;
      if (on) {
        piece.push_back(from);
        pieces.push_back(std::move(piece));
      }
      piece = {from};
      on = !on;
    }
    left -= length;
    if (on) piece.push_back(line[i]);
  }
  if (on && piece.size() > 1) pieces.push_back(std::move(piece));
  return pieces;
}

/// Of a corner.
constexpr int kMostPieces = 24;

/// Of a circle of radius 1: four quarters from the left, of so many pieces each.
const std::vector<Point>& quarters(int pieces) {
  static const auto circles = [] {
    std::array<std::vector<Point>, kMostPieces + 1> all;
    for (int n = 1; n <= kMostPieces; ++n)
      for (int corner = 0; corner < 4; ++corner)
        for (int i = 0; i <= n; ++i) {
          const double angle = std::numbers::pi / 2 * (corner + 2.0 + static_cast<double>(i) / n);
          all[static_cast<std::size_t>(n)].push_back({std::cos(angle), std::sin(angle)});
        }
    return all;
  }();
  return circles[static_cast<std::size_t>(pieces)];
}

/// As long as it lives, shapes are drawn with the texture of the glyphs.
class ShapesAmongGlyphs {
 public:
  ShapesAmongGlyphs(ImDrawList& list, const PlacedGlyph& white)
      : list_(list), shared_(*ImGui::GetDrawListSharedData()), before_(shared_.TexUvWhitePixel) {
    compat::push_texture(list_, white.texture);
    shared_.TexUvWhitePixel = {white.u0, white.v0};
  }
  ~ShapesAmongGlyphs() {
    shared_.TexUvWhitePixel = before_;
    compat::pop_texture(list_);
  }
  ShapesAmongGlyphs(const ShapesAmongGlyphs&) = delete;
  ShapesAmongGlyphs& operator=(const ShapesAmongGlyphs&) = delete;

 private:
  ImDrawList& list_;
  ImDrawListSharedData& shared_;
  ImVec2 before_;
};

}  // namespace

PicturePainter::PicturePainter(ImDrawList& list, Gpu& gpu, double density, Point origin, double zoom)
    : list_(list), gpu_(gpu), density_(density), zoom_(zoom), origin_(origin) {
  list_._FringeScale = static_cast<float>(1 / density);  // antialiasing is one device pixel wide
}

ImVec2 PicturePainter::at(Point p) const {
  return {static_cast<float>(origin_.x + p.x * zoom_), static_cast<float>(origin_.y + p.y * zoom_)};
}

bool PicturePainter::visible(const Rect& rect) const {
  const ImVec2 min = at({rect.x, rect.y}), max = at({rect.right(), rect.bottom()});
  const ImVec2 clip_min = list_.GetClipRectMin(), clip_max = list_.GetClipRectMax();
  return max.x > clip_min.x && max.y > clip_min.y && min.x < clip_max.x && min.y < clip_max.y;
}

// Clockwise from the top left corner; round corners with so many points that no edge shows.
std::vector<ImVec2> PicturePainter::outline(const Box& box) const {
  const Rect& r = box.rect;
  const double radius = clamped_radius(box);
  if (radius <= 0)
    return {at({r.x, r.y}), at({r.right(), r.y}), at({r.right(), r.bottom()}), at({r.x, r.bottom()})};
  const int pieces =
      std::clamp(static_cast<int>(2 + std::sqrt(radius * zoom_ * density_) * 1.6), 3, kMostPieces);
  const std::array<Point, 4> centres{
      Point{r.x + radius, r.y + radius}, Point{r.right() - radius, r.y + radius},
      Point{r.right() - radius, r.bottom() - radius}, Point{r.x + radius, r.bottom() - radius}};
  std::vector<ImVec2> points;
  points.reserve(4 * (static_cast<std::size_t>(pieces) + 1));
  const Point* unit = quarters(pieces).data();
  for (const Point& centre : centres)
    for (int i = 0; i <= pieces; ++i, ++unit)
      points.push_back(at({centre.x + radius * unit->x, centre.y + radius * unit->y}));
  // Half circles meet in one point; a doubled one would spoil the antialiasing.
  const auto same = [](ImVec2 a, ImVec2 b) {
    return std::abs(a.x - b.x) < 1e-3F && std::abs(a.y - b.y) < 1e-3F;
  };
  points.erase(std::unique(points.begin(), points.end(), same), points.end());
  if (same(points.front(), points.back())) points.pop_back();
  return points;
}

void PicturePainter::stroke(const std::vector<ImVec2>& points, Color color, double width, bool closed) {
  compat::polyline(list_, points.data(), static_cast<int>(points.size()), packed(color), closed,
                   static_cast<float>(width * zoom_));
}

void PicturePainter::hatch(const Box& box) {
  const Rect& r = box.rect;
  const double radius = clamped_radius(box);
  const double last = std::ceil((r.right() + r.bottom()) / kHatchStep);
  for (double n = std::floor((r.x + r.y) / kHatchStep); n <= last; ++n)
    if (const auto line = hatch_line(r, radius, n * kHatchStep))
      stroke({at(line->first), at(line->second)}, box.hatch, kHatchWidth, false);
}

void PicturePainter::operator()(const Box& box) {
  if (!visible(box.rect.inset(-box.stroke_width))) return;
  const bool filled = box.fill.a && box.rect.w > 0 && box.rect.h > 0;
  const bool stroked = box.stroke.a && box.stroke_width > 0;
  std::vector<ImVec2> points;
  if (stroked || (filled && box.radius > 0)) points = outline(box);
  if (filled && box.radius <= 0) {
    // Whole device pixels: tiles that touch leave no seam.
    list_.AddRectFilled(at({box.rect.x, box.rect.y}), at({box.rect.right(), box.rect.bottom()}),
                        packed(box.fill));
  } else if (filled) {
    list_.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), packed(box.fill));
  }
  if (box.hatch.a) hatch(box);
  if (stroked) stroke(points, box.stroke, box.stroke_width, true);
}

void PicturePainter::operator()(const Path& path) {
  const std::vector<Point> line = flattened(path);
  const auto placed = [this](const std::vector<Point>& points) {
    std::vector<ImVec2> out;
    out.reserve(points.size());
    for (const Point& p : points) out.push_back(at(p));
    return out;
  };
  if (path.fill.a && line.size() > 2) {
    const std::vector<ImVec2> points = placed(line);
    list_.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), packed(path.fill));
  }
  if (!path.stroke.a || path.stroke_width <= 0 || line.size() < 2) return;
  if (path.dash > 0) {
    for (const auto& piece : dashes(line, path.closed, path.dash))
      stroke(placed(piece), path.stroke, path.stroke_width, false);
    return;
  }
  stroke(placed(line), path.stroke, path.stroke_width, path.closed);
  if (path.closed || path.stroke_width * zoom_ * density_ < 1.5) return;
  for (const Point& end : {line.front(), line.back()})  // round caps
    list_.AddCircleFilled(at(end), static_cast<float>(path.stroke_width / 2 * zoom_), packed(path.stroke));
}

void PicturePainter::operator()(const Label& label) {
  if (!label.color.a || label.text.empty() || label.size <= 0) return;
  const std::vector<Glyph> glyphs = lay_out(label.font, Spoken(label.text).text());
  double em = 0;
  for (const Glyph& g : glyphs) em += g.advance;
  const double left = left_of(label, em * label.size);
  if (!visible({left, label.at.y - label.size, em * label.size, 2 * label.size})) return;
  if (is_fit_watched()) {
    const double capital = cap_height(label.font, label.size) * zoom_;
    const ImVec2 from = list_.GetClipRectMin(), to = list_.GetClipRectMax();
    const bool scrolls = ImGui::GetScrollMaxX() > 0;  // whoever wants to read it can
    const Rect place{origin_.x + left * zoom_, origin_.y + label.at.y * zoom_ - capital / 2,
                     em * label.size * zoom_, capital};
    note_text(&list_, label.text, place,
              scrolls ? place : Rect{from.x, from.y, to.x - from.x, to.y - from.y});
  }

  // Device pixels from here; the baseline stands on a whole one.
  const double size = label.size * zoom_ * density_;
  double x = (origin_.x + left * zoom_) * density_;
  const double middle = (origin_.y + label.at.y * zoom_) * density_;
  const auto y = static_cast<float>(std::round(middle + cap_height(label.font, size) / 2));
  const auto unit = static_cast<float>(1 / density_);
  const unsigned around = compat::texture_of(list_.CmdBuffer.back());
  unsigned texture = around;
  for (const Glyph& g : glyphs) {
    const PlacedGlyph placed = gpu_.glyphs.find(label.font, g, size, x);
    if (placed.texture) {
      if (placed.texture != texture) {
        if (texture != around) compat::pop_texture(list_);
        texture = placed.texture;
        if (texture != around) compat::push_texture(list_, texture);
      }
      const auto pen = static_cast<float>(std::floor(x));
      list_.PrimReserve(6, 4);
      list_.PrimRectUV({(pen + placed.x0) * unit, (y + placed.y0) * unit},
                       {(pen + placed.x1) * unit, (y + placed.y1) * unit}, {placed.u0, placed.v0},
                       {placed.u1, placed.v1}, packed(label.color));
    }
    x += g.advance * size;
  }
  if (texture != around) compat::pop_texture(list_);
}

void PicturePainter::operator()(const Raster& raster) {
  if (!raster.image || raster.image->width <= 0 || raster.image->height <= 0 || !visible(raster.rect)) return;
  const double width = raster.image->width, height = raster.image->height;
  const Rect source = raster.source.w > 0 && raster.source.h > 0 ? raster.source : Rect{0, 0, width, height};
  compat::add_image(
      list_, gpu_.textures.find(raster.image, raster.smooth), at({raster.rect.x, raster.rect.y}),
      at({raster.rect.right(), raster.rect.bottom()}),
      {static_cast<float>(source.x / width), static_cast<float>(source.y / height)},
      {static_cast<float>(source.right() / width), static_cast<float>(source.bottom() / height)});
}

void PicturePainter::operator()(const Picture& picture) {
  const ShapesAmongGlyphs same_texture(list_, gpu_.glyphs.find(Font::text, kWhitePixel, 1, 0));
  if (picture.background.a)
    (*this)(Box{.rect = {0, 0, picture.width, picture.height}, .fill = picture.background});
  for (const Item& item : picture.items) std::visit(*this, item.shape);
}

}  // namespace convscope
