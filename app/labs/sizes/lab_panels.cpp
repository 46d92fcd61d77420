// The lab's left panel: the operator, the question, or the network and its chosen layer.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/desk/setting_rows.hpp"
#include "app/labs/sizes/chain_edits.hpp"
#include "app/labs/sizes/lab.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/widgets/panel_column.hpp"
#include "app/widgets/widgets.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

namespace {

constexpr Index kWidestInput = 640;  ///< that the network's slider offers; larger ones can be typed

void title(const DeskUi& ui, Column& column, std::string_view words) {
  const Rect row = column.take(28 * ui.type);
  ui.text({row.x, row.centre().y}, words, 14, ui.colors.soft);
}

/// What the arrow keys go through on the operator's pages.
std::string_view rows_of(SizesPage page) {
  return page == SizesPage::arithmetic ? "terms" : page == SizesPage::ambiguity ? "sizes" : "frameworks";
}

/// "3 × 1" for people.
std::string spaced(std::string text) {
  for (std::size_t at = 0; (at = text.find('x', at)) != std::string::npos; at += 4)
    text.replace(at, 1, " × ");
  return text;
}

}  // namespace

void SizesLab::operator_fields(const DeskUi& ui, Column& column, CommandTarget& target) {
  Desk& desk = ui.desk;
  title(ui, column, "Operator");
  constexpr std::array<std::string_view, 2> names{"Convolution", "Transposed"};
  if (const auto chosen = segments(ui, "operator/", column.take(kSegmentHeight * ui.type), names,
                                   desk.scenario().transposed() ? 1 : 0))
    try_command(target, {"operator", *chosen == 1 ? "tconv" : "conv"});
  column.gap(12);
  for (const std::string_view key : {"size", "kernel", "stride", "padding", "dilation", "output-padding"}) {
    const Field& f = field(key);
    if (f.transposed_only && !desk.scenario().transposed()) continue;
    const FieldSliders::Edit edit = sliders_.draw(ui, column, desk.scenario(), f);
    const std::string name(key);
    if (edit.text && edit.gesture)
      desk.attempt([&] { desk.set(name, *edit.text, "slider/" + name); });
    else if (edit.text)
      try_command(target, {"set", name, *edit.text});
    if (edit.ended) desk.end_gesture();
  }
  column.gap(8);
  const Field& padding = field("padding");
  const std::string now = padding.get(desk.scenario());
  std::vector<Choice> rules{{"numbers", {}, {}, true}};
  for (const std::string_view name : padding.choices) rules.push_back({std::string(name), {}, {}, true});
  const bool named = std::ranges::find(padding.choices, std::string_view(now)) != padding.choices.end();
  if (const auto chosen = dropdown(ui, "rule", column.take(kRowHeight * ui.type), "Padding rule",
                                   named ? now : "numbers", rules, padding.help, "padding"))
    try_command(target, {"set", "padding", *chosen == 0 ? "0" : std::string(padding.choices[*chosen - 1])});
  const std::string_view last = desk.scenario().transposed() ? "dialect" : "border";
  if (const auto text = choice_row(ui, column, desk.scenario(), field(last)))
    try_command(target, {"set", std::string(last), *text});
  column.gap(8);
  note(ui, column,
       fmt::format("← and → change the input by one, ↑ and ↓ go through the {}{}.",
                   rows_of(desk.state<SizesState>().page),
                   desk.scenario().size.rank() > 1 ? ", X takes the other axis" : ""),
       ui.colors.soft);
  if (desk.state<SizesState>().page != SizesPage::dialects) return;
  column.gap(8);
  if (framed_button(
          ui, "sizes/shift", column.take(34 * ui.type), "Show the shift of one cell", 14,
          "1, 2, 3, 4 with the kernel 1, 10, 100 at stride 2: Keras and PyTorch are one cell apart"))
    try_command(target, {"sizes-shift"});
}

void SizesLab::resize_fields(const DeskUi& ui, Column& column, CommandTarget& target) {
  title(ui, column, "Resize");
  for (const Setting& setting : resize_settings())
    if (setting.name != "dialects-of") setting_row(ui, column, target, setting);
  column.gap(8);
  note(ui, column, "← and → change the input by one, ↑ and ↓ go through the frameworks.", ui.colors.soft);
}

