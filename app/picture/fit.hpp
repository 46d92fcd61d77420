// For tests: which texts had no room where they were drawn, and which lie over each other. Nothing is kept
// but while somebody watches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

/// From now on, forgetting what was noted; or no longer.
void watch_fit(bool on);
/// A text that was cut, or that is wider than its place.
void note_unfit(std::string_view text);
/// The texts noted since the last call, each once.
std::vector<std::string> take_unfit();

/// Antialiased edges that touch do not.
bool overlap(const Rect& a, const Rect& b);

/// Whether somebody watches.
bool is_fit_watched();
/// A text whose ink takes `place`, of which what lies in `seen` is drawn; only texts of one layer are not to
/// lie over each other.
void note_text(const void* layer, std::string_view text, const Rect& place, const Rect& seen);
/// Of the texts noted since the last call:
struct TextFaults {
  std::size_t texts = 0;               ///< all that were noted
  std::vector<std::string> pairs{};    ///< "this | that" of those that lie over each other, each pair once
  std::vector<std::string> cut_off{};  ///< whose beginning or end lies beyond the edge of what is drawn
};
TextFaults take_text_faults();

}  // namespace convscope
