// What the lab writes: results, the table, the contact sheet. The jobs run on a worker.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "app/labs/images/contents.hpp"
#include "app/labs/images/measurements.hpp"
#include "core/io/files.hpp"

namespace convscope {

/// Makes everything that the file holds and writes it; committing is left to the caller.
using SaveJob = std::function<void(PendingFile& file, const Progress& progress)>;

/// Errors: Error(field, ...) for a path with none of the endings.
void require_ending(const std::string& path, std::initializer_list<std::string_view> endings,
                    std::string_view field);

/// One subject as a PNG, with alpha where the picture has it.
SaveJob result_job(ContentPtr content, ReductionPtr reduction);

/// What table and sheet are made of.
struct Lineup {
  ReductionPtr reduction{};
  std::vector<ContentPtr> contenders{};
  std::vector<Measurement> known{};  ///< as far as they are ready; the rest is measured
  Region measured{};
};
/// Contenders that cannot be made are left out. CSV or JSON as `convscope compare` writes it.
SaveJob table_job(Lineup lineup, bool json);
SaveJob sheet_job(Lineup lineup);

}  // namespace convscope
