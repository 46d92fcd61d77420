#include "app/picture/fit.hpp"

#include <atomic>
#include <mutex>
#include <set>
#include <utility>

namespace convscope {

namespace {

struct Unfit {
  std::atomic<bool> watched = false;
  std::mutex mutex{};
  std::set<std::string, std::less<>> texts{};
};

Unfit& unfit() {
  static Unfit one;
  return one;
}

}  // namespace

void watch_fit(bool on) {
  take_unfit();
  unfit().watched = on;
}

void note_unfit(std::string_view text) {
  if (!unfit().watched.load(std::memory_order_relaxed)) return;
  const std::scoped_lock lock(unfit().mutex);
  unfit().texts.emplace(text);
}

std::vector<std::string> take_unfit() {
  const std::scoped_lock lock(unfit().mutex);
  const auto texts = std::exchange(unfit().texts, {});
  return {texts.begin(), texts.end()};
}

}  // namespace convscope
