#include "app/cli/values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/geometry/dialects.hpp"

namespace convscope::cli {

namespace {

bool is_integer_text(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

constexpr std::string_view kList = "a whole number, or one for each spatial axis as 2,1 or 2x1";

Index read_integer(std::string_view text, std::string_view field, std::string_view legal) {
  if (const auto value = parse_index(text)) return *value;
  if (is_integer_text(text))
    throw Error(field, fmt::format("{} is too large", text), fmt::format("at most {}", kLargestIndex));
  throw UsageError(field, fmt::format("'{}' is no whole number", text), legal);
}

}  // namespace

Shape read_list(std::string_view text, std::string_view field) {
  Shape list;
  if (text.empty()) return list;
  for (std::string_view piece : axis_pieces(text)) {
    // Where a number is missing, the whole text says more than nothing between quotes.
    const Index value = read_integer(piece.empty() ? text : piece, field, kList);
    if (list.rank() == Shape::kMaxRank)
      throw Error(field, fmt::format("'{}' has too many numbers", text), kList);
    list.push_back(value);
  }
  return list;
}

Index read_number(std::string_view text, std::string_view field) {
  return read_integer(text, field, "a whole number");
}

double read_positive(std::string_view text, std::string_view field) {
  const auto value = parse_value(text);
  if (!value) throw UsageError(field, fmt::format("'{}' is no number", text), "a number above 0");
  if (*value <= 0) throw Error(field, fmt::format("{} is too small", text), "a number above 0");
  return *value;
}

Shape read_picture_size(std::string_view text, std::string_view field) {
  const auto pieces = split(text, 'x');
  constexpr std::string_view legal = "WIDTHxHEIGHT in pixels, as 1280x720";
  if (pieces.size() != 2) throw UsageError(field, fmt::format("'{}' is no size", text), legal);
  return {read_integer(pieces[0], field, legal), read_integer(pieces[1], field, legal)};
}

void require_range(double value, double least, double most, std::string_view field) {
  if (value < least || value > most)
    throw Error(field, fmt::format("{} is too {}", value, value < least ? "small" : "large"),
                fmt::format("from {} to {}", least, most));
}

void add_layer_options(Arguments& arguments, LayerOptions& options, bool channels) {
  arguments.option("--stride", options.stride, "LIST", "distance between windows (1)");
  arguments.option("--padding", options.padding, "LIST",
                   "numbers, begin:end pairs, valid, same, same-lower or full (0)");
  arguments.option("--padding-mode", options.padding_mode, "MODE",
                   "zeros, reflect, replicate or circular (zeros)");
  arguments.option("--dilation", options.dilation, "LIST", "distance between weights (1)");
  arguments.option("--output-padding", options.output_padding, "LIST",
                   "rows added at the end of a transposed convolution's output (0)");
  arguments.option("--output-size", options.output_size, "LIST",
                   "size of a transposed convolution's output, instead of --output-padding");
  if (channels) arguments.option("--groups", options.groups, "N", "divides both channel counts (1)");
  arguments.option("--dialect", options.dialect, "NAME",
                   "whose size rules a transposed convolution follows: pytorch, keras or onnx (pytorch)");
}

LayerRequest read_layer(const LayerOptions& options, Direction direction, std::string_view op) {
  LayerRequest request;
  if (direction == Direction::convolution)
    for (const auto& [text, name] :
         {std::pair{&options.output_padding, "output-padding"}, {&options.output_size, "output-size"}})
      if (!text->empty())
        throw UsageError(name, fmt::format("has no meaning for {}", op),
                         "an option of transposed convolutions");
  if (!options.stride.empty()) request.layer.stride = read_list(options.stride, "stride");
  if (!options.dilation.empty()) request.layer.dilation = read_list(options.dilation, "dilation");
  if (!options.output_padding.empty())
    request.layer.output_padding = read_list(options.output_padding, "output-padding");
  request.layer.output_size = read_list(options.output_size, "output-size");
  if (!options.groups.empty()) request.layer.channels.groups = read_number(options.groups, "groups");

  if (!options.padding.empty()) {
    // Numbers beyond what fits are not malformed.
    for (std::string_view piece : axis_pieces(options.padding))
      for (std::string_view side : split(piece, ':'))
        if (is_integer_text(side)) read_number(side, "padding");
    request.layer.padding = usage([&] { return parse_padding(options.padding); });
  }
  if (!options.padding_mode.empty())
    request.border = usage([&] { return parse_border(options.padding_mode); });
  if (!options.dialect.empty()) request.layer.dialect = usage([&] { return parse_dialect(options.dialect); });
  return request;
}

Direction read_direction(const Words& positionals) {
  constexpr Names<Direction, 2> directions{"operator", {"conv", "conv-transpose"}};
  if (positionals.empty())
    throw UsageError("operator", "is missing", listed(directions.names, directions.listing));
  return usage([&] { return directions.parse(positionals.front()); });
}

void add_budget(Arguments& arguments, std::string& text) {
  arguments.option("--memory-budget", text, "GiB", "refuse work that would need more memory (4)");
}

Budget read_budget(const std::string& text) {
  if (text.empty()) return {};
  const double gib = read_positive(text, "memory-budget");
  require_range(gib, 0, 1e6, "memory-budget");
  return {static_cast<Index>(gib * 1024 * 1024 * 1024)};
}

}  // namespace convscope::cli
