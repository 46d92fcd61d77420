#include "app/views/networks/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/plot.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr double kColumn = 112;  ///< a layer of the chain needs so much
constexpr double kLeastBlock = 12;

double mean_extent(const NetworkLayer& layer) {
  if (!layer.output || layer.output->size() < 3 || layer.op == "weights") return 1;
  double product = 1;
  for (std::size_t i = 2; i < layer.output->size(); ++i) product *= static_cast<double>((*layer.output)[i]);
  return std::pow(std::max(product, 1.0), 1 / static_cast<double>(layer.output->size() - 2));
}

double channels_of(const NetworkLayer& layer) {
  return static_cast<double>(std::max<Index>(layer.out.value_or(1), 1));
}

class NetworkPageDrawing : SizeDrawing {
 public:
  NetworkPageDrawing(const NetworkPage& page, const Style& style)
      : SizeDrawing(style, "Network", page.report.name), page_(page) {}

  SizePage draw() {
    Rect area = canvas_.area();
    columns(area);
    const bool flat = page_.report.flat.has_value();
    const double head = type(34), gap = type(20);
    // Chain and flat test come first: on a low stage, a projector's for instance, kernels have no room.
    const bool low = area.h < type(470);
    const double kernels = page_.kernels.empty() || low ? 0 : std::min(type(200), area.h * 0.28);
    const double rest = area.h - 2 * head - gap - kernels - (kernels > 0 ? head + gap : 0);
    const double bars = flat ? std::min(type(170), rest * 0.42) : type(30);
    title({area.x, area.y}, "Chain", "height is the image, width the channels; red prints a grid",
          hidden_ > 0 ? text_width(Font::text, type(13), more_layers()) + type(12) : 0);
    chain({area.x, area.y + head, area.w, rest - bars});
    double y = area.y + head + rest - bars + gap;
    title({area.x, y}, "Flat test",
          flat ? "grid in grey levels behind each layer, for pictures of one colour" : page_.report.no_flat);
    y += head;
    if (flat) flat_test({area.x, y, area.w, bars});
    if (kernels > 0) chosen({area.x, y + bars + gap, area.w, head + kernels});
    return finish();
  }

 private:
  struct Place {
    std::size_t layer;
    double x;  ///< of its middle
  };
  const NetworkLayer& layer(std::size_t i) const { return page_.report.layers[i]; }

  /// Which layers of the chain have room: those around the chosen one.
  void columns(const Rect& area) {
    const std::size_t all = page_.shown.size();
    const auto room = static_cast<std::size_t>(saturated(std::max(2.0, std::floor(area.w / type(kColumn)))));
    const std::size_t count = std::min(room, all);
    if (count == 0) return;
    const auto at = std::ranges::lower_bound(page_.shown, page_.layer);
    const auto chosen = std::min(static_cast<std::size_t>(at - page_.shown.begin()), all - 1);
    const std::size_t before = std::min(chosen < count / 2 ? 0 : chosen - count / 2, all - count);
    hidden_ = all - count;
    column_ = std::min(area.w / static_cast<double>(count), type(300));
    for (std::size_t i = 0; i < count; ++i)
      places_.push_back({page_.shown[before + i], area.x + column_ * (static_cast<double>(i) + 0.5)});
  }

  /// `kept`: what is kept free at the end of the row.
  void title(Point at, const std::string& name, const std::string& words, double kept = 0) {
    const Palette& c = colors();
    canvas_.line({at.x, at.y + type(11)},
                 {{name, c.ink, Font::text_bold}, {"   ", c.soft, Font::text}, {words, c.soft, Font::text}},
                 type(17), canvas_.area().right() - kept);
  }

  std::string more_layers() const { return fmt::format("{} more layers: ← and →", hidden_); }

  /// The first wording that a column has room for, in its middle.
  void in_column(Point at, double size, Color color, Font font, const std::vector<std::string>& texts) {
    canvas_.text(at, fitting(font, size, column_ - type(6), texts), size, color, font, Align::centre);
  }

