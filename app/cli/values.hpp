// From the words of the command line to values. Malformed text is a UsageError; a well-formed number that
// cannot be is an Error.
#pragma once

#include <string>
#include <string_view>

#include "app/cli/arguments.hpp"
#include "core/geometry/layer.hpp"
#include "core/ops/operator.hpp"

namespace convscope::cli {

/// "2" or "2,1", up to five whole numbers. An empty text is an empty list.
Shape read_list(std::string_view text, std::string_view field);
/// One whole number.
Index read_number(std::string_view text, std::string_view field);
/// One finite number above 0.
double read_positive(std::string_view text, std::string_view field);
/// "1280x720".
Shape read_picture_size(std::string_view text, std::string_view field);
/// Error unless the value lies within [least, most].
void require_range(double value, double least, double most, std::string_view field);

/// The options that apply, shape and matrix share. All may be empty.
struct LayerOptions {
  std::string stride, padding, padding_mode, dilation, output_padding, output_size, groups, dialect;
};
/// `channels`: whether --groups has a meaning.
void add_layer_options(Arguments& arguments, LayerOptions& options, bool channels);

/// A layer but for its kernel size and channels.
struct LayerRequest {
  Layer layer;
  BorderMode border = BorderMode::zeros;
};
/// Errors: UsageError also for transposed-only options that were given for `op`, a convolution.
LayerRequest read_layer(const LayerOptions& options, Direction direction, std::string_view op);

/// "conv" or "conv-transpose". Errors: UsageError("operator", ...).
Direction read_direction(const Words& positionals);

void add_budget(Arguments& arguments, std::string& text);
/// The default when the text is empty.
Budget read_budget(const std::string& text);

}  // namespace convscope::cli
