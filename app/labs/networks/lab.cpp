#include "app/labs/networks/lab.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/desk/file_commands.hpp"
#include "app/desk/panels.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/panel_column.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr double kText = 14;

/// Before there is a network: what is under way, what went wrong, or what to do.
void hint(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const NetworksState& state = ui.desk.state<NetworksState>();
  const bool wrong = !state.problem().empty();
  const std::string head = state.reading() ? "Reading the network…"
                           : wrong         ? "The network cannot be shown"
                                           : "No network is open";
  const std::string words =
      state.reading() ? std::string("Its layers are followed, and flat pictures sent through it.")
      : wrong         ? state.problem()
                      : std::string(
                    "Drop an .onnx, .safetensors or .pth file on the window, or TF.js's model.json; or press "
                            "Ctrl+O. Nothing in a file is executed.");
  const double width = std::min(rect.w - 80, 480 * ui.type);
  const Point middle = rect.centre();
  ui.text({middle.x, middle.y - 46 * ui.type}, head, 20, ui.colors.ink, Font::text_bold, Align::centre);
  const double high = ui.paragraph({middle.x - width / 2, middle.y - 16 * ui.type}, words, 16, width,
                                   wrong ? ui.colors.warning : ui.colors.soft);
  if (state.reading()) return;
  const Rect button{middle.x - 110 * ui.type, middle.y + high + 4 * ui.type, 220 * ui.type, 36 * ui.type};
  if (filled_button(ui, "networks/example", button, "Open an example", 15,
                    "A small trained decoder whose transposed convolution prints a grid"))
    try_command(target, {"networks-example"});
}

std::string numbers(const std::vector<Index>& values) {
  return fmt::format("{}", fmt::join(values, " × "));
}

void panel_title(const DeskUi& ui, Column& column, std::string_view words) {
  const Rect row = column.take(28 * ui.type);
  ui.text_within({row.x, row.centre().y}, words, 16, row.w, ui.colors.ink, Font::text_bold);
}

/// A button of the right panel that runs a command.
void command_button(const DeskUi& ui, Column& column, CommandTarget& target, std::string_view words,
                    std::string_view help, const CommandWords& command) {
  const Rect place = column.take(32 * ui.type);
  const std::string id = fmt::format("{}", fmt::join(command, "/"));
  if (framed_button(ui, id, place, words, kText, help))
    ui.desk.attempt([&] { run_command(target, command); });
  column.gap(6);
}

/// What mends all enlarging layers.
void repairs(const DeskUi& ui, Column& column, CommandTarget& target) {
  const NetworksState& state = ui.desk.state<NetworksState>();
  const OpenedNetworkPtr opened = state.opened();
  if (!opened->network.has_graph() ||
      std::ranges::none_of(opened->report.layers,
                           [](const NetworkLayer& each) { return each.diagnosis && each.diagnosis->known; }))
    return;
  column.gap(8);
  panel_title(ui, column, "Repair");
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kRepairs{
      {{"phase-sums", "Equal phase sums"}, {"sub-kernels", "Equal sub-kernels"}, {"order-2", "Order 2"}}};
  for (const auto& [name, words] : kRepairs) {
    const bool on = state.repair() && *state.repair() == parse_repair(name);
    const Rect place = column.take(32 * ui.type);
    const std::string help =
        "The least change of all enlarging layers that does it; click again to take it back";
    const bool clicked = on ? filled_button(ui, name, place, words, kText, help)
                            : framed_button(ui, name, place, words, kText, help);
    if (clicked) try_command(target, {"networks-repair", on ? "none" : std::string(name)});
    column.gap(6);
  }
  if (state.repaired())
    command_button(ui, column, target, "Save repaired network…", "As .onnx, or its weights as .safetensors",
                   {"networks-save-all"});
}

