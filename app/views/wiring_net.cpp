// The two networks: edges, nodes, and what travels along the edges.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/picture/fonts.hpp"
#include "app/views/wiring_drawing.hpp"

namespace convscope {

namespace {
// The acts of one step, as phases: the inputs travel along their edges, become products at the weights, meet
// in the output.
constexpr double kTravelFrom = 0.06, kTravelTo = 0.58;
constexpr double kAddFrom = 0.5, kAddTo = 0.62;
/// Where on an edge its weight stands, from the end where the edges of one step lie apart.
constexpr double kWeightAt = 0.36, kWeightAtFar = 0.2;
/// Of a number in a node, in radii; from the back row the largest, where its corners stay in the disc.
constexpr double kDigit = 0.82, kDigitFar = 1.12;
constexpr double kInDisc = 0.92;

/// The size of a number so many em wide in a disc.
double size_in_disc(double radius, double em) {
  constexpr double kHalfHeight = 0.365;  // of a digit, in em
  return radius * std::min(kDigitFar, kInDisc / std::hypot(em / 2, kHalfHeight));
}
}  // namespace

void WiringDrawing::shared_edges(const Net& net) {
  const Palette& c = canvas_.colors();
  const double fine = net.unit < 14 ? 1.0 : 2.0;
  // From the back row hundreds of edges make one orange surface, from which the step's have to stand out.
  const auto seen = std::ranges::count_if(edges_, [&](const Edge& e) { return drawn(net, e); });
  const double quiet = from_afar() ? std::clamp(8 / std::sqrt(real(seen)), 0.22, 0.75) : 0.75;
  const bool any_hovered =
      std::any_of(edges_.begin(), edges_.end(), [&](const Edge& e) { return hovered(e); });
  // The emphasised ones last: they lie above.
  for (const bool strong : {false, true})
    for (const Edge& e : edges_) {
      if (!drawn(net, e)) continue;
      const double emphasised = hovered(e) ? 1 : emphasis(e.step) * (any_hovered ? 0.5 : 1);
      if ((emphasised > 0) != strong) continue;
      const Color shade = weight_color(e.weight);
      if (e.joined)
        canvas_.stroke(start(net, e), end(net, e),
                       shade.with_alpha(lerp(any_hovered ? std::min(0.3, quiet) : quiet, 1, emphasised)),
                       lerp(fine, std::clamp(net.unit * 0.1, 2.5, 5.0), emphasised));
      else
        canvas_.stroke(start(net, e), end(net, e), c.faint.with_alpha(lerp(0.35, 0.9, emphasised)), 1, 4);
    }
}

/// Every input to every output.
void WiringDrawing::all_edges(const Net& net) {
  const Palette& c = canvas_.colors();
  const auto range = [](const Shown& side, Index cells) {
    return std::pair{side.first * cells, (side.first + side.count) * cells};
  };
  const auto [first_window, end_window] = range(net.windows, axis_.windows);
  const auto [first_pixel, end_pixel] = range(net.pixels, frame_.size);
  // Thousands of lines make one grey surface; each alone is lighter then.
  const double lines = real((end_window - first_window) * (end_pixel - first_pixel));
  const double quiet = std::clamp(4 / std::sqrt(lines), 0.12, 0.55);
  for (const bool strong : {false, true})
    for (Index w = first_window; w < end_window; ++w)
      for (Index p = first_pixel; p < end_pixel; ++p) {
        const double emphasised = trace_.side() == Side::window  ? emphasis(w)
                                  : trace_.side() == Side::pixel ? pixel_emphasis(p)
                                                                 : 0;
        if ((emphasised > 0) == strong)
          canvas_.stroke(window_at(net, w), pixel_at(net, p / frame_.size, p % frame_.size),
                         c.soft.with_alpha(lerp(quiet, 0.85, emphasised)), lerp(1, 1.5, emphasised));
      }
}

double WiringDrawing::wanted_unit() const {
  // So large that a number of two digits in a node can be read, and the others do not become hairs.
  return 1.01 * canvas_.least_number() / (kDigitFar * 0.46);
}

/// Presenting, where all nodes in their size would have numbers too small to read: the rows that the step's
/// window covers, as it glides.
WiringDrawing::Focus WiringDrawing::focus(double unit) const {
  const double wanted = wanted_unit(), span = real(reach(axis_));
  const Index rows = frame_.count;
  const double left = (real(rows) * unit - span * wanted) / std::max(real(rows) - span, 1.0);
  constexpr double kLeast = 5;
  if (unit >= wanted || span >= real(rows) || left < kLeast) return {};
  const auto middle_of = [&](Index step) {
    std::vector<Index> windows;
    trace_.for_each(step, [&](const Contribution& c) { windows.push_back(c.window); });
    // One weight joins nodes all over: those in the middle stand for them.
    return windows.empty() ? real(rows) / 2 : window_row(windows[windows.size() / 2]);
  };
  const double now = middle_of(moment_.step);
  const double next = moment_.step + 1 < trace_.steps() ? middle_of(moment_.step + 1) : now;
  const double from =
      std::clamp(lerp(now, next, emphasis(moment_.step + 1)) - span / 2, 0.0, real(rows) - span);
  return {from, from + span, wanted};
}

double WiringDrawing::depth(const Net& net, double row) const {
  const Focus& f = net.focus;
  if (f.unit == 0) return row * net.unit;
  const double rest =
      (net.tall - (f.to - f.from) * f.unit) / std::max(real(frame_.count) - (f.to - f.from), 1e-9);
  const double inside = std::clamp(row, f.from, f.to) - f.from;
  return inside * f.unit + (row - inside) * rest;
}

double WiringDrawing::node_radius(const Net& net, double row) const {
  const double own = std::min(row, 0.5), below = std::min(real(frame_.count) - row, 0.5);
  return std::clamp(net.filled * (depth(net, row + below) - depth(net, row - own)), 2.0,
                    std::max(2.0, net.largest));
}

void WiringDrawing::value_node(Point at, double radius, Role role, Index cell, bool shared) {
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
  canvas_.disc(at, radius, fill, mix(role_color(c, role).with_alpha(0.7), c.ink, on),
               lerp(1.25, radius < 8 ? 2 : 2.75, on), {}, {role, cell});
  if (blank) return;
  const double em = std::max(input ? input_em_ : output_em_, 0.1);
  const double size = from_afar() ? size_in_disc(radius, em) : std::min(radius * kDigit, radius * 1.7 / em);
  if (size >= canvas_.least_number() && em * size <= radius * 1.9)
    canvas_.cell_number(at, text, size, readable_on(c, fill).with_alpha(shown));
}

void WiringDrawing::nodes(const Net& net, bool shared) {
  const Palette& c = canvas_.colors();
  const Role pixel_role = op_.transposed() ? Role::output : Role::input,
             window_role = op_.transposed() ? Role::input : Role::output;
  const double size = canvas_.type(from_afar() ? 13 : 12);
  const auto index = [&](Point at, double radius, Index number) {
    if (radius < size * 1.5 * net.filled) return;
    const bool left = at.x == net.left;
    canvas_.text({at.x + (left ? -1 : 1) * (radius + 7), at.y}, fmt::format("{}", number), size, c.faint,
                 Font::number, left ? Align::right : Align::left);
  };
  for (Index channel = net.pixels.first; channel < net.pixels.first + net.pixels.count; ++channel)
    for (Index i = 0; i < frame_.count; ++i) {
      const Index position = frame_.first + i;
      const Point at = pixel_at(net, channel, position);
      const double radius = node_radius(net, pixel_row(position));
      if (frame_.inside(position)) {
        value_node(at, radius, pixel_role, channel * frame_.size + position, shared);
        index(at, radius, position);
      } else if (shared) {
        // A border's cells are pixels too, which a step can hold.
        const double on = trace_.side() == Side::pixel && op_.border.active()
                              ? emphasis(channel * axis_.pixels + position + frame_.border)
                              : 0;
        canvas_.disc(at, radius, c.stage, mix(c.line, c.ink, on), lerp(1, 2.5, on), c.hatch, {});
        if (op_.transposed() ||
            radius < std::max(11.0, canvas_.least_number() / (from_afar() ? kDigitFar : kDigit)))
          continue;
        // What the padding holds: zero, or a repeated cell.
        const Index source = op_.border.active() ? border_source(op_.border.mode, position, frame_.size) : -1;
        const std::string text = canvas_.number(source < 0 ? 0 : d_.input()[channel * frame_.size + source]);
        const double em = std::max(text_width(Font::number, 1, text), 0.1);
        const double room =
            from_afar() ? size_in_disc(radius, em) : std::min(radius * kDigit, radius * 1.7 / em);
        canvas_.text(at, text, room, c.soft, Font::number, Align::centre);
      }
    }
  for (Index window = net.windows.first * axis_.windows;
       window < (net.windows.first + net.windows.count) * axis_.windows; ++window) {
    const double radius = node_radius(net, window_row(window));
    value_node(window_at(net, window), radius, window_role, window, shared);
    index(window_at(net, window), radius, window % axis_.windows);
  }
}

/// The weights of the present window's edges, and the values on their way along them.
void WiringDrawing::travellers(const Net& net) {
  const Palette& c = canvas_.colors();
  const double from_pixels = from_afar() ? kWeightAtFar : kWeightAt;
  const double apart = std::max(net.unit, net.focus.unit) * real(axis_.dilation) * (1 - from_pixels);
  const double size = std::min(apart * (from_afar() ? 0.64 : 0.56), canvas_.type(from_afar() ? 20.5 : 15));
  if (size < canvas_.least_number()) return;
  const double travelled = eased(moment_.phase, kTravelFrom, kTravelTo);
  const double shown = emphasis(moment_.step);
  // Where the step's edges lie apart: away from the cell that they share.
  const bool near_pixels = trace_.side() != Side::pixel;
  const double weight_at = op_.transposed() == near_pixels ? 1 - from_pixels : from_pixels;
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
      if (e.step != moment_.step || !e.joined || !drawn(net, e)) continue;
      const Point from = start(net, e), to = end(net, e);
      const auto along = [&](double t) { return Point{lerp(from.x, to.x, t), lerp(from.y, to.y, t)}; };
      if (!moving) {
        const Color fill = value_color(Role::kernel, d_.weights()[e.weight], weight_scale_);
        pill(along(weight_at), canvas_.line_number(d_.weights()[e.weight]), fill.with_alpha(shown),
             readable_on(c, fill).with_alpha(shown), {}, {Role::kernel, e.weight});
        continue;
      }
      if (travelled <= 0 || travelled >= 1) continue;
      const double value = d_.input()[input_of(e)];
      const bool product = travelled > weight_at;
      const double alpha = std::min({1.0, travelled * 8, (1 - travelled) * 6});
      pill(along(travelled), canvas_.line_number(product ? value * d_.weights()[e.weight] : value),
           c.window.with_alpha(alpha), (product ? c.output_text : c.input_text).with_alpha(alpha),
           c.line.with_alpha(alpha), {});
    }
}

}  // namespace convscope
