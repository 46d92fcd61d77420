// Sizes asked backwards: what is asked, and what has been found.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/latest.hpp"
#include "app/views/sizes/solutions.hpp"
#include "core/base/error.hpp"

namespace convscope {

struct SolveQuestion {
  bool transposed = false;
  Shape input, wanted;
  SolveBounds bounds{};
  friend bool operator==(const SolveQuestion&, const SolveQuestion&) = default;
};

inline constexpr std::array<std::string_view, 8> kQuestionFields{
    "direction", "input", "wanted", "kernel", "stride", "padding", "dilation", "output-padding"};

/// Its fields: "direction" (conv or tconv), "input", "wanted" (sizes), and the bounds "kernel", "stride",
/// "padding", "dilation", "output-padding" (a number, or LEAST-MOST).
std::string question_field(const SolveQuestion& question, std::string_view key);
/// Errors: Error(key, ...) for text that is none of it.
SolveQuestion with_question_field(SolveQuestion question, std::string_view key, std::string_view text);

/// "Kernel: from 0 to 0 cannot be searched. Possible: from 1 to 9.": an error as a page says it.
std::string in_words(const Error& error);

class SolveDesk {
 public:
  explicit SolveDesk(const Workers& workers) : search_(workers) {}

  /// Nothing is asked before the first question.
  bool asked() const { return search_.asked().has_value(); }
  const SolveQuestion& question() const;
  void ask(const SolveQuestion& question);
  /// Takes in what has been found.
  void take();
  bool busy() const { return search_.busy(); }

  /// Of the last search that is complete; all are empty before the first one.
  const SolveQuestion& answered() const;
  const std::vector<SizeSolution>& found() const { return found_; }
  /// What each axis has by itself; empty where one set does for all.
  const std::vector<std::vector<SizeSolution>>& axes() const { return outcome().solved.axes; }
  /// The whole answer, in the order that is shown.
  SizeSolutions solved() const { return {found_, axes(), outcome().solved.combinations}; }
  const std::string& problem() const;
  /// Sizes to ask for instead, see Unsolvable.
  const std::vector<Shape>& nearest() const { return outcome().nearest; }

  SolveColumn sorted() const { return sorted_; }
  bool descending() const { return descending_; }
  void sort(SolveColumn column, bool descending);
  Index first = 0;  ///< of the rows in view

 private:
  struct Outcome {
    SizeSolutions solved{};  ///< in the search's own order
    std::string problem{};
    std::vector<Shape> nearest{};
  };
  static Outcome answer(const SolveQuestion& question, const Progress& progress);
  const Outcome& outcome() const;
  void sort_found();

  std::vector<SizeSolution> found_;
  SolveColumn sorted_ = SolveColumn::overlap;
  bool descending_ = false;
  Latest<SolveQuestion, Outcome> search_;
};

}  // namespace convscope
