// The round trip on two axes or with channels: x and x' below each other, their kernels and y beside them; or
// all in one row where that makes the cells larger.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/picture/fonts.hpp"
#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

namespace {

using Looks = std::function<CellLook(Index plane, Index row, Index column)>;
using Grounds = std::function<Color(Index plane, Index row, Index column)>;

constexpr Index kMostPlanes = 3, kMostRows = 6;
constexpr double kTap = 14, kKernelWidth = 110, kNameWidth = 64;

/// One drawn tensor and where it stands.
struct Block {
  Sheet sheet;
  Looks look;
  std::string name, detail;
  Role role = Role::none;
  Index first_row = 0, first_column = 0;  ///< user coordinates of its first cell
  bool indexed = false;
  Grounds ground{};  ///< of its cells where they are tiny and nothing moves; none: by their looks
  double cell = 0;
  Point at{};
};

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

/// Rows and columns of blocks, by their place in the list; beyond its end: none.
using Rows = std::vector<std::vector<std::size_t>>;

/// What there is to place them in, in logical pixels.
struct Room {
  double width, height;  ///< of all blocks, with the gaps between columns
  double gap, between;   ///< of columns; above and below each row
  double tap;            ///< the least size of a kernel's cells: between huge tensors they stay visible
  double kernel;         ///< the least width of a column of kernels, whose names stand apart
};
struct Plan {
  double u = 0;                             ///< of the cells, but a kernel's
  std::vector<double> widths{}, heights{};  ///< of columns and rows
};

Plan plan(const std::vector<Block>& blocks, const Rows& rows, const Room& room) {
  const std::size_t columns = rows[0].size();
  std::vector<double> widths(columns, 0), taps(columns, 0);
  double all_rows = 0;
  for (const auto& row : rows) {
    double tallest = 0;
    for (std::size_t c = 0; c < columns; ++c) {
      if (row[c] >= blocks.size()) continue;
      const Block& b = blocks[row[c]];
      (b.role == Role::kernel ? taps : widths)[c] = b.sheet.width();
      tallest = std::max(tallest, b.sheet.height());
    }
    all_rows += tallest;
  }
  double all_columns = 0, all_taps = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    all_columns += widths[c];
    all_taps += taps[c];
  }
  const double width = room.width - static_cast<double>(columns - 1) * room.gap;
  Plan out{.u = std::min({width / (all_columns + all_taps),
                          (room.height - static_cast<double>(rows.size()) * room.between) / all_rows, 62.0})};
  const auto kernel_width = [&](double cells) {
    return cells > 0 ? std::max(room.kernel, cells * std::max(out.u, room.tap)) : 0;
  };
  // Kernels that are kept larger leave less for the others.
  double kept = 0;
  for (double cells : taps) kept += kernel_width(cells);
  out.u = std::min(out.u, (width - kept) / all_columns);
  for (std::size_t c = 0; c < columns; ++c)
    out.widths.push_back(std::max(widths[c] * out.u, kernel_width(taps[c])));
  for (const auto& row : rows) {
    out.heights.push_back(0);
    for (std::size_t i : row)
      if (i < blocks.size())
        out.heights.back() = std::max(
            out.heights.back(),
            blocks[i].sheet.height() * (blocks[i].role == Role::kernel ? std::max(out.u, room.tap) : out.u));
  }
  return out;
}

Rect place_of(const Block& b) {
  return {b.at.x, b.at.y, b.sheet.width() * b.cell, b.sheet.height() * b.cell};
}

void arrow(Canvas& canvas, const Block& from, const Block& to, bool active) {
  const Rect a = place_of(from), b = place_of(to);
  const bool one_axis = to.sheet.one_axis;
  const Color color = active ? canvas.colors().soft : canvas.colors().hatch;
  const double edge = canvas.type(10), left_edge = edge + (to.indexed && !one_axis ? canvas.type(14) : 0);
  if (b.x > a.right())
    return canvas.curve({a.right() + edge, a.centre().y}, {b.x - left_edge, b.centre().y}, color, 1.5, true);
  if (std::abs(a.centre().y - b.centre().y) < from.cell)
    return canvas.curve({a.x - edge, a.centre().y}, {b.right() + edge, b.centre().y}, color, 1.5, true);
  // From below y, past the names, into the side of its stamp.
  const Point start{a.x - canvas.type(one_axis ? 8 : 26), a.bottom() - from.cell / 3},
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

}  // namespace

