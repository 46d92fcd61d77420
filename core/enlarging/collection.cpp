#include "core/enlarging/collection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr const char* kLegal = "what compare --json or inspect --json prints";

[[noreturn]] void refuse(const std::string& source, std::string_view problem,
                         std::string_view legal = kLegal) {
  throw Error("result", fmt::format("{} {}", source, problem), std::string(legal));
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

/// What two runs must have in common for the numbers of one row.
std::string making_of(const Json& method) {
  std::string text;
  for (const char* key : {"kernel", "kernel_label", "kernel_size", "kernel_scale", "layers", "repaired",
                          "repair_order", "smooth", "linear", "coordinates", "rounding"})
    // Half-pixel is what runs before there was a choice had, too.
    if (const auto found = method.find(key);
        found != method.end() && !found->is_null() && *found != "half-pixel")
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", key, found->dump());
  return text;
}

/// The PSNR of equal pictures is infinite, and JSON has no such number.
bool is_exact(const Json& method) {
  const auto mse = method.find("mse");
  return mse != method.end() && mse->is_number() && mse->get<double>() == 0;
}

ComparisonRow row_of(const Json& method) {
  ComparisonRow row{.name = method.at("name").get<std::string>()};
  for (const Metric& metric : metrics()) {
    const auto found = method.find(metric.name);
    if (found != method.end() && found->is_number()) row.measures.set(metric, found->get<double>());
  }
  if (is_exact(method))
    for (const char* name : {"psnr", "psnr_y"})
      if (method.contains(name) && method.at(name).is_null())
        row.measures.set(metric(name), std::numeric_limits<double>::infinity());
  row.note = text_at(method, "note");
  row.file = text_at(method, "file");
  return row;
}

/// One name for one place: "./a.png" is "a.png".
std::string key_of(const std::string& image) {
  return std::filesystem::path(image).lexically_normal().generic_string();
}

void once(std::map<std::string, std::string>& seen, const std::string& image, const std::string& source) {
  const auto [place, fresh] = seen.emplace(key_of(image), source);
  if (fresh) return;
  const bool same = place->second == source;
  throw Error("result",
              same ? fmt::format("{} has {} twice", source, image)
                   : fmt::format("{} stands in {} and in {}", image, place->second, source),
              "each picture once");
}

void read_failures(Collection& into, const Json& json) {
  if (const auto failed = json.find("failed"); failed != json.end())
    for (const Json& one : *failed)
      into.failed.push_back({one.at("image").get<std::string>(), one.at("problem").get<std::string>()});
}

void check_alike(Collection& into, const Json& json, const std::string& source) {
  const Index factor = json.at("factor").get<Index>();
  const auto found = json.find("reduction");
  const std::string reduction = found == json.end() || found->is_null() ? "" : found->dump();
  if (into.compared.empty()) {
    into.factor = factor;
    into.reduction = reduction;
    into.first_source = source;
    return;
  }
  const auto mixed = [&](const std::string& what) {
    throw Error("result", fmt::format("{} and {} differ in {}", into.first_source, source, what),
                "runs with the same options, or a report for each");
  };
  if (factor != into.factor) mixed(fmt::format("their factor, {} and {}", into.factor, factor));
  if (reduction != into.reduction) mixed("how pictures were made smaller");
}

void add_comparison(Collection& into, const Json& json, const std::string& source) {
  check_alike(into, json, source);
  Compared one{.image = json.at("image").get<std::string>(), .source = source, .note = text_at(json, "note")};
  once(into.where_compared, one.image, source);
  one.width = json.at("size").at(0).get<Index>();
  one.height = json.at("size").at(1).get<Index>();
  for (const Json& method : json.at("methods")) {
    ComparisonRow row = row_of(method);
    if (one.row(row.name)) refuse(source, fmt::format("has {} twice for {}", row.name, one.image));
    // A row of a result that could not be measured says nothing of how it was made.
    const std::string making = making_of(method);
    const auto [before, fresh] = into.makings.try_emplace(row.name, making, source);
    if (fresh) into.names.push_back(row.name);
    if (before->second.first.empty()) before->second = {making, source};
    if (!making.empty() && making != before->second.first)
      throw Error("result",
                  fmt::format("{} in {} is not the {} in {} ({} and {})", row.name, before->second.second,
                              row.name, source, before->second.first, making),
                  "runs with the same options, or a report for each");
    one.rows.push_back(std::move(row));
  }
  read_failures(into, json);
  into.compared.push_back(std::move(one));
}

void add_inspection(Collection& into, const Json& json, const std::string& source) {
  Inspected one{json.at("image").get<std::string>(), source, json.at("verdict").get<std::string>()};
  once(into.where_inspected, one.image, source);
  one.width = json.at("size").at(0).get<Index>();
  one.height = json.at("size").at(1).get<Index>();
  for (const Json& grid : json.at("grids"))
    one.grids.push_back({.period = grid.at("period").get<std::array<Index, 2>>(),
                         .phase = grid.at("phase").get<std::array<Index, 2>>(),
                         .levels = grid.at("levels").get<double>(),
                         .confidence = grid.at("confidence").get<double>(),
                         .cause = grid.at("cause").get<std::string>(),
                         .reason = text_at(grid, "reason")});
  into.inspected.push_back(std::move(one));
}

void add_document(Collection& into, const Json& json, const std::string& source) {
  if (json.is_array()) {
    for (const Json& one : json) add_document(into, one, source);
    return;
  }
  if (!json.is_object()) refuse(source, "is JSON, but no result");
  if (json.contains("image") && json.contains("grids")) return add_inspection(into, json, source);
  if (json.contains("image") && json.contains("methods")) return add_comparison(into, json, source);
  if (!json.contains("images") || !json.contains("methods")) refuse(source, "is JSON, but no result");
  for (const Json& one : json.at("images")) add_comparison(into, one, source);
  read_failures(into, json);
}

/// One document, or one in each line.
std::vector<Json> documents(std::string_view text, const std::string& source) {
  std::vector<Json> out{json_from(text, "result")};
  if (!out.front().is_discarded()) return out;
  out.clear();
  for (const std::string_view line : split(text, '\n')) {
    if (trim(line).empty()) continue;
    out.push_back(json_from(line, "result"));
    if (out.back().is_discarded()) refuse(source, "is not JSON");
  }
  return out;
}

}  // namespace

