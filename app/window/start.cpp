#include "app/window/start.hpp"

#include <algorithm>
#include <string_view>

#include "app/desk/file_commands.hpp"
#include "app/labs/explore/state.hpp"
#include "app/views/registry.hpp"
#include "app/window/labs.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "core/base/numbers.hpp"
#include "core/io/image_file.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

constexpr std::string_view kFirst = "tconv 3x3 k3 s2 p1 op1 w=[1,2,1;2,4,2;1,2,1]";
/// With a kernel that shows its checkerboard.
constexpr std::string_view kForPhotos = "tconv 4x4 k3 s2 p1 op1 w=box";

bool is_array(const std::string& what) {
  return !is_spec_line(what) && lower(what).ends_with(".npy");
}

}  // namespace

bool is_photo(const std::string& what) {
  return !is_spec_line(what) && is_image_name(what);
}

Scenario first_scenario(const std::string& what) {
  if (what.empty() || is_array(what)) return parse_spec(kFirst);
  if (is_photo(what)) {
    check_image_file(what, "image");
    return parse_spec(kForPhotos);
  }
  return scenario_named(what);
}

void set_up(Application& application, const WindowRequest& request) {
  Desk& desk = application.desk();
  if (request.theme) desk.session.theme = *request.theme;
  if (request.language) speak(*request.language);
  const bool is_lab = find_lab(request.view) != nullptr;
  if (is_lab)
    desk.choose_lab(request.view);
  else if (!request.view.empty() || !request.what_or_image.empty())
    desk.choose_home();
  // The view that an image opens in.
  const auto named = std::ranges::find(views(), request.view, &View::name);
  if (named != views().end() && named->photograph) explorer(desk).choose_view(named->name);
  if (!request.more.empty()) {
    std::vector<std::string> all{request.what_or_image};
    all.insert(all.end(), request.more.begin(), request.more.end());
    open_together(desk, std::move(all));
  } else if (is_photo(request.what_or_image) || is_array(request.what_or_image)) {
    desk.open(request.what_or_image);
  }
  if (!is_lesson(request.what_or_image)) desk.show_as(stage_from_what(request.what_or_image));
  if (!request.view.empty() && !is_lab) explorer(desk).choose_view(request.view);
  if (is_lesson(request.what_or_image)) {
    CommandTarget target{desk, application.input()};
    open_lesson(target, request.what_or_image);
  }
  application.enqueue(request.commands);
}

}  // namespace convscope
