// The round trip on two axes or with channels: x and x' below each other, their
// kernels and y beside them; or all in one row where that makes the cells
// larger.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/views/layout.hpp"
#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

namespace {

using Looks = std::function<CellLook(Index plane, Index row, Index column)>;
using Grounds = std::function<Color(Index plane, Index row, Index column)>;

constexpr Index kMostPlanes = 3, kMostRows = 6;
constexpr double kTap = 14, kKernelWidth = 110, kNameWidth = 64;

/// Of the tensor's cells by user coordinates, and of what lies outside of it.
Grounds grounds(const Canvas& canvas, const Tensor<double>& tensor, Role role, Scale scale,
                CellLook::Kind outside) {
  const Shape& shape = tensor.shape();
  const Index rows = shape.rank() == 4 ? shape[2] : 1, columns = shape[shape.rank() - 1];
  return [&tensor, rows, columns, tints = Tints(canvas, role, scale),
          beyond = canvas.cell_color({.kind = outside})](Index plane, Index row, Index column) {
    const bool inside = row >= 0 && row < rows && column >= 0 && column < columns;
    return inside ? tints(tensor[(plane * rows + row) * columns + column]) : beyond;
  };
}

}  // namespace

/// One drawn tensor and where it stands.
struct TripDrawing::Block {
  Sheet sheet{};
  Looks look{};
  std::string name, detail;
  Role role = Role::none;
  Index first_row = 0, first_column = 0;  ///< user coordinates of its first cell
  bool indexed = false;
  Grounds ground{};  ///< of its cells where they are tiny and nothing moves;
                     ///< none: by their looks
  bool shown = true;
  Grid at{};  ///< its first cell; rows and columns of the whole sheet do not
              ///< count here
  Rect bounds() const { return {at.at.x, at.at.y, sheet.width() * at.cell, sheet.height() * at.cell}; }
  Grid plane(Index i) const { return sheet.grid(at.at, at.cell, i); }
};

TripDrawing::Block TripDrawing::block(bool pixels, const Tensor<double>& tensor, std::string name,
                                      Role role) const {
  const Channels& channels = s_.there.op().geometry.channels;
  const Way now = halves_.back.step >= 0 ? Way::back : Way::there;
  const bool one_axis = s_.there.op().geometry.rank() == 1;
  const Index most = one_axis ? kMostRows : kMostPlanes;
  Block out{.name = std::move(name), .detail = {}, .role = role, .indexed = true};
  Sheet& sheet = out.sheet;
  sheet.one_axis = one_axis;
  sheet.all_planes = pixels ? channels.pixel : channels.window;
  sheet.planes = std::min(sheet.all_planes, most);
  // The planes that the present window joins.
  const Index group = channel_of(now) / (channels.window / channels.groups);
  const Index around = pixels ? group * pixel_width_ + std::min(pixel_width_, most) / 2 : channel_of(now);
  sheet.first_plane = std::clamp<Index>(around - sheet.planes / 2, 0, sheet.all_planes - sheet.planes);
  sheet.rows = pixels ? frame_.rows.count : axes_.rows.windows;
  sheet.columns = pixels ? frame_.columns.count : axes_.columns.windows;
  if (pixels) {
    out.first_row = frame_.rows.first;
    out.first_column = frame_.columns.first;
  }
  const Shape plane = tensor.shape().tail(2);
  out.detail =
      tensor.shape()[1] > 1 ? fmt::format("{} × {}", tensor.shape()[1], to_string(plane)) : to_string(plane);
  return out;
}

TripDrawing::Block TripDrawing::kernel_block(Way way) const {
  Block out = block(true, s_.there.weights(), stamp_name(way, true), Role::kernel);
  out.sheet.rows = axes_.rows.taps;
  out.sheet.columns = axes_.columns.taps;
  out.look = [this, way](Index p, Index r, Index c) { return tap_look(way, p, r, c); };
  out.first_row = out.first_column = 0;
  out.detail.clear();
  out.indexed = false;
  return out;
}

