// The flat test: constant pictures through the whole network, and how much of a grid each layer shows.
//
// A picture of one colour has no structure; what repeats with the network's period in the interior of a
// layer's output, away from borders, the layers have made. Grid levels of an output: its cells fall into
// period × period phases; the root mean square of the phases' means about their mean, over channels too, in
// grey levels (255 for the range of the input), the worst of all colours.
#pragma once

#include <string>
#include <vector>

#include "core/network/evaluate.hpp"

namespace convscope {

struct FlatRequest {
  double range = 1;  ///< of the input's values: 0 to range
  Shape size;        ///< of the input; empty: as much as the receptive field asks for
  Budget budget{};
  Progress progress{};
};

struct FlatTest {
  Shape size;                  ///< of the input
  std::vector<double> levels;  ///< of each node's first output; NaN where there is no plane to look at
  double output = 0;           ///< of the network's output
  std::string guilty;          ///< the layer where the output's grid begins; empty where it has none
  std::string weights;         ///< the layer whose weights make it, where that is another
  bool borders = false;        ///< somewhere everything is touched by borders: its middle third was looked at
};

/// Above it a grid is one, in grey levels: an eighth of what rounding to 8 bits shows.
inline constexpr double kFlatLevels = 1.0 / 32;

/// Errors: as Evaluator::run; Error("network", ...) for networks with several inputs.
FlatTest flat_test(const Evaluator& evaluator, const FlatRequest& request);

}  // namespace convscope
