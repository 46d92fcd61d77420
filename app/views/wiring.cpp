#include "app/views/wiring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"

namespace convscope {

namespace {
constexpr Index kMostNodes = 64;
/// Rows left free between two channels' nodes.
constexpr double kChannelGap = 0.6;
// The acts of one step, as phases: the inputs travel along their edges, become products at the weights, meet
// in the output; the emphasis moves on.
constexpr double kTravelFrom = 0.06, kTravelTo = 0.58;
constexpr double kAddFrom = 0.5, kAddTo = 0.62;
constexpr double kMoveFrom = 0.8;
/// Where on an edge its weight stands, from the end where the edges of one step lie apart.
constexpr double kWeightAt = 0.36;

double real(Index n) {
  return static_cast<double>(n);
}

std::string count_text(Index n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

}  // namespace

std::optional<std::string> wiring_obstacle(const Derived& derived) {
  const Operator& op = derived.op();
  if (op.geometry.rank() != 1) return "draws one spatial axis; choose a size such as 5";
  const Axis& axis = op.geometry.axes[0];
  // Before the frame is built: its cells are those between the outermost windows.
  if (axis.pixels > kMostNodes || axis.windows > kMostNodes || reach(axis) > kMostNodes)
    return "draws up to 64 nodes a side; choose a smaller size";
  const Index channels = std::max(op.geometry.channels.window, op.geometry.channels.pixel);
  if (channels > kMostNodes || channels * frame_of(op).columns.count > kMostNodes)
    return "draws up to 64 nodes a side; choose a smaller size or fewer channels";
  return std::nullopt;
}

namespace {

class Drawing {
 public:
  Drawing(const Derived& derived, Moment moment, const Style& style)
      : d_(derived),
        op_(derived.op()),
        g_(op_.geometry),
        axis_(g_.axes[0]),
        moment_(moment),
        trace_(op_, style.order.value_or(Order::by_window)),
        frame_(frame_of(op_).columns),
        canvas_(style, "Wiring", "the layer as a network: edges of one shade share one weight") {
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
    collect_edges();
  }

  Picture draw();

 private:
  /// The first and the last step that add to an output cell; the number of steps where none does.
  struct Reached {
    Index first, last;
  };
  struct Edge {
    Index step;  ///< the one that emphasises it, or -1
    Index window, weight;
    Index pixel;     ///< the user's cell that it joins, or -1 over zeros
    Index channel;   ///< of the pixel
    Index position;  ///< of the pixel in user coordinates
    bool joined;     ///< false: it would leave the pixels
  };
  /// Columns, rows and sizes of one drawn network.
  struct Net {
    double left, right;  ///< x of the inputs and of the outputs
    double top, unit, radius;
    double rows;  ///< in units
  };

  Tensor<double> sums(Index steps) const;
  Index user_cell(Index pixel) const;
  void collect_edges();

  double pixel_x(const Net& net) const { return op_.transposed() ? net.right : net.left; }
  double window_x(const Net& net) const { return op_.transposed() ? net.left : net.right; }
  Point node(const Net& net, Index channels, Index channel, double row, double x) const {
    const double block = real(frame_.count) + kChannelGap;
    const double above = (net.rows - (real(channels) * block - kChannelGap)) / 2;
    return {x, net.top + (above + real(channel) * block + row) * net.unit};
  }
  Point pixel_at(const Net& net, Index channel, Index position) const {
    return node(net, g_.channels.pixel, channel, real(position - frame_.first) + 0.5, pixel_x(net));
  }
  Point window_at(const Net& net, Index window) const {
    const double row = real(window_origin(axis_, window % axis_.windows) - frame_.border - frame_.first) +
                       real(reach(axis_)) / 2;
    return node(net, g_.channels.window, window / axis_.windows, row, window_x(net));
  }
  Point start(const Net& net, const Edge& e) const {
    return op_.transposed() ? window_at(net, e.window) : pixel_at(net, e.channel, e.position);
  }
  Point end(const Net& net, const Edge& e) const {
    return op_.transposed() ? pixel_at(net, e.channel, e.position) : window_at(net, e.window);
  }
  Index input_of(const Edge& e) const { return op_.transposed() ? e.window : e.pixel; }
  Index output_of(const Edge& e) const { return op_.transposed() ? e.pixel : e.window; }

