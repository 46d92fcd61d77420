#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/images/lab.hpp"
#include "app/labs/images/picture_source.hpp"
#include "app/labs/images/state.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/io/image_file.hpp"
#include "core/io/picture_files.hpp"

namespace convscope {

namespace {

/// The lab comes to the front: its commands mean what is seen.
ImagesState& lab(CommandTarget& t) {
  return t.desk.show<ImagesState>();
}

/// The contender with the number, from 1; without one the chosen one. Errors: Error(field, ...).
std::size_t place(const ImagesState& state, Arguments words, std::string_view field) {
  const auto count = static_cast<Index>(state.settings().contenders.size());
  if (count == 0) throw Error(field, "there is no contender", "add-contender METHOD");
  const Index n =
      words.empty() ? static_cast<Index>(state.stage.contender) + 1 : words::whole(words[0], field);
  if (n < 1 || n > count)
    throw Error(field, fmt::format("there is no contender {}", n), fmt::format("1 to {}", count));
  return static_cast<std::size_t>(n - 1);
}

/// Changes what is compared.
template <class Edit>
void change(CommandTarget& t, Edit&& edit) {
  ImagesState& state = lab(t);
  ImageSettings next = state.settings();
  edit(next);
  state.change(std::move(next));
}

/// Changes the chosen contender.
template <class Edit>
void change_chosen(CommandTarget& t, std::string_view field, Edit&& edit) {
  const std::size_t chosen = place(lab(t), {}, field);
  change(t, [&](ImageSettings& s) { edit(s.contenders[chosen]); });
}

void picture(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) { s = with_picture(std::move(s), words::joined(words)); });
}

void test_picture_command(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) { s = with_picture(std::move(s), std::string(kTestPrefix) + words[0]); });
}

void factor(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) { s = with_factor(s, words::whole(words[0], "factor")); });
}

void add(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) {
    UpsamplingChoice c = contender(parse_method(words[0]), s.factor);
    if (words.size() > 1) c.kernel = parse_kernel(words[1]);
    if (words.size() > 2) c.taps = words::whole(words[2], "kernel-size");
    s.contenders.push_back(std::move(c));
  });
  lab(t).stage.contender = lab(t).settings().contenders.size() - 1;
}

/// A file, or a folder with a file of the picture's name, that others made of the picture.
void result(CommandTarget& t, Arguments words) {
  const std::string path = words::joined(words);
  if (ask_for_path(t.desk, path,
                   {.command = "result",
                    .title = "A result made of this picture",
                    .kinds = {{"Pictures", image_endings()}}}))
    return;
  std::error_code none;
  if (std::filesystem::is_directory(path, none))
    find_pictures(std::vector{path}, "result");
  else
    check_image_file(path, "result");
  const auto whole = std::filesystem::absolute(path).lexically_normal();
  const std::string added = (whole.has_filename() ? whole : whole.parent_path()).string();
  change(t, [&](ImageSettings& s) {
    if (std::ranges::find(s.results, added) != s.results.end())
      throw Error("result", fmt::format("{} is there already", path), "another file");
    s.results.push_back(added);
  });
  lab(t).stage.second = lab(t).subjects() - 1;
}

void remove_result(CommandTarget& t, Arguments words) {
  const auto count = static_cast<Index>(lab(t).settings().results.size());
  if (words[0] == "all") return change(t, [](ImageSettings& s) { s.results.clear(); });
  const Index n = words::whole(words[0], "remove-result");
  if (n < 1 || n > count)
    throw Error("remove-result", fmt::format("there is no result {}", n),
                count == 0 ? "result FILE adds one" : fmt::format("1 to {}", count));
  change(t, [&](ImageSettings& s) { s.results.erase(s.results.begin() + (n - 1)); });
}

void align_results(CommandTarget& t, Arguments words) {
  change(t,
         [&](ImageSettings& s) { s.align_results = words::flag(s.align_results, words, "align-results"); });
}

void remove(CommandTarget& t, Arguments words) {
  if (!words.empty() && words[0] == "all") return change(t, [](ImageSettings& s) { s.contenders.clear(); });
  const std::size_t removed = place(lab(t), words, "remove-contender");
  change(t,
         [&](ImageSettings& s) { s.contenders.erase(s.contenders.begin() + static_cast<Index>(removed)); });
  std::size_t& chosen = lab(t).stage.contender;
  if (chosen > removed) --chosen;
}

