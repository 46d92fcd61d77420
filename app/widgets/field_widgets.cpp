#include "app/widgets/field_widgets.hpp"

#include <fmt/format.h>

#include <vector>

#include "app/widgets/field_text.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

const Source& source_of(const Scenario& scenario, const Field& field) {
  return field.key == "in" ? scenario.input : field.key == "w" ? scenario.kernel : scenario.upstream;
}

}  // namespace

void note(const Ui& ui, Column& column, std::string_view text, Color color) {
  const double height = ui.paragraph({}, text, 13.5, column.width(), color, false);
  const Rect rect = column.take(height + 6);
  ui.paragraph({rect.x, rect.y}, text, 13.5, rect.w, color);
}

SliderEdit whole_slider(const Ui& ui, Column& column, SliderLook look) {
  look.possible_least = look.least;
  look.possible_most = look.most;
  return slider(ui, column.take(kSliderHeight * ui.type), look);
}

const FieldLimits& FieldSliders::limits(const Scenario& scenario, const Field& field) {
  if (limits_for_ != scenario) {
    limits_for_ = scenario;
    limits_.clear();
  }
  const auto found = limits_.find(field.key);
  if (found != limits_.end()) return found->second;
  return limits_[field.key] = limits_of(scenario, field);
}

FieldSliders::Edit FieldSliders::draw(const Ui& ui, Column& column, const Scenario& scenario,
                                      const Field& field) {
  const FieldLimits reach = limits(scenario, field);
  const std::string value = shown_value(scenario, field), typed = field.get(scenario);
  const SliderEdit edit = slider(ui, column.take(kSliderHeight * ui.type),
                                 {.id = field.key,
                                  .label = field.label,
                                  .value = value,
                                  .typed = typed,
                                  .now = first_number(scenario, field),
                                  .least = field.least,
                                  .most = field.most,
                                  .possible_least = reach.least,
                                  .possible_most = reach.most,
                                  .help = field.help,
                                  .topic = field.key});
  Edit wanted{.text = {}, .gesture = edit.moved.has_value(), .ended = edit.ended};
  if (edit.moved) wanted.text = uniform_text(scenario, field, *edit.moved);
  if (edit.typed) wanted.text = normalised(*edit.typed);
  if (edit.beyond || edit.before) {
    beyond_ = field.key;
    reason_ = edit.beyond ? reach.above : reach.below;
  } else if (wanted.text) {
    beyond_ = {};
  }
  if (beyond_ == field.key && !reason_.empty()) note(ui, column, reason_, ui.colors.warning);
  return wanted;
}

std::optional<std::string> choice_row(const Ui& ui, Column& column, const Scenario& scenario,
                                      const Field& field) {
  std::vector<Choice> choices;
  for (const std::string_view name : field.choices) choices.push_back({shown_choice(name), {}, {}, true});
  const auto chosen = dropdown(ui, field.key, column.take(kRowHeight * ui.type), field.label,
                               shown_choice(field.get(scenario)), choices, field.help, field.key);
  if (!chosen) return std::nullopt;
  return std::string(field.choices[*chosen]);
}

std::optional<std::string> typed_row(const Ui& ui, Column& column, const Scenario& scenario,
                                     const Field& field, std::string_view placeholder) {
  return text_row(ui, field.key, column.take(kRowHeight * ui.type), field.label, field.get(scenario),
                  placeholder, field.help, field.key);
}

SourceEdit source_row(const Ui& ui, Column& column, const Scenario& scenario, const Field& field,
                      std::string_view label, const std::optional<Choice>& other) {
  const Source& source = source_of(scenario, field);
  const Rect row = column.take(kRowHeight * ui.type);
  const std::string place = "source/" + std::string(field.key);
  if (ui.editor().is_open(place))
    return {text_row(ui, place, row, label, field.get(scenario), "", field.help)};
  std::vector<Choice> choices;
  for (const std::string_view name : field.choices) choices.push_back({std::string(name), {}, {}, true});
  choices.push_back(
      {"type values or a file…", {}, "A list such as [1,2;3,4], or the path of a .npy file", true});
  if (other) choices.push_back(*other);
  const auto chosen =
      dropdown(ui, field.key, row, label, shown_source(source), choices, field.help, field.key);
  SourceEdit edit;
  if (chosen && *chosen == field.choices.size()) {
    ui.editor().open(place, field.get(scenario));
  } else if (chosen && *chosen > field.choices.size()) {
    edit.other = true;
  } else if (chosen) {
    const std::string name(field.choices[*chosen]);
    edit.text = name == "random" ? "random:1" : name;
  }
  if (source.kind != Source::Kind::pattern || source.name != "random") return edit;
  const Rect seed = column.take(kRowHeight * ui.type);
  if (const auto text = text_row(ui, place + "/seed", {seed.x + 14, seed.y, seed.w - 14, seed.h}, "Seed",
                                 fmt::format("{}", source.seed), "0", "The same seed gives the same numbers"))
    edit.text = "random:" + std::string(trim(*text));
  return edit;
}

}  // namespace convscope
