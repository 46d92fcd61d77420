#include "app/views/images/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/images/meter.hpp"
#include "app/views/images/spectrum.hpp"
#include "app/views/pixels.hpp"
#include "core/base/saturated.hpp"
#include "core/geometry/axis.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

namespace {

/// Okabe and Ito's vermilion: seen on grey by everybody.
constexpr Color kHeat{213, 94, 0, 255};

Tensor<float> grey_of(const Tensor<float>& picture) {
  const Index channels = picture.shape()[1], cells = picture.shape()[2] * picture.shape()[3];
  Tensor<float> out({1, 1, picture.shape()[2], picture.shape()[3]});
  for (Index c = 0; c < channels; ++c)
    for (Index i = 0; i < cells; ++i) out[i] += picture[c * cells + i] / static_cast<float>(channels);
  return out;
}

std::shared_ptr<const Image> shown(const Tensor<float>& picture) {
  const Index side = std::max(picture.shape()[2], picture.shape()[3]);
  const Index by = ceil_div(side, Inspection::kMostShown);
  const Tensor<float> grey = grey_of(picture);
  const bool fits = by == 1 || std::min(picture.shape()[2], picture.shape()[3]) < by;
  return std::make_shared<const Image>(to_image(fits ? grey : shrink_area(grey, by)));
}

std::shared_ptr<const Image> heat_of(const GridEvidence& e) {
  return painted(e.rows, e.columns, [&](Index row, Index column) {
    return heat_color(e.map[static_cast<std::size_t>(row * e.columns + column)]);
  });
}

std::string percent(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

class InspectionDrawing {
 public:
  InspectionDrawing(const Inspection& found, const Style& style, std::optional<std::size_t> chosen,
                    std::size_t part)
      : found_(found), canvas_(plain(style), "", ""), chosen_(chosen) {
    if (!chosen_ || *chosen_ >= found.grids.size()) chosen_ = found.worst();
    const bool single = style.type > 1 && canvas_.area().h < canvas_.type(kBothParts) && chosen_;
    places_ = !single || part % 2 == 0;
    evidence_ = chosen_ && (!single || part % 2 == 1);
    lay_out();
  }

  std::optional<std::size_t> row_at(Point at) const {
    for (std::size_t n = 0; n < rows_.size(); ++n)
      if (rows_[n].contains(at)) return first_ + n;
    return std::nullopt;
  }

  Picture draw() {
    draw_head();
    if (places_) draw_picture();
    if (places_) draw_list();
    if (evidence_) draw_evidence();
    return canvas_.finish();
  }

 private:
  /// From the back row: both parts need so much height, in units of type.
  static constexpr double kBothParts = 640;

  static Style plain(Style style) {
    style.title = false;  // the verdict stands in its place
    return style;
  }
  double type(double px) const { return canvas_.type(px); }

  void lay_out() {
    const Rect area = canvas_.area();
    const double head = type(58), gap = type(22);
    const double body = !evidence_ ? area.h - head : places_ ? (area.h - head) * 0.56 : 0;
    const double aspect =
        static_cast<double>(found_.width) / static_cast<double>(std::max<Index>(1, found_.height));
    const double room = std::min(area.w * 0.55, area.w - type(230)), tall = body - type(34);
    const double width = std::min(room, tall * aspect);
    picture_ = {area.x, area.y + head, width, width / aspect};
    legend_ = {area.x, picture_.bottom() + type(6), std::max(width, type(240)), type(24)};
    const double left = area.x + std::max(width, std::min(room, type(240))) + gap;
    list_ = {left, area.y + head, area.right() - left, body};
    below_ = {area.x, area.y + head + body + type(14), area.w, area.h - head - body - type(14)};
    const double row = type(50);
    const auto fit = static_cast<std::size_t>(saturated(std::max(1.0, std::floor((body - type(90)) / row))));
    first_ = chosen_ && *chosen_ >= fit ? *chosen_ + 1 - fit : 0;
    for (std::size_t i = first_; places_ && i < std::min(found_.grids.size(), first_ + fit); ++i)
      rows_.push_back({list_.x, list_.y + static_cast<double>(i - first_) * row, list_.w, row - type(4)});
  }

  void draw_head() {
    const Palette& c = canvas_.colors();
    const Rect area = canvas_.area();
    const Prediction verdict = found_.verdict();
    canvas_.line({area.x, area.y + type(14)},
                 {{"Printed grid: ", c.ink, Font::text_bold},
                  {std::string(name(verdict)), prediction_color(c, verdict), Font::text_bold},
                  {found_.levels() > 0 ? fmt::format(", {:.2g} grey levels", found_.levels()) : "", c.soft,
                   Font::text}},
                 type(20), area.right());
    const Index w = found_.width, h = found_.height;
    const std::size_t count = found_.grids.size();
    const std::string what =
        count == 0 ? fmt::format("No pattern with a period of 2 to 8 pixels was found in {}, {} × {} pixels",
                                 found_.name, w, h)
        : count == 1
            ? fmt::format("1 periodic pattern found in {}, {} × {} pixels", found_.name, w, h)
            : fmt::format("{} periodic patterns found in {}, {} × {} pixels", count, found_.name, w, h);
    canvas_.line({area.x, area.y + type(39)}, {{what, c.soft, Font::text}}, type(15), area.right());
  }

  void draw_picture() {
    if (found_.picture) canvas_.add(Raster{.rect = picture_, .image = found_.picture, .smooth = true});
    if (chosen_) {
      const GridEvidence& e = found_.evidence[*chosen_];
      // The last cells reach beyond the picture's edge.
      const double across = static_cast<double>(found_.width) / static_cast<double>(e.cell),
                   down = static_cast<double>(found_.height) / static_cast<double>(e.cell);
      canvas_.add(Raster{
          .rect = picture_, .image = found_.heat[*chosen_], .source = {0, 0, across, down}, .smooth = true});
      draw_heat_legend(canvas_, legend_);
    }
    canvas_.outline(picture_, canvas_.colors().line, 1, 1);
  }

  void draw_list() {
    const Palette& c = canvas_.colors();
    double y = list_.y;
    for (std::size_t n = 0; n < rows_.size(); ++n) {
      const std::size_t i = first_ + n;
      const FoundGrid& grid = found_.grids[i];
      const Rect& row = rows_[n];
      const bool on = chosen_ == i;
      canvas_.add(Box{.rect = row,
                      .radius = 7,
                      .fill = on ? mix(c.stage, c.accent, 0.12) : c.stage,
                      .stroke = on ? c.accent : c.line,
                      .stroke_width = on ? 1.5 : 1});
      const bool printed = grid.cause == GridCause::upsampling;
      const double x = row.x + type(10), right = row.right() - type(10);
      canvas_.line({x, row.y + row.h * 0.3},
                   {{grid_title(grid), printed ? c.warning : c.ink, Font::text_bold},
                    {fmt::format("   {:.2f} grey levels", grid.levels), c.ink, Font::text}},
                   type(15), right);
      const std::string sure = percent(grid.confidence);
      const std::string words =
          grid.cause == GridCause::jpeg
              ? fmt::format("{} sure, blocks begin at row {}, column {}", sure, grid.phase[0], grid.phase[1])
              : fmt::format("{} sure, brightest at row {}, column {}", sure, grid.phase[0], grid.phase[1]);
      canvas_.line({x, row.y + row.h * 0.72}, {{words, c.soft, Font::text}}, type(13), right);
      y = row.bottom();
    }
    if (const std::size_t more = found_.grids.size() - rows_.size(); more > 0) {
      canvas_.text({list_.x, y + type(14)}, fmt::format("and {} more", more), type(13), c.soft);
      y += type(22);
    }
    const std::string words =
        chosen_ ? "Why: " + found_.grids[*chosen_].reason + "."
                : std::string(
                      "Neither enlarging nor JPEG has left a grid here that can be told from the "
                      "picture's own texture.");
    canvas_.paragraph({list_.x, y + type(18)}, words, type(15), list_.w, c.ink);
  }

  /// The fold, the spectrum and what they say.
  void draw_evidence() {
    const Palette& c = canvas_.colors();
    const FoundGrid& grid = found_.grids[*chosen_];
    const GridEvidence& e = found_.evidence[*chosen_];
    const double caption = type(24), gap = type(24);
    const double side = std::min(below_.h - caption, (below_.w - 2 * gap) / 3);
    if (side < type(60)) return;
    const auto heading = [&](double x, const std::string& words) {
      canvas_.line({x, below_.y + type(8)}, {{words, c.soft, Font::text}}, type(14), x + side + gap);
    };
    const Rect first{below_.x, below_.y + caption, side, side};
    heading(first.x, grid.cause == GridCause::jpeg ? "Steps by place, folded" : "Means by phase, folded");
    draw_fold(e.fold, first);
    const Rect second{first.right() + gap, first.y, side, side};
    if (const auto& spectrum = found_.spectra[*chosen_]) {
      heading(second.x, fmt::format("Spectrum, multiples of 1/{}", spectrum->factor));
      draw_spectrum_square(canvas_, second, *spectrum, peaks(*spectrum), *spectrum, {});
    } else {
      heading(second.x, "Spectrum");
      canvas_.paragraph({second.x, second.y + type(14)}, "The picture is too small for one.", type(14), side,
                        c.soft);
    }
    const double x = second.right() + gap, width = below_.right() - x;
    if (width < type(120)) return;
    heading(x, "Evidence");
    double y = first.y + type(12);
    const auto say = [&](const std::string& words) {
      y += canvas_.paragraph({x, y}, words, type(14), width, c.ink) * type(14) * 1.35 + type(6);
    };
    if (grid.cause != GridCause::jpeg) {
      say(grid.significance < 1e5
              ? fmt::format("Its strongest wave has {:.0f} times the power of chance.", grid.significance)
              : std::string("Its strongest wave has more than 100,000 times the power of chance."));
      say(fmt::format("It shows in {} of the tiles that could show it.", percent(grid.coverage)));
    }
    say(fmt::format(
        "At least half as strong as on the whole in {} of the picture, at most {:.2g} grey levels.",
        percent(e.share), e.most));
    say(fmt::format(
        "The residual repeats at the period: autocorrelation {:+.2f} against one pixel beside it.",
        grid.autocorrelation));
  }

  void draw_fold(const Tensor<double>& fold, const Rect& block) {
    const Index rows = fold.shape()[0], columns = fold.shape()[1];
    const double cell = std::min(block.w / static_cast<double>(columns), block.h / static_cast<double>(rows));
    const Grid grid{{block.x, block.y}, cell, rows, columns};
    Scale scale;
    for (const double value : fold.values()) scale.take(value);
    canvas_.grid(grid, [&](Index row, Index column) {
      const double value = fold[row * columns + column];
      CellLook look = canvas_.look(Role::input_gradient, value, scale);
      look.text = fmt::format("{:+.1f}", std::abs(value) < 0.05 ? 0.0 : value);
      return look;
    });
  }

  const Inspection& found_;
  Canvas canvas_;
  std::optional<std::size_t> chosen_;
  Rect picture_{}, legend_{}, list_{}, below_{};
  std::vector<Rect> rows_;
  std::size_t first_ = 0;
  bool places_ = true, evidence_ = true;
};

}  // namespace

double Inspection::levels() const {
  double most = 0;
  for (const FoundGrid& grid : grids)
    if (grid.cause == GridCause::upsampling) most = std::max(most, grid.levels);
  return most;
}

std::optional<std::size_t> Inspection::worst() const {
  if (grids.empty()) return std::nullopt;
  const auto printed =
      std::ranges::find_if(grids, [](const FoundGrid& g) { return g.cause == GridCause::upsampling; });
  return printed == grids.end() ? 0 : static_cast<std::size_t>(printed - grids.begin());
}

Inspection inspect_picture(std::string name, const Tensor<float>& picture, const Progress& progress) {
  Inspection out{.name = std::move(name), .width = picture.shape()[3], .height = picture.shape()[2]};
  out.picture = shown(picture);
  out.grids = find_grids(picture, {}, progress.part(0, 0.7));
  for (std::size_t i = 0; i < out.grids.size(); ++i) {
    const FoundGrid& grid = out.grids[i];
    const auto share = [&](std::size_t n) {
      return 0.7 + 0.3 * static_cast<double>(n) / static_cast<double>(out.grids.size());
    };
    out.evidence.push_back(grid_evidence(picture, grid, 128, progress.part(share(i), share(i + 1))));
    out.heat.push_back(heat_of(out.evidence.back()));
    out.spectra.push_back(power_spectrum(picture, std::max(grid.period[0], grid.period[1])));
  }
  return out;
}

std::string grid_title(const FoundGrid& grid) {
  const Index x = grid.period[1], y = grid.period[0];
  return grid.cause == GridCause::upsampling ? fmt::format("Upsampling {} × {}", x, y)
         : grid.cause == GridCause::jpeg     ? fmt::format("JPEG {} × {}", x, y)
                                             : fmt::format("Content {} × {}", x, y);
}

Color heat_color(double levels) {
  return kHeat.with_alpha(0.85 * std::sqrt(std::clamp(levels / kFullHeat, 0.0, 1.0)));
}

void draw_heat_legend(Canvas& canvas, const Rect& row) {
  const Palette& c = canvas.colors();
  constexpr Index kSteps = 48;
  const double size = canvas.type(13);
  const std::string low = "no grid", high = fmt::format("{:g} grey levels and more", kFullHeat);
  const double from = row.x + text_width(Font::text, size, low) + 8;
  const double to = std::max(from + 20, row.right() - text_width(Font::text, size, high) - 8);
  canvas.text({row.x, row.centre().y}, low, size, c.soft);
  const auto image = painted(1, kSteps, [](Index, Index step) {
    return heat_color(kFullHeat * static_cast<double>(step) / static_cast<double>(kSteps - 1));
  });
  const Rect bar{from, row.centre().y - canvas.type(5), to - from, canvas.type(10)};
  canvas.add(Box{.rect = bar, .fill = Color{150, 150, 150, 255}});
  canvas.add(Raster{.rect = bar, .image = image, .smooth = true});
  canvas.text({to + 8, row.centre().y}, high, size, c.soft);
}

Picture draw_inspection(const Inspection* inspection, const std::string& problem, const Style& style,
                        std::optional<std::size_t> chosen, std::size_t part) {
  if (inspection) return InspectionDrawing(*inspection, style, chosen, part).draw();
  Canvas canvas(style, "Inspect", "");
  canvas.paragraph({canvas.area().x, canvas.area().y + canvas.type(16)},
                   problem.empty() ? "Grids are being looked for …" : problem, canvas.type(17),
                   canvas.area().w, problem.empty() ? canvas.colors().soft : canvas.colors().warning);
  return canvas.finish();
}

std::optional<std::size_t> grid_at(const Inspection* inspection, const Style& style,
                                   std::optional<std::size_t> chosen, std::size_t part, Point at) {
  if (!inspection) return std::nullopt;
  return InspectionDrawing(*inspection, style, chosen, part).row_at(at);
}

}  // namespace convscope
