#include "app/picture/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <utility>

namespace convscope {

namespace {

struct Placed {
  const void* layer = nullptr;
  std::string text{};
  Rect place{}, seen{};
};

struct Unfit {
  std::atomic<bool> watched = false;
  std::mutex mutex{};
  std::set<std::string, std::less<>> texts{};
  std::vector<Placed> placed{};
};

Unfit& unfit() {
  static Unfit one;
  return one;
}

}  // namespace

void watch_fit(bool on) {
  take_unfit();
  take_text_faults();
  unfit().watched = on;
}

bool is_fit_watched() {
  return unfit().watched.load(std::memory_order_relaxed);
}

void note_unfit(std::string_view text) {
  if (!is_fit_watched()) return;
  const std::scoped_lock lock(unfit().mutex);
  unfit().texts.emplace(text);
}

std::vector<std::string> take_unfit() {
  const std::scoped_lock lock(unfit().mutex);
  const auto texts = std::exchange(unfit().texts, {});
  return {texts.begin(), texts.end()};
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() - 1 && b.x < a.right() - 1 && a.y < b.bottom() - 1 && b.y < a.bottom() - 1;
}

void note_text(const void* layer, std::string_view text, const Rect& place, const Rect& seen) {
  if (!is_fit_watched()) return;
  const std::scoped_lock lock(unfit().mutex);
  unfit().placed.push_back({layer, std::string(text), place, seen});
}

TextFaults take_text_faults() {
  std::vector<Placed> all;
  {
    const std::scoped_lock lock(unfit().mutex);
    all = std::exchange(unfit().placed, {});
  }
  std::set<std::string> pairs, cut_off;
  for (auto one = all.begin(); one != all.end(); ++one) {
    for (auto other = all.begin(); other != one; ++other)
      if (one->layer == other->layer && overlap(one->place, other->place))
        pairs.insert(fmt::format("{} | {}", other->text, one->text));
    const Rect &place = one->place, &seen = one->seen;
    if (overlap(place, seen) && (place.x < seen.x - 1 || place.right() > seen.right() + 1))
      cut_off.insert(one->text);
  }
  return {all.size(), {pairs.begin(), pairs.end()}, {cut_off.begin(), cut_off.end()}};
}

}  // namespace convscope
