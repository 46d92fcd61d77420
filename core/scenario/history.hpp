// Undo and redo of whole values; a drag is one entry.
#pragma once

#include <string>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace convscope {

class History {
 public:
  explicit History(Scenario first) : entries_{{std::move(first), ""}} {}

  const Scenario& now() const { return entries_[at_].scenario; }
  /// Adds an entry and forgets what could be redone. Edits in a row with the same non-empty `gesture`
  /// (a slider's drag) become one entry. An equal scenario adds nothing.
  void push(Scenario scenario, const std::string& gesture = "");
  /// Ends the gesture: the next push is an entry of its own.
  void end_gesture() { entries_[at_].gesture.clear(); }
  bool can_undo() const { return at_ > 0; }
  bool can_redo() const { return at_ + 1 < entries_.size(); }
  void undo() {
    if (can_undo()) --at_;
  }
  void redo() {
    if (can_redo()) ++at_;
  }

 private:
  static constexpr std::size_t kMost = 500;
  struct Entry {
    Scenario scenario;
    std::string gesture;
  };
  std::vector<Entry> entries_;
  std::size_t at_ = 0;
};

}  // namespace convscope
