// Three spatial axes: volumes drawn as rows of slices, depth after depth, with the window in each slice that
// it reaches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views/canvas.hpp"
#include "app/views/gather_scene.hpp"
#include "app/views/layout.hpp"

namespace convscope {

/// Why a scenario of three axes cannot be shown so; nothing when it can. Precondition: three axes.
std::optional<std::string> volume_obstacle(const Derived& derived);

/// Where the cells of the outermost of three axes stand: the slices, which no drawing in a plane has
/// (frame.cpp).
FrameAxis depth_frame_of(const Operator& op);

/// Slices of a volume that stand side by side: those near the ones that matter, where not all have room.
struct SliceRow {
  std::vector<Grid> grids;
  Index first = 0;       ///< coordinate of the first one shown
  Index all = 1;         ///< how many there are
  Index begin = 0;       ///< coordinate of the first of all
  double words_end = 0;  ///< where the words above it have to end
  bool shows(Index z) const { return z >= first && z < first + std::ssize(grids); }
  Grid& at(Index z) { return grids[static_cast<std::size_t>(z - first)]; }
  const Grid& at(Index z) const { return grids[static_cast<std::size_t>(z - first)]; }
  Rect bounds() const;
};

/// At most `most` of the slices [begin, begin + all), those around [from, to].
SliceRow slice_row(Index begin, Index all, Index from, Index to, Index most);

/// As many slices of so many columns as have room at a size that can be seen, at least `least`.
Index most_slices(const Canvas& canvas, Index columns, Index least);
/// ", slices 2 to 7" where not all are shown.
std::string slices_shown(const SliceRow& row);

/// Three rows that fill the area of the canvas, below each other or two of them side by side, wherever their
/// cells are larger; `rows` and `columns` are those of a slice.
/// Room is left for a title above each row, a caption below each slice and a line at the end.
struct SliceShape {
  SliceRow& row;
  Index rows, columns;
};
void place_slices(const Canvas& canvas, const SliceShape& top, const SliceShape& middle,
                  const SliceShape& bottom);

/// The row's name above its first slice, and the numbers of a slice's rows on the left.
void title_slices(Canvas& canvas, const SliceRow& row, std::string_view name, std::string_view detail,
                  Role role, Index first_row, const std::optional<Addend>& added = std::nullopt);
/// From below one slice's caption to above another row's names; from a row to one beside it.
void link_slices(Canvas& canvas, const Rect& from, const Rect& to);

/// The captions below a row: each slice's coordinate, and `words(z)` behind it; the dots where slices are
/// left out.
void caption_slices(Canvas& canvas, const SliceRow& row, const std::function<std::string(Index)>& words,
                    Color color);

/// A gathering scene on three axes. The scene's planes are depths: its source(z, row, column) gets the
/// coordinate in the frame, its tap(z, row, column) the tap's. `depth`: pixels, the source; windows, the
/// result.
Picture draw_gathered_volume(const GatherScene& scene, const Axis& depth, const FrameAxis& frame,
                             double phase, const Style& style);

/// A transposed convolution's stamps on three axes.
Picture draw_stamped_volume(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
