#include "app/labs/sizes/question.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/labs/sizes/chain_edits.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

namespace {

Range* range_of(SolveBounds& bounds, std::string_view key) {
  if (key == "kernel") return &bounds.kernel;
  if (key == "stride") return &bounds.stride;
  if (key == "padding") return &bounds.padding;
  if (key == "dilation") return &bounds.dilation;
  if (key == "output-padding") return &bounds.output_padding;
  throw Error("solve", fmt::format("'{}' is not known", key),
              fmt::format("{}", fmt::join(kQuestionFields, ", ")));
}

Range parse_range(std::string_view text, std::string_view key) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    constexpr std::string_view kDash = "–", kTo = "to";
    if (text.substr(i).starts_with(kDash)) {
      plain += '-';
      i += kDash.size() - 1;
    } else if (text.substr(i).starts_with(kTo)) {
      plain += '-';
      i += kTo.size() - 1;
    } else if (text[i] != ' ') {
      plain += text[i];
    }
  }
  const auto pieces = split(plain, '-');
  const auto least = parse_index(pieces.front()), most = parse_index(pieces.back());
  if (pieces.size() > 2 || !least || !most || *most < *least)
    throw Error(key, fmt::format("'{}' is no range", text), "a number, or two as in 1-7");
  return {*least, *most};
}

Shape parse_size(std::string_view text, std::string_view key) {
  const Shape sizes = typed_sizes(text, key);
  return per_axis(sizes, sizes.rank(), 1, key);
}

}  // namespace

std::string question_field(const SolveQuestion& question, std::string_view key) {
  if (key == "direction") return question.transposed ? "tconv" : "conv";
  if (key == "input") return sizes_text(question.input);
  if (key == "wanted") return sizes_text(question.wanted);
  SolveBounds bounds = question.bounds;
  const Range range = *range_of(bounds, key);
  return range.least == range.most ? fmt::format("{}", range.least)
                                   : fmt::format("{}-{}", range.least, range.most);
}

SolveQuestion with_question_field(SolveQuestion question, std::string_view key, std::string_view text) {
  if (key == "direction") {
    if (text != "conv" && text != "tconv")
      throw Error(key, fmt::format("'{}' is not known", text), "conv or tconv");
    const bool transposed = text == "tconv";
    // The same two sizes, asked the other way round.
    if (transposed != question.transposed) std::swap(question.input, question.wanted);
    question.transposed = transposed;
  } else if (key == "input" || key == "wanted") {
    (key == "input" ? question.input : question.wanted) = parse_size(text, key);
  } else {
    *range_of(question.bounds, key) = parse_range(text, key);
  }
  return question;
}

std::string in_words(const Error& error) {
  std::string words = error.field() == "solve" ? error.problem() : error.field() + ": " + error.problem();
  if (words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  const auto* unsolvable = dynamic_cast<const Unsolvable*>(&error);
  if (unsolvable != nullptr && !unsolvable->nearest().empty()) return words + ".";  // they are buttons
  return fmt::format("{}. Possible: {}.", words, error.legal());
}

void SolveDesk::ask(const SolveQuestion& question) {
  if (asked_ && question == question_) return;
  asked_ = true;
  question_ = question;
  const auto answer = [this, q = question_](std::vector<SizeSolution> found, const std::string& problem,
                                            std::vector<Shape> nearest) {
    answered_ = q;
    unsorted_ = found_ = std::move(found);
    problem_ = problem;
    nearest_ = std::move(nearest);
    first = 0;
    sort_solutions(found_, sorted_, descending_);
  };
  worker_.start(
      [answer, q = question_](Worker::Task& task) {
        try {
          auto found =
              solve_sizes(q.transposed, q.input, q.wanted, q.bounds, [&] { return !task.cancelled(); });
          task.deliver([answer, found = std::move(found)] { answer(found, {}, {}); });
        } catch (const Unsolvable& error) {
          task.deliver([answer, error] { answer({}, in_words(error), error.nearest()); });
        } catch (const Error& error) {
          task.deliver([answer, error] { answer({}, in_words(error), {}); });
        }
      },
      [answer](const std::string& problem) { answer({}, problem, {}); });
}

void SolveDesk::sort(SolveColumn column, bool descending) {
  descending_ = descending;
  sorted_ = column;
  first = 0;
  found_ = unsorted_;
  sort_solutions(found_, sorted_, descending_);
}

}  // namespace convscope
