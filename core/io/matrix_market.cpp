#include "core/io/matrix_market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"

namespace convscope {

SparseMatrix merged(const SparseMatrix& matrix) {
  SparseMatrix out;
  out.rows = matrix.rows;
  out.columns = matrix.columns;
  for (Index r = 0; r < matrix.rows; ++r) {
    const auto row = matrix.row(r);
    const auto values = matrix.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0 && row[i].column == row[i - 1].column) {
        out.values.back() += values[i];
        continue;
      }
      out.entries.push_back(row[i]);
      out.values.push_back(values[i]);
    }
    out.row_start.push_back(out.nonzeros());
  }
  return out;
}

std::string matrix_market_text(const SparseMatrix& matrix) {
  const SparseMatrix m = merged(matrix);
  std::string text = "%%MatrixMarket matrix coordinate real general\n";
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{} {} {}\n", m.rows, m.columns, m.nonzeros());
  for (Index r = 0; r < m.rows; ++r) {
    const auto row = m.row(r);
    const auto values = m.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i)
      fmt::format_to(out, "{} {} {}\n", r + 1, row[i].column + 1, values[i] == 0 ? 0.0 : values[i]);
  }
  return text;
}

namespace {

constexpr std::string_view kHeaders =
    "%%MatrixMarket matrix coordinate, real or integer, general or symmetric";

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> out;
  for (line = trim(line); !line.empty(); line = trim(line)) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    out.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return out;
}

/// Lines with their numbers; blank ones and comments after the first are passed over.
class Lines {
 public:
  Lines(std::string_view text, std::string_view field) : text_(text), field_(field) {}

  /// Nothing at the end.
  std::optional<std::string_view> next() {
    while (!text_.empty()) {
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      const std::string_view line = text_.substr(0, end);
      text_.remove_prefix(std::min(end + 1, text_.size()));
      ++number_;
      if (number_ == 1 || (!trim(line).empty() && !trim(line).starts_with('%'))) return line;
    }
    return std::nullopt;
  }
  std::size_t left() const { return text_.size(); }
  [[noreturn]] void fail(std::string_view problem, std::string_view legal) const {
    throw Error(field_, fmt::format("line {}: {}", number_, problem), legal);
  }

 private:
  std::string_view text_, field_;
  Index number_ = 0;
};

struct Entry {
  Index row, column;
  double value;
};

}  // namespace

SparseMatrix parse_matrix_market(std::string_view text, std::string_view field) {
  Lines lines(text, field);
  const std::string first = lower(lines.next().value_or(""));
  const auto header = words(first);
  const bool symmetric = header.size() == 5 && header[4] == "symmetric";
  if (header.size() != 5 || header[0] != "%%matrixmarket" || header[1] != "matrix" ||
      header[2] != "coordinate" || (header[3] != "real" && header[3] != "integer") ||
      (header[4] != "general" && !symmetric))
    lines.fail("no header of a matrix that can be read", kHeaders);

  const auto sizes = words(lines.next().value_or(""));
  Index numbers[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = sizes.size() == 3 ? parse_index(sizes[i]) : std::nullopt;
    if (!number || *number < 0) lines.fail("no sizes", "three whole numbers: rows, columns, entries");
    numbers[i] = *number;
  }
  const auto [rows, columns, count] = numbers;
  if (symmetric && rows != columns) lines.fail("symmetric but not square", "as many rows as columns");
  // An entry takes at least six characters ("1 1 1" and a line feed, the last one perhaps without).
  if (static_cast<std::size_t>(count) > lines.left() / 6 + 1)
    lines.fail(
        fmt::format("announces {}, the text is too short for them", counted(count, "entry", "entries")),
        "as many lines as announced");
  require_memory(static_cast<double>(rows) * sizeof(Index), Budget{}, field);

  std::vector<Entry> entries;
  for (Index i = 0; i < count; ++i) {
    const auto line = lines.next();
    if (!line) lines.fail(fmt::format("the text ends after {} of {} entries", i, count), "all entries");
    const auto parts = words(*line);
    const auto row = parts.size() == 3 ? parse_index(parts[0]) : std::nullopt;
    const auto column = parts.size() == 3 ? parse_index(parts[1]) : std::nullopt;
    const auto value = parts.size() == 3 ? parse_value(parts[2]) : std::nullopt;
    if (!row || !column || !value) lines.fail("no entry", "row, column and a finite value");
    if (*row < 1 || *row > rows || *column < 1 || *column > columns)
      lines.fail(fmt::format("position {}, {} is outside", *row, *column),
                 fmt::format("rows 1 to {}, columns 1 to {}", rows, columns));
    entries.push_back({*row - 1, *column - 1, *value});
    if (symmetric && *row != *column) entries.push_back({*column - 1, *row - 1, *value});
  }
  if (lines.next())
    lines.fail("text after the last entry", counted(count, "entry", "entries") + ", as announced");

  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  });
  SparseMatrix matrix;
  matrix.rows = rows;
  matrix.columns = columns;
  matrix.row_start.assign(static_cast<std::size_t>(rows) + 1, 0);
  for (const Entry& entry : entries) {
    ++matrix.row_start[static_cast<std::size_t>(entry.row) + 1];
    matrix.entries.push_back({entry.column, -1});
    matrix.values.push_back(entry.value);
  }
  for (std::size_t r = 1; r < matrix.row_start.size(); ++r) matrix.row_start[r] += matrix.row_start[r - 1];
  return matrix;
}

}  // namespace convscope
