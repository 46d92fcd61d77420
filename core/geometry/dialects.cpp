#include "core/geometry/dialects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/geometry/solve.hpp"

namespace convscope {

namespace {

constexpr Names<Dialect, 3> kNames{"dialect", {"pytorch", "keras", "onnx"}};

std::string list(const Shape& values) {
  const bool same = std::all_of(values.begin(), values.end(), [&](Index v) { return v == values[0]; });
  if (same) return fmt::format("{}", values[0]);
  std::string text = "(";
  for (std::size_t i = 0; i < values.rank(); ++i) text += fmt::format("{}{}", i > 0 ? ", " : "", values[i]);
  return text + ")";
}

bool all_ones(const Shape& values) {
  return std::all_of(values.begin(), values.end(), [](Index v) { return v == 1; });
}
bool all_zero(const Shape& values) {
  return std::all_of(values.begin(), values.end(), [](Index v) { return v == 0; });
}

/// What is cropped from the full result on both ends; a trailing output padding takes from the crop.
Sides crop_of(const Axis& axis) {
  const Index full = covered(axis);
  return {axis.pad, full - axis.pixels - axis.pad};
}

class Table {
 public:
  Table(bool transposed, const Shape& input, const Layer& layer, const Resolved& reference)
      : transposed_(transposed), input_(input), layer_(layer), reference_(reference.geometry) {
    add_resolved("PyTorch", setting("padding", layer.padding), reference, "");
  }

  Layer with(Padding::Rule rule, Dialect dialect) const {
    Layer layer = layer_;
    if (rule != Padding::Rule::numbers) layer.padding.rule = rule;
    layer.dialect = dialect;
    return layer;
  }

  void add(const std::string& framework, const std::string& text, const Layer& layer,
           const std::string& note = "") {
    try {
      add_resolved(framework, text,
                   transposed_ ? transposed_geometry(input_, layer) : conv_geometry(input_, layer), note);
    } catch (const Error& error) {
      refuse(framework, text, error.field() + ": " + error.problem());
    }
  }

  void refuse(std::string framework, std::string text, std::string note) {
    rows.push_back({std::move(framework), std::move(text), {}, {}, {}, std::move(note)});
  }

  void add_resolved(std::string framework, std::string text, const Resolved& r, std::string note) {
    DialectRow row{std::move(framework), std::move(text), {}, {}, {}, std::move(note)};
    for (std::size_t i = 0; i < r.geometry.rank(); ++i) {
      const Axis &axis = r.geometry.axes[i], &base = reference_.axes[i];
      row.output.push_back(transposed_ ? axis.pixels : axis.windows);
      row.sides.push_back(transposed_ ? crop_of(axis) : r.sides[i]);
      const Index moved = transposed_ ? base.pad - axis.pad : axis.pad - base.pad;
      const Index unit = transposed_ ? 1 : axis.stride;
      row.shift.push_back(moved % unit == 0 ? std::optional(moved / unit) : std::nullopt);
    }
    rows.push_back(std::move(row));
  }

  std::string setting(std::string_view name, const Padding& padding) const {
    std::string text = fmt::format("{}={}", name, to_string(padding));
    if (transposed_ && !all_zero(layer_.output_padding)) text += extra();
    return text;
  }
  /// The output padding as it is written; 0 where none was given.
  std::string extra() const {
    return fmt::format(", output_padding={}",
                       layer_.output_padding.empty() ? "0" : list(layer_.output_padding));
  }

  const Geometry& reference() const { return reference_; }

  std::vector<DialectRow> rows;

