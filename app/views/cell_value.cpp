#include "app/views/cell_value.hpp"

#include <fmt/format.h>

#include "app/views/number_text.hpp"

namespace convscope {

std::string value_words(const Derived& derived, Tag tag) {
  const Operator& op = derived.op();
  const auto words = [&](std::string_view symbol, const Tensor<double>& tensor, const Shape& plane,
                         std::string_view when) -> std::string {
    if (tag.cell < 0 || tag.cell >= tensor.size()) return {};
    constexpr std::size_t kInTheCell = 4;  // characters
    const std::string text = fmt::format("{:.10g}", tensor[tag.cell]);
    if (text.size() <= kInTheCell) return {};
    return fmt::format("{} = {}{}", cell_name(symbol, tag.cell, plane, tensor.size() / element_count(plane)),
                       text, when);
  };
  if (tag.role == Role::input) return words("x", derived.input(), op.input_size(), "");
  if (tag.role == Role::output) return words("y", derived.output(), op.output_size(), " in the end");
  if (tag.role == Role::kernel) return words("w", derived.weights(), op.geometry.taps(), "");
  return {};
}

}  // namespace convscope
