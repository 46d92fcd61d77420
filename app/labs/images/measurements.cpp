#include "app/labs/images/measurements.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "core/metrics/image.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostKnown = 512;
/// The share of a measurement's time that enlarging takes, about.
constexpr double kEnlarging = 0.4;

}  // namespace

Measurement measure_part(const Content& content, const Reduction& r, const Region& part,
                         const Progress& progress) {
  const auto up = content.upsampler(r, [&] { progress.at(0); });
  const Tensor<float> original = cropped(r.picture->measured(), part);
  double seconds = 0;
  Tensor<float> result(original.shape());
  const Index rows = std::max<Index>(1, kPiece / part.width);
  for (Index top = 0; top < part.height; top += rows) {
    const Region band{part.top + top, part.left, std::min(rows, part.height - top), part.width};
    const auto begin = std::chrono::steady_clock::now();
    const Tensor<float> made = enlarge_region(*up, r.measured_small(), band);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    put_rows(made, top, result);
    progress.at(kEnlarging * static_cast<double>(top + band.height) / static_cast<double>(part.height));
  }
  result = as_saved(r.linear ? srgb_values(result) : result);
  const double mse = mean_squared_error(original, result);
  return {measure(original, result, r.factor, phase_spread(*up, r.factor), progress.part(kEnlarging, 1)), mse,
          seconds, true, ""};
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
