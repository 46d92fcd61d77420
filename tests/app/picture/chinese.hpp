// Chinese for a while, where the system has a font for it.
#pragma once

#include <exception>

#include "app/picture/language.hpp"

namespace convscope::testing {

struct InChinese {
  InChinese() {
    try {
      speak(Language::chinese);
    } catch (const std::exception&) {
      spoken = false;
    }
  }
  InChinese(const InChinese&) = delete;
  InChinese& operator=(const InChinese&) = delete;
  ~InChinese() { speak(Language::english); }
  bool spoken = true;  ///< a font has its characters
};

}  // namespace convscope::testing
