// The left panel: operator, geometry, patterns and cells.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/ui/cell_grid.hpp"
#include "app/ui/panels.hpp"
#include "app/ui/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 5> kSliders{"size", "kernel", "stride", "padding", "dilation"};
constexpr Index kMostCells = 8;  // a side, of a grid in the panel

/// "3 × 3"; the kernel's and the input's sizes name every axis, the others only when they differ.
std::string shown_value(const Scenario& scenario, const Field& field) {
  std::string text = field.get(scenario);
  if (field.key == "size" || field.key == "kernel")
    if (text.find('x') == std::string::npos && parse_index(text)) {
      const std::string one = text;
      for (std::size_t axis = 1; axis < scenario.size.rank(); ++axis) text.append(1, 'x').append(one);
    }
  std::string shown;
  for (const char c : text)
    if (c == 'x')
      shown.append(" × ");
    else
      shown.push_back(c);
  return parse_index(text.substr(0, text.find('x'))) ? shown : text;
}

/// People type "3 × 2" as they see it.
std::string normalised(std::string text) {
  constexpr std::string_view kTimes = "×";
  for (std::size_t at = 0; (at = text.find(kTimes, at)) != std::string::npos;) {
    text[at] = 'x';
    text.erase(at + 1, kTimes.size() - 1);
  }
  std::erase(text, ' ');
  return text;
}

std::string shown_source(const Source& source) {
  switch (source.kind) {
    case Source::Kind::list:
      return "own values";
    case Source::Kind::file:
      return source.name.substr(source.name.rfind('/') + 1);
    case Source::Kind::pattern:
      break;
  }
  return source.name;
}

std::string shown_choice(std::string_view value) {
  if (value == "leaky-relu") return "leaky ReLU";
  if (value == "relu") return "ReLU";
  if (value == "pytorch") return "PyTorch";
  if (value == "keras") return "Keras";
  if (value == "onnx") return "ONNX";
  return std::string(value);
}

void choice_row(const Ui& ui, Column& column, CommandTarget& target, const Field& field) {
  const std::string now = field.get(ui.app.scenario());
  std::vector<Choice> choices;
  for (const std::string_view name : field.choices) choices.push_back({shown_choice(name), {}, {}, true});
  const auto chosen = dropdown(ui, field.key, column.take(kRowHeight * ui.type), field.label,
                               shown_choice(now), choices, field.help, field.key);
  if (chosen) try_command(target, {"set", std::string(field.key), std::string(field.choices[*chosen])});
}

void typed_row(const Ui& ui, Column& column, CommandTarget& target, const Field& field,
               std::string_view placeholder) {
  const std::string now = field.get(ui.app.scenario());
  if (const auto text = text_row(ui, field.key, column.take(kRowHeight * ui.type), field.label, now,
                                 placeholder, field.help, field.key))
    try_command(target, {"set", std::string(field.key), *text});
}

/// A pattern's list; the last entry lets a list or a file's path be typed.
void source_row(const Ui& ui, Column& column, CommandTarget& target, const Field& field,
                std::string_view label, const Source& source) {
  const Rect row = column.take(kRowHeight * ui.type);
  const std::string key(field.key), place = "source/" + key;
  if (ui.editor().is_open(place)) {
    if (const auto text = text_row(ui, place, row, label, field.get(ui.app.scenario()), "", field.help))
      try_command(target, {"set", key, *text});
    return;
  }
  std::vector<Choice> choices;
  for (const std::string_view name : field.choices) choices.push_back({std::string(name), {}, {}, true});
  choices.push_back(
      {"type values or a file…", {}, "A list such as [1,2;3,4], or the path of a .npy file", true});
  const bool crop = key == "in" && ui.app.scenario().size.rank() < 3;
  if (crop)
    choices.push_back({"crop of the photograph",
                       {},
                       "Grey values 0 to 9 from its middle; crop-photo X Y takes another",
                       true});
  const auto chosen = dropdown(ui, key, row, label, shown_source(source), choices, field.help, field.key);
  if (chosen && *chosen == field.choices.size()) {
    ui.editor().open(place, field.get(ui.app.scenario()));
  } else if (chosen && *chosen > field.choices.size()) {
    try_command(target, {"crop-photo"});
  } else if (chosen) {
    const std::string name(field.choices[*chosen]);
    try_command(target, {"set", key, name == "random" ? "random:1" : name});
  }
  if (source.kind != Source::Kind::pattern || source.name != "random") return;
  const Rect seed = column.take(kRowHeight * ui.type);
  if (const auto text = text_row(ui, place + "/seed", {seed.x + 14, seed.y, seed.w - 14, seed.h}, "Seed",
                                 fmt::format("{}", source.seed), "0", "The same seed gives the same numbers"))
    try_command(target, {"set", key, "random:" + std::string(trim(*text))});
}

}  // namespace

