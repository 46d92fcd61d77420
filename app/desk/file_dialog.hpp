// Asking for a file: the desktop's own chooser where zenity is installed, else a panel of the window
// (window/file_panel). Who asks does not know which; the window goes on meanwhile.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "app/desk/file_browser.hpp"
#include "app/platform/child_process.hpp"

namespace convscope {

class FileDialog {
 public:
  /// What the file is for.
  struct Request {
    std::string command;  ///< that will take the path: "open"
    std::string title{};  ///< of the chooser: "Save the scenario"
    std::string name{};   ///< a file that is to be written, as it might be called; empty: one to be read
    std::vector<FileKind> kinds{};  ///< the first is meant unless another is chosen; none: every file
    bool folder = false;            ///< a folder instead of a file
  };

  /// `wake` is called on another thread when the desktop's chooser has closed.
  explicit FileDialog(std::function<void()> wake) : wake_(std::move(wake)) {}
  ~FileDialog();
  FileDialog(const FileDialog&) = delete;
  FileDialog& operator=(const FileDialog&) = delete;

  /// Whether the desktop has a chooser.
  static bool has_desktop();
  /// Where one is open already, nothing happens. `recent`: paths of files, the last one first; their folders
  /// are offered.
  void start(const Request& request, std::span<const std::string> recent);
  bool is_open() const { return open_ || browser_; }

  struct Choice {
    std::string command;
    std::string path;  ///< empty: cancelled
  };
  /// What was chosen, once. Where the desktop's chooser has failed, ours opens in its place.
  std::optional<Choice> take();

  // Ours; null while it is not open.
  FileBrowser* browser() { return browser_ ? &*browser_ : nullptr; }
  const Request& request() const { return request_; }
  /// Closes it with a path, or with an empty one for none.
  void close(const std::string& path);

 private:
  bool start_desktop();
  void start_own();
  void finish();

  std::function<void()> wake_;
  Request request_;
  std::vector<std::string> recent_;
  std::string last_folder_;  ///< where something was chosen last
  std::optional<FileBrowser> browser_;
  std::mutex mutex_;
  std::optional<Choice> choice_;
  bool failed_ = false;
  std::atomic<bool> open_ = false;
  std::optional<ChildProcess> zenity_;
  std::jthread reader_;
};

}  // namespace convscope
