#include "app/views/scatter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/steps_scene.hpp"

namespace convscope {

std::optional<std::string> scatter_obstacle(const Derived& derived) {
  if (!derived.op().transposed())
    return "shows a transposed convolution; choose operator tconv, or the slide view";
  return plane_obstacle(derived);
}

namespace {

// The acts of one step, as phases: the scaled kernel appears, lands as a stamp, the sums grow, the stamp
// glides on.
constexpr double kScaleFrom = 0.02, kScaleTo = 0.2;
constexpr double kLandFrom = 0.2, kLandTo = 0.42;
constexpr double kAddFrom = 0.42, kAddTo = 0.58;
constexpr double kGlideFrom = 0.78;

constexpr Index kMostPlanes = 4;
constexpr Index kMostStampRows = 12;

class Drawing {
 public:
  Drawing(const Derived& derived, Moment moment, const Style& style)
      : d_(derived),
        op_(derived.op()),
        g_(op_.geometry),
        moment_(moment),
        trace_(op_, Order::by_window),
        frame_(frame_of(op_)),
        axes_(plane_axes(g_)),
        canvas_(style, "Scatter",
                "each input cell stamps its scaled kernel onto the output; overlaps add up") {
    window_plane_ = element_count(g_.windows());
    pixel_plane_ = element_count(g_.pixels());
    user_plane_ = element_count(op_.pixels);
    channel_ = moment.step / window_plane_;
    window_ = moment.step % window_plane_;
    before_ = sums(moment.step);
    after_ = sums(moment.step + 1);
    touched_.assign(static_cast<std::size_t>(op_.output_channels() * user_plane_), false);
    for (Index step = 0; step <= moment.step; ++step)
      trace_.for_each(step, [&](const Contribution& c) {
        const Index cell = user_cell(c.pixel);
        if (cell >= 0) touched_[static_cast<std::size_t>(cell)] = true;
      });
    output_scale_ = scale_of(d_.output().values());
    for (double v : after_.values()) output_scale_.take(v);
    width_ = g_.channels.pixel / g_.channels.groups;
    first_output_ = channel_ / (g_.channels.window / g_.channels.groups) * width_;
  }

  Picture draw() {
    if (g_.rank() == 1 && g_.channels.window == 1 && g_.channels.pixel == 1)
      draw_rows();
    else
      draw_blocks();
    return canvas_.finish();
  }

 private:
  /// The output as it stands after `steps`; with all of them the operator's own result, activation included.
  Tensor<double> sums(Index steps) const {
    if (steps >= trace_.steps()) return d_.output();
    Tensor<double> out = partial_output(op_, trace_, d_.input(), d_.weights(), steps);
    for (Index i = 0; i < out.size(); ++i) out[i] += d_.bias(i / user_plane_);
    return out;
  }

  /// Output cell of a geometry's pixel; with a border several pixels fold onto one.
  Index user_cell(Index pixel) const {
    const Index cell = op_.border.active() ? border_source(op_.border, pixel % pixel_plane_, op_.pixels)
                                           : pixel % pixel_plane_;
    return pixel / pixel_plane_ * user_plane_ + cell;
  }

  double weight(Index output_plane, Index row, Index column) const {
    return d_.weights()[weight_index(output_plane, row, column)];
  }
  Index weight_index(Index output_plane, Index row, Index column) const {
    return ((channel_ * width_ + output_plane) * axes_.rows.taps + row) * axes_.columns.taps + column;
  }
  double input() const { return d_.input()[moment_.step]; }

  Scale scaled_scale() const {
    // Fixed while playing: the strongest input with the strongest weight.
    Scale x = scale_of(d_.input().values()), w = scale_of(d_.weights().values());
    return {x.most * w.most, x.is_signed || w.is_signed};
  }

  CellLook input_look(Index cell) const {
    static const Scale none;
    const Scale scale = input_scale_.most > 0 ? input_scale_ : none;
    return {.role = Role::input,
            .value = d_.input()[cell],
            .scale = scale.most,
            .is_signed = scale.is_signed,
            .text = canvas_.number(d_.input()[cell]),
            .tag = {Role::input, cell}};
  }

