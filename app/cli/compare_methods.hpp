// The methods that convscope compare is asked for, and what their files are called.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/enlarging/upsampling.hpp"

namespace convscope::cli {

/// A method, with coordinates of its own where they stand behind its name, "bilinear:align-corners", or a
/// network.
struct ComparedMethod {
  UpsamplingMethod method{};
  std::optional<ResizeCoordinates> coordinates{};
  std::string network{};
  friend bool operator==(const ComparedMethod&, const ComparedMethod&) = default;
};

/// "all", or "A,B": each once; all is all but networks. A comma may be part of a network's path where only so
/// there is a file. Errors: UsageError("methods", ...), UsageError("coordinates", ...).
std::vector<ComparedMethod> read_methods(const std::string& text);

/// A file's name without ending for each, of its own: "bicubic", "network-fsrcnn-x3", "network-fsrcnn-x3-2";
/// what no file's name should have is replaced.
std::vector<std::string> file_names_for(std::span<const UpsamplingChoice> choices);

}  // namespace convscope::cli
