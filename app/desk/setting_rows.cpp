#include "app/desk/setting_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/widgets/field_widgets.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr Index kNotches = 4;  ///< of a decade

std::string id_of(const Setting& setting) {
  return setting.group.empty() ? std::string(setting.name)
                               : fmt::format("{}/{}", setting.group, setting.name);
}

/// Few enough digits for the end of a slider's line.
std::string short_text(std::string text, double value) {
  if (text.size() <= 6) return text;
  return value >= 1e-4 || value == 0 ? fmt::format("{:.3g}", value) : fmt::format("{:.1e}", value);
}

/// The notch of a slider for a value, and back. Where decades begin with 0, that is the first notch.
Index notch_of(const Setting& s, double value) {
  if (s.kind == SettingKind::whole) return std::lround(value);
  if (!(value > 0)) return 0;
  const double from_least = kNotches * (std::log10(value) - static_cast<double>(s.least));
  return (s.from_zero ? 1 : 0) +
         std::clamp<Index>(saturated(std::round(from_least)), 0, kNotches * (s.most - s.least));
}

std::string value_at(const Setting& s, Index notch) {
  if (s.kind == SettingKind::whole) return fmt::format("{}", notch);
  if (s.from_zero && notch-- == 0) return "0";
  return format_value(std::pow(10.0, static_cast<double>(s.least) + static_cast<double>(notch) / kNotches));
}

void slider_row(const DeskUi& ui, Column& column, CommandTarget& target, const Setting& s) {
  const std::string text = s.get(ui.desk), id = id_of(s), help = tip_of(s);
  const double value = parse_value(text).value_or(0);
  const bool whole = s.kind == SettingKind::whole;
  const SliderEdit edit =
      whole_slider(ui, column,
                   {.id = id,
                    .label = s.label,
                    .value = short_text(text, value),
                    .typed = text,
                    .now = notch_of(s, value),
                    .least = whole ? s.least : 0,
                    .most = whole ? s.most : (s.from_zero ? 1 : 0) + kNotches * (s.most - s.least),
                    .help = help,
                    .topic = s.topic});
  if (edit.moved) try_setting(target, s, value_at(s, *edit.moved));
  if (edit.typed) try_setting(target, s, *edit.typed);
}

void choice_row(const DeskUi& ui, const Rect& rect, CommandTarget& target, const Setting& s) {
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < s.choices.size(); ++i)
    choices.push_back(
        {title_of(s, s.choices[i]), {}, i < s.tips.size() ? std::string(s.tips[i]) : std::string(), true});
  if (const auto chosen =
          dropdown(ui, id_of(s), rect, s.label, title_of(s, s.get(ui.desk)), choices, tip_of(s), s.topic))
    try_setting(target, s, std::string(s.choices[*chosen]));
}

}  // namespace

void setting_switch(const DeskUi& ui, const Rect& rect, CommandTarget& target, const Setting& s) {
  const bool on = s.get(ui.desk) == "on";
  if (toggle(ui, id_of(s), rect, s.label, on, tip_of(s))) try_setting(target, s, on ? "off" : "on");
}

void setting_segments(const DeskUi& ui, const Rect& rect, CommandTarget& target, const Setting& s) {
  std::vector<std::string_view> titles(s.titles.begin(), s.titles.end());
  if (titles.empty()) titles.assign(s.choices.begin(), s.choices.end());
  const auto now = std::ranges::find(s.choices, s.get(ui.desk)) - s.choices.begin();
  if (const auto chosen =
          segments(ui, fmt::format("{}/", id_of(s)), rect, titles, static_cast<std::size_t>(now)))
    try_setting(target, s, std::string(s.choices[*chosen]));
}

void setting_row(const DeskUi& ui, Column& column, CommandTarget& target, const Setting& s) {
  if (s.kind == SettingKind::whole || s.kind == SettingKind::decades)
    return slider_row(ui, column, target, s);
  const Rect rect = column.take(kRowHeight * ui.type);
  if (s.kind == SettingKind::choice) return choice_row(ui, rect, target, s);
  if (s.kind == SettingKind::toggle) return setting_switch(ui, rect, target, s);
  if (const auto text = text_row(ui, id_of(s), rect, s.label, s.get(ui.desk), s.first, tip_of(s), s.topic))
    try_setting(target, s, *text);
}

}  // namespace convscope
