#include "app/labs/images/measurements.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "app/platform/clock.hpp"
#include "core/base/error.hpp"
#include "core/enlarging/light.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

namespace {

/// Of a result that others made, where it has pixels.
Measurement measured_result(const Content& content, const Reduction& r, const Region& part,
                            const Progress& progress) {
  const auto result = content.result(r, progress);
  progress.at(0);
  const Region common = common_part(part, result->covered);
  if (common.height == 0 || common.width == 0)
    throw Error("result", "it has no pixels in what is measured", "another selection");
  Tensor<float> original = cropped(*r.measured.original, common), made = cropped(result->color, common);
  if (original.shape() != made.shape()) {
    original = coloured(original);
    made = coloured(made);
  }
  Measurement out{.original_energy = checkerboard_energy(original, r.factor, progress.silent()),
                  .ready = true};
  out.measures = measure({.original = original, .result = made, .factor = r.factor}, progress);
  out.brightness = histogram_of(made);
  out.original_brightness = histogram_of(original);
  return out;
}

/// Of a network.
Measurement measured_whole(const Content& content, const Reduction& r, const Region& part,
                           const Progress& progress) {
  const auto made = content.enlarged(r, true, progress.part(0, 0.6));
  const Tensor<float> original = cropped(*r.measured.original, part);
  const Tensor<float> result = as_saved(cropped(made->seen, part));
  Measurement out{.original_energy = checkerboard_energy(original, r.factor, progress.silent()),
                  .ready = true};
  out.measures = measure({.original = original,
                          .result = result,
                          .factor = r.factor,
                          .seconds = made->seconds,
                          .cost = made->cost},
                         progress.part(0.6, 1));
  out.brightness = histogram_of(result);
  out.original_brightness = histogram_of(original);
  return out;
}

}  // namespace

Measurement measure_part(const Content& content, const Reduction& r, const Region& part,
                         const Progress& progress) {
  if (content.recipe().kind == Recipe::Kind::result) return measured_result(content, r, part, progress);
  if (is_network(content.recipe().contender)) return measured_whole(content, r, part, progress);
  const auto up = content.upsampler(r, progress);
  progress.at(0);
  const Trial trial = try_out(*up, r.measured, part, progress, steady_seconds);
  const Tensor<float> original = cropped(*r.measured.original, part);
  return {.measures = trial.measures,
          .original_energy = checkerboard_energy(original, r.factor, progress.silent()),
          .brightness = histogram_of(trial.picture),
          .original_brightness = histogram_of(original),
          .ready = true};
}

Progress share_of(const Progress& whole, std::size_t i, std::size_t count) {
  const auto share = [&](std::size_t part) { return static_cast<double>(part) / static_cast<double>(count); };
  return whole.part(share(i), share(i + 1));
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
                      Measured out{missing[n], {}};
                      try {
                        out.measurement = measure_part(*w.contents[missing[n]], *w.reduction, w.part,
                                                       share_of(progress, n, missing.size()));
                      } catch (const std::exception& problem) {
                        out.measurement = {.ready = true, .problem = problem.what()};
                      }
                      return out;
                    };
                    for (std::size_t n = 0; n + 1 < missing.size(); ++n) deliver(measured(n));
                    return measured(missing.size() - 1);
                  });
}

void Measurer::take() {
  constexpr std::size_t kMostKnown = 512;
  measuring_.take([this](const Measured& made) {
    const Wanted& wanted = *measuring_.asked();
    results_[made.place] = made.measurement;
    if (known_.size() >= kMostKnown) known_.erase(known_.begin());
    known_[key(*wanted.contents[made.place], wanted.part)] = made.measurement;
  });
}

std::span<const Metric* const> table_columns() {
  static const std::vector<const Metric*> all = [] {
    std::vector<const Metric*> columns;
    for (const Metric& metric : metrics())
      if (!metric.perceptual) columns.push_back(&metric);
    std::ranges::stable_sort(columns, {}, &Metric::column);
    return columns;
  }();
  return all;
}

std::optional<double> number_of(const Measurement& m, const Metric& metric) {
  return m.problem.empty() ? m.measures[metric] : std::nullopt;
}

std::vector<std::size_t> table_order(const std::vector<Measurement>& all, const Metric* metric,
                                     bool descending) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0U);
  if (!metric) {
    if (descending) std::ranges::reverse(order);
    return order;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const auto x = number_of(all[a], *metric), y = number_of(all[b], *metric);
    if (!x || !y) return x.has_value() && !y;
    return descending ? *x > *y : *x < *y;
  });
  return order;
}

std::optional<double> best(const std::vector<Measurement>& all, const Metric& metric) {
  std::optional<double> found;
  for (const Measurement& m : all) {
    const auto value = m.ready ? number_of(m, metric) : std::nullopt;
    if (value && (!found || (metric.more_is_better ? *value > *found : *value < *found))) found = value;
  }
  return found;
}

}  // namespace convscope
