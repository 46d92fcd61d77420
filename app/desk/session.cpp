#include "app/desk/session.hpp"

#include <filesystem>
#include <system_error>

namespace convscope {

void remember_file(Session& session, const std::string& path) {
  std::error_code none;
  const std::filesystem::path absolute = std::filesystem::absolute(path, none);
  const std::string name = none ? path : absolute.lexically_normal().string();
  std::erase(session.recent, name);
  session.recent.insert(session.recent.begin(), name);
  if (session.recent.size() > kMostRecent) session.recent.resize(kMostRecent);
}

}  // namespace convscope
