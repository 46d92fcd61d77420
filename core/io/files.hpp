// Whole files in and out. Writing is atomic: a temporary name beside the target, then a rename.
#pragma once

#include <string>
#include <string_view>

namespace convscope {

/// Errors: Error(field, "cannot read PATH: reason", ...), also for a directory.
std::string read_file(const std::string& path, std::string_view field);

/// Errors: Error(field, "cannot write PATH: reason", ...); then nothing is left behind and an existing
/// file is unchanged.
void write_file(const std::string& path, std::string_view bytes, std::string_view field = "output");

}  // namespace convscope
