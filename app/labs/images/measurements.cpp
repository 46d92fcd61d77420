#include "app/labs/images/measurements.hpp"

#include <algorithm>
#include <array>

#include "app/platform/clock.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostKnown = 512;

}  // namespace

Measurement measure_part(const Content& content, const Reduction& r, const Region& part,
                         const Progress& progress) {
  const auto up = content.upsampler(r, progress);
  progress.at(0);
  return {try_out(*up, r.measured, part, progress, steady_seconds).measures, true, ""};
}

Measurer::Key Measurer::key(const Content& content, const Region& part) {
  return {content.id(), {part.top, part.left, part.height, part.width}};
}

const Measurement* Measurer::known(const Content& content, const Region& part) const {
  const auto found = known_.find(key(content, part));
  return found == known_.end() ? nullptr : &found->second;
}

void Measurer::want(const std::vector<ContentPtr>& contents, const ReductionPtr& reduction,
                    const Region& part) {
  Wanted wanted{contents, reduction, part};
  if (measuring_.has_asked(wanted)) return;
  results_.resize(contents.size());
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    if (const Measurement* measured = known(*contents[i], part)) {
      results_[i] = *measured;
    } else {
      results_[i].ready = false;
      results_[i].problem.clear();
      missing.push_back(i);
    }
  }
  if (missing.empty() || !reduction) {
    measuring_.leave(std::move(wanted));
    return;
  }
  measuring_.want(std::move(wanted),
                  [missing](const Wanted& w, const Progress& progress, const auto& deliver) {
                    const auto measured = [&](std::size_t n) {
                      const auto share = [&](std::size_t done) {
                        return static_cast<double>(done) / static_cast<double>(missing.size());
                      };
                      Measured out{missing[n], {}};
                      try {
                        out.measurement = measure_part(*w.contents[missing[n]], *w.reduction, w.part,
                                                       progress.part(share(n), share(n + 1)));
                      } catch (const std::exception& problem) {
                        out.measurement.ready = true;
                        out.measurement.problem = problem.what();
                      }
                      return out;
                    };
                    for (std::size_t n = 0; n + 1 < missing.size(); ++n) deliver(measured(n));
                    return measured(missing.size() - 1);
                  });
}

void Measurer::take() {
  measuring_.take([this](const Measured& made) {
    const Wanted& wanted = *measuring_.asked();
    results_[made.place] = made.measurement;
    if (known_.size() >= kMostKnown) known_.erase(known_.begin());
    known_[key(*wanted.contents[made.place], wanted.part)] = made.measurement;
  });
}

}  // namespace convscope