/// x, its kernel, y, its kernel, x', its error; with the mirrored kernel
/// another x' and its error.
std::vector<TripDrawing::Block> TripDrawing::blocks() const {
  const bool dense_first = gathers(Way::there);
  std::vector<Block> all;
  const auto add = [&](Block made, const Tensor<double>& tensor, Scale scale, CellLook::Kind outside,
                       Looks look) {
    made.look = std::move(look);
    if (!stepped_) made.ground = grounds(canvas_, tensor, made.role, scale, outside);
    all.push_back(std::move(made));
  };
  constexpr auto kPadding = CellLook::Kind::padding;
  add(block(dense_first, s_.trip.input, "x", Role::input), s_.trip.input, input_scale_, kPadding,
      [this](Index p, Index r, Index c) { return input_look(p, r, c); });
  all.push_back(kernel_block(Way::there));
  add(block(!dense_first, s_.trip.output, "y", Role::output), s_.trip.output, output_scale_, kPadding,
      [this](Index p, Index r, Index c) { return output_look(p, r, c); });
  all.push_back(kernel_block(Way::back));
  for (const bool mirrored : {false, true}) {
    if (mirrored && !s_.mirror) break;
    Block back = block(dense_first, s_.trip.returned, mirrored ? "mirrored" : "x'", kReturned);
    if (mirrored) back.detail.clear();
    add(std::move(back), mirrored ? s_.trip.mirrored : s_.trip.returned, returned_scale_, kPadding,
        [this, mirrored](Index p, Index r, Index c) { return returned_look(mirrored, p, r, c); });
    all.back().role = Role::input;
    // Its own cells only: what is cropped has no error.
    Block error = block(dense_first, s_.trip.returned, mirrored ? "its error" : "x' − x", Role::none);
    const Shape size = s_.trip.error.shape().tail(2);
    error.detail = error_words(mirrored);
    error.indexed = false;
    error.first_row = error.first_column = 0;
    error.sheet.rows = error.sheet.one_axis ? 1 : size[0];
    error.sheet.columns = size[size.rank() - 1];
    add(std::move(error), mirrored ? s_.trip.mirrored_error : s_.trip.error, error_scale(),
        CellLook::Kind::zero,
        [this, mirrored](Index p, Index r, Index c) { return difference_look(mirrored, p, r, c); });
  }
  return all;
}

/// Blocks in rows, of which the kernels' have the second size; a number beyond the blocks is an empty place.
Layout TripDrawing::table(std::vector<Block>& all, const std::vector<std::vector<std::size_t>>& rows) const {
  Layout out;
  const auto extent = [](const Block& b) { return std::max(b.sheet.width(), b.sheet.height()); };
  double most = 0;
  for (const Block& b : all)
    if (b.shown) most = std::max(most, extent(b));
  for (const auto& row : rows) {
    out.parts.emplace_back();
    for (const std::size_t i : row) {
      Layout& part = out.parts.back().emplace_back();
      if (i >= all.size()) continue;
      Block& b = all[i];
      part = convscope::block(b.at, LayoutSize{b.sheet.width(), b.sheet.height()});
      // For the back row what has few cells has larger ones.
      part.own = b.role == Role::kernel || (large_half() && extent(b) < most);
      if (b.role != Role::kernel) continue;
      part.x = 0.5;
      part.least_width = {canvas_.type(kNameWidth)};  // names stand apart
    }
  }
  out.across = {{canvas_.spacing(46)}};
  out.down = {canvas_.spacing(50)};
  return out;
}