const FieldLimits& ParametersPanel::limits(const Scenario& scenario, const Field& field) {
  if (limits_for_ != scenario) {
    limits_for_ = scenario;
    limits_.clear();
  }
  const auto found = limits_.find(field.key);
  if (found != limits_.end()) return found->second;
  return limits_[field.key] = limits_of(scenario, field);
}

void ParametersPanel::note(const Ui& ui, Column& column, const std::string& text, Color color) {
  const double height = ui.paragraph({}, text, 13.5, column.width(), color, false);
  const Rect rect = column.take(height + 6);
  ui.paragraph({rect.x, rect.y}, text, 13.5, rect.w, color);
}

void ParametersPanel::field_slider(const Ui& ui, Column& column, CommandTarget& target, const Field& field) {
  AppState& app = ui.app;
  const Scenario& scenario = app.scenario();
  const FieldLimits reach = limits(scenario, field);
  const std::string key(field.key), value = shown_value(scenario, field), typed = field.get(scenario);
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
  if (edit.moved)
    app.attempt([&] { app.set(key, uniform_text(scenario, field, *edit.moved), "slider/" + key); });
  if (edit.typed) try_command(target, {"set", key, normalised(*edit.typed)});
  if (edit.ended) app.end_gesture();
  if (edit.beyond || edit.before) {
    beyond_ = field.key;
    reason_ = edit.beyond ? reach.above : reach.below;
  } else if (edit.moved || edit.typed) {
    beyond_ = {};
  }
  if (beyond_ == field.key && !reason_.empty()) note(ui, column, reason_, ui.colors.warning);
}

void ParametersPanel::size_sliders(const Ui& ui, Column& column, CommandTarget& target) {
  const bool photo_only = ui.app.session.view == "photo";
  for (const std::string_view key : kSliders) {
    // The photograph brings its own size; padding and dilation keep their place in the picture.
    if (photo_only && key != "kernel" && key != "stride") continue;
    field_slider(ui, column, target, field(key));
  }
  if (!ui.app.scenario().transposed() || photo_only) return;
  field_slider(ui, column, target, field("output-padding"));
  const auto axes = ui.app.derived().op().geometry.axes;
  Index bound = 1;
  for (const Axis& axis : axes) bound = std::max(bound, std::max(axis.stride, axis.dilation));
  // Asked anew: a slider that moved has put another scenario in its place.
  if (ui.app.scenario().layer.dialect == Dialect::pytorch)
    note(ui, column, fmt::format("op < max(stride, dilation) = {}", bound), ui.colors.soft);
}

void ParametersPanel::cells(const Ui& ui, Column& column, CommandTarget& target, Role role) {
  AppState& app = ui.app;
  const Derived& derived = app.derived();
  const Tensor<double>& tensor = role == Role::input ? derived.input() : derived.weights();
  const Shape plane = tensor.shape().tail(2);
  const Index rows = plane.rank() == 1 ? 1 : plane[0], columns = plane[plane.rank() - 1];
  if (plane.rank() > 2) return note(ui, column, "Cells of three axes: type them as a list.", ui.colors.soft);
  if (rows > kMostCells || columns > kMostCells + 4) return;
  double most = 0;
  for (const double v : tensor.values()) most = std::max(most, std::abs(v));
  const double gap = 3;
  const double cell =
      std::floor(std::min(47.0 * ui.type, (column.width() + gap) / static_cast<double>(columns) - gap));
  const Rect rect = column.take(static_cast<double>(rows) * (cell + gap));
  const auto edit = cell_grid(ui,
                              {.id = role_name(role),
                               .role = role,
                               .values = tensor.values().first(static_cast<std::size_t>(rows * columns)),
                               .rows = rows,
                               .columns = columns,
                               .cell = cell,
                               .gap = gap,
                               .most = most},
                              {rect.x, rect.y});
  if (tensor.size() > rows * columns)
    note(ui, column, fmt::format("the first of {} planes", tensor.size() / (rows * columns)), ui.colors.soft);
  if (!edit) return;
  target.app.attempt([&] {
    if (tensor[edit->cell] != edit->value)
      app.set_cell({role, edit->cell}, edit->value, edit->gesture ? "scrub" : "");
  });
  if (edit->ended) app.end_gesture();
}

