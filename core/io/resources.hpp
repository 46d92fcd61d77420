// Where the program's own files are: shaders/..., assets/...
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace convscope {

/// The path of a file that comes with the program, given relative to the source tree
/// ("shaders/image_stage.frag"). An installed program has it under its own prefix, wherever that stands; else
/// the source tree has it. Errors: Error("installation", ...) when neither does.
std::string resource_path(std::string_view name);

/// The same for a program that stands at the path `program`.
std::string resource_path(std::string_view name, std::string_view program);

/// The same where it need not be there: fonts lie beside a program that brings its own.
std::optional<std::string> find_resource(std::string_view name);

}  // namespace convscope
