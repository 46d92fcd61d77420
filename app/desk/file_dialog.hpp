// The desktop's file chooser, where zenity is installed; the window goes on while it is open.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/platform/child_process.hpp"

namespace convscope {

class FileDialog {
 public:
  /// What the file is for.
  struct Request {
    std::string command;  ///< that will take the path: "open"
    std::string title{};  ///< of the chooser; empty: the chooser's own
    std::string name{};   ///< a file that is to be written, as it might be called; empty: one to be read
    bool folder = false;  ///< a folder instead of a file
  };

  /// `wake` is called on another thread when the chooser has closed.
  explicit FileDialog(std::function<void()> wake) : wake_(std::move(wake)) {}
  ~FileDialog();
  FileDialog(const FileDialog&) = delete;
  FileDialog& operator=(const FileDialog&) = delete;

  static bool available();
  /// False when one is open already or none can be started.
  bool start(const Request& request);

  struct Choice {
    std::string command;
    std::string path;  ///< empty: cancelled
  };
  /// What was chosen, once.
  std::optional<Choice> take();

 private:
  void finish(const std::string& command);

  std::function<void()> wake_;
  std::mutex mutex_;
  std::optional<Choice> choice_;
  std::atomic<bool> open_ = false;
  std::optional<ChildProcess> zenity_;
  std::jthread reader_;
};

}  // namespace convscope
