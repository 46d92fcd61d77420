#include "core/tex/tex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/base/fractions.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

namespace {

/// Which lines of so many are written; -1 stands for dots.
std::vector<Index> written(Index count) {
  constexpr Index kBefore = 12, kBehind = 4;
  std::vector<Index> lines;
  for (Index i = 0; i < count; ++i) {
    if (count > kMostTexLines && i == kBefore) {
      lines.push_back(-1);
      i = count - kBehind;
    }
    lines.push_back(i);
  }
  return lines;
}

template <class Entry>
std::string bmatrix(Index rows, Index columns, Entry&& entry) {
  const std::vector<Index> down = written(rows), across = written(columns);
  constexpr std::size_t kUsual = 10;  // columns that amsmath allows by itself
  std::string out =
      across.size() > kUsual ? fmt::format("\\setcounter{{MaxMatrixCols}}{{{}}}\n", across.size()) : "";
  out += "\\begin{bmatrix}\n";
  for (const Index r : down) {
    std::string line;
    for (const Index c : across) {
      if (!line.empty()) line += " & ";
      line += r < 0 && c < 0 ? "\\ddots" : r < 0 ? "\\vdots" : c < 0 ? "\\cdots" : tex_number(entry(r, c));
    }
    out += line + " \\\\\n";
  }
  return out + "\\end{bmatrix}\n";
}

/// The signs of the size formulas in LaTeX.
std::string in_tex(std::string_view formula) {
  constexpr std::pair<std::string_view, std::string_view> kSigns[] = {{"⌊", "\\left\\lfloor "},
                                                                      {"⌋", "\\right\\rfloor"},
                                                                      {"−", "-"},
                                                                      {"·", " \\cdot "},
                                                                      {"p₀", "p_0"},
                                                                      {"p₁", "p_1"},
                                                                      {"op", "\\mathit{op}"}};
  std::string out;
  while (!formula.empty()) {
    const auto* const found =
        std::ranges::find_if(kSigns, [&](const auto& sign) { return formula.starts_with(sign.first); });
    if (found != std::end(kSigns)) {
      out += found->second;
      formula.remove_prefix(found->first.size());
    } else {
      out += formula.front();
      formula.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

std::string tex_number(double value) {
  if (std::isnan(value)) return "\\mathrm{nan}";
  if (std::isinf(value)) return value < 0 ? "-\\infty" : "\\infty";
  constexpr double kWhole = 1e15;  // up to which whole numbers are exact
  const double size = std::abs(value);
  std::string text;
  const auto fraction = as_fraction(size, 99);
  if (size == std::round(size) && size < kWhole) {
    text = fmt::format("{:.0f}", size);
  } else if (fraction && fraction->above > 0) {
    text = fmt::format("\\tfrac{{{}}}{{{}}}", fraction->whole * fraction->below + fraction->above,
                       fraction->below);
  } else {
    text = fmt::format("{:.6g}", size);
    if (const std::size_t e = text.find('e'); e != std::string::npos)
      text = fmt::format("{} \\times 10^{{{}}}", text.substr(0, e), std::stoi(text.substr(e + 1)));
  }
  return value < 0 && text != "0" ? "-" + text : text;
}

std::string tex_matrix(const SparseMatrix& matrix) {
  return bmatrix(matrix.rows, matrix.columns, [&](Index r, Index c) {
    const auto columns = matrix.row_columns(r);
    const auto values = matrix.row_values(r);
    double sum = 0;
    for (auto at = std::ranges::lower_bound(columns, c); at != columns.end() && *at == c; ++at)
      sum += values[static_cast<std::size_t>(at - columns.begin())];
    return sum;
  });
}

std::string tex_matrix(Index rows, Index columns, std::span<const double> values) {
  return bmatrix(rows, columns,
                 [&](Index r, Index c) { return values[static_cast<std::size_t>(r * columns + c)]; });
}

std::string tex_sizes(const Resolved& resolved, bool transposed) {
  std::string out = "\\begin{align*}\n";
  const std::size_t rank = resolved.geometry.rank();
  for (std::size_t i = 0; i < rank; ++i) {
    const Axis& axis = resolved.geometry.axes[i];
    const Sides& sides = resolved.sides[i];
    const SizeFormula formula = transposed ? transposed_formula(axis, sides) : conv_formula(axis, sides);
    out += fmt::format("o{} &= {} \\\\\n  &= {} = {}{}\n", rank > 1 ? fmt::format("_{}", i) : "",
                       in_tex(formula.names), in_tex(formula.numbers), formula.result,
                       i + 1 < rank ? " \\\\" : "");
  }
  return out + "\\end{align*}\n";
}

}  // namespace convscope
