#include "app/widgets/keyboard_focus.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include "app/widgets/compat.hpp"
#include "app/widgets/picture_painter.hpp"
#include "app/widgets/ui.hpp"

namespace convscope {

namespace {

constexpr double kSameRow = 8;  ///< logical pixels between the middles of what stands in one row
constexpr double kGlide = 16;   ///< an arrow's way over a drawing without cells
constexpr double kMargin = 24;  ///< left around what is scrolled into view
constexpr int kPatience = 3;    ///< frames that something may be gone before the focus looks for another
constexpr Point kAway{-1e6, -1e6};

Rect rect_of(const ImRect& r) {
  return {r.Min.x, r.Min.y, r.Max.x - r.Min.x, r.Max.y - r.Min.y};
}

Rect common(const Rect& a, const Rect& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0, std::min(a.right(), b.right()) - x),
          std::max(0.0, std::min(a.bottom(), b.bottom()) - y)};
}

bool is_seen(const Rect& rect, const Rect& clip) {
  const Rect seen = common(rect, clip);
  return seen.w >= std::min(4.0, rect.w) && seen.h >= std::min(rect.h, 4.0);
}

bool scrolls(const ImGuiWindow& window) {
  return window.ScrollMax.y > 0 || window.ScrollMax.x > 0;
}

/// The window in front at a place, of those that take the pointer.
const ImGuiWindow* front_at(Point at) {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  for (int i = context.Windows.Size - 1; i >= 0; --i) {
    const ImGuiWindow& window = *context.Windows[i];
    if (!window.Active || window.Hidden || window.IsFallbackWindow || window.RootWindow != &window ||
        (window.Flags & ImGuiWindowFlags_NoMouseInputs) != 0)
      continue;
    if (rect_of(window.OuterRectClipped).contains(at)) return &window;
  }
  return nullptr;
}

/// Alone has pointer and keyboard while it is open; nullptr in the frame that opens it.
std::optional<const ImGuiWindow*> open_popup() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  if (context.OpenPopupStack.Size == 0) return std::nullopt;
  return context.OpenPopupStack.back().Window;
}

bool key_went_down(Key key, bool repeat = false) {
  return compat::key_pressed(key, repeat);
}

bool pressing() {
  return key_went_down(Key::enter) || key_went_down(Key::keypad_enter) || key_went_down(Key::space);
}

/// What asks for the menu of the place, as the right button does.
bool asking() {
  return key_went_down(Key::menu) || (key_went_down(Key::f10) && ImGui::GetIO().KeyShift);
}

/// One press of the pointer's button, over two frames.
void press(int button, InputQueue& input) {
  input.push(ButtonEvent{button, true});
  input.push(NextFrame{});
  input.push(ButtonEvent{button, false});
}

Point arrow() {
  if (key_went_down(Key::left, true)) return {-1, 0};
  if (key_went_down(Key::right, true)) return {1, 0};
  if (key_went_down(Key::up, true)) return {0, -1};
  if (key_went_down(Key::down, true)) return {0, 1};
  return {};
}

bool is_chord() {
  const ImGuiIO& io = ImGui::GetIO();
  return io.KeyCtrl || io.KeyAlt || io.KeySuper;
}

/// How far a place is when one goes this way; nothing: it is not that way.
std::optional<double> distance(Point from, Point to, Point way) {
  const double along = (to.x - from.x) * way.x + (to.y - from.y) * way.y;
  const double across = std::abs((to.x - from.x) * way.y) + std::abs((to.y - from.y) * way.x);
  if (along < 2) return std::nullopt;
  return along + 3 * across;
}

/// The nearest of some places that way.
template <class Places, class Middle>
auto nearest(const Places& places, Point from, Point way, const Middle& middle) {
  auto found = places.end();
  double least = 0;
  for (auto place = places.begin(); place != places.end(); ++place) {
    const auto far = distance(from, middle(*place), way);
    if (!far || (found != places.end() && *far >= least)) continue;
    found = place;
    least = *far;
  }
  return found;
}

bool same(Point a, ImVec2 b) {
  return static_cast<float>(a.x) == b.x && static_cast<float>(a.y) == b.y;
}

}  // namespace

