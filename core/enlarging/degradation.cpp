#include "core/enlarging/degradation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/jpeg.hpp"

namespace convscope {

namespace {

constexpr Names<ReducingFilter, 3> kFilters{"reduce", {"area", "bicubic", "lanczos3"}};

/// Output n of splitmix64 from a seed, in (0, 1).
double dice(std::uint64_t seed, std::uint64_t n) {
  std::uint64_t z = (seed * 0xd1342543de82ef95U) + (n + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
  z = (z ^ z >> 27) * 0x94d049bb133111ebU;
  return (static_cast<double>((z ^ z >> 31) >> 11) + 0.5) / 9007199254740992.0;
}

/// Box and Muller (1958), one of the pair.
double normal(std::uint64_t seed, Index i) {
  const auto n = 2 * static_cast<std::uint64_t>(i);
  return std::sqrt(-2 * std::log(dice(seed, n))) * std::cos(2 * std::numbers::pi * dice(seed, n + 1));
}

void require(std::string_view field, double value, double least, double most) {
  if (value < least || value > most)
    throw Error(field, fmt::format("{} is too {}", format_value(value), value < least ? "small" : "large"),
                fmt::format("from {} to {}", least, most));
}

}  // namespace

std::span<const std::string_view> reducing_filters() {
  return kFilters.names;
}

std::string_view name_of(ReducingFilter filter) {
  return kFilters[filter];
}

ReducingFilter parse_reducing_filter(std::string_view name) {
  return kFilters.parse(name);
}

void parse_noise(std::string_view text, Degradation& into) {
  const std::size_t colon = text.find(':');
  const auto level = parse_value(text.substr(0, colon));
  const auto seed = colon == text.npos ? std::optional<Index>(0) : parse_index(text.substr(colon + 1));
  if (!level || !seed || *seed < 0)
    throw Error("noise", fmt::format("'{}' is no noise", text), "grey levels as 5, or with a seed as 5:1");
  into.noise = *level;
  into.seed = static_cast<std::uint64_t>(*seed);
}

void check_degradation(const Degradation& d) {
  require("blur", d.blur, 0, kMostBlur);
  require("noise", d.noise, 0, kMostNoise);
  if (d.jpeg != 0) require("jpeg", d.jpeg, 1, 100);
}

std::string describe(const Degradation& d) {
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
  if (d.filter != ReducingFilter::area || d.blur > 0 || d.noise > 0 || d.jpeg > 0)
    add(std::string(name_of(d.filter)));
  if (d.blur > 0) add("blur " + format_value(d.blur));
  if (d.noise > 0) add("noise " + format_value(d.noise) + (d.seed > 0 ? fmt::format(":{}", d.seed) : ""));
  if (d.jpeg > 0) add(fmt::format("JPEG {}", d.jpeg));
  return text;
}

Tensor<float> damaged(Tensor<float> small, const Degradation& d) {
  if (d.noise > 0)
    for (Index i = 0; i < small.size(); ++i) small[i] += static_cast<float>(d.noise * normal(d.seed, i));
  return d.jpeg > 0 ? through_jpeg(as_saved(small), d.jpeg) : small;
}

}  // namespace convscope
