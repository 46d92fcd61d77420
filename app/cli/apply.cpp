// convscope apply: an operator or a gradient on .npy files.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "core/base/names.hpp"
#include "core/base/words.hpp"
#include "core/geometry/contributions.hpp"
#include "core/io/npy.hpp"
#include "core/ops/convolve.hpp"
#include "core/ops/with_method.hpp"

namespace convscope::cli {

namespace {

enum class Task { forward, input_gradient, weight_gradient };

struct Op {
  std::string_view name;
  Direction direction;
  Task task;
};
constexpr Op kOps[] = {
    {"conv", Direction::convolution, Task::forward},
    {"conv-transpose", Direction::transposed, Task::forward},
    {"conv-input-grad", Direction::convolution, Task::input_gradient},
    {"conv-transpose-input-grad", Direction::transposed, Task::input_gradient},
    {"conv-weight-grad", Direction::convolution, Task::weight_gradient},
    {"conv-transpose-weight-grad", Direction::transposed, Task::weight_gradient},
};

const Op& find_op(const Words& positionals) {
  const std::vector<std::string_view> names = names_of(kOps);
  const std::string all = listed(names, Listing::commas);
  if (positionals.empty()) throw UsageError("operator", "is missing", all);
  const std::string& name = positionals.front();
  if (const Op* op = find_row(kOps, name)) return *op;
  const std::string near = did_you_mean(name, names, "");
  throw UsageError("operator", fmt::format("'{}' is not known", name),
                   near.empty() ? all : fmt::format("{} Known are {}", near, all));
}

struct ApplyOptions {
  std::string input, weight, bias, output_gradient, input_size, kernel_size, output, budget, fast;
  LayerOptions layer;
  bool json = false, quiet = false;
};

Arguments declare_apply(ApplyOptions& o, Words& positionals) {
  Arguments arguments(
      "apply", "OP --input X.npy --weight W.npy [options] -o Y.npy",
      "Applies an operator to arrays [N, C, spatial...] with 1 to 3 spatial axes. OP is one of\n"
      "  conv, conv-transpose                          --input --weight [--bias]\n"
      "  conv-input-grad, conv-transpose-input-grad    --grad-output --weight --input-size\n"
      "  conv-weight-grad, conv-transpose-weight-grad  --grad-output --input --kernel-size\n"
      "Weights are laid out as in PyTorch: (O, I/groups, k...), transposed (I, O/groups, k...).");
  arguments.positionals(positionals, 1);
  arguments.option("--input", o.input, "X.npy", "the operator's input");
  arguments.option("--weight", o.weight, "W.npy", "the kernel");
  arguments.option("--bias", o.bias, "B.npy", "one number for each output channel");
  arguments.option("--grad-output", o.output_gradient, "GY.npy", "gradient with respect to the output");
  arguments.option("--input-size", o.input_size, "LIST", "spatial size of the input");
  arguments.option("--kernel-size", o.kernel_size, "LIST", "weights of the kernel");
  add_layer_options(arguments, o.layer, true);
  arguments.option("-o,--output", o.output, "Y.npy", "the result, float32");
  arguments.option(
      "--fast", o.fast, "winograd",
      "sums by Winograd's F(4x4, 3x3), in float32: faster, less exact; for 3 x 3 kernels without "
      "stride and dilation");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print the result's shape as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a summary nor progress");
  arguments.example("convscope apply conv-transpose --input x.npy --weight w.npy --stride 2 -o y.npy");
  return arguments;
}

/// What each task needs, and nothing that it cannot use.
void check_operands(const Arguments& arguments, const ApplyOptions& o, const Op& op) {
  const bool forward = op.task == Task::forward;
  const struct {
    std::string_view name;
    const std::string& value;
    bool needed, allowed;
  } operands[] = {{"--input", o.input, op.task != Task::input_gradient, false},
                  {"--weight", o.weight, op.task != Task::weight_gradient, false},
                  {"--bias", o.bias, false, forward},
                  {"--grad-output", o.output_gradient, !forward, false},
                  {"--input-size", o.input_size, op.task == Task::input_gradient, false},
                  {"--kernel-size", o.kernel_size, op.task == Task::weight_gradient, false},
                  {"--fast", o.fast, false, op.task != Task::weight_gradient},
                  {"--output", o.output, true, false}};
  for (const auto& operand : operands) {
    if (operand.needed) arguments.require(operand.name, operand.value);
    if (!operand.needed && !operand.allowed && !operand.value.empty())
      throw UsageError(operand.name.substr(2), fmt::format("has no meaning for {}", op.name),
                       "convscope apply --help says what each operator takes");
  }
}

double bytes_of(const Shape& shape) {
  double bytes = sizeof(double);
  for (Index extent : shape) bytes *= static_cast<double>(extent);
  return bytes;
}

/// An array from a file, 3 to 5 axes without empty ones.
Tensor<double> read_operand(const std::string& path, std::string_view field, Budget& left) {
  Tensor<double> tensor = read_npy(path, field, left);
  const Shape& shape = tensor.shape();
  if (shape.rank() < 3)
    throw Error(field, fmt::format("has {}, {}", counted(shape.rank(), "axis", "axes"), to_string(shape)),
                "3 to 5: two for batch or channels, then 1 to 3 spatial ones");
  if (std::find(shape.begin(), shape.end(), 0) != shape.end())
    throw Error(field, fmt::format("is empty, {}", to_string(shape)), "extents of 1 or more");
  left.bytes -= static_cast<Index>(bytes_of(shape));
  return tensor;
}

void require_rank(const Tensor<double>& tensor, std::size_t spatial, std::string_view field,
                  std::string_view because) {
  if (tensor.shape().rank() != spatial + 2)
    throw Error(
        field,
        fmt::format("has {}, {}", counted(tensor.shape().rank(), "axis", "axes"), to_string(tensor.shape())),
        fmt::format("{}, as {}", spatial + 2, because));
}

/// One number for all axes, one for each, or the whole shape with `leading` in front.
Shape spatial_list(const Shape& list, std::size_t rank, std::span<const Index> leading,
                   std::string_view field) {
  if (list.rank() != rank + 2 || rank + 2 == 0) return per_axis(list, rank, 1, field);
  for (std::size_t i = 0; i < 2; ++i)
    if (list[i] != leading[i])
      throw Error(
          field, fmt::format("{} does not fit the arrays", to_string(list)),
          fmt::format("{} numbers, or a shape that begins with {} × {}", rank, leading[0], leading[1]));
  return per_axis(list.tail(2), rank, 1, field);
}

void require_channels(Index got, Index wanted, std::string_view field, std::string_view because) {
  if (got != wanted)
    throw Error(field, fmt::format("has {} channel{}", got, got == 1 ? "" : "s"),
                fmt::format("{}, as {}", wanted, because));
}

/// Before the weights' shape is read with them. `channels` are those of the weights and of the data.
void require_groups(Index groups, Index window_channels, Index data_channels) {
  if (groups < 1) throw Error("groups", fmt::format("{} is too small", groups), "1 or more");
  for (Index channels : {window_channels, data_channels})
    if (channels % groups != 0)
      throw Error("groups", fmt::format("{} does not divide {}", groups, counted(channels, "channel")),
                  "a common divisor of the input and output channels");
}

/// The operands of one run.
struct Operands {
  Tensor<double> input, weight, bias, output_gradient;
  Shape input_size;  ///< of the operator's input, whatever the task
};

void read_forward_bias(Operands& in, const ApplyOptions& o, const Op& op, const Layer& layer, Budget& left) {
  if (o.bias.empty()) return;
  in.bias = read_npy(o.bias, "bias", left);
  const Index wanted = op.direction == Direction::transposed ? layer.channels.pixel : layer.channels.window;
  if (in.bias.shape() != Shape{wanted})
    throw Error("bias", fmt::format("has shape ({})", to_string(in.bias.shape())),
                fmt::format("({}): one number for each output channel", wanted));
}

/// Reads the files and completes the layer with kernel size and channels.
Operands read_operands(const ApplyOptions& o, const Op& op, Layer& layer, Budget& left) {
  Operands in;
  if (op.task != Task::input_gradient) in.input = read_operand(o.input, "input", left);
  if (op.task != Task::weight_gradient) in.weight = read_operand(o.weight, "weight", left);
  if (op.task != Task::forward) in.output_gradient = read_operand(o.output_gradient, "grad-output", left);
  const bool transposed = op.direction == Direction::transposed;
  const Tensor<double>& data = op.task == Task::forward ? in.input : in.output_gradient;

  if (op.task == Task::weight_gradient) {
    const std::size_t rank = data.shape().rank() - 2;
    require_rank(in.input, rank, "input", "the gradient has");
    if (in.input.shape()[0] != data.shape()[0])
      throw Error("input", fmt::format("has a batch of {}", in.input.shape()[0]),
                  fmt::format("{}, as the gradient has", data.shape()[0]));
    layer.channels.window = (transposed ? in.input : data).shape()[1];
    layer.channels.pixel = (transposed ? data : in.input).shape()[1];
    require_groups(layer.channels.groups, layer.channels.window, layer.channels.pixel);
    const Index leading[] = {layer.channels.window, layer.channels.pixel / layer.channels.groups};
    layer.kernel = spatial_list(read_list(o.kernel_size, "kernel-size"), rank, leading, "kernel-size");
    in.input_size = in.input.shape().tail(2);
    return in;
  }

  const std::size_t rank = in.weight.shape().rank() - 2;
  require_rank(data, rank, op.task == Task::forward ? "input" : "grad-output", "the weights have");
  layer.kernel = in.weight.shape().tail(2);
  layer.channels.window = in.weight.shape()[0];
  require_groups(layer.channels.groups, in.weight.shape()[0], data.shape()[1]);
  if (__builtin_mul_overflow(in.weight.shape()[1], layer.channels.groups, &layer.channels.pixel))
    throw Error("groups", "is too large", "a common divisor of the input and output channels");
  const Index input_channels = transposed ? layer.channels.window : layer.channels.pixel;
  if (op.task == Task::forward) {
    require_channels(data.shape()[1], input_channels, "input", "the weights and groups want");
    in.input_size = data.shape().tail(2);
    read_forward_bias(in, o, op, layer, left);
  } else {
    const Index leading[] = {data.shape()[0], input_channels};
    in.input_size = spatial_list(read_list(o.input_size, "input-size"), rank, leading, "input-size");
  }
  return in;
}

/// The core speaks of sizes, kernels and channels; here they came from files and options.
Operator checked_operator(const Op& op, const Shape& input_size, const LayerRequest& request) {
  try {
    return make_operator(op.direction, input_size, request.layer, request.border);
  } catch (const Error& error) {
    const std::string& field = error.field();
    const std::string_view named =
        field == "size"       ? (op.task == Task::input_gradient ? "input-size" : "input")
        : field == "kernel"   ? (op.task == Task::weight_gradient ? "kernel-size" : "weight")
        : field == "channels" ? "weight"
                              : std::string_view(field);
    throw Error(named, error.problem(), error.legal());
  }
}

void check_output_gradient(const Operator& op, const Tensor<double>& gradient) {
  require_channels(gradient.shape()[1], op.output_channels(), "grad-output", "the operator's output has");
  if (gradient.shape().tail(2) != op.output_size())
    throw Error("grad-output", fmt::format("is {} in space", to_string(gradient.shape().tail(2))),
                fmt::format("{}, as the operator's output with these options", to_string(op.output_size())));
}

Shape result_shape(const Operator& op, Task task, Index batch) {
  switch (task) {
    case Task::forward:
      return with_channels(batch, op.output_channels(), op.output_size());
    case Task::input_gradient:
      return with_channels(batch, op.input_channels(), op.input_size());
    case Task::weight_gradient:
      break;
  }
  return op.geometry.weights();
}

/// What --fast says.
fast::Method read_fast_method(const std::string& text) {
  if (text.empty()) return fast::Method::direct;
  if (text != "winograd") throw UsageError("fast", fmt::format("'{}' is not known", text), "winograd");
  return fast::Method::winograd;
}

void require_fit(fast::Method method, const Operator& op) {
  if (!fits(method, op))
    throw Error("fast", "is for another layer",
                "2 spatial axes, a kernel of 3 × 3 with stride and dilation 1, channels that are summed");
}

Tensor<double> compute(const Operator& op, Task task, const Operands& in, fast::Method method) {
  if (method != fast::Method::direct) {
    const auto narrowed = [](const Tensor<double>& x) {
      return Tensor<float>(x.shape(), {x.values().begin(), x.values().end()});
    };
    const bool ahead = task == Task::forward;
    const Tensor<float> from = narrowed(ahead ? in.input : in.output_gradient), weight = narrowed(in.weight);
    const Tensor<float> made =
        ahead ? forward(op, from, weight, method) : input_gradient(op, from, weight, method);
    Tensor<double> out(made.shape(), {made.values().begin(), made.values().end()});
    if (in.bias.size() > 0) add_bias<double>(out, in.bias.values());
    return out;
  }
  switch (task) {
    case Task::forward: {
      Tensor<double> out = forward(op, in.input, in.weight);
      if (in.bias.size() > 0) add_bias<double>(out, in.bias.values());
      return out;
    }
    case Task::input_gradient:
      return input_gradient(op, in.output_gradient, in.weight);
    case Task::weight_gradient:
      break;
  }
  return weight_gradient(op, in.input, in.output_gradient);
}

void require_float32(const Tensor<double>& result) {
  for (double value : result.values())
    if (!(std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())))
      throw Error("output", fmt::format("would hold {}", value), "values within the range of float32");
}

}  // namespace

