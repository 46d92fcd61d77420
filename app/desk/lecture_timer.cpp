#include "app/desk/lecture_timer.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr double kMost = 10 * 3600.0;

}  // namespace

std::string timer_words(double seconds) {
  const auto whole = saturated(std::floor(std::max(0.0, seconds)));
  const Index hours = whole / 3600, minutes = whole / 60 % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60);
  return fmt::format("{:02}:{:02}", minutes, whole % 60);
}

double timer_seconds(std::string_view words) {
  const auto refuse = [&] {
    return Error("timer", fmt::format("'{}' is no length", words), "minutes up to 600, as 45 or 12:30");
  };
  double seconds = -1;
  if (const std::size_t colon = words.find(':'); colon != words.npos) {
    const auto minutes = parse_index(words.substr(0, colon)), rest = parse_index(words.substr(colon + 1));
    if (!minutes || !rest || *rest < 0 || *rest > 59 || words.size() - colon != 3) throw refuse();
    seconds = static_cast<double>(*minutes) * 60 + static_cast<double>(*rest);
  } else if (const auto minutes = parse_value(words)) {
    seconds = *minutes * 60;
  }
  if (!(seconds >= 0 && seconds <= kMost)) throw refuse();
  return seconds;
}

}  // namespace convscope