  void chain(const Rect& rect) {
    if (places_.empty()) return;
    const Palette& c = colors();
    const double words = type(46), top = rect.y + type(page_.skips.empty() ? 6 : 26);
    const double room = rect.bottom() - words - top;
    double highest = 1, widest = 1;
    for (const NetworkLayer& each : page_.report.layers) {
      highest = std::max(highest, mean_extent(each));
      widest = std::max(widest, std::log2(channels_of(each) + 1));
    }
    foot_ = top + room;
    blocks_.clear();
    for (const Place& place : places_) {
      const NetworkLayer& one = layer(place.layer);
      const double h = std::max(kLeastBlock, room * mean_extent(one) / highest);
      const double w = std::max(type(10), (column_ - type(26)) * std::log2(channels_of(one) + 1) / widest);
      blocks_.push_back({place.x - w / 2, foot_ - h, w, h});
    }
    for (std::size_t i = 0; i + 1 < blocks_.size() && layer(places_[i].layer).op != "weights"; ++i)
      canvas_.stroke({blocks_[i].right() + 4, foot_ - kLeastBlock / 2},
                     {blocks_[i + 1].x - 4, foot_ - kLeastBlock / 2}, c.soft, 1.5);
    for (const SkipConnection& skip : page_.skips) arc(skip, rect.y + type(4));
    for (std::size_t i = 0; i < places_.size(); ++i) block(places_[i], blocks_[i], rect);
    if (hidden_ > 0)
      canvas_.text({rect.right(), rect.y - type(23)}, more_layers(), type(13), c.soft, Font::text,
                   Align::right);
  }

  void block(const Place& place, const Rect& rect, const Rect& band) {
    const Palette& c = colors();
    const NetworkLayer& one = layer(place.layer);
    const bool grid = prints_grid(page_.report, one), now = place.layer == page_.layer;
    const Color hue = grid ? c.warning : one.diagnosis ? c.kernel : c.output;
    canvas_.add(Box{.rect = rect,
                    .radius = std::min(5.0, rect.w / 4),
                    .fill = mix(c.stage, hue, grid ? 0.8 : 0.32),
                    .stroke = hue,
                    .stroke_width = grid ? 2.5 : 1.25});
    if (now) canvas_.outline(rect.inset(-4), c.ink, 2, 8);
    const std::string label = layer_label(one);
    const std::string shape = output_label(one);
    in_column({place.x, foot_ + type(17)}, type(15), grid ? c.warning : c.ink,
              grid || now ? Font::text_bold : Font::text_medium,
              {label, label.substr(0, label.find(' ')), cut_label(label)});
    const std::size_t space = shape.find("×");
    in_column({place.x, foot_ + type(36)}, type(13), c.soft, Font::number,
              {shape, space == std::string::npos ? shape : shape.substr(0, space) + " ch", ""});
    spots_.push_back(
        {{place.x - column_ / 2, band.y, column_, band.h},
         fmt::format("layer/{}", place.layer),
         fmt::format("{}: {}", one.name, one.diagnosis ? one.diagnosis->verdict : layer_label(one))});
  }

  static std::string cut_label(const std::string& label) { return label.substr(0, 6); }

  /// From the block of one layer over the ones between to another.
  void arc(const SkipConnection& skip, double top) {
    const auto block_of = [&](std::size_t wanted) -> const Rect* {
      for (std::size_t i = 0; i < places_.size(); ++i)
        if (places_[i].layer == wanted) return &blocks_[i];
      return nullptr;
    };
    const Rect *from = block_of(skip.from), *to = block_of(skip.to);
    if (!from || !to) return;
    const Point a{from->centre().x, from->y - 3}, b{to->centre().x, to->y - 3};
    canvas_.add(Path{.start = a,
                     .segments = {{b, true, {a.x, top}, {b.x, top}}},
                     .stroke = colors().soft.with_alpha(0.8),
                     .stroke_width = 1.5});
  }

  void flat_test(const Rect& rect) {
    const Palette& c = colors();
    const double words = type(24), base = rect.bottom() - words, room = rect.h - words - type(24);
    double most = 1;
    for (const NetworkReport* report : {&page_.report, page_.repaired})
      if (report)
        for (const NetworkLayer& each : report->layers) most = std::max(most, each.levels.value_or(0));
    for (const Place& place : places_) {
      const NetworkLayer& one = layer(place.layer);
      if (!one.levels) {
        in_column({place.x, base + type(14)}, type(14), c.faint, Font::number, {"–"});
        continue;
      }
      const double wide = std::min(type(54), column_ * 0.5);
      const auto bar = [&](double levels, double x, double w, Color color) {
        const double h = std::max(3.0, room * levels / most);
        canvas_.add(Box{.rect = {x, base - h, w, h}, .radius = 2, .fill = color});
      };
      const bool grid = *one.levels > kFlatLevels;
      const NetworkLayer* other = repaired_layer(one.name);
      const bool two = other && other->levels;
      bar(*one.levels, place.x - wide / 2, two ? wide / 2 - 1 : wide,
          grid ? c.warning : mix(c.stage, c.input, 0.7));
      if (two) bar(*other->levels, place.x + 1, wide / 2 - 1, c.output);
      const std::string text = levels_text(*one.levels);
      in_column({place.x, base + type(14)}, type(15), c.ink, Font::number,
                {two ? fmt::format("{} → {}", text, levels_text(*other->levels)) : text, text});
      if (page_.report.flat->guilty == one.name)
        in_column({place.x, base - std::max(3.0, room * *one.levels / most) - type(13)}, type(14), c.warning,
                  Font::text_bold, {"begins here", "begins", "↓"});
    }
  }

