#include "app/desk/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/desk/command_words.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

std::size_t index_of(const Setting& setting, std::string_view value) {
  return static_cast<std::size_t>(std::ranges::find(setting.choices, value) - setting.choices.begin());
}

std::string next_of(const Setting& setting, const Desk& desk) {
  if (setting.next) return setting.next(desk);
  const std::string now = setting.get(desk);
  if (setting.kind == SettingKind::toggle) return now == "on" ? "off" : "on";
  return std::string(setting.choices[(index_of(setting, now) + 1) % setting.choices.size()]);
}

}  // namespace

std::string title_of(const Setting& setting, std::string_view value) {
  const std::size_t at = index_of(setting, value);
  return std::string(at < setting.titles.size() ? setting.titles[at] : value);
}

std::string tip_of(const Setting& setting) {
  std::string_view help = setting.help;
  if (help.ends_with('.')) help.remove_suffix(1);
  const std::string_view key = setting.keys.substr(0, setting.keys.find(' '));
  return key.empty() ? std::string(help) : fmt::format("{} ({})", help, key);
}

void change(CommandTarget& target, const Setting& setting, Arguments words) {
  if (setting.kind == SettingKind::toggle) words::flag(false, words, setting.name);
  const std::string value = words.empty() ? next_of(setting, target.desk) : words::joined(words);
  setting.set(target, value);
  if (words.empty() && setting.announced)
    target.desk.tell(fmt::format("{}: {}", setting.label, title_of(setting, value)));
}

CommandWords words_for(const Setting& setting, std::string value) {
  if (setting.group.empty()) return {std::string(setting.name), std::move(value)};
  return {std::string(setting.group), std::string(setting.name), std::move(value)};
}

bool try_setting(CommandTarget& target, const Setting& setting, std::string value) {
  const CommandWords words = words_for(setting, std::move(value));
  return target.desk.attempt([&] { run_command(target, words); });
}

std::vector<CommandWords> memory_of(const Setting& setting, const Desk& desk) {
  CommandWords words = words_for(setting, setting.get(desk));
  const bool differs = setting.remembered && words.back() != setting.first;
  words.erase(words.begin());
  return now_if(differs, std::move(words));
}

bool works_alone(const Setting& setting) {
  return setting.next || setting.kind == SettingKind::toggle || setting.kind == SettingKind::choice;
}

std::string arguments_of(const Setting& setting) {
  std::string values(setting.arguments);
  if (setting.kind == SettingKind::toggle) values = "on|off";
  if (setting.kind == SettingKind::choice) values = fmt::format("{}", fmt::join(setting.choices, "|"));
  return works_alone(setting) ? fmt::format("[{}]", values) : values;
}

std::string arguments_of_group(std::span<const Setting> settings) {
  return fmt::format("{} VALUE", fmt::join(names_of(settings), "|"));
}

}  // namespace convscope
