#include "core/network/keras_layers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/call.hpp"

namespace convscope {

namespace {

using Weights = std::map<std::string, Array, std::less<>>;

class Writer {
 public:
  Writer(const KerasLayer& layer, const Weights& weights, Network& network)
      : layer_(layer), weights_(weights), network_(network) {}

  void write();

 private:
  [[noreturn]] void refuse(const std::string& problem) const {
    throw Error("network",
                fmt::format("layer '{}' ({}): {}", cut(layer_.name, 80), cut(layer_.kind, 40), problem),
                "a model as TF.js saves it");
  }
  const Json* find(const char* key) const {
    const auto found = layer_.config.find(key);
    return found == layer_.config.end() || found->is_null() ? nullptr : &*found;
  }
  std::string text(const char* key, const char* otherwise) const {
    const Json* value = find(key);
    return value && value->is_string() ? value->get<std::string>() : otherwise;
  }
  double number(const char* key, double otherwise) const {
    const Json* value = find(key);
    return value && value->is_number() ? value->get<double>() : otherwise;
  }
  bool flag(const char* key, bool otherwise) const {
    const Json* value = find(key);
    return value && value->is_boolean() ? value->get<bool>() : otherwise;
  }
  Index whole(const Json& value) const {
    if (!value.is_number_integer() || value.get<double>() < 0 || value.get<double>() > 1e9)
      refuse("a size is none");
    return value.get<Index>();
  }
  /// Two numbers, or one for both.
  std::vector<Index> pair(const char* key, std::vector<Index> otherwise) const {
    const Json* value = find(key);
    if (!value) return otherwise;
    if (!value->is_array()) return {whole(*value), whole(*value)};
    std::vector<Index> out;
    for (const Json& one : *value) out.push_back(whole(one));
    if (out.size() != 2) refuse(fmt::format("{} has {} numbers", key, out.size()));
    return out;
  }
  const Array* maybe_weight(const std::string& kind) const {
    if (const auto found = weights_.find(layer_.name + "/" + kind); found != weights_.end())
      return &found->second;
    const std::string ending = "/" + layer_.name + "/" + kind;
    for (const auto& [name, array] : weights_)
      if (name.ends_with(ending)) return &array;
    return nullptr;
  }
  const Array& weight(const std::string& kind, std::size_t rank) const {
    const Array* array = maybe_weight(kind);
    if (!array) refuse(fmt::format("its {} is not in the file", kind));
    if (array->shape.size() != rank) refuse(fmt::format("its {} is {}", kind, to_string(array->shape)));
    return *array;
  }
  /// A weight with its axes in another order, under a name of its own.
  std::string keep(const std::string& kind, const Array& array, const std::vector<std::size_t>& order,
                   Dims shape = {}) {
    Dims to, strides;
    const Dims from = strides_of(array.shape);
    for (const std::size_t axis : order) {
      to.push_back(array.shape[axis]);
      strides.push_back(from[axis]);
    }
    Array kept = viewed(array, to, strides, 0);
    if (!shape.empty()) kept.shape = std::move(shape);
    const std::string name = layer_.name + "/" + kind;
    network_.weights.insert_or_assign(name, std::move(kept));
    return name;
  }
  std::string constant(const std::string& kind, double value) {
    const std::string name = layer_.name + "/" + kind;
    network_.weights.insert_or_assign(name, real_array({}, {static_cast<float>(value)}));
    return name;
  }
  Node& node(std::string op, std::vector<std::string> inputs, std::string output) {
    const bool first =
        network_.nodes.empty() || std::ranges::count(network_.nodes, layer_.name, &Node::name) == 0;
    network_.nodes.push_back({first ? layer_.name : layer_.name + "." + lower(op),
                              std::move(op),
                              std::move(inputs),
                              {std::move(output)}});
    return network_.nodes.back();
  }
  std::string in() const {
    if (layer_.inputs.empty()) refuse("takes nothing");
    return layer_.inputs[0];
  }
  /// The value before the layer's own activation.
  std::string before_activation() const {
    return activation().empty() ? layer_.output : layer_.output + "/sum";
  }
  std::string activation() const {
    const std::string name = text("activation", "linear");
    return name == "linear" ? "" : name;
  }
  void activate(const std::string& name, const std::string& from);
  void conv(bool transposed, bool depthwise);
  void separable();
  void pool(std::string_view op);
  void dense();
  void batch_norm();
  void resize();
  void zero_padding();
  void shuffle();
  void reshape();

