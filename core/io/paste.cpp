#include "core/io/paste.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

using Rows = std::vector<std::vector<double>>;

constexpr std::string_view kLegal =
    "a matrix from a spreadsheet or NumPy, as 1 2 or [[1, 2], [3, 4]], or a line";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kMostCells = 16'000'000, kMostShown = 24;

std::string shown(std::string_view text) {
  if (text.size() <= kMostShown) return std::string(text);
  std::size_t end = kMostShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // within a character
  return std::string(text.substr(0, end)) + "…";
}

/// Typographic minus signs and spaces that cannot break, as spreadsheets and web pages have them.
std::string plain(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kInstead[] = {
      {"\xE2\x88\x92", "-"}, {"\xC2\xA0", " "}, {"\xE2\x80\xAF", " "}, {"\xEF\xBB\xBF", ""}};
  std::string out(text);
  for (const auto& [from, to] : kInstead)
    for (std::size_t at = 0; (at = out.find(from, at)) != std::string::npos; at += to.size())
      out.replace(at, from.size(), to);
  return out;
}

double number(std::string_view text, const Rows& rows) {
  std::string_view digits = trim(text);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.size() > 1 && digits.ends_with('.')) digits.remove_suffix(1);  // NumPy writes 1.
  if (const auto value = parse_value(digits)) return *value;
  const std::size_t row = rows.size(), column = rows.back().size() + 1;
  throw Error("paste",
              trim(text).empty()
                  ? fmt::format("row {}, column {} is empty", row, column)
                  : fmt::format("'{}' in row {}, column {} is no number", shown(trim(text)), row, column),
              std::string(kLegal));
}

/// Words between blanks and commas; two commas in a row have an empty word between them.
void read_words(std::string_view line, Rows& rows) {
  bool comma = true;  // a number is due
  for (std::size_t at = 0; at < line.size();) {
    if (kBlanks.find(line[at]) != std::string_view::npos) {
      ++at;
    } else if (line[at] == ',') {
      if (comma) number("", rows);
      comma = true;
      ++at;
    } else {
      const std::size_t end = std::min(line.find_first_of(" \t\r\n,", at), line.size());
      rows.back().push_back(number(line.substr(at, end - at), rows));
      comma = false;
      at = end;
    }
  }
}

Rows read_brackets(std::string_view text) {
  Rows rows;
  std::vector<std::size_t> opened(1, 0);  // lists opened at each depth
  std::size_t depth = 0, deepest = 0, from = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '[' && c != ']' && c != ';') continue;
    const std::string_view before = trim(text.substr(from, at - from));
    from = at + 1;
    if (c == '[') {
      if (!before.empty() && before != ",") number(before, rows.empty() ? Rows(1) : rows);
      if (opened.size() <= ++depth) opened.push_back(0);
      ++opened[depth];
      if (depth >= deepest) {
        deepest = depth;
        rows.emplace_back();
        if (rows.size() > 1 && rows[rows.size() - 2].empty()) rows.erase(rows.end() - 2);
      }
      continue;
    }
    if (depth == 0) break;
    if (depth == deepest) {
      // NumPy ends no line with a comma, Python may.
      read_words(before, rows);
    } else if (!before.empty() && before != ",") {
      number(before, rows);
    }
    if (c == ';')
      rows.emplace_back();
    else if (--depth == 0)
      break;
  }
  if (depth != 0) throw Error("paste", "a bracket is not closed", std::string(kLegal));
  for (std::size_t d = 1; d + 1 < deepest; ++d)
    if (opened[d + 1] > 1)
      throw Error("paste", fmt::format("the array has {} axes", deepest), "one matrix of two axes");
  return rows;
}

Rows read_lines(std::string_view text) {
  const bool tabs = text.find('\t') != std::string_view::npos;
  const bool semicolons = !tabs && text.find(';') != std::string_view::npos;
  Rows rows;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trim(line).empty()) continue;
    rows.emplace_back();
    if (!tabs && !semicolons) {
      read_words(line, rows);
      continue;
    }
    // Empty cells at a line's end are the rest of a sheet.
    const char separator = tabs ? '\t' : ';';
    while (!line.empty() && (line.back() == separator || line.back() == ' ')) line.remove_suffix(1);
    for (std::string_view piece : split(line, separator)) {
      std::string cell(piece);
      if (std::ranges::count(cell, ',') == 1 && cell.find('.') == std::string::npos)
        std::ranges::replace(cell, ',', '.');
      rows.back().push_back(number(cell, rows));
    }
  }
  return rows;
}

}  // namespace

Tensor<double> parse_matrix(std::string_view given) {
  const std::string text = plain(given);
  if (trim(text).empty()) throw Error("paste", "there is no text to paste", std::string(kLegal));
  if (text.find("...") != std::string::npos)
    throw Error("paste", "some numbers are left out (...)",
                "the whole matrix; numpy.set_printoptions(threshold=numpy.inf) prints it");
  const std::size_t bracket = text.find('[');
  const Rows rows =
      bracket == std::string::npos ? read_lines(text) : read_brackets(std::string_view(text).substr(bracket));
  const std::size_t width = rows.empty() ? 0 : rows.front().size();
  if (width == 0) throw Error("paste", "there is no number in it", std::string(kLegal));
  if (rows.size() * width > kMostCells)
    throw Error("paste", fmt::format("{} cells are too many", rows.size() * width), "up to 16 million");
  std::vector<double> values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != width)
      throw Error("paste",
                  fmt::format("row 1 has {}, row {} has {}", counted(width, "number"), i + 1, rows[i].size()),
                  "rows of equal length");
    values.insert(values.end(), rows[i].begin(), rows[i].end());
  }
  const auto count = static_cast<Index>(rows.size()), columns = static_cast<Index>(width);
  return columns == 1 ? Tensor<double>(Shape{1, count}, std::move(values))
                      : Tensor<double>(Shape{count, columns}, std::move(values));
}

bool looks_like_spec(std::string_view text) {
  const std::string_view line = trim(text);
  const std::string_view word = line.substr(0, line.find_first_of(" \t\n"));
  return word == "conv" || word == "tconv";
}

}  // namespace convscope
