#include "app/views/slabs.hpp"

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"

namespace convscope {

namespace {

constexpr double kThickness = 0.3;
constexpr double kInset = 0.035;
constexpr double kGlass = 0.38;
/// More cells than these are drawn as blocks of their mean: in all, and along a slab's side.
constexpr double kMostCells = 6000, kMostSide = 32;

bool crosses(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// Whether a convex polygon and a rectangle have points in common: no line along an edge parts them.
bool crosses(const std::vector<Point>& polygon, const Rect& rect) {
  const Point box[] = {
      {rect.x, rect.y}, {rect.right(), rect.y}, {rect.right(), rect.bottom()}, {rect.x, rect.bottom()}};
  const auto parted = [&](Point normal) {
    double low_a = 1e300, high_a = -1e300, low_b = 1e300, high_b = -1e300;
    for (const Point& p : polygon) {
      const double d = p.x * normal.x + p.y * normal.y;
      low_a = std::min(low_a, d);
      high_a = std::max(high_a, d);
    }
    for (const Point& p : box) {
      const double d = p.x * normal.x + p.y * normal.y;
      low_b = std::min(low_b, d);
      high_b = std::max(high_b, d);
    }
    return high_a <= low_b || high_b <= low_a;
  };
  if (parted({1, 0}) || parted({0, 1})) return false;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    if (parted({b.y - a.y, a.x - b.x})) return false;
  }
  return true;
}

/// The part of a convex polygon inside the rectangle, after Sutherland and Hodgman (1974), "Reentrant polygon
/// clipping", CACM 17(1); convex again.
std::vector<Point> clipped(std::vector<Point> polygon, const Rect& rect) {
  const auto cut = [&](auto&& inside) {  // signed distance from a side, positive within
    std::vector<Point> kept;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
      const double da = inside(a), db = inside(b);
      if (da >= 0) kept.push_back(a);
      if ((da >= 0) == (db >= 0)) continue;
      const double t = da / (da - db);
      kept.push_back({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
    }
    polygon = std::move(kept);
  };
  cut([&](Point p) { return p.x - rect.x; });
  cut([&](Point p) { return rect.right() - p.x; });
  cut([&](Point p) { return p.y - rect.y; });
  cut([&](Point p) { return rect.bottom() - p.y; });
  return polygon;
}

}  // namespace

Rect text_rect(Point at, std::string_view text, double size, Font font, Align align) {
  const double width = text_width(font, size, text), height = cap_height(font, size);
  const double left = at.x - (align == Align::centre ? width / 2 : align == Align::right ? width : 0);
  return {left, at.y - height / 2, width, height};
}

namespace {

/// Of a number in a cell; presenting, its fraction stands upright.
Rect number_rect(bool present, Point at, const std::string& text, double size) {
  if (!present || number_parts(text).below.empty())
    return text_rect(at, text, size, Font::number, Align::centre);
  const double width = upright_width(Font::number, size, text), height = size * kUprightHeight;
  return {at.x - width / 2, at.y - height / 2, width, height};
}

}  // namespace

SlabScene::SlabScene(Canvas& canvas, std::vector<Slab> slabs, std::vector<glm::dvec3> corners,
                     const Rect& area, const Rect& clip)
    : canvas_(canvas),
      slabs_(std::move(slabs)),
      clip_(clip),
      projection_(canvas.style().camera, corners, area) {
  std::stable_sort(slabs_.begin(), slabs_.end(), [&](const Slab& a, const Slab& b) {
    return projection_.distance(a.centre()) > projection_.distance(b.centre());
  });
  for (const Slab& slab : slabs_) {
    const auto rows = static_cast<double>(slab.rows), columns = static_cast<double>(slab.columns);
    std::vector<Point> face;
    for (const glm::dvec3& corner :
         {slab.point(0, 0), slab.point(0, columns), slab.point(rows, columns), slab.point(rows, 0)})
      face.push_back(projection_(corner));
    faces_.push_back(std::move(face));
  }
}

void SlabScene::draw() {
  for (std::size_t i = 0; i < slabs_.size(); ++i) draw_slab(slabs_[i], i);
  for (std::size_t i = 0; i < slabs_.size(); ++i) {
    const Slab& slab = slabs_[i];
    // The upper corner, away from the side that one sees.
    const bool at_left = projection_.camera().yaw >= 0;
    const Align align = at_left ? Align::left : Align::right;
    const Point corner = faces_[i][at_left ? 0 : 1];
    const double size = canvas_.type(13);
    const Color color = slab.lit ? role_text_color(canvas_.colors(), slab.role) : canvas_.colors().soft;
    const Point at{corner.x, corner.y - size * 0.75 - kThickness * projection_.unit(slab.at) * 0.4};
    if (!slab.name.empty() && !covered(text_rect(at, slab.name, size, Font::number, align), i))
      place(at, slab.name, size, color, Font::number, align);
  }
}

void SlabScene::polygon(const std::vector<glm::dvec3>& points, Color fill, Tag tag) {
  std::vector<Point> flat;
  flat.reserve(points.size());
  bool whole = true;
  for (const glm::dvec3& point : points) {
    flat.push_back(projection_(point));
    whole = whole && clip_.contains(flat.back());
  }
  if (!whole) flat = clipped(std::move(flat), clip_);
  if (flat.size() < 3) return;
  Path path{.start = flat.front(), .closed = true, .fill = fill};
  path.segments.reserve(flat.size() - 1);
  for (std::size_t i = 1; i < flat.size(); ++i) path.segments.push_back({flat[i]});
  canvas_.add(std::move(path), tag);
}

void SlabScene::outline(const std::vector<Point>& points, bool closed, Color color, double width,
                        double dash) {
  bool whole = true;
  for (const Point& p : points) whole = whole && clip_.contains(p);
  if (whole) {
    Path path{
        .start = points.front(), .closed = closed, .stroke = color, .stroke_width = width, .dash = dash};
    for (std::size_t i = 1; i < points.size(); ++i) path.segments.push_back({points[i]});
    canvas_.add(std::move(path));
    return;
  }
  for (std::size_t i = 0; i + (closed ? 0 : 1) < points.size(); ++i) {
    // A line is a polygon with two corners; cutting it twice, there and back, leaves its inner part.
    const std::vector<Point> part = clipped({points[i], points[(i + 1) % points.size()]}, clip_);
    if (part.size() < 2) continue;
    canvas_.stroke(part.front(), part[1], color, width, dash);
  }
}

bool SlabScene::covers(std::size_t slab, const Rect& rect) const {
  return crosses(faces_[slab], rect);
}

bool SlabScene::covered(const Rect& rect, std::size_t order) const {
  for (std::size_t i = order + 1; i < faces_.size(); ++i)
    if (slabs_[i].lit && covers(i, rect)) return true;
  return false;
}

void SlabScene::draw_slab(const Slab& slab, std::size_t order) {
  const Palette& c = canvas_.colors();
  const auto rows = static_cast<double>(slab.rows), columns = static_cast<double>(slab.columns);
  const glm::dvec3 back{0, 0, -kThickness};
  const Color hue = mix(c.stage, role_color(c, slab.role), slab.lit ? 0.5 : 0.3);
  // What does not take part is glass: one sees what it stands before.
  const double solid = slab.lit ? 1 : kGlass;
  const auto side = [&](glm::dvec3 a, glm::dvec3 b, double shade) {
    polygon({a, b, b + back, a + back}, mix(hue, c.ink, shade).with_alpha(solid));
  };
  const Camera& camera = projection_.camera();
  const double edge = camera.yaw >= 0 ? columns : 0, lid = camera.pitch >= 0 ? 0 : rows;
  side(slab.point(0, edge), slab.point(rows, edge), 0.18);
  side(slab.point(lid, 0), slab.point(lid, columns), 0.04);
  polygon({slab.point(0, 0), slab.point(0, columns), slab.point(rows, columns), slab.point(rows, 0)},
          mix(c.stage, role_color(c, slab.role), 0.2).with_alpha(solid));
  draw_cells(slab, order);
  for (const SlabMark& mark : slab.marks) {
    std::vector<Point> corners;
    for (const glm::dvec3& corner :
         {slab.point(mark.row, mark.column), slab.point(mark.row, mark.column + mark.width),
          slab.point(mark.row + mark.height, mark.column + mark.width),
          slab.point(mark.row + mark.height, mark.column)})
      corners.push_back(projection_(corner));
    outline(corners, true, mark.color, mark.thickness, mark.dash);
  }
}

void SlabScene::draw_cells(const Slab& slab, std::size_t order) {
  const Palette& c = canvas_.colors();
  const auto side = static_cast<Index>(
      std::clamp(std::sqrt(kMostCells / static_cast<double>(slabs_.size())), 8.0, kMostSide));
  const Index step = (std::max(slab.rows, slab.columns) + side - 1) / side;
  std::vector<CellLook> looks;
  double widest = 0;
  for (Index r = 0; r < slab.rows; r += step)
    for (Index k = 0; k < slab.columns; k += step) {
      CellLook look = slab.look(r, k);
      if (step > 1) {
        double sum = 0;
        Index count = 0;
        for (Index i = r; i < std::min(r + step, slab.rows); ++i)
          for (Index j = k; j < std::min(k + step, slab.columns); ++j, ++count) sum += slab.look(i, j).value;
        look.value = sum / static_cast<double>(count);
        look.text.clear();
        look.tag = {};
      }
      widest = std::max(widest, canvas_.widest_em({look.text}));
      looks.push_back(std::move(look));
    }
  const double unit = projection_.unit(slab.centre()) * slab.cell;
  double size = std::min(unit * 0.36, 30.0);
  if (widest > 0) size = std::min(size, unit * 0.84 / widest);
  if (canvas_.style().present) size = canvas_.text_size(unit, widest);
  const bool numbers = slab.lit && size >= canvas_.least_number();
  std::size_t n = 0;
  for (Index r = 0; r < slab.rows; r += step)
    for (Index k = 0; k < slab.columns; k += step) {
      const CellLook& look = looks[n++];
      const double top = static_cast<double>(r) + kInset * static_cast<double>(step),
                   left = static_cast<double>(k) + kInset * static_cast<double>(step);
      const double bottom = static_cast<double>(std::min(r + step, slab.rows)) -
                            kInset * static_cast<double>(step),
                   right = static_cast<double>(std::min(k + step, slab.columns)) -
                           kInset * static_cast<double>(step);
      Color fill = canvas_.cell_color(look);
      if (!slab.lit) fill = mix(fill, c.stage, 0.6).with_alpha(kGlass);
      polygon({slab.point(top, left), slab.point(top, right), slab.point(bottom, right),
               slab.point(bottom, left)},
              fill, slab.lit ? look.tag : Tag{});  // the pointer reaches through glass
      if (!numbers || look.text.empty() || look.text_alpha <= 0) continue;
      const Point at = projection_(slab.point((top + bottom) / 2, (left + right) / 2));
      const Rect rect = number_rect(canvas_.style().present, at, look.text, size);
      if (!covered(rect, order) && room_for(rect))
        canvas_.cell_number(at, look.text, size, readable_on(c, fill).with_alpha(look.text_alpha));
    }
}

bool SlabScene::room_for(const Rect& rect) {
  const Rect padded = rect.inset(-1);
  if (padded.x < clip_.x || padded.y < clip_.y || padded.right() > clip_.right() ||
      padded.bottom() > clip_.bottom())
    return false;
  for (const Rect& other : taken_)
    if (crosses(padded, other)) return false;
  taken_.push_back(padded);
  return true;
}

bool SlabScene::place(Point at, const std::string& text, double size, Color color, Font font, Align align) {
  if (!room_for(text_rect(at, text, size, font, align))) return false;
  canvas_.text(at, text, size, color, font, align);
  return true;
}

}  // namespace convscope
