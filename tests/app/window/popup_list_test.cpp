// The list of a dropdown, by the pointer.
#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <optional>

#include "app/gpu/offscreen.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/surface.hpp"

namespace convscope {
namespace {

/// Pictures may have the same name, and none while they are being read.
TEST(WindowPopupList, EntriesOfTheSameNameOrNoneAreToldApart) {
  const OffscreenContext context;
  Surface surface;
  InputQueue input;
  const std::array<Choice, 3> choices{Choice{"", {}, {}, true}, Choice{"same", {}, {}, true},
                                      Choice{"same", {}, {}, true}};
  std::optional<std::size_t> chosen;
  const auto frame = [&](bool open) {
    surface.begin({}, 400, 300, 1, 1.0 / 60, input);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({400, 300});
    ImGui::Begin("all");
    const Ui ui({}, surface.gpu(), surface.memory(), surface.font(), 1.0 / 60);
    if (const auto now = popup_list(ui, "list", {100, 20, 200, 30}, open, choices, "", 180)) chosen = now;
    ImGui::End();
    surface.end({});
  };
  for (const std::size_t wanted : {2, 1, 0}) {
    chosen.reset();
    frame(true);
    frame(false);
    input.push(PointerEvent{200, 54 + 6 + 34 * (static_cast<double>(wanted) + 0.5)});
    for (int i = 0; i < 2; ++i) frame(false);
    input.push(ButtonEvent{0, true});
    frame(false);
    input.push(ButtonEvent{0, false});
    for (int i = 0; i < 3; ++i) frame(false);
    EXPECT_EQ(chosen, wanted);
  }
}

}  // namespace
}  // namespace convscope
