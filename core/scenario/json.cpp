#include "core/scenario/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/scenario/fields.hpp"

namespace convscope {

namespace {

constexpr const char* kVersionKey = "convscope";
constexpr std::array<std::string_view, 4> kStageKeys{"view", "layout", "step", "note"};

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
  return json_text(value);
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

std::string to_json(const Scenario& scenario, const ScenarioStage& stage) {
  Json json;
  json[kVersionKey] = kScenarioVersion;
  const Scenario defaults;
  for (const Field& f : fields()) {
    if (f.get(scenario).empty()) continue;  // not given
    json[std::string(f.key)] = to_value(f, scenario);
  }
  if (!stage.views.empty()) json["view"] = stage.views.at(stage.focus);
  if (stage.views.size() > 1) json["layout"] = stage.views;
  if (stage.step) json["step"] = *stage.step;
  if (!stage.note.empty()) json["note"] = stage.note;
  try {
    return json_text(json, 2, Json::error_handler_t::strict) + "\n";
  } catch (const Json::type_error&) {  // only a file's name or a note can hold bytes that are no UTF-8
    throw Error("scenario", "names a file whose name is not UTF-8", "another name for that file");
  }
}

Scenario scenario_from_json(std::string_view text) {
  const Json json = json_from(text, "scenario");
  if (json.is_discarded()) throw Error("scenario", "is not JSON", "a file written by 'convscope scenario'");
  const auto version = json.is_object() ? json.find(kVersionKey) : json.end();
  if (!json.is_object() || version == json.end() || !version->is_number_integer())
    throw Error("scenario", "has no version",
                fmt::format("an object with \"{}\": {}", kVersionKey, kScenarioVersion));
  if (version->get<Index>() != kScenarioVersion)
    throw Error("scenario", fmt::format("has version {}", version->get<Index>()),
                fmt::format("version {}; a newer ConvScope may read it", kScenarioVersion));
  Scenario scenario;
  for (const auto& [key, value] : json.items())
    if (key != kVersionKey && std::ranges::find(kStageKeys, key) == kStageKeys.end())
      field(key);  // refuses what it would otherwise drop silently
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

std::span<const std::string_view> stage_keys() {
  return kStageKeys;
}

ScenarioStage stage_from_json(std::string_view text) {
  ScenarioStage stage;
  const Json json = json_from(text, "scenario");
  if (!json.is_object()) return stage;  // scenario_from_json says so
  const auto name = [](const Json& value, std::string_view key) {
    if (!value.is_string())
      throw Error(key, fmt::format("{} is no view's name", shown(value)), "one that `convscope views` lists");
    return value.get<std::string>();
  };
  if (const auto layout = json.find("layout"); layout != json.end()) {
    if (!layout->is_array() || (layout->size() != 1 && layout->size() != 2 && layout->size() != 4))
      throw Error("layout", fmt::format("{} is no list of views", shown(*layout)), "1, 2 or 4 names");
    for (const Json& one : *layout) stage.views.push_back(name(one, "layout"));
  }
  if (const auto view = json.find("view"); view != json.end()) {
    const std::string wanted = name(*view, "view");
    if (stage.views.empty()) stage.views.push_back(wanted);
    const auto at = std::ranges::find(stage.views, wanted);
    if (at == stage.views.end())
      throw Error("view", fmt::format("{} stands in no place of the layout", wanted), "one of its views");
    stage.focus = static_cast<std::size_t>(at - stage.views.begin());
  }
  if (const auto step = json.find("step"); step != json.end()) {
    if (!step->is_number_integer() || step->get<Index>() < 0 || step->get<Index>() > kLargestIndex)
      throw Error("step", fmt::format("{} counts no steps", shown(*step)), "a whole number, 0 or more");
    stage.step = step->get<Index>();
  }
  if (const auto note = json.find("note"); note != json.end()) {
    if (!note->is_string()) throw Error("note", "is no text", "words in quotes");
    stage.note = note->get<std::string>();
  }
  return stage;
}

}  // namespace convscope
