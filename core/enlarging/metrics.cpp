#include "core/enlarging/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/enlarging/verdict.hpp"
#include "core/metrics/image.hpp"
#include "core/metrics/perceptual.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

namespace {

using Number = std::optional<double>;

template <int digits>
std::string fixed(double x) {
  return fmt::format("{:.{}f}", x, digits);
}

/// Two digits, or none where there are three before the point.
std::string short_text(double x) {
  return x == 0 ? "0" : x < 100 ? fixed<2>(x) : fixed<0>(x);
}

std::string ratio_text(double x) {
  return x == 0 ? "0" : fixed<3>(x);
}

std::string seconds_text(double x) {
  if (x > 0 && x < 0.00005) return "< 0.0001";
  return x < 0.01 ? fixed<4>(x) : fixed<3>(x);
}

/// "144", "12.3k", "1.57M", "2.1G".
std::string count_text(double x) {
  constexpr std::tuple<double, double, char> kUnits[] = {{1e9, 1e9, 'G'}, {1e6, 1e6, 'M'}, {1e4, 1e3, 'k'}};
  for (const auto& [from, unit, letter] : kUnits)
    if (x >= from)
      return fmt::format("{:.{}f}{}", x / unit, x / unit < 10 ? 2 : x / unit < 100 ? 1 : 0, letter);
  return fixed<0>(x);
}

std::string energy_tick(double x, bool) {
  if (x >= 1e6) return fmt::format("{:g}M", x / 1e6);
  return x >= 1e3 ? fmt::format("{:g}k", x / 1e3) : fmt::format("{:g}", x);
}

std::string spread_tick(double x, bool at_floor) {
  return at_floor ? "0 %" : fmt::format("{:g} %", 100 * x);
}

template <class T>
Number of_kernel(const Restoration& r, T KernelTraits::*trait) {
  return r.kernel ? Number(static_cast<double>((*r.kernel).*trait)) : std::nullopt;
}

PhaseErrors errors_of(const Restoration& r) {
  return r.errors ? *r.errors : PhaseErrors(r.original, r.result, r.factor);
}

std::string plain_tick(double x, bool) {
  return fmt::format("{:g}", x);
}

std::string levels_text(double x) {
  return fmt::format("{} {}", short_text(x), x == 1 ? "level" : "levels");
}

std::string ratio_of_phases(double x) {
  return fmt::format("{} : 1", short_text(x));
}

std::string imaging_text(double x) {
  return x == 0 ? "0" : x < 10 ? fixed<3>(x) : fixed<0>(x);
}

constexpr std::string_view kNearness = "nearness; more is better";
constexpr std::string_view kNearnessPlot = "more is nearer to the original";

constexpr std::array kMetrics{
    Metric{.name = "psnr",
           .title = "PSNR",
           .unit = "dB",
           .brief = kNearness,
           .help = "10 log10(255² / MSE): more is nearer to the original",
           .more_is_better = true,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return psnr(errors_of(r).mean_squared_error());
           },
           .digits = 2,
           .text = fixed<2>,
           .full = nullptr,
           .column = 1,
           .on_sheet = true,
           .plot = MetricPlot{.title = "PSNR, dB", .words = kNearnessPlot}},
    Metric{.name = "ssim",
           .title = "SSIM",
           .unit = "",
           .brief = kNearness,
           .help = "Structural similarity (Wang et al. 2004), 1 for equal pictures",
           .more_is_better = true,
           .value = [](const Restoration& r, const Progress& progress) -> Number {
             return ssim(r.original, r.result, progress);
           },
           .digits = 4,
           .text = fixed<4>,
           .full = nullptr,
           .column = 2,
           .on_sheet = true,
           .plot = MetricPlot{.title = "SSIM", .words = kNearnessPlot}},
    Metric{
        .name = "checkerboard",
        .title = "Checkerboard",
        .unit = "",
        .brief = "power at the multiples of 1/S over the power around; the original's own counts against it",
        .help = "Power at the multiples of 1/s over the power around them: a pattern where it is tens above "
                "the original's own",
        .more_is_better = false,
        .value = [](const Restoration& r, const Progress& progress) -> Number {
          return checkerboard_energy(r.result, r.factor, progress);
        },
        .digits = 3,
        .text = short_text,
        .full = nullptr,
        .column = 4,
        .on_sheet = true,
        .plot = MetricPlot{.title = "Checkerboard energy",
                           .words = "seen where the ground is red",
                           .floor = 0.1,
                           .seen = kSeenEnergy,
                           .tick = energy_tick}},
    Metric{.name = "phase_spread",
           .title = "Phase spread",
           .unit = "",
           .brief = "of an enlarged constant; 0: it stays flat",
           .help = "How unequal the kernel's phase sums are, (max − min) / mean: 0 keeps a constant constant",
           .more_is_better = false,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return of_kernel(r, &KernelTraits::phase_spread);
           },
           .digits = 3,
           .text = ratio_text,
           .full = spread_text,
           .column = 3,
           .on_sheet = true,
           .plot = MetricPlot{.title = "Phase spread",
                              .words = "of an enlarged constant; seen where the ground is red",
                              .floor = kSpreadLimits.faint / 10,
                              .seen = kSpreadLimits.visible,
                              .tick = spread_tick}},
    Metric{.name = "seconds",
           .title = "Seconds",
           .unit = "",
           .brief = "of enlarging, without learning",
           .help = "To enlarge the measured part, on this machine",
           .more_is_better = false,
           .value = [](const Restoration& r, const Progress&) -> Number { return r.seconds; },
           .digits = 4,
           .text = seconds_text,
           .full = nullptr,
           .column = 5,
           .on_sheet = false},
    Metric{.name = "mse",
           .title = "MSE",
           .unit = "",
           .brief = "mean squared error",
           .help = "Mean squared error, in squared grey values; 0 is exact",
           .more_is_better = false,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return errors_of(r).mean_squared_error();
           },
           .digits = 2,
           .text = short_text,
           .full = nullptr,
           .column = 0,
           .on_sheet = false},
    Metric{.name = "psnr_y",
           .title = "PSNR-Y",
           .unit = "dB",
           .brief = "PSNR as papers print it: luma of BT.601, 16 to 235, without S pixels at the borders",
           .help = "PSNR of the luma (BT.601, 16 to 235) without s pixels at the borders, as "
                   "super-resolution papers print it",
           .more_is_better = true,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return psnr_of_luma(r.original, r.result, r.factor);
           },
           .digits = 2,
           .text = fixed<2>,
           .full = nullptr,
           .column = 10,
           .on_sheet = true},
    Metric{.name = "parameters",
           .title = "Parameters",
           .unit = "",
           .brief = "weights that a network would learn, of all layers",
           .help = "Weights that a network would learn, of all layers; interpolations have none",
           .more_is_better = false,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return r.cost ? Number(r.cost->parameters) : std::nullopt;
           },
           .digits = 0,
           .text = count_text,
           .full = nullptr,
           .column = 11,
           .on_sheet = true},
    Metric{.name = "multiply_adds",
           .title = "Multiply-adds",
           .unit = "",
           .brief = "multiplications with an addition each, of all channels and layers; copying needs none",
           .help = "Multiplications with an addition each that a network needs for the measured part, all "
                   "channels and layers",
           .more_is_better = false,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return r.cost ? Number(r.cost->multiply_adds) : std::nullopt;
           },
           .digits = 0,
           .text = count_text,
           .full = nullptr,
           .column = 12,
           .on_sheet = true},
    Metric{
        .name = "grid_levels",
        .title = "Printed grid",
        .unit = "",
        .brief = "grey levels of the grid that the result prints on its original; 1 and more can be seen",
        .help = "How far the mean errors of the s² phases are apart, root mean square, in grey levels: the "
                "grid that is printed on the picture",
        .more_is_better = false,
        .value = [](const Restoration& r, const Progress&) -> Number { return errors_of(r).grid_levels(); },
        .digits = 2,
        .text = short_text,
        .full = levels_text,
        .column = 6,
        .on_sheet = true,
        .plot = MetricPlot{.title = "Printed grid, grey levels",
                           .words = "seen where the ground is red",
                           .floor = 0.01,
                           .seen = kLevelLimits.visible,
                           .tick = plain_tick}},
    Metric{.name = "phase_mse_ratio",
           .title = "Phase MSE",
           .unit = "",
           .brief = "the largest phase's mean squared error over the smallest's; 1: all phases err alike",
           .help = "Mean squared error of the worst of the s² phases over that of the best: 1 where all err "
                   "alike",
           .more_is_better = false,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return errors_of(r).phase_mse_ratio();
           },
           .digits = 2,
           .text = short_text,
           .full = ratio_of_phases,
           .column = 7,
           .on_sheet = true},
    Metric{
        .name = "imaging",
        .title = "Imaging",
        .unit = "",
        .brief = "power of the kernel's spectral images over that of a photograph; below 0.05 none is seen",
        .help = "Power of the images that the kernel adds to a picture with a photograph's spectrum, over "
                "that of the picture itself",
        .more_is_better = false,
        .value = [](const Restoration& r, const Progress&) -> Number {
          return of_kernel(r, &KernelTraits::imaging);
        },
        .digits = 4,
        .text = imaging_text,
        .full = spread_text,
        .column = 8,
        .on_sheet = true,
        .plot = MetricPlot{.title = "Imaging ratio",
                           .words = "of a photograph's spectrum; seen where the ground is red",
                           .floor = kImagingLimits.faint / 10,
                           .seen = kImagingLimits.visible,
                           .tick = spread_tick}},
    Metric{.name = "order",
           .title = "Order",
           .unit = "",
           .brief = "polynomials of a lower degree stay free of a pattern; 1: flat areas, 2: ramps too",
           .help = "Polynomials of a lower degree stay free of a pattern: 0 none, 1 flat areas, 2 ramps too",
           .more_is_better = true,
           .value = [](const Restoration& r, const Progress&) -> Number {
             return of_kernel(r, &KernelTraits::order);
           },
           .digits = 0,
           .text = fixed<0>,
           .full = nullptr,
           .column = 9,
           .on_sheet = false},
    Metric{.name = "ms_ssim",
           .title = "MS-SSIM",
           .unit = "",
           .brief = "SSIM at five scales, of pictures from 176 pixels a side on; more is better",
           .help = "Structural similarity at five scales (Wang et al. 2003), 1 for equal pictures",
           .more_is_better = true,
           .value = [](const Restoration& r, const Progress& progress) -> Number {
             return ms_ssim(r.original, r.result, progress);
           },
           .digits = 4,
           .text = fixed<4>,
           .full = nullptr,
           .column = 13,
           .on_sheet = false,
           .perceptual = true},
    Metric{.name = "flip",
           .title = "FLIP",
           .unit = "",
           .brief = "the difference that flipping between the two shows, 0 to 1 (Andersson et al. 2020)",
           .help = "The difference that flipping between the two shows on a 4K display, 0 to 1 (Andersson et "
                   "al. 2020)",
           .more_is_better = false,
           .value = [](const Restoration& r, const Progress& progress) -> Number {
             return flip(r.original, r.result, progress);
           },
           .digits = 4,
           .text = fixed<4>,
           .full = nullptr,
           .column = 14,
           .on_sheet = false,
           .perceptual = true},
};

