#include "app/labs/explore/photographs.hpp"

#include <exception>
#include <utility>

#include "app/views/photo.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

std::shared_ptr<const Photo> Photographs::file(const std::string& path, bool afresh) {
  if (afresh || !last_ || last_->path != path) last_ = std::make_shared<const Photo>(read_photo(path));
  return last_;
}

void Photographs::fail(const std::string& problem) {
  reading_ = false;
  message_ = {problem, true};
}

void Photographs::read(const std::string& path, bool afresh, std::function<void(const Photo&)> then) {
  if (!path.empty()) check_image_file(path, "photo");
  reading_ = true;
  requested_.reset();  // a comparison under way is given up, and asked for again
  worker_.start(
      [this, path, afresh, then = std::move(then)](Worker::Task& task) {
        task.deliver([this, photo = file(path, afresh), then] {
          reading_ = false;
          try {
            then(*photo);
          } catch (const std::exception& problem) {
            fail(problem.what());
          }
        });
      },
      [this](const std::string& problem) { fail(problem); });
}

void Photographs::tick(const DerivedPtr& wanted) {
  worker_.take();
  if (!wanted || reading_ || compared_ == wanted || requested_.lock() == wanted) return;
  requested_ = wanted;
  problem_.clear();
  worker_.start(
      [this, wanted](Worker::Task& task) {
        const auto photo = file(wanted->scenario().photo, false);
        if (task.cancelled()) return;
        wanted->photo(photo.get());
        prepare_photo(*wanted);
        task.deliver([this, wanted] { compared_ = wanted; });
      },
      [this](const std::string& problem) {
        problem_ = problem;
        fail(problem);
      });
}

bool Photographs::busy(const DerivedPtr& wanted) const {
  return reading_ || (wanted && compared_ != wanted && problem_.empty());
}

LabMessage Photographs::take_message() {
  return std::exchange(message_, {});
}

}  // namespace convscope
