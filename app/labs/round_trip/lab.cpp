#include "app/labs/round_trip/lab.hpp"

#include "app/labs/round_trip/state.hpp"

namespace convscope {

void RoundTripLab::draw(const Ui& ui, const Rect& area, CommandTarget&) {
  ui.begin_panel("round_trip", area, Color{});
  ui.end_panel();
}

}  // namespace convscope
