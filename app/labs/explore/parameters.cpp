// The left panel: operator, geometry, patterns and cells.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/desk/cell_grid.hpp"
#include "app/desk/file_commands.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/widgets/panel_column.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 5> kSliders{"size", "kernel", "stride", "padding", "dilation"};
constexpr Index kMostCells = 8;  // a side, of a grid in the panel

void set_if(CommandTarget& target, const Field& field, const std::optional<std::string>& text) {
  if (text) try_command(target, {"set", std::string(field.key), *text});
}

}  // namespace

void ParametersPanel::field_slider(const DeskUi& ui, Column& column, CommandTarget& target,
                                   const Field& field) {
  Desk& desk = ui.desk;
  const FieldSliders::Edit edit = sliders_.draw(ui, column, desk.scenario(), field);
  const std::string key(field.key);
  if (edit.text && edit.gesture)
    desk.attempt([&] { desk.set(key, *edit.text, "slider/" + key); });
  else
    set_if(target, field, edit.text);
  if (edit.ended) desk.end_gesture();
}

void ParametersPanel::size_sliders(const DeskUi& ui, Column& column, CommandTarget& target) {
  const bool photo_only = explorer(ui.desk).view().photograph;
  for (const std::string_view key : kSliders) {
    // The photograph brings its own size; padding and dilation keep their place in the picture.
    if (photo_only && key != "kernel" && key != "stride") continue;
    field_slider(ui, column, target, field(key));
  }
  if (!ui.desk.scenario().transposed() || photo_only) return;
  field_slider(ui, column, target, field("output-padding"));
  const auto axes = ui.desk.derived().op().geometry.axes;
  Index bound = 1;
  for (const Axis& axis : axes) bound = std::max(bound, std::max(axis.stride, axis.dilation));
  // Asked anew: a slider that moved has put another scenario in its place.
  if (ui.desk.scenario().layer.dialect == Dialect::pytorch)
    note(ui, column, fmt::format("op < max(stride, dilation) = {}", bound), ui.colors.soft);
}

void ParametersPanel::cells(const DeskUi& ui, Column& column, CommandTarget& target, Role role) {
  Desk& desk = ui.desk;
  const Derived& derived = desk.derived();
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
  target.desk.attempt([&] {
    if (tensor[edit->cell] != edit->value)
      desk.set_cell({role, edit->cell}, edit->value, edit->gesture ? "scrub" : "");
  });
  if (edit->ended) desk.end_gesture();
}

void ParametersPanel::sources(const DeskUi& ui, Column& column, CommandTarget& target) {
  if (!explorer(ui.desk).view().photograph) {
    std::optional<Choice> crop;
    if (ui.desk.scenario().size.rank() < 3)
      crop = {"crop of the photograph",
              {},
              "Grey values 0 to 9 from its middle; crop-photo X Y takes another",
              true};
    const SourceEdit edit = source_row(ui, column, ui.desk.scenario(), field("in"), "Input", crop);
    set_if(target, field("in"), edit.text);
    if (edit.other) try_command(target, {"crop-photo"});
  }
  set_if(target, field("w"), source_row(ui, column, ui.desk.scenario(), field("w"), "Kernel").text);
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
void ParametersPanel::bias_cells(const DeskUi& ui, Column& column, CommandTarget& target) {
  const std::vector<double> bias = ui.desk.scenario().bias;
  const auto count = static_cast<Index>(bias.size());
  if (count == 0 || count > kMostCells) return;
  double most = 0;
  for (const double v : bias) most = std::max(most, std::abs(v));
  const double gap = 3, cell = std::floor(std::min(
                            40.0 * ui.type, (column.width() + gap) / static_cast<double>(count) - gap));
  const Rect rect = column.take(cell + 8);
  const auto edit = cell_grid(ui,
                              {.id = "bias",
                               .role = Role::bias,
                               .values = bias,
                               .columns = count,
                               .cell = cell,
                               .gap = gap,
                               .most = most},
                              {rect.x, rect.y});
  if (!edit) return;
  target.desk.attempt([&] {
    ui.desk.set_cell({Role::bias, edit->cell}, edit->value, edit->gesture ? "scrub" : "");
  });
  if (edit->ended) ui.desk.end_gesture();
}

void ParametersPanel::order(const DeskUi& ui, Column& column, CommandTarget& target) {
  const ExploreState& lab = explorer(ui.desk);
  const View& view = lab.view();
  if (!view.any_order) return;
  constexpr std::array<std::string_view, 3> names{"window", "pixel", "tap"};
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string held(held_fixed(static_cast<Order>(i), ui.desk.derived().op().transposed()));
    choices.push_back({"by " + held, {}, "Each step is one " + held, true});
  }
  const auto now = static_cast<std::size_t>(order_of(view, ui.desk.derived(), lab.order()));
  if (const auto chosen = dropdown(ui, "order", column.take(kRowHeight * ui.type), "Order", choices[now].name,
                                   choices, "What one step holds fixed; the result is the same (R)"))
    try_command(target, {"order", std::string(names[*chosen])});
}

