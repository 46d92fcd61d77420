// The folder into which a batch writes.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/io/files.hpp"

namespace convscope::cli {

/// Files that wait for their commit, and the folders that were made for them, which vanish again when the
/// work fails.
class Folder {
 public:
  Folder() = default;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { back_to({}); }

  /// With the folders that it lies in. Errors: Error("output", ...).
  void make(const std::filesystem::path& path);
  PendingFile& add(const std::filesystem::path& path, const std::string& bytes);
  /// Of bytes that are written one after the other; what `write` throws leaves no file.
  void add(const std::filesystem::path& path, const std::function<void(PendingFile&)>& write);
  std::vector<PendingFile>& files() { return files_; }

  /// For a picture that cannot be used: what was added and made since `mark` is gone.
  struct Mark {
    std::size_t files = 0, made = 0;
  };
  Mark mark() const { return {files_.size(), made_.size()}; }
  void back_to(const Mark& mark);

  /// What was made stays.
  void keep() { made_.clear(); }

 private:
  std::vector<std::filesystem::path> made_;
  std::vector<PendingFile> files_;
};

/// The files' names without their endings, numbered where one comes twice.
std::vector<std::string> names_for(const std::vector<std::string>& files);

}  // namespace convscope::cli
