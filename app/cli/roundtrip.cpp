// convscope roundtrip: there, back with the same weights, and what was lost on the way.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/cli/what.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/round_trip.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::cli {

namespace {

/// Nested lists, without the batch and without a single channel.
Json nested(const Shape& shape, const double*& at) {
  if (shape.empty()) return *at++;
  Json list = Json::array();
  for (Index i = 0; i < shape[0]; ++i) list.push_back(nested(shape.tail(1), at));
  return list;
}
Json nested(const Tensor<double>& values) {
  const double* at = values.data();
  return nested(values.shape().tail(values.shape()[1] == 1 ? 2 : 1), at);
}

/// Six digits, whole numbers as such.
std::string short_number(double value) {
  return std::abs(value - std::round(value)) < 1e-9 && std::abs(value) < 1e9
             ? fmt::format("{:.0f}", std::round(value) + 0.0)
             : fmt::format("{:.6g}", value);
}

constexpr Index kMostShown = 16;
/// Singular values in JSON; of more than these only the largest and the smallest are given.
constexpr std::size_t kMostListed = 65536;

std::string shown(const Tensor<double>& values) {
  std::string text;
  for (Index i = 0; i < std::min(values.size(), kMostShown); ++i)
    text += (i > 0 ? ", " : "") + short_number(values[i]);
  return fmt::format("{}: {}{}", to_string(values.shape().tail(values.shape()[1] == 1 ? 2 : 1)), text,
                     values.size() > kMostShown ? ", …" : "");
}

Json to_json(const RoundTrip& trip, const Scenario& scenario) {
  Json json{{"scenario", spec_line(scenario)},
            {"order", scenario.transposed() ? "conv-transpose, conv" : "conv, conv-transpose"},
            {"input", nested(trip.input)},
            {"output", nested(trip.output)},
            {"returned", nested(trip.returned)},
            {"rank", nullptr},
            {"nullity", nullptr},
            {"condition", nullptr},
            {"max_error", trip.max_error},
            {"mirrored_max_error", trip.mirrored_max_error},
            {"least_squares",
             {{"returned", nested(trip.pre_image)},
              {"residual", trip.least_squares.residual},
              {"iterations", trip.least_squares.iterations()},
              {"converged", trip.least_squares.converged}}}};
  if (!scenario.transposed()) json["output_padding"] = to_list(trip.output_padding);
  if (trip.analysis) {
    const Analysis& a = *trip.analysis;
    json["method"] = to_string(a.method);
    json["rank"] = a.rank;
    json["nullity"] = a.nullity;
    if (std::isfinite(a.condition)) json["condition"] = a.condition;
    json["largest_singular_value"] = a.singular_values.front();
    json["smallest_singular_value"] = a.singular_values.back();
    if (a.singular_values.size() <= kMostListed) json["singular_values"] = a.singular_values;
    json["gram"] = {{"scale", a.gram_scale}, {"distance", a.gram_distance}};
    const auto null_space = a.nullity > 0 && a.null_space.shape()[0] <= 64
                                ? readable_null_space(a)
                                : std::vector<std::vector<double>>{};
    if (!null_space.empty()) json["null_vector"] = null_space.front();
  } else {
    json["reason"] = trip.refusal;
    if (trip.extremes) {
      const Extremes& e = *trip.extremes;
      json["method"] = to_string(SpectrumMethod::lanczos);
      json["products"] = 2 * e.steps;
      json["largest_singular_value"] = e.largest;
      json["largest_singular_value_error"] = e.error;
      json["smallest_singular_value_at_most"] = e.smallest_at_most;
      if (e.smallest_at_most > 0) json["condition_at_least"] = e.largest / e.smallest_at_most;
      json["rank_at_most"] = std::min(e.rows, e.columns);
    }
  }
  return json;
}

std::string in_words(const RoundTrip& trip, const Scenario& scenario) {
  const bool turned = scenario.transposed();
  double largest = 0;
  for (double value : trip.input.values()) largest = std::max(largest, std::abs(value));
  const bool returns = trip.max_error <= 1e-12 * (1 + largest);
  std::string text = fmt::format("input        {}\n", shown(trip.input));
  text += fmt::format("{:<13}{}\n", turned ? "T gives" : "conv gives", shown(trip.output));
  text += fmt::format("{:<13}{}\n", turned ? "conv returns" : "T returns", shown(trip.returned));
  text += fmt::format("{} The largest error is {}.\n",
                      returns ? "The values return." : "The size returns, the values do not.",
                      short_number(trip.max_error));
  if (!turned && trip.output_padding != Shape::filled(trip.output_padding.rank(), 0)) {
    std::string list;
    for (Index op : trip.output_padding) list += fmt::format("{}{}", list.empty() ? "" : ",", op);
    text += fmt::format("Output padding {} makes the size return.\n", list);
  }
  if (!returns)
    text += fmt::format("With the kernel mirrored the largest error is {}.\n",
                        short_number(trip.mirrored_max_error));
  if (trip.analysis) {
    const Analysis& a = *trip.analysis;
    text += fmt::format("The matrix is {} × {} of rank {}{}: ", a.rows, a.columns, a.rank,
                        a.method == SpectrumMethod::fourier ? " (by the Fourier transform)" : "");
    if (a.rank == 0)
      text += "it is zero, nothing of the input is left.\n";
    else if (a.nullity > 0)
      text += fmt::format(
          "{} direction{} of the input {} no trace in the output, so nothing gives the input "
          "back.\n",
          a.nullity, a.nullity == 1 ? "" : "s", a.nullity == 1 ? "leaves" : "leave");
    else
      text += "the output determines the input.\n";
    text += std::isfinite(a.condition)
                ? fmt::format("Its condition number is {}.\n", short_number(a.condition))
                : "Its condition number is infinite: it is rank-deficient.\n";
    if (a.orthonormal_columns())
      text += "Its columns are orthonormal: the transpose is the inverse.\n";
    else if (a.rank > 0)
      text += fmt::format("{} is {:.3g} away from {} times the identity (relative to itself).\n",
                          turned ? "CCᵀ" : "CᵀC", a.gram_distance, short_number(a.gram_scale));
  } else {
    text += fmt::format("Rank and condition are left out: {}.\n", trip.refusal);
    if (const auto& e = trip.extremes)
      text += fmt::format(
          "By {} steps of Lanczos' bidiagonalisation the largest singular value is {}, the smallest at most "
          "{}.\n",
          e->steps, short_number(e->largest), short_number(e->smallest_at_most));
  }
  const LeastSquares& l = trip.least_squares;
  text += fmt::format("Least squares of minimum norm find\n             {}\n", shown(trip.pre_image));
  text += fmt::format("Its output is off by {:.3g}, after {} iteration{}{}.\n", l.residual, l.iterations(),
                      l.iterations() == 1 ? "" : "s", l.converged ? "" : ", which is the bound");
  return text;
}

}  // namespace

