#include "app/cli/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "app/platform/this_process.hpp"
#include "core/base/error.hpp"

namespace convscope::cli {

void print(std::string_view text) {
  const int problem = write_to_output(text);
  if (problem != 0 && problem != EPIPE)
    throw Error("standard output",
                fmt::format("cannot be written: {}", std::generic_category().message(problem)),
                "a file, pipe or terminal that takes the text");
}

std::string to_text(const Json& json) {
  return json_text(json) + "\n";
}

std::vector<Index> to_list(const Shape& shape) {
  return {shape.begin(), shape.end()};
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
  if (!quiet && errors_are_on_a_terminal()) thread_ = std::thread([this] { show(); });
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
  write_to_errors((shown_ ? "\r\x1b[K" : "") + complaint(sentence));
}

void ProgressLine::at(double fraction) {
  const std::scoped_lock lock(mutex_);
  fraction_ = fraction;
}

void ProgressLine::show() {
  using namespace std::chrono_literals;
  const auto start = std::chrono::steady_clock::now();
  constexpr std::string_view clear = "\r\x1b[K";
  std::unique_lock lock(mutex_);
  for (auto pause = 1000ms; !wake_.wait_for(lock, pause, [this] { return over_; }); pause = 200ms) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    write_to_errors(fraction_ < 0 ? fmt::format("{}{}: {:.0f} s", clear, label_, seconds.count())
                                  : fmt::format("{}{}: {:.0f} %, {:.0f} s", clear, label_, 100 * fraction_,
                                                seconds.count()));
    shown_ = true;
  }
  if (shown_) write_to_errors(clear);
}

void finish(std::span<PendingFile> files, ProgressLine& line, std::string_view text) {
  for (PendingFile& file : files) file.close();
  line.end();
  print(text);
  for (PendingFile& file : files) file.commit();
}

}  // namespace convscope::cli
