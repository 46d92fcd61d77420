// What the lab writes: results, the table, the contact sheet. The jobs run on a worker.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/desk/saver.hpp"
#include "app/labs/images/contents.hpp"
#include "app/labs/images/measurements.hpp"
#include "app/views/contact_sheet.hpp"

namespace convscope {

/// Errors: Error(field, ...) for a path with none of the endings.
void require_ending(const std::string& path, std::initializer_list<std::string_view> endings,
                    std::string_view field);

/// One subject as a PNG, with alpha where the picture has it.
SaveJob result_job(ContentPtr content, ReductionPtr reduction);

/// A contender's weights as .npy, float64: as its own kernel again they make the same result to the bit.
SaveJob kernel_job(ContentPtr content, ReductionPtr reduction);

/// Converted weights as .npy, or by the name "weight" as .safetensors, float32.
SaveJob converted_job(const std::string& path, Tensor<double> weights);

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
/// All contenders and their numbers, ready to be drawn; on any thread. Errors: Stopped.
ContactSheet sheet_of(const Lineup& lineup, const Progress& progress);

}  // namespace convscope
