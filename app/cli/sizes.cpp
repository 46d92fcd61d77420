#include "app/cli/sizes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/views/sizes/page.hpp"
#include "core/base/names.hpp"
#include "core/geometry/dialects.hpp"
#include "core/ops/resample/resize_dialects.hpp"
#include "core/scenario/size_documents.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope::cli {

namespace {

/// Text of a width in characters, not bytes.
std::string padded(const std::string& text, std::size_t width) {
  const auto length = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; }));
  return text + std::string(width > length ? width - length : 1, ' ');
}

/// One number where all axes agree.
std::string extent(const Shape& values) {
  const bool alike = std::all_of(values.begin(), values.end(), [&](Index v) { return v == values[0]; });
  return alike ? fmt::format("{}", values[0]) : to_string(values);
}

/// Where the row stands against PyTorch's; empty where it is aligned.
std::string shift_words(const DialectRow& row) {
  const auto word = [](const std::optional<Index>& by) {
    return !by        ? std::string("windows lie between PyTorch's")
           : *by == 0 ? std::string()
                      : fmt::format("shifted by {:+} against PyTorch", *by);
  };
  if (std::all_of(row.shift.begin(), row.shift.end(), [&](const auto& by) { return by == row.shift[0]; }))
    return word(row.shift[0]);
  std::string words;
  for (std::size_t i = 0; i < row.shift.size(); ++i)
    if (const std::string one = word(row.shift[i]); !one.empty())
      words += fmt::format("{}{} on axis {}", words.empty() ? "" : ", ", one, i);
  return words;
}

}  // namespace

std::string solve_text(bool transposed, const Shape& input, const Shape& wanted,
                       std::span<const SolveBounds> bounds, bool json) {
  const SizeSolutions found = solve_sizes(transposed, input, wanted, bounds);
  if (json) return solve_document(input, wanted, found);
  constexpr std::size_t kShown = 12;
  const auto ways = [](double n) { return fmt::format("{} {}", amount_text(n), n == 1 ? "way" : "ways"); };
  const double all = found.axes.empty() ? static_cast<double>(found.sets.size()) : found.combinations;
  std::string text = fmt::format("{} from {} to {}, ", ways(all), to_string(input), to_string(wanted));
  if (found.axes.empty()) {
    text += fmt::format("{}even overlap and little work first:\n",
                        std::max(input.rank(), wanted.rank()) > 1 ? "the same on every axis, " : "");
  } else {
    text += "none of them the same on every axis; even overlap and the fewest differences first:\n";
    for (std::size_t i = 0; i < found.axes.size(); ++i)
      text += fmt::format("  axis {}: {} from {} to {}\n", i, ways(static_cast<double>(found.axes[i].size())),
                          input[input.rank() > 1 ? i : 0], wanted[wanted.rank() > 1 ? i : 0]);
  }
  for (std::size_t i = 0; i < std::min(found.sets.size(), kShown); ++i) {
    const SizeSolution& s = found.sets[i];
    text += fmt::format(
        "  k{} s{} p{} d{}{}  {}, {} products\n", sizes_text(s.kernel), sizes_text(s.stride),
        sizes_text(s.padding), sizes_text(s.dilation),
        transposed ? fmt::format(" op{}", sizes_text(s.output_padding)) : "",
        s.overlap.even() ? "even overlap" : fmt::format("overlap {} to {}", s.overlap.min, s.overlap.max),
        amount_text(s.products));
  }
  const double more = all - static_cast<double>(std::min(found.sets.size(), kShown));
  if (more > 0)
    text += fmt::format("  … and {} more (--json lists {})\n", amount_text(more),
                        static_cast<double>(found.sets.size()) < all ? "those of each axis" : "all");
  return text;
}

std::string ambiguity_text(const Operator& op, const Layer& layer, bool json) {
  const Shape windows = op.geometry.windows();
  std::vector<std::vector<SameOutput>> axes;
  for (std::size_t i = 0; i < windows.rank(); ++i) axes.push_back(same_outputs(layer, i, windows[i]));
  if (json) return ambiguity_document(windows, axes);
  std::string text;
  for (std::size_t i = 0; i < windows.rank(); ++i) {
    const auto& same = axes[i];
    text += windows.rank() > 1 ? fmt::format("Axis {}: ", i) : "";
    text += same.size() == 1 ? fmt::format("only {} pixels give {} windows.\n", same[0].input, windows[i])
                             : fmt::format(
                                   "{} sizes give {} windows, and the transposed operator cannot know "
                                   "which it was:\n",
                                   same.size(), windows[i]);
    if (same.size() == 1) continue;
    for (const SameOutput& s : same)
      text += fmt::format("  {} pixels: padding {}:{} and output padding {} bring them back\n", s.input,
                          s.padding.begin, s.padding.end, s.output_padding);
  }
  return text;
}

std::string dialects_text(bool transposed, const Shape& input, const Layer& layer, bool json) {
  const auto rows = dialects(transposed, input, layer);
  if (json) return dialects_document(transposed, input, rows);
  std::string text;
  for (const DialectRow& row : rows) {
    text += padded(row.framework, 9) + padded(row.setting, 40);
    if (row.output.empty()) {
      text += row.note + "\n";
      continue;
    }
    std::string note = shift_words(row);
    if (!row.note.empty()) note += (note.empty() ? "" : "; ") + row.note;
    text += padded(to_string(row.output), 10) +
            padded(fmt::format("{} {}", transposed ? "crop" : "padding", sides_words(row.sides)), 18) + note;
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
  }
  return text;
}

std::string resize_text(Index from, double factor, std::string_view against, bool json) {
  const std::vector<ResizeDialect> rows = resize_dialects(from, factor);
  const ResizeDialect& reference = against.empty() ? rows.front() : row_named(rows, against, "against");
  if (json) return resize_document(rows, static_cast<std::size_t>(&reference - rows.data()));
  std::string text = fmt::format("{} → {}, shifts against {}, in output pixels\n", rows.front().axis.from,
                                 rows.front().axis.to, reference.name);
  for (const ResizeDialect& row : rows) {
    std::vector<std::string> places;
    for (const double place : row.places) places.push_back(fmt::format("{:.4g}", place));
    text += fmt::format("{}{}\n  shift {}; of nearest {}\n  {}\n", padded(std::string(row.name), 22), row.who,
                        shift_text(shift_between(row, reference, false)),
                        shift_text(shift_between(row, reference, true)), fmt::join(places, " "));
  }
  return text;
}

std::string network_text(const Chain& chain, bool json) {
  const ChainReport r = report(chain);
  if (json) return network_document(chain, r);
  std::string text = fmt::format("{}, from {} × {}\n", chain.title, chain.channels, to_string(chain.size));
  text += padded("layer", 10) + padded("output", 18) + padded("sees", 10) + padded("parameters", 12) +
          "multiply-adds\n";
  for (const ChainStep& step : r.steps) {
    text += padded(step.name, 10) +
            padded(fmt::format("{} × {}", step.output_channels, to_string(step.output)), 18) +
            padded(extent(step.receptive_field), 10) + padded(amount_text(step.parameters), 12) +
            amount_text(step.multiply_adds) + "\n";
    if (!step.warning.empty()) text += fmt::format("          warning: {}\n", step.warning);
  }
  return text + fmt::format("{} parameters, {} multiply-adds\n", amount_text(r.parameters),
                            amount_text(r.multiply_adds));
}

}  // namespace convscope::cli
