#include "app/views/sizes/network_columns.hpp"

#include <algorithm>

namespace convscope {

NetworkColumns network_columns(const Rect& area, const NetworkNeeds& needs, double unit) {
  NetworkColumns c;
  double gap = 16 * unit;
  const auto place = [&](double numbers, double sees, double kinds) {
    c.numbers = numbers * unit;
    c.adds = area.right() - 10 * unit;
    c.parameters = c.adds - std::max(numbers, 82.0) * unit - gap;
    c.sees = c.parameters - c.numbers - gap * 0.6;
    c.output = c.sees - sees * unit - gap * 0.4;
    c.kinds_width = kinds;
    c.kinds = c.output - needs.outputs - gap - kinds;
    c.names_width = std::min(needs.names, 100 * unit);
    c.names = c.kinds - (kinds > 0 ? gap : 0) - c.names_width;
    return c.names - area.x >= (needs.skips ? 170 : 120) * unit;
  };
  if (!place(78, 64, std::min(needs.kinds, 170 * unit))) {
    gap = 10 * unit;
    place(76, 34, 0);
  }
  c.arcs = needs.skips ? std::clamp((c.names - area.x) * 0.3, 24 * unit, 90 * unit) : 0;
  const double room = std::max(40 * unit, c.names - gap - area.x - c.arcs);
  c.widest = std::min(room, 360 * unit);
  c.blocks = area.x + c.arcs + room - c.widest / 2 - std::max(0.0, (room - c.widest) / 2);
  return c;
}

}  // namespace convscope
