#include "core/lesson/placeholders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/number_words.hpp"
#include "core/base/numbers.hpp"
#include "core/geometry/size_report.hpp"
#include "core/lesson/cells.hpp"
#include "core/matrix/analysis.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/metrics/imaging.hpp"
#include "core/ops/cell_terms.hpp"
#include "core/ops/unread.hpp"
#include "core/scenario/round_trip.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

namespace {

/// A tensor with more cells is not written out.
constexpr Index kMostWritten = 64;

std::string whole(Index number) {
  return fmt::format("{}", number);
}

/// "2, 3, 4", or rows "0 0 1 / 0 4 6", channels parted by " | ".
std::string written(std::span<const double> values, const Shape& extents) {
  if (std::ssize(values) > kMostWritten)
    throw Error("cells", fmt::format("{} are too many to write out", values.size()),
                fmt::format("{} at most, or one cell", kMostWritten));
  const std::size_t rank = extents.rank();
  const Index width = rank == 0 ? 1 : extents[rank - 1], height = rank < 3 ? 1 : extents[rank - 2];
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = static_cast<Index>(i);
    if (at > 0) text += at % (width * height) == 0 ? " | " : at % width == 0 ? " / " : ", ";
    text += exact_text(values[i]);
  }
  return text;
}

/// All cells of a tensor, or the one that the argument names, in the place of `role`'s.
std::string cells(const Derived& d, const Tensor<double>& tensor, CellRole role, std::string_view at) {
  const Shape extents = extents_of(role, d);
  if (at.empty()) {
    // Planes of one channel are told as such.
    Shape shape = extents;
    if (role == CellRole::weight) shape = extents.tail(1);
    return written(tensor.values(), shape);
  }
  return exact_text(tensor[flat_cell(parse_cell(fmt::format("{} {}", to_string(role), at)), d)]);
}

Index output_cell(const Derived& d, std::string_view at) {
  return flat_cell(parse_cell(fmt::format("output {}", at)), d);
}

/// "1·1 + 2·2 = 5", the bias last.
std::string sum(const Derived& d, std::string_view at) {
  const Index cell = output_cell(d, at);
  std::string text;
  for (const CellTerm& term : in_input_order(terms_of_output(d.op(), cell))) {
    if (term.input < 0) continue;
    const double input = d.input()[term.input], weight = d.weights()[term.weight];
    const auto factor = [](double value) {
      return value < 0 ? "(" + exact_text(value) + ")" : exact_text(value);
    };
    text += fmt::format("{}{}·{}", text.empty() ? "" : " + ", factor(input), factor(weight));
  }
  double total = d.linear()[cell];
  if (!d.scenario().bias.empty()) {
    const double bias = d.bias(cell / element_count(d.op().output_size()));
    text += fmt::format("{}{}", text.empty() ? "" : " + ", exact_text(bias));
    total += bias;
  }
  return fmt::format("{} = {}", text.empty() ? "0" : text, exact_text(total));
}

std::string contacts(const Derived& d, std::string_view at) {
  const auto terms = terms_of_output(d.op(), output_cell(d, at));
  return whole(std::ranges::count_if(terms, [](const CellTerm& term) { return term.input >= 0; }));
}

ConvReport of_convolution(const Derived& d) {
  if (d.op().transposed()) throw Error("operator", "is a transposed convolution", "a convolution");
  return report({d.op().geometry, d.op().sides}, d.op().input_size(), unread_pixels(d.op()));
}

Index rows(const Derived& d) {
  return d.output().size();
}
Index columns(const Derived& d) {
  return d.input().size();
}

std::string sides_text(const std::vector<Sides>& all) {
  std::string text;
  for (const Sides& sides : all) {
    text += text.empty() ? "" : " × ";
    text += sides.begin == sides.end ? whole(sides.begin) : fmt::format("{}:{}", sides.begin, sides.end);
  }
  return text;
}

std::string axes_text(const Derived& d, Index Axis::*member) {
  Shape list;
  for (const Axis& axis : d.op().geometry.axes) list.push_back(axis.*member);
  return to_string(list);
}

/// The first kernel's weights.
std::span<const double> first_plane(const Derived& d) {
  return d.weights().values().first(static_cast<std::size_t>(element_count(d.op().geometry.taps())));
}

std::string sums_of_phases(const Derived& d) {
  const PhaseSums sums = phase_sums(d.op().geometry.axes, first_plane(d));
  Shape strides{1};
  for (const Axis& axis : d.op().geometry.axes) strides.push_back(axis.stride);
  return written(sums.sums, strides);
}

/// The first kernel and how many times it enlarges, for what core/metrics/imaging says of them.
std::pair<Tensor<double>, Index> enlarging(const Derived& d) {
  const std::vector<Axis>& axes = d.op().geometry.axes;
  for (const Axis& axis : axes)
    if (axis.stride < 2 || axis.stride != axes[0].stride || axis.dilation != 1)
      throw Error("stride", "enlarges nothing, or not alike along all axes", "one from 2, with dilation 1");
  const std::span<const double> weights = first_plane(d);
  return {Tensor<double>(d.op().geometry.taps(), {weights.begin(), weights.end()}), axes[0].stride};
}

