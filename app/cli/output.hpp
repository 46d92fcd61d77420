// What the command line prints: data on standard output, progress on standard error.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/platform/signals.hpp"
#include "core/base/json.hpp"
#include "core/io/files.hpp"
#include "core/tensor/shape.hpp"

namespace convscope::cli {

/// Writes to standard output and flushes. A reader that has gone away (a broken pipe) is no error.
/// Errors: Error("standard output", ...).
void print(std::string_view text);
/// One document and a line feed. Bytes that are no UTF-8 (in file names) are replaced.
std::string to_text(const Json& json);

std::vector<Index> to_list(const Shape& shape);

/// Fails early, before work whose result could not be written. Leaves nothing behind.
/// Errors: as PendingFile.
void require_writable(const std::string& path);

/// While it lives and when the work takes over a second: a line on standard error, if that is a terminal.
class ProgressLine {
 public:
  ProgressLine(std::string_view label, bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// How much is done, 0 to 1; may be called from any thread.
  void at(double fraction);
  /// A line of its own on standard error, whether or not that is a terminal and whatever is quiet.
  void say(std::string_view sentence);
  /// Takes the line away.
  void end();

 private:
  void show();
  std::string label_;
  std::mutex mutex_;
  std::condition_variable wake_;
  double fraction_ = -1;
  bool over_ = false, shown_ = false;
  std::thread thread_;
};

/// Pictures of a batch were left out, each named on standard error: the end of a work that is
/// otherwise done, exit status 1.
struct Incomplete {};

/// "convscope: SENTENCE" as one line.
std::string complaint(std::string_view sentence);

/// The end of the work: says what was done, then gives the files their names. If standard output fails
/// there are no files.
void finish(std::span<PendingFile> files, ProgressLine& line, std::string_view text);

}  // namespace convscope::cli