KeyboardFocus* KeyboardFocus::current() {
  return ImGui::GetCurrentContext() == nullptr ? nullptr
                                               : static_cast<KeyboardFocus*>(ImGui::GetIO().UserData);
}

bool keyboard_has_focus() {
  const KeyboardFocus* focus = KeyboardFocus::current();
  return focus != nullptr && focus->is_on();
}

void KeyboardFocus::attach() {
  ImGui::GetIO().UserData = this;
}

void KeyboardFocus::begin_frame() {
  stops_.clear();
  cells_.clear();
}

void KeyboardFocus::stop(unsigned id, const Rect& rect) {
  ImGuiWindow* window = ImGui::GetCurrentWindowRead();
  stops_.push_back({id, rect, window, rect_of(window->ClipRect), Arrows::neighbours});
}

void KeyboardFocus::arrows(Arrows arrows) {
  if (!stops_.empty()) stops_.back().arrows = arrows;
}

void KeyboardFocus::pass() {
  if (!stops_.empty()) stops_.pop_back();
}

bool KeyboardFocus::field(unsigned id, const Rect& rect) {
  const auto known = std::ranges::find(stops_, id, &Stop::id);
  if (known == stops_.end()) {
    stop(id, rect);
    arrows(Arrows::cells);
  } else {
    known->arrows = Arrows::cells;
  }
  return on_ && id == id_;
}

bool KeyboardFocus::takes_keys() const {
  if (is_chord()) return false;
  if (key_went_down(Key::tab, true)) return true;
  if (!on_) return false;
  if (key_went_down(Key::escape)) return covered_.empty();
  if (pressing() || asking()) return true;
  return kind_ != Arrows::commands && arrow() != Point{};
}

/// What is neither hidden nor covered, in the order of reading.
std::vector<KeyboardFocus::Stop> KeyboardFocus::within_reach() const {
  const auto popup = open_popup();
  std::vector<Stop> reach;
  for (const Stop& one : stops_) {
    const ImGuiWindow* root = one.window->RootWindow;
    if (popup ? root != *popup : root->Hidden) continue;
    const bool seen = is_seen(one.rect, one.clip);
    if (!seen && !scrolls(*one.window)) continue;
    const Rect shown = seen ? common(one.rect, one.clip) : one.clip;
    if (!popup && front_at(shown.centre()) != root) continue;
    // The cell under the pointer is the field's.
    if (std::ranges::any_of(cells_,
                            [&](const Rect& cell) {
                              return std::abs(cell.centre().x - one.rect.centre().x) < 2 &&
                                     std::abs(cell.centre().y - one.rect.centre().y) < 2;
                            }) &&
        one.id != id_)
      continue;
    Stop& taken = reach.emplace_back(one);
    const double y = one.rect.centre().y;
    taken.row = {std::clamp(y, one.clip.y, std::max(one.clip.y, one.clip.bottom())), y};
  }
  const auto panel = [](const Stop& s) {
    const ImGuiWindow* root = s.window->RootWindow;
    return std::tuple(root->Pos.y, root->Pos.x, root->ID);
  };
  std::ranges::stable_sort(reach, {}, [&](const Stop& s) { return std::tuple(panel(s), s.row); });
  // What stands in one row, from left to right.
  for (auto first = reach.begin(); first != reach.end();) {
    const auto end = std::find_if(first, reach.end(), [&](const Stop& s) {
      return panel(s) != panel(*first) || s.row.second - first->row.second > kSameRow;
    });
    std::stable_sort(first, end, [](const Stop& a, const Stop& b) { return a.rect.x < b.rect.x; });
    first = end;
  }
  return reach;
}

const KeyboardFocus::Stop* KeyboardFocus::focused() const {
  const auto found = std::ranges::find(stops_, id_, &Stop::id);
  return on_ && found != stops_.end() ? &*found : nullptr;
}

