// What is exported: a drawing for each moment, and how it becomes a file of any format. `convscope render`
// and the window both write by this.
//
//   Film film{.draw = [=](Moment m) { return view.draw(*derived, m, style); }, .steps = 9};
//   PendingFile file("stamp.gif");
//   write_film(film, {}, *export_format("stamp.gif"), file, progress);
//   file.commit();
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "app/export/formats.hpp"
#include "app/export/frames.hpp"
#include "app/picture/picture.hpp"
#include "core/base/progress.hpp"
#include "core/io/files.hpp"

namespace convscope {

struct Film {
  std::function<Picture(Moment)> draw{};  ///< pure; from several threads at once
  Index steps = 1;
  bool animated = true;  ///< false: every moment looks the same
  Moment now{};          ///< what a single picture shows

  // What a page that plays it says and shows beside the drawing.
  std::string title{}, line{};                              ///< of the view; the scenario, as it is written
  std::function<std::string(Index steps_done)> sentence{};  ///< what the last of them did; null: its number
  std::function<Picture(Moment)> in_other_theme{};          ///< the same drawing; null: there is none
  bool dark = false;                                        ///< the theme of `draw`
};

/// What a document of it is called, in the language of the program; may be empty.
std::string document_title(const Film& film);

/// What figures stand on: the stage's colour, paper, or nothing. White is for figures of the light theme.
enum class FigureGround : std::uint8_t { theme, white, none };

struct ExportChoice {
  double scale = 1;        ///< pixels for each unit of the drawing, where there are pixels
  Timing timing{};         ///< of what moves
  bool all_steps = false;  ///< also where a single picture would do: a page or frame for each step
  FigureGround ground = FigureGround::theme;
  bool cropped = false;  ///< to what is drawn at any moment, and a margin

  /// What is painted under drawings that have no ground.
  Backing backing() const { return ground == FigureGround::none ? Backing::none : Backing::white; }
};

/// Around what is drawn when the rest is cropped; logical pixels.
inline constexpr double kCropMargin = 12;

/// Whether the format writes one picture, and not pages or frames.
bool is_still(const ExportFormat& format, const ExportChoice& choice);
/// Errors: Error("ground", ...) for a format that cannot be transparent.
void check_export(const ExportFormat& format, const ExportChoice& choice);

/// The moments of an animation, or of its pages.
/// Errors: as animation_frames.
std::vector<AnimationFrame> frames_of(const Film& film, const ExportChoice& choice);
/// The film as it is chosen: cropped, on its ground.
Film prepared(Film film, const ExportChoice& choice);

/// Writes the file; committing is left to the caller. Returns the number of pictures in it.
/// Errors: as check_export and frames_of, and of the format.
std::size_t write_film(const Film& film, const ExportChoice& choice, const ExportFormat& format,
                       PendingFile& file, const Progress& progress);

/// Around all items: boxes, lines, text as fonts.hpp measures it. Empty where nothing is drawn.
Rect drawn_part(const Picture& picture);

}  // namespace convscope
