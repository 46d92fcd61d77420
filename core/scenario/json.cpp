#include "core/scenario/json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/scenario/fields.hpp"

namespace convscope {

using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kVersionKey = "convscope";

/// Lists as arrays of numbers, counts as numbers, all else as the field's text.
Json to_value(const Field& f, const Scenario& scenario) {
  const std::string text = f.get(scenario);
  if (f.kind == Field::Kind::number) return Json(parse_sizes(text, f.key)[0]);
  if (f.kind != Field::Kind::numbers) return Json(text);
  Json list = Json::array();
  for (Index n : parse_sizes(text, f.key)) list.push_back(n);
  return list;
}

std::string shown(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_field_text(const Field& f, const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return fmt::format("{}", value.get<Index>());
  if (value.is_array() && !value.empty()) {
    std::string text;
    for (const Json& n : value) {
      if (!n.is_number_integer())
        throw Error(f.key, fmt::format("{} is no whole number", shown(n)), "a list of whole numbers");
      text += fmt::format("{}{}", text.empty() ? "" : "x", n.get<Index>());
    }
    return text;
  }
  throw Error(f.key, fmt::format("{} cannot be read", shown(value)),
              "text, a whole number or a list of them");
}

}  // namespace

std::string to_json(const Scenario& scenario) {
  Json json;
  json[kVersionKey] = kScenarioVersion;
  const Scenario defaults;
  for (const Field& f : fields()) {
    if (f.get(scenario).empty()) continue;  // not given
    json[std::string(f.key)] = to_value(f, scenario);
  }
  try {
    return json.dump(2) + "\n";
  } catch (const Json::type_error&) {  // only a file's name can hold bytes that are no UTF-8
    throw Error("scenario", "names a file whose name is not UTF-8", "another name for that file");
  }
}

Scenario scenario_from_json(std::string_view text) {
  Json json;
  try {
    require_flat_json(text, "scenario");
    json = Json::parse(text);
  } catch (const Json::exception&) {
    throw Error("scenario", "is not JSON", "a file written by 'convscope scenario'");
  }
  const auto version = json.is_object() ? json.find(kVersionKey) : json.end();
  if (!json.is_object() || version == json.end() || !version->is_number_integer())
    throw Error("scenario", "has no version",
                fmt::format("an object with \"{}\": {}", kVersionKey, kScenarioVersion));
  if (version->get<Index>() != kScenarioVersion)
    throw Error("scenario", fmt::format("has version {}", version->get<Index>()),
                fmt::format("version {}; a newer ConvScope may read it", kScenarioVersion));
  Scenario scenario;
  for (const auto& [key, value] : json.items())
    if (key != kVersionKey) field(key);  // refuses what it would otherwise drop silently
  for (std::string_view key : {"operator", "size", "kernel"})
    if (!json.contains(std::string(key))) throw Error(key, "is missing", "operator, size and kernel");
  // The table's order, not the file's: the operator decides what the channels mean. Before all the dialect,
  // which decides what an output padding of 0 means.
  if (const auto value = json.find("dialect"); value != json.end())
    field("dialect").set(scenario, to_field_text(field("dialect"), *value));
  for (const Field& f : fields())
    if (const auto value = json.find(std::string(f.key)); value != json.end())
      f.set(scenario, to_field_text(f, *value));
  return scenario;
}

}  // namespace convscope
