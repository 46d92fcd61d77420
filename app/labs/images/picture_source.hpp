// Where the lab's pictures come from: files, pictures by rule, the clipboard.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// A picture in memory. Never changes, so that threads can share it.
struct ImagePicture {
  std::string source;  ///< as ImageSettings::picture has it
  std::string name;    ///< "cat.jpg", "Zone plate", "Clipboard"
  std::string note{};  ///< what should be known about it, a sentence, or empty
  std::string file{};  ///< where it was read, or empty
  std::string kind{};  ///< what the file is and what was converted, as ImageFile::description; or empty
  /// [1, 1 or 3, height, width], sRGB values 0..255, not multiplied by alpha.
  std::shared_ptr<const Tensor<float>> color{};
  /// [1, 3, height, width]: laid over white. The same as `color` where that is opaque and has three channels.
  std::shared_ptr<const Tensor<float>> over_white{};
  Tensor<float> alpha{};  ///< [1, 1, height, width]; no elements: opaque
  Index height() const { return color->shape()[2]; }
  Index width() const { return color->shape()[3]; }
  bool opaque() const { return alpha.size() == 0; }
  /// What numbers are measured on: colours, over white where they are not opaque.
  const std::shared_ptr<const Tensor<float>>& measured() const { return opaque() ? color : over_white; }
};
using PicturePtr = std::shared_ptr<const ImagePicture>;

inline constexpr std::string_view kTestPrefix = "test:", kClipboardPrefix = "clipboard:";

/// "cat.jpg" for a path, a title for the others, before anything is read.
std::string picture_title(const std::string& source);

/// What is wrong with a source as far as can be said at once. Errors: Error("picture", ...).
void check_source(const std::string& source);

/// Reads it, on any thread: a path, "test:NAME", or empty for the default photograph (a zone plate where that
/// is not installed). Errors:
/// Error("picture", ...): unreadable, broken, over the budget, fewer than 2 × 2 pixels.
PicturePtr read_source(const std::string& source, const Progress& progress, Budget budget = {});

/// The bytes of a PNG on the desktop's clipboard, by the programs that desktops have for that. Waits for at
/// most `seconds`; `going` is called meanwhile and ends it by throwing. Errors: as read_clipboard.
std::string clipboard_png(const std::function<void()>& going, double seconds = 5);

/// The desktop's clipboard by wl-paste or xclip, whichever is there; `serial` tells pictures apart.
/// Errors: Error("paste", ...): neither is installed, no picture on the clipboard, no answer in time.
PicturePtr read_clipboard(int serial, const Progress& progress);

}  // namespace convscope
