// Printed grids found in a picture without its original. docs/inspect.md says how, and how well.
//
//   for (const FoundGrid& grid : find_grids(picture)) ...   // grid.period, grid.levels, grid.reason
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

enum class GridCause { upsampling, jpeg, content };
std::string_view name(GridCause cause);

struct FoundGrid {
  Index period[2] = {0, 0};  ///< rows and columns; 1 along an axis that has none
  /// Remainders of the row and column that are brightest; of JPEG, where blocks begin.
  Index phase[2] = {0, 0};
  double levels = 0;      ///< root mean square of the phases about their mean, in grey levels, over channels
  double confidence = 0;  ///< 0 to 1, that there is such a grid and that its cause is this
  GridCause cause = GridCause::upsampling;
  std::string reason{};  ///< a sentence
  // The evidence.
  double significance = 0;     ///< power of its strongest wave over what chance gives
  double coverage = 0;         ///< share of the tiles that could show it and do
  bool flat_known = false;     ///< there were flat places, which tell text and texture from prints
  double autocorrelation = 0;  ///< of the residual after a small denoiser, at the period, less that beside it
};

inline constexpr Index kLeastPeriod = 2, kMostPeriod = 8;

/// All of a picture [1, C, H, W] with values 0..255, the strongest first. `period`: only those of this one;
/// else from 2 to 8 pixels. None in pictures below 16 pixels a side.
std::vector<FoundGrid> find_grids(const Tensor<float>& picture, std::optional<Index> period = {},
                                  const Progress& progress = {});

}  // namespace convscope
