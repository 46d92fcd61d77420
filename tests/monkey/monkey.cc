// Plays a random user in the window without a display, and says what should not have happened: a signal (and
// what sanitizers end the program for), an exception that is no refusal, an error of OpenGL, a frame that
// works longer than a second, memory beyond a bound.
//
//   convscope_monkey [--seed N] [--events N] [--memory MB] [--play FILE]
//
// Its folder is new and has the list of what it did, written before it is done: after a crash the last line
// is the one. --play does what a list says. `./dev monkey` builds and runs it.
#include <epoxy/gl.h>
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <utility>

#include "app/desk/file_commands.hpp"
#include "app/gpu/offscreen.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
#include "app/window/start.hpp"
#include "core/base/error.hpp"
#include "core/io/resources.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/monkey/random_user.hpp"
#include "tests/monkey/read_only.hpp"

namespace fs = std::filesystem;

namespace convscope {
namespace {

/// What a lab throws while it is drawn is shown in its place; here it is a fault.
std::vector<std::string>& thrown() {
  static std::vector<std::string> all;
  return all;
}

class Watched : public Lab {
 public:
  explicit Watched(std::unique_ptr<Lab> lab) : lab_(std::move(lab)) {}
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override {
    try {
      lab_->draw(ui, area, target);
    } catch (const std::exception& error) {
      thrown().push_back(error.what());
      throw;
    }
  }

 private:
  std::unique_ptr<Lab> lab_;
};

template <std::size_t... At>
std::vector<LabRow> watched(std::index_sequence<At...>) {
  std::vector<LabRow> rows(labs().begin(), labs().end());
  constexpr std::array makers{
      +[]() -> std::unique_ptr<Lab> { return std::make_unique<Watched>(labs()[At].lab()); }...};
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].lab = makers.at(i);
  return rows;
}

/// Seconds that this thread worked.
double worked() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

std::size_t resident_megabytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  file >> all >> resident;
  return resident * 4096 / 1000000;
}

class Player {
 public:
  Player()
      : rows_(watched(std::make_index_sequence<16>{})),
        application_(parse_spec("tconv 3x3 k3 s2"), {}, rows_) {
    resize(1280, 720, 0.5);
  }

  /// Does all events of the line, then draws. Returns how many they were. Errors: std::runtime_error for what
  /// should not have happened.
  std::size_t play(const std::string& line) {
    const std::vector<std::vector<std::string>> events = parse_commands(line);
    for (const std::vector<std::string>& words : events) try {
        act(words);
      } catch (const Error&) {  // refused
      }
    frames(1 + std::clamp(std::exchange(application_.target().wait, 0), 0, 12));
    application_.desk().quit = false;
    return events.size();
  }
  double longest() const { return longest_; }

 private:
  void act(const std::vector<std::string>& words) {
    if (words[0] == "!size")
      resize(std::atoi(words[1].c_str()), std::atoi(words[2].c_str()), std::atof(words[3].c_str()));
    else if (words[0] == "!drop")
      application_.desk().attempt([&] {
        open_together(application_.desk(), {words.begin() + 1, words.end()});
      });
    else
      run_command(application_.target(), words);
  }
  void resize(int width, int height, double scale) {
    stage_.reset();
    stage_.emplace(width, height, scale);
  }
  void frames(int count) {
    for (int i = 0; i < count; ++i) {
      const double before = worked();
      stage_->frames(application_, 1);
      const double seconds = worked() - before;
      longest_ = std::max(longest_, seconds);
      if (seconds > slowest_) throw std::runtime_error(fmt::format("a frame worked {:.2f} s", seconds));
    }
    if (++played_ % 32 == 0) compare_with_whole();  // twice the rest's time
    if (!thrown().empty()) throw std::runtime_error("a lab threw: " + std::exchange(thrown(), {}).front());
    const std::string& said = application_.desk().message;
    for (const char* sign : {"std::", "::at", "::_M_", "bad_", "basic_string", "unordered_map"})
      if (said.find(sign) != said.npos) throw std::runtime_error("the message says: " + said);
    if (const GLenum error = glGetError(); error != GL_NO_ERROR)
      throw std::runtime_error(fmt::format("OpenGL's error 0x{:x}", error));
  }

