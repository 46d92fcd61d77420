#include "app/widgets/field_limits.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

/// Empty when the value works.
std::string objection(const Scenario& scenario, const Field& field, Index value) {
  try {
    const Scenario next = with_field(scenario, field.key, uniform_text(scenario, field, value));
    const Operator op = make_operator(next.direction, next.size, next.layer, next.border);
    require_memory(8.0 * static_cast<double>(element_count(op.geometry.weights(), "kernel")), Budget{},
                   "kernel");
    if (field.key == "kernel") materialise_weights(next, op);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

Index first_number(const Scenario& scenario, const Field& field) {
  std::string text = field.get(scenario);
  const std::size_t end = text.find_first_of("x:,");
  return parse_index(text.substr(0, end)).value_or(field.least);
}

std::string uniform_text(const Scenario& scenario, const Field& field, Index value) {
  std::string text = fmt::format("{}", value);
  if (field.key == "size")  // its count of numbers says how many axes there are
    for (std::size_t axis = 1; axis < scenario.size.rank(); ++axis) text += fmt::format("x{}", value);
  return text;
}

FieldLimits limits_of(const Scenario& scenario, const Field& field) {
  FieldLimits limits;
  const Index now = std::clamp(first_number(scenario, field), field.least, field.most);
  limits.least = limits.most = now;
  while (limits.most < field.most) {
    limits.above = objection(scenario, field, limits.most + 1);
    if (!limits.above.empty()) break;
    ++limits.most;
  }
  while (limits.least > field.least) {
    limits.below = objection(scenario, field, limits.least - 1);
    if (!limits.below.empty()) break;
    --limits.least;
  }
  return limits;
}

}  // namespace convscope
