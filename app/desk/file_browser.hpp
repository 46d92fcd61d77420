// Choosing a file within the window, for systems without a chooser of their own: what stands in a folder,
// what is typed, what is asked. No screen: window/file_panel draws it.
//
//   FileBrowser browser({.use = FileUse::open, .kinds = {{"Pictures", {".png", ".jpg"}}}}, "/home/me", places);
//   browser.type("pho");                               // only what begins so is listed
//   if (const auto path = browser.accept()) ...;       // Enter: goes into a folder, or has the file
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/index.hpp"

namespace convscope {

/// What a path is in; empty where it names no folder.
std::string folder_of(const std::string& path);

enum class FileUse { open, save, folder };

/// Files that are of use, by the endings of their names.
struct FileKind {
  std::string title;
  std::vector<std::string> endings{};  ///< ".png", in small letters; none: every file
};

/// What a file is chosen for.
struct FileQuestion {
  FileUse use = FileUse::open;
  std::string name{};             ///< of a file to be written, as it might be called
  std::vector<FileKind> kinds{};  ///< the first is meant unless another is chosen; none: every file
};

struct FilePlace {
  std::string title, path;
};

class FileBrowser {
 public:
  struct Entry {
    std::string name;
    bool folder = false;
    Index bytes = 0;
  };

  /// Begins in `folder`, or where that cannot be read in the next folder above that can.
  FileBrowser(FileQuestion question, const std::string& folder, std::vector<FilePlace> places);

  const FileQuestion& question() const { return question_; }
  std::span<const FilePlace> places() const { return places_; }
  /// Whose entries are listed; absolute.
  const std::string& folder() const { return folder_; }
  /// Folders first, then files of the kind. Where a file is to be opened only what begins as typed; hidden
  /// ones when a dot is typed.
  const std::vector<Entry>& entries() const { return shown_; }
  /// The folder has more than are listed.
  bool cut_off() const { return cut_off_; }

  const std::string& text() const { return text_; }
  /// A name, or a path from the folder, from / or from ~.
  void type(std::string text);
  /// The text with what all entries that begin so have in common, as Tab in a shell has it.
  std::string completed() const;

  std::size_t kind() const { return kind_; }
  /// A name to be saved takes the kind's ending.
  void choose_kind(std::size_t kind);

  std::optional<std::size_t> chosen() const { return chosen_; }
  void choose(std::size_t entry) { chosen_ = entry; }
  void move(int by);

  /// Lists another folder; where it cannot be read, nothing changes but the problem.
  void go(const std::string& folder);
  void up();
  /// What Enter does: goes into a folder, asks whether a file may be replaced, says what is wrong, or returns
  /// the path that is meant.
  std::optional<std::string> accept();
  /// The same for an entry.
  std::optional<std::string> take(std::size_t entry);
  /// The folder itself, where one is wanted.
  std::string this_folder() const { return folder_; }

  /// The name of the file that the next accept() replaces; empty: none.
  const std::string& replaces() const { return replaces_; }
  void keep() { replaces_.clear(); }
  /// What went wrong, one sentence; empty: nothing.
  const std::string& problem() const { return problem_; }

 private:
  /// Reads a folder. Returns a sentence where it cannot be read.
  std::string list(const std::string& folder);
  void filter();
  std::string resolved(const std::string& text) const;
  bool fits(const std::string& name) const;
  std::optional<std::string> accept_path(const std::string& path);
  std::optional<std::string> save(std::string path);

  FileQuestion question_;
  std::vector<FilePlace> places_;
  std::string folder_, base_;  ///< listed; and from where a typed path is meant
  std::string text_, problem_, replaces_;
  std::vector<Entry> all_, shown_;
  std::size_t kind_ = 0;
  std::optional<std::size_t> chosen_;
  bool cut_off_ = false;
};

/// Where people keep files: at home, where the program was started, where the last files were.
std::vector<FilePlace> usual_places(std::span<const std::string> recent);
/// "12 KB".
std::string shown_size(Index bytes);

}  // namespace convscope
