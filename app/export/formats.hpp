// What drawings are saved as: one table of file formats, by their endings.
//
// A new format is a row in formats.cpp; render, its help and the window's export command have it then.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/export/animation.hpp"
#include "app/picture/backends.hpp"
#include "app/picture/picture.hpp"
#include "core/io/files.hpp"

namespace convscope {

struct Film;          // app/export/film
struct ExportChoice;  // app/export/film

struct ExportFormat {
  std::string_view ending;  ///< ".png"
  std::string_view title;   ///< for people: "PNG"
  /// The bytes of one picture; `scale`: pixels for each unit, where there are pixels; `title`: of the
  /// document, where there is one. Null: holds no single one.
  std::string (*picture)(const Picture& picture, double scale, Backing backing,
                         const std::string& title) = nullptr;
  /// The bytes of several pictures, one a page. Null: has no pages.
  std::string (*pages)(const std::vector<Picture>& pages, Backing backing,
                       const std::string& title) = nullptr;
  /// Writes an animation to a file. Null: nothing moves in it.
  void (*animation)(std::span<const AnimationFrame> frames, const PaintFrame& paint, double fps,
                    PendingFile& file, const Progress& progress) = nullptr;
  /// Writes the film with all that it says, and returns how many pictures there are. Null: no page with
  /// words.
  std::size_t (*document)(const Film& film, const ExportChoice& choice, PendingFile& file,
                          const Progress& progress) = nullptr;
  bool transparent = false;  ///< can do without a ground
  double usual_fps = 30, most_fps = 120;

  bool still() const { return picture != nullptr; }
  bool moving() const { return pages || animation || document; }
};

std::span<const ExportFormat> export_formats();
/// By the ending of a path; null where it says no format.
const ExportFormat* export_format(std::string_view path);

/// The endings of those that hold one picture, or several.
std::vector<std::string_view> still_endings();
std::vector<std::string_view> moving_endings();

}  // namespace convscope