  CellLook scaled_look(Index plane, Index row, Index column) const {
    const Scale scale = scaled_scale();
    const double value = input() * weight(plane, row, column);
    const double alpha = eased(moment_.phase, kScaleFrom, kScaleTo);
    return {.role = Role::kernel,
            .value = value * alpha,
            .scale = scale.most,
            .is_signed = scale.is_signed,
            .text = canvas_.number(value),
            .text_alpha = alpha,
            .tag = {Role::kernel, weight_index(plane, row, column)}};
  }

  /// `row`, `column` in user coordinates of the output's frame.
  CellLook output_look(Index plane, Index row, Index column) const {
    if (!frame_.rows.inside(row) || !frame_.columns.inside(column)) return {.kind = CellLook::Kind::padding};
    const Index cell = plane * user_plane_ + row * frame_.columns.size + column;
    CellLook look{.kind = CellLook::Kind::empty,
                  .role = Role::output,
                  .scale = output_scale_.most,
                  .is_signed = output_scale_.is_signed,
                  .tag = {Role::output, cell}};
    if (!touched_[static_cast<std::size_t>(cell)] && d_.bias(plane) == 0) return look;
    const double t = eased(moment_.phase, kAddFrom, kAddTo);
    const double old = before_[cell], now = after_[cell];
    look.kind = CellLook::Kind::value;
    look.value = lerp(old, now, t);
    const bool changes = old != now || !was_touched(cell);
    look.text = canvas_.number(t < 0.5 ? old : now);
    if (!was_touched(cell) && t < 0.5) look.text.clear();
    if (changes) look.text_alpha = std::abs(2 * t - 1);
    return look;
  }

  /// Whether an earlier step had reached the cell.
  bool was_touched(Index cell) const {
    bool found = d_.bias(cell / user_plane_) != 0;
    if (op_.border.active()) return found || before_[cell] != 0;
    for_each_contribution(g_, Side::pixel, cell,
                          [&](const Contribution& c) { found = found || c.window < moment_.step; });
    return found;
  }

  std::pair<double, double> stamp_origin(Index window) const {
    const auto one = [](const Axis& axis, const FrameAxis& frame, Index w) {
      return static_cast<double>(window_origin(axis, w) - frame.border - frame.first);
    };
    return {one(axes_.rows, frame_.rows, window / axes_.columns.windows),
            one(axes_.columns, frame_.columns, window % axes_.columns.windows)};
  }

  std::pair<double, double> gliding() const {
    const auto [r, c] = stamp_origin(window_);
    if (window_ + 1 >= window_plane_) return {r, c};
    const auto [nr, nc] = stamp_origin(window_ + 1);
    const double t = eased(moment_.phase, kGlideFrom, 1);
    return {lerp(r, nr, t), lerp(c, nc, t)};
  }

  void draw_rows();
  void draw_blocks();
  void draw_stamp(const Grid& grid, Index plane);

