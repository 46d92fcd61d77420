// Ways of enlarging beside each other: their numbers, as tables for people and for programs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/enlarging/metrics.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

struct ComparisonRow {
  std::string name;
  Measures measures{};
};

/// One picture, reduced and enlarged again.
struct Comparison {
  std::string image;
  Index factor = 2, width = 0, height = 0;  ///< the original's size, cropped to a multiple of the factor
  std::vector<ComparisonRow> rows{};
  std::string read{};  ///< what the file is and what was converted, as ImageFile::description
  std::string note{};  ///< what should be known about the picture, a clause, or empty
  Region part{};       ///< that was measured; without extent: all
};

// The same rows stand in each of the comparisons; several have the mean and the spread (standard deviation,
// over the pictures that have the number) of every measure too.

/// One JSON document and a line feed. Infinite and missing numbers are null.
std::string comparison_json(std::span<const Comparison> comparisons);
/// RFC 4180; infinite numbers are "inf", missing ones empty.
std::string comparison_csv(std::span<const Comparison> comparisons);
/// For a terminal.
std::string comparison_table(std::span<const Comparison> comparisons);

}  // namespace convscope
