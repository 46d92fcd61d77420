// Who includes whom. The tables below are the house's plan (ARCHITECTURE.md shows it as a drawing); every
// #include in core/ and app/ is held against them, and they against the includes: an arrow that no file uses
// is as wrong as one that is missing. A failure names the file and the arrow. And who defines what: a name of
// the program has one meaning.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/core/support/places.hpp"

namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Paths are prefixes that end at a folder or a file. A file belongs to the first row that fits it, and
// includes its own room, the rooms named there and nothing else. For the rooms of app, "core" is one room.
struct Room {
  std::string_view path;
  std::vector<std::string_view> includes;
};

const std::vector<Room> kRooms = {
    {"core/convscope.hpp",
     {"core/base", "core/tensor", "core/geometry", "core/ops", "core/trace", "core/matrix", "core/metrics",
      "core/io", "core/enlarging", "core/scenario", "core/network", "core/training", "core/lesson"}},
    {"core/base", {}},
    {"core/tensor", {"core/base"}},
    {"core/geometry", {"core/base", "core/tensor"}},
    {"core/ops", {"core/base", "core/tensor", "core/geometry"}},
    {"core/trace", {"core/base", "core/geometry", "core/ops"}},
    {"core/matrix", {"core/base", "core/tensor", "core/geometry", "core/ops"}},
    {"core/metrics", {"core/base", "core/tensor", "core/geometry"}},
    {"core/io", {"core/base", "core/tensor", "core/matrix"}},
    {"core/enlarging", {"core/base", "core/tensor", "core/geometry", "core/ops", "core/metrics", "core/io"}},
    {"core/network",
     {"core/base", "core/tensor", "core/geometry", "core/ops", "core/metrics", "core/io", "core/enlarging"}},
    {"core/training",
     {"core/base", "core/tensor", "core/ops", "core/metrics", "core/enlarging", "core/network"}},
    {"core/scenario",
     {"core/base", "core/tensor", "core/geometry", "core/ops", "core/trace", "core/matrix", "core/metrics",
      "core/io", "core/enlarging"}},
    {"core/lesson",
     {"core/base", "core/geometry", "core/ops", "core/trace", "core/matrix", "core/metrics", "core/io",
      "core/scenario"}},
    {"core/code", {"core/base", "core/geometry", "core/scenario"}},
    {"core/tex", {"core/base", "core/geometry", "core/matrix"}},
    {"core/claims",
     {"core/base", "core/tensor", "core/geometry", "core/ops", "core/metrics", "core/scenario",
      "core/training"}},
    {"app/platform", {"core"}},
    {"app/picture", {"core"}},
    {"app/views", {"core", "app/picture"}},
    {"app/export", {"core", "app/platform", "app/picture"}},
    {"app/gpu", {"core", "app/picture"}},
    {"app/widgets", {"core", "app/picture", "app/gpu"}},
    {"app/desk", {"core", "app/platform", "app/picture", "app/views", "app/export", "app/widgets"}},
    {"app/window",
     {"core", "app/platform", "app/picture", "app/views", "app/export", "app/gpu", "app/widgets", "app/desk",
      "app/labs"}},
    // The one file of the command line that opens the window.
    {"app/cli/window.cpp", {"core", "app/views", "app/window", "app/cli"}},
    // And the one that writes lessons, which the window does as well.
    {"app/cli/lesson_export.cpp", {"core", "app/window", "app/cli"}},
    {"app/cli", {"core", "app/platform", "app/picture", "app/views", "app/export"}},
    {"app/main.cpp", {"app/cli"}},
    {"app/large_pages.cpp", {}},
};

// Every folder in app/labs is a room of its own with these arrows: no lab knows another.
constexpr std::string_view kLabs = "app/labs";
const std::vector<std::string_view> kOfLabs = {"core",    "app/platform", "app/picture", "app/views",
                                               "app/gpu", "app/widgets",  "app/desk"};

