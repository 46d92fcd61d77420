#include "tests/core/support/places.hpp"

namespace convscope::testing {

std::string in_project(std::string_view file) {
  return std::string(CONVSCOPE_SOURCE_DIR "/").append(file);
}

std::string in_tests(std::string_view file) {
  return in_project("tests/").append(file);
}

std::string program() {
  return CONVSCOPE_BINARY;
}

std::string dropper() {
  return CONVSCOPE_XDND_DROP;
}

}  // namespace convscope::testing
