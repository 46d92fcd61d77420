#include "core/base/error.hpp"

#include "core/base/numbers.hpp"

namespace convscope {

namespace {
// A file name or a pasted text may hold line breaks; scripts count on one line per error.
constexpr std::size_t kMost = 1000;
std::string one_line(std::string_view text) {
  std::string out = cut(text, kMost);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return out;
}
}  // namespace

Error::Error(std::string_view field, std::string_view problem, std::string_view legal)
    : std::runtime_error(one_line(field) + ": " + one_line(problem) + " (" + one_line(legal) + ")"),
      field_(one_line(field)),
      problem_(one_line(problem)),
      legal_(one_line(legal)) {}

}  // namespace convscope
