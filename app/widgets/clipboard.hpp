// The clipboard's text, through Dear ImGui's hands: within a frame, or between frames.
#pragma once

#include <string>

namespace convscope {

/// Empty when there is none.
std::string clipboard_text();
void copy_text(const std::string& text);

}  // namespace convscope
