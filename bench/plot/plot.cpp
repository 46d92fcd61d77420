// The sweep's figures as a plot: convscope_bench_plot RESULTS.json OUT.png. How long a kernel takes over the
// least that the machine allows, by the kernel's size, the stride and the channels.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "app/picture/backends.hpp"
#include "app/views/plot.hpp"

namespace convscope {
namespace {

/// One of the sweep's lines: its name, and which of the figures stand on it.
struct Family {
  std::string name, kind;
  int channels;  ///< 0: they vary
  double dash;
  bool transposed;
};

struct Axis {
  std::string title;
  std::string channels, kernel, stride;  ///< patterns of a figure's name; the one in brackets varies
  std::vector<double> ticks;
  bool logarithmic = false;
};

using Figures = std::map<std::string, double>;

std::vector<Point> points_of(const Figures& figures, const Family& family, const Axis& axis) {
  const std::string channels = family.channels > 0 ? std::to_string(family.channels) : axis.channels;
  const std::regex name(
      fmt::format("sweep/{}/c{}/k{}/s{}/t1", family.kind, channels, axis.kernel, axis.stride));
  std::map<double, double> points;
  for (const auto& [figure, over] : figures) {
    std::smatch found;
    if (std::regex_match(figure, found, name)) points[std::stod(found[1])] = over;
  }
  std::vector<Point> out;
  for (const auto& [x, y] : points) out.push_back({x, y});
  return out;
}

/// Where the kernel is twice the stride, as enlarging has it.
std::vector<Point> stride_points(const Figures& figures, const Family& family) {
  std::vector<Point> out;
  for (int stride = 1; stride <= 8; ++stride) {
    const auto found = figures.find(
        fmt::format("sweep/{}/c{}/k{}/s{}/t1", family.kind, family.channels, 2 * stride, stride));
    if (found != figures.end()) out.push_back({static_cast<double>(stride), found->second});
  }
  return out;
}

Picture draw(const Figures& figures, const std::string& machine) {
  const Style style{.width = 1280, .height = 460};
  Canvas canvas(style, "Time over the limit", machine);
  const Palette& c = canvas.colors();
  const std::vector<Family> families{{"convolution, 32 channels", "conv", 32, 0, false},
                                     {"transposed, 32 channels", "convT", 32, 0, true},
                                     {"convolution, each channel by itself", "depthwise-conv", 3, 6, false},
                                     {"transposed, each channel by itself", "depthwise-convT", 3, 6, true}};
  const auto line = [&](const Family& family, std::vector<Point> points) {
    return Curve{family.name, std::move(points), family.transposed ? c.output : c.input,
                 2.5,         family.dash,       false};
  };
  std::vector<Curve> names;
  for (const Family& family : families) names.push_back(line(family, {}));
  const Rect all = canvas.area();
  const double top = legend(canvas, all, names, 14) + 12, gap = 24, width = (all.w - 2 * gap) / 3;
  const std::vector<Axis> axes{
      {"by the kernel's side, stride 1", "", "(\\d+)", "1", {1, 4, 8, 12, 16}},
      {"by the stride, kernel twice as large", "", "", "", {1, 2, 4, 6, 8}},
      {"by channels, kernel 3 × 3", "(\\d+)", "3", "1", {1, 3, 10, 30, 100, 200}, true}};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Axis& axis = axes[i];
    const Rect box{all.x + static_cast<double>(i) * (width + gap), all.y + top, width, all.h - top};
    std::vector<Curve> curves;
    for (Family family : families) {
      if (axis.logarithmic && family.dash > 0) continue;
      if (axis.logarithmic) family.channels = 0;
      curves.push_back(
          line(family, i == 1 ? stride_points(figures, family) : points_of(figures, family, axis)));
    }
    Plot plot(canvas, box,
              {.x = {axis.ticks.front(), axis.ticks.back(), axis.logarithmic},
               .y = {0.25, 8, true},
               .left = canvas.type(36)});
    plot.title({{axis.title, c.ink, Font::text_bold}});
    plot.y_ticks({0.25, 0.5, 1, 2, 4, 8});
    for (const double x : axis.ticks) plot.x_tick(x, Plot::plain(x));
    plot.base();
    for (const Curve& curve : curves) plot.curve(curve);
  }
  return canvas.finish();
}

int run(const std::string& results, const std::string& out) {
  std::ifstream file(results);
  const nlohmann::json kept = nlohmann::json::parse(file);
  Figures figures;
  for (const auto& [name, row] : kept.at("figures").items())
    if (row.contains("over_limit")) figures[name] = row.at("over_limit");
  const Picture picture =
      draw(figures, fmt::format("one thread, {}, {}", kept.at("machine").get<std::string>(),
                                kept.at("date").get<std::string>()));
  std::ofstream(out, std::ios::binary) << encode_png(rasterise(picture, 1.5));
  return 0;
}

}  // namespace
}  // namespace convscope

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "usage: convscope_bench_plot RESULTS.json OUT.png\n";
    return 2;
  }
  try {
    return convscope::run(words[1], words[2]);
  } catch (const std::exception& problem) {
    std::cerr << "convscope_bench_plot: " << problem.what() << '\n';
    return 1;
  }
}
