#include "app/desk/picture_clipboard.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <system_error>

#include "app/platform/child_process.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {
constexpr std::string_view kField = "copy-picture";
}

std::vector<std::string> clipboard_command() {
  const bool wayland = std::getenv("WAYLAND_DISPLAY"), x11 = std::getenv("DISPLAY");
  if (wayland && is_installed("wl-copy")) return {"wl-copy", "--type", "image/png"};
  if (x11 && is_installed("xclip"))
    return {"xclip", "-selection", "clipboard", "-target", "image/png", "-in"};
  if (!wayland && !x11) throw Error(kField, "there is no desktop with a clipboard", "a file: export PATH");
  throw Error(kField, "no program here puts pictures on the clipboard",
              wayland ? "install wl-clipboard, or export to a file" : "install xclip, or export to a file");
}

void png_to_clipboard(const std::vector<std::string>& command, std::string_view png) {
  std::optional<ChildProcess> child;
  try {
    child.emplace(command, ChildProcess::Streams{.input = true});
  } catch (const std::system_error&) {
    throw Error(kField, fmt::format("{} cannot be started", command.front()), "a file: export PATH");
  }
  const bool taken = child->write(png);
  if (child->finish() != 0 || !taken)
    throw Error(kField, fmt::format("{} did not take the picture", command.front()), "a file: export PATH");
}

}  // namespace convscope
