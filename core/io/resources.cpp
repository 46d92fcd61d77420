#include "core/io/resources.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "core/base/error.hpp"

namespace convscope {

namespace fs = std::filesystem;

std::string resource_path(std::string_view name, std::string_view program) {
  const fs::path installed = fs::path(program).parent_path() / CONVSCOPE_DATA_FROM_PROGRAM / name;
  for (const fs::path& path : {installed.lexically_normal(), fs::path(CONVSCOPE_SOURCE_TREE) / name}) {
    std::error_code unreadable;
    if (fs::exists(path, unreadable)) return path.string();
  }
  throw Error("installation", fmt::format("{} is missing", name),
              fmt::format("a file {}", installed.lexically_normal().string()));
}

std::string resource_path(std::string_view name) {
  std::error_code unknown;  // then the source tree is left
  return resource_path(name, fs::read_symlink("/proc/self/exe", unknown).string());
}

}  // namespace convscope
