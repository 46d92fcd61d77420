#include "app/labs/sizes/lab.hpp"

#include "app/labs/sizes/state.hpp"

namespace convscope {

void SizesLab::draw(const Ui& ui, const Rect& area, CommandTarget&) {
  ui.begin_panel("sizes", area, Color{});
  ui.end_panel();
}

}  // namespace convscope
