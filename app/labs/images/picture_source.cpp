#include "app/labs/images/picture_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/labs/images/clipboard.hpp"
#include "core/base/error.hpp"
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
  std::string names;
  for (const TestPictureInfo& info : test_pictures()) {
    if (info.name == name) return info;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", info.name);
  }
  throw Error(kField, fmt::format("there is no test picture '{}'", name), names);
}

PicturePtr finished(ImagePicture picture, ImageFile file) {
  const Index height = file.color.shape()[2], width = file.color.shape()[3];
  if (height < kLeastFactor || width < kLeastFactor)
    throw Error(kField, fmt::format("{} has only {} × {} pixels", picture.name, width, height),
                "at least 2 × 2");
  if (file.animated) picture.note = "The first picture of an animation.";
  const bool same = file.opaque() && file.color.shape()[1] == 3;
  if (!same) picture.over_white = std::make_shared<const Tensor<float>>(over_white(file));
  picture.alpha = std::move(file.alpha);
  picture.color = std::make_shared<const Tensor<float>>(std::move(file.color));
  if (same) picture.over_white = picture.color;
  return std::make_shared<const ImagePicture>(std::move(picture));
}

}  // namespace

std::string picture_title(const std::string& source) {
  const std::string from = resolved(source);
  if (from.starts_with(kClipboardPrefix)) return "Clipboard";
  if (!from.starts_with(kTestPrefix)) return std::filesystem::path(from).filename().string();
  const auto found = std::ranges::find(test_pictures(), test_name(from), &TestPictureInfo::name);
  return std::string(found == test_pictures().end() ? test_name(from) : found->title);
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

PicturePtr read_clipboard(int serial, const Progress& progress) {
  const std::string bytes = clipboard_png([&] { progress.check(); });
  ImagePicture picture{.source = fmt::format("{}{}", kClipboardPrefix, serial), .name = "Clipboard"};
  ImageFile file = decode_image_file(bytes, "the clipboard", "paste", {}, progress);
  progress.check();
  return finished(std::move(picture), std::move(file));
}

}  // namespace convscope
