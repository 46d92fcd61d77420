// The text field that opens where something can be typed: a slider's value, a cell, a path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

class Ui;

/// At most one place is edited at a time; opening another one closes the first.
class FieldEditor {
 public:
  static constexpr double kEm = 16;  ///< type size, to be multiplied by the type scale
  enum class End { none, entered, next, previous, up, down, left, cancelled };

  /// All of the text is selected, or the caret stands behind it.
  enum class Begin { all, end };
  /// `place` names what is edited; the field begins with `text`.
  void open(std::string_view place, std::string_view text, Begin begin = Begin::all);
  bool is_open() const { return !place_.empty(); }
  bool is_open(std::string_view place) const { return place_ == place; }
  /// Draws the field and says how it ended; while it is open, once a frame. `left` means that the pointer
  /// went elsewhere: what was typed is meant. A centred field is a cell's.
  End draw(const Ui& ui, const Rect& rect, bool centred = false);
  std::string text() const { return buffer_.data(); }
  void close();
  /// All characters beyond the usual ones that its texts have had: the field's font is to have them, too.
  const std::u32string& others() const { return others_; }
  /// Closes when its place was not drawn in the last frame. Once a frame.
  void begin_frame();

 private:
  static constexpr std::size_t kMost = 1 << 16;
  void look_for_others();

  std::string place_, opened_with_;
  std::string looked_at_;  ///< by look_for_others
  std::u32string others_;
  std::vector<char> buffer_ = std::vector<char>(kMost);
  unsigned opened_ = 0;  ///< how often
  bool fresh_ = false, drawn_ = false, to_end_ = false;
};

}  // namespace convscope
