#include "app/labs/sizes/question.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/labs/sizes/chain_edits.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

namespace {

const SolveQuestion kNothing;

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

SolveDesk::Outcome SolveDesk::answer(const SolveQuestion& q, const Progress& progress) {
  try {
    return {.solved = solve_sizes(q.transposed, q.input, q.wanted, q.bounds, progress)};
  } catch (const Unsolvable& error) {
    return {.problem = in_words(error), .nearest = error.nearest()};
  } catch (const Error& error) {
    return {.problem = in_words(error)};
  }
}

void SolveDesk::ask(const SolveQuestion& question) {
  search_.want(question, [](const SolveQuestion& q, const Progress& progress, const auto&) {
    return answer(q, progress);
  });
}

void SolveDesk::take() {
  if (search_.take()) sort_found();
}

const SolveQuestion& SolveDesk::question() const {
  return search_.asked() ? *search_.asked() : kNothing;
}

const SolveQuestion& SolveDesk::answered() const {
  return search_.answered() ? *search_.answered() : kNothing;
}

const std::string& SolveDesk::problem() const {
  return search_.problem().empty() ? outcome().problem : search_.problem();
}

const SolveDesk::Outcome& SolveDesk::outcome() const {
  static const Outcome kNone;
  return search_.answer() ? *search_.answer() : kNone;
}

void SolveDesk::sort(SolveColumn column, bool descending) {
  descending_ = descending;
  sorted_ = column;
  sort_found();
}

void SolveDesk::sort_found() {
  first = 0;
  found_ = outcome().solved.sets;
  sort_solutions(found_, sorted_, descending_);
}

}  // namespace convscope
