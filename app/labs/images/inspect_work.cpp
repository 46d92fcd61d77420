#include "app/labs/images/inspect_work.hpp"

#include <utility>

#include "app/labs/images/measurements.hpp"
#include "core/enlarging/light.hpp"

namespace convscope {

Tensor<float> inspected_pixels(const Content& content, const Reduction& r, const Progress& progress) {
  switch (content.recipe().kind) {
    case Recipe::Kind::original:
      return as_saved(*r.picture->measured());
    case Recipe::Kind::reduced:
      return as_saved(seen_planes(r.measured.small, false, r.linear));
    case Recipe::Kind::result:
      return as_saved(content.result(r, progress.silent())->color);
    case Recipe::Kind::contender:
      break;
  }
  if (is_network(content.recipe().contender))
    return as_saved(content.enlarged(r, true, progress.silent())->seen);
  return restored(*content.upsampler(r, progress.silent()), r.measured, r.measured.whole(),
                  progress.silent());
}

void InspectWork::want(const std::vector<Subject>& subjects, const ReductionPtr& reduction) {
  Wanted wanted{subjects, reduction};
  if (looking_.has_asked(wanted)) return;
  std::vector<Subject> missing;
  for (const Subject& subject : subjects)
    if (!known_.contains(subject.content->id())) missing.push_back(subject);
  if (missing.empty() || !reduction) {
    looking_.leave(std::move(wanted));
    return;
  }
  looking_.want(std::move(wanted), [missing](const Wanted& w, const Progress& progress, const auto& deliver) {
    const auto found = [&](std::size_t n) {
      const Subject& subject = missing[n];
      Found out{.content = subject.content->id()};
      const Progress part = share_of(progress, n, missing.size());
      try {
        out.inspection = std::make_shared<const Inspection>(
            inspect_picture(subject.name, inspected_pixels(*subject.content, *w.reduction, part), part));
      } catch (const Stopped&) {
        throw;
      } catch (const std::exception& problem) {
        out.problem = problem.what();
      }
      return out;
    };
    for (std::size_t n = 0; n + 1 < missing.size(); ++n) deliver(found(n));
    return found(missing.size() - 1);
  });
}

void InspectWork::take() {
  constexpr std::size_t kMostKnown = 64;
  looking_.take([this](const Found& found) {
    if (known_.size() >= kMostKnown) known_.erase(known_.begin());
    known_[found.content] = found;
  });
}

const Inspection* InspectWork::of(const Content& content) const {
  const auto found = known_.find(content.id());
  return found == known_.end() ? nullptr : found->second.inspection.get();
}

std::string InspectWork::problem(const Content& content) const {
  const auto found = known_.find(content.id());
  return found == known_.end() ? "" : found->second.problem;
}

}  // namespace convscope
