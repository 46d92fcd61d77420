// One moment of the channels view being drawn: its volumes, links and words.
// Included by channels*.cpp only.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "app/views/slabs.hpp"
#include "app/views/window_scene.hpp"

namespace convscope {

/// The slabs of one tensor: channels [first, first + count) of all, behind each
/// other.
struct ChannelVolume {
  Index first = 0, count = 1, all = 1;
  Index rows = 1, columns = 1;
  double cell = 1, spacing = 0;
  double middle = 0;  ///< channel position in the depth of the centre
  glm::dvec3 centre{};
  double width() const { return static_cast<double>(columns) * cell; }
  double height() const { return static_cast<double>(rows) * cell; }
  bool shows(Index channel) const { return channel >= first && channel < first + count; }
  double depth(Index channel) const { return (middle - static_cast<double>(channel)) * spacing; }
  double deepest() const { return std::max(std::abs(depth(first)), std::abs(depth(first + count - 1))); }
  /// A row and a column on the face of a channel's slab.
  glm::dvec3 point(Index channel, double row, double column) const {
    return centre + glm::dvec3(column * cell - width() / 2, row * cell - height() / 2, depth(channel));
  }
};

class ChannelsDrawing : WindowScene {
 public:
  ChannelsDrawing(const Derived& derived, Moment moment, const Style& style);
  Picture draw();

 private:
  bool lit_pixel(Index channel) const { return channel / pixel_width_ == group_; }
  bool lit_window(Index channel) const { return channel / window_width_ == group_; }
  Index first_shown(Index from, Index width, Index now, Index all) const;
  void lay_out();
  std::vector<Slab> slabs() const;
  Slab pixel_slab(Index channel) const;
  Slab window_slab(Index channel) const;
  Slab kernel_slab(Index channel) const;
  CellLook pixel_look(Index channel, Index row, Index column) const;
  CellLook window_look(Index channel, Index row, Index column) const;
  CellLook kernel_look(Index channel, Index row, Index column) const;
  /// Of the gliding window's first tap, in user coordinates.
  CellPlace window_corner() const {
    const CellPlace at = gliding();
    return {at.row + real(frame_.rows.first), at.column + real(frame_.columns.first)};
  }
  Rect bounds(const SlabScene& scene, const ChannelVolume& volume) const;
  // The acts of one step, as phases: values run to the kernel, their products
  // to the sum, the window glides.
  static constexpr double kToKernelFrom = 0.04, kToKernelTo = 0.26;
  static constexpr double kToSumFrom = 0.28, kToSumTo = 0.52;

  void draw_block(SlabScene& scene);
  void draw_links(SlabScene& scene);
  /// A line of text that stands in the scene, kept free of others and drawn
  /// after it.
  struct Line {
    Point at;
    std::vector<Piece> pieces;
    double size;
  };
  std::vector<Line> titles(SlabScene& scene) const;
  void caption();
  void link(SlabScene& scene, Point from, Point to, Color color, double travelled);

  bool one_axis_;
  bool below_ = false;  ///< the volumes stand below each other, not beside
  Index taps_plane_;
  ChannelVolume pixels_, windows_, kernel_;
  std::map<Index, double> parts_;  ///< of the present output cell, by input channel
  Tensor<double> before_, after_;  ///< output of a transposed convolution
  Scale input_scale_, kernel_scale_, output_scale_;
};

}  // namespace convscope