void TripDrawing::draw_blocks() {
  const Rect area = canvas_.area();
  const Geometry& g = s_.there.op().geometry;
  const bool one_axis = g.rank() == 1, dense_first = gathers(Way::there);
  const Index most = one_axis ? kMostRows : kMostPlanes;
  const Way now = halves_.back.step >= 0 ? Way::back : Way::there;
  const auto side = [&](bool pixels) {
    Sheet sheet;
    sheet.one_axis = one_axis;
    sheet.all_planes = pixels ? g.channels.pixel : g.channels.window;
    sheet.planes = std::min(sheet.all_planes, most);
    // The planes that the present window joins.
    const Index group = channel_of(now) / (g.channels.window / g.channels.groups);
    const Index around = pixels ? group * pixel_width_ + std::min(pixel_width_, most) / 2 : channel_of(now);
    sheet.first_plane = std::clamp<Index>(around - sheet.planes / 2, 0, sheet.all_planes - sheet.planes);
    sheet.rows = pixels ? frame_.rows.count : axes_.rows.windows;
    sheet.columns = pixels ? frame_.columns.count : axes_.columns.windows;
    return sheet;
  };
  const auto size_of = [&](const Tensor<double>& tensor) {
    const Shape plane = tensor.shape().tail(2);
    return tensor.shape()[1] > 1 ? fmt::format("{} × {}", tensor.shape()[1], to_string(plane))
                                 : to_string(plane);
  };
  const auto block = [&](bool pixels, const Tensor<double>& tensor, std::string name, Role role, Looks look) {
    Block out{side(pixels), std::move(look), std::move(name), size_of(tensor), role};
    if (pixels) {
      out.first_row = frame_.rows.first;
      out.first_column = frame_.columns.first;
    }
    out.indexed = true;
    return out;
  };
  const auto kernel = [&](Way way) {
    Block out{side(true), [this, way](Index p, Index r, Index c) { return tap_look(way, p, r, c); },
              stamp_name(way, true), "", Role::kernel};
    out.sheet.rows = axes_.rows.taps;
    out.sheet.columns = axes_.columns.taps;
    return out;
  };
  std::vector<Block> blocks;
  const auto still = [&](const Tensor<double>& tensor, Role role, Scale scale,
                         CellLook::Kind outside = CellLook::Kind::padding) {
    if (!stepped_) blocks.back().ground = grounds(canvas_, tensor, role, scale, outside);
  };
  blocks.push_back(block(dense_first, s_.trip.input, "x", Role::input,
                         [this](Index p, Index r, Index c) { return input_look(p, r, c); }));
  still(s_.trip.input, Role::input, input_scale_);
  blocks.push_back(kernel(Way::there));
  blocks.push_back(block(!dense_first, s_.trip.output, "y", Role::output,
                         [this](Index p, Index r, Index c) { return output_look(p, r, c); }));
  still(s_.trip.output, Role::output, output_scale_);
  blocks.push_back(kernel(Way::back));
  const auto returned = [&](bool mirrored) {
    blocks.push_back(
        block(dense_first, s_.trip.returned, mirrored ? "mirrored" : "x'", Role::input,
              [this, mirrored](Index p, Index r, Index c) { return returned_look(mirrored, p, r, c); }));
    if (mirrored) blocks.back().detail.clear();
    still(mirrored ? s_.trip.mirrored : s_.trip.returned, kReturned, returned_scale_);
    blocks.push_back(
        block(dense_first, s_.trip.returned, mirrored ? "its error" : "x' − x", Role::none,
              [this, mirrored](Index p, Index r, Index c) { return difference_look(mirrored, p, r, c); }));
    blocks.back().detail = error_words(mirrored);
    blocks.back().indexed = false;
    // Its own cells only: what is cropped has no error.
    Block& error = blocks.back();
    error.first_row = error.first_column = 0;
    const Shape size = s_.trip.error.shape().tail(2);
    error.sheet.rows = one_axis ? 1 : size[0];
    error.sheet.columns = size[size.rank() - 1];
    still(mirrored ? s_.trip.mirrored_error : s_.trip.error, Role::none, error_scale(), CellLook::Kind::zero);
  };
  returned(false);
  if (s_.mirror) returned(true);

  Rows loop = {{0, 1, 2}, {4, 3, 5}}, line = {{0, 1, 2, 3, 4, 5}};
  if (s_.mirror) {
    loop.push_back({6, 99, 7});
    line.push_back({99, 99, 99, 99, 6, 7});
  }
  const double title = canvas_.type(30), foot = canvas_.type(66), names = canvas_.type(22);
  const Room room{.width = area.w - names,
                  .height = area.h - foot,
                  .gap = canvas_.type(46),
                  .between = title + canvas_.type(20),
                  .tap = std::min(canvas_.type(kTap), canvas_.type(kKernelWidth) / blocks[1].sheet.width()),
                  .kernel = canvas_.type(kNameWidth)};
  const Plan of_loop = plan(blocks, loop, room), of_line = plan(blocks, line, room);
  const bool looped = of_loop.u >= of_line.u * 0.98;
  const Rows& rows = looped ? loop : line;
  const Plan& chosen = looped ? of_loop : of_line;
  const double u = chosen.u;
  letters_ = u >= kLettered;
  double used_width = names + static_cast<double>(chosen.widths.size() - 1) * room.gap, used_height = 0;
  for (double w : chosen.widths) used_width += w;
  for (double h : chosen.heights) used_height += h + room.between;
  const double left = area.x + names + std::max(0.0, (area.w - used_width) / 2);
  double y = area.y + title + std::max(0.0, (area.h - foot - used_height) / 2.2);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    double x = left;
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (rows[r][c] < blocks.size()) {
        Block& b = blocks[rows[r][c]];
        const bool taps = b.role == Role::kernel;
        b.cell = taps ? std::max(u, room.tap) : u;
        b.at = {x + (taps ? (chosen.widths[c] - b.sheet.width() * b.cell) / 2 : 0),
                y + (chosen.heights[r] - b.sheet.height() * b.cell) / 2};
      }
      x += chosen.widths[c] + room.gap;
    }
    y += chosen.heights[r] + room.between;
  }

  for (const Block& b : blocks) {
    for (Index p = 0; p < b.sheet.planes; ++p) {
      const Grid grid = b.sheet.grid(b.at, b.cell, p);
      const Index plane = b.sheet.first_plane + p;
      if (b.ground && b.cell < Canvas::kTinyCell)
        canvas_.tiny_grid(grid, [&](Index row, Index column) {
          return b.ground(plane, row + b.first_row, column + b.first_column);
        });
      else
        canvas_.grid(grid, [&](Index row, Index column) {
          return b.look(plane, row + b.first_row, column + b.first_column);
        });
      if (b.indexed && !one_axis && u >= 16 && p == 0) canvas_.indices(grid, b.first_row, b.first_column);
    }
    Grid head = b.sheet.grid(b.at, b.cell, 0);
    head.columns = std::max<Index>(1, static_cast<Index>(b.sheet.width()));
    std::string detail = b.detail;
    if (b.sheet.planes < b.sheet.all_planes)
      detail += fmt::format("{}channels {} to {}", detail.empty() ? "" : ", ", b.sheet.first_plane,
                            b.sheet.first_plane + b.sheet.planes - 1);
    // A stamp's value may be too long for its narrow block.
    const bool fits =
        b.role != Role::kernel || b.name == "kernel" ||
        text_width(Font::text_bold, canvas_.type(16), b.name) <= b.sheet.width() * b.cell + canvas_.type(18);
    canvas_.block_title(head, fits ? b.name : "stamp", detail, b.role);
  }

  // The window over the pixels, the present cell of the windows.
  const auto mark = [&](Way way, const Block& pixels, const Block& windows) {
    if (!half(way).active()) return;
    const auto [row, column] = gliding(way);
    const Index group = channel_of(way) / (g.channels.window / g.channels.groups);
    for (Index p = 0; p < pixels.sheet.planes; ++p) {
      if ((pixels.sheet.first_plane + p) / pixel_width_ != group) continue;
      canvas_.outline(pixels.sheet.grid(pixels.at, u, p)
                          .block(row, column, static_cast<double>(reach(axes_.rows)),
                                 static_cast<double>(reach(axes_.columns))),
                      canvas_.colors().kernel, 3);
    }
    const Index plane = channel_of(way) - windows.sheet.first_plane, cell = step_of(way) % window_plane_;
    canvas_.outline(windows.sheet.grid(windows.at, u, plane)
                        .rect(static_cast<double>(cell / axes_.columns.windows),
                              static_cast<double>(cell % axes_.columns.windows))
                        .inset(-1.5),
                    canvas_.colors().ink, 2.5);
  };
  mark(Way::there, blocks[dense_first ? 0 : 2], blocks[dense_first ? 2 : 0]);
  mark(Way::back, blocks[dense_first ? 4 : 2], blocks[dense_first ? 2 : 4]);

  arrow(canvas_, blocks[0], blocks[1], half(Way::there).active());
  arrow(canvas_, blocks[1], blocks[2], half(Way::there).active());
  arrow(canvas_, blocks[2], blocks[3], half(Way::back).active());
  arrow(canvas_, blocks[3], blocks[4], half(Way::back).active());
  outcome({area.x, area.bottom() - canvas_.type(36)}, area.right());
  sentence({area.x, area.bottom() - canvas_.type(8)}, area.right());
}

}  // namespace convscope