void ParametersPanel::photo(const DeskUi& ui, Column& column, CommandTarget& target) {
  const std::string path = ui.desk.scenario().photo;
  const std::string name = file_name(path);
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

void ParametersPanel::more(const DeskUi& ui, Column& column, CommandTarget& target) {
  ExploreState& lab = explorer(ui.desk);
  const Rect row = column.take(kRowHeight * ui.type);
  const Touch touch = ui.touch("more", row);
  draw_icon(ui, lab.more ? Icon::caret_down : Icon::caret_right, {row.x + 5, row.centre().y}, 9 * ui.type,
            ui.colors.soft);
  ui.text({row.x + 18, row.centre().y}, "More", 15, touch.hovered ? ui.colors.ink : ui.colors.soft,
          Font::text_medium);
  if (touch.clicked) lab.more = !lab.more;
  if (!lab.more) return;

  const Field& padding = field("padding");
  const std::string rule = padding.get(ui.desk.scenario());
  std::vector<Choice> rules{{"numbers", {}, {}, true}};
  for (const std::string_view name : padding.choices) rules.push_back({std::string(name), {}, {}, true});
  const bool named = std::ranges::find(padding.choices, std::string_view(rule)) != padding.choices.end();
  if (const auto chosen = dropdown(ui, "rule", column.take(kRowHeight * ui.type), "Padding rule",
                                   named ? rule : "numbers", rules, padding.help))
    try_command(target, {"set", "padding", *chosen == 0 ? "0" : std::string(padding.choices[*chosen - 1])});
  const auto chosen_row = [&](std::string_view key) {
    set_if(target, field(key), choice_row(ui, column, ui.desk.scenario(), field(key)));
  };
  const auto text_of = [&](std::string_view key, std::string_view placeholder) {
    set_if(target, field(key), typed_row(ui, column, ui.desk.scenario(), field(key), placeholder));
  };
  chosen_row("border");
  text_of("channels", "1>1");
  text_of("groups", "1");
  text_of("bias", "none");
  bias_cells(ui, column, target);
  chosen_row("activation");
  set_if(target, field("upstream"),
         source_row(ui, column, ui.desk.scenario(), field("upstream"), "Upstream").text);
  if (ui.desk.scenario().transposed()) chosen_row("dialect");

  setting_row(ui, column, target, row_named(look_settings(), "numbers", "setting"));
  for (const Setting& quiz : quiz_settings()) setting_row(ui, column, target, quiz);
  setting_row(ui, column, target, row_named(look_settings(), "reduced-motion", "setting"));
  column.gap(6);
  const Rect title = column.take(26 * ui.type);
  ui.text({title.x, title.centre().y}, "Input cells", 14, ui.colors.soft);
  cells(ui, column, target, Role::input);
}

void ParametersPanel::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  PanelColumn column(ui, "parameters", rect);

  const Rect title = column.take(24 * ui.type);
  ui.explain(ui.touch("operator", title), field("operator").help, "operator");
  ui.text({title.x, title.centre().y}, "Operator", 14, ui.colors.soft);
  column.gap(4);
  constexpr std::array<std::string_view, 2> names{"Convolution", "Transposed"};
  const bool transposed = ui.desk.scenario().transposed();
  if (const auto chosen =
          segments(ui, "operator/", column.take(kSegmentHeight * ui.type), names, transposed ? 1 : 0))
    try_command(target, {"operator", *chosen == 1 ? "tconv" : "conv"});
  column.gap(rect.h < 640 ? 8 : 12);

  size_sliders(ui, column, target);
  column.gap(6);
  if (explorer(ui.desk).view().photograph) photo(ui, column, target);
  sources(ui, column, target);
  column.gap(8);
  order(ui, column, target);
  more(ui, column, target);
}

}  // namespace convscope
