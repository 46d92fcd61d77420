#include "app/cli/sizes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/output.hpp"
#include "core/geometry/dialects.hpp"

namespace convscope::cli {

namespace {

Json overlap_json(const Overlap& overlap) {
  return {{"min", overlap.min}, {"max", overlap.max}, {"even", overlap.even()}};
}

Json sides_list(const std::vector<Sides>& sides) {
  Json list = Json::array();
  for (const Sides& s : sides) list.push_back({s.begin, s.end});
  return list;
}

std::string sides_words(const std::vector<Sides>& sides) {
  std::string text;
  for (const Sides& s : sides) text += fmt::format("{}{}:{}", text.empty() ? "" : ", ", s.begin, s.end);
  return text;
}

/// 1.5 M and the like; whole numbers below 10 000.
std::string amount(double value) {
  if (value < 1e4) return fmt::format("{:.0f}", value);
  if (value < 1e6) return fmt::format("{:.1f} k", value / 1e3);
  if (value < 1e9) return fmt::format("{:.1f} M", value / 1e6);
  return fmt::format("{:.1f} G", value / 1e9);
}

/// Text of a width in characters, not bytes.
std::string padded(const std::string& text, std::size_t width) {
  const auto length = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; }));
  return text + std::string(width > length ? width - length : 1, ' ');
}

}  // namespace

std::string solve_text(bool transposed, const Shape& input, const Shape& wanted, const SolveBounds& bounds,
                       bool json) {
  const auto found = solve_sizes(transposed, input, wanted, bounds);
  if (json) {
    Json list = Json::array();
    for (const SizeSolution& s : found)
      list.push_back({{"kernel", s.kernel},
                      {"stride", s.stride},
                      {"padding", s.padding},
                      {"dilation", s.dilation},
                      {"output_padding", s.output_padding},
                      {"overlap", overlap_json(s.overlap)},
                      {"products", s.products}});
    return to_text({{"input", to_list(input)}, {"wanted", to_list(wanted)}, {"solutions", list}});
  }
  constexpr std::size_t kShown = 12;
  std::string text = fmt::format("{} {} from {} to {}, even overlap and little work first:\n", found.size(),
                                 found.size() == 1 ? "way" : "ways", to_string(input), to_string(wanted));
  for (std::size_t i = 0; i < std::min(found.size(), kShown); ++i) {
    const SizeSolution& s = found[i];
    text += fmt::format(
        "  k{} s{} p{} d{}{}  {}, {} products\n", s.kernel, s.stride, s.padding, s.dilation,
        transposed ? fmt::format(" op{}", s.output_padding) : "",
        s.overlap.even() ? "even overlap" : fmt::format("overlap {} to {}", s.overlap.min, s.overlap.max),
        amount(s.products));
  }
  if (found.size() > kShown)
    text += fmt::format("  … and {} more (--json lists all)\n", found.size() - kShown);
  return text;
}

std::string ambiguity_text(const Operator& op, const Layer& layer, bool json) {
  const Shape windows = op.geometry.windows();
  Json axes = Json::array();
  std::string text;
  for (std::size_t i = 0; i < windows.rank(); ++i) {
    const auto same = same_outputs(layer, i, windows[i]);
    Json inputs = Json::array();
    text += windows.rank() > 1 ? fmt::format("Axis {}: ", i) : "";
    text += same.size() == 1 ? fmt::format("only {} pixels give {} windows.\n", same[0].input, windows[i])
                             : fmt::format(
                                   "{} sizes give {} windows, and the transposed operator cannot know "
                                   "which it was:\n",
                                   same.size(), windows[i]);
    for (const SameOutput& s : same) {
      inputs.push_back({{"input", s.input},
                        {"padding", {s.padding.begin, s.padding.end}},
                        {"output_padding", s.output_padding}});
      if (same.size() > 1)
        text += fmt::format("  {} pixels: padding {}:{} and output padding {} bring them back\n", s.input,
                            s.padding.begin, s.padding.end, s.output_padding);
    }
    axes.push_back({{"output", windows[i]}, {"inputs", inputs}});
  }
  return json ? to_text({{"windows", to_list(windows)}, {"axes", axes}}) : text;
}

std::string dialects_text(bool transposed, const Shape& input, const Layer& layer, bool json) {
  const auto rows = dialects(transposed, input, layer);
  if (json) {
    Json list = Json::array();
    for (const DialectRow& row : rows) {
      Json one{{"framework", row.framework}, {"setting", row.setting}, {"output", nullptr}};
      one[transposed ? "crop" : "padding"] = nullptr;
      one["shift"] = nullptr;
      if (!row.output.empty()) {
        one["output"] = to_list(row.output);
        one[transposed ? "crop" : "padding"] = sides_list(row.sides);
        if (row.shift) one["shift"] = to_list(*row.shift);
      }
      one["note"] = row.note;
      list.push_back(one);
    }
    return to_text({{"input", to_list(input)}, {"dialects", list}});
  }
  std::string text;
  for (const DialectRow& row : rows) {
    text += padded(row.framework, 9) + padded(row.setting, 34);
    std::string note = row.note;
    if (row.output.empty()) {
      text += note + "\n";
      continue;
    }
    const bool still =
        row.shift && std::all_of(row.shift->begin(), row.shift->end(), [](Index v) { return v == 0; });
    if (!row.shift)
      note = "windows lie between PyTorch's" + (note.empty() ? "" : "; " + note);
    else if (!still) {
      std::string by;
      for (Index v : *row.shift) by += fmt::format("{}{:+}", by.empty() ? "" : ", ", v);
      note = fmt::format("shifted by {} against PyTorch", by) + (note.empty() ? "" : "; " + note);
    }
    text += padded(to_string(row.output), 10) +
            padded(fmt::format("{} {}", transposed ? "crop" : "padding", sides_words(row.sides)), 18) + note;
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
  }
  return text;
}

std::string network_text(const Chain& chain, bool json) {
  const ChainReport r = report(chain);
  if (json) {
    Json list = Json::array();
    for (const ChainStep& step : r.steps) {
      Json one{{"name", step.name},
               {"input", to_list(step.input)},
               {"output", to_list(step.output)},
               {"input_channels", step.input_channels},
               {"output_channels", step.output_channels},
               {"receptive_field", step.receptive_field},
               {"parameters", step.parameters},
               {"multiply_adds", step.multiply_adds}};
      if (!step.warning.empty()) one["warning"] = step.warning;
      list.push_back(one);
    }
    return to_text({{"network", chain.name},
                    {"input", to_list(chain.size)},
                    {"layers", list},
                    {"parameters", r.parameters},
                    {"multiply_adds", r.multiply_adds},
                    {"warnings", r.warnings}});
  }
  std::string text = fmt::format("{}, from {} × {}\n", chain.title, chain.channels, to_string(chain.size));
  text += padded("layer", 10) + padded("output", 18) + padded("sees", 7) + padded("parameters", 12) +
          "multiply-adds\n";
  for (const ChainStep& step : r.steps) {
    text += padded(step.name, 10) +
            padded(fmt::format("{} × {}", step.output_channels, to_string(step.output)), 18) +
            padded(fmt::format("{}", step.receptive_field), 7) + padded(amount(step.parameters), 12) +
            amount(step.multiply_adds) + "\n";
    if (!step.warning.empty()) text += fmt::format("          warning: {}\n", step.warning);
  }
  return text +
         fmt::format("{} parameters, {} multiply-adds\n", amount(r.parameters), amount(r.multiply_adds));
}

}  // namespace convscope::cli
