#include "core/io/picture_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/system.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolderLegal = "a folder with .png, .jpg, .webp, .tif or other picture files";

std::vector<std::string> pictures_in(const std::string& folder, std::string_view field) {
  std::vector<std::string> found;
  std::error_code problem;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem))
    if (std::error_code none; has_image_ending(at->path().string()) && !at->is_directory(none))
      found.push_back(at->path().generic_string());
  if (problem)
    throw Error(field, fmt::format("cannot read {}: {}", folder, problem.message()),
                std::string(kFolderLegal));
  if (found.empty())
    throw Error(field, fmt::format("{} has no pictures in it", folder), std::string(kFolderLegal));
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> matches(const std::string& pattern, std::string_view field) {
  std::vector<std::string> found;
  for (std::string& path : system::paths_like(pattern))
    if (has_image_ending(path)) found.push_back(std::move(path));
  if (found.empty())
    throw Error(field, fmt::format("no picture's name fits {}", pattern), "a pattern as 'photos/*.jpg'");
  return found;
}

}  // namespace

std::vector<std::string> find_pictures(std::span<const std::string> words, std::string_view field) {
  std::vector<std::string> files;
  for (const std::string& word : words) {
    std::error_code none;
    const bool exists = fs::exists(word, none);
    std::vector<std::string> found{word};
    if (exists && fs::is_directory(word, none))
      found = pictures_in(word, field);
    else if (!exists && word.find_first_of("*?[") != std::string::npos)
      found = matches(word, field);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace convscope
