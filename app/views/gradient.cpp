// Forward and backward of one layer: what a gradient of the output does to
// input, kernel and bias.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/views/gradient_drawing.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/view.hpp"

namespace convscope {

namespace {

std::optional<std::string> gradient_obstacle(const Derived& derived) {
  return plane_obstacle(derived);
}

// The acts of one step, as phases: products fly, they are added, rest (the
// window glides on).
constexpr double kAddFrom = 0.4, kAddTo = 0.56;

}  // namespace

GradientDrawing::GradientDrawing(const Derived& derived, Moment moment, const Style& style)
    : WindowScene(derived, moment, style, "Gradient", subtitle(derived, style)) {
  if (g_.rank() == 1) frame_.columns = page_of(frame_.columns, axes_.columns, window_, page_cells());
  before_ = sums_after(moment.step);
  after_ = sums_after(moment.step + 1);

  scales_[index(Part::input)] = scale_of(d_.input().values());
  scales_[index(Part::kernel)] = scale_of(d_.weights().values());
  scales_[index(Part::output)] = scale_of(d_.output().values());
  Scale& linear = scales_[index(Part::linear)];
  const Index plane = element_count(op_.output_size());
  for (Index i = 0; i < d_.linear().size(); ++i) linear.take(d_.linear()[i] + d_.bias(i / plane));
  scales_[index(Part::upstream)] = scale_of(d_.upstream().values());
  scales_[index(Part::slope)] = {1, false};
  scales_[index(Part::linear_gradient)] = scale_of(d_.linear_gradient().values());
  // Fixed while playing: on the way the sums of mixed signs can have either.
  const bool flow_signed = scale(Part::linear_gradient).is_signed;
  scales_[index(Part::input_gradient)] = scale_of(d_.input_gradient().values());
  scales_[index(Part::input_gradient)].is_signed = flow_signed || scale(Part::kernel).is_signed;
  scales_[index(Part::weight_gradient)] = scale_of(d_.weight_gradient().values());
  scales_[index(Part::weight_gradient)].is_signed = flow_signed || scale(Part::input).is_signed;
}

/// The backward pass is linear in the windows' values: with the later ones at
/// zero it is the sum so far.
GradientDrawing::Sums GradientDrawing::sums_after(Index steps) const {
  const Tensor<double>& flow = d_.linear_gradient();
  Sums sums;
  if (op_.transposed()) {
    sums.input = first_cells(d_.input_gradient(), steps);
    sums.weights = weight_gradient(op_, first_cells(d_.input(), steps), flow);
    sums.bias = d_.bias_gradient()[first_pixel_channel()];  // its cells lie under
                                                            // several windows: no order
                                                            // of them
    return sums;
  }
  const Tensor<double> seen = first_cells(flow, steps);
  sums.input = input_gradient(op_, seen, d_.weights());
  sums.weights = weight_gradient(op_, d_.input(), seen);
  for (Index i = 0; i < window_plane_; ++i) sums.bias += seen[window_channel_ * window_plane_ + i];
  return sums;
}

Picture GradientDrawing::draw() {
  if (one_path()) {
    draw_path();
    return canvas_.finish();
  }
  if (g_.rank() == 1)
    draw_rows();
  else
    draw_blocks();
  captions();
  return canvas_.finish();
}

std::vector<GradientDrawing::Part> GradientDrawing::parts() const {
  using enum Part;
  if (activated())
    return {input, kernel, linear, output, upstream, slope, linear_gradient, input_gradient, weight_gradient};
  return {input, kernel, output, upstream, input_gradient, weight_gradient};
}

Side GradientDrawing::side(Part part) const {
  if (part == Part::kernel || part == Part::weight_gradient) return Side::weight;
  const bool of_input = part == Part::input || part == Part::input_gradient;
  return of_input == op_.transposed() ? Side::window : Side::pixel;
}

Index GradientDrawing::channel(Part part) const {
  const Side s = side(part);
  return s == Side::weight ? pair() : s == Side::window ? window_channel_ : first_pixel_channel();
}

Index GradientDrawing::rows(Part part) const {
  const Side s = side(part);
  return s == Side::weight ? axes_.rows.taps : s == Side::window ? axes_.rows.windows : frame_.rows.count;
}

Index GradientDrawing::columns(Part part) const {
  const Side s = side(part);
  return s == Side::weight   ? axes_.columns.taps
         : s == Side::window ? axes_.columns.windows
                             : frame_.columns.count;
}

Role GradientDrawing::role(Part part) {
  switch (part) {
    case Part::input:
      return Role::input;
    case Part::input_gradient:
      return Role::input_gradient;
    case Part::kernel:
      return Role::kernel;
    case Part::weight_gradient:
      return Role::weight_gradient;
    case Part::upstream:
      return Role::upstream;
    default:
      return Role::output;
  }
}

Index GradientDrawing::cell_index(Part part, Index row, Index column) const {
  const Side s = side(part);
  if (s != Side::pixel) {
    const Index plane = s == Side::window ? window_plane_ : element_count(g_.taps());
    return channel(part) * plane + row * columns(part) + column;
  }
  row += frame_.rows.first;
  column += frame_.columns.first;
  if (!frame_.rows.inside(row) || !frame_.columns.inside(column)) return -1;
  return channel(part) * user_plane_ + row * frame_.columns.size + column;
}

double GradientDrawing::value(Part part, Index row, Index column) const {
  Index cell = cell_index(part, row, column);
  if (cell < 0 && op_.border.active()) {
    const auto fold = [&](const FrameAxis& axis, Index at) {
      return border_source(op_.border.mode, at + axis.first, axis.size) - axis.first;
    };
    cell = cell_index(part, fold(frame_.rows, row), fold(frame_.columns, column));
  }
  if (cell < 0) return 0;
  switch (part) {
    case Part::input:
      return d_.input()[cell];
    case Part::kernel:
      return d_.weights()[cell];
    case Part::linear:
      return d_.linear()[cell] + d_.bias(channel(part));
    case Part::output:
      return d_.output()[cell];
    case Part::upstream:
      return d_.upstream()[cell];
    case Part::slope:
      return d_.activation_slope()[cell];
    case Part::linear_gradient:
      return d_.linear_gradient()[cell];
    case Part::input_gradient:
      return after_.input[cell];
    case Part::weight_gradient:
      break;
  }
  return after_.weights[cell];
}

CellLook GradientDrawing::running(CellLook look, double before, double now) const {
  const double t = landed();
  look.value = lerp(before, now, t);
  look.text = canvas_.number(t < 0.5 ? before : now);
  if (look.text != canvas_.number(t < 0.5 ? now : before)) look.text_alpha = std::abs(2 * t - 1);
  // A sum to which nothing was added yet stands back.
  if (before == 0 && now == 0) look.text_alpha *= 0.4;
  return look;
}

CellLook GradientDrawing::look(Part part, Index row, Index column) const {
  const Index cell = cell_index(part, row, column);
  const double number = value(part, row, column);
  CellLook look = canvas_.look(role(part), number, scale(part));
  if (cell < 0) {
    // Only the input has something there, and only when the border repeats it.
    look.kind = CellLook::Kind::padding;
    look.text_alpha = 0.75;
    if (part != Part::input) look.text.clear();
    if (op_.border.active() && part == flow() && op_.transposed()) look.text = canvas_.number(number);
    return look;
  }
  if (part == Part::weight_gradient) look = running(look, before_.weights[cell], after_.weights[cell]);
  if (part == Part::input_gradient && !op_.transposed())
    look = running(look, before_.input[cell], after_.input[cell]);
  if (part == Part::input_gradient && op_.transposed() && cell >= moment_.step) {
    look.text_alpha = cell == moment_.step ? landed() : 0;
    look.value *= look.text_alpha;
    if (look.text_alpha <= 0) look.kind = CellLook::Kind::empty;
  }
  if (part == Part::slope && number == 0) look.kind = CellLook::Kind::padding;
  // z, f'(z) and dL/dz stand between the cells that a person chooses or asks
  // for; they light up nothing.
  if (role(part) != Role::output || part == Part::output) look.tag = {role(part), cell};
  return look;
}

CellLook GradientDrawing::bias_look() const {
  CellLook look = running({.role = Role::none}, before_.bias, after_.bias);
  look.value = 0;  // one number has no scale
  return look;
}

double GradientDrawing::window_value() const {
  return op_.transposed() ? value(Part::input, window_row(), window_column())
                          : value(flow(), window_row(), window_column());
}

double GradientDrawing::under(Index tap_row, Index tap_column) const {
  return value(op_.transposed() ? flow() : Part::input,
               cell_under(axes_.rows, frame_.rows, window_row(), tap_row) - frame_.rows.first,
               cell_under(axes_.columns, frame_.columns, window_column(), tap_column) - frame_.columns.first);
}

double GradientDrawing::weight(Index tap_row, Index tap_column) const {
  return value(Part::kernel, tap_row, tap_column);
}

double GradientDrawing::landed() const {
  return eased(moment_.phase, kAddFrom, kAddTo);
}

double GradientDrawing::product_alpha() const {
  return eased(moment_.phase, kAddFrom - 0.04, kAddFrom + 0.02) *
         (1 - eased(moment_.phase, kGlideFrom, kGlideFrom + 0.12));
}

bool GradientDrawing::is_gradient(Part part) {
  return part == Part::upstream || part == Part::linear_gradient || part == Part::input_gradient ||
         part == Part::weight_gradient;
}

void GradientDrawing::frame_gradient(Part part, const Rect& bounds) {
  canvas_.dashed(bounds.inset(-3), role_color(canvas_.colors(), role(part)).with_alpha(0.7), 1.25);
}

void GradientDrawing::draw_grid(Part part, const Grid& grid) {
  canvas_.grid(grid, [&](Index r, Index c) { return look(part, r, c); });
  if (is_gradient(part)) frame_gradient(part, grid.bounds());
}

void GradientDrawing::corner(const Rect& rect, const std::string& text, Color color, double alpha) {
  if (rect.w >= kCornerCell - 4) canvas_.corner(rect, text, color.with_alpha(alpha));
}

namespace {

Picture draw_gradient(const Derived& derived, Moment moment, const Style& style) {
  return GradientDrawing(derived, moment, style).draw();
}

}  // namespace

extern const View kGradient{
    .name = "gradient",
    .title = "Gradient",
    .help =
        "Forward and backward side by side: a gradient of the output flows "
        "into input, kernel and bias.",
    .more = {"dL/dx = Cᵀ dL/dz      dL/dw[j] = Σ x[i] dL/dz[o]      dL/db = Σ "
             "dL/dz[o]",
             "The backward pass of a convolution is the transposed "
             "convolution, and the other way round.",
             "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.1; "
             "torch.autograd"},
    .example = "tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange",
    .obstacle = gradient_obstacle,
    .draw = draw_gradient,
    .tells = true,
};

}  // namespace convscope
