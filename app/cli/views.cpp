// convscope views: the table of views.
#include "app/views/registry.hpp"

#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/picture/language.hpp"

namespace convscope::cli {

void list_views(const Words& words) {
  bool json = false, quiet = false;
  Arguments arguments("views", "[--json]", "Lists the views, one a line, the name first.");
  arguments.flag("--json", json, "print JSON");
  arguments.flag("--quiet", quiet, "print no progress");
  if (!arguments.parse(words)) return;
  Json list = Json::array();
  std::string text;
  for (const View& view : views()) {
    list.push_back({{"name", view.name}, {"title", spoken(view.title)}, {"help", spoken(view.help)}});
    text += fmt::format("{:<8}  {}\n", view.name, spoken(view.help));
  }
  print(json ? to_text(list) : text);
}

}  // namespace convscope::cli
