// The parameters of the contender that is unfolded in the left panel.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/labs/images/panels.hpp"
#include "app/widgets/widgets.hpp"

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

/// More can be typed.
constexpr Index kMostSlidSeed = 99;

}  // namespace

void SettingsPanel::learning(const DeskUi& ui, Column& column, CommandTarget& target) {
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

void SettingsPanel::kernel(const DeskUi& ui, Column& column, const UpsamplingChoice& now,
                           CommandTarget& target) {
  const std::size_t index = ui.desk.state<ImagesState>().stage.contender;
  std::vector<Choice> kernels;
  for (const KernelName& kernel : kKernels)
    kernels.push_back({std::string(kernel.name), {}, std::string(kernel.help), true});
  const Kind kind = now.kernel.kind;
  const auto chosen = dropdown(ui, "kernel", column.take(kRowHeight * ui.type), "Kernel", kernel_name(kind),
                               kernels, "Where the weights come from", "images/kernel");
  if (chosen && kKernels[*chosen].kind == Kind::own)
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
    slide(ui, column, target,
          {.id = "kernel-size",
           .label = "Size",
           .value = fmt::format("{0} × {0}", size),
           .typed = fmt::format("{}", size),
           .now = size,
           .least = 1,
           .most = kMostTaps,
           .help = "The kernel's taps along a side",
           .topic = "images/size"},
          [&](ImageSettings& s, Index taps) { s.contenders[index].taps = taps; });
  if (kind != Kind::random && kind != Kind::icnr) return;
  const std::string seed = fmt::format("{}", now.kernel.seed);
  slide(ui, column, target,
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

void SettingsPanel::parameters(const DeskUi& ui, Column& column, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const UpsamplingChoice now = state.settings().contenders[state.stage.contender];
  const UpsamplingMethodInfo& shown = info(now.method);
  std::vector<Choice> methods;
  for (const UpsamplingMethodInfo& method : upsampling_methods())
    methods.push_back({std::string(method.name), {}, std::string(method.help), true});
  const auto method = dropdown(ui, "method", column.take(kRowHeight * ui.type), "Method", shown.name, methods,
                               "How it is enlarged", "images/method");
  if (method) try_command(target, {"method", methods[*method].name});
  if (shown.has_kernel) kernel(ui, column, now, target);
  if (needs_examples(now)) learning(ui, column, target);
  const Rect row = column.take(kRowHeight * ui.type);
  ui.explain(ui.touch("layers/label", {row.x, row.y, row.w * 0.45, row.h}),
             "So many of it one after the other; the factor must be a power", "images/layers");
  ui.text({row.x, row.centre().y}, "Layers", 15, ui.colors.soft);
  constexpr std::array<std::string_view, 3> counts{"1", "2", "3"};
  const Rect place{row.x + row.w * 0.48, row.y + 1, row.w * 0.52, row.h - 2};
  if (const auto layers = segments(ui, "layers", place, counts, static_cast<std::size_t>(now.layers - 1)))
    try_command(target, {"layers", std::string(counts[*layers])});
  if (!can_repair(now.method)) return;
  if (toggle(ui, "repair", column.take(kRowHeight * ui.type), "Repaired", now.repair,
             now.method == UpsamplingMethod::conv_transpose
                 ? "The nearest kernel with equal phase sums: a constant stays constant"
                 : "The nearest sub-kernels that are all equal, as ICNR begins"))
    try_command(target, {"repair"});
}

}  // namespace convscope
