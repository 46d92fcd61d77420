#include "app/widgets/field_editor.hpp"

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/imgui_types.hpp"
#include "app/widgets/ui.hpp"

namespace convscope {

namespace {

/// Whoever pastes a book gets signs for the rest.
constexpr std::size_t kMostOthers = 2000;

/// Once, after the field has been opened with its caret behind the text.
int caret_to_end(ImGuiInputTextCallbackData* data) {
  bool& wanted = *static_cast<bool*>(data->UserData);
  if (!wanted) return 0;
  data->CursorPos = data->SelectionStart = data->SelectionEnd = data->BufTextLen;
  wanted = false;
  return 0;
}

}  // namespace

void FieldEditor::open(std::string_view place, std::string_view text, Begin begin) {
  place_ = place;
  opened_with_ = text;
  const std::size_t count = std::min(text.size(), kMost - 1);
  std::copy_n(text.begin(), count, buffer_.begin());
  buffer_[count] = '\0';
  fresh_ = drawn_ = true;
  to_end_ = begin == Begin::end;
  ++opened_;
}

void FieldEditor::close() {
  place_.clear();
  buffer_[0] = '\0';
}

void FieldEditor::begin_frame() {
  if (is_open() && !drawn_) close();
  drawn_ = false;
}

void FieldEditor::look_for_others() {
  if (looked_at_ == buffer_.data()) return;
  looked_at_ = buffer_.data();
  for (const char32_t c : characters_of(looked_at_))
    if (!compat::is_usual(c) && others_.find(c) == std::u32string::npos && others_.size() < kMostOthers)
      others_ += c;
}

FieldEditor::End FieldEditor::draw(const Ui& ui, const Rect& rect, bool centred) {
  drawn_ = true;
  const float line = ui.field_font.line;
  const float inset = std::max(0.0F, (static_cast<float>(rect.h) - line) / 2);
  const auto text_width = static_cast<float>(ui.width_of(text(), kEm, Font::number));
  const float side = centred ? std::max(2.0F, (static_cast<float>(rect.w) - text_width) / 2) : 8.0F;
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  ImGui::SetNextItemWidth(static_cast<float>(rect.w));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {side, inset});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 5.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1.5F);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, packed(ui.colors.window));
  ImGui::PushStyleColor(ImGuiCol_Border, packed(ui.colors.accent));
  ImGui::PushStyleColor(ImGuiCol_BorderShadow, 0);
  ImGui::PushStyleColor(ImGuiCol_Text, packed(ui.colors.ink));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, packed(ui.colors.accent.with_alpha(0.3)));
  compat::push_font(ui.field_font);
  // Each place has its own text, also when one follows the other, and so has each time that it is opened.
  ImGui::PushID(place_.c_str());
  ImGui::PushID(static_cast<int>(opened_));
  if (fresh_) {
    ImGui::SetWindowFocus();  // newer versions give the keyboard to no window that was not touched before
    ImGui::SetKeyboardFocusHere();
  }
  const bool entered =
      ImGui::InputText("##field", buffer_.data(), buffer_.size(),
                       ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackAlways |
                           (to_end_ ? 0 : ImGuiInputTextFlags_AutoSelectAll),
                       caret_to_end, &to_end_);
  ImGui::PopID();
  ImGui::PopID();
  ImGui::PopFont();
  ImGui::PopStyleColor(5);
  ImGui::PopStyleVar(3);

  look_for_others();
  if (fresh_) {
    fresh_ = ImGui::IsItemActive() ? false : fresh_;
    return End::none;
  }
  if (entered) return End::entered;
  if (compat::key_pressed(compat::Key::escape, false)) return End::cancelled;
  if (compat::key_pressed(compat::Key::tab, true)) return ImGui::GetIO().KeyShift ? End::previous : End::next;
  if (compat::key_pressed(compat::Key::up, true)) return End::up;
  if (compat::key_pressed(compat::Key::down, true)) return End::down;
  // As in a spreadsheet: until something is typed, the arrows go from cell to cell.
  if (centred && text() == opened_with_) {
    if (compat::key_pressed(compat::Key::right, true)) return End::next;
    if (compat::key_pressed(compat::Key::left, true)) return End::previous;
  }
  return ImGui::IsItemActive() ? End::none : End::left;
}

}  // namespace convscope
