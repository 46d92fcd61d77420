// Who is heard on standard error.
#include "core/base/standard_error.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <optional>

namespace convscope {
namespace {

TEST(StandardError, OfOthersIsOffAsLongAsAnybodyWantsItOff) {
  ::testing::internal::CaptureStderr();
  std::fputs("1 ", stderr);
  {
    std::optional<StandardErrorOff> first(std::in_place);
    const StandardErrorOff second;
    std::fputs("2 ", stderr);
    first.reset();
    std::fputs("3 ", stderr);
    write_to_standard_error("ours ");
  }
  std::fputs("4", stderr);
  write_to_standard_error(" ours");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "1 ours 4 ours");
}

}  // namespace
}  // namespace convscope
