// Parameter sets that give a wanted size, as a table that can be sorted.
#pragma once

#include <array>
#include <optional>

#include "app/views/sizes/page.hpp"
#include "core/geometry/solve.hpp"

namespace convscope {

enum class SolveColumn : std::uint8_t {
  kernel,
  stride,
  padding,
  dilation,
  output_padding,
  overlap,
  products
};
inline constexpr std::array<std::string_view, 7> kSolveColumns{
    "kernel", "stride", "padding", "dilation", "output-padding", "overlap", "products"};

/// Stable: what is equal stays in the order of solve_sizes.
void sort_solutions(std::vector<SizeSolution>& found, SolveColumn column, bool descending);

struct SolutionTable {
  bool transposed = false;
  Shape input, wanted;
  const std::vector<SizeSolution>& found;
  std::string problem{};         ///< why there is none; empty while there is a table
  std::vector<Shape> nearest{};  ///< then: sizes that can be asked for instead
  SolveColumn sorted = SolveColumn::overlap;
  bool descending = false;
  Index first = 0;                        ///< of the rows in view
  std::optional<SizeSolution> present{};  ///< what the scenario has
  bool refreshing = false;
};

/// Spots: "sort/COLUMN" of the headings, "row/N" of each row, numbered as in `found`; "nearest/N" of the
/// sizes to ask for instead.
SizePage draw_solutions(const SolutionTable& table, std::string_view lit, const Style& style);
/// How many rows are in view.
Index solution_rows(const Style& style);

}  // namespace convscope
