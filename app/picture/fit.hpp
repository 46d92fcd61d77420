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

/// A text whose ink takes `place`; only texts of one layer are not to lie over each other.
void note_text(const void* layer, std::string_view text, const Rect& place);
/// Those of the texts noted since the last call that do, as "this | that", each pair once. `seen`: how many
/// texts.
std::vector<std::string> take_overlaps(std::size_t& seen);

}  // namespace convscope
