// The process' standard error, which libraries write to as well.
#pragma once

#include <string_view>

namespace convscope {

/// While one of them lives, what anybody else writes there goes nowhere: some libraries speak there of files
/// that they cannot read.
class StandardErrorOff {
 public:
  StandardErrorOff();
  ~StandardErrorOff();
  StandardErrorOff(const StandardErrorOff&) = delete;
  StandardErrorOff& operator=(const StandardErrorOff&) = delete;
};

/// Our own words, which arrive meanwhile too. What cannot be said there cannot be said at all.
void write_to_standard_error(std::string_view text);

}  // namespace convscope
