#include "app/window/session_keeper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "app/desk/desk.hpp"
#include "app/platform/clock.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/problem.hpp"
#include "core/base/system.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace fs = std::filesystem;

namespace {

constexpr double kPause = 1;  // seconds between two looks
constexpr std::string_view kUnsaved = "unsaved-", kEnding = ".json";

/// The process of unsaved-PID.json; nothing for other names.
std::optional<Index> process_of(const std::string& name) {
  if (!name.starts_with(kUnsaved) || !name.ends_with(kEnding)) return std::nullopt;
  return parse_index(
      std::string_view(name).substr(kUnsaved.size(), name.size() - kUnsaved.size() - kEnding.size()));
}

/// A process of this number is there, and nothing says that it is another program.
bool is_at_work(Index process) {
  if (!system::is_alive(process)) return false;
  const auto program = [](Index of) { return fs::path(system::program_of(of)).filename(); };
  const fs::path other = program(process), own = program(system::own_process());
  return other.empty() || own.empty() || other == own;
}

/// The newest that a window of a gone process has left.
std::optional<fs::path> left_behind(const fs::path& folder) {
  std::error_code none;
  std::optional<fs::path> newest;
  fs::file_time_type newest_time{};
  for (fs::directory_iterator file(folder, none), end; !none && file != end; file.increment(none)) {
    const auto process = process_of(file->path().filename().string());
    if (!process || *process == system::own_process() || is_at_work(*process)) continue;
    const fs::file_time_type time = file->last_write_time(none);
    if (newest && time <= newest_time) continue;
    newest = file->path();
    newest_time = time;
  }
  return newest;
}

/// Renames a session that cannot be read; returns its new name, or nothing where that fails.
std::string put_aside(const fs::path& path) {
  std::error_code failed;
  fs::path aside = path.parent_path() / "session-damaged.json";
  for (int i = 2; fs::exists(aside, failed) && i < 10; ++i)
    aside = path.parent_path() / fmt::format("session-damaged-{}.json", i);
  fs::rename(path, aside, failed);
  return failed ? std::string() : aside.string();
}

}  // namespace

SessionKeeper::SessionKeeper(std::string path, const Workers& workers)
    : path_(std::move(path)), job_(std::in_place, workers) {}

std::string SessionKeeper::unsaved() const {
  return (fs::path(path_).parent_path() / fmt::format("{}{}{}", kUnsaved, system::own_process(), kEnding))
      .string();
}

FoundSession SessionKeeper::load(const std::string& path, bool recovered) {
  FoundSession found;
  try {
    found.session = load_session(path);
    found.recovered = recovered && found.session;
  } catch (const Error& error) {
    const std::string aside = put_aside(path);
    found.complaint = aside.empty() ? error.what() : fmt::format("{}; it is kept as {}", error.what(), aside);
  }
  return found;
}

FoundSession SessionKeeper::find() {
  if (path_.empty()) return {};
  if (const auto left = left_behind(fs::path(path_).parent_path())) {
    // Under our own name at once: another window that starts now takes another one.
    std::error_code failed;
    fs::rename(*left, unsaved(), failed);
    if (FoundSession found = load(failed ? left->string() : unsaved(), true); found.session) {
      found.orderly = fs::is_regular_file(path_, failed);
      return found;
    }
  }
  return load(path_, false);
}

void SessionKeeper::look(Desk& desk) {
  if (path_.empty() || !job_) return;
  job_->take();
  waits_ = true;
  if (steady_seconds() - looked_ < kPause) return;
  looked_ = steady_seconds();
  waits_ = false;
  StoredSession now = session_of(desk);
  now.scenario.reset();
  std::string text = session_to_json(now);
  if (text == last_ && desk.derived_ptr() == last_of_) return;
  last_ = std::move(text);
  last_of_ = desk.derived_ptr();
  job_->start([this, &desk, path = unsaved(), now = std::move(now), derived = last_of_](
                  const Progress&, const LastJob::HandOver& hand_over) mutable {
    try {
      now.scenario = derived->scenario();
      save_session(path, now);
    } catch (const std::exception& error) {
      hand_over([this, &desk, words = sentence_of(error)] {
        if (!std::exchange(failed_, true)) desk.tell(words, true);
      });
    }
  });
}

void SessionKeeper::close(const Desk& desk) {
  if (path_.empty()) return;
  job_.reset();  // what is being written is written first
  save_session(path_, session_of(desk));
  std::error_code none;
  fs::remove(unsaved(), none);
}

}  // namespace convscope