  const NetworkLayer* repaired_layer(const std::string& name) const {
    if (!page_.repaired) return nullptr;
    const auto found = std::ranges::find(page_.repaired->layers, name, &NetworkLayer::name);
    return found == page_.repaired->layers.end() ? nullptr : &*found;
  }

  /// The kernels of the chosen layer, pair by pair; below, those of the repaired copy.
  void chosen(const Rect& rect) {
    const Palette& c = colors();
    const NetworkLayer& one = layer(page_.layer);
    std::string name = fmt::format("{}: {}", one.name, layer_label(one));
    if (one.in && one.out) name += fmt::format(", {} > {} channels", *one.in, *one.out);
    const bool grid = prints_grid(page_.report, one);
    const double size = type(17),
                 left = text_width(Font::text_bold, size, name) + text_width(Font::text, size, "   ");
    const std::string words =
        clauses_within(one.diagnosis ? one.diagnosis->verdict : fmt::format("{} kernels", page_.pairs),
                       Font::text, size, rect.w - left - 1);
    canvas_.line({rect.x, rect.y + type(11)},
                 {{name, c.ink, Font::text_bold},
                  {"   ", c.soft, Font::text},
                  {words, grid ? c.warning : c.soft, Font::text}},
                 size, rect.right());
    const bool two = !page_.repaired_kernels.empty();
    const double top = rect.y + type(34), caption = type(40), high = rect.bottom() - top;
    const bool curve = one.diagnosis && !one.diagnosis->gains.along.empty() && rect.w > type(700);
    const double plot = curve ? type(230) : 0, room = rect.w - (curve ? plot + type(28) : 0);
    if (curve) gains(one, {rect.right() - plot, top - type(4), plot, high + type(4)});
    // Below each other where both have their numbers, else each beside its repaired one.
    const bool beside =
        two && high / 2 - caption < type(kNumbered) * static_cast<double>(most_rows(page_.kernels));
    if (beside) return kernels(page_.kernels, page_.repaired_kernels, {rect.x, top, room, high}, caption);
    kernels(page_.kernels, {}, {rect.x, top, room, two ? high / 2 : high}, caption);
    if (two) kernels(page_.repaired_kernels, {}, {rect.x, top + high / 2, room, high / 2}, caption);
  }

  /// What share of a wave its strongest image has, by the wave's frequency, before and after the repair.
  void gains(const NetworkLayer& one, const Rect& rect) {
    const Palette& c = colors();
    const NetworkLayer* const other = repaired_layer(one.name);
    const GainCurves* const after = other && other->diagnosis ? &other->diagnosis->gains : nullptr;
    double most = 0;
    for (const GainCurves* curves : {&one.diagnosis->gains, after})
      if (curves)
        for (const double gain : curves->along)
          if (std::isfinite(gain)) most = std::max(most, gain);
    const double high = std::clamp(std::ceil(most * 4) / 4, 0.25, 1.5);
    Plot plot(canvas_, rect, {.x = {0, 0.5}, .y = {0, high}, .text = type(13), .left = type(44), .right = 4});
    plot.title({{"Alias gain", c.ink, Font::text_bold}, {"  by cycles a pixel", c.soft, Font::text}});
    plot.y_ticks([](double gain) { return fmt::format("{:.0f} %", 100 * gain); });
    plot.x_tick(0, "0", false, Align::left);
    plot.x_tick(0.5, "1/2", false, Align::right);
    plot.x_tick(0.25, "1/4");
    plot.base();
    const auto draw = [&](const std::vector<double>& values, Color color, double width, double dash) {
      Curve curve{.name = {}, .color = color, .width = width, .dash = dash};
      for (std::size_t i = 0; i < values.size(); ++i)
        curve.points.push_back({static_cast<double>(i) / (2 * static_cast<double>(values.size() - 1)),
                                std::min(values[i], high)});
      plot.curve(curve);
    };
    draw(one.diagnosis->gains.diagonal, c.kernel, 1.5, 4);
    if (after) draw(after->along, c.output, 2.5, 0);
    draw(one.diagnosis->gains.along, prints_grid(page_.report, one) ? c.warning : c.kernel_text, 2.5, 0);
  }

