// The words of the gradient view: names, and what a step adds to each gradient.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/gradient_drawing.hpp"

namespace convscope {

namespace {

/// Below this height the sentences give way to larger cells.
constexpr double kHeightForWords = 560;

}  // namespace

std::string GradientDrawing::subtitle(const Derived& d, const Style& style) {
  const bool transposed = d.op().transposed();
  if (style.height < kHeightForWords * style.type)
    return transposed ? "dL/dx is the convolution of dL/dy with the same kernel, dL/dw the sum over windows"
                      : "dL/dx is the transposed convolution of dL/dy with the same kernel, dL/dw the sum "
                        "over windows";
  return transposed
             ? "each window of dL/dy goes back through the kernel into dL/dx, and with its input into dL/dw"
             : "each dL/dy goes back through the kernel into dL/dx, and with its window into dL/dw";
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

void GradientDrawing::captions() {
  const Palette& c = canvas_.colors();
  const auto text = [&](double v) { return canvas_.number(v); };
  const auto factor = [&](double v) { return v < 0 ? "(" + text(v) + ")" : text(v); };
  const std::string flowing = name(flow());
  const std::string cell =
      g_.rank() == 1 ? fmt::format("[{}]", window_) : fmt::format("[{},{}]", window_row(), window_column());
  const double g = window_value();
  struct Caption {
    std::vector<Piece> sum;
    std::string words;
  };
  std::vector<Caption> list;
  const std::string f = std::string(to_string(d_.scenario().activation));
  if (activated() && !op_.transposed()) {
    const double slope = value(Part::slope, window_row(), window_column());
    list.push_back({{{"dL/dz" + cell, c.output_text, Font::number_bold},
                     {" = ", c.soft},
                     {factor(value(Part::upstream, window_row(), window_column())), c.output_text},
                     {" · ", c.soft},
                     {factor(slope), c.ink},
                     {" = ", c.soft},
                     {text(g), c.output_text, Font::number_bold}},
                    slope == 0 ? fmt::format("{} is flat here: nothing flows back", f)
                               : fmt::format("dL/dy times the slope of {} at z", f)});
  } else if (activated()) {
    list.push_back({{{"dL/dz", c.output_text, Font::number_bold},
                     {" = ", c.soft},
                     {"dL/dy", c.output_text},
                     {" · ", c.soft},
                     {"f′(z)", c.ink}},
                    d_.scenario().activation == Activation::relu
                        ? std::string("where relu is flat, nothing flows back")
                        : fmt::format("dL/dy times the slope of {} at z", f)});
  }
  if (op_.transposed()) {
    list.push_back({{{"dL/dx" + cell, c.input_text, Font::number_bold},
                     {" = ", c.soft},
                     {"window", c.output_text},
                     {" · ", c.soft},
                     {"w", c.kernel_text},
                     {" = ", c.soft},
                     {text(d_.input_gradient()[moment_.step]), c.input_text, Font::number_bold}},
                    fmt::format("the convolution of {} with the same kernel", flowing) +
                        (g_.channels.pixel > g_.channels.groups ? ", summed over output channels" : "")});
    list.push_back({{{"dL/dw", c.kernel_text, Font::number_bold},
                     {" += ", c.soft},
                     {factor(g), c.input_text},
                     {" · ", c.soft},
                     {"window", c.output_text}},
                    fmt::format("the sum over windows of {}, each times its input cell", flowing)});
    list.push_back({{{"dL/db", c.ink, Font::number_bold}, {" = ", c.soft}, {text(after_.bias), c.ink}},
                    fmt::format("the plain sum of {}", flowing)});
  } else {
    list.push_back({{{"dL/dx", c.input_text, Font::number_bold},
                     {" += ", c.soft},
                     {factor(g), c.output_text},
                     {" · ", c.soft},
                     {"w", c.kernel_text}},
                    fmt::format("the transposed convolution of {} with the same kernel", flowing)});
    list.push_back({{{"dL/dw", c.kernel_text, Font::number_bold},
                     {" += ", c.soft},
                     {factor(g), c.output_text},
                     {" · ", c.soft},
                     {"window", c.input_text}},
                    fmt::format("the sum over windows of x, each times its {}", flowing)});
    list.push_back({{{"dL/db", c.ink, Font::number_bold},
                     {" += ", c.soft},
                     {factor(g), c.output_text},
                     {" → ", c.soft},
                     {text(after_.bias), c.ink}},
                    fmt::format("the plain sum of {}", flowing)});
  }
  const Rect area = canvas_.area();
  const double size = canvas_.type(15), leading = canvas_.type(22);
  const auto width = [size](const Caption& caption) {
    double sum = 0;
    for (const Piece& piece : caption.sum) sum += text_width(piece.font, size, piece.text);
    return sum;
  };
  if (!worded()) {
    double x = area.x;
    for (const Caption& caption : list) {  // each as a whole, or not at all
      if (x + width(caption) > area.right()) break;
      x = canvas_.line({x, area.bottom() - leading / 2}, caption.sum, size, area.right()) + canvas_.type(26);
    }
    return;
  }
  double tab = 0;
  for (const Caption& caption : list) tab = std::max(tab, width(caption));
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
