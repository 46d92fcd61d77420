// What the right button offers on a contender.
#include <fmt/format.h>
#include <imgui.h>

#include <array>

#include "app/labs/images/lab.hpp"
#include "app/labs/images/state.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/error.hpp"

namespace convscope {

void contender_menu(const DeskUi& ui, const Touch& touched, std::size_t contender, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  if (contender >= state.settings().contenders.size()) return;
  const UpsamplingChoice& c = state.settings().contenders[contender];
  const bool open = touched.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  const std::string id = fmt::format("contender/{}", contender);
  if (!open && !ImGui::IsPopupOpen(id.c_str())) return;
  struct Entry {
    Choice choice;
    CommandWords words;
  };
  const bool kernel = kernel_size(c) > 0;
  const std::string number = fmt::format("{}", contender + 1);
  const std::vector<Entry> entries{
      {{c.repair ? "Take the repair back" : "Repair the kernel", "", "", can_repair(c.method)},
       {"repair", c.repair ? "off" : "on"}},
      {{"Standard kernel", "", "", kernel}, {"contender-kernel", "standard"}},
      {{"Explain it", "", "Why its kernel leaves a pattern, or does not", true}, {"image-mode", "why"}},
      {{"Save its picture…", "", "", true}, {"save-result"}},
      {{"Save its kernel…", "", "", kernel}, {"save-kernel"}},
      {{"Remove", "", "", true}, {"remove-contender", number}}};
  std::vector<Choice> choices;
  for (const Entry& entry : entries) choices.push_back(entry.choice);
  const double width = 230 * ui.type;
  const ImVec2 clicked = ImGui::GetIO().MouseClickedPos[ImGuiMouseButton_Right];
  const auto chosen = popup_list(ui, id, {clicked.x, clicked.y - 4, width, 1}, open, choices, "", width);
  if (!chosen) return;
  ui.desk.attempt([&] {
    run_command(target, std::array<std::string, 2>{"choose-contender", number});
    run_command(target, entries[*chosen].words);
  });
}

}  // namespace convscope
