// The left panel: picture, factor, contenders with their parameters, the light that is reckoned in.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/labs/images/panels.hpp"
#include "app/ui/panel_column.hpp"
#include "app/ui/widgets.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/test_pictures.hpp"

namespace convscope {

namespace {

using Kind = KernelChoice::Kind;

struct KernelName {
  Kind kind;
  std::string_view name, help;
};
constexpr std::array kKernels{
    KernelName{Kind::standard, "standard", "Uniform for a transposed convolution, learned for the others"},
    KernelName{Kind::uniform, "uniform", "All taps equal"},
    KernelName{Kind::bilinear, "bilinear", "A triangle: interpolates where its size is twice the factor"},
    KernelName{Kind::gaussian, "gaussian", "A bell"},
    KernelName{Kind::random, "random", "As before training"},
    KernelName{Kind::icnr, "icnr", "Random, but the same for all phases"},
    KernelName{Kind::learned, "learned", "The best for this picture or for others, by least squares"},
    KernelName{Kind::own, "own", "Typed, as [1,2,1] or [1,2;3,4], or a .npy file"},
};

std::string_view kernel_name(Kind kind) {
  return std::ranges::find(kKernels, kind, &KernelName::kind)->name;
}

/// Applies to the settings as they are now; what is wrong becomes the message.
void change(const Ui& ui, const std::function<void(ImageSettings&)>& edit, const std::string& gesture = "") {
  ImagesState& state = ui.app.images();
  ui.app.attempt([&] {
    ImageSettings next = state.settings();
    edit(next);
    state.change(std::move(next), gesture);
  });
}

void change_one(const Ui& ui, std::size_t index, const std::function<void(Contender&)>& edit,
                const std::string& gesture = "") {
  change(
      ui, [&](ImageSettings& s) { edit(s.contenders[index]); }, gesture);
}

/// A slider of a whole number that is always within reach.
struct WholeSlider {
  std::string_view id, label;
  std::string value;
  Index now, least, most;
  std::string_view help, topic;
};
std::optional<Index> moved(const Ui& ui, Column& column, const WholeSlider& s) {
  const SliderEdit edit = slider(ui, column.take(kSliderHeight * ui.type),
                                 {.id = s.id,
                                  .label = s.label,
                                  .value = s.value,
                                  .typed = fmt::format("{}", s.now),
                                  .now = s.now,
                                  .least = s.least,
                                  .most = s.most,
                                  .possible_least = s.least,
                                  .possible_most = s.most,
                                  .help = s.help,
                                  .topic = s.topic});
  if (edit.ended) ui.app.images().end_gesture();
  if (edit.typed) {
    const auto typed = parse_index(*edit.typed);
    if (typed) return *typed;
    ui.app.tell(fmt::format("{}: '{}' is no whole number", s.label, *edit.typed), true);
  }
  return edit.moved;
}

}  // namespace

void panel_heading(const Ui& ui, Column& column, std::string_view words) {
  const Rect row = column.take(26 * ui.type);
  ui.text({row.x, row.centre().y}, words, 14, ui.colors.soft);
}

void SettingsPanel::picture(const Ui& ui, Column& column, CommandTarget& target) {
  const ImagesState& state = ui.app.images();
  panel_heading(ui, column, "Picture");
  std::vector<Choice> choices{
      {"Open a file…", "Ctrl+O", "Any PNG, JPEG, BMP, TGA, GIF or PNM; or drop it on the window", true},
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
  if (chosen && *chosen > 0)
    change(ui, [&](ImageSettings& s) {
      s.picture = *chosen == 1 ? std::string() : fmt::format("test:{}", test_pictures()[*chosen - 2].name);
    });
  const auto say = [&](const std::string& words, Color color) {
    if (words.empty()) return;
    const double height = ui.paragraph({}, words, 14, column.width(), color, false);
    const Rect place = column.take(height + 4);
    ui.paragraph({place.x, place.y}, words, 14, place.w, color);
  };
  if (state.ready()) say(fmt::format("{} × {} pixels", state.width(), state.height()), ui.colors.soft);
  say(state.picture_note(), ui.colors.soft);
  say(state.picture_problem(), ui.colors.warning);
  column.gap(6);
}

void SettingsPanel::factor(const Ui& ui, Column& column) {
  const Index now = ui.app.images().settings().factor;
  const auto next = moved(ui, column,
                          {"factor", "Factor", fmt::format("× {}", now), now, kLeastFactor, kMostFactor,
                           "The picture is reduced by this and enlarged by it again", "images/factor"});
  if (next)
    change(
        ui, [&](ImageSettings& s) { s = with_factor(s, *next); }, "slider/factor");
}

void SettingsPanel::add(const Ui& ui, const Rect& rect) {
  const ImageSettings& settings = ui.app.images().settings();
  const bool full = settings.contenders.size() >= kMostContenders;
  const bool clicked =
      text_button(ui, "add", rect, "+ Add", 14, full ? ui.colors.faint : ui.colors.accent,
                  full ? "Eight are as many as there is room for" : "One more way of enlarging",
                  Align::centre, Font::text_medium);
  std::vector<Choice> choices;
  for (const UpsamplingMethodInfo& method : upsampling_methods())
    choices.push_back({std::string(method.name), {}, std::string(method.help), true});
  const auto chosen = popup_list(ui, "add/list", rect, clicked && !full, choices, "", 190 * ui.type);
  if (!chosen) return;
  change(ui, [&](ImageSettings& s) {
    s.contenders.push_back(contender(static_cast<UpsamplingMethod>(*chosen), s.factor));
  });
  ui.app.images().stage.contender = ui.app.images().settings().contenders.size() - 1;
}

void SettingsPanel::learning(const Ui& ui, Column& column, CommandTarget& target) {
  const std::string& from = ui.app.images().settings().learn_from;
  const std::string name = from.empty() ? "this picture" : std::filesystem::path(from).filename().string();
  std::vector<Choice> choices{
      {"this picture", {}, "The fairest: each form with the best weights there are", true},
      {"a folder…", {}, "Photographs on which all learned kernels are fitted", true}};
  if (!from.empty()) choices.push_back({name, {}, from, true});
  const auto chosen = dropdown(ui, "learn-from", column.take(kRowHeight * ui.type), "Learns from", name,
                               choices, "What the kernel restores best", "images/kernel");
  if (chosen && *chosen == 0) try_command(target, {"learn-from", "none"});
  if (chosen && *chosen == 1) try_command(target, {"learn-from"});
}

void SettingsPanel::parameters(const Ui& ui, Column& column, std::size_t index, CommandTarget& target) {
  const Contender now = ui.app.images().settings().contenders[index];
  const Index factor = ui.app.images().settings().factor;
  std::vector<Choice> methods;
  for (const UpsamplingMethodInfo& method : upsampling_methods())
    methods.push_back({std::string(method.name), {}, std::string(method.help), true});
  const auto method = dropdown(ui, "method", column.take(kRowHeight * ui.type), "Method", name_of(now),
                               methods, "How it is enlarged", "images/method");
  if (method)
    change_one(ui, index, [&](Contender& c) {
      const Index layers = c.layers;
      c = contender(static_cast<UpsamplingMethod>(*method), factor);
      c = with_layers(c, layers, factor);
    });
  if (info(now.choice.method).has_kernel) {
    std::vector<Choice> kernels;
    for (const KernelName& kernel : kKernels)
      kernels.push_back({std::string(kernel.name), {}, std::string(kernel.help), true});
    const Kind kind = now.choice.kernel.kind;
    const auto kernel = dropdown(ui, "kernel", column.take(kRowHeight * ui.type), "Kernel", kernel_name(kind),
                                 kernels, "Where the weights come from", "images/kernel");
    if (kernel && kKernels[*kernel].kind == Kind::own)
      ui.editor().open("own-kernel", "[1,2,1]");
    else if (kernel)
      change_one(ui, index, [&](Contender& c) {
        c.choice.kernel.kind = kKernels[*kernel].kind;
        c.choice.kernel.own = {};
      });
    if (kind == Kind::own || ui.editor().is_open("own-kernel")) {
      const auto typed = text_row(ui, "own-kernel", column.take(kRowHeight * ui.type), "Weights", "",
                                  "[1,2,1]", "Rows and columns of numbers, or a .npy file", "images/kernel");
      if (typed) change_one(ui, index, [&](Contender& c) { c.choice.kernel = parse_kernel(*typed); });
    }
    if (kind != Kind::own) {
      const Index size = kernel_size(now.choice);
      const auto taps = moved(ui, column,
                              {"size", "Size", fmt::format("{} × {}", size, size), size, 1, kMostTaps,
                               "The kernel's taps along a side", "images/size"});
      if (taps)
        change_one(
            ui, index, [&](Contender& c) { c.choice.taps = *taps; }, "slider/size");
    }
    if (kind == Kind::random || kind == Kind::icnr) {
      const auto seed_now = static_cast<Index>(now.choice.kernel.seed);
      const auto seed = moved(ui, column,
                              {"seed", "Seed", fmt::format("{}", seed_now), std::min<Index>(seed_now, 99), 0,
                               99, "Another number, other weights", "images/kernel"});
      if (seed)
        change_one(
            ui, index, [&](Contender& c) { c.choice.kernel.seed = static_cast<std::uint64_t>(*seed); },
            "slider/seed");
    }
  }
  if (needs_examples(now.choice)) learning(ui, column, target);
  const Rect row = column.take(kRowHeight * ui.type);
  ui.explain(ui.touch("layers/label", {row.x, row.y, row.w * 0.45, row.h}),
             "So many of it one after the other; the factor must be a power", "images/layers");
  ui.text({row.x, row.centre().y}, "Layers", 15, ui.colors.soft);
  constexpr std::array<std::string_view, 3> counts{"1", "2", "3"};
  const Rect place{row.x + row.w * 0.48, row.y + 1, row.w * 0.52, row.h - 2};
  if (const auto layers = segments(ui, "layers", place, counts, static_cast<std::size_t>(now.layers - 1)))
    change_one(ui, index, [&](Contender& c) { c = with_layers(c, static_cast<Index>(*layers) + 1, factor); });
  if (!can_repair(now.choice.method)) return;
  if (toggle(ui, "repair", column.take(kRowHeight * ui.type), "Repaired", now.choice.repair,
             now.choice.method == UpsamplingMethod::conv_transpose
                 ? "The nearest kernel with equal phase sums: a constant stays constant"
                 : "The nearest sub-kernels that are all equal, as ICNR begins"))
    try_command(target, {"repair"});
}

void SettingsPanel::contenders(const Ui& ui, Column& column, CommandTarget& target) {
  ImagesState& state = ui.app.images();
  ImageStage& stage = state.stage;
  const Rect head = column.take(30 * ui.type);
  ui.text({head.x, head.centre().y}, "Contenders", 14, ui.colors.soft);
  add(ui, {head.right() - 58 * ui.type, head.y + 2, 62 * ui.type, head.h - 4});
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
                  .fill = open ? mix(ui.colors.window, ui.colors.accent, 0.12) : ui.colors.cell});
    draw_icon(ui, open ? Icon::caret_down : Icon::caret_right, {row.x, row.centre().y}, 8 * ui.type,
              open ? ui.colors.accent : ui.colors.faint);
    const double x = row.x + 14, room = (touch.hovered || out.hovered ? cross.x : wide.right() - 6) - x - 2;
    const Contender& c = state.settings().contenders[i];
    const double name = ui.text_within({x, row.centre().y}, name_of(c), 15, room, ui.colors.ink,
                                       open ? Font::text_bold : Font::text_medium);
    if (room - name > 36)
      ui.text_within({x + name + 7, row.centre().y}, detail_of(c), 13, room - name - 7, ui.colors.soft);
    if (touch.hovered || out.hovered)
      draw_icon(ui, Icon::close, cross.centre(), 12 * ui.type, out.hovered ? ui.colors.ink : ui.colors.faint);
    if (touch.clicked) stage.contender = i;
    if (out.clicked) removed = i;
    if (open) {
      column.gap(2);
      parameters(ui, column, i, target);
      column.gap(8);
    }
    ImGui::PopID();
  }
  if (!removed) return;
  change(ui, [&](ImageSettings& s) {
    s.contenders.erase(s.contenders.begin() + static_cast<std::ptrdiff_t>(*removed));
  });
  if (stage.contender > *removed) --stage.contender;
}

void SettingsPanel::light(const Ui& ui, Column& column) {
  const bool linear = ui.app.images().settings().linear_light;
  if (toggle(ui, "light", column.take(kRowHeight * ui.type), "Linear light", linear,
             "Networks reckon with sRGB values as they are; light itself adds up only in linear values"))
    change(ui, [](ImageSettings& s) { s.linear_light = !s.linear_light; });
  const std::string_view words = linear ? "Reduced and enlarged as light adds up; shown and measured as sRGB."
                                        : "Reckoned with sRGB values, as networks do.";
  const double height = ui.paragraph({}, words, 13, column.width(), ui.colors.soft, false);
  const Rect place = column.take(height + 8);
  ui.paragraph({place.x, place.y}, words, 13, place.w, ui.colors.soft);
}

void SettingsPanel::draw(const Ui& ui, const Rect& rect, CommandTarget& target) {
  PanelColumn column(ui, "images/settings", rect);
  picture(ui, column, target);
  factor(ui, column);
  column.gap(4);
  contenders(ui, column, target);
  column.gap(8);
  light(ui, column);
}

}  // namespace convscope
