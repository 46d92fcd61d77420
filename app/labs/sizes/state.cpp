#include "app/labs/sizes/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/desk/desk.hpp"
#include "app/views/sizes/ambiguity.hpp"
#include "app/views/sizes/dialect_rows.hpp"
#include "app/views/sizes/network.hpp"
#include "app/views/sizes/resize_rows.hpp"
#include "core/base/error.hpp"
#include "core/ops/unread.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/size_documents.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

namespace {

constexpr double kMotion = 0.24;   ///< seconds that a drawing takes to become the next one
constexpr Index kMostValues = 64;  ///< cells of a result that stand in the rows of dialects

/// The list with one number for each axis, one of them changed.
Shape with_axis(const Shape& list, std::size_t rank, std::size_t axis, Index value) {
  Shape all = list.rank() == rank ? list : Shape::filled(rank, list.empty() ? 0 : list[0]);
  all[axis] = value;
  return all;
}

/// The result of a transposed operator before cropping; empty where its cells could not be read.
std::vector<double> full_values(const Scenario& scenario, const Derived& derived) {
  const Operator& op = derived.op();
  if (!op.transposed() || op.geometry.rank() != 1 || op.output_channels() > 1) return {};
  const Axis& axis = op.geometry.axes[0];
  if (covered(axis) > kMostValues) return {};
  Scenario whole = scenario;
  whole.layer.padding = {};
  whole.layer.output_padding = {};
  whole.layer.output_size = {};
  whole.layer.dialect = Dialect::pytorch;
  whole.border = BorderMode::zeros;
  if (whole.upstream.kind != Source::Kind::pattern) whole.upstream = Scenario{}.upstream;
  const Derived all(whole);
  return {all.linear().values().begin(), all.linear().values().end()};
}

/// The scenario's parameters as a solution, where its padding is as a solution has it.
std::optional<SizeSolution> solution_of(const Scenario& s) {
  const Layer& l = s.layer;
  if (l.padding.rule != Padding::Rule::numbers) return std::nullopt;
  Shape padding;
  for (const Sides& sides : l.padding.sides) {
    if (sides.begin != sides.end) return std::nullopt;
    padding.push_back(sides.begin);
  }
  const auto plain = [](const Shape& list) {
    return std::ranges::all_of(list, [&](Index v) { return v == list[0]; }) ? Shape{list[0]} : list;
  };
  return SizeSolution{plain(l.kernel), plain(l.stride), plain(padding), plain(l.dilation),
                      s.transposed() && !l.output_padding.empty() ? plain(l.output_padding) : Shape{0}};
}

}  // namespace

SizesState::SizesState(const Workers& workers)
    : desk_(workers), chains_(chain_preset("unet")), report_(report(chains_.now())) {}

void SizesState::tick(const Desk& desk, double seconds) {
  motion_ = std::min(1.0, motion_ + seconds / kMotion);
  desk_.take();
  if (page == Page::solve && !desk_.asked()) desk_.ask(question_of(desk));
}

SolveQuestion SizesState::question_of(const Desk& desk) {
  const Operator& op = desk.derived().op();
  return {op.transposed(), op.input_size(), op.output_size()};
}

std::size_t SizesState::axis(const Desk& desk) const {
  return std::min(axis_, desk.derived().op().geometry.rank() - 1);
}

void SizesState::choose_axis(const Desk& desk, std::size_t axis) {
  const std::size_t rank = desk.derived().op().geometry.rank();
  if (axis >= rank)
    throw Error("axis", fmt::format("there is no axis {}", axis),
                rank == 1 ? std::string("0, the only one") : fmt::format("0 to {}", rank - 1));
  axis_ = axis;
}

void SizesState::next_axis(const Desk& desk) {
  axis_ = (axis(desk) + 1) % desk.derived().op().geometry.rank();
}

