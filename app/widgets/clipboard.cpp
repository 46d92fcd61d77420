#include "app/widgets/clipboard.hpp"

#include <imgui.h>

namespace convscope {

std::string clipboard_text() {
  const char* text = ImGui::GetClipboardText();
  return text ? text : "";
}

void copy_text(const std::string& text) {
  ImGui::SetClipboardText(text.c_str());
}

}  // namespace convscope
