// How long something takes, and what time it is.
#pragma once

#include <chrono>
#include <ctime>
#include <string>

namespace convscope {

/// Seconds since some moment; never goes back.
inline double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The clock on the wall: "14:05".
inline std::string wall_time() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  char words[8]{};
  if (localtime_r(&now, &local) == nullptr || std::strftime(words, sizeof words, "%H:%M", &local) == 0)
    return {};
  return words;
}

}  // namespace convscope
