// The words of the gradient view: names, and what a step adds to each gradient.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/fitting.hpp"
#include "app/views/gradient_drawing.hpp"

namespace convscope {

namespace {

/// Below this height the sentences give way to larger cells.
constexpr double kHeightForWords = 560;

}  // namespace

std::string GradientDrawing::subtitle(const Derived& d, const Style& style) {
  const bool transposed = d.op().transposed();
  const bool one =
      style.gradient == GradientPath::automatic ? style.present : style.gradient != GradientPath::both;
  if (one && style.gradient == GradientPath::weights) return "into dL/dw, through the window";
  if (one) return "into dL/dx, through the kernel";
  if (style.height < kHeightForWords * style.type)
    return transposed ? "dL/dx is the convolution of dL/dy with the same kernel, dL/dw sums x times that, "
                        "weight by weight"
                      : "dL/dx is the transposed convolution of dL/dy with the same kernel, dL/dw sums "
                        "dL/dy times x, weight by weight";
  return transposed
             ? "each input cell gathers from dL/dy through the kernel into dL/dx, and times dL/dy into dL/dw"
             : "each dL/dy goes back through the kernel into dL/dx, and times the inputs under it into dL/dw";
}

std::string GradientDrawing::name(Part part) const {
  switch (part) {
    case Part::input:
      return "input x";
    case Part::kernel:
      return "kernel w";
    case Part::linear:
      return "z";
    case Part::output:
      return "output y";
    case Part::upstream:
      return "dL/dy";
    case Part::slope:
      return "f′(z)";
    case Part::linear_gradient:
      return "dL/dz";
    case Part::input_gradient:
      return "dL/dx";
    case Part::weight_gradient:
      break;
  }
  return "dL/dw";
}

std::string GradientDrawing::detail(Part part) const {
  const Index in = op_.input_channels(), out = op_.output_channels();
  const auto which = [&](Index number, Index all) { return fmt::format("channel {} of {}", number, all); };
  switch (part) {
    case Part::input:
      return in > 1 ? which(channel(part), in) : to_string(op_.input_size());
    case Part::kernel:
      return in * out > 1 ? fmt::format("{} → {}", channel(Part::input), channel(Part::output))
                          : to_string(g_.taps());
    case Part::linear:
      return "before f";
    case Part::output:
      if (activated()) return "= f(z)";
      return out > 1 ? which(channel(part), out) : to_string(op_.output_size());
    case Part::upstream:
      return "upstream";
    case Part::slope:
      return fmt::format("slope of {}", to_string(d_.scenario().activation));
    case Part::linear_gradient:
    case Part::input_gradient:
    case Part::weight_gradient:
      break;
  }
  return "";
}

GradientDrawing::Caption GradientDrawing::activation_caption() const {
  const Palette& c = canvas_.colors();
  const Piece equals{" = ", c.soft}, times{" · ", c.soft};
  const std::string f = std::string(to_string(d_.scenario().activation));
  const std::string slope_words = fmt::format("dL/dy times the slope of {} at z", f);
  if (op_.transposed())
    return {{{"dL/dz", c.output_text, Font::number_bold},
             equals,
             {"dL/dy", c.output_text},
             times,
             {"f′(z)", c.ink}},
            d_.scenario().activation == Activation::relu ? "where relu is flat, nothing flows back"
                                                         : slope_words};
  const double slope = value(Part::slope, window_row(), window_column());
  return {{{"dL/dz" + window_name(), c.output_text, Font::number_bold},
           equals,
           {factor(value(Part::upstream, window_row(), window_column())), c.output_text},
           times,
           {factor(slope), c.ink},
           equals,
           {canvas_.line_number(window_value()), c.output_text, Font::number_bold}},
          slope == 0 ? fmt::format("{} is flat here: nothing flows back", f) : slope_words};
}

std::vector<GradientDrawing::Caption> GradientDrawing::caption_list() const {
  const Palette& c = canvas_.colors();
  const Piece equals{" = ", c.soft}, adds{" += ", c.soft}, times{" · ", c.soft};
  const std::string flowing = name(flow()), g = factor(window_value()),
                    bias = canvas_.line_number(after_.bias);
  const Piece db{"dL/db", c.ink, Font::number_bold}, dw{"dL/dw", c.kernel_text, Font::number_bold};
  std::vector<Caption> list;
  if (activated()) list.push_back(activation_caption());
  if (op_.transposed()) {
    list.push_back(
        {{{"dL/dx" + window_name(), c.input_text, Font::number_bold},
          equals,
          {"window", c.output_text},
          times,
          {"w", c.kernel_text},
          equals,
          {canvas_.line_number(d_.input_gradient()[moment_.step]), c.input_text, Font::number_bold}},
         fmt::format("the convolution of {} with the same kernel", flowing) +
             (g_.channels.pixel > g_.channels.groups ? ", summed over output channels" : "")});
    list.push_back({{dw, adds, {g, c.input_text}, times, {"window", c.output_text}},
                    fmt::format("each input cell times the {} that its stamp covers, summed", flowing)});
    list.push_back({{db, equals, {bias, c.ink}}, fmt::format("the plain sum of {}", flowing)});
    return list;
  }
  const Piece dx{"dL/dx", c.input_text, Font::number_bold}, from{g, c.output_text};
  list.push_back({{dx, adds, from, times, {"w", c.kernel_text}},
                  fmt::format("the transposed convolution of {} with the same kernel", flowing)});
  list.push_back({{dw, adds, from, times, {"window", c.input_text}},
                  fmt::format("each {} times the inputs under the kernel there, summed", flowing)});
  list.push_back(
      {{db, adds, from, {" → ", c.soft}, {bias, c.ink}}, fmt::format("the plain sum of {}", flowing)});
  return list;
}

void GradientDrawing::captions() {
  const Palette& c = canvas_.colors();
  const std::vector<Caption> list = caption_list();
  const Rect area = canvas_.area();
  const double size = canvas_.type(15), leading = canvas_.type(22);
  if (!worded()) {
    double x = area.x;
    for (const Caption& caption : list) {  // each as a whole, or not at all
      if (x + width_of(caption.sum, size) > area.right()) break;
      x = canvas_.line({x, area.bottom() - leading / 2}, caption.sum, size, area.right()) + canvas_.type(26);
    }
    return;
  }
  double tab = 0;
  for (const Caption& caption : list) tab = std::max(tab, width_of(caption.sum, size));
  double y = area.bottom() - leading * (static_cast<double>(list.size()) - 0.5);
  for (const Caption& caption : list) {
    canvas_.line({area.x, y}, caption.sum, size, area.right());
    canvas_.line({area.x + tab + canvas_.type(26), y}, {{caption.words, c.soft, Font::text}}, size,
                 area.right());
    y += leading;
  }
}

bool GradientDrawing::worded() const {
  return canvas_.style().height >= kHeightForWords * canvas_.style().type;
}

double GradientDrawing::captions_height() const {
  return canvas_.type(22) * (!worded() ? 1 : activated() ? 4 : 3) + canvas_.type(6);
}

}  // namespace convscope
