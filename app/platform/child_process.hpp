// Another program at work beside ours: ffmpeg, a file chooser, a clipboard's reader.
//
//   ChildProcess child({"ffmpeg", "-i", "pipe:0", "out.mp4"}, {.input = true});
//   if (!child.write(frame)) ...;   // it takes no more: its exit status says why
//   if (child.finish() != 0) ...;
#pragma once

#include <sys/types.h>

#include <chrono>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace convscope {

/// Whether a folder of PATH has a program of this name.
bool is_installed(std::string_view program);

/// A destroyed child is told to end (SIGTERM, after two seconds SIGKILL) and waited for: none stays behind.
/// It inherits no file of ours but those named here.
class ChildProcess {
 public:
  /// What it is joined to us by; the other standard streams are /dev/null.
  struct Streams {
    bool input = false;   ///< write() to its standard input
    bool output = false;  ///< read() from its standard output
    int errors = -1;      ///< a descriptor of ours that takes its standard error
  };

  /// Starts `words`: a program, looked for on PATH, and its arguments.
  /// Errors: std::system_error; its code is no_such_file_or_directory where there is no such program.
  ChildProcess(std::vector<std::string> words, Streams streams);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// False when the child reads no further; no signal comes of it.
  bool write(std::span<const char> bytes);
  /// The next bytes of its output, as they come; empty at its end. With `patience`: nothing when none came.
  std::string read();
  std::optional<std::string> read_within(std::chrono::milliseconds patience);

  /// Ends its input and waits for it. Returns its exit status, -1 when a signal ended it. Any number of
  /// times.
  int finish();
  /// Asks it to end, from any thread and at any time.
  void terminate();

 private:
  void send(int signal);
  /// Waits no longer than that. True: it has ended and been collected.
  bool collect(std::optional<std::chrono::milliseconds> patience);

  int input_ = -1, output_ = -1;
  std::mutex
      mutex_;  ///< guards the two below: a process that has been collected is nobody to send signals to
  pid_t process_ = -1;
  int status_ = -1;
};

}  // namespace convscope
