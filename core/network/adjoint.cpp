#include "core/network/adjoint.hpp"

#include <algorithm>

#include "core/base/names.hpp"

namespace convscope {

namespace {

/// What moves values without changing them: each input's cells are numbered from 1 on, and the operator is
/// asked where the numbers go. 0 is what comes from nowhere.
Arrays moved(const AdjointCall& b) {
  Node node = b.call.node;
  if (node.op == "Pad") node.attributes.erase("value");
  std::vector<Array> numbered(b.call.inputs.size());
  Call call{node, b.call.opset, b.call.inputs, b.call.budget, false, nullptr};
  Index next = 1;
  std::vector<Index> first;
  for (std::size_t i = 0; i < numbered.size(); ++i) {
    first.push_back(next);
    const Array* const input = b.call.inputs[i];
    if (!input || !input->real()) continue;
    UnfilledVector<Index> numbers(input->reals().size(), 0);
    if (b.wants(i))
      for (Index& number : numbers) number = next++;
    numbered[i] = whole_array(input->shape, std::move(numbers));
    call.inputs[i] = &numbered[i];
  }
  const OperatorRow* const row =
      find_row(network_operators(), node.op == "Cast" ? "Identity" : std::string_view(node.op));
  const Arrays places = row->apply(call);
  std::vector<double> sums(static_cast<std::size_t>(next), 0.0);
  for (std::size_t o = 0; o < places.size() && o < b.slopes.size(); ++o) {
    if (!b.slopes[o].known()) continue;
    const auto& slopes = b.slopes[o].reals();
    for (std::size_t i = 0; i < slopes.size(); ++i)
      sums[static_cast<std::size_t>(places[o].wholes()[i])] += static_cast<double>(slopes[i]);
  }
  Arrays out = b.none();
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!b.wants(i)) continue;
    UnfilledVector<float> values;
    for (std::size_t k = 0; k < b.call.in(i).reals().size(); ++k)
      values.push_back(static_cast<float>(sums[static_cast<std::size_t>(first[i]) + k]));
    out[i] = real_array(b.call.in(i).shape, std::move(values));
  }
  return out;
}

constexpr AdjointRow kMoves[] = {
    {"DepthToSpace", moved}, {"SpaceToDepth", moved}, {"Concat", moved},   {"Split", moved},
    {"Pad", moved},          {"Slice", moved},        {"Gather", moved},   {"Reshape", moved},
    {"Flatten", moved},      {"Transpose", moved},    {"Squeeze", moved},  {"Unsqueeze", moved},
    {"Expand", moved},       {"Cast", moved},         {"Identity", moved}, {"Dropout", moved},
};

}  // namespace

const AdjointRow* adjoint_of(std::string_view op) {
  for (const std::span<const AdjointRow> rows :
       {std::span<const AdjointRow>(kMoves), element_adjoints(), layer_adjoints(), product_adjoints()})
    if (const AdjointRow* row = find_row(rows, op)) return row;
  return nullptr;
}

Array spread_to(const Array& array, const Dims& shape) {
  return array.shape == shape ? array : viewed(array, shape, broadcast_strides(array.shape, shape), 0);
}

Array summed_to(const Array& array, const Dims& shape) {
  if (array.shape == shape) return array;
  const Dims from = strides_of(array.shape), dense = strides_of(shape);
  const std::size_t before = array.shape.size() - shape.size();
  std::vector<double> sums(static_cast<std::size_t>(count_of(shape)));
  for (std::size_t i = 0; i < array.reals().size(); ++i) {
    Index place = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
      if (shape[axis] > 1)
        place += static_cast<Index>(i) / from[before + axis] % array.shape[before + axis] * dense[axis];
    sums[static_cast<std::size_t>(place)] += static_cast<double>(array.reals()[i]);
  }
  UnfilledVector<float> out;
  for (const double sum : sums) out.push_back(static_cast<float>(sum));
  return real_array(shape, std::move(out));
}

}  // namespace convscope
