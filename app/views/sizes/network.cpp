#include "app/views/sizes/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/sizes/network_columns.hpp"
#include "core/base/saturated.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/geometry/dialects.hpp"

namespace convscope {

namespace {

using Kind = ChainLayer::Kind;

constexpr double kHead = 66, kLeastRow = 18, kMostRow = 34, kMostRowPresenting = 56;
constexpr std::size_t kMostWarnings = 1;

double foot(const ChainReport& report) {
  return 44 + 21 * static_cast<double>(std::min(report.warnings.size(), kMostWarnings));
}

Index rows_in(double height, double type, const ChainReport& report) {
  const double room = height - 2 * kPageMargin - type * (kHead + foot(report));
  return std::max<Index>(3, saturated(room / (type * kLeastRow)) - 1);
}

/// "3" where all axes agree, else "3×1".
std::string short_text(const Shape& values) {
  const bool alike = std::ranges::all_of(values, [&](Index v) { return v == values[0]; });
  if (alike) return fmt::format("{}", values[0]);
  return fmt::format("{}", fmt::join(std::vector<Index>(values.begin(), values.end()), "×"));
}

bool is(const Shape& values, Index all) {
  return std::ranges::all_of(values, [&](Index v) { return v == all; });
}

double mean_log(const Shape& size) {
  double sum = 0;
  for (const Index n : size) sum += std::log2(static_cast<double>(n) + 1);
  return sum / static_cast<double>(size.rank());
}

class NetworkDrawing : SizeDrawing {
 public:
  NetworkDrawing(const NetworkView& network, std::string_view lit, const Style& style)
      : SizeDrawing(style, "Network", network.chain.title, lit),
        chain_(network.chain),
        report_(network.report),
        network_(network),
        style_(style) {}

  SizePage draw() {
    const Rect area = canvas_.area();
    headline(area);
    const auto layers = static_cast<Index>(report_.steps.size());
    shown_ = std::min(layers, rows_in(style_.height - (area.y - kPageMargin), style_.type, report_));
    first_ = std::clamp<Index>(network_.first, 0, layers - shown_);
    top_ = area.y + type(kHead);
    const double room = area.bottom() - type(foot(report_)) - top_;
    pitch_ = std::min(type(style_.present ? kMostRowPresenting : kMostRow),
                      std::max(room, 0.0) / static_cast<double>(shown_ + 1));
    size_ = std::clamp(pitch_ * 0.62, type(12.5), type(style_.present ? 16.5 : 15));
    lay_out(area);
    headings();
    row(-1);  // in sight of whatever is scrolled
    for (Index i = first_; i < first_ + shown_; ++i) row(i);
    if (first_ > 0)
      canvas_.stroke({area.x, top_ + pitch_}, {area.right(), top_ + pitch_}, colors().hatch, 1, 4);
    for (Index i = 0; i < layers; ++i) arc(i);
    sums(area);
    return finish();
  }

 private:
  const ChainStep& step(Index i) const { return report_.steps[static_cast<std::size_t>(i)]; }
  const ChainLayer& layer(Index i) const { return chain_.layers[static_cast<std::size_t>(i)]; }
  double middle(Index i) const {
    return top_ + pitch_ * (i < 0 ? 0.5 : static_cast<double>(i - first_) + 1.5);
  }
  const Shape& size_of(Index i) const { return i < 0 ? chain_.size : step(i).output; }
  Index channels_of(Index i) const { return i < 0 ? chain_.channels : step(i).output_channels; }

