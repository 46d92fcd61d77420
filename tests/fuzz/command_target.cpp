#include "tests/fuzz/command_target.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <vector>

#include "app/cli/cli.hpp"
#include "app/cli/subcommands.hpp"
#include "app/picture/language.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::fuzz {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostWords = 24, kMostDigits = 3;
constexpr std::string_view kBudget = "0.05";  // GiB
using Files = std::map<std::string, std::string>;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Stays in its folder: no path but those below it, no home.
bool is_harmless(std::string_view word) {
  if (word.find("..") != word.npos || word.find('~') != word.npos) return false;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char before = i > 0 ? word[i - 1] : '/';
    if (word[i] == '/' && before != '.' && std::isalnum(static_cast<unsigned char>(before)) == 0)
      return false;
    digits = is_digit(word[i]) ? digits + 1 : 0;
    if (digits > kMostDigits) return false;
    if (i > 0 && (word[i] == 'e' || word[i] == 'E') && is_digit(before)) return false;  // 1e9
  }
  // Another program at work for seconds.
  return word.find("mp4") == word.npos && word.find("webm") == word.npos && word.find("mov") == word.npos;
}

/// A command that takes seconds whoever gives it.
bool is_long(const cli::Words& words) {
  if (words.front() == "tour") return words.back() != "--help" && words.back() != "a.npy";
  if (words.front() != "train") return false;
  const auto steps = std::ranges::find(words, "--steps");  // 200 where none are said
  return words.end() - steps < 2 || steps[1].size() > 1;
}

/// None where they are not to be tried.
cli::Words words_of(const std::string& bytes) {
  cli::Words words;
  for (const std::string_view line : split(bytes, '\n')) words.emplace_back(line.substr(0, line.find('\0')));
  while (!words.empty() && words.back().empty()) words.pop_back();
  if (words.empty() || words.size() > kMostWords || !std::ranges::all_of(words, is_harmless)) return {};
  const auto is_budget = [](const std::string& word) { return word.starts_with("--memory-budget"); };
  if (std::ranges::any_of(words, is_budget)) return {};
  if (is_long(words)) return {};
  if (cli::is_for_window(words) && words.front() != "--help" && words.front() != "--version") return {};
  for (const cli::Subcommand& sub : cli::subcommands()) {
    if (sub.name != words.front()) continue;
    const auto takes = [](const cli::Synopsis::Option& option) {
      return option.names.back() == "--memory-budget";
    };
    if (std::ranges::any_of(cli::synopsis_of(sub.run).options, takes))
      words.insert(words.begin() + 1, {"--memory-budget", std::string(kBudget)});
  }
  return words;
}

Files inputs() {
  Files out;
  Tensor<double> ramp(Shape{1, 1, 4, 4});
  for (std::size_t i = 0; i < ramp.values().size(); ++i) ramp.values()[i] = static_cast<double>(i);
  out["a.npy"] = npy_bytes_exact(ramp);
  out["k.npy"] = npy_bytes_exact(Tensor<double>(Shape{1, 1, 3, 3}));
  out["four.npy"] = npy_bytes_exact(Tensor<double>(Shape{4, 1, 3, 3}));
  out["s.json"] = to_json(parse_spec("tconv 4x4 k3 s2 p1 op1"));
  out["n.json"] = R"({"convscope-network":1,"name":"n","input":[8,8],"channels":3,"layers":[)"
                  R"({"name":"a","kind":"conv","channels":4,"kernel":3,"padding":1},)"
                  R"({"name":"b","kind":"transposed","channels":1,"kernel":3,"stride":2}]})";
  const auto picture = [](std::string head, int values) {
    for (int i = 0; i < values; ++i) head += fmt::format("{} ", i * 37 % 256);
    return head;
  };
  out["p.pgm"] = picture("P2 8 6 255\n", 8 * 6);
  out["q.ppm"] = picture("P3 4 4 255\n", 4 * 4 * 3);
  out["t.pgm"] = picture("P2 32 32 255\n", 32 * 32);
  return out;
}

/// A folder for one command; the process stands in it meanwhile.
class Scratch {
 public:
  explicit Scratch(const Files& files)
      : before_(fs::current_path()), folder_(fmt::format("/dev/shm/convscope-fuzz-{}", ::getpid())) {
    fs::create_directories(folder_);
    for (const auto& [name, bytes] : files) write_file((folder_ / name).string(), bytes);
    fs::current_path(folder_);
  }
  ~Scratch() {
    std::error_code none;
    fs::current_path(before_, none);
    fs::remove_all(folder_, none);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string half_written() const {
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
      if (entry.path().filename().string().starts_with(".convscope-")) return entry.path().string();
    return {};
  }

 private:
  fs::path before_, folder_;
};

/// A standard stream, kept in memory while this lives.
class Kept {
 public:
  explicit Kept(int stream)
      : stream_(stream), before_(::dup(stream)), memory_(::memfd_create("kept", MFD_CLOEXEC)) {
    ::dup2(memory_, stream_);
  }
  ~Kept() {
    ::dup2(before_, stream_);
    ::close(before_);
    ::close(memory_);
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  std::string text() const {
    std::string all;
    std::array<char, 4096> piece{};
    for (ssize_t n = 0;
         (n = ::pread(memory_, piece.data(), piece.size(), static_cast<off_t>(all.size()))) > 0;)
      all.append(piece.data(), static_cast<std::size_t>(n));
    return all;
  }

 private:
  int stream_, before_, memory_;
};

struct Done {
  int status;
  std::string out, errors;
};

Done done(cli::Words words) {
  words.insert(words.begin(), "convscope");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  const Kept out(STDOUT_FILENO), err(STDERR_FILENO);
  const int status = cli::run(static_cast<int>(argv.size()), argv.data());
  return {status, out.text(), err.text()};
}

/// What there is to read, and what was measured of it.
const Files& files() {
  static const Files all = [] {
    Files out = inputs();
    const Scratch scratch(out);
    out["r.json"] =
        done({"compare", "p.pgm", "q.ppm", "--factor", "2", "--methods", "nearest,bilinear", "--json"}).out;
    return out;
  }();
  return all;
}

void judge(int status, const std::string& errors, const std::string& left) {
  const auto fault = [&](std::string_view what) {
    throw std::logic_error(fmt::format("{}: {}", what, errors));
  };
  if (status < 0 || status > 3) fault(fmt::format("exit status {}", status));
  if (!left.empty()) fault(left + " is left half written");
  const auto lines = split(errors, '\n');
  // At the beginning: a sentence may repeat a word that says the same.
  for (const std::string_view line : lines)
    if (line.starts_with("convscope: internal")) fault("an error that nobody foresaw");
  if (status != 0 && (lines.size() < 2 || !lines.back().empty())) fault("no sentence");
  if (status == 2 && lines.size() != 2) fault("more than one sentence");
  for (const std::string_view line : lines)
    if (!line.empty() && !line.starts_with("convscope: ")) fault("a line that is no sentence of ours");
}

}  // namespace

void command(const std::string& bytes) {
  const cli::Words words = words_of(bytes);
  if (words.empty()) return;
  const Scratch scratch(files());
  const Done it = done(words);
  speak(Language::english);
  judge(it.status, it.errors, scratch.half_written());
}

}  // namespace convscope::fuzz
