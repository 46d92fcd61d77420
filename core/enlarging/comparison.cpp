#include "core/enlarging/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/csv.hpp"
#include "core/base/json.hpp"
#include "core/base/words.hpp"
#include "core/enlarging/paired.hpp"
#include "core/enlarging/statistics.hpp"

namespace convscope {

namespace {

/// Keys stay in the order in which they were written.

double number_or_nan(std::optional<double> x) {
  return x.value_or(std::nan(""));
}

/// Infinite and missing numbers become null; those without digits after the point are written without it.
Json number(double x, int digits = 1) {
  if (!std::isfinite(x)) return nullptr;
  return digits == 0 && x == std::round(x) ? Json(static_cast<Index>(x)) : Json(x);
}

/// What made a row, in the order of the columns of a table; null where the method has no such thing.
std::vector<std::pair<std::string, Json>> making(const Comparison& report, const ComparisonRow& row) {
  const UpsamplingChoice choice = row.made.value_or(UpsamplingChoice{});
  const std::string kernel = kernel_name(choice);
  const auto known = [&](bool is, Json value) { return row.made && is ? std::move(value) : Json(nullptr); };
  const bool has_kernel = !kernel.empty(), own = kernel == "own";
  const Shape taps = has_kernel ? kernel_extent(choice) : Shape{0, 0};
  return {
      {"kernel", known(has_kernel, kernel)},
      {"kernel_label", known(own, own ? own_label(choice.kernel) : "")},
      {"kernel_size", known(has_kernel, taps[0] == taps[1] ? Json(taps[0]) : Json({taps[0], taps[1]}))},
      {"kernel_scale", known(own, own ? own_scale(choice).value() : 1)},
      {"layers", known(true, choice.layers)},
      {"repaired", known(true, choice.repair && can_repair(choice.method))},
      {"repair_order",
       known(choice.repair && choice.repair_order > 0 && can_repair(choice.method), choice.repair_order)},
      {"smooth", known(choice.smooth && can_smooth(choice.method), choice.smooth.value_or(0))},
      {"linear", known(true, report.linear)},
      {"learn_from",
       known(needs_examples(choice), report.learn_from.empty() ? report.image : report.learn_from)},
      {"coordinates",
       known(has_coordinates(choice.method), std::string(coordinate_name(choice.coordinates)))},
      {"rounding", known(choice.rounding && has_rounding(choice.method),
                         choice.rounding ? rounding_name(*choice.rounding) : "")},
  };
}

std::string reduction_text(const Comparison& report) {
  const std::string text = describe(report.degradation);
  return text.empty() ? std::string(name_of(ReducingFilter::area)) : text;
}

Json reduction(const Degradation& d) {
  return {{"filter", std::string(name_of(d.filter))},
          {"blur", d.blur},
          {"noise", d.noise},
          {"seed", d.seed},
          {"jpeg", d.jpeg > 0 ? Json(d.jpeg) : Json(nullptr)}};
}

Json part_of(const Comparison& report) {
  const Region& part = report.part;
  return part.width > 0 ? Json({part.left, part.top, part.width, part.height}) : Json(nullptr);
}

Json problems_of(std::span<const FailedPicture> failed) {
  Json problems = Json::array();
  for (const FailedPicture& f : failed) problems.push_back({{"image", f.image}, {"problem", f.problem}});
  return problems;
}

Json document(const Comparison& report) {
  Json methods = Json::array();
  for (const ComparisonRow& row : report.rows) {
    Json method{{"name", row.name}};
    for (const Metric& metric : metrics())
      if (!metric.perceptual || !row.made || row.measures[metric])
        method[metric.name] = number(number_or_nan(row.measures[metric]), metric.digits);
    for (auto& [key, value] : making(report, row)) method[key] = std::move(value);
    if (!row.note.empty()) method["note"] = row.note;
    if (!row.file.empty()) method["file"] = row.file;
    methods.push_back(method);
  }
  const bool made = std::ranges::any_of(report.rows, [](const auto& row) { return row.made.has_value(); });
  Json json{{"image", report.image},
            {"factor", report.factor},
            {"size", {report.width, report.height}},
            {"original", {{"checkerboard", number(number_or_nan(report.original))}}},
            {"methods", methods}};
  json["reduction"] = made ? reduction(report.degradation) : Json(nullptr);
  if (!report.read.empty()) json["read"] = report.read;
  if (!report.note.empty()) json["note"] = report.note;
  if (const Json part = part_of(report); !part.is_null()) json["part"] = part;
  if (!report.failed.empty()) json["failed"] = problems_of(report.failed);
  return json;
}

/// Over the pictures that have a finite number, `of(report)`; not a number where none has.
template <class Of>
Statistics statistics(std::span<const Comparison> reports, Of&& of) {
  std::vector<double> values;
  for (const Comparison& report : reports) values.push_back(number_or_nan(of(report)));
  return convscope::statistics(values);
}

Statistics statistics(std::span<const Comparison> reports, std::size_t method, const Metric& metric) {
  return statistics(reports, [&](const Comparison& report) { return report.rows[method].measures[metric]; });
}

/// Whether a mean leaves out some picture.
bool has_infinite(std::span<const Comparison> reports) {
  for (std::size_t m = 0; m < reports.front().rows.size(); ++m)
    for (const Metric& metric : metrics())
      if (statistics(reports, m, metric).infinite > 0) return true;
  return false;
}

/// What the means of a table leave out, a line for each method.
std::string lines_about_infinite(std::span<const Comparison> reports) {
  std::string text;
  for (std::size_t m = 0; m < reports.front().rows.size(); ++m) {
    std::string left_out;
    for (const Metric& metric : metrics())
      if (const Index n = statistics(reports, m, metric).infinite; n > 0)
        left_out += fmt::format("{}{} in {}", left_out.empty() ? "" : ", ", metric.name, n);
    if (!left_out.empty())
      text += fmt::format("{}: {} of {} pictures infinite and left out of the mean\n",
                          reports.front().rows[m].name, left_out, reports.size());
  }
  return text;
}

/// Of the originals: they have a checkerboard energy of their own.
Statistics of_originals(std::span<const Comparison> reports, const Metric& metric) {
  if (metric.name != "checkerboard") return {.mean = std::nan(""), .spread = std::nan("")};
  return statistics(reports, [](const Comparison& report) { return report.original; });
}

std::string shown(double x, int digits) {
  if (std::isnan(x)) return "-";
  return std::isinf(x) ? "inf" : fmt::format("{:.{}f}", x, digits);
}

/// A value as a field of a table: "", "3", "true", "16 16".
std::string plain(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return json_text(value);
  std::string text;
  for (const Json& number : value) text += (text.empty() ? "" : " ") + json_text(number);
  return text;
}

std::vector<double> values_of(std::span<const Comparison> reports, std::size_t row, const Metric& metric) {
  std::vector<double> out;
  for (const Comparison& report : reports) out.push_back(number_or_nan(report.rows[row].measures[metric]));
  return out;
}

/// Each two rows beside each other, in every metric that both have.
Json pairs(std::span<const Comparison> reports) {
  Json out = Json::array();
  const auto& rows = reports.front().rows;
  for (std::size_t a = 0; a < rows.size(); ++a)
    for (std::size_t b = a + 1; b < rows.size(); ++b) {
      Json of_metrics = Json::object();
      for (const Metric& metric : metrics()) {
        const Paired p =
            paired(values_of(reports, a, metric), values_of(reports, b, metric), metric.more_is_better);
        if (p.count == 0) continue;
        of_metrics[metric.name] = {{"count", p.count},         {"difference", number(p.mean)},
                                   {"deviation", p.deviation}, {"interval", {number(p.low), number(p.high)}},
                                   {"wins", p.wins},           {"ties", p.ties},
                                   {"losses", p.losses},       {"p", p.p_value}};
      }
      out.push_back({{"first", rows[a].name}, {"second", rows[b].name}, {"metrics", of_metrics}});
    }
  return out;
}

Json documents(std::span<const Comparison> reports, std::span<const FailedPicture> failed) {
  if (reports.size() == 1 && failed.empty()) return document(reports.front());
  Json images = Json::array(), methods = Json::array();
  for (const Comparison& report : reports) images.push_back(document(report));
  for (std::size_t m = 0; m < reports.front().rows.size(); ++m) {
    Json mean, spread, infinite = Json::object();
    for (const Metric& metric : metrics()) {
      const Statistics s = statistics(reports, m, metric);
      mean[metric.name] = number(s.mean);
      spread[metric.name] = number(s.spread);
      if (s.infinite > 0) infinite[metric.name] = s.infinite;
    }
    methods.push_back(
        {{"name", reports.front().rows[m].name}, {"mean", mean}, {"spread", spread}, {"infinite", infinite}});
  }
  const Statistics originals = of_originals(reports, metric("checkerboard"));
  const Json original{{"mean", {{"checkerboard", number(originals.mean)}}},
                      {"spread", {{"checkerboard", number(originals.spread)}}}};
  return {{"factor", reports.front().factor},
          {"count", reports.size()},
          {"original", original},
          {"methods", methods},
          {"pairs", pairs(reports)},
          {"images", images},
          {"failed", problems_of(failed)}};
}

}  // namespace

std::string comparison_json(std::span<const Comparison> comparisons, std::span<const FailedPicture> failed) {
  return json_text(documents(comparisons, failed)) + "\n";
}

std::string comparison_table(std::span<const Comparison> reports) {
  const Comparison& first = reports.front();
  std::vector<const Metric*> shown_metrics;
  for (const Metric& metric : metrics()) {
    const auto has = [&](const ComparisonRow& row) { return row.measures[metric].has_value(); };
    const auto any = [&](const Comparison& report) { return std::ranges::any_of(report.rows, has); };
    if (std::ranges::any_of(reports, any)) shown_metrics.push_back(&metric);
  }
  const std::string how = describe(first.degradation);
  const std::string treated = (how.empty() ? "" : " by " + how) + (first.linear ? ", in linear light" : "");
  std::string text =
      reports.size() == 1
          ? fmt::format("{}{}, {} × {}, factor {}{}{}{}\n",
                        first.read.empty() ? "" : fmt::format("{}: {}\n", first.image, first.read),
                        first.image, first.width, first.height, first.factor, treated,
                        first.note.empty() ? "" : ", ", first.note)
          : fmt::format("{}, factor {}{}: mean ± spread\n", counted(reports.size(), "picture"), first.factor,
                        treated);
  std::size_t names = 15;
  for (const ComparisonRow& row : first.rows) names = std::max(names, row.name.size() + 1);
  const int width = reports.size() == 1 ? 12 : 18;
  const auto column_width = [&](const Metric& metric) {
    return std::max(width, static_cast<int>(metric.name.size()));
  };
  const auto cell = [&](const Statistics& s, const Metric& metric) {
    std::string words = shown(s.mean, metric.digits);
    if (reports.size() > 1) words += " ± " + shown(s.spread, metric.digits);
    text += fmt::format(" {:>{}}", words, column_width(metric));
  };
  text += fmt::format("{:<{}}", "method", names);
  for (const Metric* metric : shown_metrics)
    text += fmt::format(" {:>{}}", metric->name, column_width(*metric));
  text += fmt::format("\n{:<{}}", "original", names);
  for (const Metric* metric : shown_metrics) cell(of_originals(reports, *metric), *metric);
  for (std::size_t m = 0; m < first.rows.size(); ++m) {
    text += fmt::format("\n{:<{}}", first.rows[m].name, names);
    for (const Metric* metric : shown_metrics) cell(statistics(reports, m, *metric), *metric);
    const std::string made = first.rows[m].made ? describe(*first.rows[m].made) : "";
    if (!made.empty()) text += "  " + made;
  }
  for (const Comparison& report : reports)
    for (const ComparisonRow& row : report.rows)
      if (!row.note.empty())
        text += fmt::format("\n{}{} {}", reports.size() > 1 ? report.image + ": " : "", row.name, row.note);
  return text + "\n" + (reports.size() > 1 ? lines_about_infinite(reports) : "");
}

std::string comparison_csv(std::span<const Comparison> reports) {
  const bool several = reports.size() > 1;
  const auto field = [](double x) {
    return std::isfinite(x) ? fmt::format("{:.9g}", x) : std::isinf(x) ? "inf" : "";
  };
  const auto statistics_rows = [&](const char* name, auto&& of) {
    std::string rows;
    for (std::size_t m = 0; m < reports.front().rows.size(); ++m) {
      rows += fmt::format("\n{},{}", name, csv_field(reports.front().rows[m].name));
      for (const Metric& metric : metrics()) rows += "," + field(of(statistics(reports, m, metric)));
      for (const auto& [key, value] : making(reports.front(), reports.front().rows[m]))
        rows += "," + (key == "learn_from" ? "" : csv_field(plain(value)));
      rows += "," + csv_field(reduction_text(reports.front())) + ",";
    }
    return rows;
  };
  std::string text = several ? "image,name" : "name";
  for (const Metric& metric : metrics()) text += fmt::format(",{}", metric.name);
  for (const auto& [key, value] : making({}, {})) text += "," + key;
  text += ",reduction,part";
  for (const Comparison& report : reports)
    for (const ComparisonRow& row : report.rows) {
      text += "\n" + (several ? csv_field(report.image) + "," : "") + csv_field(row.name);
      for (const Metric& metric : metrics()) text += "," + field(number_or_nan(row.measures[metric]));
      for (const auto& [key, value] : making(report, row)) text += "," + csv_field(plain(value));
      text += "," + csv_field(reduction_text(report)) + "," + csv_field(plain(part_of(report)));
    }
  if (several) {
    text += statistics_rows("mean", [](const Statistics& s) { return s.mean; });
    text += statistics_rows("spread", [](const Statistics& s) { return s.spread; });
    if (has_infinite(reports))
      text +=
          statistics_rows("infinite", [](const Statistics& s) { return static_cast<double>(s.infinite); });
  }
  return text + "\n";
}

}  // namespace convscope
