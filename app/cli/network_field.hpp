// convscope network --effective: the effective receptive field of a cell, by a backward pass.
#pragma once

#include <string>

#include "app/cli/arguments.hpp"
#include "core/network/effective_field.hpp"
#include "core/network/picture_run.hpp"

namespace convscope::cli {

struct FieldOptions {
  bool wanted = false;
  std::string cell, channel, at;
};
void add_field_options(Arguments& arguments, FieldOptions& options);
/// Whether the field is asked for. Errors: UsageError for options that do not go together.
bool check_field(const FieldOptions& options, const std::string& output, bool others);

struct FieldPlace {
  std::string layer;  ///< empty: the output
  Shape size;         ///< of the input; empty: as much as the field asks for
  PictureRun run;
  std::string output;  ///< .npy or .png of the map; empty: none
  bool json = false, quiet = false;
};
void print_field(const Network& network, const FieldOptions& options, const FieldPlace& place);

}  // namespace convscope::cli
