#include "app/platform/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "core/base/numbers.hpp"

extern char** environ;

namespace convscope {

namespace {

using std::chrono::milliseconds;

void close_if_open(int& descriptor) {
  if (descriptor >= 0) ::close(std::exchange(descriptor, -1));
}

[[noreturn]] void fail(int error) {
  throw std::system_error(error, std::generic_category(), "a program cannot be started");
}

/// Two ends that no other child inherits: ours and the child's.
struct Ends {
  int ours = -1, theirs = -1;
  Ends() = default;
  ~Ends() {
    close_if_open(ours);
    close_if_open(theirs);
  }
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;

  /// A pair of sockets where we write: they can be told not to raise SIGPIPE.
  void open(bool we_write) {
    std::array<int, 2> ends{};
    const int problem = we_write ? ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data())
                                 : ::pipe2(ends.data(), O_CLOEXEC);
    if (problem != 0) fail(errno);
    ours = ends[0];  // of a pipe the end that is read
    theirs = ends[1];
  }
};

/// How a child is started, as posix_spawn wants it.
class Plan {
 public:
  Plan() {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawnattr_init(&attributes_);
    ::sigset_t ignored;
    ::sigemptyset(&ignored);
    ::sigaddset(&ignored, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes_, &ignored);
    ::sigset_t none;  // a window blocks the signals that end it (signals.hpp); its children shall not
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Plan() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  /// `from` negative: /dev/null.
  void join(int from, int to) {
    if (from >= 0)
      ::posix_spawn_file_actions_adddup2(&files_, from, to);
    else
      ::posix_spawn_file_actions_addopen(&files_, to, "/dev/null", to == STDIN_FILENO ? O_RDONLY : O_WRONLY,
                                         0);
  }
  pid_t start(std::vector<std::string>& words) {
    ::posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = -1;
    const int problem =
        ::posix_spawnp(&process, arguments[0], &files_, &attributes_, arguments.data(), environ);
    if (problem != 0) fail(problem);
    return process;
  }

 private:
  ::posix_spawn_file_actions_t files_{};
  ::posix_spawnattr_t attributes_{};
};

}  // namespace

bool is_installed(std::string_view program) {
  const char* const variable = std::getenv("PATH");
  const std::string path = variable ? variable : "";
  for (std::string_view folder : split(path, ':'))
    if (!folder.empty() && ::access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0)
      return true;
  return false;
}

ChildProcess::ChildProcess(std::vector<std::string> words, Streams streams) {
  Ends input, output;
  if (streams.input) input.open(true);
  if (streams.output) output.open(false);
  Plan plan;
  plan.join(input.theirs, STDIN_FILENO);
  plan.join(output.theirs, STDOUT_FILENO);
  plan.join(streams.errors, STDERR_FILENO);
  process_ = plan.start(words);
  input_ = std::exchange(input.ours, -1);
  output_ = std::exchange(output.ours, -1);
}

ChildProcess::~ChildProcess() {
  close_if_open(input_);
  close_if_open(output_);
  constexpr milliseconds kGrace{2000};
  terminate();
  if (collect(kGrace)) return;
  send(SIGKILL);
  collect({});
}

bool ChildProcess::write(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(input_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

std::string ChildProcess::read() {
  std::string bytes(std::size_t{1} << 16, '\0');
  ssize_t n = 0;
  do {
    n = ::read(output_, bytes.data(), bytes.size());
  } while (n < 0 && errno == EINTR);
  bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return bytes;
}

std::optional<std::string> ChildProcess::read_within(milliseconds patience) {
  ::pollfd ready{.fd = output_, .events = POLLIN, .revents = 0};
  if (::poll(&ready, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
  return read();
}

int ChildProcess::finish() {
  close_if_open(input_);
  collect({});
  return status_;
}

void ChildProcess::terminate() {
  send(SIGTERM);
}

void ChildProcess::send(int signal) {
  const std::scoped_lock lock(mutex_);
  if (process_ > 0) ::kill(process_, signal);
}

bool ChildProcess::collect(std::optional<milliseconds> patience) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + patience.value_or(milliseconds{0});
  // First without taking it away: as long as it can be sent signals, its number must be its own.
  ::siginfo_t ended{};
  while (process_ > 0 && ended.si_pid == 0) {
    const int how = WEXITED | WNOWAIT | (patience ? WNOHANG : 0);
    if (::waitid(P_PID, static_cast<::id_t>(process_), &ended, how) != 0 && errno != EINTR) break;
    if (ended.si_pid != 0 || !patience) continue;
    if (Clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds{5});
  }
  const std::scoped_lock lock(mutex_);
  if (process_ <= 0) return true;
  int status = 0;
  if (::waitpid(process_, &status, 0) == process_ && WIFEXITED(status)) status_ = WEXITSTATUS(status);
  process_ = -1;
  return true;
}

}  // namespace convscope