void linear_light(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) { s.linear_light = words::flag(s.linear_light, words, "linear-light"); });
}

void learn_from(CommandTarget& t, Arguments words) {
  std::string from = words::joined(words);
  if (ask_for_path(t.desk, from,
                   {.command = "learn-from", .title = "Photographs to learn from", .folder = true}))
    return;
  if (from == "none") from.clear();
  if (!from.empty()) {
    check_image_file(find_pictures(std::vector{from}, "learn-from").front(), "learn-from");
    const auto path = std::filesystem::absolute(from).lexically_normal();
    from = (path.has_filename() ? path : path.parent_path()).string();
  }
  change(t, [&](ImageSettings& s) { s.learn_from = std::move(from); });
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

/// Changes how the picture is made smaller.
template <class Edit>
void degrade(CommandTarget& t, Edit&& edit) {
  change(t, [&](ImageSettings& s) { edit(s.degradation); });
}

void reduce_by(CommandTarget& t, Arguments words) {
  degrade(t, [&](Degradation& d) { d.filter = parse_reducing_filter(words[0]); });
}

void blur(CommandTarget& t, Arguments words) {
  const auto sigma = parse_value(words[0]);
  if (!sigma) throw Error("blur", fmt::format("'{}' is no number", words[0]), "pixels as 1.5");
  degrade(t, [&](Degradation& d) { d.blur = *sigma; });
}

void noise(CommandTarget& t, Arguments words) {
  degrade(t, [&](Degradation& d) { parse_noise(words[0], d); });
}

void jpeg(CommandTarget& t, Arguments words) {
  const Index quality = words[0] == "off" ? 0 : words::whole(words[0], "jpeg");
  if (words[0] != "off" && (quality < 1 || quality > 100))
    throw Error("jpeg", fmt::format("{} is too {}", quality, quality < 1 ? "small" : "large"),
                "from 1 to 100, or off");
  degrade(t, [&](Degradation& d) { d.jpeg = static_cast<int>(quality); });
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

void save_kernel(CommandTarget& t, Arguments words) {
  const std::string path = words::joined(words);
  ImagesState& state = lab(t);
  const std::size_t contender = place(state, {}, "save-kernel");
  if (!ask_for_path(t.desk, path,
                    {.command = "save-kernel",
                     .title = "Save the kernel",
                     .name = "kernel.npy",
                     .kinds = {{"NumPy array", {".npy"}}}}))
    state.save_kernel(contender, path);
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

/// [N] [PATH]: the picture N (0 the original, 1 the reduced one, 2 the first contender), else the chosen
/// contender.
void save_result(CommandTarget& t, Arguments words) {
  ImagesState& state = lab(t);
  const auto number = words.empty() ? std::nullopt : parse_index(words[0]);
  const std::size_t subject =
      number ? static_cast<std::size_t>(std::max<Index>(*number, -1)) : 2 + place(state, {}, "save-result");
  const std::string path = words::joined(words.subspan(number ? 1 : 0));
  if (number && path.empty()) throw Error("save-result", "there is no path", "save-result N PATH");
  if (!ask_for_path(t.desk, path,
                    {.command = "save-result",
                     .title = "Save the picture",
                     .name = "result.png",
                     .kinds = {{"PNG", {".png"}}}}))
    state.save_result(subject, path);
}

void save_table(CommandTarget& t, Arguments words) {
  const std::string path = words::joined(words);
  if (!ask_for_path(t.desk, path,
                    {.command = "save-table",
                     .title = "Save the numbers",
                     .name = "table.csv",
                     .kinds = {{"CSV", {".csv"}}, {"JSON", {".json"}}}}))
    lab(t).save_table(path);
}

void save_sheet(CommandTarget& t, Arguments words) {
  const std::string path = words::joined(words);
  if (!ask_for_path(t.desk, path,
                    {.command = "save-sheet",
                     .title = "Save the contact sheet",
                     .name = "sheet.png",
                     .kinds = {{"PNG", {".png"}}}}))
    lab(t).save_sheet(path);
}

/// Of commands that the state's memory is made of (ImagesState::remembered), for the next start to run them.
std::vector<CommandWords> said_by_state(const Desk&) {
  return {};
}

constexpr auto kCommands = std::to_array<Command>({
    {"picture", "[PATH]", "",
     "Opens a photograph in the lab of images; alone: the one that comes with the platform.", 0, 64, picture,
     said_by_state},
    {"test-picture", "NAME", "", "Takes a picture by rule: constant, gradient, zone-plate, slanted-edge, ...",
     1, 1, test_picture_command, said_by_state},
    {"paste-picture", "", "Ctrl+V", "Takes the picture on the desktop's clipboard.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).paste_picture(); }},
    {"factor", "N", "", "How many times smaller and larger again, 2 to 8.", 1, 1, factor, said_by_state},
    {"add-contender", "METHOD [KERNEL [SIZE]]", "", "Adds a way of enlarging, as conv-transpose random:7 4.",
     1, 3, add, said_by_state},
    {"remove-contender", "[N|all]", "Delete", "Takes one away, counted from 1; alone: the chosen one.", 0, 1,
     remove, said_by_state},
    {"result", "[FILE|FOLDER]", "",
     "Sets a picture that others made of this one beside it, measured as it is; of a folder the file with "
     "its "
     "name.",
     0, 64, result, said_by_state},
    {"remove-result", "N|all", "", "Takes a result away, counted from 1.", 1, 1, remove_result,
     said_by_state},
    {"align-results", "[on|off]", "",
     "Places results of other sizes, and those that lie a part of a pixel off, where they fit best.", 0, 1,
     align_results, said_by_state},
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
    {"learn-from", "[FOLDER|FILE|PATTERN|none]", "",
     "Other photographs that learned kernels restore; none: the picture itself.", 0, 64, learn_from,
     said_by_state},
    {"linear-light", "[on|off]", "I", "Reduces and enlarges in linear light instead of sRGB values.", 0, 1,
     linear_light, said_by_state},
    {"save-result", "[N] [PATH]", "",
     "Saves a whole picture as .png: 0 the original, 1 the reduced one, from 2 on the "
     "contenders; alone: the chosen one.",
     0, 64, save_result},
    {"smooth", "D|off", "",
     "A fixed smooth layer of order D, 0 to 3, behind each layer of conv-transpose and pixel-shuffle.", 1, 1,
     smooth, said_by_state},
    {"reduce-by", "FILTER", "", "How the picture is made smaller: area, bicubic or lanczos3, antialiased.", 1,
     1, reduce_by, said_by_state},
    {"blur", "SIGMA", "", "A Gaussian before that, in pixels of the original; 0: none.", 1, 1, blur,
     said_by_state},
    {"noise", "SIGMA[:SEED]", "", "Normal noise on the small picture, in grey levels; 0: none.", 1, 1, noise,
     said_by_state},
    {"jpeg", "Q|off", "", "The small picture as a JPEG of quality 1 to 100 leaves it.", 1, 1, jpeg,
     said_by_state},
    {"save-kernel", "[PATH]", "", "Saves the chosen contender's weights as .npy, to be taken as own again.",
     0, 64, save_kernel},
    {"save-table", "[PATH]", "", "Saves the numbers as .csv or .json.", 0, 64, save_table},
    {"save-sheet", "[PATH]", "", "Saves all contenders and their numbers on one sheet, as .png.", 0, 64,
     save_sheet},
    {"cancel", "", "X", "Stops reading, measuring, explaining and saving.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).cancel(); }},
});

}  // namespace

std::span<const FileEntry> images_files() {
  static constexpr auto kFiles = std::to_array<FileEntry>({
      {"Save result…", "save-result", "The chosen contender's picture, all of it, as .png"},
      {"Save table…", "save-table", "The numbers as .csv or .json"},
      {"Save contact sheet…", "save-sheet", "All contenders and their numbers on one .png"},
      {"Save kernel…", "save-kernel", "The chosen contender's weights as .npy"},
      {"Export stage…", "export", "What the stage shows, as a picture"},
      {"Copy stage", "copy-picture", "What the stage shows, for another program"},
      {"Copy table", "copy-table", "The numbers, for a spreadsheet"},
      {"Paste picture", "paste-picture", "The picture on the desktop's clipboard"},
  });
  return kFiles;
}

std::span<const Command> images_commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list(kCommands.begin(), kCommands.end());
    list.insert(list.end(), image_stage_commands().begin(), image_stage_commands().end());
    return list;
  }();
  return all;
}

}  // namespace convscope
