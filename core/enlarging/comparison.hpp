// Ways of enlarging beside each other: their numbers, as tables for people and for programs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/enlarging/degradation.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

struct ComparisonRow {
  std::string name;
  Measures measures{};                     ///< empty: a result that could not be measured
  std::optional<UpsamplingChoice> made{};  ///< what made it; none for results of others
  std::string note{};                      ///< what should be known about it, a clause, or empty
  std::string file{};                      ///< where it lies, if it does
};

/// A picture that could not be compared.
struct FailedPicture {
  std::string image, problem;
};

/// One picture, reduced and enlarged again.
struct Comparison {
  std::string image;
  Index factor = 2, width = 0, height = 0;  ///< the original's size, cropped to a multiple of the factor
  std::vector<ComparisonRow> rows{};
  std::string read{};         ///< what the file is and what was converted, as ImageFile::description
  std::string note{};         ///< what should be known about the picture, a clause, or empty
  Region part{};              ///< that was measured; without extent: all
  bool linear = false;        ///< enlarged in linear light
  std::string learn_from{};   ///< what learned kernels learnt from, as the user named it; empty: the picture
  Degradation degradation{};  ///< how it was made smaller
  std::optional<double> original{};     ///< its own checkerboard energy; none for one too small
  std::vector<FailedPicture> failed{};  ///< results that could not be measured
};

// The same rows stand in each of the comparisons; several have the mean and the spread (standard deviation)
// of every measure too, over the pictures that have a finite number: a perfect picture, whose PSNR is
// infinite, is left out of them and counted beside them.

// What made each row is said with it: kernel, its size and layers, repair, linear light, what it learnt from,
// how the picture was made smaller and which part of it was measured.

/// One JSON document and a line feed; of several pictures with "pairs": for each two rows and each metric
/// the paired statistics (paired.hpp). Infinite and missing numbers are null. Of one picture, unless others
/// failed: "failed" lists them.
std::string comparison_json(std::span<const Comparison> comparisons,
                            std::span<const FailedPicture> failed = {});
/// RFC 4180; infinite numbers are "inf", missing ones empty. Rows "infinite" count the pictures left out.
std::string comparison_csv(std::span<const Comparison> comparisons);
/// For a terminal.
std::string comparison_table(std::span<const Comparison> comparisons);

}  // namespace convscope
