// What the drawings of the scatter view share, on one to three axes: the scaled kernel as it appears and
// lands, and the output while the steps' stamps are added to it.
#pragma once

#include <string_view>
#include <vector>

#include "app/views/window_scene.hpp"

namespace convscope {

namespace scatter_acts {
// The acts of one step, as phases: the scaled kernel appears, lands as a stamp,
// the sums grow, the stamp glides on.
inline constexpr double kScaleFrom = 0.02, kScaleTo = 0.2;
inline constexpr double kLandFrom = 0.2, kLandTo = 0.42;
inline constexpr double kAddFrom = 0.42, kAddTo = 0.58;
}  // namespace scatter_acts

inline constexpr std::string_view kScatterSentence =
    "each input cell stamps its scaled kernel onto the output; overlaps add up";

class StampScene : protected WindowScene {
 protected:
  StampScene(const Derived& derived, Moment moment, const Style& style, std::string_view subtitle);

  double input() const { return d_.input()[moment_.step]; }
  /// Of the scaled kernels, fixed while playing: the strongest input with the
  /// strongest weight.
  Scale scaled_scale() const { return input_scale_ * scale_of(d_.weights().values()); }
  CellLook input_look(Index cell) const;
  /// A weight times the step's input.
  CellLook scaled_look(Index weight) const;
  /// A cell of the output as users see it, in that channel.
  CellLook sum_look(Index cell, Index channel) const;
  /// With what the weight adds to the cell in its corner; as it is where that is -1.
  CellLook stamped(CellLook look, Index weight) const;

  Trace trace_;

 private:
  Tensor<double> before_, after_;
  /// Output cells that an earlier step, or one up to the present one, has
  /// reached.
  std::vector<bool> reached_before_, reached_;
  Scale output_scale_, input_scale_;
};

}  // namespace convscope