  void headline(const Rect& area) {
    const Palette& c = colors();
    const double size = type(20);
    const auto skips =
        std::ranges::count_if(chain_.layers, [](const ChainLayer& l) { return !l.skip.empty(); });
    const auto wrong = static_cast<Index>(report_.warnings.size());
    std::vector<std::string> verdict;
    if (wrong > 0)
      verdict = {fmt::format("{} of {} do not meet", wrong, counted(skips, "skip connection")),
                 fmt::format("{} of {} skips do not meet", wrong, skips)};
    else if (skips > 0)
      verdict = {
          skips == 1 ? "the skip connection meets" : fmt::format("all {} skip connections meet", skips),
          "all skips meet"};
    const double end = canvas_.line(
        {area.x, area.y + size * 0.6},
        {{fmt::format("{} × {}", chain_.channels, to_string(chain_.size)), c.input_text, Font::text_bold},
         {"  →  ", c.soft, Font::text},
         {fmt::format("{} × {}", report_.steps.back().output_channels,
                      to_string(report_.steps.back().output)),
          c.output_text, Font::text_bold}},
        size, area.right());
    const double from = end + type(16);
    verdict.push_back("");
    canvas_.text({from, area.y + size * 0.6}, fitting(Font::text_bold, size, area.right() - from, verdict),
                 size, wrong > 0 ? c.warning : c.output_text, Font::text_bold);
  }

  void lay_out(const Rect& area) {
    NetworkNeeds needs;
    for (Index i = 0; i < static_cast<Index>(report_.steps.size()); ++i) {
      needs.skips = needs.skips || step(i).skip.has_value();
      needs.names = std::max(needs.names, text_width(Font::text_medium, size_, step(i).name));
      needs.kinds = std::max(needs.kinds, text_width(Font::number, size_, layer_text(layer(i))));
      needs.outputs = std::max(needs.outputs, text_width(Font::number, size_, output_text(i)));
    }
    at_ = network_columns(area, needs, type(1));
  }

  std::string output_text(Index i) const {
    return fmt::format("{} × {}", channels_of(i), to_string(size_of(i)));
  }

  void headings() {
    const Color soft = colors().soft;
    const double y = top_ - type(14), size = type(13);
    const auto put = [&](double x, const char* text, Align align, const char* help = nullptr) {
      canvas_.text({x, y}, text, size, soft, Font::text, align);
      const double width = text_width(Font::text, size, text);
      if (help != nullptr)
        spots_.push_back({{x - width, y - size, width, 2 * size}, "help/" + std::string(text), help});
    };
    put(at_.names, "layer", Align::left);
    put(at_.output, "channels × size", Align::right, "Of the layer's output");
    put(at_.sees, "sees", Align::right,
        "The receptive field: cells of the input behind one cell of the output, from the first to the last. "
        "Those that dilation leaves out in between count.");
    if (at_.with_parameters)
      put(at_.parameters, "parameters", Align::right,
          "Weights and biases. The bar is the share of the largest layer.");
    put(at_.adds, "multiply-adds", Align::right,
        "One for each weight, channel pair and position of the kernel, for one input. The bar is the share "
        "of the largest "
        "layer.");
    const char* blocks = "log size × log channels";
    if (text_width(Font::text, size, blocks) < at_.widest) put(at_.blocks, blocks, Align::centre);
    canvas_.stroke({canvas_.area().x, top_ - 2}, {canvas_.area().right(), top_ - 2}, colors().line);
  }

  Rect block(Index i) const {
    double most = mean_log(chain_.size), deepest = 1;
    for (const ChainStep& s : report_.steps) {
      most = std::max(most, mean_log(s.output));
      deepest = std::max(deepest, std::log2(static_cast<double>(s.output_channels) + 1));
    }
    deepest = std::max(deepest, std::log2(static_cast<double>(chain_.channels) + 1));
    const double w = std::max(4.0, at_.widest * mean_log(size_of(i)) / most);
    const double h =
        std::max(3.0, (pitch_ - 4) * std::log2(static_cast<double>(channels_of(i)) + 1) / deepest);
    return {at_.blocks - w / 2, middle(i) - h / 2, w, h};
  }