void SizesLab::question_fields(const DeskUi& ui, Column& column, CommandTarget& target) {
  const SolveQuestion question = ui.desk.state<SizesState>().desk().question();
  title(ui, column, "Which parameters make");
  constexpr std::array<std::string_view, 2> names{"Convolution", "Transposed"};
  if (const auto chosen =
          segments(ui, "solve/", column.take(kSegmentHeight * ui.type), names, question.transposed ? 1 : 0))
    try_command(target, {"solve", "direction", *chosen == 1 ? "tconv" : "conv"});
  column.gap(10);
  const auto row = [&](std::string_view key, std::string_view label, std::string_view help) {
    std::string now = question_field(question, key);
    if (const auto text = text_row(ui, fmt::format("solve/{}", key), column.take(kRowHeight * ui.type), label,
                                   spaced(now), "", help))
      try_command(target, {"solve", std::string(key), *text});
  };
  row("input", "Input", "Its size: 64, or 64 × 48");
  row("wanted", "Wanted output", "The size that should come out");
  column.gap(10);
  title(ui, column, "Looked for within");
  row("kernel", "Kernel", "A number, or from-to as 1-7");
  row("stride", "Stride", "A number, or from-to as 1-4");
  row("padding", "Padding", "On each side: a number, or from-to as 0-3");
  row("dilation", "Dilation", "A number, or from-to as 1-3");
  if (question.transposed) row("output-padding", "Output padding", "A number, or from-to as 0-3");
  column.gap(10);
  note(ui, column,
       "Click a value to type. A row of the table, clicked or reached by ↑ and ↓ and taken by Enter, becomes "
       "the "
       "operator of every lab; Ctrl+Z takes it back.",
       ui.colors.soft);
}

void SizesLab::layer_fields(const DeskUi& ui, Column& column, CommandTarget& target) {
  SizesState& state = ui.desk.state<SizesState>();
  if (!state.layer()) {
    note(ui, column, "Click a layer to change it, or go there by ↑ and ↓.", ui.colors.soft);
    return;
  }
  const ChainLayer layer = state.chain().layers[*state.layer()];
  const auto set = [&](std::string_view key, const std::string& text) {
    try_command(target, {"network-set", std::string(key), text});
  };
  const auto row = [&](std::string_view key, std::string_view label, std::string_view help) {
    if (const auto text = text_row(ui, fmt::format("layer/{}", key), column.take(kRowHeight * ui.type), label,
                                   spaced(layer_field(layer, key)), "", help))
      set(key, *text);
  };
  // A name may hold an x.
  if (const auto text = text_row(ui, "layer/name", column.take(kRowHeight * ui.type), "Name", layer.name, "",
                                 "What skips call it"))
    set("name", *text);
  constexpr std::array kinds{ChainLayer::Kind::conv, ChainLayer::Kind::transposed, ChainLayer::Kind::pool,
                             ChainLayer::Kind::nearest};
  std::vector<Choice> choices;
  for (const auto kind : kinds) choices.push_back({std::string(kind_name(kind)), {}, {}, true});
  if (const auto chosen =
          dropdown(ui, "layer/kind", column.take(kRowHeight * ui.type), "Kind", kind_name(layer.kind),
                   choices, "Convolution, transposed convolution, pooling, or every cell repeated"))
    set("kind", choices[*chosen].name);
  if (layer.weighted()) {
    row("channels", "Channels", "Of its output");
    row("groups", "Groups", "Blocks of channels that do not see each other; divides both channel counts");
  }
  if (layer.kind != ChainLayer::Kind::nearest)
    row("kernel", "Kernel", "A number, or one for each axis as 3 × 1");
  row("stride", "Stride", "A number, or one for each axis");
  if (layer.kind != ChainLayer::Kind::nearest) {
    row("padding", "Padding",
        "On both sides: a number, or one for each axis; or valid, same, same-lower, full");
    row("dilation", "Dilation", "A number, or one for each axis");
  }
  const auto choose = [&](std::string_view key, std::string_view label,
                          std::span<const std::string_view> names, std::string_view help) {
    std::vector<Choice> list;
    for (const std::string_view name : names) list.push_back({std::string(name), {}, {}, true});
    if (const auto chosen = dropdown(ui, fmt::format("layer/{}", key), column.take(kRowHeight * ui.type),
                                     label, layer_field(layer, key), list, help))
      set(key, list[*chosen].name);
  };
  if (layer.kind == ChainLayer::Kind::transposed) {
    row("output-padding", "Output padding",
        "A number, one for each axis, or none: for Keras 0 is another size");
    choose("dialect", "Dialect", field("dialect").choices, "Whose size rules hold");
  }
  choose("activation", "Activation", activation_names(),
         "Applied to every cell of its output; it changes no size");
  std::vector<Choice> skips{{"none", {}, {}, true}};
  for (std::size_t i = 0; i < *state.layer(); ++i)
    skips.push_back({state.chain().layers[i].name, {}, {}, true});
  if (const auto chosen =
          dropdown(ui, "layer/skip", column.take(kRowHeight * ui.type), "Joins", layer_field(layer, "skip"),
                   skips, "The earlier layer whose output is concatenated to its input"))
    set("skip", skips[*chosen].name);
}

