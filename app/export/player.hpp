// A film as one HTML file that plays it: all steps as SVG, forward and back, by keys, remotes and touch,
// without a network. What the page does by itself is assets/player.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/export/film.hpp"
#include "app/export/svg_book.hpp"

namespace convscope {

/// The page around one or several scenes.
struct PlayerPage {
  std::string title;
  std::string scenes;  ///< HTML: <section class="scene"> ... </section>, of scene_figure() and words
  std::string more{};  ///< HTML: controls beside those of the steps
  Color ground{}, dark_ground{};  ///< of the page in both themes; without alpha: the player's own
  bool dark = false;              ///< the theme at first
  bool themes = false;            ///< the drawings have both, and follow the reader's
};
/// The whole file. Errors: of reading the player's own files.
std::string player_page(const PlayerPage& page, const SvgBook& book);

/// A figure's steps: pages `first` and following of the book, each with what it shows as a sentence.
/// `covered`: the pages that stand in their places until the scene's question is answered.
std::string scene_figure(const SvgBook& book, std::size_t first, std::optional<std::size_t> covered,
                         const std::vector<std::string>& sentences, double width, double height);

/// Writes the film's page: the beginning, and each step at rest. Returns how many pictures that are.
/// Errors: as frames_of; Error("output", ...) where the page would have more than 64 MiB.
std::size_t write_player(const Film& film, const ExportChoice& choice, PendingFile& file,
                         const Progress& progress);

}  // namespace convscope
