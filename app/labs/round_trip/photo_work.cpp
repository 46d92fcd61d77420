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
  return {path, std::filesystem::path(file).filename().string(), whole.shape()[3], whole.shape()[2],
          deblurring_crop(whole)};
}

void PhotoWork::choose(const DeblurSettings& settings) {
  check(settings);
  settings_ = settings;
}

void PhotoWork::again() {
  photo_.again();
  loaded_ = std::make_shared<std::optional<Loaded>>();
}

void PhotoWork::follow(const std::string& path) {
  photo_.want({path, settings_},
              [loaded = loaded_](const Asked& asked, const Progress& progress, const auto& deliver) {
                if (!*loaded || (*loaded)->path != asked.path) *loaded = load(asked.path);
                const Loaded& photo = **loaded;
                const auto drawn = [&](const Deblurring& so_far) {
                  return std::make_shared<const DeblurredPhoto>(
                      with_images(photo.name, photo.width, photo.height, so_far));
                };
                Index reached = -1;
                return drawn(deblur(photo.crop, asked.settings, progress, [&](const Deblurring& so_far) {
                  // The quick pictures together, then the slow one whenever it has come on.
                  if (so_far.lucy.picture.size() == 0 || so_far.lucy_iterations == reached) return;
                  reached = so_far.lucy_iterations;
                  deliver(drawn(so_far));
                }));
              });
}

}  // namespace convscope