  /// 1 for the present step's, moving to the next one's at the step's end.
  double emphasis(Index step) const {
    const bool last = moment_.step + 1 >= trace_.steps();
    const double moved = last ? 0 : eased(moment_.phase, kMoveFrom, 1);
    return step == moment_.step ? 1 - moved : step == moment_.step + 1 ? moved : 0;
  }
  /// Of a user's pixel, when steps go by pixels.
  double pixel_emphasis(Index cell) const {
    return emphasis(cell / frame_.size * axis_.pixels + cell % frame_.size + frame_.border);
  }
  bool hovered(const Edge& e) const;

  void stroke(Point from, Point to, Color color, double width, double dash = 0) {
    canvas_.add(
        Path{.start = from, .segments = {{to}}, .stroke = color, .stroke_width = width, .dash = dash});
  }
  void circle(Point at, double radius, Color fill, Color edge, double width, Color hatch, Tag tag) {
    canvas_.add(Box{.rect = {at.x - radius, at.y - radius, 2 * radius, 2 * radius},
                    .radius = radius,
                    .fill = fill,
                    .stroke = edge,
                    .stroke_width = width,
                    .hatch = hatch},
                tag);
  }
  Color value_color(Role role, double value, const Scale& scale) const {
    const double t = scale.most > 0 ? value / scale.most : 0;
    return scale.is_signed ? diverging(canvas_.colors(), t) : role_tint(canvas_.colors(), role, t);
  }
  void value_node(const Net& net, Point at, Role role, Index cell, bool shared);
  void nodes(const Net& net, bool shared);
  void shared_edges(const Net& net);
  void all_edges(const Net& net);
  void travellers(const Net& net);
  void headings(const Net& net, double y, std::string_view name);
  void counts(Point at, double right, bool shared);

