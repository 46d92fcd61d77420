// For tests: which texts had no room where they were drawn. Nothing is kept but while somebody watches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace convscope {

/// From now on, forgetting what was noted; or no longer.
void watch_fit(bool on);
/// A text that was cut, or that is wider than its place.
void note_unfit(std::string_view text);
/// The texts noted since the last call, each once.
std::vector<std::string> take_unfit();

}  // namespace convscope
