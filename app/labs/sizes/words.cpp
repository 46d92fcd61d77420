// What the pages say in words, for the right panel.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "app/desk/desk.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/views/sizes/network.hpp"
#include "core/base/words.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

namespace {

using Kind = Sentence::Kind;

/// The report's sentences about the axis, but for the formula: that stands on the stage.
void add_report(std::vector<WordSection>& sections, std::size_t axis, const std::vector<std::string>& words) {
  WordSection said{"In words", {}};
  const std::string own = fmt::format("Axis {}: ", axis);
  for (const std::string& sentence : words) {
    std::string text = sentence;
    if (text.starts_with("Axis ")) {
      if (!text.starts_with(own)) continue;
      text = text.substr(own.size());
      text[0] = static_cast<char>(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 'a' + 'A' : text[0]);
    }
    if (text.find(" = ") != std::string::npos) continue;
    const bool lost = text.starts_with("No window reads") || text.find("uneven") != std::string::npos;
    said.sentences.push_back({text, lost ? Kind::warning : Kind::text});
  }
  sections.push_back(std::move(said));
}

void add_ambiguity(std::vector<WordSection>& sections, const Operator& op, std::size_t axis,
                   const std::vector<SameOutput>& same) {
  const Axis& a = op.geometry.axes[axis];
  WordSection section{"Which size was it?", {}};
  const Index first = same.front().input, last = same.back().input;
  const std::string become = same.size() == 2
                                 ? fmt::format("{} and {} both become {}", first, last, a.windows)
                                 : fmt::format("{} to {} all become {}", first, last, a.windows);
  section.sentences.push_back(
      {same.size() == 1 ? fmt::format("A convolution maps only {} to {}.", first, a.windows)
                        : fmt::format("A convolution with stride {} rounds down: {}.", a.stride, become),
       Kind::text});
  for (const SameOutput& s : same) {
    if (section.sentences.size() > 8) {
      section.sentences.push_back({fmt::format("… {} sizes in all", same.size()), Kind::text});
      break;
    }
    section.sentences.push_back(
        {fmt::format("{} ← {}, op {}", s.input, a.windows, s.output_padding), Kind::formula});
  }
  sections.push_back(std::move(section));
  sections.push_back({"Output padding",
                      {{"It adds no zeros. It says which of these sizes is meant; the added cells get what "
                        "the kernel reaches.",
                        Kind::text}}});
}

void add_solve(std::vector<WordSection>& sections, const SolveDesk& desk) {
  const SolveQuestion& q = desk.question();
  sections.push_back(
      {"The question",
       {{fmt::format("Which {} makes {} of {}?", q.transposed ? "transposed convolution" : "convolution",
                     to_string(q.wanted), to_string(q.input)),
         Kind::text},
        {desk.axes().empty() ? "The same numbers hold on every axis, the padding on both sides."
                             : "No numbers do for every axis: each has its own, the padding on both sides.",
         Kind::text}}});
  if (!desk.problem().empty()) {
    sections.push_back(
        {"No answer",
         {{"The nearest sizes that are possible can be asked for instead. Wider bounds at the left reach "
           "further.",
           Kind::text}}});
    return;
  }
  WordSection order{"The order", {}};
  order.sentences.push_back(
      {"Even overlap first: every cell gets as many products as its neighbours. Then little work.",
       Kind::text});
  if (!desk.axes().empty())
    order.sentences.push_back({"Among equals come those that differ least between the axes.", Kind::text});
  if (!q.transposed)
    order.sentences.push_back(
        {"A convolution's overlap is that of its gradient, the transposed operator.", Kind::text});
  sections.push_back(std::move(order));
}

void add_network(std::vector<WordSection>& sections, const Chain& chain, const ChainReport& r,
                 std::optional<std::size_t> layer) {
  if (layer) {
    const ChainStep& step = r.steps[*layer];
    const ChainLayer& l = chain.layers[*layer];
    WordSection section{step.name, {{layer_text(l), Kind::formula}}};
    section.sentences.push_back(
        {fmt::format("  {} × {}", step.input_channels, to_string(step.input)), Kind::formula});
    section.sentences.push_back(
        {fmt::format("→ {} × {}", step.output_channels, to_string(step.output)), Kind::formula});
    if (step.skip)
      section.sentences.push_back(
          {fmt::format("Joins the output of {} to its input.", r.steps[*step.skip].name), Kind::text});
    const auto dilated = [](const ChainLayer& one) {
      return std::ranges::any_of(one.dilation, [](Index d) { return d > 1; });
    };
    const bool gaps = std::ranges::any_of(std::span(chain.layers).first(*layer + 1), dilated);
    section.sentences.push_back(
        {fmt::format("One of its cells sees {} cells of the input{}.", to_string(step.receptive_field),
                     gaps ? ", from the first to the last: dilation may leave some out in between" : ""),
         Kind::text});
    section.sentences.push_back({fmt::format("{} parameters, {} multiply-adds.", amount_text(step.parameters),
                                             amount_text(step.multiply_adds)),
                                 Kind::text});
    if (!step.warning.empty()) section.sentences.push_back({step.warning + ".", Kind::warning});
    sections.push_back(std::move(section));
  }
  sections.push_back({chain.name,
                      {{chain.title + ".", Kind::text},
                       {fmt::format("{}, {} parameters, {} multiply-adds for one input.",
                                    counted(chain.layers.size(), "layer"), amount_text(r.parameters),
                                    amount_text(r.multiply_adds)),
                        Kind::text}}});
  WordSection skips{"Skip connections", {}};
  for (const std::string& warning : r.warnings) skips.sentences.push_back({warning + ".", Kind::warning});
  const bool any = std::ranges::any_of(chain.layers, [](const ChainLayer& l) { return !l.skip.empty(); });
  if (!any) return;
  if (r.warnings.empty())
    skips.sentences.push_back({"All meet: what is concatenated has the same size.", Kind::text});
  else
    skips.sentences.push_back(
        {"Halving rounds down; doubling cannot know. Inputs that can be halved as often as the network does "
         "it meet again.",
         Kind::text});
  sections.push_back(std::move(skips));
}

void add_dialects(std::vector<WordSection>& sections, const std::vector<DialectRow>& rows) {
  WordSection section{"Notes", {}};
  for (const DialectRow& row : rows) {
    if (row.note.empty()) continue;
    section.sentences.push_back(
        {fmt::format("{} {}: {}.", row.framework, row.setting, row.note), Kind::text});
  }
  sections.push_back(
      {"Shift",
       {{"Equal sizes are not equal results: where the crop falls decides which cell is the first.",
         Kind::text}}});
  if (!section.sentences.empty()) sections.push_back(std::move(section));
}

void add_resizes(std::vector<WordSection>& sections, const std::vector<ResizeDialect>& rows,
                 const SizesState::Resizing& asked) {
  const ResizeDialect &one = rows[asked.compared], &other = rows[asked.against];
  WordSection section{"Shift", {}};
  const auto shift = [&](bool nearest) { return shift_text(shift_between(one, other, nearest)); };
  section.sentences.push_back(
      {fmt::format("{} against {}: {}.", one.name, other.name, shift(false)), Kind::text});
  section.sentences.push_back(
      {fmt::format("With nearest, {} against {}: {}.", one.name, other.name, shift(true)), Kind::text});
  sections.push_back(std::move(section));
  sections.push_back({"Rule",
                      {{fmt::format("{}: {}", one.name, one.rule), Kind::text},
                       {fmt::format("{}: {}", other.name, other.rule), Kind::text}}});
  sections.push_back(
      {"Why it matters",
       {{"A network trained with one and run with another sees its picture moved by a part of a pixel, and "
         "with it everything that it finds.",
         Kind::text}}});
}

}  // namespace

std::vector<WordSection> SizesState::words(const Desk& desk) const {
  const Followed& f = follow(desk);
  const Operator& op = desk.derived().op();
  std::vector<WordSection> sections;
  switch (page) {
    case Page::arithmetic:
      add_report(sections, axis(desk), f.words);
      break;
    case Page::ambiguity:
      if (f.same_problem.empty()) add_ambiguity(sections, op, axis(desk), f.same[axis(desk)]);
      break;
    case Page::solve:
      add_solve(sections, desk_);
      break;
    case Page::network:
      add_network(sections, chain(), report_, layer_);
      break;
    case Page::dialects:
      if (resizes)
        add_resizes(sections, resize_rows_, resizing_);
      else if (f.dialects_problem.empty())
        add_dialects(sections, f.dialects);
      else
        sections.push_back(
            {"Rules differ",
             {{"What a rule such as same comes to is what the frameworks do not agree about. The "
               "comparison begins with PyTorch's numbers.",
               Kind::text}}});
      break;
  }
  return sections;
}

}  // namespace convscope
