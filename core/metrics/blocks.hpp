// The grid of blocks that JPEG leaves: steps between neighbours that stand out at one place of eight.
#pragma once

#include <optional>

#include "core/tensor/tensor.hpp"

namespace convscope {

struct BlockGrid {
  Index row = 0, column = 0;  ///< where blocks begin, 0 to 7
  double levels = 0;          ///< how much larger steps are there than elsewhere, in grey levels
  double significance = 0;    ///< that by its standard error, the lesser of both axes
};
/// Nothing where none stands out. Of the first channel of `picture` [1, C, H, W]; below 32 pixels a side
/// there is none.
std::optional<BlockGrid> find_blocks(const Tensor<float>& picture);

}  // namespace convscope
