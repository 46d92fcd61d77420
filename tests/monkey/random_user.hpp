// A random user: an endless list of things that a person could do in the window, the same list for the same
// seed. What happens before the same frame is one line of text, so that a list can be kept, shortened and
// played again; events stand in it with semicolons between them:
//
//   a command of the window, the pointer's and the keyboard's among them ("drag 10 20 300 40", "key Ctrl+Z")
//   !size WIDTH HEIGHT SCALE   the window is resized (logical pixels) or comes to a screen of another scale
//   !drop PATH...              files are dropped
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/commands.hpp"

namespace convscope {

class RandomUser {
 public:
  /// `files` are what it opens, drops and writes to; it names no others.
  RandomUser(std::uint64_t seed, std::vector<std::string> files);
  /// One event.
  std::string next();
  /// Two on average: a busy frame takes in all that came meanwhile, before anything is drawn of it.
  std::string next_frame();

 private:
  std::string command();
  std::string argument(const std::vector<std::string>& words, std::string_view placeholder);
  std::string number();
  std::string scenario();
  std::string place();
  std::string pointer();
  std::string keys();
  std::string_view one_of(std::span<const std::string_view> names);
  /// 0..count-1
  std::size_t below(std::size_t count);
  bool sometimes(int percent) { return below(100) < static_cast<std::size_t>(percent); }

  std::mt19937_64 random_;
  std::vector<std::string> files_;
  std::vector<std::string_view> names_;   ///< of views, labs, claims, fields, lessons: what commands ask for
  std::vector<std::string_view> chords_;  ///< that do something
  double width_ = 1280, height_ = 720;    ///< of the window as it believes it to be
  std::string_view scale_ = "0.5";        ///< of its screen
};

}  // namespace convscope
