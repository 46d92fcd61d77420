#include "app/cli/cli.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <new>

#include "app/cli/gates.hpp"
#include "app/cli/output.hpp"
#include "app/cli/spoken_help.hpp"
#include "app/cli/subcommands.hpp"
#include "app/platform/this_process.hpp"
#include "app/views/registry.hpp"
#include "core/base/names.hpp"
#include "core/base/problem.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/what.hpp"

namespace convscope::cli {

namespace {

constexpr Subcommand kSubcommands[] = {
    {"apply", "an operator or a gradient on .npy files", apply},
    {"shape", "size arithmetic, with its reasons", shape},
    {"matrix", "the operator's sparse matrix as a Matrix Market file", matrix},
    {"roundtrip", "there and back with the same weights, and what was lost", roundtrip},
    {"claims", "what people say, and what an experiment says of it", claims},
    {"lessons", "list the lessons, or the scenes of one", lessons},
    {"render", "a picture or an animation of a view", render},
    {"scenario", "write a scenario file", scenario},
    {"code", "the scenario as a script for PyTorch, TensorFlow, JAX, NumPy or ONNX", code},
    {"tex", "the scenario's formulas as LaTeX", tex},
    {"upsample", "a picture enlarged by one method", upsample},
    {"compare", "pictures reduced, enlarged by several methods, and measured", compare},
    {"network", "somebody's network opened, diagnosed, run", network},
    {"inspect", "printed grids found in pictures without their originals", inspect},
    {"report", "the results of many runs merged into one page or table", report},
    {"convert", "weights of one learnable enlarging turned into another's", convert},
    {"train", "small decoders trained on pictures, with and without a grid", train},
    {"tour", "a picture of each view and one animation into a folder", tour},
    {"views", "list the views", list_views},
    {"labs", "list the labs", list_labs},
    {"commands", "list the window's commands and their keys", list_commands},
    {"man", "the manual page, to be read by man -l", man},
    {"completions", "what bash, zsh or fish need to complete the command line", completions},
};

void print_help(const Words& words) {
  if (const auto language = asked_language(words)) speak(*language);
  std::string text = fmt::format("{}\n\n", spoken(kProgramHelp));
  text += fmt::format("convscope [view] [WHAT or IMAGE]   {}\n",
                      spoken("opens the window; convscope view --help says more"));
  text +=
      fmt::format("convscope SUBCOMMAND ...           {}\n\n", spoken("does one thing without a window:"));
  for (const Subcommand& sub : kSubcommands) text += fmt::format("  {:<11} {}\n", sub.name, spoken(sub.help));
  text += fmt::format("\n{}\n{}{}\n\n",
                      spoken("convscope SUBCOMMAND --help explains one. Options that all take: --json where "
                             "data is printed, --quiet, --language."),
                      spoken("Exit status: "), spoken(kExitStatus));
  text += fmt::format("{}\n", spoken("Examples"));
  text +=
      "  convscope scatter \"tconv 4x4 k3 s2 p1 op1\"\n"
      "  convscope render \"conv 5x5 k3\" -o slide.gif\n"
      "  convscope shape conv --input 224,224 --kernel 7 --stride 2 --padding 3\n";
  print(text);
}

bool exists(const std::string& path) {
  std::error_code none;
  return std::filesystem::exists(path, none);
}

bool is_view(const std::string& word) {
  return std::any_of(views().begin(), views().end(), [&](const View& view) { return view.name == word; });
}

/// Something that names a scenario or an image.
bool is_what(const std::string& word) {
  const auto is_preset = [&](const Preset& preset) { return preset.name == word; };
  return std::any_of(presets().begin(), presets().end(), is_preset) || word == "tconv" ||
         word.find_first_of(" ./") != std::string::npos || exists(word) || is_lesson(word);
}

[[noreturn]] void refuse(const std::string& word) {
  const std::vector<std::string_view> subcommands = names_of(kSubcommands);
  const std::vector<std::string> labs = lab_names();
  std::vector<std::string_view> known = subcommands;
  const std::vector<LessonFile> lessons = lesson_files();
  for (const auto& more :
       {names_of(views()), {labs.begin(), labs.end()}, names_of(presets()), names_of(lessons)})
    known.insert(known.end(), more.begin(), more.end());
  throw UsageError("subcommand", fmt::format("'{}' is not known", word),
                   did_you_mean(word, known,
                                fmt::format("{}; or a view, a scenario or an image for the window",
                                            listed(subcommands, Listing::commas))));
}

void dispatch(Words words) {
  if (words.size() > 1 && words.front() == "help") words = {words[1], "--help"};
  if (!words.empty() && (words.front() == "--help" || words.front() == "-h" || words.front() == "help"))
    return print_help(words);
  if (!words.empty() && words.front() == "--version")
    return print(fmt::format("convscope {}\n", CONVSCOPE_VERSION));
  if (words.empty() || is_for_window(words)) return open_window(words);
  const std::string name = words.front();
  words.erase(words.begin());
  keep_freed_memory();
  for (const Subcommand& sub : kSubcommands)
    if (sub.name == name) return sub.run(words);
  refuse(name);
}

int fail(int status, std::string_view sentence) {
  write_to_errors(complaint(sentence));
  return status;
}

}  // namespace

std::span<const Subcommand> subcommands() {
  return kSubcommands;
}

bool is_for_window(const Words& words) {
  const std::string& first = words.front();
  if (first.starts_with('-') || first == "view") return true;
  const auto is_sub = [&](const Subcommand& sub) { return sub.name == first; };
  if (std::any_of(std::begin(kSubcommands), std::end(kSubcommands), is_sub))
    return (is_view(first) && words.size() > 1 && is_what(words[1])) ||
           ((is_view(first) || is_lab(first)) &&
            std::find(words.begin(), words.end(), "--screenshot") != words.end());
  return is_view(first) || is_lab(first) || is_what(first) || first == "conv";
}

int run(int argc, char** argv) {
  outlive_failed_writes();
  try {
    dispatch(Words(argv + std::min(argc, 1), argv + argc));
    return 0;
  } catch (const Stopped&) {
    return Interruptible::end();
  } catch (const Incomplete&) {
    return 1;
  } catch (const Exceeded& exceeded) {
    return fail(3, exceeded.sentence);
  } catch (const UsageError& error) {
    return fail(2, error.what());
  } catch (const Error& error) {
    return fail(1, error.what());
  } catch (const std::exception& error) {
    if (lacks_memory(error))
      return fail(1, "memory: there is not enough (a smaller size, or --memory-budget to be told sooner)");
    return fail(1, fmt::format("internal: {} (this should not happen; please report it)", error.what()));
  }
}

}  // namespace convscope::cli
