#include "app/views/steps_scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "app/picture/fonts.hpp"
#include "app/views/bias.hpp"
#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "app/views/lens.hpp"

namespace convscope {

namespace {

constexpr double kSumFrom = 0.3, kSumTo = 0.55;

std::string_view subtitle(Order order, bool transposed) {
  if (order == Order::by_tap) return "by weight: one weight at a time, wherever it is used";
  return (order == Order::by_window) == transposed
             ? "by input cell: everything that one input cell reaches"
             : "by output cell: everything that reaches one output cell";
}

class StepsSceneDrawing {
 public:
  StepsSceneDrawing(const Derived& derived, Order order, Moment moment, const Style& style,
                    std::string_view title)
      : d_(derived),
        op_(derived.op()),
        moment_(moment),
        trace_(op_, order),
        canvas_(style, title, subtitle(order, derived.op().transposed())) {
    const Index windows = element_count(op_.geometry.windows()),
                pixels = element_count(op_.geometry.pixels());
    trace_.for_each(moment.step, [&](const Contribution& c) {
      const Index pixel = user_cell(op_, c.pixel);
      const Index input = op_.transposed() ? c.window : pixel, output = op_.transposed() ? pixel : c.window;
      // The planes of the first contribution are the ones shown.
      if (weights_.empty()) {
        window_plane_ = c.window / windows;
        pixel_plane_ = c.pixel / pixels;
        weight_plane_ = c.weight / element_count(op_.geometry.taps());
      }
      inputs_.insert(input);
      outputs_[output] += d_.input()[input] * d_.weights()[c.weight];
      weights_.insert(c.weight);
    });
    before_ = output_after(d_, trace_, moment.step);
    after_ = output_after(d_, trace_, moment.step + 1);
    scale_ = scale_of(d_.output().values());
    for (double v : after_.values()) scale_.take(v);
  }

  Picture draw() {
    const Rect area = canvas_.area();
    const Shape in = plane_shape(op_.input_size()), taps = plane_shape(op_.geometry.taps()),
                out = plane_shape(op_.output_size());
    const double title = canvas_.spacing(34), foot = canvas_.spacing(66), names = 26;
    const bool one_axis = op_.geometry.rank() == 1;
    std::array<Grid, 3> at;
    std::vector<Layout> blocks;
    for (const Shape& shape : {in, taps, out}) {
      blocks.push_back(convscope::block(at[blocks.size()], shape[0], shape[1]));
      blocks.back().x = 0.5;
      blocks.back().y = 1 / 2.4;
      if (one_axis) blocks.back().below = 0.3;
    }
    // One axis: rows of cells under each other.
    const Layout all = one_axis ? in_a_column(std::move(blocks), {title})
                                : in_a_row(std::move(blocks), {canvas_.spacing(60)});
    const Rect room{area.x + names, area.y + title, area.w - names, area.h - title - foot};
    place(all, room, fitted(all, {room.w, room.h}, {.most = canvas_.most_cell(one_axis ? 84 : 76)}),
          one_axis ? 0 : 1 / 2.4);
    look_through(canvas_.style().lens, canvas_.style(), all);
    for (std::size_t i = 0; i < at.size(); ++i)
      block(std::array{Role::input, Role::kernel, Role::output}[i], at[i]);
    canvas_.keep_within(area.y - 8, area.bottom() - canvas_.type(28));
    sentence({area.x, area.bottom() - canvas_.type(10)}, area.right());
    return canvas_.finish();
  }

 private:
  static Shape plane_shape(const Shape& spatial) {
    return spatial.rank() == 1 ? Shape{1, spatial[0]} : Shape{spatial[0], spatial[1]};
  }
  /// First flat index of the plane shown.
  Index base(Role role) const {
    if (role == Role::kernel) return weight_plane_ * element_count(op_.geometry.taps());
    const bool windows = (role == Role::input) == op_.transposed();
    return windows ? window_plane_ * element_count(op_.geometry.windows())
                   : pixel_plane_ * element_count(op_.pixels);
  }

