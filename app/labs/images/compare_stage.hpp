// The comparison: pictures beside each other, split, flipped, their differences and errors; all look at the
// same place.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "app/desk/panels.hpp"
#include "app/gpu/image_stage.hpp"
#include "app/labs/images/stage_view.hpp"
#include "app/labs/images/state.hpp"

namespace convscope {

/// A picture on the stage, or a pair of them.
struct ComparePane {
  Rect frame{};    ///< with the lines that name it
  Rect area{};     ///< where the picture may be
  Rect picture{};  ///< where it lies
  PaneKind kind = PaneKind::plain;
  std::size_t first = 0;
  std::optional<std::size_t> second{};  ///< right of the edge, or what is compared with the first
  bool split = false;
};

/// What there is of a picture.
struct TilesShown {
  bool any = false;  ///< something of it is there
  bool old = false;  ///< some of that is from before the last change
};

/// An empty drawing that covers `area` (logical pixels).
StageDrawing drawing_for(const DeskUi& ui, const Rect& area);
/// From logical pixels of the window to device pixels of a drawing whose top left corner is at `origin`.
Rect in_device(const Rect& r, Point origin, double density);
/// Adds the tiles of one subject that are seen in `area`, its picture lying at `picture` (logical pixels), to
/// the drawing and to what is wanted.
TilesShown place_tiles(const ImagesState& state, std::size_t subject, const Rect& area, const Rect& picture,
                       int layer, StageDrawing& drawing, Point origin, std::vector<TileKey>& wanted);
/// Draws what the drawing says, its top left corner at `origin`; what is wrong with OpenGL becomes the
/// message.
void ink_stage(const DeskUi& ui, ImageStagePainter& painter, std::size_t slot, const StageDrawing& drawing,
               Point origin);

class CompareStage {
 public:
  /// Draws into a panel that is open. What should be there is added to `wanted`.
  void draw(const DeskUi& ui, const Rect& area, ImageStagePainter& painter, std::vector<TileKey>& wanted,
            CommandTarget& target);

 private:
  enum class Hold : std::uint8_t { none, pan, split, select, corner };
  struct Grip {
    Hold hold;
    bool right = false, bottom = false;  ///< which corner of the selection
  };

  std::vector<ComparePane> panes(const DeskUi& ui, const Rect& area) const;
  void flip_while_held(const DeskUi& ui, const Rect& area);
  void ink_pictures(const DeskUi& ui, const Rect& area, ImageStagePainter& painter,
                    std::vector<TileKey>& wanted);
  // What the pointer does.
  void react(const DeskUi& ui, const ComparePane& pane, std::size_t index);
  Grip grip(const DeskUi& ui, const ComparePane& pane, Point at) const;
  void drag(const DeskUi& ui, const ComparePane& pane, Point at);
  /// What the right button offers on a contender's picture and its title.
  void menu(const DeskUi& ui, CommandTarget& target);

  std::vector<ComparePane> panes_;
  std::vector<TilesShown> shown_;
  Hold hold_ = Hold::none;
  std::size_t held_in_ = 0;
  Point last_{}, pressed_at_{};
  PixelPlace corner_{};     // of the selection, that does not move
  bool flip_held_ = false;  // in the last frame
  std::size_t asked_ = 0;   // the contender whose menu was opened last
};

/// What lies over the pictures, all but the title: numbers, problem, ring, selection, the split's edge.
void draw_pane_overlays(const DeskUi& ui, const ComparePane& pane, TilesShown shown);

/// Where a picture has a printed grid, over it, and how strong it is (pane_heat.cpp).
void draw_pane_heat(const DeskUi& ui, const ComparePane& pane);
/// What the colours mean.
void draw_heat_row(const DeskUi& ui, const Rect& row);
/// A small plate with words, `at` its middle; of its words the size, and how much wider than them it is.
inline constexpr double kPlateText = 13, kPlateMargin = 16;
void draw_plate(const DeskUi& ui, Point at, std::string_view words, const Rect& within,
                Font font = Font::number);

// Their names (pane_titles.cpp).

/// In narrower panes names cannot be told apart.
double pane_least_width(const DeskUi& ui, std::span<const std::size_t> subjects);
/// How high the place above a pane is: two lines where a contender's method and its kernel do not stand in
/// one.
double pane_title_height(const DeskUi& ui, std::span<const std::size_t> subjects, double width);
/// What stands there: names, and for pairs which two; choosing others goes to the state.
void draw_pane_title(const DeskUi& ui, const ComparePane& pane, std::size_t index);
/// The colours of differences or errors with their numbers, in one line.
void draw_legend(const DeskUi& ui, const Rect& row, PaneKind kind, int gain);

}  // namespace convscope