/// What there is to know of one layer; `grid`: of a network that prints one.
void layer_rows(const DeskUi& ui, PanelColumn& column, const NetworkLayer& layer, bool grid) {
  const auto row = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    const Rect place = column.take(24 * ui.type);
    ui.text({place.x, place.centre().y}, name, kText, ui.colors.soft);
    ui.text({place.right(), place.centre().y}, value, kText, ui.colors.ink, Font::number, Align::right);
  };
  row("operator", layer.op);
  row("kernel", numbers(layer.kernel));
  row("stride", numbers(layer.stride));
  if (std::ranges::any_of(layer.dilation, [](Index d) { return d != 1; }))
    row("dilation", numbers(layer.dilation));
  if (!layer.padding.empty()) row("padding", to_string(Padding{Padding::Rule::numbers, layer.padding}));
  if (std::ranges::any_of(layer.output_padding, [](Index n) { return n != 0; }))
    row("output padding", numbers(layer.output_padding));
  if (layer.in && layer.out) row("channels", fmt::format("{} > {}", *layer.in, *layer.out));
  if (layer.groups > 1) row("groups", fmt::format("{}", layer.groups));
  row("output", output_label(layer));
  row("sees", numbers(layer.receptive_field));
  row("parameters", amount_text(layer.parameters));
  row("multiply-adds", amount_text(layer.multiply_adds));
  if (layer.levels) row("grid, grey levels", levels_text(*layer.levels));
  if (layer.diagnosis && layer.diagnosis->known) {
    row("phase spread", fmt::format("{:.2g}", layer.diagnosis->phase_spread));
    if (layer.diagnosis->imaging) row("imaging", fmt::format("{:.2g}", *layer.diagnosis->imaging));
    if (layer.diagnosis->order) row("approximation order", fmt::format("{}", *layer.diagnosis->order));
    column.gap(4);
    note(ui, column, layer.diagnosis->verdict, grid ? ui.colors.warning : ui.colors.soft);
    for (const std::string& trap : layer.diagnosis->traps) note(ui, column, trap, ui.colors.soft);
  }
}

/// The command that a spot of the stage stands for: "kernel/2/5" is networks-kernel 2 5.
CommandWords meant_by(std::string_view spot) {
  CommandWords words;
  for (const std::string_view word : split(spot, '/')) words.emplace_back(word);
  words[0] = "networks-" + words[0];
  return words;
}

}  // namespace