  static constexpr double kNumbered = 30;  ///< cells so large have numbers

  static Index rows_of(const PairKernel& kernel) {  // of three axes the first plane is shown
    const Shape& extents = kernel.taps.shape();
    return extents.rank() > 1 ? extents[extents.rank() - 2] : 1;
  }
  static Index most_rows(std::span<const PairKernel> list) {
    Index most = 1;
    for (const PairKernel& kernel : list) most = std::max(most, rows_of(kernel));
    return most;
  }

  /// Pair by pair, as many as there is room for; `after`: none, or the repaired one of each.
  void kernels(std::span<const PairKernel> list, std::span<const PairKernel> after, const Rect& rect,
               double caption) {
    Scale scale;
    for (const auto& all : {list, after})
      for (const PairKernel& kernel : all)
        for (const double tap : kernel.taps.values()) scale.take(tap);
    double x = rect.x;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const PairKernel* other = i < after.size() ? &after[i] : nullptr;
      const double cell = std::min(type(48), (rect.h - caption) / static_cast<double>(rows_of(list[i])));
      const double width = cell * static_cast<double>(list[i].taps.shape()[list[i].taps.shape().rank() - 1]);
      const double one = std::max(width, type(92)), arrow = type(28);
      const double step = (other ? 2 * one + arrow : one) + type(18);
      if (x + step > rect.right() + type(18)) break;
      kernel(list[i], {x, rect.y}, cell, one, scale);
      if (other) {
        canvas_.text(
            {x + one + arrow / 2 - type(4), rect.y + cell * static_cast<double>(rows_of(list[i])) / 2}, "→",
            type(17), colors().soft, Font::text, Align::centre);
        kernel(*other, {x + one + arrow, rect.y}, cell, one, scale);
      }
      x += step;
    }
  }

  void kernel(const PairKernel& kernel, Point at, double cell, double room, const Scale& scale) {
    const Palette& c = colors();
    const Index columns = kernel.taps.shape()[kernel.taps.shape().rank() - 1], rows = rows_of(kernel);
    canvas_.grid({at, cell, rows, columns}, [&](Index r, Index k) {
      const double value = kernel.taps[r * columns + k];
      CellLook look = canvas_.look(Role::kernel, value, scale);
      look.text = cell >= type(kNumbered) ? tap_text(value) : std::string();
      return look;
    });
    const double y = at.y + cell * static_cast<double>(rows) + type(13);
    canvas_.text({at.x, y}, fmt::format("{} > {}", kernel.from, kernel.to), type(13), c.soft, Font::number);
    if (!kernel.phase_sums.empty()) sums(kernel, {at.x, y + type(17)}, room + type(6));
  }

  void sums(const PairKernel& kernel, Point at, double room) {
    const auto [least, most] = std::ranges::minmax(kernel.phase_sums);
    std::vector<std::string> numbers;
    for (const double sum : kernel.phase_sums) numbers.push_back(fmt::format("{:.2f}", sum));
    const std::string all = fmt::format("{}", fmt::join(numbers, "  "));
    const std::string range = fmt::format("{:.2f} to {:.2f}", least, most);
    const bool even = most - least <= 1e-5 * std::max(std::abs(least), std::abs(most));
    canvas_.text(at, fitting(Font::number, type(12.5), room, {all, range, ""}), type(12.5),
                 even ? colors().output_text : colors().warning, Font::number);
  }

  const NetworkPage& page_;
  std::vector<Place> places_;
  std::vector<Rect> blocks_;
  std::size_t hidden_ = 0;  ///< layers of the chain that have no room
  double column_ = 1, foot_ = 0;
};

}  // namespace

SizePage draw_network_page(const NetworkPage& page, const Style& style) {
  return NetworkPageDrawing(page, style).draw();
}

}  // namespace convscope