std::size_t index_of(const Metric& metric) {
  return static_cast<std::size_t>(&metric - kMetrics.data());
}

}  // namespace

std::span<const Metric> metrics() {
  return kMetrics;
}

const Metric& metric(std::string_view name) {
  std::string json_name(name);  // as in JSON, where the command line has "-"
  std::ranges::replace(json_name, '-', '_');
  if (const Metric* known = find_row(kMetrics, json_name)) return *known;
  return row_named(kMetrics, name, "metric");
}

Measures::Measures(std::initializer_list<std::pair<std::string_view, std::optional<double>>> values) {
  for (const auto& [name, value] : values) set(metric(name), value);
}

std::optional<double> Measures::operator[](const Metric& metric) const {
  return values_.empty() ? std::nullopt : values_[index_of(metric)];
}

void Measures::set(const Metric& metric, std::optional<double> value) {
  values_.resize(kMetrics.size());
  values_[index_of(metric)] = value;
}

Measures measure(const Restoration& given, const Progress& progress) {
  constexpr auto kCount = static_cast<double>(kMetrics.size());
  Restoration restoration = given;
  restoration.errors = errors_of(given);
  Measures out;
  for (const Metric& m : kMetrics) {
    const auto at = static_cast<double>(index_of(m));
    if (!m.perceptual || given.perceptual)
      out.set(m, m.value(restoration, progress.part(at / kCount, (at + 1) / kCount)));
    progress.at((at + 1) / kCount);
  }
  return out;
}

}  // namespace convscope
