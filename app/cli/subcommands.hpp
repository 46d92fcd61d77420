// The table of subcommands. A new one is one file and one line in cli.cpp.
#pragma once

#include <span>
#include <string_view>

#include "app/cli/arguments.hpp"
#include "core/lesson/lesson.hpp"

namespace convscope::cli {

struct Subcommand {
  std::string_view name;
  std::string_view help;  ///< one line
  /// Does the work. Errors: UsageError is status 2, any other exception 1.
  void (*run)(const Words&);
};
std::span<const Subcommand> subcommands();
/// Whether the words, of which there are some, open the window. "matrix" is a subcommand and a view: the view
/// if a scenario follows; "claims" is a subcommand and a lab: the lab for a screenshot.
bool is_for_window(const Words& words);

inline constexpr std::string_view kProgramHelp = "ConvScope shows convolution and transposed convolution.";
inline constexpr std::string_view kExitStatus =
    "0 done, 1 the work could not be done, 2 the command line is wrong, 3 a limit of "
    "--fail-above or --fail-below was passed.";

void apply(const Words& words);
void shape(const Words& words);
void matrix(const Words& words);
void roundtrip(const Words& words);
void claims(const Words& words);
void scenario(const Words& words);
void code(const Words& words);
void tex(const Words& words);
void render(const Words& words);
void list_views(const Words& words);
void lessons(const Words& words);
void upsample(const Words& words);
void compare(const Words& words);
void network(const Words& words);
void inspect(const Words& words);
void report(const Words& words);
void convert(const Words& words);
void train(const Words& words);
void tour(const Words& words);
void man(const Words& words);
void completions(const Words& words);
// In window.cpp, the one file that knows the window.
void list_commands(const Words& words);
void list_labs(const Words& words);
void open_window(const Words& words);
/// A lab of the window.
bool is_lab(std::string_view word);
std::vector<std::string> lab_names();
/// What a lesson may name: labs and views.
LessonNames known_names();

}  // namespace convscope::cli
