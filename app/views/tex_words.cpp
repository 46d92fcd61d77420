#include "app/views/tex_words.hpp"

#include <fmt/format.h>

#include <vector>

#include "app/views/number_text.hpp"
#include "app/views/registry.hpp"
#include "core/base/error.hpp"
#include "core/ops/cell_terms.hpp"
#include "core/tex/tex.hpp"

namespace convscope {

namespace {

/// "y_{0,2}", with a channel "y_{1;0,2}".
std::string output_name(const Operator& op, Index cell) {
  const Index plane = element_count(op.output_size());
  const std::string at = coordinates_text(unravel(cell % plane, op.output_size()), true);
  return op.output_channels() > 1 ? fmt::format("y_{{{};{}}}", cell / plane, at)
                                  : fmt::format("y_{{{}}}", at);
}

std::string factor(double value) {
  return value < 0 ? fmt::format("({})", tex_number(value)) : tex_number(value);
}

std::string product(const Derived& derived, const CellTerm& term) {
  return fmt::format("{} \\cdot {}", factor(derived.input().data()[term.input]),
                     factor(derived.weights().data()[term.weight]));
}

std::string displayed(std::string_view formula) {
  return fmt::format("\\[\n{}\\]\n", formula);
}

std::string sum(const Derived& derived, Index cell, const std::vector<CellTerm>& terms) {
  std::string out = output_name(derived.op(), cell) + " =";
  for (const CellTerm& t : terms)
    out += fmt::format(" {}{}", &t == &terms.front() ? "" : "+ ", product(derived, t));
  const double bias = derived.bias(cell / element_count(derived.op().output_size()));
  if (terms.empty())
    out += " " + tex_number(bias);
  else if (bias != 0)
    out += " + " + factor(bias);
  if (!terms.empty()) out += " = " + tex_number(derived.linear().data()[cell] + bias);
  return out + "\n";
}

std::string products(const Derived& derived, const std::vector<CellTerm>& terms) {
  std::string out = "\\begin{aligned}\n";
  for (const CellTerm& t : terms) {
    const double value = derived.input().data()[t.input] * derived.weights().data()[t.weight];
    out += fmt::format("{} &\\mathrel{{+}}= {} = {}{}\n", output_name(derived.op(), t.output),
                       product(derived, t), tex_number(value), &t == &terms.back() ? "" : " \\\\");
  }
  return out + "\\end{aligned}\n";
}

std::string step(const View& view, const Derived& derived, std::optional<Order> chosen, Index steps_done) {
  if (!view.animated || view.step_count)
    throw Error("step", fmt::format("{} has no steps that are sums", view.name), "slide, scatter or direct");
  const Index all = steps(view, derived, chosen);
  if (steps_done < 1 || steps_done > all)
    throw Error("step", fmt::format("{} has no equation", steps_done), fmt::format("from 1 to {}", all));
  const Operator& op = derived.op();
  const Side side = Trace(op, order_of(view, derived, chosen)).side();
  std::vector<CellTerm> terms = in_input_order(cell_terms(op, side, steps_done - 1));
  std::erase_if(terms, [](const CellTerm& term) { return term.input < 0 || term.output < 0; });
  if (side == (op.transposed() ? Side::pixel : Side::window)) {
    const Index cell = side == Side::pixel ? user_cell(op, steps_done - 1) : steps_done - 1;
    return displayed(sum(derived, cell, terms));
  }
  if (terms.empty()) throw Error("step", "reaches no output cell", "another step");
  return displayed(products(derived, terms));
}

std::string sizes(const Scenario& scenario) {
  return tex_sizes(scenario.transposed() ? transposed_geometry(scenario.size, scenario.layer)
                                         : conv_geometry(scenario.size, scenario.layer),
                   scenario.transposed());
}

}  // namespace

std::string tex_of(TexPart part, const View& view, const Derived& derived, std::optional<Order> chosen,
                   Index steps_done) {
  switch (part) {
    case TexPart::step:
      return step(view, derived, chosen, steps_done);
    case TexPart::matrix:
      return displayed(
          tex_matrix(derived.op().transposed() ? derived.matrix_transposed() : derived.matrix()));
    case TexPart::sizes:
      return sizes(derived.scenario());
  }
  return {};
}

}  // namespace convscope
