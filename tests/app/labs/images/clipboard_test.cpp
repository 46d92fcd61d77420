// The clipboard's programs are played by scripts on a PATH of the test's own.
#include "app/labs/images/picture_source.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <optional>

#include "core/base/error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

class Clipboard : public ::testing::Test {
 protected:
  /// An environment variable for the length of a test.
  class Variable {
   public:
    Variable(const char* name, const char* value) : name_(name) {
      if (const char* before = ::getenv(name)) before_ = before;
      value ? ::setenv(name, value, 1) : ::unsetenv(name);
    }
    ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

   private:
    const char* name_;
    std::optional<std::string> before_;
  };

  void program(const std::string& name, const std::string& script) const {
    const std::string path = folder_.file(name, "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }
  static void refuses(const std::string& problem, double seconds = 5) {
    try {
      clipboard_png([] {}, seconds);
      ADD_FAILURE() << "accepted; expected: " << problem;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "paste");
      EXPECT_THAT(error.problem(), HasSubstr(problem));
    }
  }

  testing::TemporaryFolder folder_;
  Variable path_{"PATH", folder_.path().c_str()};
  Variable display_{"DISPLAY", ":99"};
  Variable wayland_{"WAYLAND_DISPLAY", nullptr};
};

TEST_F(Clipboard, IsReadByTheProgramThatIsThere) {
  program("xclip", R"(printf 'picture for %s' "$*")");
  EXPECT_EQ(clipboard_png([] {}), "picture for -selection clipboard -target image/png -out");
  const Variable wayland("WAYLAND_DISPLAY", "wayland-0");
  EXPECT_THAT(clipboard_png([] {}), HasSubstr("-out")) << "there is no wl-paste";
  program("wl-paste", R"(printf 'from Wayland: %s' "$*")");
  EXPECT_EQ(clipboard_png([] {}), "from Wayland: --no-newline --type image/png");
}

TEST_F(Clipboard, SaysWhatIsMissing) {
  refuses("no program here reads pictures from the clipboard");
  program("xclip", "echo 'Error: target image/png not available' >&2; exit 1");
  refuses("there is no picture on the clipboard");
  const Variable no_display("DISPLAY", nullptr);
  refuses("there is no desktop with a clipboard");
}

TEST_F(Clipboard, DoesNotWaitForEver) {
  program("xclip", "exec /bin/sleep 60");
  const auto begin = std::chrono::steady_clock::now();
  refuses("did not answer", 0.2);
  EXPECT_THROW(clipboard_png([] { throw std::runtime_error("cancelled"); }), std::runtime_error);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

}  // namespace
}  // namespace convscope
