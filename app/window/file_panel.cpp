// The window's own file chooser (desk/file_browser), for desktops without one.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <vector>

#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/overlays.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr std::string_view kNamePlace = "file/name";
constexpr double kFileRow = 30, kFileMargin = 24, kPlaces = 180;

/// The folders on the left; returns the one that was clicked.
std::optional<std::string> places(const DeskUi& ui, const Rect& rect, const FileBrowser& browser) {
  std::optional<std::string> wanted;
  double y = rect.y;
  for (const FilePlace& place : browser.places()) {
    const Rect row{rect.x, y, rect.w, kFileRow * ui.type};
    if (row.bottom() > rect.bottom()) break;
    const Touch touch = ui.touch("place/" + place.path, row);
    ui.explain(touch, place.path);
    const bool here = place.path == browser.folder();
    if (touch.hovered || here)
      ui.draw(Box{.rect = row,
                  .radius = 6,
                  .fill = here ? mix(ui.colors.window, ui.colors.accent, 0.12) : ui.colors.cell});
    ui.text_within({row.x + 10, row.centre().y}, place.title, 15, row.w - 20,
                   here ? ui.colors.ink : ui.colors.soft, here ? Font::text_medium : Font::text);
    if (touch.clicked) wanted = place.path;
    y += row.h;
  }
  return wanted;
}

/// A folder, or a sheet of paper.
void entry_mark(const DeskUi& ui, Point middle, bool folder) {
  const double w = (folder ? 15 : 11) * ui.type, h = (folder ? 11 : 14) * ui.type;
  const Rect r{middle.x - w / 2, middle.y - h / 2, w, h};
  if (folder) ui.draw(Box{.rect = {r.x, r.y - 2, w * 0.45, 4}, .radius = 1.5, .fill = ui.colors.accent});
  ui.draw(Box{.rect = r,
              .radius = 2,
              .fill = folder ? ui.colors.accent : ui.colors.window,
              .stroke = folder ? Color{} : ui.colors.faint});
}

