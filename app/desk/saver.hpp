// Files that are written beside the window, one after the other.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "core/io/files.hpp"

namespace convscope {

/// Makes everything that the file holds and writes it; committing is left to the caller.
using SaveJob = std::function<void(PendingFile& file, const Progress& progress)>;

/// Writes files on a worker, one after the other. Each is there as a whole or not at all.
class Saver {
 public:
  explicit Saver(const Workers& workers) : saving_(workers) {}

  /// After those that wait; `said` is said when it is there: "Saved the table as x.csv". Errors: Error(field,
  /// ...) where the path cannot be written.
  void save(const std::string& path, std::string_view field, std::string said, SaveJob job);
  /// The same for a work that writes no file; what it returns is said. `name` is of what is made.
  using Work = std::function<std::string(const Progress&)>;
  void run(std::string name, Work work);
  /// Once a frame: what has been saved, or why it could not be.
  LabMessage take();
  void cancel();
  bool busy() const { return saving_.busy() || !waiting_.empty(); }
  /// The name of the file that is being written. Precondition: busy().
  const std::string& file() const { return *saving_.asked(); }
  double progress() const { return saving_.progress(); }

 private:
  void begin_next();
  std::deque<std::pair<std::string, Work>> waiting_;  // by the files' names
  Latest<std::string, std::string> saving_;
};

}  // namespace convscope
