#include "app/ui/explore_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/ui/command_words.hpp"
#include "app/ui/matrix_zoom.hpp"
#include "app/ui/quiz.hpp"
#include "app/views/camera.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/edits.hpp"
#include "core/scenario/paste.hpp"
#include "core/scenario/photo.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::explore {

namespace {

constexpr double kZoomStep = 1.5;

MatrixWindow all_of(const AppState& app) {
  return whole_matrix(app.derived().op());
}

/// The array as a matrix: leading axes of extent 1 are left out.
Tensor<double> as_matrix(const Tensor<double>& array, std::string_view path) {
  const Shape& shape = array.shape();
  for (std::size_t i = 0; i + 2 < shape.rank(); ++i)
    if (shape[i] != 1)
      throw Error("load", fmt::format("{} has shape {}", path, to_string(shape)),
                  "a matrix of one or two axes");
  const Index columns = shape.rank() == 0 ? 1 : shape[shape.rank() - 1];
  const Shape plane{array.size() / std::max<Index>(columns, 1), columns};
  if (array.size() == 0) throw Error("load", fmt::format("{} is empty", path), "a matrix with cells");
  return Tensor<double>(plane, {array.values().begin(), array.values().end()});
}

void put(AppState& app, Role role, const Tensor<double>& matrix) {
  Scenario next = app.scenario();
  if (role == Role::upstream)
    next.upstream = {Source::Kind::list, "", 0, {matrix.values().begin(), matrix.values().end()}};
  else
    next = role == Role::kernel ? with_kernel_values(next, matrix) : with_input_values(next, matrix);
  app.apply(std::move(next));
}

constexpr std::array<std::string_view, 3> kTensors{"input", "kernel", "upstream"};
constexpr std::array kRoles{Role::input, Role::kernel, Role::upstream};

}  // namespace

void layout(CommandTarget& t, Arguments words) {
  const int now = t.app.session.arrangement.count;
  t.app.choose_layout(words.empty()
                          ? (now == 1   ? 2
                             : now == 2 ? 4
                                        : 1)
                          : static_cast<int>(std::clamp<Index>(words::whole(words[0], "layout"), 0, 9)));
}

void focus(CommandTarget& t, Arguments words) {
  const Arrangement& arrangement = t.app.session.arrangement;
  const auto count = static_cast<Index>(arrangement.count);
  if (words.empty()) {
    t.app.focus_pane((arrangement.focus + 1) % static_cast<std::size_t>(count));
    return;
  }
  const Index pane = words::whole(words[0], "focus");
  if (pane < 1 || pane > count)
    throw Error("focus", fmt::format("there is no view {}", pane), fmt::format("1 to {}", count));
  t.app.focus_pane(static_cast<std::size_t>(pane - 1));
}

void order(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 4> names{"own", "window", "pixel", "tap"};
  const std::size_t now = t.app.session.order ? 1 + static_cast<std::size_t>(*t.app.session.order) : 0;
  const std::size_t wanted =
      words.empty() ? (now + 1) % names.size() : words::choice(names, words[0], "order");
  t.app.choose_order(wanted == 0 ? std::nullopt : std::optional(parse_order(names[wanted])));
  // The list beside the stage shows it; a key has nothing to look at.
  if (wanted != 0 && !t.app.view().any_order)
    t.app.tell(fmt::format("{} keeps its own order; Slide, Scatter, Matrix and Wiring follow this one.",
                           t.app.view().title));
  else if (words.empty())
    t.app.tell(wanted == 0 ? "Order: each view's own" : fmt::format("Order: by {}", names[wanted]));
}

void zoom(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 3> names{"all", "in", "out"};
  const std::size_t way = words.empty() ? 0 : words::choice(names, words[0], "zoom");
  Session& s = t.app.session;
  if (t.app.view().name == "channels") {
    if (way == 0) s.camera = {};
    if (way != 0) s.camera.zoom *= way == 1 ? kZoomStep : 1 / kZoomStep;
    s.camera = clamped(s.camera);
    return;
  }
  const MatrixWindow all = all_of(t.app);
  s.matrix = way == 0 ? MatrixWindow{}
                      : zoomed(s.matrix, all, way == 1 ? 1 / kZoomStep : kZoomStep, middle(s.matrix, all));
}

void pan(CommandTarget& t, Arguments words) {
  MatrixWindow& now = t.app.session.matrix;
  now = panned(now, all_of(t.app), words::whole(words[0], "pan"), words::whole(words[1], "pan"));
}

