#include "core/io/resources.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "core/base/error.hpp"
#include "core/base/system.hpp"

namespace convscope {

namespace fs = std::filesystem;

namespace {

fs::path beside(std::string_view name, std::string_view program) {
  return (fs::path(program).parent_path() / CONVSCOPE_DATA_FROM_PROGRAM / name).lexically_normal();
}

std::optional<std::string> find(std::string_view name, std::string_view program) {
  for (const fs::path& path : {beside(name, program), fs::path(CONVSCOPE_SOURCE_TREE) / name}) {
    std::error_code unreadable;
    if (fs::exists(path, unreadable)) return path.generic_string();
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> find_resource(std::string_view name) {
  return find(name, system::program_of(system::own_process()));
}

std::string resource_path(std::string_view name, std::string_view program) {
  if (const auto path = find(name, program)) return *path;
  throw Error("installation", fmt::format("{} is missing", name),
              fmt::format("a file {}", beside(name, program).generic_string()));
}

std::string resource_path(std::string_view name) {
  return resource_path(name, system::program_of(system::own_process()));
}

}  // namespace convscope
