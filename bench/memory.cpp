// What programs of ours take at most, each in a process of its own: the command line on a photograph of 24
// megapixels, and the window with its first scenario and with that photograph.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "bench/large_picture.hpp"

namespace convscope {
namespace {

/// Megabytes that a process has had in memory at most until now; 0 when it is gone.
double peak_megabytes(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      double kib = 0;
      status >> kib;
      return kib / 1024;
    }
  return 0;
}

/// Its peak in the last moments may be missed: the kernel's own account of a child has its parent's in it.
void run_alone(benchmark::State& run, std::vector<std::string> words) {
  words = with_names(std::move(words));
  words.insert(words.begin(), CONVSCOPE_BINARY);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  double most = 0;
  for (auto _ : run) {
    posix_spawn_file_actions_t silent;
    posix_spawn_file_actions_init(&silent);
    posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
    pid_t process = 0;
    if (posix_spawn(&process, CONVSCOPE_BINARY, &silent, nullptr, arguments.data(), environ) != 0)
      run.SkipWithError("not started");
    int status = 0;
    while (process > 0 && waitpid(process, &status, WNOHANG) == 0) {
      most = std::max(most, peak_megabytes(process));
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
    if (status != 0) run.SkipWithError("failed");
    posix_spawn_file_actions_destroy(&silent);
  }
  run.counters["peak_MB"] = most;
}

void register_all() {
  const struct {
    const char* name;
    std::vector<std::string> words;
  } programs[] = {
      {"memory/compare24",
       {"compare", "IN", "--factor", "2", "--methods", std::string(kEightMethods), "--quiet"}},
      {"memory/upsample24_png",
       {"upsample", "IN", "-o", "OUT.png", "--factor", "2", "--method", "bicubic", "--quiet"}},
      {"memory/upsample24_npy",
       {"upsample", "IN", "-o", "OUT.npy", "--factor", "2", "--method", "bicubic", "--quiet"}},
      {"memory/apply2000", {"apply", "conv 2000x2000 k3 c3>3", "-o", "OUT.npy", "--quiet"}},
      {"memory/lab24", {"images", "IN", "--screenshot", "OUT.png", "--size", "1920x1080", "--quiet"}},
      {"memory/window", {"--screenshot", "OUT.png", "--size", "1920x1080", "--quiet"}},
  };
  for (const auto& p : programs)
    benchmark::RegisterBenchmark(p.name, [words = p.words](benchmark::State& run) { run_alone(run, words); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Iterations(1);
}

const bool registered = (register_all(), true);

}  // namespace
}  // namespace convscope
