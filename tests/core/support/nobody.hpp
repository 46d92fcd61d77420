// Root may read and write everything: what cannot be written is tried as somebody else.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

namespace convscope::testing {

/// While it lives, a test that root has started acts as nobody.
class Nobody {
 public:
  Nobody() : self_(::geteuid()) {
    constexpr ::uid_t kNobody = 65534;
    if (self_ == 0 && ::seteuid(kNobody) != 0) ADD_FAILURE() << "root cannot become nobody";
  }
  ~Nobody() {
    if (self_ == 0 && ::seteuid(self_) != 0) ADD_FAILURE() << "nobody cannot become root again";
  }
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;

 private:
  ::uid_t self_;
};

}  // namespace convscope::testing