  const KerasLayer& layer_;
  const Weights& weights_;
  Network& network_;
};

void Writer::activate(const std::string& name, const std::string& from) {
  if (name.empty()) return;
  constexpr std::pair<std::string_view, std::string_view> kAsHere[] = {{"relu", "Relu"},
                                                                       {"sigmoid", "Sigmoid"},
                                                                       {"tanh", "Tanh"},
                                                                       {"elu", "Elu"},
                                                                       {"selu", "Selu"},
                                                                       {"softplus", "Softplus"},
                                                                       {"hardSigmoid", "HardSigmoid"},
                                                                       {"hard_sigmoid", "HardSigmoid"},
                                                                       {"gelu", "Gelu"}};
  for (const auto& [keras, onnx] : kAsHere)
    if (name == keras) {
      node(std::string(onnx), {from}, layer_.output);
      return;
    }
  if (name == "softmax") {
    node("Softmax", {from}, layer_.output).attributes["axis"] = Index{1};
  } else if (name == "relu6") {
    Node& clip = node("Clip", {from}, layer_.output);
    clip.attributes["min"] = 0.0;
    clip.attributes["max"] = 6.0;
  } else if (name == "swish" || name == "silu") {
    node("Sigmoid", {from}, layer_.output + "/gate");
    node("Mul", {from, layer_.output + "/gate"}, layer_.output);
  } else {
    node("keras." + name, {from}, layer_.output);
  }
}

void Writer::conv(bool transposed, bool depthwise) {
  const Array& kernel = weight(depthwise ? "depthwise_kernel" : "kernel", 4);
  const Dims& k =
      kernel.shape;  // [kh, kw, in, out]; transposed [kh, kw, out, in]; depthwise [kh, kw, in, multiplier]
  std::vector<std::string> inputs{in()};
  if (depthwise)
    inputs.push_back(keep("depthwise_kernel", kernel, {2, 3, 0, 1}, {k[2] * k[3], 1, k[0], k[1]}));
  else
    inputs.push_back(keep("kernel", kernel, {3, 2, 0, 1}));
  if (flag("use_bias", true)) inputs.push_back(keep("bias", weight("bias", 1), {0}));
  const std::vector<Index> strides = pair("strides", {1, 1});
  const std::string padding = text("padding", "valid");
  if (padding != "same" && padding != "valid") refuse(fmt::format("padding is '{}'", cut(padding, 20)));
  Node& made = node(transposed ? "ConvTranspose" : "Conv", std::move(inputs), before_activation());
  made.attributes["strides"] = strides;
  made.attributes["dilations"] = pair("dilation_rate", {1, 1});
  if (depthwise) made.attributes["group"] = k[2];
  if (!transposed) {
    made.attributes["auto_pad"] = std::string(padding == "same" ? "SAME_UPPER" : "VALID");
  } else {
    // SAME n*s, VALID n*s + max(k - s, 0): as pads and output padding. The odd one goes to the end.
    std::vector<Index> pads(4), more(2);
    for (std::size_t i = 0; i < 2; ++i) {
      const Index extra = std::max<Index>(k[i] - strides[i], 0);
      if (padding == "same") {
        pads[i] = extra / 2;
        pads[i + 2] = extra - extra / 2;
      }
      more[i] = std::max<Index>(strides[i] - k[i], 0);
    }
    made.attributes["pads"] = pads;
    if (more != std::vector<Index>(2)) made.attributes["output_padding"] = more;
  }
  activate(activation(), before_activation());
}

void Writer::separable() {
  const Array& depth = weight("depthwise_kernel", 4);
  const Dims& k = depth.shape;
  Node& first =
      node("Conv", {in(), keep("depthwise_kernel", depth, {2, 3, 0, 1}, {k[2] * k[3], 1, k[0], k[1]})},
           layer_.output + "/depth");
  first.attributes["strides"] = pair("strides", {1, 1});
  first.attributes["dilations"] = pair("dilation_rate", {1, 1});
  first.attributes["group"] = k[2];
  first.attributes["auto_pad"] = std::string(text("padding", "valid") == "same" ? "SAME_UPPER" : "VALID");
  std::vector<std::string> inputs{layer_.output + "/depth",
                                  keep("pointwise_kernel", weight("pointwise_kernel", 4), {3, 2, 0, 1})};
  if (flag("use_bias", true)) inputs.push_back(keep("bias", weight("bias", 1), {0}));
  node("Conv", std::move(inputs), before_activation());
  activate(activation(), before_activation());
}

void Writer::pool(std::string_view op) {
  const std::vector<Index> size = pair("pool_size", {2, 2});
  Node& made = node(std::string(op), {in()}, layer_.output);
  made.attributes["kernel_shape"] = size;
  made.attributes["strides"] = pair("strides", size);
  made.attributes["auto_pad"] = std::string(text("padding", "valid") == "same" ? "SAME_UPPER" : "VALID");
}

void Writer::dense() {
  std::vector<std::string> inputs{in(), keep("kernel", weight("kernel", 2), {0, 1})};
  if (flag("use_bias", true)) inputs.push_back(keep("bias", weight("bias", 1), {0}));
  node("Gemm", std::move(inputs), before_activation());
  activate(activation(), before_activation());
}

void Writer::batch_norm() {
  std::vector<std::string> inputs{in()};
  const Array& mean = weight("moving_mean", 1);
  const auto or_constant = [&](const char* kind, bool there, float otherwise) {
    if (there) return keep(kind, weight(kind, 1), {0});
    const std::string name = layer_.name + "/" + kind;
    network_.weights.insert_or_assign(
        name,
        real_array(mean.shape, UnfilledVector<float>(static_cast<std::size_t>(mean.shape[0]), otherwise)));
    return name;
  };
  inputs.push_back(or_constant("gamma", flag("scale", true), 1));
  inputs.push_back(or_constant("beta", flag("center", true), 0));
  inputs.push_back(keep("moving_mean", mean, {0}));
  inputs.push_back(keep("moving_variance", weight("moving_variance", 1), {0}));
  node("BatchNormalization", std::move(inputs), layer_.output).attributes["epsilon"] =
      number("epsilon", 1e-3);
}

/// TF.js resizes with neither half-pixel centres nor aligned corners, whatever the interpolation.
void Writer::resize() {
  const std::vector<Index> size = pair("size", {2, 2});
  const std::string mode = text("interpolation", "nearest");
  if (mode != "nearest" && mode != "bilinear") refuse(fmt::format("interpolation is '{}'", cut(mode, 20)));
  Node& made = node("Resize", {in()}, layer_.output);
  made.attributes["mode"] = std::string(mode == "nearest" ? "nearest" : "linear");
  made.attributes["coordinate_transformation_mode"] = std::string("asymmetric");
  made.attributes["nearest_mode"] = std::string("floor");
  made.attributes["scales"] =
      std::vector<double>{1, 1, static_cast<double>(size[0]), static_cast<double>(size[1])};
}

void Writer::zero_padding() {
  const Json* padding = find("padding");
  std::vector<Index> pads(8);
  if (padding && padding->is_array() && padding->size() == 2 && (*padding)[0].is_array()) {
    for (std::size_t i = 0; i < 2; ++i) {
      if (!(*padding)[i].is_array() || (*padding)[i].size() != 2) refuse("its padding is none");
      pads[i + 2] = whole((*padding)[i][0]);
      pads[i + 6] = whole((*padding)[i][1]);
    }
  } else {
    const std::vector<Index> both = pair("padding", {1, 1});
    pads = {0, 0, both[0], both[1], 0, 0, both[0], both[1]};
  }
  node("Pad", {in()}, layer_.output).attributes["pads"] = pads;
}

/// Custom layers of published models: "PixelShuffle", "PixelShuffle4x", with or without a "scale".
void Writer::shuffle() {
  Index scale = static_cast<Index>(number("scale", 0));
  for (const char c : layer_.kind)
    if (scale == 0 && c >= '2' && c <= '8') scale = c - '0';
  Node& made = node("DepthToSpace", {in()}, layer_.output);
  made.attributes["blocksize"] = scale == 0 ? Index{2} : scale;
  made.attributes["mode"] = std::string("DCR");
}

/// Cells keep the order of channels last.
void Writer::reshape() {
  node("Transpose", {in()}, layer_.output + "/last").attributes["perm"] = std::vector<Index>{0, 2, 3, 1};
  if (layer_.kind == "Flatten") {
    node("Flatten", {layer_.output + "/last"}, layer_.output);
    return;
  }
  const Json* target = find("target_shape");
  if (!target || !target->is_array() || target->size() != 3) refuse("its shape is no plane");
  std::vector<Index> shape{0};
  for (const Json& one : *target)
    shape.push_back(one.is_number_integer() && one.get<double>() == -1 ? -1 : whole(one));
  node("Reshape", {layer_.output + "/last"}, layer_.output + "/made").attributes["shape"] = shape;
  node("Transpose", {layer_.output + "/made"}, layer_.output).attributes["perm"] =
      std::vector<Index>{0, 3, 1, 2};
}

void Writer::write() {
  const std::string& kind = layer_.kind;
  if (text("data_format", "channels_last") != "channels_last" && text("data_format", "") != "channelsLast")
    refuse("its channels come first");
  if (kind == "Conv2D") return conv(false, false);
  if (kind == "Conv2DTranspose") return conv(true, false);
  if (kind == "DepthwiseConv2D") return conv(false, true);
  if (kind == "SeparableConv2D") return separable();
  if (kind == "MaxPooling2D") return pool("MaxPool");
  if (kind == "AveragePooling2D") return pool("AveragePool");
  if (kind == "Dense") return dense();
  if (kind == "BatchNormalization") return batch_norm();
  if (kind == "UpSampling2D") return resize();
  if (kind == "ZeroPadding2D") return zero_padding();
  if (kind == "Flatten" || kind == "Reshape") return reshape();
  if (kind == "Activation") {
    if (!activation().empty()) return activate(activation(), in());
    node("Identity", {in()}, layer_.output);
    return;
  }
  if (kind.find("PixelShuffle") != std::string::npos || kind == "DepthToSpace") return shuffle();
  if (kind.find("MultiplyBeta") != std::string::npos) {
    node("Mul", {in(), constant("beta", number("beta", 0.2))}, layer_.output);
    return;
  }
  if (kind == "Rescaling") {
    node("Mul", {in(), constant("scale", number("scale", 1))}, layer_.output + "/scaled");
    node("Add", {layer_.output + "/scaled", constant("offset", number("offset", 0))}, layer_.output);
    return;
  }
  if (kind == "PReLU") {
    const Array& alpha = weight("alpha", 3);
    node("PRelu", {in(), keep("alpha", alpha, {2, 0, 1})}, layer_.output);
    return;
  }
  if (kind == "GlobalAveragePooling2D") {
    node("GlobalAveragePool", {in()}, layer_.output + "/pooled");
    node("Flatten", {layer_.output + "/pooled"}, layer_.output);
    return;
  }
  if (kind == "Concatenate") {
    const Json* axis = find("axis");
    const Index at = axis && axis->is_number_integer() ? axis->get<Index>() : -1;
    node("Concat", layer_.inputs, layer_.output).attributes["axis"] = at == 1   ? Index{2}
                                                                      : at == 2 ? Index{3}
                                                                                : Index{1};
    return;
  }
  constexpr std::pair<std::string_view, std::string_view> kAsHere[] = {{"Add", "Add"},
                                                                       {"Subtract", "Sub"},
                                                                       {"Multiply", "Mul"},
                                                                       {"Maximum", "Max"},
                                                                       {"Minimum", "Min"},
                                                                       {"Dropout", "Identity"},
                                                                       {"SpatialDropout2D", "Identity"},
                                                                       {"GaussianNoise", "Identity"},
                                                                       {"ELU", "Elu"},
                                                                       {"LeakyReLU", "LeakyRelu"},
                                                                       {"ReLU", "Relu"},
                                                                       {"Softmax", "Softmax"}};
  for (const auto& [keras, onnx] : kAsHere)
    if (kind == keras) {
      const bool capped = kind == "ReLU" && find("max_value");
      const double slope = number("negative_slope", 0);
      Node& made = node(capped                         ? "Clip"
                        : kind == "ReLU" && slope != 0 ? "LeakyRelu"
                                                       : std::string(onnx),
                        layer_.inputs, layer_.output);
      if (kind == "Softmax") made.attributes["axis"] = Index{1};
      if (kind == "ELU" || kind == "LeakyReLU")
        made.attributes["alpha"] = number("alpha", kind == "ELU" ? 1 : 0.3);
      if (kind == "ReLU" && slope != 0) made.attributes["alpha"] = slope;
      if (capped) {
        made.attributes["min"] = 0.0;
        made.attributes["max"] = number("max_value", 6);
      }
      return;
    }
  node("keras." + kind, layer_.inputs, layer_.output);
}

}  // namespace

void add_keras_layer(const KerasLayer& layer, const Weights& weights, Network& network) {
  Writer(layer, weights, network).write();
}

}  // namespace convscope