  void compare_with_whole() {
    const Image seen = stage_->read();
    application_.paint_whole();
    if (stage_->read().rgba != seen.rgba)
      throw std::runtime_error("what was kept of the frame before is not what it shows now");
  }

  OffscreenContext context_;
  std::vector<LabRow> rows_;
  Application application_;
  std::optional<OffscreenStage> stage_;
  long played_ = 0;
  double longest_ = 0;
#ifdef CONVSCOPE_SANITIZED
  double slowest_ = 20;  // sanitizers multiply
#else
  double slowest_ = 1;
#endif
};

/// Files that it opens, drops and writes to, in the present folder.
std::vector<std::string> belongings() {
  const fs::path network = resource_path("assets/networks/decoder.onnx");
  const auto put = [](const char* name, std::string_view bytes) { std::ofstream(name) << bytes; };
  put("grey.pgm", "P2 5 4 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9");
  put("colour.ppm", "P3 2 2 255 255 0 0 0 255 0 0 0 255 9 9 9");
  put("broken.png", "\x89PNG\r\n\x1a\n of nothing");
  put("scenario.json", R"({"convscope":1,"operator":"tconv","size":[4],"kernel":[3],"stride":[2]})");
  put("broken.json", "{\"a\":[[[[");
  put("empty", "");
  fs::create_directory("folder");
  fs::copy_file("grey.pgm", "folder/grey.pgm");
  fs::copy_file(network, "decoder.onnx");
  return {"grey.pgm", "colour.ppm", "broken.png",   "scenario.json", "broken.json",
          "empty",    "folder",     "decoder.onnx", "new.png",       "new.npy",
          "new.json", "new.gif",    "new.csv",      "new.svg",       "no/where.png"};
}

int run(std::uint64_t seed, std::size_t events, std::size_t megabytes, const std::string& list) {
  fs::path folder = fs::temp_directory_path() / fmt::format("convscope-monkey-{}-{}", seed, getpid());
  fs::create_directory(folder);
  fs::current_path(folder);
  setenv("HOME", folder.c_str(), 1);
  // No helpers of the desktop, which would wait for people.
  setenv("PATH", "", 1);
  for (const char* name :
       {"DISPLAY", "WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"})
    unsetenv(name);
  RandomUser user(seed, belongings());
  std::ifstream given(list);
  std::ofstream done("events.txt");
  Player player;
  for (std::size_t event = 0, said = 0; event < events;) {
    std::string line = list.empty() ? user.next_frame() : std::string();
    if (!list.empty() && !std::getline(given, line)) break;
    done << line << std::endl;
    try {
      event += player.play(line);
      if (resident_megabytes() > megabytes)
        throw std::runtime_error(fmt::format("{} MB are in use", resident_megabytes()));
    } catch (const std::exception& error) {
      fmt::print(stderr, "monkey: event {}, \"{}\": {}\n(all of them: {})\n", event, line, error.what(),
                 (folder / "events.txt").string());
      return 1;
    }
    if (event / 1000 == said) continue;
    said = event / 1000;
    fmt::print("{} events, {} MB, longest frame {:.0f} ms\n", event, resident_megabytes(),
               1000 * player.longest());
  }
  fmt::print("monkey: nothing found (seed {})\n", seed);
  fs::current_path("/");
  fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace convscope

int main(int argc, char** argv) {
  std::uint64_t seed = 1;
  std::size_t events = 1000;
  std::size_t megabytes = 2000;
  std::string list;
  CLI::App app("A random user in the window");
  app.add_option("--seed", seed);
  app.add_option("--events", events);
  app.add_option("--memory", megabytes, "MB");
  app.add_option("--play", list, "a list of events")->check(CLI::ExistingFile);
  CLI11_PARSE(app, argc, argv);
  if (!list.empty()) list = fs::absolute(list);
  if (!convscope::become_harmless()) {
    fmt::print(stderr, "monkey: does not run as root where root cannot give that up\n");
    return 77;
  }
  return convscope::run(seed, events, megabytes, list);
}
