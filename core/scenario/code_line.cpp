#include "core/scenario/code_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/geometry/axis.hpp"
#include "core/scenario/code_call.hpp"
#include "core/scenario/fields.hpp"

namespace convscope {

namespace {

using namespace code_call;

Shape shape_of(const std::vector<Index>& list) {
  Shape shape;
  for (const Index n : list) shape.push_back(n);
  return shape;
}

/// The spatial ones of a list that may have batch and channels, too: TensorFlow's strides [1, 2, 2, 1].
std::vector<Index> spatial(std::vector<Index> list, std::size_t rank) {
  if (list.size() == rank + 2) return {list.begin() + 1, list.end() - 1};
  return list;
}

/// PyTorch's and Flax's numbers, pairs and words.
Padding padding_of(const Arguments& a, std::string_view name, std::size_t rank, bool pairs) {
  const std::string word = a.text(name);
  if (word == "same" || word == "same_upper" || word == "same_lower" || word == "valid")
    return parse_padding(word == "same_lower" ? "same-lower" : word == "same_upper" ? "same" : word);
  if (word == "circular" || word == "reflect") return parse_padding("same");  // Flax's, with that border
  if (!word.empty()) throw Error("code", fmt::format("{} is '{}'", name, word), "numbers, valid or same");
  const std::vector<Index> list = a.numbers(name);
  Padding padding;
  if (list.empty()) return padding;
  padding.sides.clear();
  if (pairs && list.size() == 2 * rank) {
    for (std::size_t i = 0; i < rank; ++i) padding.sides.push_back({list[2 * i], list[2 * i + 1]});
    return padding;
  }
  for (const Index n : list) padding.sides.push_back({n, n});
  return padding;
}

/// What is being put together.
struct Reading {
  const Arguments& a;
  Scenario& s;
  std::size_t rank;
  std::string note{};

