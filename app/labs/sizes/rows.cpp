// The rows of the pages: what a click on one means, the way through them by keys, and which are in view.
#include <fmt/format.h>

#include <algorithm>

#include "app/desk/desk.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/views/sizes/network.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

std::size_t number_behind(std::string_view spot) {
  return static_cast<std::size_t>(parse_index(spot.substr(spot.find('/') + 1)).value_or(0));
}

/// The first of `rows` rows in view, so that `row` is among them.
Index with_row(Index first, Index row, Index rows) {
  return std::clamp(first, std::max<Index>(0, row - rows + 1), row);
}

}  // namespace

void SizesState::click(Desk& desk, std::string_view spot) {
  const std::size_t number = number_behind(spot);
  if (spot.starts_with("axis/")) choose_axis(desk, number);
  if (spot.starts_with("size/")) choose_size(desk, static_cast<Index>(number));
  if (spot.starts_with("row/")) apply_solution(desk, number);
  if (spot.starts_with("nearest/")) ask_nearest(desk, number);
  if (spot.starts_with("dialect/")) compare(desk, number);
  if (spot.starts_with("resize/")) resizing_.compared = std::min(number, resize_rows_.size() - 1);
  if (spot.starts_with("layer/")) choose_layer(layer_ == number ? std::nullopt : std::optional(number));
  if (spot == "numbers") use_numbers(desk);
  if (spot.starts_with("sort/")) {
    const auto* found = std::ranges::find(kSolveColumns, spot.substr(5));
    if (found != kSolveColumns.end()) sort(static_cast<SolveColumn>(found - kSolveColumns.begin()));
  }
}

void SizesState::scroll(const Style& style, Index rows) {
  if (page == Page::solve) {
    const auto all = static_cast<Index>(desk_.found().size());
    desk_.first = std::clamp<Index>(desk_.first + rows, 0, std::max<Index>(0, all - solution_rows(style)));
  } else if (page == Page::network) {
    const auto all = static_cast<Index>(chain().layers.size());
    first_layer_ =
        std::clamp<Index>(first_layer_ + rows, 0, std::max<Index>(0, all - network_rows(style, report_)));
  }
}

void SizesState::step_term(const Desk& desk, int by) {
  const std::vector<SizeTerm> terms = terms_of(desk.scenario().transposed());
  const SizeTerm now = lit.starts_with("term/") ? find_term(std::string_view(lit).substr(5)) : SizeTerm::none;
  const auto count = static_cast<Index>(terms.size());
  // None stands between the last and the first.
  const Index at = std::ranges::find(terms, now) - terms.begin();
  const Index next = (at + by + count + 1) % (count + 1);
  lit_pinned = next < count;
  lit = lit_pinned ? fmt::format("term/{}", term_name(terms[static_cast<std::size_t>(next)])) : "";
}

void SizesState::step_row(Desk& desk, int by) {
  const auto stepped = [&](std::optional<Index> now, Index count, Index start) {
    return static_cast<std::size_t>(std::clamp<Index>(now ? *now + by : start, 0, count - 1));
  };
  reveal_ = true;
  switch (page) {
    case Page::arithmetic:
      return step_term(desk, by);
    case Page::ambiguity: {
      const Followed& f = follow(desk);
      if (!f.same_problem.empty()) return;
      const std::vector<SameOutput>& same = f.same[axis(desk)];
      const Index size = size_axis(desk.derived().op(), axis(desk)).axis.pixels;
      const Index now = std::ranges::find(same, size, &SameOutput::input) - same.begin();
      return choose_size(desk, same[stepped(now, static_cast<Index>(same.size()), 0)].input);
    }
    case Page::solve: {
      const bool any = !desk_.found().empty();
      const std::string kind = any ? "row/" : "nearest/";
      const std::size_t count = any ? desk_.found().size() : desk_.nearest().size();
      if (count == 0) return;
      std::optional<Index> now;
      if (lit.starts_with(kind)) now = static_cast<Index>(number_behind(lit));
      lit = fmt::format("{}{}", kind, stepped(now, static_cast<Index>(count), any ? desk_.first : 0));
      lit_pinned = true;
      return;
    }
    case Page::network: {
      std::optional<Index> now;
      if (layer_) now = static_cast<Index>(*layer_);
      return choose_layer(stepped(now, static_cast<Index>(chain().layers.size()), first_layer_));
    }
    case Page::dialects: {
      if (resizes) {
        resizing_.compared =
            stepped(static_cast<Index>(resizing_.compared), static_cast<Index>(resize_rows_.size()), 0);
        return;
      }
      const auto& rows = follow(desk).dialects;
      if (rows.empty()) return;
      Index row = static_cast<Index>(compared(desk)) + by;
      while (row > 0 && row < static_cast<Index>(rows.size()) &&
             rows[static_cast<std::size_t>(row)].output.empty())
        row += by;
      if (row > 0 && row < static_cast<Index>(rows.size())) compare(desk, static_cast<std::size_t>(row));
      return;
    }
  }
}

void SizesState::take_lit(Desk& desk) {
  if (!lit.starts_with("row/") && !lit.starts_with("nearest/"))
    throw Error("row", "none is lit up", "go to one with Up and Down, or click it");
  click(desk, std::string(lit));
}

void SizesState::settle(const Style& style) {
  const bool solving = page == Page::solve;
  const Index rows = solving ? solution_rows(style) : network_rows(style, report_);
  const bool other = std::exchange(rows_in_view_, rows) != rows;
  if (!std::exchange(reveal_, false) && !other) return;
  if (solving && lit.starts_with("row/"))
    desk_.first = with_row(desk_.first, static_cast<Index>(number_behind(lit)), rows);
  if (page == Page::network && layer_)
    first_layer_ = with_row(first_layer_, static_cast<Index>(*layer_), rows);
}

}  // namespace convscope
