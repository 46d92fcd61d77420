// What the program says about itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/views/registry.hpp"
#include "app/window/labs.hpp"
#include "core/base/json.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

ProgramRun run(const std::string& line) {
  const TemporaryFolder folder;
  ProgramRun outcome = testing::convscope(folder, words(line));
  EXPECT_EQ(outcome.status, 0) << line;
  EXPECT_EQ(outcome.err, "") << line;
  EXPECT_TRUE(folder.names().empty()) << line;
  return outcome;
}

/// First words of the lines.
std::vector<std::string> names_of(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) names.push_back(line.substr(0, line.find(' ')));
  return names;
}

TEST(Listings, LabsComeFromTheirTable) {
  std::vector<std::string> expected;
  for (const LabRow& lab : labs()) expected.emplace_back(lab.name);
  EXPECT_EQ(names_of(run("labs").out), expected);
  const auto json = Json::parse(run("labs --json").out);
  ASSERT_EQ(json.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(json[i]["name"], expected[i]);
}

TEST(Listings, ViewsAreThoseOfTheRegistry) {
  std::vector<std::string> expected;
  for (const View& view : views()) expected.emplace_back(view.name);
  EXPECT_EQ(names_of(run("views").out), expected);
  const auto json = Json::parse(run("views --json").out);
  ASSERT_EQ(json.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(json[i]["name"], expected[i]);
    EXPECT_FALSE(json[i]["help"].get<std::string>().empty());
  }
}

TEST(Listings, CommandsHaveNamesAndHelp) {
  const auto names = names_of(run("commands").out);
  const auto json = Json::parse(run("commands --json").out);
  ASSERT_EQ(json.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(json[i]["name"], names[i]);
  EXPECT_THAT(names, ::testing::Contains("set"));
}

TEST(ListingsSlow, EveryHelpHasAUsageAndAnExample) {
  const std::string help = run("--help").out;
  for (const char* name : {"apply", "shape", "matrix", "roundtrip", "claims", "render", "scenario", "tour",
                           "views", "commands", "lessons"}) {
    EXPECT_THAT(help, HasSubstr(std::string("\n  ") + name + " "));
    const std::string own = run(std::string(name) + " --help").out;
    EXPECT_THAT(own, StartsWith(std::string("convscope ") + name));
    EXPECT_THAT(own, HasSubstr("--json"));
    EXPECT_EQ(run(std::string(name) + " -h").out, own);
    EXPECT_EQ(run("help " + std::string(name)).out, own);
  }
  EXPECT_THAT(run("view --help").out, HasSubstr("--screenshot"));
  EXPECT_THAT(run("--version").out, StartsWith("convscope 0."));
}

}  // namespace
}  // namespace convscope
