#include "core/training/graph.hpp"

#include <fmt/format.h>

#include <utility>

namespace convscope {

namespace {

constexpr Index kColors = 3;

class Builder {
 public:
  explicit Builder(const Decoder& decoder) : d_(decoder) {
    out_.name = std::string(name(d_.choice().form));
    out_.format = "ConvScope";
    out_.inputs = {{last_, {1, kColors, -1, -1}}};
  }

  Network build() {
    const Index s = d_.choice().factor;
    for (const Parameter& parameter : d_.parameters())
      out_.weights[parameter.name] = to_array(parameter.values);
    const std::size_t last = d_.layers().size() - 1;
    for (std::size_t i = 0; i < last; ++i) {
      convolve(i, fmt::format("conv{}", i + 1));
      add(fmt::format("relu{}", i + 1), "Relu");
    }
    if (d_.resizes()) resize(s);
    convolve(last, "up");
    if (d_.shuffles())
      // The order of torch.nn.PixelShuffle.
      add("shuffle", "DepthToSpace", {}, {{"blocksize", s}, {"mode", std::string("CRD")}});
    out_.nodes.back().outputs = {"large"};
    out_.outputs = {{"large", {1, kColors, -1, -1}}};
    settle(out_);
    return std::move(out_);
  }

 private:
  using Attributes = std::map<std::string, Attribute, std::less<>>;

  /// Takes what there is, and behind it `inputs`; its output has its name.
  void add(const std::string& name, const std::string& op, std::vector<std::string> inputs = {},
           Attributes attributes = {}) {
    inputs.insert(inputs.begin(), last_);
    out_.nodes.push_back({name, op, std::move(inputs), {name}, std::move(attributes)});
    last_ = name;
  }

  void convolve(std::size_t i, const std::string& name) {
    const Layer& layer = d_.layers()[i];
    const bool turned = i + 1 == d_.layers().size() && d_.transposes();
    const auto square = [](Index n) { return std::vector<Index>{n, n}; };
    const Sides sides = layer.padding.sides.front();
    Attributes attributes{{"kernel_shape", square(layer.kernel[0])},
                          {"strides", square(layer.stride[0])},
                          {"pads", std::vector<Index>{sides.begin, sides.begin, sides.end, sides.end}}};
    if (!layer.output_padding.empty()) attributes["output_padding"] = square(layer.output_padding[0]);
    add(name, turned ? "ConvTranspose" : "Conv", {name + ".weight", name + ".bias"}, std::move(attributes));
  }

  void resize(Index s) {
    const bool nearest = d_.choice().form == DecoderForm::nearest_conv;
    const auto factor = static_cast<float>(s);
    out_.weights["scales"] = real_array({4}, {1, 1, factor, factor});
    Attributes attributes{
        {"mode", std::string(nearest ? "nearest" : "linear")},
        {"coordinate_transformation_mode", std::string(nearest ? "asymmetric" : "half_pixel")}};
    if (nearest) attributes["nearest_mode"] = std::string("floor");
    add("resize", "Resize", {"", "scales"}, std::move(attributes));
  }

  const Decoder& d_;
  Network out_;
  std::string last_ = "small";
};

}  // namespace

Network network_of(const Decoder& decoder) {
  return Builder(decoder).build();
}

}  // namespace convscope
