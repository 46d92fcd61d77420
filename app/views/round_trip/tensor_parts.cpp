#include "app/views/round_trip/tensor_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/cell_text.hpp"
#include "app/views/layout.hpp"
#include "app/views/number_text.hpp"

namespace convscope {

namespace {

constexpr Index kMostPlanes = 2, kMostRows = 6;
constexpr Index kMostInRows = 3;  ///< channels
/// Between tensors, in cells; more where the rows of their channels stand apart
/// themselves.
constexpr double kBetween = 0.15, kBetweenChannels = 0.5;

/// A number of more digits is smaller than this in its cell: two are read.
constexpr double kReadable = 10;

/// Of a tensor whose largest value is that.
std::string two_digits(double value, double most) {
  const double size = std::abs(value);
  const double unit = size >= 9.95 ? 1 : size >= 0.095 && most >= 0.995 ? 10 : 100;
  return number_text(std::round(value * unit) / unit, NumberFormat::decimal);
}

class TensorPartsDrawing {
 public:
  TensorPartsDrawing(Canvas& canvas, const Rect& rect, const std::vector<TensorPart>& parts)
      : canvas_(canvas), rect_(rect), parts_(parts) {}

  /// With `draw` off only the size of a cell is found.
  double rows(bool draw = true) {
    const double count = static_cast<double>(parts_.size());
    double label = 0;
    Index longest = 1;
    const bool channels =
        std::ranges::any_of(parts_, [](const TensorPart& p) { return p.tensor.shape()[1] > 1; });
    const double between = channels ? kBetweenChannels : kBetween;
    double tall = count * between;
    bool remarks = false;
    std::vector<Sheet> sheets;
    for (const TensorPart& p : parts_) {
      sheets.push_back(sheet_of(p.tensor.shape(), kMostInRows));
      longest = std::max(longest, sheets.back().columns);
      tall += sheets.back().height();
      remarks = remarks || !p.remark.empty();
      label = std::max({label, text_width(Font::text_bold, canvas_.type(16), p.name) + canvas_.type(28),
                        text_width(Font::text, canvas_.type(13), p.detail) + canvas_.type(28)});
    }
    const auto size = [&](double aside) {
      return std::min({(rect_.w - label - aside) / static_cast<double>(longest), rect_.h / tall,
                       canvas_.style().present ? canvas_.most_cell(40) : 68.0});
    };
    // Details stand below the names, or where rows are low beside them.
    const double side = canvas_.type(116);
    const bool two = size(remarks ? side : 0) >= canvas_.type(33);
    const bool beside = !two && !remarks && size(side) >= std::min(size(0), kLettered);
    const double aside = remarks || beside ? side : 0, u = size(aside);
    if (!draw) return u;
    const double wide = u * static_cast<double>(longest);
    const double left = rect_.x + label + std::max(0.0, (rect_.w - label - aside - wide) / 2);
    // Long rows of small cells keep the distance that their names need.
    const double least = std::min(canvas_.type(u < Canvas::kTinyCell ? 40 : 24), rect_.h / count);
    const auto pitch = [&](const Sheet& sheet) { return std::max((sheet.height() + between) * u, least); };
    double used = 0;
    for (const Sheet& sheet : sheets) used += pitch(sheet);
    double y = rect_.y + std::max(0.0, (rect_.h - used) / 2);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const TensorPart& p = parts_[i];
      const Sheet& sheet = sheets[i];
      // Outputs stand in the middle, under what they read.
      const double shift = static_cast<double>(longest - sheet.columns) / 2 * u;
      const double high = u < Canvas::kTinyCell ? 0.7 * pitch(sheet) : sheet.height() * u,
                   middle = y + high / 2;
      if (u < Canvas::kTinyCell)
        strips(p, sheet, {left + shift, y, static_cast<double>(sheet.columns) * u, high});
      else
        cells(p, sheet, {left + shift, y}, u);
      const bool below = two && !p.detail.empty();
      canvas_.text({left - canvas_.type(16), middle - (below ? canvas_.type(8) : 0)}, p.name,
                   canvas_.type(16), p.color, Font::text_bold, Align::right);
      if (below)
        canvas_.text({left - canvas_.type(16), middle + canvas_.type(10)}, p.detail, canvas_.type(13),
                     canvas_.colors().soft, Font::text, Align::right);
      const Point right{left + wide + canvas_.type(14), middle};
      if (!p.remark.empty())
        canvas_.text(right, p.remark, canvas_.type(15), p.remark_color, Font::text_medium);
      else if (beside)
        canvas_.text(right, p.detail, canvas_.type(13), canvas_.colors().soft);
      y += pitch(sheet);
    }
    return u;
  }

