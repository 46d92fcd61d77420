// What other programs say of a PDF.
#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace convscope::testing {

/// Of pdfinfo; empty where it is not installed. cairo packs what it says itself since 1.17.
inline std::string pdf_info(const std::string& path) {
  std::string said;
  // NOLINTNEXTLINE(cert-env33-c): a path of the test's own
  FILE* const pipe = ::popen(("pdfinfo '" + path + "' 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return said;
  std::array<char, 512> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) said += part.data();
  ::pclose(pipe);
  return said;
}

}  // namespace convscope::testing
