// The numbers about an enlarged picture: one table, whose rows files, the command line, the lab's table, its
// plots and the contact sheet read. Another number is another row in metrics.cpp, and nothing else.
//
//   const Measures m = measure({original, result, 2, kernel_traits(up, 2)});
//   for (const Metric& metric : metrics()) print(metric.title, text_of(metric, m[metric]));
//   if (m["psnr"] > 40) ...
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/progress.hpp"
#include "core/enlarging/kernel_traits.hpp"
#include "core/metrics/image.hpp"
#include "core/ops/resample/upsampler.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// What the numbers are about.
struct Restoration {
  const Tensor<float>& original;  ///< [N, C, H, W], 0..255
  const Tensor<float>& result;    ///< the same shape, as it would be saved
  Index factor = 2;
  std::optional<KernelTraits> kernel{};  ///< of the upsampler; none for a result of unknown origin
  std::optional<double> seconds{};       ///< of enlarging; learning is not in them
  std::optional<Cost> cost{};            ///< of enlarging all of it
  std::optional<PhaseErrors> errors{};   ///< of the result; measure() takes them once for all metrics
  bool perceptual = false;               ///< the perceptual metrics too
};

/// How a metric stands against the kernel's size and the stride.
struct MetricPlot {
  std::string_view title;  ///< "Checkerboard energy"
  std::string_view words;  ///< a clause: what is better, or what the ground means
  double floor = 0;        ///< of a logarithmic axis, where all below stands; 0: the axis is linear
  double seen = 0;         ///< above, a pattern shows; 0: there is no such limit
  std::string (*tick)(double value, bool at_floor) = nullptr;  ///< null: the plain number
};

struct Metric {
  std::string_view name;   ///< in files: "phase_spread"; commands say "phase-spread"
  std::string_view title;  ///< "Phase spread"
  std::string_view unit;   ///< "dB", or empty
  std::string_view brief;  ///< a clause for the command line's help; neighbours that share it share a line
  std::string_view help;   ///< a sentence for the window
  bool more_is_better;
  /// Nothing where the picture is too small to have this number, or where there is no kernel to have it.
  std::optional<double> (*value)(const Restoration&, const Progress&);
  int digits;                   ///< after the point, on a terminal
  std::string (*text)(double);  ///< of a finite number for people, without the unit
  std::string (*full)(double);  ///< the same as the sheet has it, unit and all; null: text and unit
  int column;                   ///< its place in the lab's table, from the left
  bool on_sheet;
  std::optional<MetricPlot> plot{};
  /// How different it looks. These take longer than all others together and are measured where asked for.
  bool perceptual = false;
};

/// The most important first: files have this order, and what is narrow leaves out the last.
std::span<const Metric> metrics();
/// By either name. Errors: Error("metric", ...).
const Metric& metric(std::string_view name);
/// As commands name it: "phase-spread".
std::string command_name(const Metric& metric);

/// "–" for nothing, "∞", or as the metric writes it.
std::string text_of(const Metric& metric, std::optional<double> value);
std::string full_text_of(const Metric& metric, std::optional<double> value);
/// A phase spread as percent with as many digits as say something: "0 %", "0.04 %", "1.5 %", "133 %".
std::string spread_text(double spread);

/// A number, or none, for each metric.
class Measures {
 public:
  Measures() = default;
  /// The others are missing. Errors: as metric().
  Measures(std::initializer_list<std::pair<std::string_view, std::optional<double>>> values);

  /// None of them is there.
  bool empty() const { return values_.empty(); }
  std::optional<double> operator[](const Metric& metric) const;
  std::optional<double> operator[](std::string_view name) const { return (*this)[metric(name)]; }
  void set(const Metric& metric, std::optional<double> value);
  friend bool operator==(const Measures&, const Measures&) = default;

 private:
  std::vector<std::optional<double>> values_;  // as metrics(), or empty
};

/// All of them.
Measures measure(const Restoration& restoration, const Progress& progress = {});

}  // namespace convscope