  double blocks(bool draw = true) {
    const double title = canvas_.type(30), foot = canvas_.type(24), gap = canvas_.type(24);
    std::vector<Sheet> sheets;
    std::vector<Grid> at(parts_.size());
    std::vector<Layout> blocks;
    double width = 0;
    for (const TensorPart& p : parts_) {
      sheets.push_back(sheet_of(p.tensor.shape(), p.tensor.shape().rank() == 3 ? kMostRows : kMostPlanes));
      width += sheets.back().width();
      blocks.push_back(block(at[blocks.size()], LayoutSize{sheets.back().width(), sheets.back().height()}));
      blocks.back().least_width = {words_width(p)};
    }
    const Layout row = in_a_row(std::move(blocks), {gap});
    const Rect room{rect_.x, rect_.y + title, rect_.w, rect_.h - title - foot};
    // Where words alone fill the room they are cut, not the cells.
    const double u = largest_cell(canvas_.most_cell(56), [&](double cell) {
      return (row.width({cell, cell}) <= room.w || cell * width < room.w / 4) &&
             row.height({cell, cell}) <= room.h;
    });
    if (!draw) return u;
    place(row, room, {u, u}, 0.5);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const TensorPart& p = parts_[i];
      const Sheet& sheet = sheets[i];
      const double slot = row.parts[0][i].width({u, u});
      cells(p, sheet, at[i].at, u);
      const double right = at[i].at.x + slot + gap, size = canvas_.type(15);
      std::vector<Piece> names = {{p.name, p.color, Font::text_bold}};
      const auto add = [&](const std::string& words) {
        if (text_width(Font::text_bold, size, p.name) + text_width(Font::text, size, "  " + words) <=
            slot + gap / 2)
          names.resize(1), names.push_back({"  " + words, canvas_.colors().soft, Font::text});
      };
      if (!p.remark.empty()) add(p.detail);
      if (sheet.planes < sheet.all_planes)
        add(fmt::format("{} of {} channels", sheet.planes, sheet.all_planes));
      canvas_.line({at[i].at.x, at[i].at.y - canvas_.type(14)}, names, size, right);
      const bool remark = !p.remark.empty();
      canvas_.line({at[i].at.x, at[i].at.y + sheet.height() * u + canvas_.type(14)},
                   {{remark ? p.remark : p.detail, remark ? p.remark_color : canvas_.colors().soft,
                     remark ? Font::text_medium : Font::text}},
                   canvas_.type(14), right);
    }
    return u;
  }

 private:
  double words_width(const TensorPart& p) const {
    return std::max(text_width(Font::text_bold, canvas_.type(15), p.name),
                    text_width(Font::text_medium, canvas_.type(14), p.remark.empty() ? p.detail : p.remark));
  }
  void cells(const TensorPart& p, const Sheet& sheet, Point at, double u) {
    const Tints tints(canvas_, p.role, p.scale);
    std::vector<std::string> texts;
    for (Index i = 0; u >= kLettered && i < p.tensor.size(); ++i) texts.push_back(look(p, i, true).text);
    const double widest = widest_em(texts);
    const bool brief = widest > 0 && CellType{}.size(u, widest) < kReadable;
    draw_sheet(
        canvas_, sheet, at, u,
        [&](Index cell) {
          CellLook shown = look(p, cell, u >= kLettered);
          if (brief && widest_em({shown.text}) > widest_em({two_digits(shown.value, shown.scale)}))
            shown.text = two_digits(shown.value, shown.scale);
          return shown;
        },
        [&](Index cell) { return tints(p.tensor[cell]); });
  }
  /// Tiny cells of rows become as high as there is room.
  void strips(const TensorPart& p, const Sheet& sheet, const Rect& rect) {
    const Tints tints(canvas_, p.role, p.scale);
    const double each = rect.h / static_cast<double>(sheet.planes);
    for (Index plane = 0; plane < sheet.planes; ++plane)
      draw_strip(canvas_, {rect.x, rect.y + static_cast<double>(plane) * each, rect.w, 0.94 * each},
                 sheet.columns, [&](Index i) { return tints(p.tensor[sheet.cell(plane, 0, i)]); });
  }
  CellLook look(const TensorPart& p, Index i, bool letters) const {
    CellLook out = value_look(canvas_, p.role, without_rounding(p.tensor[i], p.unit), p.scale, i, letters);
    if (!p.tagged) out.tag = {};
    return out;
  }

  Canvas& canvas_;
  Rect rect_;
  const std::vector<TensorPart>& parts_;
};

}  // namespace

namespace {
double parts_in(Canvas& canvas, const Rect& rect, const std::vector<TensorPart>& parts, bool draw) {
  TensorPartsDrawing drawing(canvas, rect, parts);
  const bool few = std::ranges::all_of(parts, [](const TensorPart& p) {
    return p.tensor.shape().rank() == 3 && p.tensor.shape()[1] <= kMostInRows;
  });
  return few ? drawing.rows(draw) : drawing.blocks(draw);
}
}  // namespace

double part_cell(Canvas& canvas, const Rect& rect, const std::vector<TensorPart>& parts) {
  return parts_in(canvas, rect, parts, false);
}

void draw_parts(Canvas& canvas, const Rect& rect, const std::vector<TensorPart>& parts) {
  parts_in(canvas, rect, parts, true);
}

}  // namespace convscope