std::string alias_text(const Derived& d, std::string_view at) {
  const auto frequency = parse_value(at);
  if (!frequency)
    throw Error("frequency", fmt::format("'{}' is no number", at), "cycles per input cell, as 0.125");
  const auto [kernel, factor] = enlarging(d);
  std::vector<double> along(kernel.shape().rank(), 0.0);
  along.back() = *frequency;
  const double percent = 100 * alias_gain(kernel, factor, along);
  return percent < 1e-9 ? "0" : fmt::format("{:.3g} %", percent);
}

std::string imaging_text(const Derived& d) {
  const auto [kernel, factor] = enlarging(d);
  if (kernel.shape().rank() != 2) throw Error("imaging", "is of two axes", "a kernel with rows and columns");
  return fmt::format("{:.2g}", imaging_ratio(kernel, factor));
}

struct Row : Placeholder {
  std::string (*value)(const Derived&, std::string_view at);
};

using Text = std::string_view;
using D = const Derived&;
constexpr Row kRows[] = {
    {{"input size", "", "Extents of the input, as 3 × 3."},
     [](D d, Text) { return to_string(d.op().input_size()); }},
    {{"output size", "", "Extents of the output."},
     [](D d, Text) { return to_string(d.op().output_size()); }},
    {{"kernel size", "", "Extents of the kernel."},
     [](D d, Text) { return to_string(d.op().geometry.taps()); }},
    {{"stride", "", "The stride of each axis."}, [](D d, Text) { return axes_text(d, &Axis::stride); }},
    {{"dilation", "", "The dilation of each axis."}, [](D d, Text) { return axes_text(d, &Axis::dilation); }},
    {{"padding", "", "The padding of each axis, as it comes to be."},
     [](D d, Text) { return sides_text(d.op().sides); }},
    {{"input gradient", "[CELL]", "The gradient of the loss with respect to an input cell, or all of it."},
     [](D d, Text at) { return cells(d, d.input_gradient(), CellRole::input, at); }},
    {{"weight gradient", "[CELL]", "The same with respect to a weight."},
     [](D d, Text at) { return cells(d, d.weight_gradient(), CellRole::weight, at); }},
    {{"input", "[CELL]", "The value of an input cell, or all of them."},
     [](D d, Text at) { return cells(d, d.input(), CellRole::input, at); }},
    {{"output", "[CELL]", "The value of an output cell, or all of them."},
     [](D d, Text at) { return cells(d, d.output(), CellRole::output, at); }},
    {{"weight", "[CELL]", "A weight, or all of them."},
     [](D d, Text at) { return cells(d, d.weights(), CellRole::weight, at); }},
    {{"upstream", "[CELL]", "The gradient that comes to an output cell, or all of it."},
     [](D d, Text at) { return cells(d, d.upstream(), CellRole::output, at); }},
    {{"entry", "CELL", "An entry of the matrix: row of the strided side, column of the dense one."},
     [](D d, Text at) { return exact_text(value_of(parse_cell(fmt::format("entry {}", at)), d)); }},
    {{"sum", "CELL", "The sum of an output cell written out, as 1·1 + 2·2 = 5."}, sum},
    {{"contacts", "CELL", "How many products reach an output cell."}, contacts},
    {{"returned", "[CELL]", "What comes back of an input cell: there, and back by the transposed operator."},
     [](D d, Text at) { return cells(d, there_and_back(d).returned, CellRole::input, at); }},
    {{"max error", "", "How far the worst input cell is from coming back."},
     [](D d, Text) { return exact_text(there_and_back(d).max_error); }},
    {{"steps", "", "How many positions the kernel has."},
     [](D d, Text) { return whole(Trace(d.op(), Order::by_window).steps()); }},
    {{"remainder", "", "Of a convolution: the cells that the last window leaves, on each axis."},
     [](D d, Text) { return to_string(of_convolution(d).remainder); }},
    {{"unread", "", "Of a convolution: how many input cells no window reads."},
     [](D d, Text) { return whole(of_convolution(d).unread); }},
    {{"transpose output padding", "", "Of a convolution: the output padding with which its size returns."},
     [](D d, Text) { return to_string(of_convolution(d).transpose_output_padding); }},
    {{"direct padding", "", "The padding of the same thing as a convolution over inserted zeros."},
     [](D d, Text) {
       std::vector<Sides> all;
       for (const Axis& axis : d.op().geometry.axes) all.push_back(direct_padding(axis));
       return sides_text(all);
     }},
    {{"overlap min", "", "The fewest products that a cell inside gets."},
     [](D d, Text) { return whole(overlap(d.op().geometry).min); }},
    {{"overlap max", "", "The most products that a cell inside gets."},
     [](D d, Text) { return whole(overlap(d.op().geometry).max); }},
    {{"phase sums", "", "The weights that the cells of each phase get, added up."},
     [](D d, Text) { return sums_of_phases(d); }},
    {{"phase spread", "", "How far the phase sums are apart, over their mean."},
     [](D d, Text) {
       return fmt::format("{:.3g}", phase_sums(d.op().geometry.axes, first_plane(d)).spread());
     }},
    {{"alias", "FREQUENCY", "The alias gain of a wave of so many cycles per input cell, as 3.96 %."},
     alias_text},
    {{"imaging", "", "The imaging ratio, in two dimensions."}, [](D d, Text) { return imaging_text(d); }},
    {{"order", "", "The order up to which polynomials come out without a pattern."},
     [](D d, Text) {
       const auto [kernel, factor] = enlarging(d);
       return whole(order(kernel, factor));
     }},
    {{"kernel sum", "", "All weights of the first kernel added up."},
     [](D d, Text) {
       const auto taps = first_plane(d);
       return exact_text(std::accumulate(taps.begin(), taps.end(), 0.0));
     }},
    {{"rows", "", "Rows of the operator's matrix: output cells."}, [](D d, Text) { return whole(rows(d)); }},
    {{"columns", "", "Columns of the operator's matrix: input cells."},
     [](D d, Text) { return whole(columns(d)); }},
    {{"entries", "", "Entries of the matrix that a weight stands in."},
     [](D d, Text) { return whole(count_contributions(d.op().geometry)); }},
    {{"zeros", "", "Its other entries."},
     [](D d, Text) { return whole(rows(d) * columns(d) - count_contributions(d.op().geometry)); }},
    {{"rank", "", "The matrix' rank."}, [](D d, Text) { return whole(analyse(d.op(), d.weights()).rank); }},
    {{"lost", "", "How many directions of the input leave the output as it is."},
     [](D d, Text) { return whole(analyse(d.op(), d.weights()).nullity); }},
    {{"parameters", "", "Weights and biases."},
     [](D d, Text) { return whole(d.weights().size() + std::ssize(d.scenario().bias)); }},
    {{"multiply-adds", "", "Weights times positions of the kernel, as tables of networks count."},
     [](D d, Text) { return whole(d.weights().size() * element_count(d.op().geometry.windows())); }},
};

