// The program's own files: beside an installed program, else in the source tree.
#include "core/io/resources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/error.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Resources : public ::testing::Test {
 protected:
  Resources() { fs::create_directories(prefix_ / "bin"); }

  std::string program() const { return (prefix_ / "bin" / "convscope").string(); }
  std::string install(const std::string& name) const {
    const fs::path path = prefix_ / "share" / "convscope" / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "installed";
    return path.generic_string();
  }

 private:
  const testing::TemporaryFolder folder_;
  const fs::path prefix_ = folder_.path();
};

TEST_F(Resources, AreFoundInTheSourceTree) {
  const std::string expected = testing::in_project("assets/scenario.schema.json");
  EXPECT_EQ(resource_path("assets/scenario.schema.json"), expected);
  EXPECT_EQ(resource_path("assets/scenario.schema.json", program()), expected);
}

TEST_F(Resources, AreFoundUnderTheProgramsPrefixFirst) {
  const std::string installed = install("assets/scenario.schema.json");
  EXPECT_EQ(resource_path("assets/scenario.schema.json", program()), installed);
}

TEST_F(Resources, ThatNeedNotBeThereIsFoundOrNot) {
  EXPECT_TRUE(find_resource("assets/scenario.schema.json"));
  EXPECT_FALSE(find_resource("assets/none.json"));
}

TEST_F(Resources, NameWhatIsMissingAndWhereItBelongs) {
  try {
    resource_path("shaders/none.frag", program());
    FAIL() << "found";
  } catch (const Error& error) {
    EXPECT_EQ(error.field(), "installation");
    EXPECT_THAT(error.what(), HasSubstr("shaders/none.frag is missing"));
    EXPECT_THAT(error.what(), HasSubstr("/share/convscope/shaders/none.frag"));
  }
}

}  // namespace
}  // namespace convscope
