// Large pictures through a network, tile by tile: the same result, in bounded memory.
//
// A tile is run with a margin of what its cells see (reach.hpp), and of its result only those cells are kept
// that no border of the tile has touched, but for borders that are the picture's own. So tiles leave no seam.
#pragma once

#include "core/network/evaluate.hpp"

namespace convscope {

/// Bytes of a network's largest layers, beside which a run in one go is not worth tiles.
inline constexpr double kWholeBytes = 256.0 * (1 << 20);

/// As Evaluator::run with one input [1, C, height, width]. `tile`: rows and columns of a tile; 0: in one go
/// where that takes less than kWholeBytes, else as large as that allows.
/// Networks with layers that look at everything at once, and results that are no planes, run in one go.
/// Errors: as Evaluator::run.
Array tiled_run(const Evaluator& evaluator, const std::string& input_name, const Array& input,
                const RunRequest& request, Index tile = 0);

}  // namespace convscope
