#include "app/window/session_v1.hpp"

#include <array>

#include "core/base/numbers.hpp"

namespace convscope {

namespace {

std::string on_off(bool on) {
  return on ? "on" : "off";
}

}  // namespace

LabMemories settings_of_first_version(const Json& json) {
  LabMemories all = json.value("labs", LabMemories{});
  const bool left = json.at("left-panel").get<bool>(), right = json.at("right-panel").get<bool>();
  constexpr std::array panels{"none", "left", "right", "both"};
  all.emplace(kAllLabs,
              std::vector<CommandWords>{{"theme", json.at("theme").get<std::string>()},
                                        {"numbers", json.at("numbers").get<std::string>()},
                                        {"panels", panels[(left ? 1U : 0U) + (right ? 2U : 0U)]},
                                        {"reduced-motion", on_off(json.at("reduced-motion").get<bool>())},
                                        {"loop", on_off(json.at("loop").get<bool>())},
                                        {"speed", format_value(json.at("speed").get<double>())}});

  const auto& layout = json.at("layout");
  std::vector<CommandWords> explore{{"order", json.at("order").get<std::string>()}};
  if (layout.at("chosen").get<bool>())
    explore.push_back({"layout", std::to_string(layout.at("count").get<int>())});
  for (CommandWords views : layout.at("views").get<std::vector<CommandWords>>()) {
    const std::string count = std::to_string(views.size());
    views.insert(views.begin(), {"panes", count});
    explore.push_back(std::move(views));
  }
  explore.push_back({"focus", std::to_string(layout.at("focus").get<std::size_t>() + 1)});
  all.emplace("explore", std::move(explore));
  return all;
}

}  // namespace convscope
