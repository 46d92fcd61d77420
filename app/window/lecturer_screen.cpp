#include "app/window/lecturer_screen.hpp"

#include <algorithm>
#include <exception>

#include "app/widgets/compat.hpp"
#include "core/base/problem.hpp"

namespace convscope {

void LecturerScreen::frame(int width, int height, double density, double seconds) {
  const KeptContext kept;
  Desk& desk = application_.desk();
  if (due_ > 0) --due_;
  if (!input_.empty()) {
    stir();
    application_.stir();  // what is done here shows there
  }
  const Surface::Look look{desk.session.theme, 1};
  surface_.begin(look, width, height, density, seconds, input_);
  UiMemory& memory = surface_.memory();
  memory.editor.begin_frame();
  if (!surface_.focus().takes_keys()) run_pressed_keys(application_.target());
  memory.explained = false;
  memory.pointed = {};
  const DeskUi ui(desk, Ui({.theme = look.theme, .type = look.type, .density = density}, surface_.gpu(),
                           memory, surface_.font(), seconds));
  try {
    panel_.draw(ui, {0, 0, width / density, height / density}, application_.target());
  } catch (const std::exception& problem) {  // the lecture goes on, and says it
    compat::recover_frame();
    desk.tell(sentence_of(problem), true);
  }
  surface_.focus().end_frame(input_, false, false);
  surface_.focus().draw(ui);
  if (!memory.explained) memory.hovered = 0;
  surface_.end(look);
}

}  // namespace convscope
