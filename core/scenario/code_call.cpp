#include "core/scenario/code_call.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope::code_call {

namespace {

constexpr auto kCalls = std::to_array<Call>({
    {"ConvTranspose#d", Style::pytorch, true,
     "in_channels out_channels kernel_size stride padding output_padding groups bias dilation padding_mode "
     "device "
     "dtype"},
    {"Conv#d", Style::pytorch, false,
     "in_channels out_channels kernel_size stride padding dilation groups bias padding_mode device dtype"},
    {"conv_transpose#d", Style::pytorch_function, true,
     "input weight bias stride padding output_padding groups dilation"},
    // Before PyTorch's function: their names differ by the room in front only.
    {"tf.nn.conv#d_transpose", Style::tensorflow, true,
     "input filters output_shape strides padding data_format dilations name"},
    {"tf.nn.conv#d", Style::tensorflow, false, "input filters strides padding data_format dilations name"},
    {"conv#d", Style::pytorch_function, false, "input weight bias stride padding dilation groups"},
    {"Conv#DTranspose", Style::keras, true,
     "filters kernel_size strides padding output_padding data_format dilation_rate activation use_bias"},
    {"DepthwiseConv#D", Style::keras, false,
     "kernel_size strides padding depth_multiplier data_format dilation_rate activation use_bias", true},
    {"Conv#D", Style::keras, false,
     "filters kernel_size strides padding data_format dilation_rate groups activation use_bias"},
    {"lax.conv_transpose", Style::jax, true,
     "lhs rhs strides padding rhs_dilation dimension_numbers transpose_kernel precision"},
    {"lax.conv_general_dilated", Style::jax_general, false,
     "lhs rhs window_strides padding lhs_dilation rhs_dilation dimension_numbers feature_group_count "
     "batch_group_count precision"},
    {"lax.conv", Style::jax, false, "lhs rhs window_strides padding precision"},
    {"ConvTranspose", Style::flax, true, "features kernel_size strides padding kernel_dilation use_bias"},
    {"Conv", Style::flax, false,
     "features kernel_size strides padding input_dilation kernel_dilation feature_group_count use_bias"},
});

bool is_word(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A call's name that ends in front of `open`; with rooms: "tf.nn.conv2d".
std::optional<Found> call_before(std::string_view text, std::size_t open) {
  std::size_t end = open;
  while (end > 0 && text[end - 1] == ' ') --end;
  std::size_t begin = end;
  while (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  const std::string_view name = text.substr(begin, end - begin);
  for (const Call& call : kCalls) {
    const std::size_t number = call.name.find('#');
    const auto matches = [&](std::string_view wanted) {
      return name == wanted || (name.ends_with(wanted) && name[name.size() - wanted.size() - 1] == '.');
    };
    if (number == call.name.npos && matches(call.name)) return Found{&call, std::nullopt, open + 1};
    if (number == call.name.npos) continue;
    for (std::size_t rank = 1; rank <= 3; ++rank) {
      std::string wanted(call.name);
      wanted[number] = static_cast<char>('0' + rank);
      if (matches(wanted)) return Found{&call, rank, open + 1};
    }
  }
  if (name.ends_with("make_node")) {
    static constexpr Call kNode{"make_node", Style::onnx, false, "op_type inputs outputs"};
    return Found{&kNode, std::nullopt, open + 1};
  }
  return std::nullopt;
}

/// What stands between the brackets, piece by piece: "3", "stride=(2, 1)".
std::vector<std::string_view> pieces_from(std::string_view text, std::size_t at) {
  std::vector<std::string_view> pieces;
  std::size_t begin = at, depth = 0;
  char quote = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') quote = c;
    if (c == '(' || c == '[' || c == '{') ++depth;
    const bool closes = c == ')' || c == ']' || c == '}';
    if ((closes || c == ',') && depth == 0) {
      const std::string_view piece = trim(text.substr(begin, i - begin));
      if (!piece.empty()) pieces.push_back(piece);
      if (closes) return pieces;
      begin = i + 1;
    }
    if (closes) --depth;
  }
  throw Error("code", "the layer's bracket is not closed", "a whole call, as nn.Conv2d(1, 1, 3)");
}

}  // namespace

std::optional<Found> find(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '(')
      if (const auto found = call_before(text, i)) return found;
  return std::nullopt;
}

Arguments::Arguments(std::string_view text, const Found& found) {
  const std::vector<std::string_view> pieces = pieces_from(text, found.open);
  const auto order = split(found.call->arguments, ' ');
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    std::size_t name_end = 0;
    while (name_end < pieces[i].size() && is_word(pieces[i][name_end])) ++name_end;
    const std::string_view behind = trim(pieces[i].substr(name_end));
    if (behind.starts_with('=') && !behind.starts_with("==")) {
      // Their lists are complete here; the others' have many that say nothing of sizes.
      const bool complete =
          found.call->style == Style::pytorch || found.call->style == Style::pytorch_function;
      const std::string_view name = pieces[i].substr(0, name_end);
      if (complete && std::ranges::find(order, name) == order.end())
        throw Error("code", fmt::format("the layer has no argument '{}'", name),
                    fmt::format("{}", fmt::join(order, ", ")));
      values_[std::string(pieces[i].substr(0, name_end))] = std::string(trim(behind.substr(1)));
      continue;
    }
    if (i >= order.size())
      throw Error("code", fmt::format("the layer has {} arguments", pieces.size()),
                  fmt::format("{}", fmt::join(order, ", ")));
    values_[std::string(order[i])] = std::string(pieces[i]);
  }
}

bool Arguments::has(std::string_view name) const {
  const auto at = values_.find(name);
  return at != values_.end() && at->second != "None";
}

std::string Arguments::text(std::string_view name) const {
  if (!has(name)) return {};
  const std::string_view value = values_.find(name)->second;
  if (value.size() < 2 || (value[0] != '\'' && value[0] != '"')) return {};
  return lower(value.substr(1, value.size() - 2));
}

bool Arguments::is_true(std::string_view name) const {
  return has(name) && values_.find(name)->second == "True";
}

std::vector<Index> Arguments::numbers(std::string_view name) const {
  std::vector<Index> list;
  if (!has(name)) return list;
  std::string value = values_.find(name)->second;
  for (char& c : value)
    if (c == '(' || c == ')' || c == '[' || c == ']' || c == ',') c = ' ';
  for (const std::string_view word : split(std::string_view(value), ' ')) {
    if (word.empty()) continue;
    const auto number = parse_index(word);
    if (!number)
      throw Error("code", fmt::format("{} is {}, not a number", name, values_.find(name)->second),
                  "whole numbers in place of names");
    list.push_back(*number);
  }
  return list;
}

Index Arguments::number(std::string_view name, Index otherwise) const {
  const auto list = numbers(name);
  return list.empty() ? otherwise : list[0];
}

}  // namespace convscope::code_call