void KeyboardFocus::point(Point at, InputQueue& input) {
  at = {std::floor(at.x), std::floor(at.y)};  // as newer versions of Dear ImGui make it
  const ImVec2 now = ImGui::GetIO().MousePos;
  wanted_ = at;
  if (places_.empty() || !same(places_.front(), now)) places_ = {{now.x, now.y}};
  if (same(places_.back(), {static_cast<float>(at.x), static_cast<float>(at.y)})) return;
  places_.push_back(at);
  input.push(PointerEvent{at.x, at.y});
}

void KeyboardFocus::focus(const Stop& stop, InputQueue& input) {
  on_ = true;
  entered_ = stop.id != id_ && stop.arrows == Arrows::cells;
  id_ = stop.id;
  place_ = stop.rect;
  kind_ = stop.arrows;
  missing_ = 0;
  ImGuiWindow& window = *stop.window;
  if (scrolls(window)) {
    const Rect& clip = stop.clip;
    const double above = clip.y - (stop.rect.y - kMargin),
                 below = stop.rect.bottom() + kMargin - clip.bottom();
    const double by = above > 0 ? -above : below > 0 ? std::min(below, -above) : 0;
    if (by != 0)
      ImGui::SetScrollY(&window,
                        std::clamp(window.Scroll.y + static_cast<float>(by), 0.0F, window.ScrollMax.y));
  }
  point(common(stop.rect, stop.clip).centre(), input);
}

void KeyboardFocus::let_go(InputQueue& input) {
  on_ = false;
  id_ = 0;
  covered_.clear();
  places_.clear();
  input.push(PointerEvent{kAway.x, kAway.y});
}

/// Somebody moved the pointer: it is the hand's again.
void KeyboardFocus::look_after_hand() {
  const ImVec2 now = ImGui::GetIO().MousePos;
  const auto ours = std::ranges::find_if(places_, [&](Point place) { return same(place, now); });
  if (ours != places_.end()) {
    places_.erase(places_.begin(), ours);
    return;
  }
  places_.clear();
  on_ = false;
  id_ = 0;
  covered_.clear();
}

/// The focus stays on its thing where that moves, goes into what opens over it and comes back. Whether it is
/// where it should be.
bool KeyboardFocus::follow(const std::vector<Stop>& reach, InputQueue& input) {
  if (reach.empty()) return false;
  const auto in_reach = [&](unsigned id) { return std::ranges::find(reach, id, &Stop::id); };
  if (const auto now = in_reach(id_); now != reach.end()) {
    missing_ = 0;
    kind_ = now->arrows;
    if (std::exchange(entered_, false) && !cells_.empty()) {
      const auto first =
          std::ranges::min_element(cells_, {}, [](const Rect& r) { return std::pair(r.y, r.x); });
      point(first->centre(), input);
    } else if (now->rect != place_) {
      focus(*now, input);
    }
    place_ = now->rect;
    return true;
  }
  const bool hidden = focused() != nullptr;  // something lies over it
  if (!hidden && ++missing_ < kPatience) return false;
  if (hidden) covered_.emplace_back(id_, wanted_);
  while (!hidden && !covered_.empty()) {
    const auto [id, place] = covered_.back();
    covered_.pop_back();
    const auto back = in_reach(id);
    if (back == reach.end()) continue;
    focus(*back, input);
    if (back->arrows == Arrows::cells && back->rect.contains(place)) point(place, input), entered_ = false;
    return false;
  }
  const auto* const front = hidden ? front_at(reach.back().rect.centre()) : nullptr;
  const auto at = std::ranges::min_element(reach, {}, [&](const Stop& s) {
    const double far =
        std::hypot(s.rect.centre().x - place_.centre().x, s.rect.centre().y - place_.centre().y);
    return std::pair(front != nullptr && s.window->RootWindow != front, hidden ? 0 : far);
  });
  focus(*at, input);
  return false;
}

void KeyboardFocus::go(const std::vector<Stop>& reach, int by, InputQueue& input) {
  const auto count = static_cast<std::ptrdiff_t>(reach.size());
  const auto now = std::ranges::find(reach, id_, &Stop::id);
  const std::ptrdiff_t from = on_ && now != reach.end() ? now - reach.begin() : by > 0 ? -1 : count;
  focus(reach[static_cast<std::size_t>(((from + by) % count + count) % count)], input);
}

