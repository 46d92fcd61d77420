#include "app/labs/images/picture_source.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "app/platform/child_process.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/enlarging/photo.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

namespace {

constexpr std::string_view kField = "picture";

std::string_view test_name(const std::string& source) {
  return std::string_view(source).substr(kTestPrefix.size());
}

/// The default photograph, or what stands in for it.
std::string resolved(const std::string& source) {
  if (!source.empty()) return source;
  const std::string path = default_photo_path();
  return path.empty() ? std::string(kTestPrefix) + "zone-plate" : path;
}

const TestPictureInfo& test_info(std::string_view name) {
  if (const auto* info = find_row(test_pictures(), name)) return *info;
  throw Error(kField, fmt::format("there is no test picture '{}'", name),
              listed(names_of(test_pictures()), Listing::commas));
}

PicturePtr finished(ImagePicture picture, ImageFile file) {
  const Index height = file.color.shape()[2], width = file.color.shape()[3];
  if (height < kLeastFactor || width < kLeastFactor)
    throw Error(kField, fmt::format("{} has only {} × {} pixels", picture.name, width, height),
                "at least 2 × 2");
  if (file.animated) picture.note = "The first picture of an animation.";
  picture.kind = file.description;
  const bool same = file.opaque() && file.color.shape()[1] == 3;
  if (!same) picture.over_white = std::make_shared<const Tensor<float>>(over_white(file));
  picture.alpha = std::move(file.alpha);
  picture.color = std::make_shared<const Tensor<float>>(std::move(file.color));
  if (same) picture.over_white = picture.color;
  return std::make_shared<const ImagePicture>(std::move(picture));
}

constexpr std::size_t kMostPasted = std::size_t{256} << 20;

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

std::string picture_title(const std::string& source) {
  const std::string from = resolved(source);
  if (from.starts_with(kClipboardPrefix)) return "Clipboard";
  if (!from.starts_with(kTestPrefix)) return std::filesystem::path(from).filename().string();
  const auto* known = find_row(test_pictures(), test_name(from));
  return std::string(known ? known->title : test_name(from));
}

void check_source(const std::string& source) {
  const std::string from = resolved(source);
  if (from.starts_with(kClipboardPrefix)) return;
  if (from.starts_with(kTestPrefix))
    test_info(test_name(from));
  else
    check_image_file(from, kField);
}

PicturePtr read_source(const std::string& source, const Progress& progress, Budget budget) {
  const std::string from = resolved(source);
  ImagePicture picture{.source = source, .name = picture_title(source)};
  progress.check();
  ImageFile file;
  if (from.starts_with(kTestPrefix)) {
    file.color = test_picture(test_info(test_name(from)).name);
  } else {
    picture.file = from;
    file = read_image_file(from, kField, budget, progress);
  }
  progress.check();
  return finished(std::move(picture), std::move(file));
}

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
    if (bytes.size() > kMostPasted) throw Error("paste", "the picture is over 256 MiB", "a file");
  }
  if (bytes.empty()) throw Error("paste", "there is no picture on the clipboard", "copy one first");
  return bytes;
}

PicturePtr read_clipboard(int serial, const Progress& progress) {
  const std::string bytes = clipboard_png([&] { progress.check(); });
  ImagePicture picture{.source = fmt::format("{}{}", kClipboardPrefix, serial), .name = "Clipboard"};
  ImageFile file = decode_image_file(bytes, "the clipboard", "paste", {}, progress);
  progress.check();
  return finished(std::move(picture), std::move(file));
}

}  // namespace convscope
