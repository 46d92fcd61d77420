#include "app/labs/explore/photographs.hpp"

#include <exception>
#include <utility>

#include "core/io/image_file.hpp"

namespace convscope {

void Photographs::ask(const Asked& question) {
  work_.want(question, [this](const Asked& asked, const Progress& progress, const auto&) {
    if (asked.afresh || !last_ || last_->path != asked.path)
      last_ = std::make_shared<const Photo>(read_photo(asked.path));
    if (!asked.compare) return Read{last_};
    progress.check();
    return Read{last_, compared_photo(*asked.compare, *last_)};
  });
}

void Photographs::fail(const std::string& problem) {
  then_ = {};
  message_ = {problem, true};
}

void Photographs::read(const std::string& path, bool afresh, std::function<void(const Photo&)> then) {
  if (!path.empty()) check_image_file(path, "photo");
  then_ = std::move(then);
  work_.again();
  ask({path, afresh});
}

void Photographs::take_in(const Read& done) {
  const auto then = std::exchange(then_, {});
  if (!then) {
    compared_ = work_.asked()->compare;
    comparison_ = done.comparison;
    return;
  }
  try {
    then(*done.photo);
  } catch (const std::exception& problem) {
    fail(problem.what());
  }
}

void Photographs::tick(const DerivedPtr& wanted) {
  if (work_.take([this](const Read& done) { take_in(done); }) && !work_.problem().empty())
    fail(work_.problem());
  if (wanted && !reading() && compared_ != wanted) ask({wanted->scenario().photo, false, wanted});
}

const std::string& Photographs::problem() const {
  static const std::string kNone;
  return reading() ? kNone : work_.problem();
}

bool Photographs::busy(const DerivedPtr& wanted) const {
  return reading() || (wanted && compared_ != wanted && problem().empty());
}

LabMessage Photographs::take_message() {
  return std::exchange(message_, {});
}

}  // namespace convscope
