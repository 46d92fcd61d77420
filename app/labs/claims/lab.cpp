#include "app/labs/claims/lab.hpp"

#include "app/labs/claims/state.hpp"

namespace convscope {

void ClaimsLab::draw(const Ui& ui, const Rect& area, CommandTarget&) {
  ui.begin_panel("claims", area, Color{});
  ui.end_panel();
}

}  // namespace convscope
