// Whole files in and out. Writing is atomic: a temporary name beside the target, then a rename.
//
//   write_file("y.npy", bytes);                       // all in one
//
//   PendingFile file("film.mp4");                     // or in steps, when another program writes too
//   run_encoder(file.temporary());
//   file.commit();                                    // without it nothing remains
#pragma once

#include <string>
#include <string_view>

#include "core/base/index.hpp"

namespace convscope {

/// A file opened for reading; pipes and devices are read as they come.
/// Errors: Error(field, "cannot read PATH: reason", ...), also for a directory.
class InputFile {
 public:
  InputFile(std::string path, std::string_view field);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Up to `bytes` bytes; fewer only at the end.
  std::size_t read(char* into, std::size_t bytes);
  /// Length of a regular file; -1 for a pipe or a device, whose end nobody knows.
  Index size() const { return size_; }

 private:
  std::string path_, field_;
  int descriptor_;
  Index size_ = -1;
};

/// The whole file. Errors: as InputFile, and above 4 GiB.
std::string read_file(const std::string& path, std::string_view field);

/// A file that does not exist under its name before commit(). An existing one keeps its permissions and
/// is unchanged until then; a symbolic link stays one. Devices and pipes are written to directly.
/// Errors: Error(field, "cannot write PATH: reason", ...).
class PendingFile {
 public:
  explicit PendingFile(std::string path, std::string_view field = "output");
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  /// Removes what was written unless it was committed.
  ~PendingFile();

  /// Where the bytes lie until commit(), for programs that write by name.
  const std::string& temporary() const { return temporary_; }
  void write(std::string_view bytes);
  /// Ends the writing, so that many files can wait for their commit at once.
  void close();
  void commit();

 private:
  [[noreturn]] void fail(int reason);
  std::string path_, field_, target_, temporary_;
  int descriptor_ = -1;
  bool direct_ = false;  // the target is a device: there is nothing to rename
};

/// Errors: as PendingFile; then nothing is left behind and an existing file is unchanged.
void write_file(const std::string& path, std::string_view bytes, std::string_view field = "output");

}  // namespace convscope
