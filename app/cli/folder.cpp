#include "app/cli/folder.hpp"

#include <fmt/format.h>

#include <set>
#include <system_error>

#include "core/base/error.hpp"

namespace convscope::cli {

namespace fs = std::filesystem;

void Folder::make(const fs::path& path) {
  std::error_code problem;
  fs::path missing = path;
  std::vector<fs::path> chain;
  for (; !missing.empty() && !fs::exists(missing, problem); missing = missing.parent_path())
    chain.push_back(missing);
  problem.clear();
  fs::create_directories(path, problem);
  const bool file = problem == std::errc::not_a_directory || (!problem && !fs::is_directory(path, problem));
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) made_.push_back(*at);
  if (problem || file)
    throw Error("output",
                fmt::format("{} cannot be made: {}", path.string(),
                            file ? "a file has that name, or a part of it" : problem.message()),
                "a folder that can be written");
}

PendingFile& Folder::add(const fs::path& path, const std::string& bytes) {
  PendingFile& file = files_.emplace_back(path.string());
  file.write(bytes);
  file.close();
  return file;
}

void Folder::add(const fs::path& path, const std::function<void(PendingFile&)>& write) {
  PendingFile file(path.string());
  write(file);
  file.close();
  files_.push_back(std::move(file));
}

void Folder::back_to(const Mark& mark) {
  while (files_.size() > mark.files) files_.pop_back();  // temporary files first
  std::error_code none;
  for (; made_.size() > mark.made; made_.pop_back()) fs::remove(made_.back(), none);
}

std::vector<std::string> names_for(const std::vector<std::string>& files) {
  std::vector<std::string> out;
  std::set<std::string> taken;
  for (const std::string& file : files) {
    const std::string stem = fs::path(file).stem().string();
    std::string name = stem;
    for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{}-{}", stem, n);
    out.push_back(name);
  }
  return out;
}

}  // namespace convscope::cli
