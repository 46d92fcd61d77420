// Every seed, and what once was a fault, given to its reader again.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "app/cli/subcommands.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "tests/core/support/places.hpp"
#include "tests/fuzz/targets.hpp"

namespace convscope::fuzz {
namespace {

const std::filesystem::path kSeeds = testing::in_tests("fuzz/seeds");

TEST(Fuzz, SeedsAreReadOrRefused) {
  for (const Target& target : targets()) {
    int fed = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kSeeds / target.name)) {
      SCOPED_TRACE(entry.path().string());
      try {
        target.feed(read_file(entry.path().string(), "seed"));
      } catch (const Error&) {  // said in one sentence
      } catch (const std::exception& other) {
        ADD_FAILURE() << other.what();
      }
      ++fed;
    }
    EXPECT_GT(fed, 0) << target.name;
  }
}

TEST(Fuzz, EverySubcommandHasASeed) {
  std::set<std::string> first;
  for (const auto& entry : std::filesystem::directory_iterator(kSeeds / "command")) {
    const std::string text = read_file(entry.path().string(), "seed");
    first.insert(text.substr(0, text.find('\n')));
  }
  for (const cli::Subcommand& sub : cli::subcommands())
    EXPECT_TRUE(first.contains(std::string(sub.name))) << sub.name;
}

TEST(Fuzz, EverySeedHasATarget) {
  for (const auto& entry : std::filesystem::directory_iterator(kSeeds))
    EXPECT_NE(find_target(entry.path().filename().string()), nullptr) << entry.path();
}

}  // namespace
}  // namespace convscope::fuzz
