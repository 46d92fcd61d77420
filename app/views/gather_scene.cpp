#include "app/views/gather_scene.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/bias.hpp"
#include "app/views/fitting.hpp"
#include "app/views/gather_drawing.hpp"
#include "app/views/numbered.hpp"

namespace convscope {

GatherDrawing::GatherDrawing(const GatherScene& scene, double phase, const Style& style)
    : s_(scene), phase_(phase), canvas_(style, scene.title, scene.subtitle) {
  if (in_rows())
    s_.frame.columns = page_of(s_.frame.columns, s_.axes.columns, s_.step, canvas_.page_cells(names()));
  const Index cell = s_.step % result_plane();
  window_ = {cell / s_.axes.columns.windows, cell % s_.axes.columns.windows};
  sum_lines_ = sum_lines();
}

Picture GatherDrawing::draw() {
  if (in_rows())
    draw_rows();
  else
    draw_blocks();
  const Rect area = canvas_.area();
  canvas_.keep_within(area.y - 8, area.bottom() - foot() + canvas_.spacing(2));
  const Point at{area.x, area.bottom() - foot() + canvas_.spacing(10) + sum_size() * kSumLeading / 2};
  if (without_sum()) return canvas_.finish();
  if (s_.step == 0 && phase_ == 0 && !canvas_.style().quiz)
    canvas_.text(at, "Nothing is done yet.", sum_size(), canvas_.colors().soft);
  else
    draw_sum(canvas_, at, sum().lines(area.w, sum_size(), sum_lines_), sum_size(), area.right());
  return canvas_.finish();
}

std::vector<GatherDrawing::Term> GatherDrawing::terms(Index plane) const {
  std::vector<Term> out;
  for (Index r = 0; r < s_.axes.rows.taps; ++r)
    for (Index c = 0; c < s_.axes.columns.taps; ++c) {
      const Index row = cell_under(s_.axes.rows, s_.frame.rows, window_.row, r);
      const Index column = cell_under(s_.axes.columns, s_.frame.columns, window_.column, c);
      out.push_back({s_.source(s_.first_plane + plane, row, column), s_.tap(plane, r, c), r, c});
    }
  return out;
}

CellLook GatherDrawing::source_look(Index plane, Index row, Index column) const {
  const SourceCell cell = s_.source(plane, row, column);
  CellLook look = canvas_.look(Role::input, cell.value, s_.source_scale, cell.tag);
  look.kind = cell.kind;
  if (cell.kind != CellLook::Kind::value) look.text_alpha = 0.75;
  return look;
}

CellLook GatherDrawing::kernel_look(const SceneTap& tap) const {
  return canvas_.look(Role::kernel, tap.weight, s_.kernel_scale, tap.tag);
}

CellLook result_look(const Canvas& canvas, const GatherScene& scene, double phase, Index cell,
                     const Scale& scale) {
  const CellLook value =
      canvas.look(Role::output, scene.result[static_cast<std::size_t>(cell)], scale, {Role::output, cell});
  const bool asked = cell == scene.step && canvas.style().quiz;
  const double shown = cell < scene.step            ? 1
                       : cell > scene.step || asked ? 0
                                                    : eased(phase, acts::kFlyTo - 0.08, acts::kFlyTo + 0.04);
  CellLook look = value.faded(shown);
  if (asked) look.text = "?";
  return look;
}

std::string GatherDrawing::factor(double value) const {
  const std::string text = canvas_.line_number(value);
  return value < 0 ? fmt::format("({})", text) : text;
}

LongSum GatherDrawing::sum() const {
  const Palette& c = canvas_.colors();
  const Position w = window_;
  const std::string index = s_.one_axis ? fmt::format("{}", w.column) : fmt::format("{},{}", w.row, w.column);
  const Index plane = s_.step / (s_.axes.rows.windows * s_.axes.columns.windows);
  const std::string channel = s_.result_planes > 1 ? fmt::format("{},", plane) : "";
  LongSum sum({{fmt::format("y[{}{}]", channel, index), c.output_text, Font::number_bold}, {" = ", c.soft}},
              " + ", c.soft);
  for (Index plane_in = 0; plane_in < s_.plane_count && !canvas_.style().quiz_place; ++plane_in)
    for (const Term& term : terms(plane_in))
      sum.add([&]() -> std::vector<Piece> {
        const bool real = term.cell.kind == CellLook::Kind::value;
        return {{canvas_.line_number(term.cell.value), real ? c.input_text : c.faint},
                {"·", c.soft},
                {factor(term.tap.weight), c.kernel_text}};
      });
  const bool hidden = canvas_.style().quiz;
  if (s_.bias && s_.bias->value != 0)
    sum.end({fmt::format(" + bias {}", canvas_.line_number(s_.bias->value)), c.soft});
  if (s_.activation != Activation::none)
    sum.end({hidden
                 ? fmt::format(", {} of it", to_string(s_.activation))
                 : fmt::format(" = {}, {} of it", canvas_.line_number(s_.linear), to_string(s_.activation)),
             c.soft});
  const double result = s_.result[static_cast<std::size_t>(s_.step)];
  sum.end({" = ", c.soft});
  sum.end({hidden ? "?" : canvas_.line_number(result), c.output_text, Font::number_bold});
  return sum;
}

std::size_t GatherDrawing::sum_lines() const {
  constexpr Index kEnough = 64;
  double source = 0, weight = 0;
  const auto take = [&](double& widest, const std::string& text) {
    widest = std::max(widest, text_width(Font::number, 1, text));
  };
  const Index columns = s_.frame.columns.count, cells = std::min(kEnough, s_.frame.rows.count * columns);
  for (Index i = 0; i < cells; ++i)
    take(source, canvas_.line_number(s_.source(s_.first_plane, s_.frame.rows.first + i / columns,
                                               s_.frame.columns.first + i % columns)
                                         .value));
  const Index taps = s_.axes.rows.taps * s_.axes.columns.taps;
  for (Index i = 0; i < std::min(kEnough, taps); ++i)
    take(weight, factor(s_.tap(0, i / s_.axes.columns.taps, i % s_.axes.columns.taps).weight));
  const double term = source + weight + text_width(Font::number, 1, "· + "),
               ends = text_width(Font::number, 1, "y[0,0] = = 100");
  return (real(taps * s_.plane_count) * term + ends) * sum_size() > canvas_.area().w ? 2 : 1;
}

double GatherDrawing::foot() const {
  if (without_sum()) return 0;
  return sum_size() * kSumLeading * static_cast<double>(sum_lines_) + canvas_.spacing(10);
}

double GatherDrawing::product_alpha(std::size_t index, std::size_t count) const {
  if (canvas_.style().quiz) return 0;
  const double start = lerp(acts::kProductsFrom, acts::kProductsTo - 0.1,
                            count > 1 ? static_cast<double>(index) / static_cast<double>(count - 1) : 0);
  return eased(phase_, start, start + 0.1);
}

void GatherDrawing::draw_products(const Grid& grid, const Rect& target, bool spread, double high) {
  if (high <= 0) high = grid.cell;
  const Scale scale = product_scale();
  const std::vector<Term> list = terms(0);
  std::vector<CellLook> looks;
  for (const Term& t : list) looks.push_back(canvas_.look(Role::output, t.cell.value * t.tap.weight, scale));
  const Numbered all = numbered(canvas_, high, std::move(looks), grid.cell / high);
  const double size = all.size;
  std::vector<std::pair<Point, std::string>> flights;
  const auto apart = [&](const Axis& axis) { return spread ? static_cast<double>(axis.dilation) : 1.0; };
  for (std::size_t i = 0; i < list.size(); ++i) {
    Rect rect = grid.rect(static_cast<double>(list[i].row) * apart(s_.axes.rows),
                          static_cast<double>(list[i].column) * apart(s_.axes.columns));
    rect.h += high - grid.cell;
    canvas_.cell(rect, all.looks[i].faded(product_alpha(i, list.size())), size);
    flights.emplace_back(rect.centre(), all.looks[i].text);
  }
  // They leave their cells and meet in the result.
  const double t = eased(phase_, acts::kFlyFrom, acts::kFlyTo);
  if (t <= 0 || t >= 1 || size <= 0 || canvas_.style().quiz) return;
  const Point to = target.centre();
  for (const auto& [at, text] : flights)
    canvas_.cell_number({lerp(at.x, to.x, t), lerp(at.y, to.y, t)}, text, size,
                        canvas_.colors().ink.with_alpha(1 - 0.7 * t));
}

GatherScene scene_of_result(const Derived& derived, Index step, const Style& style) {
  const Operator& op = derived.op();
  const Index channel = step / element_count(op.output_size());
  GatherScene scene;
  scene.result_name = "output";
  scene.result_detail = to_string(op.output_size());
  scene.one_axis = op.geometry.rank() == 1;
  scene.source_planes = op.input_channels();
  scene.result_planes = op.output_channels();
  scene.step = step;
  scene.result.assign(derived.output().values().begin(), derived.output().values().end());
  scene.source_scale = scale_of(derived.input().values());
  scene.kernel_scale = scale_of(derived.weights().values());
  scene.bias = bias_of(derived, channel);
  scene.linear = derived.linear()[step] + derived.bias(channel);
  scene.activation = derived.scenario().activation;
  if (style.hover.role == Role::output) scene.hovered_result = style.hover.cell;
  return scene;
}

Picture draw_gather(const GatherScene& scene, double phase, const Style& style) {
  return GatherDrawing(scene, phase, style).draw();
}

}  // namespace convscope
