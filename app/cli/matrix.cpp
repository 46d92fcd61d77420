// convscope matrix: the operator's sparse matrix as a Matrix Market file.
#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "core/base/words.hpp"
#include "core/geometry/contributions.hpp"
#include "core/io/matrix_market.hpp"
#include "core/io/npy.hpp"
#include "core/tex/tex.hpp"

namespace convscope::cli {

namespace {

/// [window channels, pixel channels / groups, taps...]: a bare kernel gets two axes of 1. Several numbers
/// in --input say how many axes are spatial; otherwise 3 axes mean a 1-D layer with channels.
Tensor<double> with_channel_axes(const Tensor<double>& weights, std::size_t input_rank) {
  const Shape& shape = weights.shape();
  const bool bare = shape.rank() == input_rank || (input_rank == 1 && shape.rank() == 2);
  if (shape.rank() < 1 || (!bare && shape.rank() < 3))
    throw Error("weight", fmt::format("has {}, {}", counted(shape.rank(), "axis", "axes"), to_string(shape)),
                "the kernel's spatial axes, or two channel axes and these");
  for (Index extent : shape)
    if (extent == 0)
      throw Error("weight", fmt::format("is empty, {}", to_string(shape)), "extents of 1 or more");
  if (!bare) return weights;
  return Tensor<double>(with_channels(1, 1, shape), {weights.values().begin(), weights.values().end()});
}

/// "OUT,IN": keeps one output and one input channel. In a group IN counts within it.
Tensor<double> one_pair(const Tensor<double>& weights, const Shape& pair, bool transposed) {
  const Shape& shape = weights.shape();
  const Index window = pair[transposed ? 1 : 0], pixel = pair[transposed ? 0 : 1];
  if (window < 0 || window >= shape[0] || pixel < 0 || pixel >= shape[1])
    throw Error("pair", fmt::format("{},{} is outside the weights", pair[0], pair[1]),
                fmt::format("output channels 0 to {}, input channels 0 to {}", shape[transposed ? 1 : 0] - 1,
                            shape[transposed ? 0 : 1] - 1));
  const Shape taps = shape.tail(2);
  const Index plane = element_count(taps);
  const double* first = weights.data() + (window * shape[1] + pixel) * plane;
  return Tensor<double>(with_channels(1, 1, taps), {first, first + plane});
}

Operator operator_for(Direction direction, const Shape& input, const LayerRequest& request) {
  try {
    return make_operator(direction, input, request.layer, request.border);
  } catch (const Error& error) {
    const std::string& field = error.field();
    throw Error(field == "size"                            ? "input"
                : field == "kernel" || field == "channels" ? "weight"
                                                           : field,
                error.problem(), error.legal());
  }
}

}  // namespace

void matrix(const Words& words) {
  Words positionals;
  std::string input_text, weight, pair_text, output, budget_text;
  LayerOptions layer_options;
  bool turned = false, tex = false, json = false, quiet = false;
  Arguments arguments(
      "matrix", "conv|conv-transpose --input SIZE --weight W.npy [options] -o K.mtx",
      "Writes the matrix that the operator is: rows are outputs, columns inputs, both row-major\n"
      "with channels outermost. W has the layer's layout, or is a bare kernel of one channel.");
  arguments.positionals(positionals, 1);
  arguments.option("--input", input_text, "LIST", "spatial size of the input");
  arguments.option("--weight", weight, "W.npy", "the kernel");
  add_layer_options(arguments, layer_options, true);
  arguments.option("--pair", pair_text, "OUT,IN", "only this pair of channels, counted from 0 (all)");
  arguments.flag("--transpose", turned, "write the transposed matrix");
  arguments.option("-o,--output", output, "K.mtx", "Matrix Market coordinate format");
  arguments.flag("--tex", tex, "a bmatrix of LaTeX instead; without -o it is printed");
  add_budget(arguments, budget_text);
  arguments.flag("--json", json, "print rows, columns, stored entries and density as JSON");
  arguments.flag("--quiet", quiet, "print neither a summary nor progress");
  arguments.example("convscope matrix conv --input 3,3 --weight w.npy -o K.mtx");
  if (!arguments.parse(words)) return;
  const Direction direction = read_direction(positionals);
  arguments.require("--input", input_text);
  arguments.require("--weight", weight);
  if (!tex) arguments.require("--output", output);
  LayerRequest request = read_layer(layer_options, direction, positionals.front());
  const Shape input_list = read_list(input_text, "input");
  const Shape pair = read_list(pair_text, "pair");
  if (!pair.empty() && pair.rank() != 2)
    throw UsageError("pair", fmt::format("'{}' is no pair", pair_text), "OUT,IN, as 0,2");
  const Budget budget = read_budget(budget_text);

  ProgressLine line("matrix", quiet);
  Tensor<double> weights = with_channel_axes(read_npy(weight, "weight", budget), input_list.rank());
  if (!pair.empty()) {
    weights = one_pair(weights, pair, direction == Direction::transposed);
    request.layer.channels.groups = 1;
  }
  Layer& layer = request.layer;
  layer.kernel = weights.shape().tail(2);
  layer.channels.window = weights.shape()[0];
  if (layer.channels.groups < 1)
    throw Error("groups", fmt::format("{} is too small", layer.channels.groups), "1 or more");
  if (__builtin_mul_overflow(weights.shape()[1], layer.channels.groups, &layer.channels.pixel))
    throw Error("groups", "is too large", "a common divisor of the input and output channels");
  const Operator op = operator_for(direction, per_axis(input_list, layer.kernel.rank(), 1, "input"), request);

  // Two lists of entries while one is turned; the text leaves in pieces.
  const double entries = static_cast<double>(count_contributions(op.geometry));
  const double extents = static_cast<double>(element_count(op.geometry.pixel_tensor(1))) +
                         static_cast<double>(element_count(op.geometry.window_tensor(1)));
  require_memory(entries * 24 + extents * 16, budget, "input");
  if (!output.empty()) require_writable(output);
  SparseMatrix k = merged(matrix_of(op, weights, budget));
  if (turned) k = transpose(k);
  if (output.empty()) return print(json ? to_text(Json{{"tex", tex_matrix(k)}}) : tex_matrix(k));
  PendingFile file(output);
  if (tex)
    file.write(tex_matrix(k));
  else
    write_matrix_market(k, [&](std::string_view piece) { file.write(piece); });
  finish({&file, 1}, line,
         json    ? to_text(Json{{"rows", k.rows},
                                {"columns", k.columns},
                                {"nonzeros", k.nonzeros()},
                                {"density", k.density()},
                                {"file", output}})
         : quiet ? ""
                 : fmt::format("{}: {} × {}, {} entries, density {:.3g} %\n", output, k.rows, k.columns,
                               k.nonzeros(), 100 * k.density()));
}

}  // namespace convscope::cli
