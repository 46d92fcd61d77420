// Undo and redo of whole values; a drag is one entry.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace convscope {

template <class Value>
class History {
 public:
  explicit History(Value first) : entries_{{std::move(first), ""}} {}

  const Value& now() const { return entries_[at_].value; }
  /// Adds an entry and forgets what could be redone. Edits in a row with the same non-empty `gesture`
  /// (a slider's drag) become one entry. An equal value adds nothing.
  void push(Value value, const std::string& gesture = "") {
    if (value == now()) return;
    entries_.resize(at_ + 1, entries_.front());
    if (!gesture.empty() && entries_[at_].gesture == gesture) {
      entries_[at_].value = std::move(value);
      return;
    }
    entries_.push_back({std::move(value), gesture});
    if (entries_.size() > kMost) entries_.erase(entries_.begin());
    at_ = entries_.size() - 1;
  }
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
    Value value;
    std::string gesture;
  };
  std::vector<Entry> entries_;
  std::size_t at_ = 0;
};

}  // namespace convscope
