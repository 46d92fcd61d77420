// A lesson on paper: a page for each scene with its heading, figure and words.
#pragma once

#include <optional>
#include <vector>

#include "app/views/lesson_figure.hpp"

namespace convscope {

/// A4, upright, in logical pixels of a 96th of an inch.
inline constexpr double kPaperWidth = 794, kPaperHeight = 1123;

struct HandoutScene {
  const Scene& scene;
  const SceneFigure& figure;
  std::optional<Picture>
      drawing{};  ///< in place of the figure's, for labs whose drawings come from elsewhere
};

/// The pages of all scenes: heading, figure, caption, question with its answer, notes, links, and lines to
/// write on. What does not fit on one page goes on on a next. `style`: theme and numbers; sizes are the
/// paper's. Errors: of drawing and of the words.
std::vector<Picture> handout(const Lesson& lesson, const std::vector<HandoutScene>& scenes,
                             const Style& style);

}  // namespace convscope
