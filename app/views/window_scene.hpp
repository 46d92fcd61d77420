// What drawings share whose steps are windows, channel after channel: scatter,
// gradient and channels.
#pragma once

#include <string_view>

#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

class WindowScene {
 protected:
  WindowScene(const Derived& derived, Moment moment, const Style& style, std::string_view title,
              std::string_view subtitle)
      : d_(derived),
        op_(derived.op()),
        g_(op_.geometry),
        moment_(moment),
        frame_(frame_of(op_)),
        axes_(plane_axes(g_)),
        canvas_(style, title, subtitle),
        window_plane_(element_count(g_.windows())),
        user_plane_(element_count(op_.pixels)),
        window_(moment.step % window_plane_),
        window_channel_(moment.step / window_plane_),
        pixel_width_(g_.channels.pixel / g_.channels.groups),
        window_width_(g_.channels.window / g_.channels.groups),
        group_(window_channel_ / window_width_) {}

  /// Of the pixel channels that the step's kernels join with its window
  /// channel.
  Index first_pixel_channel() const { return group_ * pixel_width_; }

  /// Where a window of the step's channel stands in the frame, and the present
  /// one as it glides on to the next in a step's last act.
  CellPlace origin(Index window) const { return window_place(axes_, frame_, window); }
  CellPlace gliding() const {
    return gliding_place(axes_, frame_, window_, eased(moment_.phase, kGlideFrom, 1));
  }
  static constexpr double kGlideFrom = 0.78;
  Rect window_block(const Grid& grid, CellPlace at) const {
    return grid.block(at.row, at.column, reach_of(axes_.rows), reach_of(axes_.columns));
  }

  const Derived& d_;
  const Operator& op_;
  const Geometry& g_;
  Moment moment_;
  Frame frame_;
  PlaneAxes axes_;
  Canvas canvas_;
  Index window_plane_,
      user_plane_;                    ///< cells of a channel on the windows' side, and on the
                                      ///< other as users see it
  Index window_, window_channel_;     ///< of the step: the cell within its channel,
                                      ///< and the channel
  Index pixel_width_, window_width_;  ///< channels of a group
  Index group_;                       ///< of the step
};

/// The first cells as they are, zeros after them.
inline Tensor<double> first_cells(Tensor<double> tensor, Index count) {
  for (Index i = count; i < tensor.size(); ++i) tensor[i] = 0;
  return tensor;
}

}  // namespace convscope
