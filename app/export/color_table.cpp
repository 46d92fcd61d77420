#include "app/export/color_table.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

namespace convscope {

namespace {

// Squared differences of a channel count by how well the eye sees them.
constexpr std::array<double, 3> kWeight{3, 6, 1};

std::uint32_t pack(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  return static_cast<std::uint32_t>(r) << 16 | static_cast<std::uint32_t>(g) << 8 | b;
}

struct Counted {
  std::uint32_t rgb;
  double count;
  double channel(std::size_t c) const { return static_cast<double>(rgb >> (16 - 8 * c) & 0xff); }
};

// A range of the colours, with where and how to cut it.
struct Cluster {
  std::size_t begin = 0, end = 0;
  std::size_t axis = 0;
  double mean = 0, error = 0;  // along the axis; over all axes
};

Cluster measure(const std::vector<Counted>& colors, std::size_t begin, std::size_t end) {
  Cluster cluster{begin, end};
  double widest = -1;
  for (std::size_t c = 0; c < 3; ++c) {
    double n = 0, sum = 0, squares = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const double v = colors[i].channel(c);
      n += colors[i].count;
      sum += colors[i].count * v;
      squares += colors[i].count * v * v;
    }
    const double error = kWeight[c] * std::max(0.0, squares - sum * sum / n);
    cluster.error += error;
    if (error > widest) {
      widest = error;
      cluster.axis = c;
      cluster.mean = sum / n;
    }
  }
  return cluster;
}

Color represent(const std::vector<Counted>& colors, const Cluster& cluster) {
  double n = 0;
  std::array<double, 3> sum{};
  const Counted* most = &colors[cluster.begin];
  for (std::size_t i = cluster.begin; i < cluster.end; ++i) {
    n += colors[i].count;
    for (std::size_t c = 0; c < 3; ++c) sum[c] += colors[i].count * colors[i].channel(c);
    if (colors[i].count > most->count) most = &colors[i];
  }
  const auto channel = [&](std::size_t c) {
    return static_cast<std::uint8_t>(std::lround(most->count * 2 > n ? most->channel(c) : sum[c] / n));
  };
  return {channel(0), channel(1), channel(2), 255};
}

}  // namespace

void ColorCount::add(const Image& image) {
  // Neighbours are mostly equal: runs spare the look-ups.
  for (std::size_t i = 0; i + 3 < image.rgba.size();) {
    const std::uint32_t color = pack(image.rgba[i], image.rgba[i + 1], image.rgba[i + 2]);
    std::uint64_t run = 0;
    do {
      ++run;
      i += 4;
    } while (i + 3 < image.rgba.size() && pack(image.rgba[i], image.rgba[i + 1], image.rgba[i + 2]) == color);
    counts_[color] += run;
  }
}

std::vector<Color> ColorCount::choose(std::size_t limit) const {
  assert(limit >= 1);
  std::vector<Counted> colors;
  colors.reserve(counts_.size());
  for (const auto& [rgb, count] : counts_) colors.push_back({rgb, static_cast<double>(count)});
  if (colors.empty()) return {Color{0, 0, 0, 255}};
  // The map's order is not the same everywhere.
  std::sort(colors.begin(), colors.end(), [](const Counted& a, const Counted& b) { return a.rgb < b.rgb; });

  std::vector<Cluster> clusters;
  if (colors.size() <= limit) {
    for (std::size_t i = 0; i < colors.size(); ++i) clusters.push_back(measure(colors, i, i + 1));
  } else {
    clusters.push_back(measure(colors, 0, colors.size()));
    while (clusters.size() < limit) {
      const auto worst =
          std::max_element(clusters.begin(), clusters.end(),
                           [](const Cluster& a, const Cluster& b) { return a.error < b.error; });
      if (worst->end - worst->begin < 2) break;  // every box holds one colour
      const auto first = colors.begin() + static_cast<std::ptrdiff_t>(worst->begin);
      const auto last = colors.begin() + static_cast<std::ptrdiff_t>(worst->end);
      const auto cut = std::stable_partition(
          first, last, [&](const Counted& c) { return c.channel(worst->axis) <= worst->mean; });
      const auto middle = static_cast<std::size_t>(cut - colors.begin());
      if (middle == worst->begin || middle == worst->end) break;  // only rounding is left to cut
      const Cluster upper = measure(colors, middle, worst->end);
      *worst = measure(colors, worst->begin, middle);
      clusters.push_back(upper);
    }
  }

  std::vector<Color> table;
  table.reserve(clusters.size());
  for (const Cluster& cluster : clusters) table.push_back(represent(colors, cluster));
  std::sort(table.begin(), table.end(),
            [](Color a, Color b) { return pack(a.r, a.g, a.b) < pack(b.r, b.g, b.b); });
  table.erase(std::unique(table.begin(), table.end()), table.end());
  return table;
}

NearestColor::NearestColor(std::vector<Color> table) : table_(std::move(table)) {
  assert(!table_.empty() && table_.size() <= 256);
}

std::uint8_t NearestColor::operator()(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  const auto [entry, is_new] = known_.try_emplace(pack(r, g, b), std::uint8_t{0});
  if (!is_new) return entry->second;
  double best = 1e30;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    const double dr = table_[i].r - r, dg = table_[i].g - g, db = table_[i].b - b;
    const double distance = kWeight[0] * dr * dr + kWeight[1] * dg * dg + kWeight[2] * db * db;
    if (distance < best) {
      best = distance;
      entry->second = static_cast<std::uint8_t>(i);
    }
  }
  return entry->second;
}

}  // namespace convscope
