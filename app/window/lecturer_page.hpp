// What the lecturer sees and the audience does not, as a drawing: the stage now and next, notes, clock,
// timer, outline, buttons. A pure function of what it is told; window/lecturer_panel tells it and takes the
// clicks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

struct LecturerPage {
  struct Shot {
    std::string label{};               ///< "now · scene 7 of 18 · step 3 of 4"
    std::optional<Picture> picture{};  ///< of any size; none: the words stand in its place
    std::string words{};
    double progress = 0;   ///< of its steps, 0 to 1
    bool of_stage = true;  ///< the picture is the stage itself: who points at it points there
  };
  Shot now{}, next{};
  std::string notes{};         ///< plain text, a line for each paragraph
  std::size_t notes_from = 0;  ///< rows that have been scrolled away
  std::string clock{};         ///< "14:05"
  std::string elapsed{};       ///< "12:41"
  std::string planned{};       ///< "of 45:00"; empty: nothing is planned
  double share = 0;            ///< of what is planned, 0 to 1
  bool over = false, running = false;
  /// Something that can be pressed, and what that does.
  struct Entry {
    std::string words{};
    bool on = false;
    bool possible = true;
    CommandWords command{};
    std::string help{};
  };
  std::vector<Entry> timer{};    ///< beside it
  std::vector<Entry> outline{};  ///< all of it; those around the one that is on are shown
  std::vector<Entry> buttons{};
  std::string keys{};  ///< at the foot
};

struct DrawnLecturer {
  Picture picture{};
  struct Spot {
    Rect rect{};
    CommandWords command{};
    std::string help{};
  };
  std::vector<Spot> spots{};
  Rect now{};                 ///< where the stage's picture stands; empty: there is none
  Rect notes{};               ///< where they stand, for the wheel
  std::size_t note_rows = 0;  ///< that they have, and that fit
  std::size_t rows_shown = 0;
};

/// Sizes in logical pixels, at least 480 x 320.
DrawnLecturer draw_lecturer_page(const LecturerPage& page, double width, double height, Theme theme);

/// Markdown as plain paragraphs: signs of emphasis and links are left out, items of lists keep a dot.
std::string plain_notes(std::string_view markdown);

}  // namespace convscope
