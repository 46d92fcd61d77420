// The picture on the desktop's clipboard, by the programs that desktops have for that.
#pragma once

#include <functional>
#include <string>

namespace convscope {

/// The bytes of a PNG. Waits for at most `seconds`; `going` is called meanwhile and ends it by throwing.
/// Errors: Error("paste", ...): no program for it, none on the clipboard, no answer in time.
std::string clipboard_png(const std::function<void()>& going, double seconds = 5);

}  // namespace convscope
