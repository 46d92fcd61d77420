#include "app/cli/output.hpp"

#include <fmt/format.h>
#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <system_error>

#include "core/base/error.hpp"

namespace convscope::cli {

void print(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EPIPE) return;
    if (n < 0)
      throw Error("standard output",
                  fmt::format("cannot be written: {}", std::generic_category().message(errno)),
                  "a file, pipe or terminal that takes the text");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<Index> to_list(const Shape& shape) {
  return {shape.begin(), shape.end()};
}

namespace {
volatile std::sig_atomic_t caught = 0;
sem_t arrived;  // a signal, or the end of waiting for one

void on_signal(int number) {
  caught = number;
  ::sem_post(&arrived);
}
}  // namespace

Interruptible::Interruptible() {
  caught = 0;
  ::sem_init(&arrived, 0, 0);
  watch_ = std::jthread([stop = stop_]() mutable {
    while (::sem_wait(&arrived) != 0) {
    }
    stop.request_stop();
  });
  for (int number : {SIGINT, SIGTERM}) {
    before_.emplace_back(number, ::signal(number, on_signal));
    if (before_.back().second == SIG_IGN) ::signal(number, SIG_IGN);  // a shell's job in the background
  }
}

Interruptible::~Interruptible() {
  for (const auto& [number, handler] : before_) ::signal(number, handler);
  ::sem_post(&arrived);
}

int Interruptible::signal() {
  return caught;
}

void require_writable(const std::string& path) {
  // A pipe's reader would take the opening and closing for the end of the file.
  std::error_code none;
  const auto status = std::filesystem::status(path, none);
  if (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status) ||
      std::filesystem::is_directory(status))
    const PendingFile probe(path);
}

ProgressLine::ProgressLine(std::string_view label, bool quiet) : label_(label) {
  if (!quiet && ::isatty(STDERR_FILENO) == 1) thread_ = std::thread([this] { show(); });
}

ProgressLine::~ProgressLine() {
  end();
}

void ProgressLine::end() {
  {
    const std::scoped_lock lock(mutex_);
    over_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::string complaint(std::string_view sentence) {
  std::string line = fmt::format("convscope: {}\n", sentence);
  std::replace(line.begin(), line.end() - 1, '\n', ' ');
  return line;
}

void ProgressLine::say(std::string_view sentence) {
  const std::scoped_lock lock(mutex_);
  const std::string line = (shown_ ? "\r\x1b[K" : "") + complaint(sentence);
  [[maybe_unused]] const ssize_t n = ::write(STDERR_FILENO, line.data(), line.size());
}

void ProgressLine::at(double fraction) {
  const std::scoped_lock lock(mutex_);
  fraction_ = fraction;
}

void ProgressLine::show() {
  using namespace std::chrono_literals;
  const auto start = std::chrono::steady_clock::now();
  const auto put = [](const std::string& text) {
    [[maybe_unused]] const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
  };
  constexpr std::string_view clear = "\r\x1b[K";
  std::unique_lock lock(mutex_);
  for (auto pause = 1000ms; !wake_.wait_for(lock, pause, [this] { return over_; }); pause = 200ms) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    put(fraction_ < 0
            ? fmt::format("{}{}: {:.0f} s", clear, label_, seconds.count())
            : fmt::format("{}{}: {:.0f} %, {:.0f} s", clear, label_, 100 * fraction_, seconds.count()));
    shown_ = true;
  }
  if (shown_) put(std::string(clear));
}

void finish(std::span<PendingFile> files, ProgressLine& line, std::string_view text) {
  for (PendingFile& file : files) file.close();
  line.end();
  print(text);
  for (PendingFile& file : files) file.commit();
}

}  // namespace convscope::cli
