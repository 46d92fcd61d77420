// A drawing as data. Views make Pictures; backends (ImGui, cairo, SVG) ink them.
//
// Units are logical pixels with y downwards; a backend multiplies by its own scale. A Picture holds
// values only, so it can be compared, searched for text, hit-tested and kept.
//
//   Picture p(640, 360, palette.stage);
//   p.add(Box{.rect = {10, 10, 48, 48}, .fill = palette.input}, {Role::input, 0});
//   p.add(Label{.at = {34, 34}, .text = "5", .font = Font::number, .size = 18, .align = Align::centre});
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/base/index.hpp"

namespace convscope {

struct Point {
  double x = 0, y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

/// Left, top, width, height.
struct Rect {
  double x = 0, y = 0, w = 0, h = 0;
  double right() const { return x + w; }
  double bottom() const { return y + h; }
  Point centre() const { return {x + w / 2, y + h / 2}; }
  bool contains(Point p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
  Rect inset(double d) const { return {x + d, y + d, w - 2 * d, h - 2 * d}; }
  friend bool operator==(const Rect&, const Rect&) = default;
};

/// sRGB, straight (not premultiplied) alpha. Alpha 0 means "do not draw".
struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 0;
  Color with_alpha(double alpha) const;  ///< this colour with its alpha multiplied by 0..1
  friend bool operator==(const Color&, const Color&) = default;
};

/// 0 gives a, 1 gives b; linear in sRGB values.
Color mix(Color a, Color b, double t);

/// Which tensor a drawn cell belongs to, as the user names them. `entry` is a cell of the matrix,
/// numbered row * columns + column. Then come gradients, numbered as the output, the input and the kernel
/// are; the bias is numbered as in the scenario: one cell, or one for each output channel.
enum class Role : std::uint8_t {
  none,
  input,
  kernel,
  output,
  entry,
  upstream,
  input_gradient,
  weight_gradient,
  bias
};
const char* role_name(Role role);  ///< "none", "input", ...

/// The cell that an item shows; `cell` is the flat row-major index into that tensor (channels included).
/// Items with equal tags show the same cell and light up together.
struct Tag {
  Role role = Role::none;
  Index cell = -1;
  explicit operator bool() const { return role != Role::none; }
  friend bool operator==(const Tag&, const Tag&) = default;
};

enum class Font : std::uint8_t { text, text_medium, text_bold, number, number_bold };
enum class Align : std::uint8_t { left, centre, right };

/// Hatching: lines x + y = n * kHatchStep, kHatchWidth wide, in the picture's own coordinates, so that the
/// hatching of neighbouring cells joins and stands still while a box moves over it.
inline constexpr double kHatchStep = 8, kHatchWidth = 1.25;

/// A rectangle with rounded corners, filled, stroked (the stroke is centred on the edge) and hatched
/// with 45-degree lines where hatch has alpha. Drawn in the order fill, hatch, stroke.
struct Box {
  Rect rect;
  double radius = 0;
  Color fill{};
  Color stroke{};
  double stroke_width = 1;
  Color hatch{};
  friend bool operator==(const Box&, const Box&) = default;
};

/// Straight segments and cubic Bezier curves; one sub-path. A filled path must be convex. Joins are round,
/// caps too unless the line is dashed.
struct Path {
  struct Segment {
    Point to;
    bool cubic = false;
    Point control1{}, control2{};
    friend bool operator==(const Segment&, const Segment&) = default;
  };
  Point start;
  std::vector<Segment> segments{};
  bool closed = false;
  Color fill{};
  Color stroke{};
  double stroke_width = 1;
  double dash = 0;  ///< length of dashes and gaps; 0 is a solid line
  friend bool operator==(const Path&, const Path&) = default;
};

/// One line of text. `at` is on the text's vertical middle (half the height of a capital above the
/// baseline), so digits stand centred in cells whatever the font.
struct Label {
  Point at;
  std::string text;  ///< UTF-8
  Font font = Font::text;
  double size = 16;  ///< em size
  Align align = Align::left;
  Color color{};
  friend bool operator==(const Label&, const Label&) = default;
};

/// 8-bit RGBA pixels, row-major, straight alpha.
struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};

/// Cells of a matrix that an image shows: rows and columns from `row`, `column` of one with `all_columns`
/// columns; `transposed`: the image's rows are the matrix' columns. Empty for other images.
struct EntryArea {
  Index row = 0, column = 0, rows = 0, columns = 0, all_columns = 0;
  bool transposed = false;
  friend bool operator==(const EntryArea&, const EntryArea&) = default;
};

/// An image stretched over a rectangle. `smooth` interpolates; otherwise pixels stay square.
/// `source` selects a part of the image, in image pixels; an empty one means all of it.
struct Raster {
  Rect rect;
  std::shared_ptr<const Image> image{};
  Rect source{};
  bool smooth = false;
  EntryArea entries{};  ///< hit_test finds the entry under the point
  friend bool operator==(const Raster&, const Raster&) = default;
};

struct Item {
  std::variant<Box, Path, Label, Raster> shape;
  Tag tag{};
  friend bool operator==(const Item&, const Item&) = default;
};

struct Picture {
  double width = 0, height = 0;
  Color background{};
  std::vector<Item> items;

  Picture() = default;
  Picture(double w, double h, Color ground) : width(w), height(h), background(ground) {}
  template <class Kind>
  void add(Kind shape, Tag tag = {}) {
    Item& item = items.emplace_back();
    item.shape.template emplace<Kind>(std::move(shape));
    item.tag = tag;
  }
  friend bool operator==(const Picture&, const Picture&) = default;
};

/// Adds the items of another picture, moved so that its corner stands at `at`. Its background is left out.
void append(Picture& picture, Picture part, Point at = {});

/// The tag of the topmost tagged box, filled polygon, raster or label's box under the point, or an empty tag.
/// Items without a tag do not cover what is below them.
Tag hit_test(const Picture& picture, Point at);

/// One line an item, for goldens: kind, geometry to 0.1, colours, text, tag; a raster's pixels as a checksum.
std::string to_text(const Picture& picture);

}  // namespace convscope
