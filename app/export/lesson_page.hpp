// A lesson as one HTML file: scenes with steps forward and back, questions that are answered, notes for who
// wants them. What the page does by itself is assets/player.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "core/base/progress.hpp"
#include "core/lesson/lesson.hpp"
#include "core/lesson/markdown.hpp"

namespace convscope {

using MarkdownText = std::vector<MarkdownBlock>;

struct PageChoice {
  MarkdownText text, why;
  bool right = false;
};
struct PageQuestion {
  MarkdownText ask, why;
  std::vector<PageChoice> choices{};
  std::optional<double> answer{};  ///< of a question without choices
};

/// A scene with its words, numbers filled in.
struct PageScene {
  std::string title, outline;  ///< heading, and name in the list of scenes
  Index first = 0, last = 0;   ///< steps done in the first and in the last picture
  bool loop = false;
  /// Pure. `covered`: before the question is answered. Null: the scene has words alone.
  std::function<Picture(Index steps_done, bool dark, bool covered)> draw{};
  bool covers = false;  ///< `covered` makes a difference
  std::function<std::string(Index steps_done)> sentence{};
  MarkdownText caption{}, notes{};
  std::optional<PageQuestion> question{};
  std::vector<LessonLink> links{};
};

/// The whole file. Errors: what drawing throws; Stopped.
std::string lesson_page(const std::string& title, const std::vector<PageScene>& scenes,
                        const Progress& progress);

/// Paragraphs, lists and their words. Links that a browser cannot follow are plain words.
std::string to_html(const MarkdownText& blocks);

}  // namespace convscope
