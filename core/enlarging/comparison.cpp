#include "core/enlarging/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

namespace convscope {

namespace {

/// Keys stay in the order in which they were written.
using Json = nlohmann::ordered_json;

double number_or_nan(std::optional<double> x) {
  return x.value_or(std::nan(""));
}

/// Infinite and missing numbers become null.
Json number(double x) {
  return std::isfinite(x) ? Json(x) : Json(nullptr);
}

Json document(const Comparison& report) {
  Json methods = Json::array();
  for (const ComparisonRow& row : report.rows) {
    Json method{{"name", row.name}};
    for (const Metric& metric : metrics()) method[metric.name] = number(number_or_nan(row.measures[metric]));
    methods.push_back(method);
  }
  Json json{{"image", report.image},
            {"factor", report.factor},
            {"size", {report.width, report.height}},
            {"methods", methods}};
  if (!report.note.empty()) json["note"] = report.note;
  const Region& part = report.part;
  if (part.width > 0) json["part"] = {part.left, part.top, part.width, part.height};
  return json;
}

struct Statistics {
  double mean = 0, spread = 0;
  Index infinite = 0;  ///< pictures left out
};
/// Over the pictures that have a finite number; not a number where none has.
Statistics statistics(std::span<const Comparison> reports, std::size_t method, const Metric& metric) {
  std::vector<double> values;
  Index infinite = 0;
  for (const Comparison& report : reports) {
    const double x = number_or_nan(report.rows[method].measures[metric]);
    if (std::isinf(x)) ++infinite;
    if (std::isfinite(x)) values.push_back(x);
  }
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (double x : values) squares += (x - mean) * (x - mean);
  return {mean, std::sqrt(squares / n), infinite};
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

std::string shown(double x, int digits) {
  if (std::isnan(x)) return "-";
  return std::isinf(x) ? "inf" : fmt::format("{:.{}f}", x, digits);
}

/// A field of a CSV file, in quotes where it has to be (RFC 4180).
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
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
  Json problems = Json::array();
  for (const FailedPicture& f : failed) problems.push_back({{"image", f.image}, {"problem", f.problem}});
  return {{"factor", reports.front().factor},
          {"count", reports.size()},
          {"methods", methods},
          {"images", images},
          {"failed", problems}};
}

}  // namespace

std::string comparison_json(std::span<const Comparison> comparisons, std::span<const FailedPicture> failed) {
  return documents(comparisons, failed).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string comparison_table(std::span<const Comparison> reports) {
  const Comparison& first = reports.front();
  std::string text =
      reports.size() == 1
          ? fmt::format("{}, {} × {}, factor {}{}{}\n", first.image, first.width, first.height, first.factor,
                        first.note.empty() ? "" : ", ", first.note)
          : fmt::format("{} pictures, factor {}: mean ± spread\n", reports.size(), first.factor);
  std::size_t names = 15;
  for (const ComparisonRow& row : first.rows) names = std::max(names, row.name.size() + 1);
  const int width = reports.size() == 1 ? 12 : 18;
  text += fmt::format("{:<{}}", "method", names);
  for (const Metric& metric : metrics()) text += fmt::format(" {:>{}}", metric.name, width);
  for (std::size_t m = 0; m < first.rows.size(); ++m) {
    text += fmt::format("\n{:<{}}", first.rows[m].name, names);
    for (const Metric& metric : metrics()) {
      const Statistics s = statistics(reports, m, metric);
      std::string cell = shown(s.mean, metric.digits);
      if (reports.size() > 1) cell += " ± " + shown(s.spread, metric.digits);
      text += fmt::format(" {:>{}}", cell, width);
    }
  }
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
    }
    return rows;
  };
  std::string text = several ? "image,name" : "name";
  for (const Metric& metric : metrics()) text += fmt::format(",{}", metric.name);
  for (const Comparison& report : reports)
    for (const ComparisonRow& row : report.rows) {
      text += "\n" + (several ? csv_field(report.image) + "," : "") + csv_field(row.name);
      for (const Metric& metric : metrics()) text += "," + field(number_or_nan(row.measures[metric]));
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
