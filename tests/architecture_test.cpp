// Who may include whom. The tables below are the house's plan (ARCHITECTURE.md shows it as a drawing);
// every #include in core/ and app/ is held against them, and a failure names the file and the arrow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Paths are prefixes that end at a folder or a file. A file belongs to the first row that fits it, and
// may include its own room, the rooms named there and nothing else; "core" stands for all of core.
struct Room {
  std::string_view path;
  std::vector<std::string_view> may_include;
};

const std::vector<Room> kRooms = {
    {"core/base", {}},
    {"core/tensor", {"core/base"}},
    {"core/geometry", {"core/base", "core/tensor"}},
    {"core/ops", {"core/base", "core/tensor", "core/geometry"}},
    {"core/matrix", {"core/base", "core/tensor", "core/geometry", "core/ops"}},
    {"core/metrics", {"core/base", "core/tensor", "core/geometry"}},
    {"core/trace", {"core/base", "core/tensor", "core/geometry", "core/ops"}},
    {"core/io", {"core/base", "core/tensor", "core/matrix"}},
    {"core/enlarging", {"core/base", "core/tensor", "core/geometry", "core/ops", "core/metrics", "core/io"}},
    {"core/scenario", {"core"}},
    {"core/claims", {"core"}},
    {"core/convscope.hpp", {"core"}},
    {"app/platform", {"core/base"}},
    {"app/picture", {"core/base", "core/tensor"}},
    {"app/views", {"core", "app/picture"}},
    {"app/gpu", {"core", "app/picture"}},
    {"app/export", {"core", "app/platform", "app/picture", "app/views"}},
    {"app/widgets", {"core", "app/picture", "app/views", "app/gpu", "app/desk"}},
    {"app/desk", {"core", "app"}},
    {"app/labs",
     {"core", "app/picture", "app/views", "app/gpu", "app/export", "app/platform", "app/widgets",
      "app/desk"}},
    {"app/window", {"core", "app"}},
    // The one file of the command line that opens the window.
    {"app/cli/window.cpp", {"core", "app"}},
    {"app/cli", {"core", "app/picture", "app/views", "app/export", "app/labs"}},
    {"app/main.cpp", {"core", "app"}},
};

// Libraries that only some rooms may see. Others (the standard library, fmt, ...) are open to all.
struct Library {
  std::string_view name;
  std::string_view header;  ///< a regular expression for the whole of what stands in the brackets
  std::vector<std::string_view> rooms;
};

const std::vector<Library> kLibraries = {
    {"OpenGL",
     R"((GL|GLES\d?|EGL|epoxy)/.*|glcorearb\.h)",
     {"app/gpu", "app/widgets", "app/desk", "app/labs", "app/window", "app/main.cpp"}},
    {"GLFW", "GLFW/.*", {"app/gpu", "app/widgets", "app/desk", "app/labs", "app/window", "app/main.cpp"}},
    {"Dear ImGui",
     R"((.*/)?(imgui|imstb)\w*\.(h|cpp))",
     {"app/gpu", "app/widgets", "app/desk", "app/labs", "app/window", "app/main.cpp"}},
    {"cairo", R"((cairo/)?cairo.*\.h)", {"app/picture", "app/export"}},
    {"CLI11", "CLI/.*", {"app/cli", "app/main.cpp"}},
};

bool is_within(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

const Room* room_of(std::string_view path) {
  for (const Room& room : kRooms)
    if (is_within(path, room.path)) return &room;
  return nullptr;
}

bool is_within_any(std::string_view path, const std::vector<std::string_view>& prefixes) {
  for (std::string_view prefix : prefixes)
    if (is_within(path, prefix)) return true;
  return false;
}

/// What is wrong with one include of a file, or nothing.
std::optional<std::string> objection(const std::string& path, const Room& room, const std::string& target) {
  const std::string arrow = path + ": " + std::string(room.path) + " -> " + target;
  for (const Library& library : kLibraries)
    if (std::regex_match(target, std::regex(std::string(library.header))) &&
        !is_within_any(path, library.rooms))
      return arrow + " (" + std::string(library.name) + " is not for this room)";
  if (target.starts_with("core/") || target.starts_with("app/")) {
    const Room* other = room_of(target);
    if (!other) return arrow + " (in no room of the table)";
    if (other != &room && !is_within_any(target, room.may_include))
      return arrow + " (this arrow is not in the table)";
  }
  return std::nullopt;
}

/// Every include of the file's text that the tables do not allow; paths are relative to the root.
std::vector<std::string> violations(const std::string& path, const std::string& text) {
  const Room* room = room_of(path);
  if (!room) return {path + ": stands in no room of the table"};
  std::vector<std::string> found;
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">])re");
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, include)) continue;
    const std::string target = match[2];
    if (match[1] == "\"" && !target.starts_with("core/") && !target.starts_with("app/") &&
        !target.starts_with("shaders/"))
      found.push_back(path + ": \"" + target + "\" is not written from the root");
    if (auto problem = objection(path, *room, target)) found.push_back(*problem);
  }
  return found;
}