void KeyboardFocus::walk(const std::vector<Stop>& reach, Point way, InputQueue& input) {
  if (kind_ == Arrows::cells && cells_.empty()) {
    const Rect inside = place_.inset(1);
    return point({std::clamp(wanted_.x + kGlide * way.x, inside.x, std::max(inside.x, inside.right())),
                  std::clamp(wanted_.y + kGlide * way.y, inside.y, std::max(inside.y, inside.bottom()))},
                 input);
  }
  if (kind_ == Arrows::cells) {
    const auto to = nearest(cells_, wanted_, way, [](const Rect& r) { return r.centre(); });
    if (to != cells_.end()) point(to->centre(), input);
    return;
  }
  const auto now = std::ranges::find(reach, id_, &Stop::id);
  if (kind_ != Arrows::neighbours || now == reach.end()) return;
  std::vector<Stop> beside;
  std::ranges::copy_if(reach, std::back_inserter(beside), [&](const Stop& s) {
    return s.id != id_ && s.window->RootWindow == now->window->RootWindow;
  });
  const auto to = nearest(beside, now->rect.centre(), way, [](const Stop& s) { return s.rect.centre(); });
  if (to != beside.end()) focus(*to, input);
}

void KeyboardFocus::end_frame(InputQueue& input, bool typed, bool typing) {
  if (on_) look_after_hand();
  const bool tab = key_went_down(Key::tab, true) && !is_chord();
  if (typing || (typed && !tab)) return;
  const std::vector<Stop> reach = within_reach();
  if (on_ && !follow(reach, input)) return;
  if (reach.empty()) return;
  if (tab) {
    // From a field that was clicked and typed it goes on from there.
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    if (const auto here = std::ranges::find_if(reach,
                                               [&](const Stop& s) {
                                                 return s.rect.contains({pointer.x, pointer.y});
                                               });
        typed && !on_ && here != reach.end())
      id_ = here->id, on_ = true;
    return go(reach, ImGui::GetIO().KeyShift ? -1 : 1, input);
  }
  if (!on_ || is_chord()) return;
  if (key_went_down(Key::escape) && covered_.empty()) return let_go(input);
  if (pressing()) {
    press(0, input);
  } else if (asking()) {
    press(1, input);
  } else if (const Point way = arrow(); way != Point{}) {
    walk(reach, way, input);
  }
}

void KeyboardFocus::draw(const Ui& ui) const {
  const Stop* now = focused();
  if (now == nullptr) return;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  PicturePainter painter(list, ui.gpu, ui.density);
  const ImRect& all = now->window->OuterRectClipped;
  const Rect panel = rect_of(all);
  list.PushClipRect(all.Min, all.Max);
  const auto around = [&](const Rect& r) {
    // What fills its panel has its ring inside.
    const bool room = common(r.inset(-4), panel) == r.inset(-4);
    const Rect ring = r.inset(room ? -2 : 2);
    painter(Box{.rect = ring, .radius = 6, .stroke = ui.colors.window, .stroke_width = 5});
    painter(Box{.rect = ring, .radius = 6, .stroke = ui.colors.ink, .stroke_width = 2.5});
  };
  around(now->rect);
  const auto cell = std::ranges::find_if(cells_, [&](const Rect& r) { return r.contains(wanted_); });
  if (kind_ == Arrows::cells && cell != cells_.end()) around(*cell);
  list.PopClipRect();
}

KeyboardFocus* focus_on_field(std::string_view id, const Rect& place) {
  KeyboardFocus* focus = KeyboardFocus::current();
  return focus != nullptr && focus->field(ImGui::GetID(std::string(id).c_str()), place) ? focus : nullptr;
}

void offer_cells(std::string_view id, const Rect& place, const Picture& picture, Point corner) {
  KeyboardFocus* focus = focus_on_field(id, place);
  if (focus == nullptr) return;
  for (const Item& item : picture.items)
    if (const auto* box = std::get_if<Box>(&item.shape); box && item.tag) {
      const Rect there{corner.x + box->rect.x, corner.y + box->rect.y, box->rect.w, box->rect.h};
      if (place.contains(there.centre())) focus->cell(there);
    }
}

}  // namespace convscope
