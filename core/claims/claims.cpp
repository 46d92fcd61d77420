#include "core/claims/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/error.hpp"
#include "core/claims/experiments.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

std::string_view to_string(Verdict verdict) {
  return verdict == Verdict::yes ? "true" : verdict == Verdict::no ? "false" : "depends";
}

Verdict verdict_of(std::span<const double> holds) {
  const auto count = std::count_if(holds.begin(), holds.end(), [](double h) { return h != 0; });
  if (count == 0) return Verdict::no;
  return count == std::ssize(holds) ? Verdict::yes : Verdict::depends;
}

namespace {

const Evidence::Item* find(std::span<const Evidence::Item> items, std::string_view name) {
  const auto at =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  return at == items.end() ? nullptr : &*at;
}

}  // namespace

bool Evidence::has(std::string_view name) const {
  return find(items_, name) != nullptr;
}
double Evidence::number(std::string_view name) const {
  assert(has(name));
  return find(items_, name)->values.front();
}
const std::vector<double>& Evidence::list(std::string_view name) const {
  assert(has(name));
  return find(items_, name)->values;
}

std::span<const Claim> claims() {
  static const std::vector<Claim> all = [] {
    std::vector<Claim> list;
    for (const auto theme : {experiments::about_inverses(), experiments::about_sizes(),
                             experiments::about_structure(), experiments::about_checkerboards()})
      list.insert(list.end(), theme.begin(), theme.end());
    return list;
  }();
  return all;
}

const Claim& claim(std::string_view name) {
  for (const Claim& one : claims())
    if (one.name == name) return one;
  throw Error("claim", fmt::format("'{}' is not known", name), "a name that convscope claims lists");
}

ClaimResult run(const Claim& claim) {
  std::vector<Scenario> scenarios;
  for (std::string_view spec : claim.scenarios) scenarios.push_back(parse_spec(spec));
  return run(claim, scenarios);
}

ClaimResult run(const Claim& claim, std::span<const Scenario> scenarios) {
  if (scenarios.size() != claim.scenarios.size())
    throw Error("claim", fmt::format("{} scenarios for '{}'", scenarios.size(), claim.name),
                fmt::format("{}", claim.scenarios.size()));
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    if (scenarios[i].direction != parse_spec(claim.scenarios[i]).direction)
      throw Error("claim", fmt::format("'{}' is about the other operator", claim.name),
                  fmt::format("a {}", claim.scenarios[i].substr(0, claim.scenarios[i].find(' '))));
  ClaimResult result;
  result.evidence = claim.run(scenarios);
  for (const Evidence::Item& item : result.evidence.items())
    for (double value : item.values)
      if (!std::isfinite(value))
        throw Error("claim", fmt::format("{} of '{}' is not finite", item.name, claim.name),
                    "smaller values in the input and the kernel");
  result.verdict = claim.judge(result.evidence);
  return result;
}

}  // namespace convscope
