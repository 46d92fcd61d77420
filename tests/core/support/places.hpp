// Where the tests find what they need. Only places.cpp knows the paths, so that all other tests compile to
// the same objects in every tree.
#pragma once

#include <string>
#include <string_view>

namespace convscope::testing {

/// A file of this project: "assets/lesson.schema.json".
std::string in_project(std::string_view file = "");
/// A file of the tests: "cases/conv.txt".
std::string in_tests(std::string_view file);
/// The program.
std::string program();
/// What drops a file on a window; empty where there is no X11.
std::string dropper();

}  // namespace convscope::testing
