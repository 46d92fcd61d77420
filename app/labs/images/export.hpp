// What the lab writes: results, the table, the contact sheet. The jobs run on a worker.
#pragma once

#include <deque>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
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

/// A contender's weights as .npy, float64: as its own kernel again they make the same result to the bit.
SaveJob kernel_job(ContentPtr content, ReductionPtr reduction);

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

/// Writes files on a worker, one after the other. Each is there as a whole or not at all.
class Saver {
 public:
  explicit Saver(const Workers& workers) : saving_(workers) {}

  /// After those that wait; `what` is said when it is there. Errors: Error(field, ...) where the path cannot
  /// be written.
  void save(const std::string& path, std::string_view field, std::string_view what, SaveJob job);
  /// Once a frame: what has been saved, or why it could not be.
  LabMessage take();
  void cancel();
  bool busy() const { return saving_.busy() || !waiting_.empty(); }
  /// The name of the file that is being written. Precondition: busy().
  const std::string& file() const { return *saving_.asked(); }
  double progress() const { return saving_.progress(); }

 private:
  using Writing = std::function<std::string(const Progress&)>;  // returns what is said then
  void begin_next();
  std::deque<std::pair<std::string, Writing>> waiting_;  // by the files' names
  Latest<std::string, std::string> saving_;
};

}  // namespace convscope