void roundtrip(const Words& words) {
  Words what;
  std::string lambda_text, iterations_text, budget_text;
  bool json = false, quiet = false;
  Arguments arguments(
      "roundtrip", "WHAT [--lambda L] [--json]",
      fmt::format(
          "Applies a convolution (and its activation), then the transposed convolution with the same\n"
          "weights and the output padding that makes the size return; for a tconv the other order.\n"
          "Says what was lost (rank, null space, condition) and finds the best input by least\n"
          "squares, which is deconvolution. JSON has null for a condition that is infinite, and for\n"
          "rank, nullity and condition where the matrix exceeds {0} × {0} (then \"reason\" says so),\n"
          "unless the border is circular and the strides divide the size; \"method\" says how singular\n"
          "values were found: decomposition, fourier or lanczos.\n{1}",
          kLargestSvd, kWhatHelp));
  arguments.positionals(what, kWhatWords);
  arguments.option("--lambda", lambda_text, "L", "weight of |x|² in the least squares (0)");
  arguments.option("--iterations", iterations_text, "N",
                   "end the least squares after as many (until nothing is left to gain, within limits)");
  add_budget(arguments, budget_text);
  arguments.flag("--json", json, "print JSON");
  arguments.flag("--quiet", quiet, "print no progress");
  arguments.example("convscope roundtrip \"conv 5 k3\"");
  if (!arguments.parse(words)) return;
  const std::string text = joined_what(what);
  LeastSquaresOptions options;
  if (!lambda_text.empty()) {
    const auto lambda = parse_value(lambda_text);
    if (!lambda)
      throw UsageError("lambda", fmt::format("'{}' is no number", lambda_text), "a number of 0 or more");
    options.lambda = *lambda;
    require_range(options.lambda, 0, 1e12, "lambda");
  }
  if (!iterations_text.empty()) {
    options.most_iterations = read_number(iterations_text, "iterations");
    require_range(static_cast<double>(options.most_iterations), 1, 1e6, "iterations");
  }

  const Budget budget = read_budget(budget_text);
  ProgressLine line("roundtrip", quiet);
  const Scenario scenario = scenario_named(text);
  const Derived derived(scenario, budget);
  const RoundTrip trip = round_trip(derived, options);
  const std::string result = json ? to_text(to_json(trip, scenario)) : in_words(trip, scenario);
  line.end();
  print(result);
}

}  // namespace convscope::cli