// Libraries that only some rooms may see. Others (the standard library, fmt, ...) are open to all. For the
// first four CMakeLists.txt sees to it that a leaked header does not even compile.
struct Library {
  std::string_view name;
  std::string_view header;  ///< a regular expression for the whole of what stands in the brackets
  std::vector<std::string_view> rooms;
};

const std::vector<Library> kLibraries = {
    {"OpenGL", R"((GL|GLES\d?|EGL|epoxy)/.*|glcorearb\.h)", {"app/gpu", "app/window"}},
    {"GLFW", "GLFW/.*", {"app/window"}},
    {"Dear ImGui", R"((.*/)?(imgui|imstb)\w*\.(h|cpp))", {"app/widgets", "app/labs", "app/window"}},
    {"cairo", R"((cairo/)?cairo.*\.h)", {"app/picture"}},
    {"CLI11", "CLI/.*", {"app/cli"}},
    // Calls of the operating system, behind small headers of ours.
    {"the operating system",
     R"((unistd|fcntl|dlfcn|pthread|signal|semaphore|poll|spawn|sched|dirent|glob|pwd|grp|termios|malloc|syslog)\.h)"
     R"(|csignal|(sys|linux|arpa|netinet|net)/.*\.h|windows\.h)",
     {"core/base", "app/platform", "app/large_pages.cpp"}},
};

bool is_within(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

bool is_within_any(std::string_view path, const std::vector<std::string_view>& prefixes) {
  return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return is_within(path, prefix); });
}

/// The room that a file stands in; empty when it stands in none. Of a lab its folder.
std::string room_of(std::string_view path) {
  for (const Room& room : kRooms)
    if (is_within(path, room.path)) return std::string(room.path);
  if (!is_within(path, kLabs)) return {};
  const std::size_t end = path.find('/', kLabs.size() + 1);
  return end == std::string_view::npos ? std::string() : std::string(path.substr(0, end));
}

const std::vector<std::string_view>& arrows_of(std::string_view room) {
  const auto found = std::ranges::find(kRooms, room, &Room::path);
  return found == kRooms.end() ? kOfLabs : found->includes;
}

/// What an arrow from one room into another is called in the table: labs are one entry, and so is the core
/// for those outside of it.
std::string arrow_to(std::string_view from, const std::string& to) {
  if (is_within(to, "core") && !is_within(from, "core")) return "core";
  if (is_within(to, kLabs) && !is_within(from, kLabs)) return std::string(kLabs);
  return to;
}

struct Source {
  std::string path, text;
};

/// What stands in the quotes or brackets of a file's includes, and which of both it is.
std::vector<std::pair<std::string, bool>> includes_of(const Source& source) {
  std::vector<std::pair<std::string, bool>> out;
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">])re");
  std::istringstream lines(source.text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, include)) out.emplace_back(match[2], match[1] == "\"");
  }
  return out;
}

bool is_ours(std::string_view target) {
  return target.starts_with("core/") || target.starts_with("app/");
}

/// Every include of the file that the tables do not allow; paths are relative to the root.
std::vector<std::string> violations(const Source& source) {
  const std::string room = room_of(source.path);
  if (room.empty()) return {source.path + ": stands in no room of the table"};
  std::vector<std::string> found;
  if (source.text.find("\"/proc/") != std::string::npos &&
      !is_within_any(source.path, {"core/base", "app/platform"}))
    found.push_back(source.path + ": reads /proc (the operating system is not for this room)");
  for (const auto& [target, quoted] : includes_of(source)) {
    const std::string arrow = source.path + ": " + room + " -> " + target;
    if (quoted && !is_ours(target))
      found.push_back(source.path + ": \"" + target + "\" is not written from the root");
    for (const Library& library : kLibraries)
      if (std::regex_match(target, std::regex(std::string(library.header))) &&
          !is_within_any(source.path, library.rooms))
        found.push_back(arrow + " (" + std::string(library.name) + " is not for this room)");
    if (!is_ours(target)) continue;
    const std::string other = room_of(target);
    if (other.empty())
      found.push_back(arrow + " (in no room of the table)");
    else if (other != room && std::ranges::count(arrows_of(room), arrow_to(room, other)) == 0)
      found.push_back(arrow + " (this arrow is not in the table)");
  }
  return found;
}

