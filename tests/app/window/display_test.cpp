// The real window on a display in memory: it opens, hears a key, takes a file, and ends when asked to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace {

using ::testing::HasSubstr;

struct Result {
  int status = -1;
  std::string output;  // both streams
};

Result shell(const std::string& command) {
  Result result;
  FILE* pipe = popen(("{ " + command + "\n} 2>&1").c_str(), "r");
  if (!pipe) return result;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    result.output.append(buffer.data(), count);
  const int status = pclose(pipe);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

/// Runs the program on a display in memory, does what the shell lines say, with the window's name for xdotool
/// in $id, and closes it. Its session is its own, and forgotten.
Result in_a_window(const std::string& lines, const std::string& arguments = "") {
  const std::string script = R"(
    "$1" & window=$!
    for i in $(seq 100); do xdotool search --name "ConvScope .*conv" >/dev/null 2>&1 && break; sleep 0.1; done
    id=$(xdotool search --name "ConvScope" | head -n 1)
)" + lines + R"(
    for i in $(seq 50); do
      kill -0 "$window" 2>/dev/null || break
      xdotool key ctrl+q
      sleep 0.2
    done
    wait "$window"
    echo "status $?"
  )";
  // Each seeks a display from a number of its own: two that find the same one free at once take it both.
  return shell(
      "XDG_STATE_HOME=$(mktemp -d) timeout 90 xvfb-run -a -n $((100 + $$ % 30000)) -s '-screen 0 "
      "1280x800x24' bash -c '" +
      script + "' sh '" + convscope::testing::program() + "' " + arguments);
}

TEST(WindowOnADisplay, OpensHearsKeysAndCloses) {
  // The window's title is the scenario's line, so that a change can be seen from outside.
  const std::string script = R"(
    xdotool getwindowname "$id"
    entry=")" + convscope::testing::in_project("assets/desktop/org.convscope.ConvScope.desktop") +
                             R"("
    class=$(sed -n "s/^StartupWMClass=//p" "$entry")
    xdotool search --class "^$class\$" | grep -qx "$id" \
      && echo "a desktop knows it by its entry"
    for i in $(seq 100); do
      xdotool key --clearmodifiers o
      sleep 0.2
      case $(xdotool getwindowname "$id") in *"· conv 6"*) break ;; esac
    done
    xdotool getwindowname "$id"
  )";
  const Result result = in_a_window(script);
  EXPECT_THAT(result.output, HasSubstr("tconv 3 k2 s2 in=[1,2,3] w=[1,2]"))
      << "are xvfb and xdotool installed?";
  EXPECT_THAT(result.output, HasSubstr("a desktop knows it by its entry"));
  EXPECT_THAT(result.output, HasSubstr("· conv 6 k2 s2"));
  EXPECT_THAT(result.output, HasSubstr("status 0"));
}

TEST(WindowOnADisplay, F5OpensTheLecturersWindowAndEscClosesIt) {
  const std::string script = R"(
    for i in $(seq 60); do
      xdotool search --name "ConvScope .*lecturer" >/dev/null && break
      xdotool key --clearmodifiers 71  # F5; for its name newer ones press Alt as well
      sleep 0.3
    done
    lecturer=$(xdotool search --name "ConvScope .*lecturer" | head -n 1)
    test -n "$lecturer" && echo "two windows"
    # Keys are heard there as well: its Esc ends the lecture for both.
    xdotool windowfocus "$lecturer"
    for i in $(seq 60); do
      xdotool search --name "ConvScope .*lecturer" >/dev/null || break
      xdotool key --clearmodifiers Escape
      sleep 0.3
    done
    xdotool search --name "ConvScope .*lecturer" >/dev/null || echo "one window"
    xdotool windowfocus "$id"
  )";
  const Result result = in_a_window(script);
  EXPECT_THAT(result.output, HasSubstr("two windows"));
  EXPECT_THAT(result.output, HasSubstr("one window"));
  EXPECT_THAT(result.output, HasSubstr("status 0"));
}

/// Blanks as they stand in a URI.
std::string percent_encoded(const std::string& path) {
  std::string uri;
  for (const char c : path) uri += c == ' ' ? std::string("%20") : std::string(1, c);
  return uri;
}

TEST(WindowOnADisplay, TakesAFileThatIsDroppedOnIt) {
  if (convscope::testing::dropper().empty()) GTEST_SKIP() << "there is no X11";
  const convscope::testing::TemporaryFolder folder;
  const std::string file = folder / "with a blank.json";
  ASSERT_EQ(shell("'" + convscope::testing::program() + "' scenario 'tconv 4x4 k3' -o '" + file + "'").status,
            0);
  const std::string script = R"(
    for i in $(seq 20); do
      "$2" "$id" "$3" && break
      sleep 0.5
    done
    for i in $(seq 50); do
      case $(xdotool getwindowname "$id") in *"tconv 4x4 k3"*) break ;; esac
      sleep 0.2
    done
    xdotool getwindowname "$id"
  )";
  const Result result =
      in_a_window(script, "'" + convscope::testing::dropper() + "' '" + percent_encoded(file) + "'");
  EXPECT_THAT(result.output, HasSubstr("ConvScope · tconv 4x4 k3")) << "are xvfb and xdotool installed?";
  EXPECT_THAT(result.output, HasSubstr("status 0"));
}

TEST(WindowOnADisplay, WithoutADisplayItSaysSo) {
  const Result result = shell("env -u DISPLAY -u WAYLAND_DISPLAY '" + convscope::testing::program() + "'");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.output, HasSubstr("convscope: display: "));
  EXPECT_THAT(result.output, HasSubstr("--screenshot"));
}

}  // namespace
