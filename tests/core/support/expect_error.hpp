// A user's error: all three parts of its sentence are tested, for people read them.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/base/error.hpp"

namespace convscope::testing {

template <class F>
void expect_error(F&& run, const std::string& sentence) {
  try {
    run();
    ADD_FAILURE() << "accepted; expected: " << sentence;
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), sentence);
  }
}

}  // namespace convscope::testing
