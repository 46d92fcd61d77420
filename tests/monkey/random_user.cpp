#include "tests/monkey/random_user.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <set>

#include "app/views/registry.hpp"
#include "app/window/labs.hpp"
#include "core/base/numbers.hpp"
#include "core/claims/claims.hpp"
#include "core/scenario/fields.hpp"

namespace convscope {

namespace {

using namespace std::string_view_literals;

// What would end the run, or makes it wait for nothing.
const std::set<std::string_view> kLeftOut{"quit", "wait"};

constexpr std::array kNumbers{"0"sv,   "1"sv,     "2"sv,   "3"sv,    "4"sv,          "7"sv,          "16"sv,
                              "50"sv,  "100"sv,   "-1"sv,  "-3"sv,   "0.5"sv,        "1.25"sv,       "1e-9"sv,
                              "1e9"sv, "1e300"sv, "nan"sv, "-inf"sv, "2147483648"sv, "9999999999"sv, "x"sv};
constexpr std::array kWords{
    "on"sv,  "off"sv,   "auto"sv,   "all"sv,     "none"sv,           "next"sv,     "back"sv,    ""sv,
    "a b"sv, "卷积"sv,  "\xff"sv,   "%s%n"sv,    "../../x.png"sv,    "identity"sv, "same"sv,    "circular"sv,
    "box"sv, "input"sv, "output"sv, "bicubic"sv, "conv-transpose"sv, "uniform"sv,  "original"sv};
constexpr std::array kPatterns{"ramp"sv,     "arange"sv,    "ones"sv,        "impulse"sv,
                               "random:7"sv, "[1,2;3,4]"sv, "[nan,1,-inf]"sv};
constexpr std::array kKernels{"box"sv,       "ones"sv,     "arange"sv,   "sobel-x"sv,
                              "laplacian"sv, "gaussian"sv, "bilinear"sv, "identity"sv,
                              "haar"sv,      "random:3"sv, "[1,-1]"sv};
constexpr std::array kKeys{"Left"sv,   "Right"sv,    "Up"sv,     "Down"sv,      "Enter"sv,
                           "Esc"sv,    "Tab"sv,      "Space"sv,  "Home"sv,      "End"sv,
                           "PageUp"sv, "PageDown"sv, "Delete"sv, "Backspace"sv, "Ctrl+A"sv,
                           "Ctrl+V"sv, "Ctrl+Z"sv,   "Ctrl+C"sv, "Shift+Tab"sv};
// The scales of screens, and what a window is dragged to.
constexpr std::array kScales{"0.5"sv, "0.5"sv, "0.75"sv, "1"sv, "1.5"sv, "2"sv, "3"sv};
constexpr std::array kWidths{1280, 1920, 1024, 800, 640, 320, 97, 1};
constexpr std::array kHeights{720, 1080, 768, 600, 400, 240, 61, 1};

std::string as_word(std::string_view word) {
  return word.find_first_of(" ;") == word.npos && !word.empty() ? std::string(word)
                                                                : fmt::format("\"{}\"", word);
}

/// "what|steps VALUE" -> "what", "steps", "VALUE"
std::vector<std::string> pieces(std::string_view pattern) {
  std::vector<std::string> all(1);
  for (const char c : pattern) {
    const bool of_a_word = std::isalnum(static_cast<unsigned char>(c)) || c == '-';
    if (of_a_word)
      all.back() += c;
    else if (!all.back().empty())
      all.emplace_back();
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

bool is_placeholder(std::string_view word) {
  return std::isupper(static_cast<unsigned char>(word.front())) != 0;
}

}  // namespace

RandomUser::RandomUser(std::uint64_t seed, std::vector<std::string> files)
    : random_(seed), files_(std::move(files)) {
  for (const View& each : views()) names_.push_back(each.name);
  for (const LabRow& each : labs()) names_.push_back(each.name);
  for (const Claim& each : claims()) names_.push_back(each.name);
  for (const Field& each : fields()) names_.push_back(each.key);
  for (const Command& each : commands())
    for (const std::string_view chord : split(each.keys, ' '))
      if (!chord.empty() && !kLeftOut.contains(each.name)) chords_.push_back(chord);
}

std::size_t RandomUser::below(std::size_t count) {
  return static_cast<std::size_t>(random_() % count);  // the same on every system, unlike the distributions
}

std::string_view RandomUser::one_of(std::span<const std::string_view> names) {
  return names[below(names.size())];
}

std::string RandomUser::next() {
  const std::size_t kind = below(100);
  if (kind < 50) return command();
  if (kind < 78) return pointer();
  if (kind < 95) return keys();
  if (kind < 98) {
    width_ = kWidths[below(kWidths.size())];
    height_ = kHeights[below(kHeights.size())];
    // Windows are resized often and go to another screen seldom; fonts made anew cost time.
    if (sometimes(20)) scale_ = one_of(kScales);
    // Pixels cost time and show nothing new.
    return fmt::format("!size {} {} {}", width_, height_, width_ * height_ > 1e6 ? "0.5"sv : scale_);
  }
  std::string dropped = "!drop";
  for (std::size_t i = 0; i <= below(3); ++i) dropped += " " + as_word(files_[below(files_.size())]);
  return dropped;
}

std::string RandomUser::next_frame() {
  std::string line = next();
  while (sometimes(50)) line += "; " + next();
  return line;
}

std::string RandomUser::command() {
  const std::span<const Command> all = commands();
  const Command* chosen = &all[below(all.size())];
  while (kLeftOut.contains(chosen->name)) chosen = &all[below(all.size())];
  std::string line(chosen->name);
  const std::vector<std::string> words = pieces(chosen->arguments);
  const std::size_t most = std::min<std::size_t>(chosen->most, 8);
  const std::size_t count = chosen->least + (most > chosen->least ? below(most - chosen->least + 1) : 0);
  // Alternatives and the values behind them stand in the order in which they are given.
  for (std::size_t i = 0; i < count; ++i) {
    const std::string wanted = words.empty() || sometimes(10) ? std::string("WORD")
                               : count == words.size()        ? words[i]
                                                              : words[below(words.size())];
    line += " " + as_word(argument(words, wanted));
  }
  return line;
}

std::string RandomUser::argument(const std::vector<std::string>& words, std::string_view placeholder) {
  if (!is_placeholder(placeholder)) return words[below(words.size())];
  if (placeholder == "PATH" || placeholder == "FILE" || placeholder == "FOLDER")
    return files_[below(files_.size())];
  if (placeholder == "LINE") return scenario();
  if (placeholder == "NAME" || placeholder == "FIELD") return std::string(one_of(names_));
  if (placeholder == "WORD") return std::string(sometimes(50) ? one_of(kWords) : one_of(names_));
  return sometimes(85) ? number() : std::string(one_of(kWords));
}

std::string RandomUser::number() {
  return sometimes(60) ? std::to_string(below(12)) : std::string(one_of(kNumbers));
}

std::string RandomUser::scenario() {
  const std::size_t axes = sometimes(15) ? 3 : 1 + below(2);
  const auto each_axis = [&](std::size_t least, std::size_t most) {
    std::string text;
    for (std::size_t axis = 0; axis < axes; ++axis)
      text += (axis ? "x" : "") + std::to_string(least + below(most - least + 1));
    return text;
  };
  std::string line = sometimes(50) ? "conv " : "tconv ";
  line += each_axis(1, sometimes(3) ? 200 : 9) + " k" + each_axis(1, 5);
  if (sometimes(60)) line += " s" + each_axis(1, 3);
  if (sometimes(50)) line += " p" + each_axis(0, 3);
  if (sometimes(20)) line += " d" + each_axis(1, 3);
  if (sometimes(20)) line += " op" + each_axis(0, 2);
  if (sometimes(20)) line += fmt::format(" c{}>{}", 1 + below(4), 1 + below(4));
  if (sometimes(10)) line += fmt::format(" g{}", 1 + below(4));
  if (sometimes(50)) line += fmt::format(" in={}", one_of(kPatterns));
  if (sometimes(50)) line += fmt::format(" w={}", one_of(kKernels));
  return line;
}

std::string RandomUser::place() {
  const auto along = [&](double length) {
    return static_cast<double>(below(static_cast<std::size_t>(length) + 9)) - 4;
  };
  const double x = along(width_);
  return fmt::format("{} {}", x, along(height_));
}

std::string RandomUser::pointer() {
  switch (below(4)) {
    case 0:
      return "mouse " + place();
    case 1:
      return "drag " + place() + " " + place();
    case 2:
      return fmt::format("wheel {}", static_cast<int>(below(9)) - 4);
    default:
      return "click " + place();
  }
}

std::string RandomUser::keys() {
  if (sometimes(50)) return fmt::format("key {}", one_of(chords_));
  if (sometimes(60)) return fmt::format("key {}", one_of(kKeys));
  return fmt::format("type {}", as_word(sometimes(40)   ? scenario()
                                        : sometimes(50) ? number()
                                                        : std::string(one_of(names_))));
}

}  // namespace convscope
