// Colour mixing, hit test and the text form of a Picture.
#include "app/picture/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "app/picture/fonts.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

// One decimal, no trailing zero, no minus zero: goldens survive the last bits of a sum.
std::string number(double value) {
  const double tenths = std::round(value * 10);
  if (tenths == 0) return "0";
  std::string text = fmt::format("{:.1f}", tenths / 10);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string point(Point p) {
  return number(p.x) + "," + number(p.y);
}

std::string rectangle(const Rect& r) {
  return fmt::format("{},{} {}x{}", number(r.x), number(r.y), number(r.w), number(r.h));
}

std::string color(Color c) {
  return c.a == 255 ? fmt::format("#{:02x}{:02x}{:02x}", c.r, c.g, c.b)
                    : fmt::format("#{:02x}{:02x}{:02x}{:02x}", c.r, c.g, c.b, c.a);
}

std::string inks(Color fill, Color stroke, double stroke_width) {
  std::string text;
  if (fill.a) text += " fill " + color(fill);
  if (stroke.a) text += " stroke " + color(stroke) + " " + number(stroke_width);
  return text;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

// FNV-1a: a golden notices when a pixel changes without listing the pixels.
std::uint32_t checksum(const Image& image) {
  std::uint32_t hash = 2166136261u;
  for (std::uint8_t byte : image.rgba) hash = (hash ^ byte) * 16777619u;
  return hash;
}

struct Describe {
  std::string operator()(const Box& box) const {
    std::string text = "box " + rectangle(box.rect);
    if (box.radius > 0) text += " radius " + number(box.radius);
    text += inks(box.fill, box.stroke, box.stroke_width);
    if (box.hatch.a) text += " hatch " + color(box.hatch);
    return text;
  }
  std::string operator()(const Path& path) const {
    std::string text = "path " + point(path.start);
    for (const Path::Segment& s : path.segments)
      text += s.cubic ? fmt::format(" C {} {} {}", point(s.control1), point(s.control2), point(s.to))
                      : " L " + point(s.to);
    if (path.closed) text += " Z";
    text += inks(path.fill, path.stroke, path.stroke_width);
    if (path.dash > 0) text += " dash " + number(path.dash);
    return text;
  }
  std::string operator()(const Label& label) const {
    constexpr std::array fonts{"text", "text-medium", "text-bold", "number", "number-bold"};
    constexpr std::array aligns{"left", "centre", "right"};
    return fmt::format("label {} {} {} {} {} {}", point(label.at),
                       aligns[static_cast<std::size_t>(label.align)],
                       fonts[static_cast<std::size_t>(label.font)], number(label.size), color(label.color),
                       in_quotes(label.text));
  }
  std::string operator()(const Raster& raster) const {
    std::string text = "raster " + rectangle(raster.rect);
    if (raster.image)
      text += fmt::format(" {}x{} pixels {:08x}", raster.image->width, raster.image->height,
                          checksum(*raster.image));
    if (raster.source.w > 0 && raster.source.h > 0) text += " from " + rectangle(raster.source);
    if (raster.smooth) text += " smooth";
    return text;
  }
};

struct Covers {
  Point at;
  bool operator()(const Box& box) const { return box.rect.contains(at); }
  /// Only a filled polygon covers anything; it is convex, so the point is on one side of all its edges.
  bool operator()(const Path& path) const {
    if (!path.closed || path.fill.a == 0) return false;
    bool left = false, right = false;
    Point from = path.segments.empty() ? path.start : path.segments.back().to;
    const auto side = [&](Point to) {
      const double turn = (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x);
      left = left || turn < 0;
      right = right || turn > 0;
      from = to;
    };
    side(path.start);
    for (const Path::Segment& segment : path.segments) {
      if (segment.cubic) return false;
      side(segment.to);
    }
    return left != right;
  }
  bool operator()(const Label& label) const { return rect_of(label, 1.2).contains(at); }
  bool operator()(const Raster& raster) const { return raster.rect.contains(at); }
};

}  // namespace

Color Color::with_alpha(double alpha) const {
  return {r, g, b, to_byte(a * std::clamp(alpha, 0.0, 1.0))};
}

Color mix(Color a, Color b, double t) {
  t = std::clamp(t, 0.0, 1.0);
  const auto channel = [t](std::uint8_t from, std::uint8_t to) { return to_byte(from + (to - from) * t); };
  return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), channel(a.a, b.a)};
}

const char* role_name(Role role) {
  constexpr std::array names{"none",     "input",          "kernel",          "output", "entry",
                             "upstream", "input-gradient", "weight-gradient", "bias"};
  return names[static_cast<std::size_t>(role)];
}

namespace {

Tag entry_at(const Raster& raster, Point at) {
  const EntryArea& e = raster.entries;
  const double across = (at.x - raster.rect.x) / raster.rect.w, down = (at.y - raster.rect.y) / raster.rect.h;
  const auto part = [](double t, Index count) { return saturated(t * static_cast<double>(count)); };
  const Index row = e.row + part(e.transposed ? across : down, e.rows);
  const Index column = e.column + part(e.transposed ? down : across, e.columns);
  return {Role::entry, row * e.all_columns + column};
}

}  // namespace

void append(Picture& picture, Picture part, Point at) {
  const auto shift = [&](Point& p) { p = {p.x + at.x, p.y + at.y}; };
  const auto shift_rect = [&](Rect& r) { r = {r.x + at.x, r.y + at.y, r.w, r.h}; };
  for (Item& item : part.items) {
    if (auto* box = std::get_if<Box>(&item.shape)) shift_rect(box->rect);
    if (auto* raster = std::get_if<Raster>(&item.shape)) shift_rect(raster->rect);
    if (auto* label = std::get_if<Label>(&item.shape)) shift(label->at);
    if (auto* path = std::get_if<Path>(&item.shape)) {
      shift(path->start);
      for (Path::Segment& segment : path->segments) {
        shift(segment.to);
        shift(segment.control1);
        shift(segment.control2);
      }
    }
    picture.items.push_back(std::move(item));
  }
}

Tag hit_test(const Picture& picture, Point at) {
  for (auto item = picture.items.rbegin(); item != picture.items.rend(); ++item)
    if (const Raster* raster = std::get_if<Raster>(&item->shape);
        raster != nullptr && raster->entries.rows > 0) {
      if (raster->rect.contains(at)) return entry_at(*raster, at);
    } else if (item->tag && std::visit(Covers{at}, item->shape)) {
      return item->tag;
    }
  return {};
}

std::string to_text(const Picture& picture) {
  std::string text = fmt::format("picture {}x{} {}\n", number(picture.width), number(picture.height),
                                 color(picture.background));
  for (const Item& item : picture.items) {
    text += std::visit(Describe{}, item.shape);
    if (item.tag) text += fmt::format(" @{}:{}", role_name(item.tag.role), item.tag.cell);
    text += '\n';
  }
  return text;
}

}  // namespace convscope
