#include "core/io/leftovers.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <string_view>

#include "core/base/numbers.hpp"
#include "core/base/system.hpp"

namespace convscope {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBeginning = ".convscope-";
constexpr std::string_view kEnd = ".tmp";

const std::string& host() {
  static const std::string name = fmt::format(
      "{:08x}", static_cast<std::uint32_t>(std::hash<std::string>{}(system::space_of_processes())));
  return name;
}

/// The process that a name speaks of, where it is one of ours on this host; 0 else.
Index writer_of(std::string_view name) {
  const std::string beginning = fmt::format("{}{}-", kBeginning, host());
  if (!name.starts_with(beginning) || !name.ends_with(kEnd)) return 0;
  name.remove_prefix(beginning.size());
  const auto pid = parse_index(name.substr(0, name.find('-')));
  return pid && *pid > 0 ? *pid : 0;
}

}  // namespace

std::string temporary_name(const std::string& folder, int attempt) {
  return fmt::format("{}/{}{}-{}-{}{}", folder, kBeginning, host(), system::own_process(), attempt, kEnd);
}

void remove_leftovers(const std::string& folder) {
  static std::mutex mutex;
  static auto& seen = *new std::set<std::string>;
  {
    const std::lock_guard lock(mutex);
    if (!seen.insert(folder).second) return;
  }
  std::error_code unreadable;
  for (fs::directory_iterator entry(folder, unreadable), end; !unreadable && entry != end;
       entry.increment(unreadable)) {
    const Index writer = writer_of(entry->path().filename().string());
    if (writer == 0 || system::is_alive(writer)) continue;
    std::error_code stays;
    fs::remove(entry->path(), stays);
  }
}

}  // namespace convscope