/// In two rows, there and back, or in one. For the back row only the way under way, and of the way back the
/// error beside or below x'.
std::vector<Layout> TripDrawing::layouts(std::vector<Block>& all) const {
  constexpr std::size_t kNone = 99;
  if (large_half()) {
    const bool back = halves_.back.step >= 0;
    for (std::size_t i = 0; i < all.size(); ++i) all[i].shown = back ? i >= 2 : i <= 2;
    if (!back) return {table(all, {{0, 1, 2}})};
    if (s_.mirror) return {table(all, {{2, 3, 4, 5}, {kNone, kNone, 6, 7}})};
    Layout column = table(all, {{4}, {5}}), row = table(all, {{2, 3}});
    row.parts.front().push_back(std::move(column));
    return {table(all, {{2, 3, 4, 5}}), std::move(row)};
  }
  std::vector<std::vector<std::size_t>> loop = {{0, 1, 2}, {4, 3, 5}}, line = {{0, 1, 2, 3, 4, 5}};
  if (s_.mirror) {
    loop.push_back({6, kNone, 7});
    line.push_back({kNone, kNone, kNone, kNone, 6, 7});
  }
  return {table(all, loop), table(all, line)};
}

void TripDrawing::lay_out(std::vector<Block>& all) {
  const Rect area = canvas_.area();
  const double title = canvas_.spacing(30), names = canvas_.spacing(22);
  // The least size of a kernel's cells: between huge tensors they stay visible.
  const double tap = std::min(canvas_.type(kTap), canvas_.type(kKernelWidth) / all[1].sheet.width());
  const auto room = [&](std::size_t lines) {
    return Rect{area.x + names, area.y + title, area.w - names,
                area.h - foot(lines) - title - canvas_.spacing(20)};
  };
  const auto fit = [&](const Layout& layout, const Rect& within) {
    return largest_cell(canvas_.most_cell(62), [&](double u) {
      return layout.width({u, std::max(u, tap)}) <= within.w && layout.height({u, u}) <= within.h;
    });
  };
  const std::vector<Layout> choice = layouts(all);
  const auto best = [&](std::size_t lines) {
    std::pair<double, std::size_t> out{0, 0};
    for (std::size_t i = 0; i < choice.size(); ++i)
      // The first one unless another makes the cells larger.
      if (const double u = fit(choice[i], room(lines)); u * 0.98 > out.first) out = {u, i};
    return out;
  };
  // A second line of the sentence where it takes nothing from the cells.
  sentence_lines_ = long_sentence() ? 2 : 1;
  if (sentence_lines_ == 2 && best(2).first < 0.97 * best(1).first) sentence_lines_ = 1;
  const auto [u, which] = best(sentence_lines_);
  letters_ = u >= kLettered;
  const Rect within = room(sentence_lines_);
  double own = std::max(u, tap);
  if (constexpr double kLarger = 1.7; large_half())
    own = std::max(
        own, largest_cell(std::min(kLarger * u, canvas_.most_cell(62)), [&](double cell) {
          return choice[which].width({u, cell}) <= within.w && choice[which].height({u, cell}) <= within.h;
        }));
  place(choice[which], within, {u, own}, 1 / 2.2);
}

void TripDrawing::draw_block(const Block& b) {
  const Sheet& sheet = b.sheet;
  for (Index p = 0; p < sheet.planes; ++p) {
    const Grid grid = b.plane(p);
    const Index plane = sheet.first_plane + p;
    if (b.ground && b.at.cell < Canvas::kTinyCell)
      canvas_.tiny_grid(grid, [&](Index row, Index column) {
        return b.ground(plane, row + b.first_row, column + b.first_column);
      });
    else
      canvas_.grid(grid, [&](Index row, Index column) {
        return b.look(plane, row + b.first_row, column + b.first_column);
      });
    if (b.indexed && !sheet.one_axis && b.at.cell >= 16 && p == 0)
      canvas_.indices(grid, b.first_row, b.first_column);
  }
  Grid head = b.plane(0);
  head.columns = std::max<Index>(1, static_cast<Index>(sheet.width()));
  std::string detail = b.detail;
  if (sheet.planes < sheet.all_planes)
    detail += fmt::format("{}channels {} to {}", detail.empty() ? "" : ", ", sheet.first_plane,
                          sheet.first_plane + sheet.planes - 1);
  // A stamp's value may be too long for its narrow block.
  const bool fits = b.role != Role::kernel || b.name == "kernel" ||
                    text_width(Font::text_bold, canvas_.type(16), b.name) <= b.bounds().w + canvas_.type(18);
  canvas_.block_title(head, fits ? b.name : "stamp", detail, b.role);
}