const SizesState::Followed& SizesState::follow(const Desk& desk) const {
  const Scenario& scenario = desk.derived().scenario();
  if (followed_ && followed_->scenario == scenario) return *followed_;
  const Operator& op = desk.derived().op();
  Followed f;
  f.scenario = scenario;
  const Shape windows = op.geometry.windows();
  try {
    for (std::size_t i = 0; i < windows.rank(); ++i)
      f.same.push_back(same_outputs(scenario.layer, i, windows[i]));
  } catch (const Error& error) {
    f.same.clear();
    f.same_problem = in_words(error);
  }
  try {
    f.dialects = dialects(op.transposed(), scenario.size, scenario.layer);
    f.full = full_values(scenario, desk.derived());
  } catch (const Error& error) {
    f.dialects_problem = in_words(error);
  }
  if (op.transposed()) {
    const TransposedReport r = report_transposed(transposed_geometry(scenario.size, scenario.layer));
    f.words = r.words;
    f.document = size_document(r);
  } else {
    std::optional<Index> unread;
    if (op.border.active()) unread = unread_pixels(op);
    const ConvReport r = report(conv_geometry(scenario.size, scenario.layer), scenario.size, unread);
    f.words = r.words;
    f.document = size_document(r);
  }
  followed_ = std::move(f);
  return *followed_;
}

SizePage SizesState::explain(const std::string& title, const std::string& problem, const Style& style) const {
  Canvas canvas(style, title, "");
  const Palette& c = canvas.colors();
  const Rect card = problem_card(canvas, canvas.area(), problem);
  if (page != Page::dialects) return {canvas.finish(), {}};
  const Rect button{card.x, card.bottom() + canvas.type(18), canvas.type(250), canvas.type(36)};
  canvas.add(
      Box{.rect = button, .radius = 8, .fill = lit == "numbers" ? c.cell : c.window, .stroke = c.hatch});
  canvas.text(button.centre(), "Use PyTorch's numbers", canvas.type(15), c.ink, Font::text_medium,
              Align::centre);
  return {canvas.finish(), {{button, "numbers", "The nearest padding that is the same at both ends"}}};
}

SizePage SizesState::draw(const Desk& desk, const Style& style) const {
  const Operator& op = desk.derived().op();
  const Scenario& now = desk.derived().scenario();
  switch (page) {
    case Page::arithmetic:
      break;
    case Page::ambiguity: {
      const Followed& f = follow(desk);
      if (!f.same_problem.empty()) return explain("Ambiguity", f.same_problem, style);
      return draw_ambiguity(op, axis(desk), f.same[axis(desk)], lit, style);
    }
    case Page::solve: {
      const SolveQuestion& q = desk_.answered();
      SolutionTable table{.transposed = q.transposed,
                          .input = q.input,
                          .wanted = q.wanted,
                          .found = desk_.found(),
                          .problem = desk_.problem(),
                          .nearest = desk_.nearest(),
                          .sorted = desk_.sorted(),
                          .descending = desk_.descending(),
                          .first = desk_.first,
                          .refreshing = desk_.busy()};
      if (now.transposed() == q.transposed && now.size == q.input && op.output_size() == q.wanted)
        table.present = solution_of(now);
      return draw_solutions(table, lit, style);
    }
    case Page::network:
      return draw_network({chain(), report_, layer_, first_layer_}, lit, style);
    case Page::dialects: {
      if (resizes)
        return draw_resizes({resize_rows_, resizing_.against, resizing_.compared, resizing_.nearest}, lit,
                            style);
      const Followed& f = follow(desk);
      if (!f.dialects_problem.empty()) return explain("Dialects", f.dialects_problem, style);
      const SizeAxis of = size_axis(op, axis(desk));
      return draw_dialects(
          {op.transposed(), of.axis, axis(desk), now.size, f.dialects, compared(desk), f.full}, lit, style);
    }
  }
  const SizeTerm term =
      lit.starts_with("term/") ? find_term(std::string_view(lit).substr(5)) : SizeTerm::none;
  return draw_arithmetic(op, axis(desk), term, style);
}

std::optional<Picture> SizesState::picture(const Desk& desk, const Style& style) const {
  return draw(desk, style).picture;
}

void SizesState::choose_size(Desk& desk, Index size) {
  const Followed& f = follow(desk);
  const std::size_t at = axis(desk);
  if (!f.same_problem.empty()) throw Error("size", "none can be chosen here", "see what the page says");
  const auto found = std::ranges::find(f.same[at], size, &SameOutput::input);
  if (found == f.same[at].end())
    throw Error("size", fmt::format("{} has another number of windows", size),
                f.same[at].size() == 1
                    ? fmt::format("{}", f.same[at][0].input)
                    : fmt::format("{} to {}", f.same[at].front().input, f.same[at].back().input));
  desk.require_derived();
  const Scenario& now = desk.scenario();
  const std::size_t rank = now.size.rank();
  if (!now.transposed()) return desk.set("size", sizes_text(with_axis(now.size, rank, at, size)));
  const SameOutput same = *found;
  Scenario next = now;
  if (now.layer.padding.rule != Padding::Rule::numbers || now.layer.dialect != Dialect::pytorch) {
    // A rule or another framework has one size only: its padding in PyTorch's numbers has all of them.
    next = with_field(next, "dialect", "pytorch");
    next.layer.padding = {Padding::Rule::numbers, desk.derived().op().sides};
    next.layer.padding.sides[at] = same.padding;
    next.layer.output_size = {};
  }
  const Shape extra = with_axis(next.layer.output_padding, rank, at, same.output_padding);
  const bool alike = std::ranges::all_of(extra, [&](Index v) { return v == extra[0]; });
  next.layer.output_padding = !alike ? extra : extra[0] == 0 ? Shape{} : Shape{extra[0]};
  desk.apply(std::move(next));
}