  const Derived& d_;
  const Operator& op_;
  const Geometry& g_;
  const Axis& axis_;
  Moment moment_;
  Trace trace_;
  FrameAxis frame_;
  Canvas canvas_;
  Tensor<double> before_, after_;
  std::vector<Reached> reached_;  ///< by output cell
  Scale output_scale_, input_scale_ = scale_of(d_.input().values());
  std::vector<Edge> edges_;
};

/// The output after `steps`; cells that are complete are the operator's own, activation included.
Tensor<double> Drawing::sums(Index steps) const {
  if (steps >= trace_.steps()) return d_.output();
  Tensor<double> out = partial_output(op_, trace_, d_.input(), d_.weights(), steps);
  const Index plane = out.size() / op_.output_channels();
  for (Index i = 0; i < out.size(); ++i)
    out[i] =
        reached_[static_cast<std::size_t>(i)].last < steps ? d_.output()[i] : out[i] + d_.bias(i / plane);
  return out;
}

/// The user's cell of a geometry's pixel; with a border the one that it repeats.
Index Drawing::user_cell(Index pixel) const {
  const Index position = pixel % axis_.pixels - frame_.border;
  const Index cell = op_.border.active() ? border_source(op_.border.mode, position, frame_.size) : position;
  return pixel / axis_.pixels * frame_.size + cell;
}

void Drawing::collect_edges() {
  const Index width = g_.channels.pixel / g_.channels.groups;
  for (Index window = 0; window < g_.channels.window * axis_.windows; ++window) {
    const Index channel = window / axis_.windows;
    const Index first = channel / (g_.channels.window / g_.channels.groups) * width;
    for (Index other = 0; other < width; ++other)
      for (Index tap = 0; tap < axis_.taps; ++tap) {
        const Index pixel = window_origin(axis_, window % axis_.windows) + tap * axis_.dilation;
        const bool joined = pixel >= 0 && pixel < axis_.pixels;
        const Contribution c{joined ? (first + other) * axis_.pixels + pixel : -1, window,
                             (channel * width + other) * axis_.taps + tap};
        edges_.push_back({trace_.step_of(c), window, c.weight, joined ? user_cell(c.pixel) : -1,
                          first + other, pixel - frame_.border, joined});
      }
  }
}

bool Drawing::hovered(const Edge& e) const {
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
    case Role::none:
      break;
  }
  return false;
}

void Drawing::shared_edges(const Net& net) {
  const Palette& c = canvas_.colors();
  const double fine = net.unit < 14 ? 1.0 : 2.0;
  const bool any_hovered =
      std::any_of(edges_.begin(), edges_.end(), [&](const Edge& e) { return hovered(e); });
  // The emphasised ones last: they lie above.
  for (const bool strong : {false, true})
    for (const Edge& e : edges_) {
      const double emphasised = hovered(e) ? 1 : emphasis(e.step) * (any_hovered ? 0.5 : 1);
      if ((emphasised > 0) != strong) continue;
      const Color shade = tap_tint(c, e.weight, d_.weights().size());
      if (e.joined)
        stroke(start(net, e), end(net, e), shade.with_alpha(lerp(any_hovered ? 0.3 : 0.75, 1, emphasised)),
               lerp(fine, std::clamp(net.unit * 0.1, 2.5, 5.0), emphasised));
      else
        stroke(start(net, e), end(net, e), c.faint.with_alpha(lerp(0.35, 0.9, emphasised)), 1, 4);
    }
}

/// Every input to every output.
void Drawing::all_edges(const Net& net) {
  const Palette& c = canvas_.colors();
  const Index windows = g_.channels.window * axis_.windows, pixels = g_.channels.pixel * frame_.size;
  // Thousands of lines make one grey surface; each alone is lighter then.
  const double quiet = std::clamp(4 / std::sqrt(real(windows * pixels)), 0.12, 0.55);
  for (const bool strong : {false, true})
    for (Index w = 0; w < windows; ++w)
      for (Index p = 0; p < pixels; ++p) {
        const double emphasised = trace_.side() == Side::window  ? emphasis(w)
                                  : trace_.side() == Side::pixel ? pixel_emphasis(p)
                                                                 : 0;
        if ((emphasised > 0) == strong)
          stroke(window_at(net, w), pixel_at(net, p / frame_.size, p % frame_.size),
                 c.soft.with_alpha(lerp(quiet, 0.85, emphasised)), lerp(1, 1.5, emphasised));
      }
}

void Drawing::value_node(const Net& net, Point at, Role role, Index cell, bool shared) {
  const Palette& c = canvas_.colors();
  const bool input = role == Role::input;
  const Scale& scale = input ? input_scale_ : output_scale_;
  double value = 0, shown = 1;
  std::string text;
  if (input) {
    value = d_.input()[cell];
    text = canvas_.number(value);
  } else {
    const Index first = reached_[static_cast<std::size_t>(cell)].first;
    const double t = eased(moment_.phase, kAddFrom, kAddTo);
    const double old = before_[cell], now = after_[cell];
    const bool known = first < moment_.step;
    // A cell that no step reaches comes with the last one.
    const bool comes = known || std::min(first, trace_.steps() - 1) == moment_.step;
    shown = !comes ? 0 : !known ? t : old != now ? std::abs(2 * t - 1) : 1;
    value = lerp(known ? old : 0, now, t);
    text = canvas_.number(t < 0.5 && known ? old : now);
    if (!comes) value = 0;
  }
  const bool blank = !input && (shown <= 0 || !shared);
  const Color fill = blank ? c.cell : value_color(role, value, scale);
  const bool window = input == op_.transposed();
  const double on = trace_.side() == Side::window && window   ? emphasis(cell)
                    : trace_.side() == Side::pixel && !window ? pixel_emphasis(cell)
                                                              : 0;
  circle(at, net.radius, fill, mix(role_color(c, role).with_alpha(0.7), c.ink, on),
         lerp(1.25, net.radius < 8 ? 2 : 2.75, on), {}, {role, cell});
  if (blank) return;
  std::vector<std::string> texts;
  for (double v : (input ? d_.input() : d_.output()).values()) texts.push_back(canvas_.number(v));
  const double size = std::min(net.radius * 0.82, net.radius * 1.7 / std::max(widest_em(texts), 0.1));
  if (size >= 8 && text_width(Font::number, size, text) <= net.radius * 1.9)
    canvas_.text(at, text, size, readable_on(c, fill).with_alpha(shown), Font::number, Align::centre);
}

void Drawing::nodes(const Net& net, bool shared) {
  const Palette& c = canvas_.colors();
  const Role pixel_role = op_.transposed() ? Role::output : Role::input,
             window_role = op_.transposed() ? Role::input : Role::output;
  const double size = canvas_.type(12);
  const auto index = [&](Point at, Index number) {
    if (net.unit < size * 1.5) return;
    const bool left = at.x == net.left;
    canvas_.text({at.x + (left ? -1 : 1) * (net.radius + 7), at.y}, fmt::format("{}", number), size, c.faint,
                 Font::number, left ? Align::right : Align::left);
  };
  for (Index channel = 0; channel < g_.channels.pixel; ++channel)
    for (Index i = 0; i < frame_.count; ++i) {
      const Index position = frame_.first + i;
      const Point at = pixel_at(net, channel, position);
      if (frame_.inside(position)) {
        value_node(net, at, pixel_role, channel * frame_.size + position, shared);
        index(at, position);
      } else if (shared) {
        // A border's cells are pixels too, which a step can hold.
        const double on = trace_.side() == Side::pixel && op_.border.active()
                              ? emphasis(channel * axis_.pixels + position + frame_.border)
                              : 0;
        circle(at, net.radius, c.stage, mix(c.line, c.ink, on), lerp(1, 2.5, on), c.hatch, {});
        if (op_.transposed() || net.radius < 11) continue;
        // What the padding holds: zero, or a repeated cell.
        const Index source = op_.border.active() ? border_source(op_.border.mode, position, frame_.size) : -1;
        const std::string text = canvas_.number(source < 0 ? 0 : d_.input()[channel * frame_.size + source]);
        const double room =
            std::min(net.radius * 0.82, net.radius * 1.7 / std::max(text_width(Font::number, 1, text), 0.1));
        canvas_.text(at, text, room, c.soft, Font::number, Align::centre);
      }
    }
  for (Index window = 0; window < g_.channels.window * axis_.windows; ++window) {
    value_node(net, window_at(net, window), window_role, window, shared);
    index(window_at(net, window), window % axis_.windows);
  }
}

/// The weights of the present window's edges, and the values on their way along them.
void Drawing::travellers(const Net& net) {
  const Palette& c = canvas_.colors();
  const double apart = net.unit * real(axis_.dilation) * (1 - kWeightAt);
  const double size = std::min(apart * 0.56, canvas_.type(15));
  if (size < 8) return;
  const double travelled = eased(moment_.phase, kTravelFrom, kTravelTo);
  const double shown = 1 - eased(moment_.phase, kMoveFrom, 1);
  // Where the step's edges lie apart: away from the cell that they share.
  const bool near_pixels = trace_.side() != Side::pixel;
  const double weight_at = op_.transposed() == near_pixels ? 1 - kWeightAt : kWeightAt;
  const auto pill = [&](Point at, const std::string& text, Color fill, Color ink, Color edge, Tag tag) {
    const double width = text_width(Font::number, size, text) + size * 0.8, height = size * 1.5;
    canvas_.add(Box{.rect = {at.x - width / 2, at.y - height / 2, width, height},
                    .radius = height / 2,
                    .fill = fill,
                    .stroke = edge},
                tag);
    canvas_.text(at, text, size, ink, Font::number, Align::centre);
  };
  for (const bool moving : {false, true})
    for (const Edge& e : edges_) {
      if (e.step != moment_.step || !e.joined) continue;
      const Point from = start(net, e), to = end(net, e);
      const auto along = [&](double t) { return Point{lerp(from.x, to.x, t), lerp(from.y, to.y, t)}; };
      if (!moving) {
        const Color fill = tap_tint(c, e.weight, d_.weights().size());
        pill(along(weight_at), canvas_.number(d_.weights()[e.weight]), fill.with_alpha(shown),
             readable_on(c, fill).with_alpha(shown), {}, {Role::kernel, e.weight});
        continue;
      }
      if (travelled <= 0 || travelled >= 1) continue;
      const double value = d_.input()[input_of(e)];
      const bool product = travelled > weight_at;
      const double alpha = std::min({1.0, travelled * 8, (1 - travelled) * 6});
      pill(along(travelled), canvas_.number(product ? value * d_.weights()[e.weight] : value),
           c.window.with_alpha(alpha), (product ? c.output_text : c.input_text).with_alpha(alpha),
           c.line.with_alpha(alpha), {});
    }
}

void Drawing::headings(const Net& net, double y, std::string_view name) {
  const Palette& c = canvas_.colors();
  const double size = canvas_.type(16);
  canvas_.text({net.left, y}, "input", size, c.input_text, Font::text_bold, Align::centre);
  canvas_.text({net.right, y}, "output", size, c.output_text, Font::text_bold, Align::centre);
  canvas_.text({(net.left + net.right) / 2, y}, std::string(name), size, c.ink, Font::text_bold,
               Align::centre);
}

/// "9 edges, 3 weights", and below it what that means; for the shared ones with the kernel as the key.
void Drawing::counts(Point at, double right, bool shared) {
  const Palette& c = canvas_.colors();
  const Index inputs = d_.input().size(), outputs = d_.output().size();
  const Index edges = shared ? count_contributions(g_) : inputs * outputs;
  const Index weights = shared ? d_.weights().size() : edges;
  const double middle = (at.x + right) / 2;
  canvas_.line({middle, at.y + canvas_.type(14)},
               {{count_text(edges, "edge", "edges") + ", ", c.ink, Font::text_bold},
                {count_text(weights, "weight", "weights"), shared ? c.kernel_text : c.ink, Font::text_bold}},
               canvas_.type(18), right, Align::centre);
  const double size = canvas_.type(15), y = at.y + canvas_.type(48);
  if (!shared) {
    canvas_.text({middle, y}, "every edge has a weight of its own", size, c.soft, Font::text, Align::centre);
    return;
  }
  const std::string words = "same shade, same weight";
  const double wide = text_width(Font::text, size, words), gap = canvas_.type(14);
  const double cell = std::min(canvas_.type(34), (right - at.x - wide - gap) / real(weights));
  if (cell < 3) {
    canvas_.text({middle, y}, words, size, c.soft, Font::text, Align::centre);
    return;
  }
  const double left = middle - (cell * real(weights) + gap + wide) / 2;
  const Grid grid{{left, y - cell / 2}, cell, 1, weights};
  std::vector<std::string> texts;
  for (double w : d_.weights().values()) texts.push_back(canvas_.number(w));
  const double type = canvas_.text_size(cell + 2, widest_em(texts));
  for (Index i = 0; i < weights; ++i) {
    const Color fill = tap_tint(c, i, weights);
    const Rect rect = grid.rect(0, real(i));
    canvas_.add(Box{.rect = rect, .radius = std::min(5.0, rect.w / 8), .fill = fill}, {Role::kernel, i});
    if (type > 0)
      canvas_.text(rect.centre(), texts[static_cast<std::size_t>(i)], type, readable_on(c, fill),
                   Font::number, Align::centre);
  }
  canvas_.text({grid.bounds().right() + gap, y}, words, size, c.soft);
}

Picture Drawing::draw() {
  const Rect area = canvas_.area();
  const double title = canvas_.type(34), foot = canvas_.type(76), gap = canvas_.type(44);
  const double half = (area.w - gap) / 2, tall = area.h - title - foot;
  const Index channels = std::max(g_.channels.pixel, g_.channels.window);
  const double rows = real(channels) * (real(frame_.count) + kChannelGap) - kChannelGap;
  const double unit = std::min(tall / rows, std::clamp(tall / 6, 92.0, 140.0)),
               radius = std::clamp(unit * 0.4, 2.0, 46.0);
  const double inset =
      std::max(radius + canvas_.type(26), text_width(Font::text_bold, canvas_.type(16), "output") / 2 + 4);
  const double apart = std::min(half - 2 * inset, std::max(canvas_.type(460), half * 0.68));
  const double top = area.y + title + (tall - rows * unit) / 2.4;
  for (const bool shared : {true, false}) {
    const double left = area.x + (shared ? 0 : half + gap);
    const double middle = left + half / 2;
    const Net net{middle - apart / 2, middle + apart / 2, top, unit, radius, rows};
    if (shared)
      shared_edges(net);
    else
      all_edges(net);
    nodes(net, shared);
    if (shared) travellers(net);
    headings(net, std::max(area.y + canvas_.type(8), top - canvas_.type(44)),
             !shared            ? "fully connected"
             : op_.transposed() ? "transposed"
                                : "convolution");
    counts({left, std::min(area.bottom() - foot, top + rows * unit + canvas_.type(24)) + canvas_.type(6)},
           left + half, shared);
  }
  canvas_.add(Path{.start = {area.x + area.w / 2, area.y},
                   .segments = {{{area.x + area.w / 2, area.bottom()}}},
                   .stroke = canvas_.colors().line});
  return canvas_.finish();
}

}  // namespace

Picture draw_wiring(const Derived& derived, Moment moment, const Style& style) {
  return Drawing(derived, moment, style).draw();
}

}  // namespace convscope