struct Source {
  std::string path, text;
};

std::vector<Source> sources_of_the_house() {
  std::vector<Source> sources;
  const fs::path root = CONVSCOPE_SOURCE_DIR;
  for (const char* top : {"core", "app"})
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const fs::path extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".hpp") continue;
      std::ifstream in(entry.path());
      std::ostringstream text;
      text << in.rdbuf();
      sources.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
    }
  return sources;
}

TEST(Architecture, EveryIncludeFollowsTheTable) {
  const auto sources = sources_of_the_house();
  ASSERT_GT(sources.size(), 10u);
  for (const Source& source : sources)
    for (const std::string& violation : violations(source.path, source.text)) ADD_FAILURE() << violation;
}

TEST(Architecture, EveryHeaderIsGuardedByPragmaOnce) {
  for (const Source& source : sources_of_the_house())
    if (source.path.ends_with(".hpp")) {
      EXPECT_THAT(source.text, HasSubstr("\n#pragma once\n")) << source.path;
    }
}

TEST(ArchitectureChecker, AllowsTheArrowsOfTheTable) {
  EXPECT_THAT(violations("core/ops/convolve.cpp", "#include \"core/geometry/axis.hpp\"\n#include <vector>\n"),
              IsEmpty());
  EXPECT_THAT(violations("core/geometry/axis.cpp", "#include \"core/geometry/axis.hpp\"\n"), IsEmpty());
  EXPECT_THAT(violations("app/window/window.cpp", "#include <imgui.h>\n#include <GLFW/glfw3.h>\n"),
              IsEmpty());
  EXPECT_THAT(violations("app/cli/window.cpp", "#include \"app/window/window.hpp\"\n"), IsEmpty());
  EXPECT_THAT(violations("app/main.cpp", "#include \"app/cli/cli.hpp\"\n"), IsEmpty());
}

TEST(ArchitectureChecker, NamesTheFileAndTheArrow) {
  EXPECT_THAT(
      violations("core/geometry/axis.cpp", "#include <vector>\n  # include \"core/ops/convolve.hpp\"\n"),
      ElementsAre("core/geometry/axis.cpp: core/geometry -> core/ops/convolve.hpp "
                  "(this arrow is not in the table)"));
  EXPECT_THAT(violations("app/cli/render.cpp", "#include \"app/window/window.hpp\"\n"),
              ElementsAre(HasSubstr("app/cli -> app/window/window.hpp")));
}

TEST(ArchitectureChecker, KeepsTheCoreFreeOfScreens) {
  EXPECT_THAT(violations("core/ops/a.cpp", "#include \"app/picture/picture.hpp\"\n"),
              ElementsAre(HasSubstr("core/ops -> app/picture/picture.hpp")));
  for (const char* header :
       {"GL/gl.h", "epoxy/gl.h", "EGL/egl.h", "GLFW/glfw3.h", "imgui.h", "backends/imgui_impl_glfw.h",
        "imgui_internal.h", "cairo.h", "cairo/cairo-ft.h", "CLI/CLI.hpp"})
    EXPECT_EQ(violations("core/scenario/a.cpp", std::string("#include <") + header + ">\n").size(), 1u)
        << header;
}

TEST(ArchitectureChecker, KeepsGlInItsRooms) {
  EXPECT_EQ(violations("app/views/slide.cpp", "#include <imgui.h>\n").size(), 1u);
  EXPECT_EQ(violations("app/cli/window.cpp", "#include <epoxy/gl.h>\n").size(), 1u);
  EXPECT_EQ(violations("app/desk/panels.cpp", "#include <cairo.h>\n").size(), 1u);
}

TEST(ArchitectureChecker, RefusesUnknownRoomsAndRelativePaths) {
  EXPECT_THAT(violations("app/misc/a.cpp", ""),
              ElementsAre("app/misc/a.cpp: stands in no room of the table"));
  EXPECT_THAT(violations("core/ops/a.cpp", "#include \"core/opsy/b.hpp\"\n"),
              ElementsAre(HasSubstr("in no room of the table")));
  EXPECT_THAT(violations("core/ops/a.cpp", "#include \"gradient.hpp\"\n"),
              ElementsAre(HasSubstr("is not written from the root")));
}

}  // namespace
