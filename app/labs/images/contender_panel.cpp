// The parameters of the contender that is unfolded, in the left panel.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/labs/images/settings_panel.hpp"
#include "core/base/numbers.hpp"
#include "core/enlarging/kernel_text.hpp"

namespace convscope {

namespace {

using Kind = KernelChoice::Kind;

/// More can be typed.
constexpr Index kMostSlidSeed = 99;

void learning(const DeskUi& ui, Column& column, CommandTarget& target) {
  const std::string& from = ui.desk.state<ImagesState>().settings().learn_from;
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

void kernel_rows(const DeskUi& ui, Column& column, const UpsamplingChoice& now, CommandTarget& target) {
  const std::size_t index = ui.desk.state<ImagesState>().stage.contender;
  std::vector<Choice> kernels;
  for (const KernelKind& kernel : kernel_kinds())
    kernels.push_back({std::string(kernel.name), {}, std::string(kernel.help), true});
  const Kind kind = now.kernel.kind;
  const auto chosen = dropdown(ui, "kernel", column.take(kRowHeight * ui.type), "Kernel", kind_name(kind),
                               kernels, "Where the weights come from", "images/kernel");
  if (chosen && kernel_kinds()[*chosen].kind == Kind::own)
    ui.editor().open("own-kernel", "[1,2,1]");
  else if (chosen)
    try_command(target, {"contender-kernel", kernels[*chosen].name});
  if (kind == Kind::own || ui.editor().is_open("own-kernel")) {
    const std::string weights = kind == Kind::own ? own_text(now.kernel).value_or("") : "";
    const auto typed = text_row(ui, "own-kernel", column.take(kRowHeight * ui.type), "Weights", weights,
                                "[1,2,1]", "Rows and columns of numbers, or a .npy file", "images/kernel");
    if (typed) try_command(target, {"contender-kernel", *typed});
  }
  if (const Index size = kernel_size(now); kind != Kind::own)
    settings_slider(ui, column, target,
                    {.id = "kernel-size",
                     .label = "Size",
                     .value = fmt::format("{0} × {0}", size),
                     .typed = fmt::format("{}", size),
                     .now = size,
                     .least = 1,
                     .most = kMostTaps,
                     .help = "The kernel's weights along a side",
                     .topic = "images/size"},
                    [&](ImageSettings& s, Index taps) { s.contenders[index].taps = taps; });
  if (kind != Kind::random && kind != Kind::icnr) return;
  const std::string seed = fmt::format("{}", now.kernel.seed);
  settings_slider(ui, column, target,
                  {.id = "seed",
                   .label = "Seed",
                   .value = seed,
                   .typed = seed,
                   .now = std::min(static_cast<Index>(now.kernel.seed), kMostSlidSeed),
                   .least = 0,
                   .most = kMostSlidSeed,
                   .help = "Another number, other weights",
                   .topic = "images/kernel"},
                  [&](ImageSettings& s, Index value) {
                    s.contenders[index].kernel.seed = static_cast<std::uint64_t>(value);
                  });
}

void coordinate_rows(const DeskUi& ui, Column& column, const UpsamplingChoice& now, CommandTarget& target) {
  constexpr std::array<std::string_view, 5> kHelps{
      "Pixels are squares, whose outer edges meet: PyTorch, TensorFlow 2, OpenCV, Pillow",
      "The middles of the corner pixels meet: align_corners=True",
      "The first pixels' first edges meet: PyTorch's nearest, ONNX's Upsample, TensorFlow 1",
      "TensorFlow's nearest with half_pixel_centers",
      "PyTorch in ONNX: as half-pixel, but for an output of one pixel"};
  std::vector<Choice> names;
  for (std::size_t i = 0; i < kHelps.size(); ++i)
    names.push_back({std::string(coordinate_names()[i]), {}, std::string(kHelps[i]), true});
  const auto chosen = dropdown(ui, "coordinates", column.take(kRowHeight * ui.type), "Coordinates",
                               coordinate_name(now.coordinates), names,
                               "Where enlarged pixels lie in the small picture", "images/coordinates");
  if (chosen) try_command(target, {"coordinates", names[*chosen].name});
  if (!has_rounding(now.method)) return;
  std::vector<Choice> roundings;
  for (const ResizeRounding rounding : {ResizeRounding::round_prefer_floor, ResizeRounding::round_prefer_ceil,
                                        ResizeRounding::floor, ResizeRounding::ceil})
    roundings.push_back({rounding_name(rounding), {}, {}, true});
  const auto rounding =
      dropdown(ui, "rounding", column.take(kRowHeight * ui.type), "Rounding",
               rounding_name(now.rounding.value_or(usual_rounding(now.coordinates))), roundings,
               "Which pixel is the nearest of a place between two", "images/coordinates");
  if (rounding)
    try_command(target,
                {"coordinates", std::string(coordinate_name(now.coordinates)), roundings[*rounding].name});
}

/// Of a network.
void white(const DeskUi& ui, Column& column, const UpsamplingChoice& now, CommandTarget& target) {
  const auto typed =
      text_row(ui, "contender-range", column.take(kRowHeight * ui.type), "White is", format_value(now.range),
               "1", "At the network's input and output, 1 or 255", "images/method");
  if (typed) try_command(target, {"contender-range", *typed});
}

}  // namespace

void draw_contender_parameters(const DeskUi& ui, Column& column, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const UpsamplingChoice now = state.settings().contenders[state.stage.contender];
  const UpsamplingMethodInfo& shown = info(now.method);
  std::vector<Choice> methods = method_choices();
  methods.pop_back();  // another network is another contender
  const auto method = dropdown(ui, "method", column.take(kRowHeight * ui.type), "Method", shown.name, methods,
                               "How it is enlarged", "images/method");
  if (method) try_command(target, {"method", methods[*method].name});
  if (shown.has_kernel) kernel_rows(ui, column, now, target);
  if (is_network(now)) white(ui, column, now, target);
  if (needs_examples(now)) learning(ui, column, target);
  if (has_coordinates(now.method)) coordinate_rows(ui, column, now, target);
  const Rect row = column.take(kRowHeight * ui.type);
  ui.explain(ui.touch("layers/label", {row.x, row.y, row.w * 0.45, row.h}),
             "So many of it one after the other; the factor must be a power", "images/layers");
  ui.text({row.x, row.centre().y}, "Layers", 15, ui.colors.soft);
  constexpr std::array<std::string_view, 3> counts{"1", "2", "3"};
  const Rect place{row.x + row.w * 0.48, row.y + 1, row.w * 0.52, row.h - 2};
  if (const auto layers = segments(ui, "layers", place, counts, static_cast<std::size_t>(now.layers - 1)))
    try_command(target, {"layers", std::string(counts[*layers])});
  if (!can_repair(now.method)) return;
  const std::string repaired =
      now.repair && now.repair_order > 0 ? fmt::format("Repaired, order {}", now.repair_order) : "Repaired";
  if (toggle(ui, "repair", column.take(kRowHeight * ui.type), repaired, now.repair,
             now.method == UpsamplingMethod::conv_transpose
                 ? "The nearest kernel with equal phase sums: a constant stays constant"
                 : "The nearest sub-kernels that are all equal, as ICNR begins"))
    try_command(target, {"repair"});
  const Rect smooth = column.take(kRowHeight * ui.type);
  ui.explain(ui.touch("smooth/label", {smooth.x, smooth.y, smooth.w * 0.4, smooth.h}),
             "A fixed layer behind it: the box of s × s, so many times convolved with itself",
             "images/kernel");
  ui.text({smooth.x, smooth.centre().y}, "Smooth", 15, ui.colors.soft);
  constexpr std::array<std::string_view, kMostSmooth + 2> orders{"off", "0", "1", "2", "3"};
  const auto order =
      segments(ui, "smooth", {smooth.x + smooth.w * 0.4, smooth.y + 1, smooth.w * 0.6, smooth.h - 2}, orders,
               now.smooth ? static_cast<std::size_t>(*now.smooth + 1) : 0);
  if (order) try_command(target, {"smooth", std::string(orders[*order])});
}

}  // namespace convscope
