#include "app/widgets/field_editor.hpp"

#include <algorithm>

#include "app/widgets/compat.hpp"
#include "app/widgets/ui.hpp"

namespace convscope {

void FieldEditor::open(std::string_view place, std::string_view text) {
  place_ = place;
  opened_with_ = text;
  const std::size_t count = std::min(text.size(), kMost - 1);
  std::copy_n(text.begin(), count, buffer_.begin());
  buffer_[count] = '\0';
  fresh_ = drawn_ = true;
}

void FieldEditor::close() {
  place_.clear();
  buffer_[0] = '\0';
}

void FieldEditor::begin_frame() {
  if (is_open() && !drawn_) close();
  drawn_ = false;
}

FieldEditor::End FieldEditor::draw(const Ui& ui, const Rect& rect, bool centred) {
  drawn_ = true;
  const auto packed = [](Color c) { return IM_COL32(c.r, c.g, c.b, c.a); };
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
  ImGui::PushID(place_.c_str());  // each place has its own text, also when one follows the other
  if (fresh_) {
    ImGui::SetWindowFocus();  // newer versions give the keyboard to no window that was not touched before
    ImGui::SetKeyboardFocusHere();
  }
  const bool entered =
      ImGui::InputText("##field", buffer_.data(), buffer_.size(),
                       ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  ImGui::PopID();
  ImGui::PopFont();
  ImGui::PopStyleColor(5);
  ImGui::PopStyleVar(3);

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