  CellLook look(Role role, Index cell) const {
    CellLook look{.role = role, .tag = {role, cell}};
    if (role == Role::output) {
      const double t = eased(moment_.phase, kSumFrom, kSumTo);
      look.value = lerp(before_[cell], after_[cell], t);
      look.scale = scale_.most;
      look.is_signed = scale_.is_signed;
      look.text = canvas_.number(t < 0.5 ? before_[cell] : after_[cell]);
      if (before_[cell] != after_[cell]) look.text_alpha = std::abs(2 * t - 1);
      if (const auto added = outputs_.find(cell); added != outputs_.end()) {
        look.corner = canvas_.line_addend(added->second);
        look.corner_alpha = eased(moment_.phase, 0.05, kSumFrom);
      }
      return look;
    }
    const Tensor<double>& tensor = role == Role::input ? d_.input() : d_.weights();
    const Scale scale = scale_of(tensor.values());
    look.value = tensor[cell];
    look.scale = scale.most;
    look.is_signed = scale.is_signed;
    look.text = canvas_.number(tensor[cell]);
    return look;
  }

  void block(Role role, const Grid& grid) {
    const Index first = base(role);
    canvas_.grid(grid, [&](Index r, Index c) { return look(role, first + r * grid.columns + c); });
    if (role != Role::kernel && op_.geometry.rank() == 2) canvas_.indices(grid, 0, 0);
    const Shape size = role == Role::input    ? op_.input_size()
                       : role == Role::kernel ? op_.geometry.taps()
                                              : op_.output_size();
    canvas_.block_title(grid,
                        role == Role::input    ? "input"
                        : role == Role::kernel ? "kernel"
                                               : "output",
                        to_string(size), role,
                        role == Role::output ? bias_of(d_, first / element_count(size)) : std::nullopt);
    const auto joined = [&](Index cell) {
      return role == Role::input    ? inputs_.count(cell) > 0
             : role == Role::kernel ? weights_.count(cell) > 0
                                    : outputs_.count(cell) > 0;
    };
    // The step's own cell in ink, the cells that it joins in the kernel's
    // colour.
    const bool own = role == own_role();
    for (Index cell = first; cell < first + grid.rows * grid.columns; ++cell) {
      if (!joined(cell)) continue;
      const Rect rect = grid.rect(static_cast<double>((cell - first) / grid.columns),
                                  static_cast<double>((cell - first) % grid.columns));
      canvas_.outline(rect.inset(own ? -1.5 : 0.5), own ? canvas_.colors().ink : canvas_.colors().kernel,
                      own ? 2.5 : 2, 5);
    }
  }

  Role own_role() const {
    if (trace_.order() == Order::by_tap) return Role::kernel;
    return (trace_.order() == Order::by_window) == op_.transposed() ? Role::input : Role::output;
  }

  void sentence(Point at, double right) {
    const Palette& c = canvas_.colors();
    const auto count = [](std::size_t n, std::string_view noun) {
      return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
    };
    canvas_.line(at,
                 {{fmt::format("Step {} of {}: ", moment_.step + 1, trace_.steps()), c.soft, Font::text},
                  {count(inputs_.size(), "input cell"), c.input_text, Font::text_medium},
                  {" × ", c.soft, Font::text},
                  {count(weights_.size(), "weight"), c.kernel_text, Font::text_medium},
                  {" → ", c.soft, Font::text},
                  {count(outputs_.size(), "output cell"), c.output_text, Font::text_medium},
                  {".  Every order ends with the same output.", c.soft, Font::text}},
                 canvas_.type(16), right);
  }

  const Derived& d_;
  const Operator& op_;
  Moment moment_;
  Trace trace_;
  Canvas canvas_;
  Index window_plane_ = 0, pixel_plane_ = 0, weight_plane_ = 0;
  std::set<Index> inputs_, weights_;
  std::map<Index, double> outputs_;
  Tensor<double> before_, after_;
  Scale scale_;
};

}  // namespace

Picture draw_steps(const Derived& derived, Order order, Moment moment, const Style& style,
                   std::string_view title) {
  return StepsSceneDrawing(derived, order, moment, style, title).draw();
}

}  // namespace convscope