void ParametersPanel::sources(const Ui& ui, Column& column, CommandTarget& target) {
  const Scenario scenario = ui.app.scenario();
  if (ui.app.session.view != "photo") source_row(ui, column, target, field("in"), "Input", scenario.input);
  source_row(ui, column, target, field("w"), "Kernel", scenario.kernel);
  column.gap(8);
  cells(ui, column, target, Role::kernel);
  column.gap(5);
  const Rect row = column.take(28 * ui.type);
  const double half = (row.w - 8) / 2;
  if (framed_button(ui, "kernel/rotate", {row.x, row.y, half, row.h}, "Turn 180°", 13.5,
                    "Turns the kernel: convolution against cross-correlation"))
    try_command(target, {"kernel", "rotate"});
  if (framed_button(ui, "kernel/normalise", {row.x + half + 8, row.y, half, row.h}, "Normalise", 13.5,
                    "Divides the kernel by its sum"))
    try_command(target, {"kernel", "normalise"});
}

/// One cell for each output channel, where there is a bias.
void ParametersPanel::bias_cells(const Ui& ui, Column& column, CommandTarget& target) {
  const std::vector<double> bias = ui.app.scenario().bias;
  const auto count = static_cast<Index>(bias.size());
  if (count == 0 || count > kMostCells) return;
  double most = 0;
  for (const double v : bias) most = std::max(most, std::abs(v));
  const double gap = 3, cell = std::floor(std::min(
                            40.0 * ui.type, (column.width() + gap) / static_cast<double>(count) - gap));
  const Rect rect = column.take(cell + 8);
  const auto edit = cell_grid(ui,
                              {.id = "bias",
                               .role = Role::none,
                               .values = bias,
                               .columns = count,
                               .cell = cell,
                               .gap = gap,
                               .most = most},
                              {rect.x, rect.y});
  if (!edit) return;
  target.app.attempt([&] {
    Scenario next = ui.app.scenario();
    next.bias[static_cast<std::size_t>(edit->cell)] = edit->value;
    ui.app.apply(std::move(next), edit->gesture ? "scrub" : "");
  });
  if (edit->ended) ui.app.end_gesture();
}

void ParametersPanel::order(const Ui& ui, Column& column, CommandTarget& target) {
  const View& view = ui.app.view();
  if (!view.any_order) return;
  constexpr std::array<std::string_view, 3> names{"window", "pixel", "tap"};
  constexpr std::array<std::string_view, 3> helps{"Each step is one position of the window",
                                                  "Each step is one cell of the dense side",
                                                  "Each step is one weight, wherever it is used"};
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < names.size(); ++i)
    choices.push_back({"by " + std::string(names[i]), {}, std::string(helps[i]), true});
  const auto now = static_cast<std::size_t>(order_of(view, ui.app.derived(), ui.app.session.order));
  if (const auto chosen = dropdown(ui, "order", column.take(kRowHeight * ui.type), "Order", choices[now].name,
                                   choices, "What one step holds fixed; the result is the same (R)"))
    try_command(target, {"order", std::string(names[*chosen])});
}

void ParametersPanel::photo(const Ui& ui, Column& column, CommandTarget& target) {
  const std::string path = ui.app.scenario().photo;
  const std::string name = path.substr(path.rfind('/') + 1);
  const Rect row = column.take(kRowHeight * ui.type);
  const std::string now = ui.editor().is_open("photo") ? path : name;
  if (const auto text = text_row(ui, "photo", row, "Photo", now, "example", field("photo").help))
    try_command(target, {"set", "photo", *text});
  const Rect button = column.take(36 * ui.type);
  const Touch touch = ui.touch("open-photo", button);
  ui.draw(Box{.rect = button.inset(0.5),
              .radius = 8,
              .fill = touch.hovered ? ui.colors.cell : ui.colors.window,
              .stroke = ui.colors.hatch});
  ui.text(button.centre(), "Open a photograph…", 15, ui.colors.ink, Font::text_medium, Align::centre);
  if (touch.clicked) try_command(target, {"open"});
  column.gap(10);
  note(ui, column,
       "Or drop a picture on the window. It is reduced by the stride and enlarged again by this kernel.",
       ui.colors.soft);
}