void NetworksLab::stage(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  NetworksState& state = ui.desk.state<NetworksState>();
  ui.begin_panel("networks", rect, ui.colors.stage);
  ui.desk.session.stage_width = rect.w;
  ui.desk.session.stage_height = rect.h;
  ui.desk.session.stage_corner = ui.desk.session.whole_corner = {rect.x, rect.y};
  Style style = ui.desk.style(rect.w, rect.h);
  style.type = ui.type;
  style.title = false;
  std::optional<SizePage> page;
  ui.desk.attempt([&] { page = state.draw(style); });
  if (!page) {
    hint(ui, rect, target);
    return ui.end_panel();
  }
  page->picture.background = {};
  ui.draw(page->picture, {rect.x, rect.y});
  const Touch touch = ui.touch("networks/stage", rect);
  offer_spots("networks/stage", rect, page->spots);
  const Point at{touch.at.x - rect.x, touch.at.y - rect.y};
  for (const Spot& spot : page->spots) {
    if (!touch.hovered || !spot.rect.contains(at)) continue;
    ui.explain(touch, spot.help, "networks/chain");
    ui.hand(Ui::Hand::pointing);
    if (touch.clicked) ui.desk.attempt([&] { run_command(target, meant_by(spot.id)); });
    if (touch.hovered && spot.id.starts_with("layer/") && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
      try_command(target, {"networks-zoom", "layer"});
  }
  const float wheel = ImGui::GetIO().MouseWheel;
  if (touch.hovered && wheel != 0 && !state.shows_pictures())
    try_command(target, {"networks-zoom", wheel > 0 ? "in" : "out"});
  if (state.reading() || state.repairing() || state.running()) {
    const double done = state.reading() ? state.progress() : state.running() ? state.run_progress() : -1;
    const std::string what = state.reading() ? "reading" : state.repairing() ? "repairing" : "running";
    const std::string words =
        done > 0 && done < 1 ? fmt::format("{} {:.0f} % (X stops)", what, 100 * done) : what + "…";
    const double width = ui.width_of(words, 14) + 24;
    const Rect mark{rect.right() - width - 12, rect.y + 8, width, 28 * ui.type};
    ui.draw(Box{.rect = mark, .radius = mark.h / 2, .fill = ui.colors.cell});
    ui.text(mark.centre(), words, 14, ui.colors.soft, Font::text, Align::centre);
  }
  ui.end_panel();
}

void NetworksLab::list(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const NetworksState& state = ui.desk.state<NetworksState>();
  PanelColumn column(ui, "networks/list", rect);
  const OpenedNetworkPtr opened = state.opened();
  if (!opened) {
    note(ui, column, "The layers of a network stand here.", ui.colors.soft);
    return;
  }
  const NetworkReport& report = opened->report;
  const Rect title = column.take(26 * ui.type);
  ui.text_within({title.x, title.centre().y}, file_name(opened->path), 16, title.w, ui.colors.ink,
                 Font::text_bold);
  note(ui, column,
       fmt::format("{}, {} layers, {} parameters", report.format, report.layers.size(),
                   amount_text(report.parameters)),
       ui.colors.soft);
  column.gap(10);
  for (std::size_t i = 0; i < report.layers.size(); ++i) {
    const NetworkLayer& layer = report.layers[i];
    const Rect row = column.take(26 * ui.type);
    const Rect ground{row.x - 8, row.y, row.w + 16, row.h};
    const bool now = state.layer() == i;
    const float top = static_cast<float>(row.y), left = static_cast<float>(row.x);
    if (now && std::exchange(shown_, i) != i) ImGui::SetScrollFromPosY(top - ImGui::GetWindowPos().y, 0.5F);
    if (!ImGui::IsRectVisible({left, top}, {left + 1, static_cast<float>(row.bottom())})) continue;
    const Touch touch = ui.touch(fmt::format("layer/{}", i), ground);
    const bool grid = prints_grid(report, layer);
    if (now || touch.hovered)
      ui.draw(
          Box{.rect = ground, .radius = 6, .fill = now ? ui.colors.accent.with_alpha(0.14) : ui.colors.cell});
    ui.explain(touch, layer.diagnosis ? layer.diagnosis->verdict : layer_label(layer), "networks/chain");
    const std::string label = layer_label(layer);
    const double wide = ui.width_of(label, 13, Font::number);
    const Color color = grid                           ? ui.colors.warning
                        : layer.kernel.empty() && !now ? ui.colors.soft
                                                       : ui.colors.ink;
    ui.text_within({row.x, row.centre().y}, layer.name, kText, std::max(30.0, row.w - wide - 12), color,
                   grid || now ? Font::text_bold : Font::text);
    ui.text({row.right(), row.centre().y}, label, 13, grid ? ui.colors.warning : ui.colors.soft, Font::number,
            Align::right);
    if (touch.clicked) try_command(target, {"networks-layer", fmt::format("{}", i)});
  }
}

void NetworksLab::facts(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const NetworksState& state = ui.desk.state<NetworksState>();
  PanelColumn column(ui, "networks/facts", rect);
  const OpenedNetworkPtr opened = state.opened();
  if (!opened || opened->report.layers.empty()) return;
  const NetworkReport& report = opened->report;
  const NetworkLayer& layer = state.chosen();
  const bool grid =
      std::ranges::any_of(report.layers, [&](const NetworkLayer& each) { return prints_grid(report, each); });
  note(ui, column, network_verdict(report),
       grid          ? ui.colors.warning
       : report.flat ? ui.colors.output_text
                     : ui.colors.soft);
  for (const std::string& word : report.warnings) note(ui, column, word, ui.colors.warning);
  if (!report.unsupported.empty())
    note(ui, column, fmt::format("Not known here: {}", fmt::join(report.unsupported, ", ")),
         ui.colors.warning);
  column.gap(10);
  panel_title(ui, column, layer.name);
  if (state.zoom() == NetworkZoom::layer && opened->network.has_graph()) looking(ui, column, target);
  layer_rows(ui, column, layer, grid);
  column.gap(12);
  const bool weighs = layer.op == "Conv" || layer.op == "ConvTranspose" || layer.op == "weights";
  if (weighs && !layer.kernel.empty()) {
    const bool weights = state.has_kernels();
    if (state.zoom() < (weights ? NetworkZoom::cell : NetworkZoom::layer))
      command_button(ui, column, target, "Nearer",
                     "What it sees, its kernels, one of them, one weight (Enter)", {"networks-in"});
    if (weights)
      command_button(ui, column, target, "Open in Explore",
                     "With the mean of its kernels, or the one that is looked at (E)", {"networks-explore"});
    command_button(ui, column, target, "Open in Sizes", "With its numbers (Z)", {"networks-sizes"});
    if (weights)
      command_button(ui, column, target, "Save weights…", "As .npy, in PyTorch's layout", {"networks-save"});
  }
  if (opened->weights_alone && !layer.kernel.empty()) {
    const auto said =
        text_row(ui, "networks-is", column.take(kRowHeight * ui.type), "It is", state.stated(), "tconv s2 p1",
                 "What this weight is: conv or tconv, stride, padding, dilation, "
                 "output padding, groups; remembered beside the file",
                 "lab/networks");
    if (said) {
      const CommandWords words{"networks-is", said->empty() ? "nothing" : *said};
      ui.desk.attempt([&] { run_command(target, words); });
    }
    column.gap(6);
  }
  if (opened->network.has_graph()) {
    command_button(ui, column, target, "Network in Sizes", "As a chain whose layers can be changed",
                   {"networks-to-sizes"});
    running(ui, column, target);
  }
  repairs(ui, column, target);
}

/// From where the effective field is looked.
void NetworksLab::looking(const DeskUi& ui, Column& column, CommandTarget& target) {
  const NetworksState& state = ui.desk.state<NetworksState>();
  if (!state.field()) return;
  const double high = kRowHeight * ui.type;
  const auto cell = text_row(ui, "networks-field-cell", column.take(high), "Field of cell",
                             fmt::format("{}", fmt::join(state.field()->cell, ",")), "middle",
                             "Which cell of the layer's output, as 20,21; middle when empty", "lab/networks");
  if (cell) try_command(target, {"networks-field-cell", cell->empty() ? "middle" : *cell});
  const auto channel =
      text_row(ui, "networks-field-channel", column.take(high), "Of channel",
               state.field_channel() ? fmt::format("{}", *state.field_channel()) : "all", "all",
               "Which of its channels, counted from 0; the sum of all when empty", "lab/networks");
  if (channel) try_command(target, {"networks-field-channel", channel->empty() ? "all" : *channel});
  column.gap(6);
}

/// A picture through the network.
void NetworksLab::running(const DeskUi& ui, Column& column, CommandTarget& target) {
  const NetworksState& state = ui.desk.state<NetworksState>();
  column.gap(8);
  panel_title(ui, column, "Run");
  const bool there = !state.photograph().empty();
  const auto close = [&] {
    command_button(ui, column, target, "Close the picture", "Takes it out of the network",
                   {"networks-run", "none"});
  };
  if (!state.can_run()) {
    note(ui, column, "Its layers have no weights: no picture can be sent through it.", ui.colors.soft);
    return there ? close() : void();
  }
  command_button(ui, column, target, there ? "Another picture…" : "Run on a picture…",
                 "Sent through the network; or drop one on the window", {"networks-run"});
  const auto white = text_row(ui, "networks-range", column.take(kRowHeight * ui.type), "White is",
                              format_value(state.range()), "1", "At the network's input and output, 1 or 255",
                              "lab/networks");
  if (white) try_command(target, {"networks-range", *white});
  column.gap(6);
  if (!there) return;
  constexpr std::array<std::string_view, 2> kShown{"Chain", "Pictures"};
  const auto shown = segments(ui, "show", column.take(32 * ui.type), kShown, state.shows_pictures() ? 1 : 0);
  if (shown) try_command(target, {"networks-show", *shown == 1 ? "pictures" : "chain"});
  column.gap(6);
  command_button(ui, column, target, "Save what comes out…", "As .png or .npy", {"networks-output"});
  close();
}

void NetworksLab::draw(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  const Columns columns = lab_columns(ui, area, 0);
  stage(ui, columns.middle, target);
  if (columns.left.w > 0) list(ui, columns.left, target);
  if (columns.right.w > 0) facts(ui, columns.right, target);
}

}  // namespace convscope
