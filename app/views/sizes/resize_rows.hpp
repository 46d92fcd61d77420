// One resize in several frameworks: where each takes the samples of its output cells, and how far the
// pictures lie apart.
#pragma once

#include <vector>

#include "app/views/sizes/page.hpp"
#include "core/ops/resample/resize_dialects.hpp"

namespace convscope {

struct ResizeView {
  const std::vector<ResizeDialect>& rows;
  std::size_t against = 0;   ///< what the others are compared with
  std::size_t compared = 0;  ///< the row that stands against it below
  bool nearest = false;      ///< the cells that nearest takes, not the places between them
};

/// Spots: "resize/N" of each row.
SizePage draw_resizes(const ResizeView& resizes, std::string_view lit, const Style& style);

}  // namespace convscope
