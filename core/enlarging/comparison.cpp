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
  if (!report.read.empty()) json["read"] = report.read;
  if (!report.note.empty()) json["note"] = report.note;
  const Region& part = report.part;
  if (part.width > 0) json["part"] = {part.left, part.top, part.width, part.height};
  return json;
}

struct Statistics {
  double mean = 0, spread = 0;
};
/// Over the pictures that have the number; not a number where none has.
Statistics statistics(std::span<const Comparison> reports, std::size_t method, const Metric& metric) {
  std::vector<double> values;
  for (const Comparison& report : reports)
    if (const double x = number_or_nan(report.rows[method].measures[metric]); !std::isnan(x))
      values.push_back(x);
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (double x : values) squares += (x - mean) * (x - mean);
  return {mean, std::sqrt(squares / n)};
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

Json documents(std::span<const Comparison> reports) {
  if (reports.size() == 1) return document(reports.front());
  Json images = Json::array(), methods = Json::array();
  for (const Comparison& report : reports) images.push_back(document(report));
  for (std::size_t m = 0; m < reports.front().rows.size(); ++m) {
    Json mean, spread;
    for (const Metric& metric : metrics()) {
      const Statistics s = statistics(reports, m, metric);
      mean[metric.name] = number(s.mean);
      spread[metric.name] = number(s.spread);
    }
    methods.push_back({{"name", reports.front().rows[m].name}, {"mean", mean}, {"spread", spread}});
  }
  return {{"factor", reports.front().factor},
          {"count", reports.size()},
          {"methods", methods},
          {"images", images}};
}

}  // namespace

std::string comparison_json(std::span<const Comparison> comparisons) {
  return documents(comparisons).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string comparison_table(std::span<const Comparison> reports) {
  const Comparison& first = reports.front();
  std::string text =
      reports.size() == 1
          ? fmt::format("{}{}, {} × {}, factor {}{}{}\n",
                        first.read.empty() ? "" : fmt::format("{}: {}\n", first.image, first.read),
                        first.image, first.width, first.height, first.factor, first.note.empty() ? "" : ", ",
                        first.note)
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
  return text + "\n";
}

std::string comparison_csv(std::span<const Comparison> reports) {
  const bool several = reports.size() > 1;
  const auto field = [](double x) {
    return std::isfinite(x) ? fmt::format("{:.9g}", x) : std::isinf(x) ? "inf" : "";
  };
  std::string text = several ? "image,name" : "name";
  for (const Metric& metric : metrics()) text += fmt::format(",{}", metric.name);
  for (const Comparison& report : reports)
    for (const ComparisonRow& row : report.rows) {
      text += "\n" + (several ? csv_field(report.image) + "," : "") + csv_field(row.name);
      for (const Metric& metric : metrics()) text += "," + field(number_or_nan(row.measures[metric]));
    }
  for (const bool mean : {true, false})
    for (std::size_t m = 0; several && m < reports.front().rows.size(); ++m) {
      text += fmt::format("\n{},{}", mean ? "mean" : "spread", csv_field(reports.front().rows[m].name));
      for (const Metric& metric : metrics()) {
        const Statistics s = statistics(reports, m, metric);
        text += "," + field(mean ? s.mean : s.spread);
      }
    }
  return text + "\n";
}

}  // namespace convscope