void SizesState::use_numbers(Desk& desk) {
  desk.require_derived();
  Scenario next = desk.scenario();
  next.layer.padding = {Padding::Rule::numbers, {}};
  for (const Sides& s : desk.derived().op().sides) {
    const Index each = std::max<Index>(0, (s.begin + s.end) / 2);
    next.layer.padding.sides.push_back({each, each});
  }
  next.layer.dialect = Dialect::pytorch;
  next.layer.output_size = {};
  desk.apply(std::move(next));
}

void SizesState::set_resizing(const Resizing& next) {
  resize_rows_ = resize_dialects(next.from, next.factor);
  resizing_ = next;
}

void SizesState::resize(Desk& desk, Index by) {
  if (page == Page::dialects && resizes) {
    Resizing next = resizing_;
    next.from += by;
    return set_resizing(next);
  }
  if (page == Page::network) {
    Chain next = chain();
    for (std::size_t i = 0; i < next.size.rank(); ++i) next.size[i] += by;
    return apply(std::move(next));
  }
  if (page == Page::solve) return;
  desk.require_derived();
  const Shape& size = desk.scenario().size;
  desk.set("size", sizes_text(with_axis(size, size.rank(), axis(desk), size[axis(desk)] + by)));
}

void SizesState::ask(const Desk& desk, std::string_view key, std::string_view text) {
  if (lit_pinned) lit.clear();
  desk_.ask(with_question_field(desk_.asked() ? desk_.question() : question_of(desk), key, text));
}

void SizesState::ask_nearest(const Desk& desk, std::size_t number) {
  const std::vector<Shape>& offered = desk_.nearest();
  if (number >= offered.size())
    throw Error("nearest", fmt::format("there is no size {}", number),
                offered.empty() ? std::string("a question without an answer")
                                : fmt::format("0 to {}", offered.size() - 1));
  ask(desk, "wanted", sizes_text(offered[number]));
}

void SizesState::apply_solution(Desk& desk, std::size_t row) {
  const auto& found = desk_.found();
  if (row >= found.size())
    throw Error("row", fmt::format("there is no row {}", row),
                found.empty() ? std::string("a question that has answers")
                              : fmt::format("0 to {}", found.size() - 1));
  const SizeSolution s = found[row];
  const SolveQuestion& q = desk_.answered();
  Scenario next = desk.scenario();
  const auto set = [&](std::string_view key, const std::string& text) { next = with_field(next, key, text); };
  set("operator", q.transposed ? "tconv" : "conv");
  set("dialect", "pytorch");
  next.layer.output_size = {};
  set("size", sizes_text(per_axis(q.input, std::max(q.input.rank(), q.wanted.rank()), 1, "input")));
  set("kernel", sizes_text(s.kernel));
  set("stride", sizes_text(s.stride));
  set("dilation", sizes_text(s.dilation));
  set("padding", sizes_text(s.padding));
  set("output-padding", s.output_padding == Shape{0} ? "" : sizes_text(s.output_padding));
  desk.apply(std::move(next));
}

std::size_t SizesState::compared(const Desk& desk) const {
  const auto& rows = follow(desk).dialects;
  if (compared_ && *compared_ < rows.size() && !rows[*compared_].output.empty()) return *compared_;
  return row_to_compare(rows, axis(desk));
}

void SizesState::compare(const Desk& desk, std::size_t row) {
  const auto& rows = follow(desk).dialects;
  if (row == 0 || row >= rows.size() || rows[row].output.empty())
    throw Error("row", fmt::format("{} cannot be compared with PyTorch", row),
                "the number of a row that has the layer");
  compared_ = row;
}

}  // namespace convscope
