// The commands about the ways of enlarging: which there are, and what each is like.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/images/changing.hpp"
#include "app/labs/images/lab.hpp"
#include "app/labs/images/state.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

using namespace images;

void add(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) {
    if (words[0].starts_with(kNetworkPrefix)) {
      s.contenders.push_back(network_contender(words::joined(words).substr(kNetworkPrefix.size()), s.factor));
      return;
    }
    if (words.size() > 3)
      throw Error("add-contender", "has more words than it takes", "METHOD [KERNEL [SIZE]]");
    UpsamplingChoice c = contender(parse_method(words[0]), s.factor);
    if (words.size() > 1) c.kernel = parse_kernel(words[1]);
    if (words.size() > 2) c.taps = words::whole(words[2], "kernel-size");
    s.contenders.push_back(std::move(c));
  });
  lab(t).stage.contender = lab(t).settings().contenders.size() - 1;
}

void add_network(CommandTarget& t, Arguments words) {
  const std::string path = words::joined(words);
  if (ask_for_path(t.desk, path,
                   {.command = "add-network",
                    .title = "A network that enlarges",
                    .kinds = {{"Networks", {".onnx", ".json"}}}}))
    return;
  add(t, std::array<std::string, 1>{std::string(kNetworkPrefix) + path});
}

void range(CommandTarget& t, Arguments words) {
  const auto white = parse_value(words[0]);
  if (!white)
    throw Error("range", fmt::format("'{}' is no number", words[0]), "a number above 0, as 1 or 255");
  change_chosen(t, "contender-range", [&](UpsamplingChoice& c) {
    if (!is_network(c))
      throw Error("contender-range", fmt::format("{} is no network", name_of(c)), "a network");
    c.range = *white;
  });
}

void remove(CommandTarget& t, Arguments words) {
  if (!words.empty() && words[0] == "all") return change(t, [](ImageSettings& s) { s.contenders.clear(); });
  const std::size_t removed = place(lab(t), words, "remove-contender");
  change(t,
         [&](ImageSettings& s) { s.contenders.erase(s.contenders.begin() + static_cast<Index>(removed)); });
  std::size_t& chosen = lab(t).stage.contender;
  if (chosen > removed) --chosen;
}

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
  UpsamplingChoice next = parse_upsampling(words::joined(words));
  if (is_network(next)) next = network_contender(next.network, next.factor);
  change_chosen(t, "method", [&](UpsamplingChoice& c) {
    next.factor = c.factor;
    next.layers = c.layers;
    c = next;
  });
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

constexpr auto kContenderCommands = std::to_array<Command>({
    {"add-contender", "METHOD [KERNEL [SIZE]]", "",
     "Adds a way of enlarging, as conv-transpose random:7 4, or network:FILE.", 1, 64, add, said_by_state},
    {"add-network", "[FILE]", "", "Adds a network from a file as a contender; its factor must be the lab's.",
     0, 64, add_network, said_by_state},
    {"contender-range", "X", "", "What white is at the input of the chosen network, 1 or 255.", 1, 1, range,
     said_by_state},
    {"remove-contender", "[N|all]", "Delete", "Takes one away, counted from 1; alone: the chosen one.", 0, 1,
     remove, said_by_state},
    {"method", "NAME", "",
     "How the chosen contender enlarges: nearest, bilinear, bicubic, conv-transpose, ...; with its usual "
     "kernel.",
     1, 64, method},
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
  return kContenderCommands;
}

}  // namespace convscope
