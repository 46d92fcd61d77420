// Sizes asked backwards: what is asked, and the worker that looks for answers.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/worker.hpp"
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
  explicit SolveDesk(std::function<void()> wake) : worker_(std::move(wake)) {}

  /// Nothing is asked before the first question.
  bool asked() const { return asked_; }
  const SolveQuestion& question() const { return question_; }
  void ask(const SolveQuestion& question);
  /// Takes in what the worker has found.
  void take() { worker_.take(); }
  bool busy() const { return worker_.busy(); }

  /// Of the last search that is complete; both empty before the first one.
  const SolveQuestion& answered() const { return answered_; }
  const std::vector<SizeSolution>& found() const { return found_; }
  const std::string& problem() const { return problem_; }
  /// Sizes to ask for instead, see Unsolvable.
  const std::vector<Shape>& nearest() const { return nearest_; }

  SolveColumn sorted() const { return sorted_; }
  bool descending() const { return descending_; }
  void sort(SolveColumn column, bool descending);
  Index first = 0;  ///< of the rows in view

 private:
  bool asked_ = false;
  SolveQuestion question_, answered_;
  std::vector<SizeSolution> unsorted_, found_;
  std::string problem_;
  std::vector<Shape> nearest_;
  SolveColumn sorted_ = SolveColumn::overlap;
  bool descending_ = false;
  Worker worker_;  // last: joins before the rest goes
};

}  // namespace convscope
