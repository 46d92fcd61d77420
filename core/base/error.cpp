#include "core/base/error.hpp"

namespace convscope {

namespace {
// A file name or a pasted text may hold line breaks; scripts count on one line per error.
std::string one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return out;
}
}  // namespace

Error::Error(std::string_view field, std::string_view problem, std::string_view legal)
    : std::runtime_error(
          one_line(std::string(field) + ": " + std::string(problem) + " (" + std::string(legal) + ")")),
      field_(one_line(field)),
      problem_(one_line(problem)),
      legal_(one_line(legal)) {}

}  // namespace convscope
