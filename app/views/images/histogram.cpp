#include "app/views/images/histogram.hpp"

#include <algorithm>

#include "app/views/canvas.hpp"

namespace convscope {

Histogram histogram_of(std::span<const float> rgba) {
  Histogram out{};
  if (rgba.size() < 4) return out;
  const double share = 4.0 / static_cast<double>(rgba.size());
  for (std::size_t i = 0; i + 3 < rgba.size(); i += 4) {
    const double light = 0.2126 * static_cast<double>(rgba[i]) + 0.7152 * static_cast<double>(rgba[i + 1]) +
                         0.0722 * static_cast<double>(rgba[i + 2]);
    out[static_cast<std::size_t>(std::clamp(light / 4, 0.0, 63.0))] += share;
  }
  return out;
}

Picture draw_histogram(const Histogram& original, const Histogram& result, const std::string& name,
                       const Style& style) {
  Style plain = style;
  plain.title = false;
  Canvas canvas(plain, "", "");
  const Palette& c = canvas.colors();
  const double margin = 20, text = canvas.type(14);
  std::vector<Piece> title = {{"original", c.input_text, Font::text_bold}};
  if (!name.empty()) title.push_back({"   " + name, c.output_text, Font::text_bold});
  canvas.line({margin, text}, title, text, style.width - margin / 2);
  const Rect plot{margin, text * 2.2, style.width - 2 * margin, style.height - text * 4.2};

  // One scale; the two ends, where clipped pixels pile up, do not set it.
  double most = 0;
  for (std::size_t i = 1; i + 1 < original.size(); ++i)
    most = std::max({most, original[i], name.empty() ? 0 : result[i]});
  const double step = plot.w / 64;
  const auto top = [&](double share) {
    return plot.bottom() - (most > 0 ? std::min(share / most, 1.0) : 0) * plot.h;
  };
  const bool empty = std::all_of(original.begin(), original.end(), [](double share) { return share == 0; });
  if (empty)
    canvas.text({plot.centre().x, plot.centre().y}, "no pixels yet", text, c.soft, Font::text, Align::centre);
  for (std::size_t i = 0; i < original.size() && !empty; ++i) {
    const double y = top(original[i]);
    canvas.add(Box{.rect = {plot.x + static_cast<double>(i) * step, y, step, plot.bottom() - y},
                   .fill = c.input.with_alpha(0.4)});
  }
  if (!name.empty() && !empty) {
    Path steps{.start = {plot.x, plot.bottom()}, .stroke = c.output, .stroke_width = 2};
    for (std::size_t i = 0; i < result.size(); ++i) {
      const double x = plot.x + static_cast<double>(i) * step, y = top(result[i]);
      steps.segments.push_back({{x, y}});
      steps.segments.push_back({{x + step, y}});
    }
    steps.segments.push_back({{plot.right(), plot.bottom()}});
    canvas.add(steps);
  }
  canvas.add(Path{
      .start = {plot.x, plot.bottom()}, .segments = {{{plot.right(), plot.bottom()}}}, .stroke = c.faint});
  for (const auto& [at, label] : {std::pair{0.0, "0"}, {0.5, "128"}, {1.0, "255"}})
    canvas.text({plot.x + at * plot.w, plot.bottom() + text}, label, text - 2, c.soft, Font::number,
                at == 0   ? Align::left
                : at == 1 ? Align::right
                          : Align::centre);
  Picture picture = canvas.finish();
  picture.background = c.window;
  return picture;
}

}  // namespace convscope
