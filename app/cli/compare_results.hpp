// convscope compare --results: pictures that others made, measured against the true ones.
#pragma once

#include <string>

#include "app/cli/arguments.hpp"

namespace convscope::cli {

struct ResultsOptions {
  std::string results;      ///< files, with commas between them
  std::string truth_dir;    ///< a folder of true pictures
  std::string results_dir;  ///< NAME=FOLDER, with commas
  Words fail_above, fail_below;
  bool align = false;
  bool given() const { return !results.empty() || !truth_dir.empty() || !results_dir.empty(); }
};
void add_results_options(Arguments& arguments, ResultsOptions& options);

/// What else is said on the command line.
struct ResultsOutput {
  std::string factor, output, budget;
  bool json = false, quiet = false;
};
/// `truth`: the words without dashes. Errors: as a subcommand's, Exceeded.
void compare_results(const ResultsOptions& options, const ResultsOutput& output, const Words& truth);

}  // namespace convscope::cli