std::vector<Source> sources_of_the_house() {
  std::vector<Source> sources;
  const fs::path root = convscope::testing::in_project();
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

/// Types that several files define under one name, "convscope::Name: files": a linker joins what belongs to
/// them and says nothing, so that one's destructor frees what the other holds. What stands in an unnamed
/// namespace is a file's own. As clang-format leaves them, namespaces and what is theirs begin a line.
std::vector<std::string> defined_twice(const std::vector<Source>& sources) {
  static const std::regex type(R"re((?:struct|union|enum class|enum|class) (\w+)(?:|[ {][^;]*| ?[{].*))re");
  std::map<std::string, std::set<std::string>> files;
  for (const Source& source : sources) {
    std::vector<std::string> inside;
    std::istringstream lines(source.text);
    for (std::string line; std::getline(lines, line);) {
      std::smatch match;
      if (line.starts_with("namespace ") && line.ends_with("{"))
        inside.push_back(line.substr(10, line.size() - 11));
      else if (line.starts_with("}  // namespace") && !inside.empty())
        inside.pop_back();
      else if (std::ranges::count(inside, "") == 0 && std::regex_match(line, match, type)) {
        std::string name;
        for (const std::string& space : inside) name += space.substr(0, space.size() - 1) + "::";
        files[name + match[1].str()].insert(source.path);
      }
    }
  }
  std::vector<std::string> found;
  for (const auto& [name, where] : files)
    if (where.size() > 1) {
      std::string& words = found.emplace_back(name + ":");
      for (const std::string& file : where) words += " " + file;
    }
  return found;
}

using Graph = std::map<std::string, std::set<std::string>>;

/// The nodes of a circle in the order of its arrows; empty when there is none.
std::vector<std::string> circle_in(const Graph& graph) {
  std::set<std::string> done;
  std::vector<std::string> way;
  const std::function<std::vector<std::string>(const std::string&)> visit = [&](const std::string& node) {
    if (const auto again = std::ranges::find(way, node); again != way.end())
      return std::vector<std::string>(again, way.end());
    if (done.contains(node)) return std::vector<std::string>();
    way.push_back(node);
    if (const auto arrows = graph.find(node); arrows != graph.end())
      for (const std::string& next : arrows->second)
        if (auto circle = visit(next); !circle.empty()) return circle;
    way.pop_back();
    done.insert(node);
    return std::vector<std::string>();
  };
  for (const auto& [node, arrows] : graph)
    if (auto circle = visit(node); !circle.empty()) return circle;
  return {};
}

/// Who includes whom: the rooms, or the single files.
Graph graph_of(const std::vector<Source>& sources, bool files) {
  Graph graph;
  for (const Source& source : sources)
    for (const auto& [target, quoted] : includes_of(source)) {
      if (!quoted || !is_ours(target)) continue;
      const std::string from = files ? source.path : room_of(source.path),
                        to = files ? target : room_of(target);
      if (from != to) graph[from].insert(to);
    }
  return graph;
}

TEST(Architecture, EveryIncludeFollowsTheTable) {
  const auto sources = sources_of_the_house();
  ASSERT_GT(sources.size(), 10u);
  for (const Source& source : sources)
    for (const std::string& violation : violations(source)) ADD_FAILURE() << violation;
}

TEST(Architecture, EveryArrowOfTheTableIsUsed) {
  std::set<std::pair<std::string, std::string>> used;
  for (const auto& [room, others] : graph_of(sources_of_the_house(), false))
    for (const std::string& other : others)
      used.emplace(is_within(room, kLabs) ? std::string(kLabs) : room, arrow_to(room, other));
  const auto check = [&](std::string_view room, const std::vector<std::string_view>& arrows) {
    for (std::string_view arrow : arrows)
      EXPECT_TRUE(used.contains({std::string(room), std::string(arrow)}))
          << room << " -> " << arrow << ": no file uses this arrow";
  };
  for (const Room& room : kRooms) check(room.path, room.includes);
  check(kLabs, kOfLabs);
}

TEST(Architecture, NothingRunsInACircle) {
  const auto sources = sources_of_the_house();
  EXPECT_THAT(circle_in(graph_of(sources, false)), IsEmpty()) << "of rooms";
  EXPECT_THAT(circle_in(graph_of(sources, true)), IsEmpty()) << "of files";
}

TEST(Architecture, EveryHeaderIsGuardedByPragmaOnce) {
  for (const Source& source : sources_of_the_house())
    if (source.path.ends_with(".hpp")) {
      EXPECT_THAT(source.text, HasSubstr("\n#pragma once\n")) << source.path;
    }
}

TEST(Architecture, ATypeIsDefinedOnce) {
  EXPECT_THAT(defined_twice(sources_of_the_house()), IsEmpty());
}

TEST(ArchitectureChecker, AllowsTheArrowsOfTheTable) {
  EXPECT_THAT(
      violations({"core/ops/convolve.cpp", "#include \"core/geometry/axis.hpp\"\n#include <vector>\n"}),
      IsEmpty());
  EXPECT_THAT(violations({"core/geometry/axis.cpp", "#include \"core/geometry/axis.hpp\"\n"}), IsEmpty());
  EXPECT_THAT(violations({"app/window/window.cpp", "#include <imgui.h>\n#include <GLFW/glfw3.h>\n"}),
              IsEmpty());
  EXPECT_THAT(violations({"app/cli/window.cpp", "#include \"app/window/window.hpp\"\n"}), IsEmpty());
  EXPECT_THAT(violations({"app/main.cpp", "#include \"app/cli/cli.hpp\"\n"}), IsEmpty());
}

TEST(ArchitectureChecker, NamesTheFileAndTheArrow) {
  EXPECT_THAT(
      violations({"core/geometry/axis.cpp", "#include <vector>\n  # include \"core/ops/convolve.hpp\"\n"}),
      ElementsAre("core/geometry/axis.cpp: core/geometry -> core/ops/convolve.hpp "
                  "(this arrow is not in the table)"));
  EXPECT_THAT(violations({"app/cli/render.cpp", "#include \"app/window/window.hpp\"\n"}),
              ElementsAre(HasSubstr("app/cli -> app/window/window.hpp")));
}

TEST(ArchitectureChecker, KeepsTheCoreFreeOfScreens) {
  EXPECT_THAT(violations({"core/ops/a.cpp", "#include \"app/picture/picture.hpp\"\n"}),
              ElementsAre(HasSubstr("core/ops -> app/picture/picture.hpp")));
  for (const char* header :
       {"GL/gl.h", "epoxy/gl.h", "EGL/egl.h", "GLFW/glfw3.h", "imgui.h", "backends/imgui_impl_glfw.h",
        "imgui_internal.h", "cairo.h", "cairo/cairo-ft.h", "CLI/CLI.hpp"})
    EXPECT_EQ(violations({"core/scenario/a.cpp", std::string("#include <") + header + ">\n"}).size(), 1u)
        << header;
}

TEST(ArchitectureChecker, KeepsGlInItsRooms) {
  EXPECT_EQ(violations({"app/views/slide.cpp", "#include <imgui.h>\n"}).size(), 1u);
  EXPECT_EQ(violations({"app/desk/columns.cpp", "#include <imgui.h>\n"}).size(), 1u);
  EXPECT_EQ(violations({"app/cli/window.cpp", "#include <epoxy/gl.h>\n"}).size(), 1u);
  EXPECT_EQ(violations({"app/widgets/widgets.cpp", "#include <cairo.h>\n"}).size(), 1u);
}

TEST(ArchitectureChecker, KeepsTheOperatingSystemInItsRooms) {
  for (const char* header : {"unistd.h", "sys/stat.h", "fcntl.h", "signal.h", "csignal", "dlfcn.h",
                             "pthread.h", "semaphore.h", "glob.h", "malloc.h", "linux/fs.h"}) {
    const std::string text = std::string("#include <") + header + ">\n";
    for (const char* path : {"core/io/a.cpp", "core/ops/fast/a.cpp", "app/cli/a.cpp", "app/desk/a.cpp",
                             "app/window/a.cpp", "app/labs/sizes/a.cpp"})
      EXPECT_THAT(violations({path, text}), ElementsAre(HasSubstr("the operating system"))) << path;
    for (const char* path : {"core/base/system.cpp", "app/platform/signals.cpp"})
      EXPECT_THAT(violations({path, text}), IsEmpty()) << path;
  }
  const std::string reads = "read_symlink(\"/proc/self/exe\")";
  EXPECT_THAT(violations({"app/window/a.cpp", reads}), ElementsAre(HasSubstr("the operating system")));
  EXPECT_THAT(violations({"core/base/system.cpp", reads}), IsEmpty());
}

TEST(ArchitectureChecker, KeepsLabsApart) {
  EXPECT_THAT(violations({"app/labs/claims/lab.cpp", "#include \"app/labs/explore/state.hpp\"\n"}),
              ElementsAre(HasSubstr("app/labs/claims -> app/labs/explore/state.hpp")));
  EXPECT_THAT(violations({"app/desk/desk.cpp", "#include \"app/labs/explore/state.hpp\"\n"}),
              ElementsAre(HasSubstr("app/desk -> app/labs/explore/state.hpp")));
  EXPECT_THAT(violations({"app/labs/a_new_one/lab.cpp", "#include \"app/desk/desk.hpp\"\n"}), IsEmpty());
}

TEST(ArchitectureChecker, RefusesUnknownRoomsAndRelativePaths) {
  EXPECT_THAT(violations({"app/misc/a.cpp", ""}),
              ElementsAre("app/misc/a.cpp: stands in no room of the table"));
  EXPECT_THAT(violations({"core/ops/a.cpp", "#include \"core/opsy/b.hpp\"\n"}),
              ElementsAre(HasSubstr("in no room of the table")));
  EXPECT_THAT(violations({"core/ops/a.cpp", "#include \"gradient.hpp\"\n"}),
              ElementsAre(HasSubstr("is not written from the root")));
}

TEST(ArchitectureChecker, FindsTypesOfOneName) {
  const auto source = [](const char* path, const std::string& inside) {
    return Source{path, "namespace convscope {\n" + inside + "}  // namespace convscope\n"};
  };
  EXPECT_THAT(defined_twice({source("a", "struct Cell {\n};\nstruct Row;\n"),
                             source("b", "class Cell : public Row {\n};\nstruct Row {\n};\n")}),
              ElementsAre("convscope::Cell: a b"));
  EXPECT_THAT(defined_twice({source("a", "enum class Way { to, fro };\nstruct Way::Inner {\n};\n"),
                             source("b", "enum class Way { up, down };\nstruct Way::Inner {\n};\n")}),
              ElementsAre("convscope::Way: a b"));
  EXPECT_THAT(defined_twice({source("a", "namespace {\nstruct Cell {\n};\n}  // namespace\n"),
                             source("b", "namespace one {\nstruct Cell {\n};\n}  // namespace one\n"),
                             source("c", "struct Cell {\n};\n")}),
              IsEmpty());
}

TEST(ArchitectureChecker, FindsCircles) {
  EXPECT_THAT(circle_in({{"a", {"b"}}, {"b", {"c", "d"}}}), IsEmpty());
  EXPECT_THAT(circle_in({{"a", {"b"}}, {"b", {"c", "d"}}, {"d", {"b"}}}), ElementsAre("b", "d"));
}

}  // namespace
