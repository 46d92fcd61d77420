// Pictures of one colour through a network: how large they are, which colours, and where to look at what
// comes out.
#pragma once

#include <array>
#include <vector>

#include "core/network/evaluate.hpp"
#include "core/network/reach.hpp"

namespace convscope {

/// Cells of a plane that are looked at: whole periods.
struct FlatWindow {
  std::array<Cells, 2> cells;
  std::array<Index, 2> period;
  bool free = true;  ///< no border has touched it
};
/// Of a node's output [batch, channels, height, width].
FlatWindow flat_window(const Reach& reach, std::size_t node, const Dims& shape);

/// The network's one input, of `size` or, where that is empty and the file leaves it open, as large as the
/// last layer's receptive field asks for. Errors: as input_shapes.
Values flat_shapes(const Evaluator& evaluator, const Shape& size);

/// Grey from black (0) to white (range), and with three channels a reddish, a greenish and a bluish one;
/// fewer where each takes long. `input`: a shape of batch, channels, height and width; `sizes` belong to it.
/// Errors: Error("network", ...) above the budget.
std::vector<Array> flat_pictures(const Network& network, const Values& sizes, const Array& input,
                                 double range, Budget budget = {});

}  // namespace convscope
