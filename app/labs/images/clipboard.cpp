#include "app/labs/images/clipboard.hpp"

#include <chrono>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <vector>

#include "app/platform/child_process.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20;

std::vector<std::string> paste_command() {
  if (std::getenv("WAYLAND_DISPLAY") && is_installed("wl-paste"))
    return {"wl-paste", "--no-newline", "--type", "image/png"};
  if (std::getenv("DISPLAY") && is_installed("xclip"))
    return {"xclip", "-selection", "clipboard", "-target", "image/png", "-out"};
  if (!std::getenv("WAYLAND_DISPLAY") && !std::getenv("DISPLAY"))
    throw Error("paste", "there is no desktop with a clipboard", "a file: open PATH");
  throw Error("paste", "no program here reads pictures from the clipboard",
              "install xclip or wl-clipboard, or open a file");
}

}  // namespace

std::string clipboard_png(const std::function<void()>& going, double seconds) {
  std::optional<ChildProcess> child;
  try {
    child.emplace(paste_command(), ChildProcess::Streams{.output = true});
  } catch (const std::system_error&) {
    throw Error("paste", "the clipboard cannot be asked", "a file");
  }
  using Clock = std::chrono::steady_clock;
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::string bytes;
  while (true) {
    going();
    if (Clock::now() > end)
      throw Error("paste", "the clipboard did not answer", "copy the picture once more, or open a file");
    const auto more = child->read_within(std::chrono::milliseconds(50));
    if (!more) continue;
    if (more->empty()) break;
    bytes += *more;
    if (bytes.size() > kMostBytes) throw Error("paste", "the picture is over 256 MiB", "a file");
  }
  if (bytes.empty()) throw Error("paste", "there is no picture on the clipboard", "copy one first");
  return bytes;
}

}  // namespace convscope