  Color block_color(Index i) const {
    const Palette& c = colors();
    if (i < 0) return mix(c.stage, c.input, 0.6);
    if (i + 1 == static_cast<Index>(report_.steps.size())) return mix(c.stage, c.output, 0.6);
    switch (layer(i).kind) {
      case Kind::conv:
        return mix(c.stage, c.kernel, 0.4);
      case Kind::transposed:
        return mix(c.stage, c.kernel, 0.85);
      case Kind::pool:
      case Kind::nearest:
        break;
    }
    return c.hatch;
  }

  void row(Index i) {
    const Palette& c = colors();
    const double y = middle(i);
    const Rect area = canvas_.area();
    const Rect rect{area.x, y - pitch_ / 2, area.w, pitch_};
    if (i >= 0) {
      row_spot(rect, fmt::format("layer/{}", i),
               step(i).warning.empty() ? "Click to change this layer at the left" : step(i).warning,
               network_.selected && static_cast<Index>(*network_.selected) == i, 5);
    }
    if (at_.widest > 0) canvas_.add(Box{.rect = block(i), .radius = 2, .fill = block_color(i)});
    const bool wrong = i >= 0 && !step(i).warning.empty();
    const auto cut = [&](double x, const std::string& text, double width, Color color, Font font) {
      canvas_.line({x, y}, {{text, color, font}}, size_, x + width + 2);
    };
    if (i < 0) {
      cut(at_.names, "input", at_.names_width + at_.kinds_width, c.input_text, Font::text_medium);
      canvas_.text({at_.output, y}, output_text(i), size_, c.ink, Font::number, Align::right);
      return;
    }
    cut(at_.names, step(i).name, at_.names_width, wrong ? c.warning : c.ink, Font::text_medium);
    if (at_.kinds_width > 0) cut(at_.kinds, layer_text(layer(i)), at_.kinds_width, c.soft, Font::number);
    canvas_.text({at_.output, y}, output_text(i), size_, c.ink, Font::number, Align::right);
    canvas_.text({at_.sees, y}, short_text(step(i).receptive_field), size_, c.soft, Font::number,
                 Align::right);
    if (at_.with_parameters) amount(at_.parameters, y, step(i).parameters, most(&ChainStep::parameters));
    amount(at_.adds, y, step(i).multiply_adds, most(&ChainStep::multiply_adds));
  }

  double most(double ChainStep::*cost) const { return std::ranges::max(report_.steps, {}, cost).*cost; }

  /// A number over a bar of its share of the largest.
  void amount(double right, double y, double value, double largest) {
    const Palette& c = colors();
    if (value <= 0) return canvas_.text({right, y}, "–", size_, c.faint, Font::number, Align::right);
    const double wide = (at_.numbers + 4) * value / largest;
    if (wide > 2)
      canvas_.add(Box{.rect = {right - wide + 4, y - pitch_ / 2 + 2, wide, pitch_ - 4},
                      .radius = 2,
                      .fill = c.kernel.with_alpha(0.22)});
    canvas_.text({right, y}, amount_text(value), size_, c.ink, Font::number, Align::right);
  }

  void arc(Index i) {
    const Palette& c = colors();
    if (!step(i).skip || at_.widest <= 0) return;
    const auto from = static_cast<Index>(*step(i).skip);
    const auto clamped = [&](Index k) {  // beyond what is in view: from the edge
      return std::clamp(middle(k), top_ + pitch_, top_ + pitch_ * static_cast<double>(shown_ + 1));
    };
    if ((from < first_ && i < first_) || (from >= first_ + shown_ && i >= first_ + shown_)) return;
    const bool wrong = !step(i).warning.empty(), lit = lit_ == fmt::format("layer/{}", i);
    // It arrives where the layer's input is: between its row and the one above.
    const Point a{block(from).x - 3, clamped(from)};
    const Point b{block(i).x - 3, std::min(clamped(i), middle(i) - pitch_ * 0.2)};
    const double reach_out = std::min(a.x, b.x) - canvas_.area().x - 4;
    const double share =
        static_cast<double>(i - from) / static_cast<double>(std::max<std::size_t>(report_.steps.size(), 2));
    const double x = std::min(a.x, b.x) - reach_out * (0.25 + 0.75 * share) * 1.3;
    const double edge = canvas_.area().x - 20;
    canvas_.add(Path{.start = a,
                     .segments = {{b, true, {std::max(x, edge), a.y}, {std::max(x, edge), b.y}}},
                     .stroke = wrong ? c.warning
                               : lit ? c.ink
                                     : c.soft.with_alpha(0.75),
                     .stroke_width = wrong || lit ? 2.5 : 1.5});
    if (i >= first_ && i < first_ + shown_) canvas_.disc(b, 3, wrong ? c.warning : c.soft);
  }