  const Derived& d_;
  const Operator& op_;
  const Geometry& g_;
  Moment moment_;
  Trace trace_;
  Frame frame_;
  PlaneAxes axes_;
  Canvas canvas_;
  Tensor<double> before_, after_;
  std::vector<bool> touched_;
  Scale output_scale_, input_scale_ = scale_of(d_.input().values());
  Index window_plane_, pixel_plane_, user_plane_, channel_, window_, width_, first_output_;
};

/// The stamp's contributions in the corners of the cells that it covers, and its outline.
void Drawing::draw_stamp(const Grid& grid, Index plane) {
  const auto [row, column] = gliding();
  const double alpha =
      eased(moment_.phase, kLandFrom, kLandTo) * (1 - eased(moment_.phase, kGlideFrom, kGlideFrom + 0.12));
  const auto [r0, c0] = stamp_origin(window_);
  const double size = std::clamp(grid.cell * 0.21, 9.0, canvas_.type(16));
  for (Index r = 0; r < axes_.rows.taps; ++r)
    for (Index c = 0; c < axes_.columns.taps; ++c) {
      const Rect rect = grid.rect(r0 + static_cast<double>(r * axes_.rows.dilation),
                                  c0 + static_cast<double>(c * axes_.columns.dilation));
      const std::string text = signed_text(input() * weight(plane, r, c), canvas_.style().numbers);
      if (grid.cell < 30 || text_width(Font::number, size, text) > rect.w - 6) continue;
      const Color ink = output_scale_.is_signed ? canvas_.colors().ink : canvas_.colors().kernel_text;
      canvas_.text({rect.right() - 4, rect.y + size * 0.62 + 2}, text, size, ink.with_alpha(alpha),
                   Font::number, Align::right);
    }
  canvas_.outline(grid.block(row, column, static_cast<double>(reach(axes_.rows)),
                             static_cast<double>(reach(axes_.columns))),
                  canvas_.colors().kernel, 3);
}

/// One axis: the stamps stand below each other where they land, their columns add up to the output.
void Drawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = frame_.columns;
  const Axis& axis = axes_.columns;
  const Index stamps = std::min(axis.windows, kMostStampRows);
  const Index first = std::clamp<Index>(window_ - kMostStampRows + 2, 0, axis.windows - stamps);
  const double label = canvas_.type(120);
  const double rows = static_cast<double>(stamps) * 1.08 + 3.3;
  const double u = std::min(
      {(area.w - label) / static_cast<double>(frame.count), (area.h - canvas_.type(34)) / rows, 92.0});
  const double left =
      area.x + label + std::max(0.0, (area.w - label - u * static_cast<double>(frame.count)) / 2);
  const double top = area.y + std::max(0.0, (area.h - canvas_.type(34) - rows * u) / 2.6) + 4;
  const auto label_at = [&](double y, std::string_view text, Role role) {
    canvas_.text({left - canvas_.type(22), y + u / 2}, std::string(text), canvas_.type(16),
                 role_text_color(canvas_.colors(), role), Font::text_bold, Align::right);
  };
  // Inputs stand above the middle of their stamps: the stride is their distance.
  const auto input_rect = [&](Index w) {
    const double middle = stamp_origin(w).second + static_cast<double>(reach(axis) - 1) / 2;
    return Grid{{left + middle * u, top}, u, 1, 1}.rect(0, 0);
  };
  std::vector<std::string> texts;
  for (Index w = 0; w < axis.windows; ++w) texts.push_back(canvas_.number(d_.input()[w]));
  const double input_size = canvas_.text_size(u, widest_em(texts));
  texts.clear();
  for (Index w = 0; w < axis.windows; ++w)
    for (Index t = 0; t < axis.taps; ++t) texts.push_back(canvas_.number(d_.input()[w] * weight(0, 0, t)));
  const double stamp_size = canvas_.text_size(u, widest_em(texts));
  label_at(top, "input", Role::input);
  const double stamps_top = top + 1.55 * u;
  const auto stamp_y = [&](Index w) { return stamps_top + static_cast<double>(w - first) * 1.08 * u; };
  const double output_y = stamps_top + static_cast<double>(stamps) * 1.08 * u + 0.35 * u;
  // A faint column under every output cell guides the eye through the sum.
  for (Index c = 0; c < frame.count; ++c)
    if (frame.inside(c + frame.first) && u >= 10)
      canvas_.add(Box{.rect = {left + (static_cast<double>(c) + 0.08) * u, stamps_top - 0.05 * u, 0.84 * u,
                               output_y - stamps_top},
                      .radius = 4,
                      .fill = canvas_.colors().ghost});
  const Rect active = input_rect(window_);
  canvas_.curve({active.centre().x, active.bottom() + 4},
                {active.centre().x, std::max(stamp_y(window_) - 6, active.bottom() + 12)},
                canvas_.colors().faint, 1.5, true);
  const Scale scale = scaled_scale();
  for (Index w = first; w < first + stamps && w <= window_; ++w) {
    const bool current = w == window_;
    const double landed = current ? eased(moment_.phase, kScaleFrom, kLandTo) : 1;
    const Grid grid{
        {left + stamp_origin(w).second * u, lerp(top + 0.4 * u, stamp_y(w), landed)}, u, 1, reach(axis)};
    for (Index t = 0; t < axis.taps; ++t) {
      const double value = d_.input()[w] * weight(0, 0, t);
      const Index user = window_origin(axis, w) - frame.border + t * axis.dilation;
      CellLook look{.role = Role::kernel,
                    .value = value * landed,
                    .scale = scale.most,
                    .is_signed = scale.is_signed,
                    .text = canvas_.number(value),
                    .text_alpha = landed,
                    .tag = {Role::kernel, t}};
      if (!frame.inside(user)) look.kind = CellLook::Kind::padding;
      canvas_.cell(grid.rect(0, static_cast<double>(t * axis.dilation)), look, stamp_size);
    }
    if (current)
      canvas_.outline(grid.block(0, 0, 1, static_cast<double>(reach(axis))), canvas_.colors().kernel, 3);
    if (u >= 18)
      canvas_.line({left - canvas_.type(22), grid.at.y + u / 2},
                   {{canvas_.number(d_.input()[w]), canvas_.colors().input_text},
                    {" × ", canvas_.colors().soft, Font::text},
                    {"kernel", canvas_.colors().kernel_text, Font::text}},
                   canvas_.type(14), left, Align::right);
  }
  for (Index w = 0; w < axis.windows; ++w) canvas_.cell(input_rect(w), input_look(w), input_size);
  canvas_.outline(active.inset(-1.5), canvas_.colors().ink, 2.5);
  const Grid output{{left, output_y}, u, 1, frame.count};
  canvas_.grid(output, [&](Index, Index c) { return output_look(0, 0, c + frame.first); });
  canvas_.indices(output, 0, frame.first);
  label_at(output_y, "output", Role::output);
}

/// Two axes, or channels: input and scaled kernel on the left, the output on the right.
void Drawing::draw_blocks() {
  const Rect area = canvas_.area();
  const auto real = [](Index n) { return static_cast<double>(n); };
  const Index inputs = std::min(g_.channels.window, kMostPlanes);
  const Index first_input = std::clamp<Index>(channel_ - kMostPlanes / 2, 0, g_.channels.window - inputs);
  const Index outputs = std::min(width_, kMostPlanes);
  const double gap = 0.9, title = canvas_.type(34), between = canvas_.type(84);
  const double input_rows = real(axes_.rows.windows * inputs) + gap * real(inputs - 1);
  const double kernel_rows = real(axes_.rows.taps * outputs) + gap * real(outputs - 1);
  const double output_rows = real(frame_.rows.count * outputs) + gap * real(outputs - 1);
  // Many planes stand better beside than below each other.
  const bool beside = inputs * outputs > 1;
  const double inputs_wide = real(axes_.columns.windows), kernel_wide = real(axes_.columns.taps);
  const double height = area.h - title - canvas_.type(24), names = 30, arrow = canvas_.type(76);
  // Beside a large picture the kernel keeps a size at which its numbers can be read.
  const double readable =
      std::min({46.0, (beside ? height / kernel_rows : (height - between) / (kernel_rows + input_rows)),
                area.w * 0.2 / kernel_wide});
  const double room = area.w - names - arrow;
  const double output_wide = real(frame_.columns.count);
  const double u =
      beside ? std::min({(room - arrow - kernel_wide * readable) / (inputs_wide + output_wide),
                         height / std::max(input_rows, output_rows), 84.0})
             : std::min({(room - kernel_wide * readable) / output_wide,
                         room / (std::max(inputs_wide, kernel_wide) + output_wide),
                         (height - between - kernel_rows * readable) / input_rows,
                         (height - between) / (input_rows + kernel_rows) * 1.3, height / output_rows, 84.0});
  const double uk = beside
                        ? std::max(readable, std::min(u, height / kernel_rows))
                        : std::max(readable, std::min(u, (height - between - input_rows * u) / kernel_rows));
  const double left_wide =
      beside ? inputs_wide * u + arrow + kernel_wide * uk : std::max(inputs_wide * u, kernel_wide * uk);
  const double left_tall =
      beside ? std::max(input_rows * u, kernel_rows * uk) : input_rows * u + between + kernel_rows * uk;
  const double tallest = std::max(left_tall, output_rows * u);
  const double left = area.x + names + std::max(0.0, (room - left_wide - output_wide * u) / 2);
  const double top = area.y + title + std::max(0.0, (height - tallest) / 2.5);
  const auto centred = [&](double block) { return top + (tallest - block) / 2; };

  const double input_top = centred(beside ? input_rows * u : left_tall);
  const auto input_grid = [&](Index i) {
    return Grid{{left, input_top + real(i) * (real(axes_.rows.windows) + gap) * u},
                u,
                axes_.rows.windows,
                axes_.columns.windows};
  };
  for (Index i = 0; i < inputs; ++i) {
    const Index base = (first_input + i) * window_plane_;
    canvas_.grid(input_grid(i),
                 [&](Index r, Index c) { return input_look(base + r * axes_.columns.windows + c); });
    canvas_.indices(input_grid(i), 0, 0);
  }
  canvas_.block_title(input_grid(0), "input", to_string(g_.windows()), Role::input);
  const Rect active = input_grid(channel_ - first_input)
                          .rect(real(window_ / axes_.columns.windows), real(window_ % axes_.columns.windows));
  canvas_.outline(active.inset(-1.5), canvas_.colors().ink, 2.5);

  // Right-aligned: its arrow to the output must not cross the input.
  const double kernel_left = beside ? left + inputs_wide * u + arrow : left + left_wide - kernel_wide * uk;
  const double kernel_top = beside ? centred(kernel_rows * uk) : input_top + input_rows * u + between;
  const auto kernel_grid = [&](Index i) {
    return Grid{{kernel_left, kernel_top + real(i) * (real(axes_.rows.taps) + gap) * uk},
                uk,
                axes_.rows.taps,
                axes_.columns.taps};
  };
  for (Index i = 0; i < outputs; ++i)
    canvas_.grid(kernel_grid(i), [&](Index r, Index c) { return scaled_look(i, r, c); });
  canvas_.block_title(kernel_grid(0), canvas_.number(input()) + " × kernel", "", Role::kernel);
  const Rect kernel_block{kernel_left, kernel_top, kernel_wide * uk, kernel_rows * uk};
  if (beside) {
    canvas_.curve({active.right() + 6, active.centre().y}, {kernel_left - 10, kernel_block.centre().y},
                  canvas_.colors().faint, 1.5, true);
  } else {
    const double x = kernel_block.centre().x;
    canvas_.curve({x, input_grid(0).bounds().bottom() + canvas_.type(26)}, {x, kernel_top - canvas_.type(28)},
                  canvas_.colors().faint, 1.5, true);
  }

  const double output_left = left + left_wide + arrow;
  const double output_top = centred(output_rows * u);
  for (Index i = 0; i < outputs; ++i) {
    const Grid grid{{output_left, output_top + real(i) * (real(frame_.rows.count) + gap) * u},
                    u,
                    frame_.rows.count,
                    frame_.columns.count};
    canvas_.grid(grid, [&](Index r, Index c) {
      return output_look(first_output_ + i, r + frame_.rows.first, c + frame_.columns.first);
    });
    canvas_.indices(grid, frame_.rows.first, frame_.columns.first);
    draw_stamp(grid, i);
    if (i > 0) continue;
    const bool cropped = frame_.rows.first < 0 || frame_.columns.first < 0 ||
                         frame_.rows.count + frame_.rows.first > frame_.rows.size ||
                         frame_.columns.count + frame_.columns.first > frame_.columns.size;
    const std::string_view note = !cropped              ? ""
                                  : op_.border.active() ? ", the border folds back"
                                                        : ", padding crops what is hatched";
    canvas_.block_title(grid, "output", to_string(op_.output_size()) + std::string(note), Role::output);
    const auto [row, column] = gliding();
    const Rect stamp = grid.block(row, column, real(reach(axes_.rows)), real(reach(axes_.columns)));
    canvas_.curve({kernel_block.right() + 10, kernel_block.centre().y},
                  {output_left - canvas_.type(26), stamp.centre().y}, canvas_.colors().faint, 1.5, true);
  }
}

}  // namespace

Picture draw_scatter(const Derived& derived, Moment moment, const Style& style) {
  if (style.order.value_or(Order::by_window) != Order::by_window)
    return draw_steps(derived, *style.order, moment, style, "Scatter");
  return Drawing(derived, moment, style).draw();
}

}  // namespace convscope
