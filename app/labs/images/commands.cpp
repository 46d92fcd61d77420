#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/images/changing.hpp"
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

using namespace images;

void picture(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) { s = with_picture(std::move(s), words::joined(words)); });
}

void test_picture_command(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) { s = with_picture(std::move(s), std::string(kTestPrefix) + words[0]); });
}

void factor(CommandTarget& t, Arguments words) {
  change(t, [&](ImageSettings& s) { s = with_factor(s, words::whole(words[0], "factor")); });
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

/// In the lab of training, by its command.
void train(CommandTarget& t, Arguments) {
  const std::string& picture = t.desk.state<ImagesState>().settings().picture;
  if (picture.starts_with(kTestPrefix) || picture.starts_with(kClipboardPrefix))
    throw Error("train-here", fmt::format("{} is no file", picture_title(picture)),
                "a photograph from a file");
  CommandWords words{"train-on"};
  if (!picture.empty()) words.push_back(picture);
  run_command(t, words);
}

constexpr auto kImageCommands = std::to_array<Command>({
    {"picture", "[PATH]", "",
     "Opens a photograph in the lab of images; alone: the one that comes with the platform.", 0, 64, picture,
     said_by_state},
    {"test-picture", "NAME", "", "Takes a picture by rule: constant, gradient, zone-plate, slanted-edge, ...",
     1, 1, test_picture_command, said_by_state},
    {"paste-picture", "", "Ctrl+V", "Takes the picture on the desktop's clipboard.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).paste_picture(); }},
    {"factor", "N", "", "How many times smaller and larger again, 2 to 8.", 1, 1, factor, said_by_state},
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
    {"learn-from", "[FOLDER|FILE|PATTERN|none]", "",
     "Other photographs that learned kernels restore; none: the picture itself.", 0, 64, learn_from,
     said_by_state},
    {"linear-light", "[on|off]", "I", "Reduces and enlarges in linear light instead of sRGB values.", 0, 1,
     linear_light, said_by_state},
    {"save-result", "[N] [PATH]", "",
     "Saves a whole picture as .png: 0 the original, 1 the reduced one, from 2 on the "
     "contenders; alone: the chosen one.",
     0, 64, save_result},
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
    {"train-here", "", "", "Trains small decoders on this photograph, in the lab of training.", 0, 0, train},
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
      {"Train on this picture", "train-here", "Small decoders learn to enlarge it, in the lab Training"},
      {"Export stage…", "export", "What the stage shows, as a picture"},
      {"Copy stage", "copy-picture", "What the stage shows, for another program"},
      {"Copy table", "copy-table", "The numbers, for a spreadsheet"},
      {"Paste picture", "paste-picture", "The picture on the desktop's clipboard"},
  });
  return kFiles;
}

std::span<const Command> images_commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list(kImageCommands.begin(), kImageCommands.end());
    for (const auto& more : {image_contender_commands(), image_inspect_commands(), image_stage_commands()})
      list.insert(list.end(), more.begin(), more.end());
    return list;
  }();
  return all;
}

}  // namespace convscope
