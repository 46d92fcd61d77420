#include "core/enlarging/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/enlarging/trial.hpp"

namespace convscope {

namespace {

std::string family_name(const UpsamplingChoice& choice) {
  std::string name = name_of(choice);
  if (info(choice.method).has_kernel && choice.kernel.kind != KernelChoice::Kind::standard)
    name += " " + (choice.kernel.kind == KernelChoice::Kind::own ? "own " + own_label(choice.kernel)
                                                                 : to_string(choice.kernel));
  if (choice.repair && choice.repair_order > 0) return fmt::format("{}, order {}", name, choice.repair_order);
  return choice.repair ? name + ", repaired" : name;
}

bool same_family(const UpsamplingChoice& a, UpsamplingChoice b) {
  b.factor = a.factor;
  b.taps = a.taps;
  b.layers = a.layers;
  return a == b;
}

/// The choice at a place.
UpsamplingChoice choice_at(const Sweep& sweep, const SweepPlace& place) {
  UpsamplingChoice choice = sweep.families[place.family].choice;
  const Index taps = kernel_size(choice);
  choice.taps = place.axis == SweepAxis::kernel_size ? place.at : taps;
  choice.factor = place.axis == SweepAxis::stride ? place.at : sweep.factor;
  return choice;
}

}  // namespace

std::vector<SweepFamily> sweep_families(const std::vector<UpsamplingChoice>& choices) {
  std::vector<SweepFamily> out;
  for (const UpsamplingChoice& choice : choices)
    if (family_of(out, choice) == out.size()) out.push_back({family_name(choice), in_one_layer(choice)});
  return out;
}

std::size_t family_of(const std::vector<SweepFamily>& families, const UpsamplingChoice& choice) {
  const auto found = std::find_if(families.begin(), families.end(), [&](const SweepFamily& family) {
    return same_family(family.choice, choice);
  });
  return static_cast<std::size_t>(found - families.begin());
}

std::vector<SweepPlace> sweep_places(const Sweep& sweep) {
  std::vector<SweepPlace> out;
  const auto has_sizes = [&](std::size_t f) {
    const UpsamplingChoice& choice = sweep.families[f].choice;
    return info(choice.method).has_kernel && choice.kernel.kind != KernelChoice::Kind::own;
  };
  for (std::size_t f = 0; f < sweep.families.size(); ++f)
    if (!has_sizes(f)) out.push_back({f, SweepAxis::kernel_size, kernel_size(sweep.families[f].choice)});
  for (Index taps = 1; taps <= kMostSweptTaps; ++taps)
    for (std::size_t f = 0; f < sweep.families.size(); ++f)
      if (has_sizes(f)) out.push_back({f, SweepAxis::kernel_size, taps});
  for (Index stride = kLeastFactor; stride <= kMostFactor; ++stride)
    for (std::size_t f = 0; f < sweep.families.size(); ++f) out.push_back({f, SweepAxis::stride, stride});
  return out;
}

std::optional<Measures> measure_at(const Sweep& sweep, const SweepPlace& place, const Tensor<float>& picture,
                                   bool linear, const Degradation& degradation) {
  const UpsamplingChoice choice = choice_at(sweep, place);
  if (std::min(picture.shape()[2], picture.shape()[3]) < choice.factor) return std::nullopt;
  const Reduced pair = reduce(picture, choice.factor, linear, {}, degradation);
  try {
    check_upsampling(choice, pair.small.shape().tail(2));
    return try_out(make_upsampler(choice, pair.examples()), pair).measures;
  } catch (const Error&) {
    return std::nullopt;  // such as a repair of a kernel smaller than the stride
  }
}

}  // namespace convscope
