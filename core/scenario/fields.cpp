#include "core/scenario/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/geometry/dialects.hpp"
#include "core/scenario/source_shapes.hpp"

namespace convscope {

namespace {

/// How a list of upstream values breaks into rows.
Shape output_size(const Scenario& s) {
  const bool list = s.upstream.kind == Source::Kind::list;
  const Shape shape = list ? upstream_shape(s) : Shape{};
  return shape.empty() ? shape : shape.tail(2);
}

/// A rule needs the same list of axes everywhere: what names more or fewer falls back to its first number.
void refit_rank(Scenario& s) {
  const std::size_t rank = s.size.rank();
  for (Shape* list : {&s.layer.kernel, &s.layer.stride, &s.layer.dilation, &s.layer.output_padding})
    if (list->rank() > 1 && list->rank() != rank) *list = Shape{(*list)[0]};
  auto& sides = s.layer.padding.sides;
  if (sides.size() != 1 && sides.size() != rank) sides.resize(1);
}

/// An output padding of 0 is none, but for Keras.
void forget_zeros(Scenario& s) {
  Shape& extra = s.layer.output_padding;
  if (s.layer.dialect != Dialect::keras && std::ranges::all_of(extra, [](Index op) { return op == 0; }))
    extra = {};
}

std::vector<double> parse_bias(std::string_view text) {
  if (text.empty() || text == "none") return {};
  return parse_list(text.starts_with('[') ? std::string(text) : fmt::format("[{}]", text), "bias");
}

Index parse_count(std::string_view text, std::string_view field) {
  const auto value = parse_index(text);
  if (!value) throw Error(field, fmt::format("'{}' is no number", text), "a whole number from 1");
  return *value;
}

void parse_channels(Scenario& s, std::string_view text) {
  const auto ends = split(text, '>');
  if (ends.size() != 2) throw Error("channels", fmt::format("'{}' is no pair", text), "IN>OUT, as 3>8");
  set_channels(s, parse_count(ends[0], "channels"), parse_count(ends[1], "channels"));
}

constexpr Names<Direction, 2> kDirections{"operator", {"conv", "tconv"}};

using Kind = Field::Kind;
using S = Scenario;
using View = std::string_view;

std::vector<Field> shape_fields() {
  return {
      {"operator",
       "Operator",
       "",
       Kind::choice,
       0,
       0,
       {"conv", "tconv"},
       "Convolution gathers: each output cell sums what lies under the kernel, times its weights. Transposed "
       "convolution "
       "scatters: each input cell stamps its scaled kernel onto the output.",
       false,
       [](const S& s) { return std::string(kDirections[s.direction]); },
       [](S& s, View t) {
         const Index in = s.input_channels(), out = s.output_channels();
         s.direction = kDirections.parse(t);
         set_channels(s, in, out);
       }},
      {"size",
       "Input",
       "n",
       Kind::numbers,
       1,
       16,
       {},
       "Cells of the input along each axis.",
       false,
       [](const S& s) { return sizes_text(s.size); },
       [](S& s, View t) {
         s.size = parse_sizes(t, "size");
         refit_rank(s);
       }},
      {"kernel",
       "Kernel",
       "k",
       Kind::numbers,
       1,
       9,
       {},
       "Weights of the kernel along each axis.",
       false,
       [](const S& s) { return sizes_text(s.layer.kernel); },
       [](S& s, View t) { s.layer.kernel = parse_sizes(t, "kernel"); }},
      {"stride",
       "Stride",
       "s",
       Kind::numbers,
       1,
       6,
       {},
       "How many cells the kernel moves on from one position to the next.",
       false,
       [](const S& s) { return sizes_text(s.layer.stride); },
       [](S& s, View t) { s.layer.stride = parse_sizes(t, "stride"); }},
      {"padding",
       "Padding",
       "p",
       Kind::text,
       0,
       6,
       {"valid", "same", "same-lower", "full"},
       "Cells added around a convolution's input; a transposed convolution removes as many from its output.",
       false,
       [](const S& s) { return to_string(s.layer.padding, 'x'); },
       [](S& s, View t) { s.layer.padding = parse_padding(t); }},
  };
}

std::vector<Field> layer_fields() {
  return {
      {"dilation",
       "Dilation",
       "d",
       Kind::numbers,
       1,
       5,
       {},
       "From one weight to the next, in cells; 1: side by side.",
       false,
       [](const S& s) { return sizes_text(s.layer.dilation); },
       [](S& s, View t) { s.layer.dilation = parse_sizes(t, "dilation"); }},
      {"output-padding",
       "Output padding",
       "op",
       Kind::numbers,
       0,
       5,
       {},
       "Chooses among the output sizes that a stride allows: rows added at the end, filled where the kernel "
       "reaches them. For Keras 0 is another size than nothing: none takes it back.",
       true,
       [](const S& s) { return sizes_text(s.layer.output_padding); },
       [](S& s, View t) {
         s.layer.output_padding = t.empty() || t == "none" ? Shape{} : parse_sizes(t, "output-padding");
         forget_zeros(s);
       }},
      {"channels",
       "Channels",
       "c",
       Kind::text,
       1,
       8,
       {},
       "Input and output channels, IN>OUT.",
       false,
       [](const S& s) { return fmt::format("{}>{}", s.input_channels(), s.output_channels()); },
       [](S& s, View t) { parse_channels(s, t); }},
      {"groups",
       "Groups",
       "g",
       Kind::number,
       1,
       8,
       {},
       "Blocks of channels that do not see each other; divides both channel counts.",
       false,
       [](const S& s) { return fmt::format("{}", s.layer.channels.groups); },
       [](S& s, View t) { s.layer.channels.groups = parse_count(t, "groups"); }},
      {"border",
       "Border",
       "",
       Kind::choice,
       0,
       0,
       {"zeros", "reflect", "replicate", "circular"},
       "What the padding holds: zeros, the mirrored input, its edge, or its other end.",
       false,
       [](const S& s) { return std::string(to_string(s.border)); },
       [](S& s, View t) { s.border = parse_border(t); }},
  };
}

std::vector<Field> value_fields() {
  return {
      {"in",
       "Input values",
       "x",
       Kind::text,
       0,
       0,
       {"ramp", "arange", "ones", "impulse", "random"},
       "A pattern, random:SEED, a list [1,2;3,4] or a .npy file.",
       false,
       [](const S& s) { return source_text(s.input, s.size); },
       [](S& s, View t) { s.input = parse_source(t, "in"); }},
      {"w",
       "Kernel values",
       "w",
       Kind::text,
       0,
       0,
       {"box", "ones", "arange", "identity", "gaussian", "bilinear", "sobel-x", "sobel-y", "laplacian",
        "sharpen", "emboss", "haar", "random"},
       "A pattern, random:SEED, a list [1,2;3,4] or a .npy file.",
       false,
       [](const S& s) { return source_text(s.kernel, taps(s)); },
       [](S& s, View t) { s.kernel = parse_source(t, "w"); }},
      {"bias",
       "Bias",
       "b",
       Kind::text,
       0,
       0,
       {},
       "Added to every cell of an output channel: one number for each channel, or nothing.",
       false,
       [](const S& s) { return s.bias.empty() ? std::string() : list_text(s.bias, 0); },
       [](S& s, View t) { s.bias = parse_bias(t); }},
      {"activation",
       "Activation",
       "",
       Kind::choice,
       0,
       0,
       {"none", "relu", "leaky-relu", "sigmoid", "tanh"},
       "A function applied to every output cell.",
       false,
       [](const S& s) { return std::string(to_string(s.activation)); },
       [](S& s, View t) { s.activation = parse_activation(t); }},
      {"upstream",
       "Upstream gradient",
       "dL/dy",
       Kind::text,
       0,
       0,
       {"ones", "ramp", "arange", "impulse", "random"},
       "Where the backward pass starts: how much a loss grows with each output cell. A pattern, random:SEED, "
       "a list [1,2;3,4] or a .npy file.",
       false,
       [](const S& s) { return source_text(s.upstream, output_size(s)); },
       [](S& s, View t) { s.upstream = parse_source(t, "upstream"); }},
  };
}

std::vector<Field> other_fields() {
  return {
      {"dialect",
       "Dialect",
       "",
       Kind::choice,
       0,
       0,
       {"pytorch", "keras", "onnx"},
       "Whose size rules hold for a transposed convolution.",
       true,
       [](const S& s) { return std::string(to_string(s.layer.dialect)); },
       [](S& s, View t) {
         s.layer.dialect = parse_dialect(t);
         forget_zeros(s);
       }},
      {"photo",
       "Photo",
       "",
       Kind::text,
       0,
       0,
       {},
       "The photograph of the photo view: a path; empty: the default one.",
       false,
       [](const S& s) { return s.photo; },
       [](S& s, View t) { s.photo = t; }},
  };
}

/// In the order of the panel.
const std::vector<Field>& table() {
  static const std::vector<Field> fields = [] {
    std::vector<Field> all;
    for (const auto& some : {shape_fields(), layer_fields(), value_fields(), other_fields()})
      all.insert(all.end(), some.begin(), some.end());
    return all;
  }();
  return fields;
}

}  // namespace

std::span<const Field> fields() {
  return table();
}

const Field& field(std::string_view key) {
  return row_named(table(), key, "field", [](const Field& f) -> std::string_view { return f.key; });
}

Scenario with_field(const Scenario& scenario, std::string_view key, std::string_view text) {
  Scenario out = scenario;
  field(key).set(out, trim(text));
  if (key != "in" && key != "w" && key != "upstream") refit_lists(out, scenario);
  return out;
}

}  // namespace convscope
