// Many runs of compare and inspect as one HTML file: means, who is better than whom, pictures, every number.
// It needs no network and no script.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "core/enlarging/collection.hpp"

namespace convscope {

/// A part of a picture, pixel for pixel.
struct ReportFigure {
  std::string name, note{};  ///< what it is; a clause, or empty
  std::string png;
  Index width = 0, height = 0;
};

struct ReportFigures {
  /// How many pictures are shown at most, of those compared and of those inspected.
  std::size_t most = 24;
  /// The truth first; without any where the files are gone.
  std::function<std::vector<ReportFigure>(const Compared&)> of_compared{};
  std::function<std::vector<ReportFigure>(const Inspected&)> of_inspected{};
};

/// Calls `sink` with the file's parts in order. Errors: what the figures and the sink throw; Stopped.
void write_report_page(const Collection& all, const ReportFigures& figures,
                       const std::function<void(std::string_view)>& sink, const Progress& progress = {});

}  // namespace convscope
