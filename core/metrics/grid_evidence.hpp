// What speaks for a found grid, to be looked at: its pattern in one period, and where in the picture it is.
#pragma once

#include <vector>

#include "core/base/progress.hpp"
#include "core/metrics/grid_search.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

struct GridEvidence {
  /// [rows, columns] of one period, in grey levels about their mean, of the mean of the channels. Of JPEG how
  /// much larger steps between neighbours are at these rows and columns.
  Tensor<double> fold;
  Index cell = 0;  ///< pixels a side of the map's cells, a multiple of the period; the last ones are shorter
  Index rows = 0, columns = 0;  ///< of the map
  std::vector<double> map;      ///< its strength there, in grey levels, 0 where it is not; row by row
  double most = 0;
  /// Of the map's cells, those with half the strength that the grid has on the whole, and more.
  double share = 0;
};

/// The map has at most `most` cells along an axis. A place's strength is how much of the fold its own
/// residual has (a projection, over a cell and half of those beside it), so that texture does not count.
/// `picture` [1, C, H, W] with values 0..255, in which the grid was found.
GridEvidence grid_evidence(const Tensor<float>& picture, const FoundGrid& grid, Index most = 128,
                           const Progress& progress = {});

}  // namespace convscope