void apply(const Words& words) {
  ApplyOptions o;
  Words positionals;
  const Arguments arguments = declare_apply(o, positionals);
  if (!arguments.parse(words)) return;
  const Op& op = find_op(positionals);
  check_operands(arguments, o, op);
  const fast::Method method = read_fast_method(o.fast);
  LayerRequest request = read_layer(o.layer, op.direction, op.name);
  read_list(o.input_size, "input-size");
  read_list(o.kernel_size, "kernel-size");
  Budget left = read_budget(o.budget);

  ProgressLine line("apply", o.quiet);
  const Budget whole = left;
  const Operands in = read_operands(o, op, request.layer, left);
  const Operator layer = checked_operator(op, in.input_size, request);
  require_fit(method, layer);
  if (op.task != Task::forward) check_output_gradient(layer, in.output_gradient);
  const Index batch = (op.task == Task::forward ? in.input : in.output_gradient).shape()[0];
  const Shape shape = result_shape(layer, op.task, batch);
  // The result once as numbers and once as bytes, and the padded side of a border mode.
  const double padded = layer.border.active() ? bytes_of(layer.geometry.pixel_tensor(batch)) : 0;
  double bytes = static_cast<double>(whole.bytes - left.bytes) + 1.5 * bytes_of(shape) + padded;
  if (method != fast::Method::direct) bytes *= 1.5;  // and everything as float
  require_memory(bytes, whole, "output");

  require_writable(o.output);
  const Tensor<double> result = compute(layer, op.task, in, method);
  require_float32(result);
  PendingFile file(o.output);
  file.write(npy_bytes(result));
  finish({&file, 1}, line,
         o.json    ? to_text(Json{{"output", to_list(shape)}, {"file", o.output}})
         : o.quiet ? ""
                   : fmt::format("{}: {}\n", o.output, to_string(shape)));
}

}  // namespace convscope::cli
