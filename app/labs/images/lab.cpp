#include "app/labs/images/lab.hpp"

#include "app/labs/images/state.hpp"

namespace convscope {

void ImagesLab::draw(const Ui& ui, const Rect& area, CommandTarget&) {
  ui.begin_panel("images", area, Color{});
  ui.end_panel();
}

}  // namespace convscope
