#include "core/scenario/history.hpp"

namespace convscope {

void History::push(Scenario scenario, const std::string& gesture) {
  if (scenario == now()) return;
  entries_.resize(at_ + 1);
  if (!gesture.empty() && entries_[at_].gesture == gesture) {
    entries_[at_].scenario = std::move(scenario);
    return;
  }
  entries_.push_back({std::move(scenario), gesture});
  if (entries_.size() > kMost) entries_.erase(entries_.begin());
  at_ = entries_.size() - 1;
}

}  // namespace convscope
