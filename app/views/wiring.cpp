// One spatial axis as a network of nodes: shared weights beside the fully-connected layer of the same shape.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/view.hpp"
#include "app/views/wiring_drawing.hpp"

namespace convscope {

namespace {
constexpr Index kMostNodes = 64;
/// With what lies over the padding.
constexpr Index kMostRows = 80;

std::string count_text(Index n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::optional<std::string> wiring_obstacle(const Derived& derived) {
  const Operator& op = derived.op();
  if (op.geometry.rank() != 1) return "draws one spatial axis; choose a size such as 5";
  const Axis& axis = op.geometry.axes[0];
  // Before the frame is built: its cells are those between the outermost windows.
  if (op.pixels[0] > kMostNodes || axis.windows > kMostNodes || reach(axis) > kMostNodes)
    return "draws up to 64 nodes a side; choose a smaller size";
  const Index channels = std::max(op.geometry.channels.window, op.geometry.channels.pixel);
  if (channels > kMostNodes || channels * frame_of(op).columns.count > kMostRows)
    return "draws up to 64 nodes a side; choose a smaller size or fewer channels";
  return std::nullopt;
}

}  // namespace

WiringDrawing::WiringDrawing(const Derived& derived, Moment moment, const Style& style)
    : d_(derived),
      op_(derived.op()),
      g_(op_.geometry),
      axis_(g_.axes[0]),
      moment_(moment),
      trace_(op_, style.order.value_or(Order::by_window)),
      frame_(frame_of(op_).columns),
      canvas_(style, "Wiring",
              "the layer as a network: wherever the kernel stands, its weights are the same") {
  reached_.assign(static_cast<std::size_t>(d_.output().size()), {trace_.steps(), trace_.steps()});
  for (Index step = 0; step < trace_.steps(); ++step)
    trace_.for_each(step, [&](const Contribution& c) {
      Reached& cell = reached_[static_cast<std::size_t>(op_.transposed() ? user_cell(c.pixel) : c.window)];
      cell.first = std::min(cell.first, step);
      cell.last = step;
    });
  before_ = sums(moment.step);
  after_ = sums(moment.step + 1);
  output_scale_ = scale_of(d_.output().values());
  for (double v : after_.values()) output_scale_.take(v);
  const auto em = [&](const Tensor<double>& values) {
    std::vector<std::string> texts;
    for (double v : values.values()) texts.push_back(canvas_.number(v));
    return canvas_.widest_em(texts);
  };
  input_em_ = em(d_.input());
  output_em_ = em(d_.output());
  collect_edges();
}

/// The output after `steps`; cells that are complete are the operator's own, activation included.
Tensor<double> WiringDrawing::sums(Index steps) const {
  if (steps >= trace_.steps()) return d_.output();
  Tensor<double> out = partial_output(op_, trace_, d_.input(), d_.weights(), steps);
  const Index plane = out.size() / op_.output_channels();
  for (Index i = 0; i < out.size(); ++i)
    out[i] =
        reached_[static_cast<std::size_t>(i)].last < steps ? d_.output()[i] : out[i] + d_.bias(i / plane);
  return out;
}

/// The user's cell of a geometry's pixel; with a border the one that it repeats.
Index WiringDrawing::user_cell(Index pixel) const {
  const Index position = pixel % axis_.pixels - frame_.border;
  const Index cell = op_.border.active() ? border_source(op_.border.mode, position, frame_.size) : position;
  return pixel / axis_.pixels * frame_.size + cell;
}

void WiringDrawing::collect_edges() {
  const Index width = g_.channels.pixel / g_.channels.groups;
  for (Index window = 0; window < g_.channels.window * axis_.windows; ++window) {
    const Index channel = window / axis_.windows;
    const Index first = channel / (g_.channels.window / g_.channels.groups) * width;
    for (Index other = 0; other < width; ++other)
      for (Index tap = 0; tap < axis_.taps; ++tap) {
        const Index pixel = pixel_under(axis_, window % axis_.windows, tap);
        const bool joined = pixel >= 0 && pixel < axis_.pixels;
        const Contribution c{joined ? (first + other) * axis_.pixels + pixel : -1, window,
                             (channel * width + other) * axis_.taps + tap};
        edges_.push_back({trace_.step_of(c), window, c.weight, joined ? user_cell(c.pixel) : -1,
                          first + other, pixel - frame_.border, joined});
      }
  }
}

bool WiringDrawing::hovered(const Edge& e) const {
  const Tag hover = canvas_.style().hover;
  const Index pixels = g_.channels.pixel * frame_.size;
  switch (hover.role) {
    case Role::input:
    case Role::input_gradient:
      return input_of(e) == hover.cell;
    case Role::output:
    case Role::upstream:
      return output_of(e) == hover.cell;
    case Role::kernel:
    case Role::weight_gradient:
      return e.weight == hover.cell;
    case Role::entry:
      return e.joined && e.window == hover.cell / pixels && e.pixel == hover.cell % pixels;
    case Role::bias:
    case Role::none:
      break;
  }
  return false;
}

double WiringDrawing::second_line(double width) const {
  const double size = canvas_.type(16);
  const auto wide = [&](std::string_view words) { return text_width(Font::text_bold, size, words); };
  // The names of the sides stand over their nodes, of which the largest keep furthest from the edges.
  const double apart = width - 2 * (largest_radius() + canvas_.type(26));
  const bool meets = wide("input fully connected output") + canvas_.type(60) > width ||
                     wide("fully connected") + wide("output") + canvas_.type(16) > apart;
  return meets ? canvas_.type(24) : 0;
}

void WiringDrawing::headings(const Net& net, double y, double below, std::string_view name) {
  const Palette& c = canvas_.colors();
  const double size = canvas_.type(16);
  canvas_.text({net.left, y + below}, "input", size, c.input_text, Font::text_bold, Align::centre);
  canvas_.text({net.right, y + below}, "output", size, c.output_text, Font::text_bold, Align::centre);
  canvas_.text({(net.left + net.right) / 2, y}, std::string(name), size, c.ink, Font::text_bold,
               Align::centre);
}

/// "9 edges, 3 weights", and below it what that means; for the shared ones with the kernel as the key.
void WiringDrawing::counts(Point at, double right, bool shared) {
  const Palette& c = canvas_.colors();
  const Index inputs = d_.input().size(), outputs = d_.output().size();
  const Index edges = shared ? count_contributions(g_) : inputs * outputs;
  const Index weights = shared ? d_.weights().size() : edges;
  const double middle = (at.x + right) / 2;
  canvas_.line({middle, at.y + canvas_.type(14)},
               {{count_text(edges, "edge", "edges") + ", ", c.ink, Font::text_bold},
                {count_text(weights, "weight", "weights"), shared ? c.kernel_text : c.ink, Font::text_bold}},
               canvas_.type(18), right, Align::centre);
  if (from_afar()) return;  // the nodes need the room
  const double size = canvas_.type(15), y = at.y + canvas_.type(48);
  if (!shared) {
    canvas_.text({middle, y}, "every edge has a weight of its own", size, c.soft, Font::text, Align::centre);
    return;
  }
  const std::string words = "shared by all positions";
  const double wide = text_width(Font::text, size, words), gap = canvas_.type(14);
  const double cell = std::min(canvas_.type(34), (right - at.x - wide - gap) / real(weights));
  if (cell < 3) {
    canvas_.text({middle, y}, words, size, c.soft, Font::text, Align::centre);
    return;
  }
  const double left = middle - (cell * real(weights) + gap + wide) / 2;
  const Grid grid{{left, y - cell / 2}, cell, 1, weights};
  canvas_.grid(grid, [&](Index, Index i) {
    return canvas_.look(Role::kernel, d_.weights()[i], weight_scale_, {Role::kernel, i});
  });
  canvas_.text({grid.bounds().right() + gap, y}, words, size, c.soft);
}

std::pair<WiringDrawing::Shown, WiringDrawing::Shown> WiringDrawing::shown_channels(Index most) const {
  const Channels& all = g_.channels;
  Index window = 0, pixel = 0;
  bool found = false;
  trace_.for_each(moment_.step, [&](const Contribution& c) {
    if (found) return;
    found = true;
    window = c.window / axis_.windows;
    pixel = c.pixel / axis_.pixels;
  });
  // Whole groups of so many, so that they stay while the step goes through them.
  const auto part = [&](Index channel, Index count) {
    const Index first = std::min(channel / most * most, std::max<Index>(count - most, 0));
    return Shown{first, std::min(most, count), count};
  };
  return {part(pixel, all.pixel), part(window, all.window)};
}

double WiringDrawing::rows_of(const std::pair<Shown, Shown>& shown) const {
  const auto rows = [&](const Shown& side) {
    return real(side.count) * (real(frame_.count) + kChannelGap) - kChannelGap + rest(side);
  };
  return std::max(rows(shown.first), rows(shown.second));
}

/// "… 6 more" below a side of which not all channels are drawn.
void WiringDrawing::more_channels(const Net& net) {
  const auto say = [&](const Shown& side, double x) {
    if (!side.some()) return;
    const double y =
        block_top(net, side, side.first + side.count) - kChannelGap * net.unit + rest(side) * net.unit / 2;
    canvas_.text({x, y}, fmt::format("… {} more", side.all - side.count), canvas_.type(14),
                 canvas_.colors().soft, Font::text, Align::centre);
  };
  say(net.pixels, pixel_x(net));
  say(net.windows, window_x(net));
}

Picture WiringDrawing::draw() {
  const Rect area = canvas_.area();
  const double foot = canvas_.type(from_afar() ? 36 : 76), gap = canvas_.type(44), half = (area.w - gap) / 2;
  const double title = canvas_.type(34) + second_line(half), tall = area.h - title - foot;
  // From the back row few channels with numbers say more than all without; those of half a dozen are read.
  std::pair<Shown, Shown> shown = shown_channels(std::max(g_.channels.pixel, g_.channels.window));
  for (Index some = 2; some >= 1 && !readable(tall / rows_of(shown)); --some) shown = shown_channels(some);
  const double rows = rows_of(shown);
  const double most = from_afar() ? tall / 3 : std::clamp(tall / 6, 92.0, 140.0);
  const double unit = std::min(tall / rows, most), filled = from_afar() ? 0.46 : 0.4,
               largest = largest_radius();
  const Focus focus = from_afar() ? this->focus(unit) : Focus{};
  const double radius = std::min(filled * std::max(unit, focus.unit), largest);
  const double inset =
      std::max(radius + canvas_.type(26), text_width(Font::text_bold, canvas_.type(16), "output") / 2 + 4);
  const double apart = std::min(half - 2 * inset, std::max(canvas_.type(460), half * 0.68));
  const double top = area.y + title + (tall - rows * unit) / 2.4;
  for (const bool shared : {true, false}) {
    const double left = area.x + (shared ? 0 : half + gap);
    const double middle = left + half / 2;
    const Net net{.left = middle - apart / 2,
                  .right = middle + apart / 2,
                  .top = top,
                  .unit = unit,
                  .rows = rows,
                  .tall = real(frame_.count) * unit,
                  .filled = filled,
                  .largest = largest,
                  .pixels = shown.first,
                  .windows = shown.second,
                  .focus = focus};
    if (shared)
      shared_edges(net);
    else
      all_edges(net);
    nodes(net, shared);
    more_channels(net);
    if (shared) travellers(net);
    headings(net, std::max(area.y + canvas_.type(8), top - canvas_.type(44) - second_line(half)),
             second_line(half),
             !shared            ? "fully connected"
             : op_.transposed() ? "transposed"
                                : "convolution");
    counts({left, std::min(area.bottom() - foot, top + rows * unit + canvas_.type(24)) + canvas_.type(6)},
           left + half, shared);
  }
  canvas_.stroke({area.centre().x, area.y}, {area.centre().x, area.bottom()}, canvas_.colors().line);
  return canvas_.finish();
}

namespace {

Picture draw_wiring(const Derived& derived, Moment moment, const Style& style) {
  return WiringDrawing(derived, moment, style).draw();
}

}  // namespace

extern const View kWiring{
    .name = "wiring",
    .title = "Wiring",
    .help = "One axis as a network: edges share the kernel's weights, beside a fully-connected layer.",
    .more = {"edges ≤ cells · weights: each weight is used again and again",
             "One axis as a network: edges of one colour share one weight. A fully connected layer has a "
             "weight for each edge.",
             "LeCun et al. 1989, Backpropagation applied to handwritten zip code recognition"},
    .example = "conv 5 k3 w=ramp",
    .obstacle = wiring_obstacle,
    .draw = draw_wiring,
    .any_order = true,
};

}  // namespace convscope