  void channels(Index in, Index out) { set_channels(s, in, out); }
  void lists(std::string_view kernel, std::string_view stride, std::string_view dilation) {
    if (const auto list = a.numbers(kernel); !list.empty()) s.layer.kernel = shape_of(list);
    if (const auto list = spatial(a.numbers(stride), rank); !list.empty()) s.layer.stride = shape_of(list);
    if (const auto list = spatial(a.numbers(dilation), rank); !list.empty())
      s.layer.dilation = shape_of(list);
  }
};

void read_pytorch(Reading& r, bool function) {
  r.lists("kernel_size", "stride", "dilation");
  r.s.layer.padding = padding_of(r.a, "padding", r.rank, false);
  if (const auto list = r.a.numbers("output_padding"); !list.empty())
    r.s.layer.output_padding = shape_of(list);
  r.s.layer.channels.groups = r.a.number("groups", 1);
  if (!function) {
    for (const std::string_view name : {"in_channels", "out_channels", "kernel_size"})
      if (!r.a.has(name)) throw Error("code", fmt::format("{} is missing", name), "nn.Conv2d(1, 1, 3)");
    r.channels(r.a.number("in_channels", 1), r.a.number("out_channels", 1));
  }
  if (const std::string mode = r.a.text("padding_mode"); !mode.empty()) r.s.border = parse_border(mode);
}

void read_keras(Reading& r, const Call& call) {
  if (!r.a.has("kernel_size")) throw Error("code", "kernel_size is missing", "Conv2D(filters, kernel_size)");
  r.lists("kernel_size", "strides", "dilation_rate");
  r.s.layer.padding = padding_of(r.a, "padding", r.rank, false);
  const std::vector<Index> shape = r.a.numbers("input_shape");
  Index in = r.s.input_channels();
  if (shape.size() == r.rank + 1) {
    in = shape.back();
    r.s.size = shape_of({shape.begin(), shape.end() - 1});
  }
  r.s.layer.channels.groups = call.depthwise ? in : r.a.number("groups", 1);
  r.channels(in, call.depthwise ? in * r.a.number("depth_multiplier", 1) : r.a.number("filters", 1));
  if (const std::string name = r.a.text("activation"); name == "relu" || name == "sigmoid" || name == "tanh")
    r.s.activation = parse_activation(name);
  if (!call.transposed) return;
  r.s.layer.dialect = Dialect::keras;
  if (const auto list = r.a.numbers("output_padding"); !list.empty())
    r.s.layer.output_padding = shape_of(list);
}

void read_tensorflow(Reading& r, const Call& call) {
  r.lists("", "strides", "dilations");
  r.s.layer.padding = padding_of(r.a, "padding", r.rank, true);
  if (!call.transposed) return;
  r.s.layer.dialect = Dialect::keras;
  const std::vector<Index> output = spatial(r.a.numbers("output_shape"), r.rank);
  if (output.size() == r.rank) r.s.layer.output_size = shape_of(output);
}

/// The direct form's padding of lax.conv_transpose, as its documentation has it.
Sides jax_padding(bool same, Index kernel, Index stride, Index dilation) {
  const Index reaches = reach(kernel, dilation);
  if (!same) {
    const Index total = reaches + stride - 2 + std::max<Index>(reaches - stride, 0);
    return {reaches - 1, total - (reaches - 1)};
  }
  const Index total = reaches + stride - 2, before = stride > reaches - 1 ? reaches - 1 : ceil_div(total, 2);
  return {before, total - before};
}

/// A transposed convolution from its direct form: what is cropped of the whole result; negative at the end is
/// output padding.
void set_direct_padding(Scenario& s, const std::vector<Sides>& direct, std::size_t rank) {
  const Shape kernel = per_axis(s.layer.kernel, rank, 1, "kernel"),
              dilation = per_axis(s.layer.dilation, rank, 1, "dilation");
  Shape begins, ends;
  for (const Sides& sides : direct) {
    begins.push_back(sides.begin);
    ends.push_back(sides.end);
  }
  begins = per_axis(begins, rank, -kLargestIndex, "padding");
  ends = per_axis(ends, rank, -kLargestIndex, "padding");
  s.layer.padding = {};
  s.layer.padding.sides.clear();
  for (std::size_t i = 0; i < rank; ++i) {
    const Index wide = reach(kernel[i], dilation[i]) - 1;
    s.layer.padding.sides.push_back({wide - begins[i], wide - ends[i]});
  }
}

void read_jax(Reading& r, bool transposed) {
  const bool flax = r.a.has("features");
  if (!flax)
    r.lists("", transposed ? "strides" : "window_strides", "rhs_dilation");
  else
    r.lists("kernel_size", "strides", "kernel_dilation");
  if (flax) {
    r.s.layer.channels.groups = r.a.number("feature_group_count", 1);
    r.channels(r.s.input_channels(), r.a.number("features", 1));
    if (!r.a.has("padding")) r.s.layer.padding = parse_padding("same");
  }
  const Padding given =
      r.a.has("padding") ? padding_of(r.a, "padding", r.rank, true) : parse_padding(flax ? "same" : "valid");
  if (!transposed) {
    r.s.layer.padding = given;
    return;
  }
  std::vector<Sides> direct = given.sides;
  if (given.rule != Padding::Rule::numbers) {
    direct.clear();
    const Shape kernel = per_axis(r.s.layer.kernel, r.rank, 1, "kernel"),
                stride = per_axis(r.s.layer.stride, r.rank, 1, "stride"),
                dilation = per_axis(r.s.layer.dilation, r.rank, 1, "dilation");
    for (std::size_t i = 0; i < r.rank; ++i)
      direct.push_back(jax_padding(given.rule == Padding::Rule::same, kernel[i], stride[i], dilation[i]));
  }
  set_direct_padding(r.s, direct, r.rank);
  if (!r.a.is_true("transpose_kernel"))
    r.note =
        "JAX does not turn the kernel unless transpose_kernel=True: its result is the one with the "
        "kernel turned by 180°.";
}

/// With an lhs_dilation it is the direct form of a transposed convolution.
void read_jax_general(Reading& r) {
  r.s.layer.channels.groups = r.a.number("feature_group_count", 1);
  const std::vector<Index> inner = r.a.numbers("lhs_dilation");
  if (std::ranges::all_of(inner, [](Index n) { return n == 1; })) return read_jax(r, false);
  if (std::ranges::any_of(r.a.numbers("window_strides"), [](Index n) { return n != 1; }))
    throw Error("code", "has both window_strides and lhs_dilation", "one of them 1");
  r.s.direction = Direction::transposed;
  r.lists("", "lhs_dilation", "rhs_dilation");
  const Padding given = padding_of(r.a, "padding", r.rank, true);
  if (given.rule != Padding::Rule::numbers)
    throw Error("code", "a rule for padding has no one meaning with lhs_dilation", "pairs of numbers");
  set_direct_padding(r.s, given.sides, r.rank);
  r.note = "The direct form: the transposed convolution has the kernel turned by 180°.";
}

void read_onnx(Reading& r) {
  const std::string op = r.a.text("op_type");
  if (op != "conv" && op != "convtranspose")
    throw Error("code", fmt::format("'{}' is no convolution", op), "Conv or ConvTranspose");
  if (op == "convtranspose") {
    r.s.direction = Direction::transposed;
    r.s.layer.dialect = Dialect::onnx;
  }
  r.lists("kernel_shape", "strides", "dilations");
  r.s.layer.channels.groups = r.a.number("group", 1);
  if (const std::string rule = r.a.text("auto_pad"); !rule.empty() && rule != "notset")
    r.s.layer.padding = padding_of(r.a, "auto_pad", r.rank, false);
  const std::vector<Index> pads = r.a.numbers("pads");
  if (pads.size() == 2 * r.rank) {
    r.s.layer.padding = {};
    r.s.layer.padding.sides.clear();
    for (std::size_t i = 0; i < r.rank; ++i) r.s.layer.padding.sides.push_back({pads[i], pads[r.rank + i]});
  }
  if (const auto list = r.a.numbers("output_padding"); !list.empty())
    r.s.layer.output_padding = shape_of(list);
  if (const auto list = r.a.numbers("output_shape"); !list.empty()) r.s.layer.output_size = shape_of(list);
}

std::size_t rank_of(const Found& found, const Arguments& a, const Scenario& present) {
  std::size_t rank = found.rank.value_or(0);
  for (const std::string_view name :
       {"kernel_size", "kernel_shape", "strides", "window_strides", "lhs_dilation"})
    if (rank == 0) rank = a.numbers(name).size() > 1 ? a.numbers(name).size() : 0;
  if (rank == 0) rank = present.size.rank();
  if (rank > 3) throw Error("code", fmt::format("has {} axes", rank), "1, 2 or 3");
  return rank;
}

/// A size that the layer takes: the present one, or the kernel's reach and a stride.
void fit_size(Scenario& s, const Scenario& present, std::size_t rank) {
  if (s.size.rank() != rank) {
    s.size = {};
    for (std::size_t i = 0; i < rank; ++i)
      s.size.push_back(std::min<Index>(present.size[0], rank == 3 ? 4 : 16));
  }
  try {
    make_operator(s.direction, s.size, s.layer, s.border);
  } catch (const Error&) {
    const Shape kernel = per_axis(s.layer.kernel, rank, 1, "kernel"),
                stride = per_axis(s.layer.stride, rank, 1, "stride"),
                dilation = per_axis(s.layer.dilation, rank, 1, "dilation");
    Shape larger;
    for (std::size_t i = 0; i < rank; ++i)
      larger.push_back(std::max(s.size[i], reach(kernel[i], dilation[i]) + stride[i]));
    make_operator(s.direction, larger, s.layer, s.border);
    s.size = larger;
  }
}

/// An output size that is asked for, as the padding and the output padding that make it: no field keeps it.
void resolve_output_size(Scenario& s, std::size_t rank) {
  if (s.layer.output_size.empty()) return;
  const Resolved asked = transposed_geometry(s.size, s.layer);
  s.layer.output_size = {};
  s.layer.padding = {};
  s.layer.padding.sides = asked.sides;
  Shape more;
  for (std::size_t i = 0; i < rank; ++i) {
    const Axis& axis = asked.geometry.axes[i];
    const Sides& sides = asked.sides[i];
    more.push_back(axis.pixels + sides.begin + sides.end - covered(axis));
  }
  if (std::ranges::any_of(more, [](Index n) { return n != 0; })) s.layer.output_padding = more;
}

void keep_pattern(Source& source, std::string_view otherwise) {
  if (source.kind != Source::Kind::pattern) source = Source{.name = std::string(otherwise)};
}

}  // namespace

bool looks_like_code(std::string_view text) {
  if (code_call::find(text)) return true;
  // A call of something else, "nn.Linear(3, 4)", alone on its line; not of "array([[1, 2], [3, 4]])".
  text = trim(text);
  const std::size_t bracket = text.find('(');
  constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
  return bracket > 0 && bracket != text.npos && text.ends_with(')') && text.find('[') == text.npos &&
         text.substr(0, bracket).find_first_not_of(kName) == text.npos;
}

CodeLine scenario_from_code(std::string_view text, const Scenario& present) {
  const auto found = code_call::find(text);
  if (!found)
    throw Error("code", "no layer is known in it",
                "nn.Conv2d(...), nn.ConvTranspose2d(...), Conv2DTranspose(...), lax.conv_transpose(...) and "
                "their like");
  const Call& call = *found->call;
  const Arguments a(text, *found);
  CodeLine line{.scenario = present, .note = {}};
  Scenario& s = line.scenario;
  const std::size_t rank = rank_of(*found, a, present);
  const Index in = present.input_channels(), out = present.output_channels();
  s.direction = call.transposed ? Direction::transposed : Direction::convolution;
  s.layer = {};
  if (present.layer.kernel.rank() <= 1 || present.layer.kernel.rank() == rank)
    s.layer.kernel = present.layer.kernel;
  set_channels(s, in, out);
  s.border = BorderMode::zeros;
  s.activation = Activation::none;
  s.bias.clear();
  keep_pattern(s.input, "ramp");
  keep_pattern(s.kernel, "box");
  keep_pattern(s.upstream, "ones");
  Reading r{a, s, rank};
  switch (call.style) {
    case Style::pytorch:
    case Style::pytorch_function:
      read_pytorch(r, call.style == Style::pytorch_function);
      break;
    case Style::keras:
      read_keras(r, call);
      break;
    case Style::tensorflow:
      read_tensorflow(r, call);
      break;
    case Style::flax:
    case Style::jax:
      read_jax(r, call.transposed);
      break;
    case Style::jax_general:
      read_jax_general(r);
      break;
    case Style::onnx:
      read_onnx(r);
  }
  fit_size(s, present, rank);
  resolve_output_size(s, rank);
  // As its field keeps it: zeros are none, but for Keras.
  const Field& extra = field("output-padding");
  extra.set(s, extra.get(s));
  line.note = std::move(r.note);
  return line;
}

}  // namespace convscope
