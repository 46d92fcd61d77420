// One layer in several frameworks on aligned rulers: where padding or crop falls, and how far the results
// are shifted against each other.
#pragma once

#include "app/views/sizes/page.hpp"
#include "core/geometry/dialects.hpp"

namespace convscope {

struct DialectView {
  bool transposed = false;
  Axis axis;           ///< of the first row, PyTorch's
  std::size_t at = 0;  ///< which axis
  Shape input;
  const std::vector<DialectRow>& rows;
  std::size_t compared = 0;  ///< the row whose result stands against PyTorch's
  /// Of a transposed operator on one axis: the values before cropping, for the cells; may be empty.
  std::vector<double> full{};
};

/// The row to compare with at first: the first one that is shifted, else the second.
std::size_t row_to_compare(const std::vector<DialectRow>& rows, std::size_t axis);

/// Spots: "dialect/N" of each row that has the layer.
SizePage draw_dialects(const DialectView& dialects, std::string_view lit, const Style& style);

}  // namespace convscope
