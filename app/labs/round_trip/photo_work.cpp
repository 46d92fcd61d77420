#include "app/labs/round_trip/photo_work.hpp"

#include <filesystem>
#include <utility>

#include "core/base/error.hpp"
#include "core/enlarging/photo.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

PhotoWork::Loaded PhotoWork::load(const std::string& path) {
  const std::string file = path.empty() ? default_photo_path() : path;
  if (file.empty())
    throw Error("photo", "no photograph is installed", "open one, as with open photo.png, or drop it here");
  const Tensor<float> whole = read_image(file, "photo");
  return {std::filesystem::path(file).filename().string(), whole.shape()[3], whole.shape()[2],
          deblurring_crop(whole)};
}

void PhotoWork::choose(const DeblurSettings& settings) {
  check(settings);
  settings_ = settings;
}

bool PhotoWork::is_complete() const {
  return shown_ && !is_old() && problem_.empty() && shown_->result.lucy_iterations == asked_.iterations;
}

void PhotoWork::follow(const std::string& path) {
  if (asked_path_ == path && asked_ == settings_) return;
  if (asked_path_ != path) loaded_.reset();
  asked_path_ = path;
  asked_ = settings_;
  problem_.clear();
  worker_.start(
      [this, path, settings = asked_, loaded = loaded_](Worker::Task& task) {
        auto photo = loaded;
        if (!photo) {
          photo = std::make_shared<const Loaded>(load(path));
          task.deliver([this, photo] { loaded_ = photo; });
        }
        Index reached = -1;
        const auto hand_over = [&](const Deblurring& so_far) {
          auto drawn = std::make_shared<const DeblurredPhoto>(
              with_images(photo->name, photo->width, photo->height, so_far));
          task.deliver([this, drawn, path] {
            shown_ = drawn;
            shown_path_ = path;
          });
        };
        const Deblurring done = deblur(photo->crop, settings, [&](double share, const Deblurring& so_far) {
          task.report(share);
          // The quick pictures together, then the slow one whenever it has come on.
          if (so_far.lucy.picture.size() > 0 && so_far.lucy_iterations != reached && !task.cancelled()) {
            reached = so_far.lucy_iterations;
            hand_over(so_far);
          }
          return !task.cancelled();
        });
        hand_over(done);
      },
      [this](const std::string& problem) { problem_ = problem; });
}

}  // namespace convscope