void ParametersPanel::more(const Ui& ui, Column& column, CommandTarget& target) {
  Session& session = ui.app.session;
  const Rect row = column.take(kRowHeight * ui.type);
  const Touch touch = ui.touch("more", row);
  draw_icon(ui, session.more ? Icon::caret_down : Icon::caret_right, {row.x + 5, row.centre().y}, 9 * ui.type,
            ui.colors.soft);
  ui.text({row.x + 18, row.centre().y}, "More", 15, touch.hovered ? ui.colors.ink : ui.colors.soft,
          Font::text_medium);
  if (touch.clicked) session.more = !session.more;
  if (!session.more) return;

  const Field& padding = field("padding");
  const std::string rule = padding.get(ui.app.scenario());
  std::vector<Choice> rules{{"numbers", {}, {}, true}};
  for (const std::string_view name : padding.choices) rules.push_back({std::string(name), {}, {}, true});
  const bool named = std::ranges::find(padding.choices, std::string_view(rule)) != padding.choices.end();
  if (const auto chosen = dropdown(ui, "rule", column.take(kRowHeight * ui.type), "Padding rule",
                                   named ? rule : "numbers", rules, padding.help))
    try_command(target, {"set", "padding", *chosen == 0 ? "0" : std::string(padding.choices[*chosen - 1])});
  choice_row(ui, column, target, field("border"));
  typed_row(ui, column, target, field("channels"), "1>1");
  typed_row(ui, column, target, field("groups"), "1");
  typed_row(ui, column, target, field("bias"), "none");
  bias_cells(ui, column, target);
  choice_row(ui, column, target, field("activation"));
  source_row(ui, column, target, field("upstream"), "Upstream", ui.app.scenario().upstream);
  if (ui.app.scenario().transposed()) choice_row(ui, column, target, field("dialect"));

  const std::array<std::string_view, 3> formats{"automatic", "decimal", "fraction"};
  std::vector<Choice> numbers;
  for (const std::string_view name : formats) numbers.push_back({std::string(name), {}, {}, true});
  if (const auto chosen = dropdown(ui, "numbers", column.take(kRowHeight * ui.type), "Numbers",
                                   formats[static_cast<std::size_t>(session.numbers)], numbers,
                                   "How numbers are written (N)"))
    try_command(target, {"numbers", std::string(formats[*chosen])});
  if (toggle(ui, "quiz", column.take(kRowHeight * ui.type), "Quiz", session.quiz.on,
             "Asks for each output cell before it is shown (Q)"))
    try_command(target, {"quiz"});
  if (toggle(ui, "motion", column.take(kRowHeight * ui.type), "Reduced motion", session.reduced_motion,
             "Steps change without gliding"))
    try_command(target, {"reduced-motion"});
  column.gap(6);
  const Rect title = column.take(26 * ui.type);
  ui.text({title.x, title.centre().y}, "Input cells", 14, ui.colors.soft);
  cells(ui, column, target, Role::input);
}

void ParametersPanel::draw(const Ui& ui, const Rect& rect, CommandTarget& target) {
  ui.begin_panel("parameters", rect, ui.colors.window);
  const double edge = 1 / ui.density;
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  compat::begin_child("column", {static_cast<float>(rect.w - 2), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const double margin = rect.w < 260 * ui.type ? 18 : 24;
  Column column(origin.x + margin, origin.y + (rect.h < 640 ? 12 : 20), rect.w - 2 * margin - 2);

  const Rect title = column.take(24 * ui.type);
  ui.explain(ui.touch("operator", title), field("operator").help, "operator");
  ui.text({title.x, title.centre().y}, "Operator", 14, ui.colors.soft);
  column.gap(4);
  constexpr std::array<std::string_view, 2> names{"Convolution", "Transposed"};
  const bool transposed = ui.app.scenario().transposed();
  if (const auto chosen =
          segments(ui, "operator/", column.take(kSegmentHeight * ui.type), names, transposed ? 1 : 0))
    try_command(target, {"operator", *chosen == 1 ? "tconv" : "conv"});
  column.gap(rect.h < 640 ? 8 : 12);

  size_sliders(ui, column, target);
  column.gap(6);
  if (ui.app.session.view == "photo") photo(ui, column, target);
  sources(ui, column, target);
  column.gap(8);
  order(ui, column, target);
  more(ui, column, target);
  column.gap(16);
  ImGui::SetCursorScreenPos({origin.x, static_cast<float>(column.y() - 1)});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  ui.hairline({rect.right() - edge, rect.y}, {rect.right() - edge, rect.bottom()});
  ui.end_panel();
}

}  // namespace convscope