void camera(CommandTarget& t, Arguments words) {
  if (words.size() == 2)
    throw Error("camera", "the zoom is missing", "camera YAW PITCH ZOOM, or camera alone");
  if (words.size() == 1)
    throw Error("camera", "one angle is given", "camera YAW PITCH ZOOM, or camera alone");
  t.app.session.camera = words.empty()
                             ? Camera{}
                             : clamped({words::number(words[0], "camera"), words::number(words[1], "camera"),
                                        words::number(words[2], "camera")});
}

void paste(CommandTarget& t, Arguments words) {
  const char* clipboard = ImGui::GetClipboardText();
  const std::string text(trim(clipboard ? clipboard : ""));
  if (looks_like_spec(text)) {
    Scenario scenario = parse_spec(text);
    scenario.photo = t.app.scenario().photo;
    t.app.apply(std::move(scenario));
    t.app.rest_at(0);
    return;
  }
  const Role hovered = t.app.session.hover.role;
  const auto* under = std::ranges::find(kRoles, hovered);
  const std::size_t which = !words.empty()          ? words::choice(kTensors, words[0], "paste")
                            : under != kRoles.end() ? static_cast<std::size_t>(under - kRoles.begin())
                                                    : 0;
  const Tensor<double> matrix = parse_matrix(text);
  put(t.app, kRoles[which], matrix);
  t.app.tell(fmt::format("Pasted {} numbers into the {}", to_string(matrix.shape()), kTensors[which]));
}

void crop_photo(CommandTarget& t, Arguments words) {
  const Index levels = words.size() > 2 ? words::whole(words[2], "crop") : 10;
  if (levels < 2 || levels > 256) throw Error("crop", fmt::format("{} grey levels", levels), "2 to 256");
  const std::string& own = t.app.scenario().photo;
  const std::string path = own.empty() ? default_photo_path() : own;
  if (path.empty()) throw Error("crop", "no photograph is open", "open one first, as with open photo.png");
  if (words.size() == 1)
    throw Error("crop", "Y is missing", "crop-photo X Y, or crop-photo alone for the middle");
  const Tensor<float> picture = read_image(path, "crop");
  const Shape& size = t.app.scenario().size;
  const Index rows = size.rank() == 1 ? 1 : size[0], columns = size[size.rank() - 1];
  const Index x = words.empty() ? (picture.shape()[3] - columns) / 2 : words::whole(words[0], "crop");
  const Index y = words.empty() ? (picture.shape()[2] - rows) / 2 : words::whole(words[1], "crop");
  const Tensor<double> crop = crop_grey(picture, x, y, size, levels);
  t.app.apply(with_input_values(t.app.scenario(), crop));
  t.app.tell(fmt::format("The input is a crop of {}, as grey values 0 to {}",
                         path.substr(path.rfind('/') + 1), levels - 1));
}

void load(CommandTarget& t, Arguments words) {
  const std::size_t which = words::choice(kTensors, words[0], "load");
  const std::string path = fmt::format("{}", fmt::join(words.subspan(1), " "));
  put(t.app, kRoles[which], as_matrix(read_npy(path, "load"), path));
  t.app.tell(fmt::format("The {} is {}", kTensors[which], path.substr(path.rfind('/') + 1)));
}

void kernel(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 2> names{"rotate", "normalise"};
  const Tensor<double>& weights = t.app.derived().weights();
  const bool rotate = words::choice(names, words[0], "kernel") == 0;
  Scenario next = rotate ? with_rotated_kernel(t.app.scenario(), weights)
                         : with_normalised_kernel(t.app.scenario(), weights);
  const bool same = next == t.app.scenario();
  t.app.apply(std::move(next));
  if (rotate)
    t.app.tell(
        same ? "The kernel is its own turn: convolution and cross-correlation agree."
             : "Turned by 180°: what networks compute is cross-correlation; with the turned kernel it is the "
               "convolution of mathematics.");
  else
    t.app.tell(same ? "The kernel's sum is 1 already."
                    : "The kernel's sum is 1 now: a constant input stays as it is.");
}

void quiz(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 2> names{"off", "on"};
  set_quiz(t.app, words.empty() ? !t.app.session.quiz.on : words::choice(names, words[0], "quiz") == 1);
}

void answer(CommandTarget& t, Arguments words) {
  answer_quiz(t.app, words::number(words[0], "answer"));
}

}  // namespace convscope::explore
