#include "core/io/matrix_market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/parallel.hpp"
#include "core/base/words.hpp"

namespace convscope {

SparseMatrix merged(SparseMatrix m) {
  std::size_t to = 0, from = 0;
  for (std::size_t r = 0; r < static_cast<std::size_t>(m.rows); ++r) {
    const std::size_t first = to;
    for (; from < static_cast<std::size_t>(m.row_start[r + 1]); ++from) {
      if (to > first && m.column[to - 1] == m.column[from]) {
        m.values[to - 1] += m.values[from];
        continue;
      }
      m.column[to] = m.column[from];
      m.values[to++] = m.values[from];
    }
    m.row_start[r + 1] = static_cast<Index>(to);
  }
  m.column.resize(to);
  m.values.resize(to);
  return m;
}

namespace {

/// Numbers as text. A matrix has few different values, so their decimals are remembered.
class EntryText {
 public:
  /// The lines of the rows [first, end).
  std::string lines(const SparseMatrix& m, Index first, Index end) {
    const auto row_start = [&](Index r) { return m.row_start[static_cast<std::size_t>(r)]; };
    std::string text;
    // Three numbers, two blanks and a line feed; what does not fit is made room for.
    text.resize(static_cast<std::size_t>(row_start(end) - row_start(first)) * 32 + kLongestLine);
    std::size_t size = 0;
    for (Index r = first; r < end; ++r) {
      char row[kLongestIndex];
      char* row_end = std::to_chars(row, row + sizeof row, r + 1).ptr;
      *row_end++ = ' ';
      const auto row_size = static_cast<std::size_t>(row_end - row);
      for (Index i = row_start(r); i < row_start(r + 1); ++i) {
        if (text.size() - size < kLongestLine) text.resize(2 * text.size());
        char* out = text.data() + size;
        std::memcpy(out, row, row_size);
        out += row_size;
        out = std::to_chars(out, out + kLongestIndex, m.column[static_cast<std::size_t>(i)] + Index{1}).ptr;
        *out++ = ' ';
        const Decimals& value = decimals(m.values[static_cast<std::size_t>(i)]);
        std::memcpy(out, value.text, sizeof value.text);
        out += value.size;
        *out++ = '\n';
        size = static_cast<std::size_t>(out - text.data());
      }
    }
    text.resize(size);
    return text;
  }

 private:
  static constexpr std::size_t kLongestIndex = 24, kLongestLine = 96;
  struct Decimals {
    double value = 0;
    std::size_t size = 0;  ///< 0: nothing is remembered here
    char text[32] = {};
  };

  const Decimals& decimals(double value) {
    if (value == 0) value = 0;  // of zeros, only one
    const auto bits = std::bit_cast<std::uint64_t>(value);
    Decimals& known = known_[(bits * 0x9E3779B97F4A7C15U) >> 56U];
    if (known.size == 0 || known.value != value) {
      known.value = value;
      known.size = fmt::format_to_n(known.text, sizeof known.text, "{}", value).size;
    }
    return known;
  }

  std::array<Decimals, 256> known_{};
};

}  // namespace

void write_matrix_market(const SparseMatrix& matrix, const std::function<void(std::string_view)>& write) {
  write(fmt::format("%%MatrixMarket matrix coordinate real general\n{} {} {}\n", matrix.rows, matrix.columns,
                    matrix.nonzeros()));
  constexpr Index kEntries = 1 << 16, kPieces = 8;
  const Index rows = std::max<Index>(1, matrix.rows * kEntries / std::max<Index>(1, matrix.nonzeros()));
  for (Index first = 0; first < matrix.rows; first += rows * kPieces) {
    std::array<std::string, kPieces> pieces;
    in_parallel(std::min(kPieces, (matrix.rows - first + rows - 1) / rows), [&](Index i) {
      const Index from = first + i * rows;
      pieces[static_cast<std::size_t>(i)] =
          EntryText().lines(matrix, from, std::min(from + rows, matrix.rows));
    });
    for (const std::string& piece : pieces) write(piece);
  }
}

std::string matrix_market_text(const SparseMatrix& matrix) {
  std::string text;
  write_matrix_market(merged(matrix), [&](std::string_view piece) { text += piece; });
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

SparseMatrix parse_matrix_market(std::string_view text, std::string_view field, Budget budget) {
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
  require_memory(static_cast<double>(rows) * sizeof(Index), budget, field);

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
    matrix.column.push_back(static_cast<std::int32_t>(entry.column));
    matrix.values.push_back(entry.value);
  }
  for (std::size_t r = 1; r < matrix.row_start.size(); ++r) matrix.row_start[r] += matrix.row_start[r - 1];
  return matrix;
}

}  // namespace convscope