void TripDrawing::mark(Way way, const Block& pixels, const Block& windows) {
  if (!half(way).active()) return;
  const Channels& channels = s_.there.op().geometry.channels;
  const CellPlace at = gliding(way);
  const Index group = channel_of(way) / (channels.window / channels.groups);
  for (Index p = 0; p < pixels.sheet.planes; ++p)
    if ((pixels.sheet.first_plane + p) / pixel_width_ == group)
      canvas_.outline(pixels.plane(p).block(at.row, at.column, reach_of(axes_.rows), reach_of(axes_.columns)),
                      canvas_.colors().kernel, 3);
  const Index plane = channel_of(way) - windows.sheet.first_plane, cell = step_of(way) % window_plane_;
  canvas_.outline(windows.plane(plane)
                      .rect(real(cell / axes_.columns.windows), real(cell % axes_.columns.windows))
                      .inset(-1.5),
                  canvas_.colors().ink, 2.5);
}

/// From one block to another, in whatever direction it stands.
void TripDrawing::arrow(const Block& from, const Block& to, bool active) {
  Canvas& canvas = canvas_;
  const Rect a = from.bounds(), b = to.bounds();
  const bool one_axis = to.sheet.one_axis;
  const Color color = active ? canvas.colors().soft : canvas.colors().hatch;
  const double edge = canvas.type(10), left_edge = edge + (to.indexed && !one_axis ? canvas.type(14) : 0);
  if (b.x > a.right()) {
    constexpr double kShortest = 22;  // where blocks stand close it begins nearer to its own
    const double end = b.x - left_edge,
                 start = std::min(a.right() + edge, std::max(end - kShortest, a.right() + 4));
    return canvas.curve({start, a.centre().y}, {std::max(end, start + 12), b.centre().y}, color, 1.5, true);
  }
  if (std::abs(a.centre().y - b.centre().y) < from.at.cell)
    return canvas.curve({a.x - edge, a.centre().y}, {b.right() + edge, b.centre().y}, color, 1.5, true);
  // From below y, past the names, into the side of its stamp.
  const Point start{a.x - canvas.type(one_axis ? 8 : 26), a.bottom() - from.at.cell / 3},
      end{b.right() + edge, b.centre().y};
  const double bend = (end.y - start.y) * 0.55, head = 4.8;
  canvas.add(Path{
      .start = start,
      .segments = {{end, true, {start.x - canvas.type(6), start.y + bend}, {end.x + canvas.type(34), end.y}}},
      .stroke = color,
      .stroke_width = 1.5});
  canvas.add(Path{.start = {end.x + 8, end.y - head},
                  .segments = {{end}, {{end.x + 8, end.y + head}}},
                  .stroke = color,
                  .stroke_width = 1.5});
}

void TripDrawing::draw_blocks() {
  std::vector<Block> all = blocks();
  lay_out(all);
  for (const Block& b : all)
    if (b.shown) draw_block(b);
  const bool dense_first = gathers(Way::there);
  mark(Way::there, all[dense_first ? 0 : 2], all[dense_first ? 2 : 0]);
  mark(Way::back, all[dense_first ? 4 : 2], all[dense_first ? 2 : 4]);
  for (std::size_t i = 0; i < 4; ++i)
    if (all[i].shown && all[i + 1].shown)
      arrow(all[i], all[i + 1], half(i < 2 ? Way::there : Way::back).active());
}

}  // namespace convscope
