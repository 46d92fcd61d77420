// The left panel: picture, factor, contenders, results of others, the light that is reckoned in.
#include "app/labs/images/settings_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "core/base/numbers.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

namespace {

bool is_network_row(std::size_t row) {
  return row == static_cast<std::size_t>(UpsamplingMethod::network);
}

void picture_rows(const DeskUi& ui, Column& column, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const Rect head = column.take(26 * ui.type);
  ui.text({head.x, head.centre().y}, "Picture", 14, ui.colors.soft);
  std::vector<Choice> choices{
      {"Open a file…", "Ctrl+O", "Any " + image_format_names() + "; or drop it on the window", true},
      {"Photograph", "", "The one that comes with the platform", true}};
  for (const TestPictureInfo& test : test_pictures())
    choices.push_back({std::string(test.title), "test", std::string(test.help), true});
  const Rect row = column.take(kRowHeight * ui.type);
  const Touch touch = ui.touch("picture", row);
  ui.explain(touch, "The picture that is reduced and enlarged again", "images/picture");
  if (touch.hovered)
    ui.draw(Box{.rect = {row.x - 8, row.y, row.w + 16, row.h}, .radius = 6, .fill = ui.colors.cell});
  const std::string name = state.picture_name();
  ui.text_within({row.x, row.centre().y}, name.empty() ? "none" : name, 16, row.w - 24, ui.colors.ink,
                 Font::text_bold);
  draw_icon(ui, Icon::caret_down, {row.right() - 5, row.centre().y}, 10 * ui.type, ui.colors.ink);
  const auto chosen = popup_list(ui, "picture/list", row, touch.clicked, choices, name, 200 * ui.type);
  if (chosen && *chosen == 0) try_command(target, {"open"});
  if (chosen && *chosen == 1) try_command(target, {"picture"});
  if (chosen && *chosen > 1)
    try_command(target, {"test-picture", std::string(test_pictures()[*chosen - 2].name)});
  const auto say = [&](const std::string& words, Color color) {
    if (!words.empty()) note(ui, column, words, color);
  };
  if (state.ready()) say(fmt::format("{} × {} pixels", state.width(), state.height()), ui.colors.soft);
  say(state.picture_kind(), ui.colors.soft);
  say(state.picture_note(), ui.colors.soft);
  say(state.picture_problem(), ui.colors.warning);
  column.gap(6);
}

void factor_rows(const DeskUi& ui, Column& column, CommandTarget& target) {
  const Index now = ui.desk.state<ImagesState>().settings().factor;
  settings_slider(ui, column, target,
                  {.id = "factor",
                   .label = "Factor",
                   .value = fmt::format("× {}", now),
                   .typed = fmt::format("{}", now),
                   .now = now,
                   .least = kLeastFactor,
                   .most = kMostFactor,
                   .help = "The picture is reduced by this and enlarged by it again",
                   .topic = "images/factor"},
                  [](ImageSettings& s, Index factor) { s = with_factor(s, factor); });
}

void add_button(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const ImageSettings& settings = ui.desk.state<ImagesState>().settings();
  const bool full = settings.contenders.size() >= kMostContenders;
  const bool clicked =
      text_button(ui, "add", rect, "+ Add", 14, full ? ui.colors.faint : ui.colors.accent,
                  full ? "Eight are as many as there is room for" : "One more way of enlarging",
                  Align::centre, Font::text_medium);
  const std::vector<Choice> choices = method_choices();
  const auto chosen = popup_list(ui, "add/list", rect, clicked && !full, choices, "", 190 * ui.type);
  if (chosen && is_network_row(*chosen)) try_command(target, {"add-network"});
  if (chosen && !is_network_row(*chosen)) try_command(target, {"add-contender", choices[*chosen].name});
}

void contenders(const DeskUi& ui, Column& column, CommandTarget& target) {
  ImagesState& state = ui.desk.state<ImagesState>();
  ImageStage& stage = state.stage;
  const Rect head = column.take(30 * ui.type);
  ui.text({head.x, head.centre().y}, "Contenders", 14, ui.colors.soft);
  add_button(ui, {head.right() - 58 * ui.type, head.y + 2, 62 * ui.type, head.h - 4}, target);
  std::optional<std::size_t> removed;
  for (std::size_t i = 0; i < state.settings().contenders.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const bool open = i == stage.contender;
    const Rect row = column.take(30 * ui.type);
    const Rect wide{row.x - 10, row.y + 1, row.w + 20, row.h - 2};
    const Rect cross{wide.right() - 28, wide.y, 26, wide.h};
    const Touch out = ui.touch("remove", cross);
    const Touch touch = ui.touch("row", {wide.x, wide.y, wide.w - 30, wide.h});
    ui.explain(touch,
               open ? "Its parameters are below" : "Unfolds its parameters; Why and Plots are about it",
               "images/contender");
    ui.explain(out, "Takes it out (Ctrl+Z brings it back)");
    if (open || touch.hovered || out.hovered)
      ui.draw(Box{.rect = wide,
                  .radius = 7,
                  .fill = open ? mix(ui.colors.window, ui.colors.accent, 0.12) : ui.colors.cell,
                  .stroke = open ? ui.colors.border : Color{}});
    draw_icon(ui, open ? Icon::caret_down : Icon::caret_right, {row.x, row.centre().y}, 8 * ui.type,
              open ? ui.colors.accent : ui.colors.faint);
    const double x = row.x + 14, room = (touch.hovered || out.hovered ? cross.x : wide.right() - 6) - x - 2;
    const UpsamplingChoice& c = state.settings().contenders[i];
    const double name = ui.text_within({x, row.centre().y}, name_of(c), 15, room, ui.colors.ink,
                                       open ? Font::text_bold : Font::text_medium);
    if (room - name > 36)
      ui.text_within({x + name + 7, row.centre().y}, describe(c), 13, room - name - 7, ui.colors.soft);
    if (touch.hovered || out.hovered)
      draw_icon(ui, Icon::close, cross.centre(), 12 * ui.type, out.hovered ? ui.colors.ink : ui.colors.faint);
    if (touch.clicked) try_command(target, {"choose-contender", fmt::format("{}", i + 1)});
    contender_menu(ui, touch, i, target);
    if (out.clicked) removed = i;
    if (open) {
      column.gap(2);
      draw_contender_parameters(ui, column, target);
      column.gap(8);
    }
    ImGui::PopID();
  }
  if (removed) try_command(target, {"remove-contender", fmt::format("{}", *removed + 1)});
}

/// What others made of the picture.
void results(const DeskUi& ui, Column& column, CommandTarget& target) {
  ImagesState& state = ui.desk.state<ImagesState>();
  const ImageSettings& settings = state.settings();
  const Rect head = column.take(30 * ui.type);
  ui.explain(ui.touch("results/label", {head.x, head.y, head.w * 0.6, head.h}),
             "Pictures that others made of this one, measured as they are; drop the truth and them together",
             "images/results");
  ui.text({head.x, head.centre().y}, "Results of others", 14, ui.colors.soft);
  const bool full = settings.results.size() >= kMostResults;
  if (text_button(ui, "result", {head.right() - 58 * ui.type, head.y + 2, 62 * ui.type, head.h - 4}, "+ Add",
                  14, full ? ui.colors.faint : ui.colors.accent,
                  full ? "Eight are as many as there is room for" : "A picture that others made of this one",
                  Align::centre, Font::text_medium) &&
      !full)
    try_command(target, {"result"});
  std::optional<std::size_t> removed;
  for (std::size_t i = 0; i < settings.results.size(); ++i) {
    const std::size_t subject = 2 + settings.contenders.size() + i;
    const Rect row = column.take(30 * ui.type);
    const Rect wide{row.x - 10, row.y + 1, row.w + 20, row.h - 2};
    const Rect cross{wide.right() - 28, wide.y, 26, wide.h};
    const Touch out = ui.touch(fmt::format("result/{}/remove", i), cross);
    const Touch touch = ui.touch(fmt::format("result/{}", i), {wide.x, wide.y, wide.w - 30, wide.h});
    const std::string problem = state.subject_problem(subject);
    ui.explain(touch, problem.empty() ? state.subject_detail(subject) : problem, "images/results");
    ui.explain(out, "Takes it out (Ctrl+Z brings it back)");
    const bool shown = subject == state.stage.second, over = touch.hovered || out.hovered;
    if (shown || over)
      ui.draw(Box{.rect = wide,
                  .radius = 7,
                  .fill = shown ? mix(ui.colors.window, ui.colors.accent, 0.12) : ui.colors.cell});
    ui.text_within({row.x + 14, row.centre().y}, state.subject_name(subject), 15,
                   (over ? cross.x : wide.right() - 6) - row.x - 16,
                   problem.empty() ? ui.colors.ink : ui.colors.warning, Font::text_medium);
    if (over)
      draw_icon(ui, Icon::close, cross.centre(), 12 * ui.type, out.hovered ? ui.colors.ink : ui.colors.faint);
    if (touch.clicked) state.stage.second = subject;
    if (out.clicked) removed = i;
  }
  if (removed) try_command(target, {"remove-result", fmt::format("{}", *removed + 1)});
  if (settings.results.empty()) return;
  if (toggle(
          ui, "align", column.take(kRowHeight * ui.type), "Align them", settings.align_results,
          "Other sizes are placed, and parts of a pixel moved, where they fit best; what was done is said"))
    try_command(target, {"align-results"});
  for (std::size_t i = 0; i < settings.results.size(); ++i) {
    const std::size_t subject = 2 + settings.contenders.size() + i;
    const std::string detail = state.subject_detail(subject), problem = state.subject_problem(subject);
    if (!problem.empty())
      note(ui, column, problem, ui.colors.warning);
    else if (detail != "result")
      note(ui, column, fmt::format("{} {}.", state.subject_name(subject), detail.substr(8)), ui.colors.soft);
  }
}

void reduction(const DeskUi& ui, Column& column, CommandTarget& target) {
  const Degradation& d = ui.desk.state<ImagesState>().settings().degradation;
  std::vector<Choice> filters;
  for (std::string_view name : reducing_filters())
    filters.push_back({std::string(name), {}, name == "area" ? "Means of blocks" : "Antialiased", true});
  const auto chosen =
      dropdown(ui, "reduce-by", column.take(kRowHeight * ui.type), "Reduced by", name_of(d.filter), filters,
               "How the picture is made smaller", "images/factor");
  if (chosen) try_command(target, {"reduce-by", filters[*chosen].name});
  const auto number = [&](std::string_view command, std::string_view label, const std::string& now,
                          std::string_view hint, std::string_view help) {
    const auto typed = text_row(ui, std::string(command), column.take(kRowHeight * ui.type), label, now, hint,
                                help, "images/factor");
    if (typed) try_command(target, {std::string(command), *typed});
  };
  number("blur", "Blur", d.blur > 0 ? format_value(d.blur) : "0", "1.5",
         "A Gaussian before reducing: its standard deviation in pixels of the original");
  number("noise", "Noise",
         d.seed > 0 ? fmt::format("{}:{}", format_value(d.noise), d.seed) : format_value(d.noise), "5:1",
         "On the small picture: its standard deviation in grey levels, and after a colon its seed");
  number("jpeg", "JPEG", d.jpeg > 0 ? fmt::format("{}", d.jpeg) : "off", "off",
         "The small picture as a JPEG of quality 1 to 100 leaves it");
}

void light(const DeskUi& ui, Column& column, CommandTarget& target) {
  const bool linear = ui.desk.state<ImagesState>().settings().linear_light;
  if (toggle(ui, "light", column.take(kRowHeight * ui.type), "Linear light", linear,
             "Networks reckon with sRGB values as they are; light itself adds up only in linear values"))
    try_command(target, {"linear-light"});
  const std::string_view words = linear ? "Reduced and enlarged as light adds up; shown and measured as sRGB."
                                        : "Reckoned with sRGB values, as networks do.";
  note(ui, column, words, ui.colors.soft);
}

}  // namespace

