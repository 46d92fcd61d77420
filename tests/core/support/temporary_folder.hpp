// A folder that lives as long as its test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace convscope::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::random_device dice;
    const std::filesystem::path parent = ::testing::TempDir();
    do path_ = (parent / ("convscope-" + std::to_string(dice()))).generic_string();
    while (!std::filesystem::create_directory(path_));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  /// Makes a file, returns its path.
  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(std::filesystem::path(*this / name), std::ios::binary) << bytes;
    return *this / name;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(std::filesystem::path(*this / name), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
  }
  bool has(const std::string& name) const { return std::filesystem::exists(*this / name); }
  /// Names of everything in it, hidden files too, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      all.push_back(entry.path().filename().string());
    std::sort(all.begin(), all.end());
    return all;
  }

 private:
  std::string path_;
};

}  // namespace convscope::testing