/// What stands in the folder; returns the entry that was clicked.
std::optional<std::size_t> entries(const DeskUi& ui, const Rect& rect, FileBrowser& browser, bool moved) {
  std::optional<std::size_t> clicked;
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  ImGui::PushID(browser.folder().c_str());  // each folder is scrolled by itself
  compat::begin_child("entries", {static_cast<float>(rect.w), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  const auto& all = browser.entries();
  const double row = kFileRow * ui.type;
  if (moved && browser.chosen()) {
    const double at = row * static_cast<double>(*browser.chosen());
    const auto scroll = static_cast<double>(ImGui::GetScrollY());
    if (at < scroll) ImGui::SetScrollY(static_cast<float>(at));
    if (at + row > scroll + rect.h) ImGui::SetScrollY(static_cast<float>(at + row - rect.h));
  }
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  // Only what is seen: a folder may have thousands.
  const auto scrolled = static_cast<double>(ImGui::GetScrollY());
  const auto first = static_cast<std::size_t>(saturated(std::max(0.0, scrolled / row)));
  const std::size_t last =
      std::min(all.size(), first + static_cast<std::size_t>(saturated(std::max(0.0, rect.h / row))) + 2);
  for (std::size_t i = first; i < last; ++i) {
    const FileBrowser::Entry& entry = all[i];
    const Rect place{rect.x, origin.y + row * static_cast<double>(i), rect.w - 12, row};
    const Touch touch = ui.touch(fmt::format("entry/{}", i), place);
    if (touch.clicked) clicked = i;
    const bool chosen = browser.chosen() == i;
    if (chosen || touch.hovered)
      ui.draw(Box{.rect = place,
                  .radius = 6,
                  .fill = chosen ? mix(ui.colors.window, ui.colors.accent, 0.14) : ui.colors.cell});
    const double y = place.centre().y;
    entry_mark(ui, {place.x + 18, y}, entry.folder);
    const std::string size = entry.folder ? "" : shown_size(entry.bytes);
    const double right = ui.width_of(size, 13, Font::number) + 24;
    ui.text_within({place.x + 36 * ui.type, y}, entry.name, 15, place.w - 36 * ui.type - right, ui.colors.ink,
                   entry.folder ? Font::text_medium : Font::text);
    ui.text({place.right() - 10, y}, size, 13, ui.colors.soft, Font::number, Align::right);
  }
  ImGui::SetCursorScreenPos(
      {origin.x, origin.y + static_cast<float>(row * static_cast<double>(all.size())) - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  ImGui::PopID();
  if (all.empty())
    ui.text(rect.centre(), "Nothing here fits.", 15, ui.colors.faint, Font::text, Align::centre);
  return clicked;
}

std::string_view verb(FileUse use) {
  return use == FileUse::save ? "Save" : use == FileUse::open ? "Open" : "Choose this folder";
}

/// What the browser wants to say, or its question.
void say(const DeskUi& ui, Point at, double width, const FileBrowser& browser) {
  if (!browser.replaces().empty())
    ui.text_within(at,
                   fmt::format("{} is there already. Enter replaces it, Esc keeps it.", browser.replaces()),
                   15, width, ui.colors.warning, Font::text_medium);
  else if (!browser.problem().empty())
    ui.text_within(at, browser.problem(), 15, width, ui.colors.warning);
  else if (browser.cut_off())
    ui.text_within(at, "There are more files here; type to find others.", 14, width, ui.colors.soft);
  else
    ui.text_within(at, "Type a name or a path; Tab completes it, arrows choose, Enter goes on.", 14, width,
                   ui.colors.soft);
}

/// Which files are meant, where there is a choice.
void kinds(const DeskUi& ui, const Rect& room, FileBrowser& browser) {
  const std::vector<FileKind>& all = browser.question().kinds;
  if (all.size() < 2) return;
  std::vector<std::string_view> titles;
  double most = 0;
  for (const FileKind& kind : all) {
    titles.push_back(kind.title);
    most = std::max(most, ui.width_of(kind.title, 15, Font::text_bold) + 24);
  }
  const Rect place{room.x, room.y, std::min(room.w, most * static_cast<double>(titles.size())), room.h};
  if (const auto kind = segments(ui, "kind/", place, titles, browser.kind())) browser.choose_kind(*kind);
}

}  // namespace

void draw_file_panel(const DeskUi& ui, const Rect& window) {
  FileDialog& dialog = ui.desk.dialog;
  FileBrowser* const browser = dialog.browser();
  if (!browser) return;
  const FileQuestion& question = browser->question();
  const double width = std::min(window.w - 40, 860 * ui.type),
               height = std::min(window.h - 40, 580 * ui.type);
  const Rect box{window.centre().x - width / 2, window.centre().y - height / 2, width, height};
  const bool beside = begin_overlay(ui, "files", window, box);
  const double x = box.x + kFileMargin, inner = width - 2 * kFileMargin, row = 34 * ui.type;
  ui.text_within({x, box.y + 30 * ui.type}, dialog.request().title, 20, inner - 40, ui.colors.ink,
                 Font::text_bold);
  const Point corner{box.right() - 30, box.y + 30 * ui.type};
  bool closed = icon_button(ui, "close", corner, 15 * ui.type, Icon::close, "");

  const double top = box.y + 58 * ui.type, side = kPlaces * ui.type;
  const double foot = box.bottom() - 3 * row - 18 * ui.type;
  std::optional<std::string> wanted = places(ui, {x, top, side, foot - top}, *browser);
  const double list = x + side + 20;
  const Rect path{list, top, box.right() - kFileMargin - list, kFileRow * ui.type};
  const double up = ui.width_of("Up", 15, Font::text_medium) + 24;
  if (framed_button(ui, "up", {path.x, path.y, up, path.h - 2}, "Up", 15, "The folder above"))
    wanted = browser->folder() + "/..";
  ui.text_within({path.x + up + 12, path.centre().y}, browser->folder(), 15, path.w - up - 12, ui.colors.soft,
                 Font::number);

  // Keys go to the name; the pointer's clicks leave it there.
  if (!ui.editor().is_open(kNamePlace))
    ui.editor().open(kNamePlace, browser->text(),
                     question.name == browser->text() ? FieldEditor::Begin::all : FieldEditor::Begin::end);
  const double button = ui.width_of(verb(question.use), 15, Font::text_medium) + 36;
  const Rect name{list, foot + 8, path.w - button - 12, row};
  const FieldEditor::End end = ui.editor().draw(ui, name);
  const std::string before = browser->text();
  if (end != FieldEditor::End::cancelled) browser->type(ui.editor().text());
  bool moved = browser->text() != before;
  std::optional<std::string> result;
  if (end == FieldEditor::End::down || end == FieldEditor::End::up) {
    browser->move(end == FieldEditor::End::down ? 1 : -1);
    moved = true;
  }
  const auto clicked =
      entries(ui, {list, path.bottom() + 6, path.w, foot - path.bottom() - 10}, *browser, moved);
  if (end == FieldEditor::End::next) browser->type(browser->completed());
  const bool go =
      framed_button(ui, "go", {name.right() + 12, name.y, button, row}, verb(question.use), 15, "");
  if (question.use == FileUse::folder && go)
    result = browser->this_folder();
  else if (go || end == FieldEditor::End::entered)
    result = browser->accept();
  if (clicked) result = browser->take(*clicked);
  if (wanted) browser->go(*wanted);

  const double line = foot + row + 20 * ui.type;
  say(ui, {x, line}, inner, *browser);
  kinds(ui, {x, line + 18 * ui.type, inner, row}, *browser);
  ui.end_panel();

  // What the browser has made of the text stands in the field again.
  const bool left = end == FieldEditor::End::left && !ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (browser->text() != ui.editor().text() || end == FieldEditor::End::entered || left)
    ui.editor().open(kNamePlace, browser->text(), FieldEditor::Begin::end);
  if (end == FieldEditor::End::cancelled) {
    if (browser->replaces().empty())
      closed = true;
    else
      browser->keep();
    ui.editor().open(kNamePlace, browser->text(), FieldEditor::Begin::end);
  }
  if (!result && !closed && !beside) return;
  ui.editor().close();
  dialog.close(result.value_or(""));
}

}  // namespace convscope