 private:
  bool transposed_;
  Shape input_;
  Layer layer_;
  Geometry reference_;
};

/// TensorFlow computes the transposed operator as the gradient of a convolution, whose size it checks.
void note_refusal(DialectRow& row, Padding::Rule rule, const Geometry& reference) {
  if (row.output.empty() || rule != Padding::Rule::same) return;
  for (std::size_t i = 0; i < row.output.rank(); ++i) {
    const Axis& axis = reference.axes[i];
    const Index back = ceil_div(row.output[i], axis.stride);
    if (back == axis.windows) continue;
    row.note = fmt::format("TensorFlow refuses to compute it: its SAME convolution makes {} of {}, not {}",
                           back, row.output[i], axis.windows);
    return;
  }
}

void add_keras(Table& table, bool transposed, const Layer& layer) {
  using Rule = Padding::Rule;
  for (const auto& [rule, name] : {std::pair{Rule::valid, "valid"}, {Rule::same, "same"}}) {
    const std::string setting = fmt::format("padding='{}'", name);
    if (!all_ones(layer.stride) && !all_ones(layer.dilation)) {
      table.refuse("Keras", setting, "strides above 1 and dilations above 1 exclude each other");
      continue;
    }
    Layer own = table.with(rule, Dialect::keras);
    own.output_padding = {};
    table.add("Keras", setting, own);
    if (!transposed) continue;
    // 0 is another size than none.
    own.output_padding = layer.output_padding.empty() ? Shape{0} : layer.output_padding;
    table.add("Keras", setting + table.extra(), own);
    note_refusal(table.rows.back(), rule, table.reference());
  }
}

void add_onnx(Table& table, bool transposed, const Layer& layer) {
  using Rule = Padding::Rule;
  table.add("ONNX", table.setting("pads", layer.padding), layer);
  const bool extra = transposed && !all_zero(layer.output_padding);
  const auto add_both = [&](const std::string& setting, Layer own, const std::string& note) {
    own.output_padding = {};
    table.add("ONNX", setting, own, note);
    if (!extra) return;
    own.output_padding = layer.output_padding;
    table.add("ONNX", setting + table.extra(), own, note);
  };
  for (const auto& [rule, name] :
       {std::pair{Rule::valid, "VALID"}, {Rule::same, "SAME_UPPER"}, {Rule::same_lower, "SAME_LOWER"}})
    add_both(fmt::format("auto_pad={}", name), table.with(rule, Dialect::onnx), "");
  if (!transposed) return;
  Layer asked = table.with(Rule::numbers, Dialect::onnx);
  asked.output_size = table.rows.front().output;
  add_both(fmt::format("output_shape={}", list(asked.output_size)), asked,
           "pads follow, the larger half at the beginning");
}

void add_caffe(Table& table, bool transposed, const Shape& input, const Layer& layer) {
  Layer own = layer;
  own.output_padding = {};
  const std::string pad = "pad=" + to_string(layer.padding);
  if (transposed) {
    table.add("Caffe", "Deconvolution " + pad, own,
              all_zero(layer.output_padding) ? "" : "there is no output padding");
    return;
  }
  table.add("Caffe", "Convolution " + pad, own, "rounds down");
  if (!all_ones(layer.dilation)) return;
  // Pooling: the same windows, and one more where the division leaves a rest.
  DialectRow row = table.rows.front();
  row.framework = "Caffe";
  row.setting = "Pooling " + pad;
  row.note = "rounds up";
  Shape kernel, stride, pads;
  for (std::size_t i = 0; i < input.rank(); ++i) {
    const Axis& axis = table.reference().axes[i];
    kernel.push_back(axis.taps);
    stride.push_back(axis.stride);
    pads.push_back(axis.pad);
    if (axis.pad >= axis.taps)
      return table.refuse("Caffe", row.setting, "pooling wants a padding below the kernel size");
  }
  row.output = caffe_pool_size(input, kernel, stride, pads);
  table.rows.push_back(std::move(row));
}

}  // namespace

Dialect parse_dialect(std::string_view name) {
  return kNames.parse(name);
}

std::string_view to_string(Dialect dialect) {
  return kNames[dialect];
}

std::vector<DialectRow> dialects(bool transposed, const Shape& input, const Layer& layer) {
  if (layer.padding.rule != Padding::Rule::numbers)
    throw Error("padding", fmt::format("'{}' already belongs to a dialect", to_string(layer.padding)),
                "numbers, PyTorch's; the others are compared with them");
  for (const Sides& sides : layer.padding.sides)
    if (sides.begin != sides.end || sides.begin < 0)
      throw Error("padding", fmt::format("{} is not PyTorch's", to_string(layer.padding)),
                  "0 or more, the same at both ends");
  if (!layer.output_size.empty())
    throw Error("output-size", "is not a part of every dialect", "an output padding instead");
  Layer plain = layer;
  plain.dialect = Dialect::pytorch;
  const Resolved reference = transposed ? transposed_geometry(input, plain) : conv_geometry(input, plain);
  Table table(transposed, input, plain, reference);
  if (!transposed) {
    if (all_ones(plain.stride))
      table.add("PyTorch", "padding='same'", table.with(Padding::Rule::same, Dialect::pytorch));
    else
      table.refuse("PyTorch", "padding='same'", "needs a stride of 1");
  }
  add_keras(table, transposed, plain);
  add_onnx(table, transposed, plain);
  add_caffe(table, transposed, input, plain);
  return std::move(table.rows);
}

}  // namespace convscope