void SizesLab::network_fields(const DeskUi& ui, Column& column, CommandTarget& target) {
  SizesState& state = ui.desk.state<SizesState>();
  const Chain chain = state.chain();
  title(ui, column, "Network");
  std::vector<Choice> presets;
  for (const Chain& preset : chain_presets()) presets.push_back({preset.name, {}, preset.title, true});
  if (const auto chosen = dropdown(ui, "network", column.take(kRowHeight * ui.type), "Network", chain.name,
                                   presets, "A network that people know, to begin with"))
    try_command(target, {"network", presets[*chosen].name});
  const std::string now = sizes_text(chain.size);
  const bool alike = std::ranges::all_of(chain.size, [&](Index n) { return n == chain.size[0]; });
  const SliderEdit edit = whole_slider(ui, column,
                                       {.id = "network/input",
                                        .label = "Input",
                                        .value = spaced(now),
                                        .typed = alike ? fmt::format("{}", chain.size[0]) : now,
                                        .now = chain.size[0],
                                        .least = 1,
                                        .most = kWidestInput,
                                        .help = "Size of the network's input, on all axes",
                                        .topic = "lab/sizes"});
  if (edit.moved)
    ui.desk.attempt([&] { state.apply(with_input(chain, fmt::format("{}", *edit.moved)), "input"); });
  if (edit.typed) try_command(target, {"network-input", *edit.typed});
  if (edit.ended) state.end_gesture();
  column.gap(6);
  const Rect title_row = column.take(30 * ui.type);
  ui.text({title_row.x, title_row.centre().y}, "Layer", 14, ui.colors.soft);
  const double half = (column.width() - 8) / 2;
  layer_fields(ui, column, target);
  column.gap(8);
  const auto pair = [&](std::string_view id, std::string_view words, std::string_view help,
                        std::string_view other, std::string_view other_words, std::string_view other_help) {
    const Rect row = column.take(38 * ui.type);
    if (framed_button(ui, fmt::format("network/{}", id), {row.x, row.y, half, 30 * ui.type}, words, 13.5,
                      help))
      try_command(target, {fmt::format("network-{}", id)});
    if (framed_button(ui, fmt::format("network/{}", other), {row.x + half + 8, row.y, half, 30 * ui.type},
                      other_words, 13.5, other_help))
      try_command(target, {fmt::format("network-{}", other)});
  };
  pair("add", "Add a layer", "Behind the chosen one, or at the end (A)", "remove", "Remove",
       "The chosen layer (Delete)");
  if (framed_button(ui, "network/graph", column.take(30 * ui.type), "Open in Networks", 13.5,
                    "The same layers as a graph: what each one sees, and its costs (G)"))
    try_command(target, {"network-graph"});
  column.gap(6);
  if (const auto path = text_row(ui, "network/open", column.take(kRowHeight * ui.type), "Open", "", "path …",
                                 "A network's .json file; it can also be dropped on the window"))
    try_command(target, {"network", *path});
  if (const auto path =
          text_row(ui, "network/save", column.take(kRowHeight * ui.type), "Save as", "", chain.name + ".json",
                   "A .json file, which convscope shape --network reads too"))
    try_command(target, {"network-save", *path});
}

void SizesLab::parameters(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  PanelColumn column(ui, "sizes/parameters", rect);
  switch (ui.desk.state<SizesState>().page) {
    case SizesPage::dialects: {
      setting_segments(ui, column.take(kSegmentHeight * ui.type), target, resize_settings().back());
      column.gap(10);
      if (ui.desk.state<SizesState>().resizes)
        resize_fields(ui, column, target);
      else
        operator_fields(ui, column, target);
      break;
    }
    case SizesPage::arithmetic:
    case SizesPage::ambiguity:
      operator_fields(ui, column, target);
      break;
    case SizesPage::solve:
      question_fields(ui, column, target);
      break;
    case SizesPage::network:
      network_fields(ui, column, target);
      break;
  }
}

}  // namespace convscope