std::vector<Choice> method_choices() {
  std::vector<Choice> methods;
  for (const UpsamplingMethodInfo& method : upsampling_methods())
    methods.push_back({std::string(method.name), {}, std::string(method.help), true});
  methods[static_cast<std::size_t>(UpsamplingMethod::network)] = {
      "network…", {}, "A network from a file that enlarges by the factor; or drop one here", true};
  return methods;
}

void settings_slider(const DeskUi& ui, Column& column, CommandTarget& target, const SliderLook& look,
                     const std::function<void(ImageSettings&, Index)>& edit) {
  ImagesState& state = ui.desk.state<ImagesState>();
  const SliderEdit moved = whole_slider(ui, column, look);
  if (moved.moved)
    ui.desk.attempt([&] {
      ImageSettings next = state.settings();
      edit(next, *moved.moved);
      state.change(std::move(next), fmt::format("slider/{}", look.id));
    });
  if (moved.ended) state.end_gesture();
  if (moved.typed) try_command(target, {std::string(look.id), *moved.typed});
}

void draw_image_settings(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  PanelColumn column(ui, "images/settings", rect);
  picture_rows(ui, column, target);
  factor_rows(ui, column, target);
  column.gap(4);
  contenders(ui, column, target);
  column.gap(4);
  results(ui, column, target);
  column.gap(8);
  reduction(ui, column, target);
  column.gap(4);
  light(ui, column, target);
}

}  // namespace convscope
