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
                         const Report& report) {
  const auto up = content.upsampler(r, [&] { report(0); });
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
    report(kEnlarging * static_cast<double>(top + band.height) / static_cast<double>(part.height));
  }
  result = as_saved(r.linear ? srgb_values(result) : result);
  const double mse = mean_squared_error(original, result);
  const Report comparing = [&](double share) { report(kEnlarging + (1 - kEnlarging) * share); };
  return {measure(original, result, r.factor, phase_spread(*up, r.factor), comparing), mse, seconds, true,
          ""};
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
  if (contents == contents_ && reduction == reduction_ && part == part_) return;
  contents_ = contents;
  reduction_ = reduction;
  part_ = part;
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
  if (missing.empty() || !reduction) return worker_.cancel();
  worker_.start(
      [this, contents, reduction, part, missing](Worker::Task& task) {
        for (std::size_t n = 0; n < missing.size(); ++n) {
          const Report report = [&](double share) {
            if (task.cancelled()) throw Stopped();
            task.report((static_cast<double>(n) + share) / static_cast<double>(missing.size()));
          };
          Measurement m;
          try {
            m = measure_part(*contents[missing[n]], *reduction, part, report);
          } catch (const Stopped&) {
            return;
          } catch (const std::exception& problem) {
            m.ready = true;
            m.problem = problem.what();
          }
          task.deliver([this, i = missing[n], place = key(*contents[missing[n]], part), m] {
            results_[i] = m;
            if (known_.size() >= kMostKnown) known_.erase(known_.begin());
            known_[place] = m;
          });
        }
      },
      [](const std::string&) {});
}

void Measurer::cancel() {
  worker_.cancel();
}

}  // namespace convscope
