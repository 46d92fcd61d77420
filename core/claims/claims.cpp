#include "core/claims/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/claims/experiments.hpp"
#include "core/geometry/contributions.hpp"
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
  return find_row(items, name);
}

}  // namespace

void Evidence::add(std::string name, std::vector<double> values) {
  const auto columns = std::max<Index>(1, std::ssize(values));
  items_.push_back({std::move(name), std::move(values), true, columns});
}
void Evidence::add(std::string name, const Tensor<double>& values) {
  const Shape& shape = values.shape();
  items_.push_back({std::move(name),
                    {values.values().begin(), values.values().end()},
                    true,
                    shape.empty() ? 1 : shape[shape.rank() - 1]});
}
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

namespace {

struct Cards {
  std::vector<Claim> claims;
  std::vector<ClaimTheme> themes;
};

const Cards& cards() {
  static const Cards all = [] {
    const std::pair<std::string_view, std::span<const Claim>> themes[] = {
        {"Going back", experiments::about_inverses()},
        {"Sizes and padding", experiments::about_sizes()},
        {"What the operators are", experiments::about_structure()},
        {"Checkerboards", experiments::about_checkerboards()},
        {"Training", experiments::about_training()}};
    Cards cards;
    for (const auto& [title, claims] : themes)
      cards.claims.insert(cards.claims.end(), claims.begin(), claims.end());
    std::size_t first = 0;
    for (const auto& [title, claims] : themes) {
      cards.themes.push_back({title, std::span(cards.claims).subspan(first, claims.size())});
      first += claims.size();
    }
    return cards;
  }();
  return all;
}

/// Errors: Error("claim", ...) for a scenario that costs more than an experiment may.
void require_small(const Scenario& s) {
  const Operator op = make_operator(s.direction, s.size, s.layer, s.border);
  const Geometry& g = op.geometry;
  const Index cells = std::max(element_count(g.windows(), "size") * g.channels.window,
                               element_count(g.pixels(), "size") * g.channels.pixel);
  experiments::require(cells <= kMostExperimentCells,
                       fmt::format("{} cells are more than an experiment needs", cells),
                       fmt::format("at most {}", kMostExperimentCells));
  const double products = static_cast<double>(count_contributions(g));
  experiments::require(products <= static_cast<double>(kMostExperimentProducts),
                       fmt::format("{:.0f} products are more than an experiment needs", products),
                       fmt::format("at most {}", kMostExperimentProducts));
}

}  // namespace

std::span<const Claim> claims() {
  return cards().claims;
}

std::span<const ClaimTheme> claim_themes() {
  return cards().themes;
}

const Claim& claim(std::string_view name) {
  if (const Claim* one = find_row(claims(), name)) return *one;
  refuse_name("claim", name, "a name that convscope claims lists");
}

ClaimResult run(const Claim& claim) {
  std::vector<Scenario> scenarios;
  for (std::string_view spec : claim.scenarios) scenarios.push_back(parse_spec(spec));
  return run(claim, scenarios);
}

void require_experiment(const Claim& claim, std::span<const Scenario> scenarios) {
  if (scenarios.size() != claim.scenarios.size())
    throw Error("claim", fmt::format("{} scenarios for '{}'", scenarios.size(), claim.name),
                fmt::format("{}", claim.scenarios.size()));
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    if (scenarios[i].direction != parse_spec(claim.scenarios[i]).direction)
      throw Error("claim", fmt::format("'{}' is about the other operator", claim.name),
                  fmt::format("a {}", claim.scenarios[i].substr(0, claim.scenarios[i].find(' '))));
  for (const Scenario& scenario : scenarios) require_small(scenario);
}

ClaimResult run(const Claim& claim, std::span<const Scenario> scenarios) {
  require_experiment(claim, scenarios);
  ClaimResult result;
  result.evidence = claim.run(scenarios);
  for (const Evidence::Item& item : result.evidence.items())
    for (double value : item.values)
      if (!std::isfinite(value))
        throw Error("claim", fmt::format("{} of '{}' is not finite", item.name, claim.name),
                    "smaller values in the input and the kernel");
  result.verdict = claim.judge(result.evidence);
  if (!claim.cases) return result;
  for (const Scenario& scenario : scenarios) {
    const std::vector<Scenario> alone(scenarios.size(), scenario);
    result.cases.push_back(claim.judge(claim.run(alone)));
  }
  return result;
}

}  // namespace convscope
