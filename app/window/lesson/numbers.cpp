#include "app/window/lesson/numbers.hpp"

#include "app/picture/language.hpp"
#include "app/views/marks.hpp"
#include "core/base/error.hpp"
#include "core/lesson/placeholders.hpp"
#include "core/ops/cell_terms.hpp"

namespace convscope {

SceneNumbers::SceneNumbers(const Lesson& lesson, std::size_t scene) {
  if (auto own = scenario_of(lesson, scene)) scenario_ = std::make_unique<Derived>(*std::move(own));
  if (auto other = beside_of(lesson, scene)) beside_ = std::make_unique<Derived>(*std::move(other));
}

SceneNumbers::~SceneNumbers() = default;

std::string SceneNumbers::words(const std::string& markdown) const {
  return filled(spoken(markdown), {scenario_.get(), beside_.get()});
}

const std::vector<MarkdownBlock>& SceneNumbers::blocks(const std::string& markdown) const {
  std::string said = spoken(markdown);  // the language may change
  if (const auto known = blocks_.find(said); known != blocks_.end()) return known->second;
  std::vector<MarkdownBlock> blocks = parse_markdown(words(said));
  return blocks_.emplace(std::move(said), std::move(blocks)).first->second;
}

const Derived& SceneNumbers::of(const CellName& cell) const {
  const auto& derived = cell.beside ? beside_ : scenario_;
  if (!derived) throw Error("cell", "there is no such scenario", "a scene with a scenario");
  return *derived;
}

double SceneNumbers::value(const CellName& cell) const {
  return value_of(cell, of(cell));
}

std::vector<CellName> SceneNumbers::makers(const CellName& cell) const {
  std::vector<CellName> cells{cell};
  if (cell.role != CellRole::output) return cells;
  const Derived& derived = of(cell);
  for (const CellTerm& term : terms_of_output(derived.op(), flat_cell(cell, derived))) {
    if (term.input < 0) continue;
    cells.push_back(name_of({Role::input, term.input}, derived));
    cells.push_back(name_of({Role::kernel, term.weight}, derived));
    for (std::size_t i = cells.size() - 2; i < cells.size(); ++i) cells[i].beside = cell.beside;
  }
  return cells;
}

}  // namespace convscope
