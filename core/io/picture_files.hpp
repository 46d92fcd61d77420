// Picture files by name, folder or pattern.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace convscope {

/// Files, folders (their pictures, by name) and patterns as '*.png' to files, in order.
/// Errors: Error(field, ...) for a folder or pattern without pictures; missing files are found when read.
std::vector<std::string> find_pictures(std::span<const std::string> words, std::string_view field);

}  // namespace convscope
