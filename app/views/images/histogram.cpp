#include "app/views/images/histogram.hpp"

#include <algorithm>

#include "app/views/plot.hpp"

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
  const double margin = 20, text = canvas.type(13);
  // One scale; the two ends, where clipped pixels pile up, do not set it.
  double most = 0;
  for (std::size_t i = 1; i + 1 < original.size(); ++i)
    most = std::max({most, original[i], name.empty() ? 0 : result[i]});
  Plot plot(canvas, {margin, text * 0.4, style.width - 1.5 * margin, style.height - text * 0.6},
            {.x = {0, 255}, .y = {0, most > 0 ? most : 1}, .text = text, .right = margin / 2});
  std::vector<Piece> title = {{"original", c.input_text, Font::text_bold}};
  if (!name.empty()) title.push_back({"   " + name, c.output_text, Font::text_bold});
  plot.title(title);
  if (std::all_of(original.begin(), original.end(), [](double share) { return share == 0; })) {
    canvas.text(plot.area().centre(), "no pixels yet", text + 1, c.soft, Font::text, Align::centre);
  } else {
    plot.bars(original, c.input.with_alpha(0.4));
    if (!name.empty()) plot.steps(result, c.output);
  }
  plot.base();
  plot.x_tick(0, "0", false, Align::left);
  plot.x_tick(127.5, "128");
  plot.x_tick(255, "255", false, Align::right);
  Picture picture = canvas.finish();
  picture.background = c.window;
  return picture;
}

}  // namespace convscope