  void sums(const Rect& area) {
    const Palette& c = colors();
    double y = top_ + pitch_ * static_cast<double>(shown_ + 1);
    canvas_.stroke({area.x, y + 2}, {area.right(), y + 2}, c.line);
    y += type(18);
    const auto layers = static_cast<Index>(report_.steps.size());
    std::string all = fmt::format("{} in all", counted(layers, "layer"));
    if (shown_ < layers)
      all = fmt::format("{} to {} of {} (Up, Down)", first_ + 1, first_ + shown_, counted(layers, "layer"));
    canvas_.line({area.x, y}, {{all, c.soft, Font::text_medium}}, type(14), at_.sees - type(40));
    canvas_.text({at_.sees, y}, short_text(report_.steps.back().receptive_field), type(15), c.ink,
                 Font::number_bold, Align::right);
    if (at_.with_parameters)
      canvas_.text({at_.parameters, y}, amount_text(report_.parameters), type(15), c.ink, Font::number_bold,
                   Align::right);
    canvas_.text({at_.adds, y}, amount_text(report_.multiply_adds), type(15), c.ink, Font::number_bold,
                 Align::right);
    y += type(22);
    if (report_.warnings.empty()) return;
    const std::size_t more = report_.warnings.size() - 1;
    canvas_.line(
        {area.x, y},
        {{report_.warnings[0] + (more > 0 ? fmt::format("; and {} more", more) : ""), c.warning, Font::text}},
        type(15), area.right());
  }

  const Chain& chain_;
  const ChainReport& report_;
  const NetworkView& network_;
  Style style_;
  Index first_ = 0, shown_ = 1;
  double top_ = 0, pitch_ = 20, size_ = 14;
  NetworkColumns at_;
};

}  // namespace

std::string layer_text(const ChainLayer& l) {
  if (l.kind == Kind::nearest) return fmt::format("nearest ×{}", short_text(l.stride));
  std::string text = fmt::format("{} k{}",
                                 l.kind == Kind::conv   ? "conv"
                                 : l.kind == Kind::pool ? "pool"
                                                        : "T",
                                 short_text(l.kernel));
  if (!is(l.stride, 1)) text += " s" + short_text(l.stride);
  if (l.rule != Padding::Rule::numbers)
    text += " " + to_string(Padding{l.rule, {}});
  else if (!is(l.padding, 0))
    text += " p" + short_text(l.padding);
  if (!is(l.dilation, 1)) text += " d" + short_text(l.dilation);
  // For Keras 0 is another size than none.
  const bool keras = l.dialect == Dialect::keras && !l.output_padding.empty();
  if (l.kind == Kind::transposed && (keras || !is(l.output_padding, 0)))
    text += " op" + short_text(l.output_padding);
  if (l.groups > 1) text += fmt::format(" g{}", l.groups);
  if (l.kind == Kind::transposed && l.dialect != Dialect::pytorch)
    text += fmt::format(" {}", to_string(l.dialect));
  if (l.activation != ChainLayer::Activation::none) text += fmt::format(" {}", activation_name(l.activation));
  return text;
}

Index network_rows(const Style& style, const ChainReport& report) {
  return rows_in(style.height, grown(style).type, report);
}

SizePage draw_network(const NetworkView& network, std::string_view lit, const Style& style) {
  return NetworkDrawing(network, lit, grown(style)).draw();
}

}  // namespace convscope