const ComparisonRow* Compared::row(std::string_view name) const {
  const auto found = std::ranges::find(rows, name, &ComparisonRow::name);
  return found == rows.end() ? nullptr : &*found;
}

void add_results(Collection& into, std::string_view text, const std::string& source) {
  if (trim(text).empty()) refuse(source, "is empty");
  const std::size_t before = into.compared.size() + into.inspected.size();
  try {
    for (const Json& json : documents(text, source)) add_document(into, json, source);
  } catch (const Json::exception&) {
    refuse(source, "lacks a part of a result");
  }
  if (into.compared.size() + into.inspected.size() == before) refuse(source, "has no results");
  ++into.sources;
}

std::vector<double> values_of(const Collection& all, const std::string& name, const Metric& metric) {
  std::vector<double> out;
  for (const Compared& picture : all.compared) {
    const ComparisonRow* row = picture.row(name);
    out.push_back(row ? row->measures[metric].value_or(std::nan("")) : std::nan(""));
  }
  return out;
}

std::vector<const Metric*> metrics_of(const Collection& all) {
  std::vector<const Metric*> out;
  for (const Metric& metric : metrics()) {
    const auto has = [&](const ComparisonRow& row) { return row.measures[metric].has_value(); };
    if (std::ranges::any_of(all.compared,
                            [&](const Compared& one) { return std::ranges::any_of(one.rows, has); }))
      out.push_back(&metric);
  }
  return out;
}

}  // namespace convscope
