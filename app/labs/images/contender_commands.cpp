// The commands that change the chosen contender.
#include <fmt/format.h>

#include <algorithm>

#include "app/labs/images/changing.hpp"
#include "app/labs/images/lab.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

using namespace images;

/// "equal-phase-sums" for "equal phase sums".
std::string as_word(std::string_view name) {
  std::string word(name);
  std::ranges::replace(word, ' ', '-');
  return word;
}

/// The first part of "repair: ..." for a kernel without the repair that is asked for.
Error no_such_repair(const ImagesState& state, const UpsamplingChoice& c, const std::string& wanted) {
  const std::vector<Repair>& all = state.repairs();
  std::string names;
  for (const Repair& repair : all)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", as_word(repair.name));
  if (!all.empty()) return {"repair", fmt::format("'{}' is none for this kernel", wanted), names};
  if (needs_examples(c) && !state.upsampler(state.stage.contender + 2))
    return {"repair", "the kernel is still being learned", "wait a moment"};
  return {
      "repair",
      c.repair ? "the kernel is repaired already" : fmt::format("{} has nothing to repair here", name_of(c)),
      "a conv-transpose or pixel-shuffle whose phases differ"};
}

/// [on|off|order-N|NAME]: all but those by another name keep the kernel's name, and can be taken back.
void repair(CommandTarget& t, Arguments words) {
  const ImagesState& state = lab(t);
  change_chosen(t, "repair", [&](UpsamplingChoice& c) {
    if (!words.empty() && words[0] != "on" && words[0] != "off") {
      const std::string wanted = as_word(words::joined(words));
      if (wanted.starts_with("order-") && can_repair(c.method)) {
        c.repair_order = parse_index(std::string_view(wanted).substr(6)).value_or(0);
        if (c.repair_order == 0) throw no_such_repair(state, c, wanted);
        c.repair = true;
        check_upsampling(c);
        // Whether there are taps enough shows at once, but for kernels that are still to be learned.
        if (!needs_examples(c)) make_upsampler(c, Examples(1, [](Index, const Examples::Look&) {}));
        return;
      }
      const auto found = std::ranges::find_if(
          state.repairs(), [&](const Repair& repair) { return as_word(repair.name) == wanted; });
      if (found == state.repairs().end()) throw no_such_repair(state, c, wanted);
      c = found->choice;
      return;
    }
    const bool on = words::flag(c.repair, words, "repair");
    if (on && !can_repair(c.method)) throw no_such_repair(state, c, "on");
    c.repair = on;
    c.repair_order = 0;
  });
}

void method(CommandTarget& t, Arguments words) {
  const UpsamplingMethod next = parse_method(words[0]);
  change_chosen(t, "method",
                [&](UpsamplingChoice& c) { c = {.method = next, .factor = c.factor, .layers = c.layers}; });
}

void kernel(CommandTarget& t, Arguments words) {
  std::string notice;
  change_chosen(t, "contender-kernel", [&](UpsamplingChoice& c) {
    c.kernel = words[0] == "standard" ? KernelChoice{} : parse_kernel(words[0]);
    if (c.kernel.kind == KernelChoice::Kind::own) c.taps = 0;  // it brings its own
    if (words.size() > 1) c.kernel.label = words[1];
    notice =
        info(c.method).has_kernel ? scale_notice(c) : fmt::format("{} has none, it is ignored", name_of(c));
  });
  if (!notice.empty()) t.desk.tell(fmt::format("The kernel: {}.", notice));
}

void smooth(CommandTarget& t, Arguments words) {
  const auto order = words[0] == "off" ? std::nullopt : std::optional(words::whole(words[0], "smooth"));
  change_chosen(t, "smooth", [&](UpsamplingChoice& c) {
    if (order && !can_smooth(c.method))
      throw Error("smooth", fmt::format("{} has no such layer", name_of(c)),
                  "conv-transpose or pixel-shuffle");
    c.smooth = order;
  });
}

void size(CommandTarget& t, Arguments words) {
  change_chosen(t, "kernel-size",
                [&](UpsamplingChoice& c) { c.taps = words::whole(words[0], "kernel-size"); });
}

void seed(CommandTarget& t, Arguments words) {
  const Index value = words::whole(words[0], "seed");
  if (value < 0) throw Error("seed", fmt::format("{} is too small", value), "0 or more");
  change_chosen(t, "seed", [&](UpsamplingChoice& c) { c.kernel.seed = static_cast<std::uint64_t>(value); });
}

void layers(CommandTarget& t, Arguments words) {
  const Index count = words::whole(words[0], "layers"), total = lab(t).settings().factor;
  change_chosen(t, "layers", [&](UpsamplingChoice& c) { c = with_layers(c, count, total); });
}

/// NAME [ROUNDING].
void coordinates(CommandTarget& t, Arguments words) {
  change_chosen(t, "coordinates", [&](UpsamplingChoice& c) {
    if (!has_coordinates(c.method))
      throw Error("coordinates", fmt::format("{} has none", name_of(c)), "a contender that interpolates");
    const ResizeCoordinates next = parse_coordinate_name(words[0]);
    std::optional<ResizeRounding> rounding;
    if (words.size() > 1) {
      if (!has_rounding(c.method))
        throw Error("rounding", fmt::format("{} has none", name_of(c)), "nearest or nearest-conv");
      rounding = parse_rounding_name(words[1]);
    }
    c.coordinates = next;
    c.rounding = rounding;
  });
}

constexpr auto kCommands = std::to_array<Command>({
    {"method", "NAME", "",
     "How the chosen contender enlarges: nearest, bilinear, bicubic, conv-transpose, ...; with its usual "
     "kernel.",
     1, 1, method},
    {"contender-kernel", "NAME [LABEL]", "",
     "Its kernel: standard, uniform, bilinear, gaussian, random:SEED, icnr:SEED, learned, [1,2,1] or a .npy "
     "file; a label tells weights of one's own from others.",
     1, 2, kernel, said_by_state},
    {"kernel-size", "N", "", "Its kernel's weights along each axis, 1 to 32; 0: as usual for the method.", 1,
     1, size, said_by_state},
    {"seed", "N", "", "The seed of its random kernel.", 1, 1, seed},
    {"layers", "N", "", "Makes it of 1 to 3 equal layers, where the factor has that root.", 1, 1, layers,
     said_by_state},
    {"repair", "[on|off|order-N|NAME]", "R",
     "Mends its kernel: equal-phase-sums, equal-sub-kernels, order-2 (the least change that leaves ramps "
     "without "
     "a pattern) to order-4, taken back by off; resize-convolution.",
     0, 3, repair, said_by_state},
    {"smooth", "D|off", "",
     "A fixed smooth layer of order D, 0 to 3, behind each layer of conv-transpose and pixel-shuffle.", 1, 1,
     smooth, said_by_state},
    {"coordinates", "NAME [ROUNDING]", "",
     "Where its enlarged pixels lie in the small picture: half-pixel, align-corners, asymmetric, "
     "tf-half-pixel or pytorch-half-pixel; and how nearest rounds: floor, ceil, round-prefer-floor, "
     "round-prefer-ceil.",
     1, 2, coordinates, said_by_state},
});

}  // namespace

std::span<const Command> image_contender_commands() {
  return kCommands;
}

}  // namespace convscope
