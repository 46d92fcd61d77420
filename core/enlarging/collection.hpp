// The numbers of many runs of compare and inspect, put together again from the JSON that they printed.
//
//   Collection all;
//   add_results(all, read_file("1.json", "result"), "1.json");
//   add_results(all, read_file("2.json", "result"), "2.json");
//   statistics(values_of(all, "bicubic", metric("psnr")));
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/enlarging/comparison.hpp"

namespace convscope {

/// A picture that was compared. Rows have name, measures, note and file.
struct Compared {
  std::string image, source;  ///< source: the JSON that has it
  Index width = 0, height = 0;
  std::vector<ComparisonRow> rows{};
  std::string note{};
  const ComparisonRow* row(std::string_view name) const;
};

struct InspectedGrid {
  std::array<Index, 2> period{}, phase{};  ///< rows, columns
  double levels = 0, confidence = 0;
  std::string cause, reason{};
};

/// A picture in which grids were looked for.
struct Inspected {
  std::string image, source, verdict;
  Index width = 0, height = 0;
  std::vector<InspectedGrid> grids{};
};

struct Collection {
  std::size_t sources = 0;
  Index factor = 0;                  ///< of all comparisons; 0 without one
  std::vector<std::string> names{};  ///< of the rows, in the order in which they came
  std::vector<Compared> compared{};
  std::vector<Inspected> inspected{};
  std::vector<FailedPicture> failed{};  ///< not measured in any run

  // Against what does not belong together.
  std::string first_source{}, reduction{};
  std::map<std::string, std::pair<std::string, std::string>> makings{};  ///< of a name: how, and where so
  std::map<std::string, std::string> where_compared{}, where_inspected{};
};

/// What a run of compare or inspect printed, or several such documents one after the other, a line each, or
/// in a list. Keys that are not known are left alone.
/// Errors: Error("result", ...) for what is empty, no JSON or other JSON; for a picture that is there
/// already, and for another factor, reduction or way of making than before, naming both sources.
void add_results(Collection& into, std::string_view text, const std::string& source);

/// Of that row in each picture compared; not a number where it is missing, infinite for the PSNR of a
/// result without an error.
std::vector<double> values_of(const Collection& all, const std::string& name, const Metric& metric);

/// All numbers as a table (RFC 4180); `what` is compare, inspect, mean, spread, count or, of two rows,
/// difference, low and high (of its 95 % interval), wins, ties, losses and p.
std::string collection_csv(const Collection& all);

/// Those that some row has, in their order.
std::vector<const Metric*> metrics_of(const Collection& all);

}  // namespace convscope