/// The row that the name begins with, the longest first, and what stands behind it.
std::pair<const Row*, std::string_view> row_of(std::string_view name) {
  const Row* best = nullptr;
  std::string_view at;
  for (const Row& row : kRows) {
    if (best != nullptr && best->name.size() >= row.name.size()) continue;
    const bool alone = name == row.name;
    if (!alone && (row.arguments.empty() || !name.starts_with(std::string(row.name) + " "))) continue;
    if (alone && !row.arguments.empty() && !row.arguments.starts_with('[')) continue;
    best = &row;
    at = trim(name.substr(row.name.size()));
  }
  return {best, at};
}

std::string known_names() {
  std::vector<std::string_view> names = names_of(kRows);
  return listed(names, Listing::commas) + ", or one of them behind \"beside\"";
}

}  // namespace

std::span<const Placeholder> placeholders() {
  static const std::vector<Placeholder> all(std::begin(kRows), std::end(kRows));
  return all;
}

std::string placeholder(std::string_view name, const NumbersOf& numbers) {
  const std::string field = fmt::format("{{{{{}}}}}", name);
  std::string_view rest = trim(name);
  const bool beside = rest.starts_with("beside ");
  if (beside) rest = trim(rest.substr(7));
  const auto [row, at] = row_of(rest);
  if (row == nullptr) throw Error(field, "is not known", known_names());
  const Derived* derived = beside ? numbers.beside : numbers.scenario;
  if (derived == nullptr)
    throw Error(field, beside ? "there is no second scenario" : "there is no scenario",
                beside ? "a scene with \"beside\"" : "a scene with a scenario, or one behind such a scene");
  try {
    return row->value(*derived, at);
  } catch (const Error& problem) {
    throw Error(field, problem.problem(), problem.legal());
  }
}

std::string filled(std::string_view text, const NumbersOf& numbers) {
  std::string out;
  while (true) {
    const std::size_t open = text.find("{{");
    out += text.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos)
      throw Error("{{", fmt::format("'{}' has no end", cut(text.substr(open), 40)), "{{output size}}");
    out += placeholder(text.substr(open + 2, close - open - 2), numbers);
    text.remove_prefix(close + 2);
    // A number at the beginning of a line, with a full stop behind it, would begin a list.
    const std::size_t line = out.rfind('\n') + 1;
    if ((text.starts_with(". ") || text.starts_with(") ")) &&
        std::ranges::all_of(out.substr(line), [](char c) { return c >= '0' && c <= '9'; }))
      out += '\\';
  }
}

}  // namespace convscope
