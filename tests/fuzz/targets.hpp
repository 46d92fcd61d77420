// What is fed with hostile bytes, one row a reader. A reader may refuse by Error or take what it is given;
// what it takes is written and read back where it can be, and must then be the same. Anything else (a signal,
// another exception, a difference) is a fault.
//
// `./dev fuzz` gives the rows to libFuzzer, which grows each row's corpus from tests/fuzz/seeds/NAME; the
// ordinary tests replay those seeds, and what once was a fault is kept among them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace convscope::fuzz {

struct Target {
  std::string_view name;
  std::size_t longest;  ///< bytes; more adds depth or size, which have tests of their own
  void (*feed)(const std::string& bytes);
};

std::span<const Target> targets();
/// Null where there is none of that name.
const Target* find_target(std::string_view name);

}  // namespace convscope::fuzz
