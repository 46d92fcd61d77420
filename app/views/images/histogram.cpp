#include "app/views/images/histogram.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/plot.hpp"

namespace convscope {

Histogram histogram_of(const Tensor<float>& picture) {
  Histogram out{};
  const Index channels = picture.shape()[1], plane = picture.shape()[2] * picture.shape()[3],
              count = picture.shape()[0] * plane;
  for (Index i = 0; i < count; ++i) {
    const float* pixel = picture.data() + i / plane * channels * plane + i % plane;
    const auto value = [&](Index channel) { return static_cast<double>(pixel[channel * plane]); };
    const double light = channels == 1 ? value(0) : 0.2126 * value(0) + 0.7152 * value(1) + 0.0722 * value(2);
    if (std::isnan(light)) continue;  // neither dark nor light
    out[static_cast<std::size_t>(std::clamp(light / 4, 0.0, 63.0))] += 1.0 / static_cast<double>(count);
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
  plot.x_tick(255, "255", false, Align::right);
  plot.x_tick(127.5, "128");
  Picture picture = canvas.finish();
  picture.background = c.window;
  return picture;
}

}  // namespace convscope
