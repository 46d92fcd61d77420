#include "app/views/sizes/network_columns.hpp"

#include <algorithm>

namespace convscope {

namespace {

constexpr double kLeastBlocks = 30, kLeastArcs = 24;

}  // namespace

NetworkColumns network_columns(const Rect& area, const NetworkNeeds& needs, double unit) {
  NetworkColumns c;
  double gap = 16 * unit;
  // Whether as many `pixels` are left beside the names.
  const auto place = [&](double numbers, double sees, double kinds, bool parameters, double pixels) {
    const double wide = std::max(numbers, 82.0) * unit + gap;
    c.numbers = numbers * unit;
    c.adds = area.right() - 10 * unit;
    c.with_parameters = parameters;
    c.parameters = c.adds - wide;
    c.sees = parameters ? c.parameters - c.numbers - gap * 0.6 : c.adds - wide;
    c.output = c.sees - sees * unit - gap * 0.4;
    c.kinds_width = kinds;
    c.kinds = c.output - needs.outputs - gap - kinds;
    c.names_width = std::min(needs.names, 100 * unit);
    c.names = c.kinds - (kinds > 0 ? gap : 0) - c.names_width;
    return c.names - area.x >= pixels * unit;
  };
  const double usual = needs.skips ? 170 : 120, least = kLeastBlocks + (needs.skips ? kLeastArcs : 0);
  bool blocks = place(78, 64, std::min(needs.kinds, 170 * unit), true, usual);
  if (!blocks) {
    gap = 10 * unit;
    blocks = place(76, 34, 0, true, least + 10) || place(76, 34, 0, false, least + 10);
  }
  if (!blocks) {
    c.blocks = area.x;
    c.widest = 0;
    c.names_width += c.names - area.x;
    c.names = area.x;
    return c;
  }
  c.arcs = needs.skips ? std::clamp((c.names - area.x) * 0.3, kLeastArcs * unit, 90 * unit) : 0;
  const double room = c.names - gap - area.x - c.arcs;
  c.widest = std::min(room, 360 * unit);
  c.blocks = area.x + c.arcs + room - c.widest / 2 - std::max(0.0, (room - c.widest) / 2);
  return c;
}

}  // namespace convscope
