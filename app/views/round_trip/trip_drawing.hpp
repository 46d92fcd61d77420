// One moment of a round trip being drawn: what its two layouts share. Included
// by app/views/round_trip only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/views/frame.hpp"
#include "app/views/layout.hpp"
#include "app/views/round_trip/sheet.hpp"
#include "app/views/round_trip/there_and_back.hpp"

namespace convscope {

/// The same coordinates in a tensor of another shape; nothing when it does not
/// have them.
std::optional<Index> same_place(const Shape& from, Index cell, const Shape& to);

namespace trip_acts {
// The acts of one step, as phases: the kernel stands, its result or its stamp
// appears, lands, adds up, rests, the window glides on.
inline constexpr double kLandFrom = 0.12, kLandTo = 0.36;
inline constexpr double kAddFrom = 0.36, kAddTo = 0.56;
inline constexpr double kGlideFrom = 0.78;
}  // namespace trip_acts

class TripDrawing {
 public:
  TripDrawing(const TripScene& scene, Moment moment, const Style& style);
  Picture draw();

 private:
  enum class Way { there, back };
  const Operator& op(Way way) const { return way == Way::there ? s_.there.op() : s_.trip.back; }
  const TripHalf& half(Way way) const { return way == Way::there ? halves_.there : halves_.back; }
  /// What is there of a half's result; nothing: all of it.
  const TripHalf* made(Way way) const { return stepped_ ? &half(way) : nullptr; }
  bool gathers(Way way) const { return !op(way).transposed(); }
  const Tensor<double>& source(Way way) const { return way == Way::there ? s_.trip.input : s_.trip.output; }
  double phase(Way way) const;
  /// The step that a half shows: the present one, else its first or last.
  Index step_of(Way way) const;
  Index channel_of(Way way) const { return step_of(way) / window_plane_; }
  /// Where a window's first tap stands in the frame, and the present one as it
  /// glides on.
  CellPlace origin(Index window) const { return window_place(axes_, frame_, window % window_plane_); }
  CellPlace gliding(Way way) const {
    return gliding_place(axes_, frame_, step_of(way) % window_plane_,
                         half(way).active() ? eased(moment_.phase, trip_acts::kGlideFrom, 1) : 0);
  }

  /// `row`, `column` in user coordinates; outside of the tensor it is padding.
  CellLook pixel_look(const Tensor<double>& values, Role role, const TripHalf* made, Scale scale, Index plane,
                      Index row, Index column) const;
  CellLook window_look(const Tensor<double>& values, Role role, const TripHalf* made, Scale scale,
                       Index cell) const;
  CellLook made_look(CellLook look, const TripHalf& half, double phase, Index cell) const;
  /// x, y, or x' at a place of its drawing; `mirrored`: of the second x'.
  CellLook input_look(Index plane, Index row, Index column) const;
  CellLook output_look(Index plane, Index row, Index column) const;
  CellLook returned_look(bool mirrored, Index plane, Index row, Index column) const;
  CellLook difference_look(bool mirrored, Index plane, Index row, Index column) const;
  /// Of both errors; rounding is no error.
  Scale error_scale() const;
  /// A tap of the kernel (gathering) or of the present stamp (scattering).
  /// `plane` counts pixel channels.
  CellLook tap_look(Way way, Index plane, Index row, Index column) const;
  Index weight_index(Way way, Index plane, Index row, Index column) const;
  /// "2 × kernel", or "2 × w" where there is little room.
  std::string stamp_name(Way way, bool brief = false) const;
  /// "largest 3.67"; empty until the trip is over.
  std::string error_words(bool mirrored) const;

  bool fits_rows() const;
  // One axis, few channels (trip_rows.cpp).
  struct Rows;
  using RowLooks = std::function<CellLook(Index column)>;
  Index channels_of(bool pixels) const;
  double tall(bool pixels) const;  ///< the rows of a side's channels, in cells
  Rows rows_layout(double rows) const;
  void row_name(const Rows& rows, double top, double height_in_cells, std::string text, std::string note,
                Color color);
  Rect window_rect(const Rows& rows, Index window, double top) const;
  void cells(const Rows& rows, const std::vector<CellLook>& looks, const std::function<Rect(Index)>& at);
  void pixel_row(const Rows& rows, double top, Index first, Index count, const RowLooks& look);
  void window_row(const Rows& rows, double top, const RowLooks& look);
  void side_rows(const Rows& rows, bool pixels, double top,
                 const std::function<CellLook(Index plane, Index column)>& look, bool framed = true);
  void kernel_rows(const Rows& rows, Way way, double top, double from, double to);
  void draw_rows();
  // Else (trip_blocks.cpp).
  struct Block;
  Block block(bool pixels, const Tensor<double>& tensor, std::string name, Role role) const;
  Block kernel_block(Way way) const;
  std::vector<Block> blocks() const;
  /// For the back row the way under way stands alone.
  bool large_half() const { return canvas_.style().present && stepped_; }
  Layout table(std::vector<Block>& blocks, const std::vector<std::vector<std::size_t>>& rows) const;
  std::vector<Layout> layouts(std::vector<Block>& blocks) const;
  void lay_out(std::vector<Block>& blocks);
  void draw_block(const Block& block);
  /// The window over the pixels, the present cell of the windows.
  void mark(Way way, const Block& pixels, const Block& windows);
  void arrow(const Block& from, const Block& to, bool active);
  void draw_blocks();
  /// The step's arithmetic.
  LongSum gathered(Way way) const;
  LongSum scattered(Way way) const;
  void sentence(Point at, double right);
  void outcome(Point at, double right);
  double sentence_size() const { return canvas_.type(canvas_.style().present ? 15 : 16); }
  /// Whether sentences of this trip may need a second line: the same at each step, so that nothing jumps.
  bool long_sentence() const;
  /// What stands below the figure: the outcome, and the sentence in so many lines.
  double foot(std::size_t lines) const;

  TripScene s_;
  Moment moment_;
  bool stepped_;
  TripHalves halves_;
  Frame frame_;  ///< of the pixels on both ways
  PlaneAxes axes_;
  Canvas canvas_;
  Index window_plane_,
      pixel_width_;  ///< cells of a plane of windows; pixel channels in a group
  Scale input_scale_, output_scale_, returned_scale_, weight_scale_;
  std::size_t sentence_lines_ = 1;
  bool letters_ = true;  ///< cells are large enough for numbers
  double unit_;          ///< of x and x', to tell rounding
  /// Of each cell of x': the step after which it does not change; empty where
  /// there are no steps.
  std::vector<Index> last_step_;
};

}  // namespace convscope
