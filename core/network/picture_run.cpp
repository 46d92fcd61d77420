#include "core/network/picture_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/io/png.hpp"
#include "core/network/tiled_run.hpp"

namespace convscope {

namespace {

const Port& input_of(const Network& network) {
  if (!network.has_graph())
    throw Error("network", fmt::format("a {} file has weights and no graph", network.format),
                "a file with layers, such as .onnx");
  if (network.inputs.size() != 1)
    throw Error("network", fmt::format("it has {} inputs", network.inputs.size()),
                "a network with one picture as its input");
  return network.inputs[0];
}

/// Against what the file says of its input.
void require_fit(const Dims& shape, const Network& network) {
  const Port& port = input_of(network);
  if (port.any_shape) return;
  bool fits = port.shape.size() == shape.size();
  for (std::size_t i = 0; fits && i < shape.size(); ++i)
    fits = port.shape[i] < 0 || port.shape[i] == shape[i];
  if (!fits)
    throw Error("image", fmt::format("{} is no input of this network", to_string(shape)),
                fmt::format("{}", to_string(port.shape)));
}

/// Channels side by side, each stretched from black to white, a pixel between them.
Tensor<float> sheet(const Tensor<float>& x) {
  const Index channels = x.shape()[1], h = x.shape()[2], w = x.shape()[3];
  const auto across = static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(channels))));
  const Index down = (channels + across - 1) / across;
  Tensor<float> out(Shape{1, 1, down * (h + 1) - 1, across * (w + 1) - 1}, 255.0f);
  for (Index c = 0; c < channels; ++c) {
    const float* const from = x.data() + c * h * w;
    const auto [least, most] = std::minmax_element(from, from + h * w);
    const float scale = *most > *least ? 255 / (*most - *least) : 0;
    for (Index i = 0; i < h * w; ++i)
      out.at({0, 0, c / across * (h + 1) + i / w, c % across * (w + 1) + i % w}) = (from[i] - *least) * scale;
  }
  return out;
}

}  // namespace

Tensor<float> luma_of(const Tensor<float>& rgb) {
  const Index plane = rgb.shape()[2] * rgb.shape()[3];
  Tensor<float> grey(Shape{1, 1, rgb.shape()[2], rgb.shape()[3]});
  for (Index i = 0; i < plane; ++i)
    grey[i] = 0.299f * rgb[i] + 0.587f * rgb[plane + i] + 0.114f * rgb[2 * plane + i];
  return grey;
}

Array picture_input(const std::string& path, const Network& network, const PictureRun& run) {
  const Port& port = input_of(network);
  const Index channels = port.any_shape           ? 3
                         : port.shape.size() == 4 ? input_shapes(network, {}).at(port.name).shape[1]
                                                  : 0;
  if (channels != 1 && channels != 3 && channels != 4)
    throw Error("image", fmt::format("the network takes {}, which is no picture", to_string(port.shape)),
                "a .npy of that shape");
  Tensor<float> picture = read_image(path, "image", run.budget);
  if (channels == 1) picture = luma_of(picture);
  const auto scale = static_cast<float>(run.range / 255);
  for (float& value : picture.values()) value *= scale;
  Array input = to_array(picture);
  if (channels == 4) {
    UnfilledVector<float> values = input.reals();
    values.insert(values.end(), values.size() / 3, static_cast<float>(run.range));
    input.shape[1] = 4;
    input = real_array(input.shape, std::move(values));
  }
  require_fit(input.shape, network);
  return input;
}

Array array_input(const std::string& path, const Network& network, const PictureRun& run) {
  const Port& port = input_of(network);
  const Tensor<double> values = read_npy(path, "image", run.budget);
  Array input = real_array({values.shape().begin(), values.shape().end()}, {});
  UnfilledVector<float> reals;
  for (const double value : values.values()) reals.push_back(static_cast<float>(value));
  input = real_array(input.shape, std::move(reals));
  if (!is_real(port.type)) input = as_wholes(input, port.type);
  require_fit(input.shape, network);
  return input;
}

void require_finite(const Network& network) {
  for (const auto& [name, weight] : network.weights)
    if (weight.known() && weight.real() && not_finite(weight) > 0)
      throw Error("network", fmt::format("'{}' has values that are NaN or infinite", cut(name, 80)),
                  "finite weights");
}

Array run_on(const Evaluator& evaluator, const Array& input, const PictureRun& run) {
  const Network& network = evaluator.network();
  require_finite(network);
  return tiled_run(evaluator, input_of(network).name, input, {run.until, run.budget, run.progress, {}},
                   run.tile);
}

Tensor<float> shown(const Array& result, double range, bool activations) {
  const bool plane = result.shape.size() == 4 && result.shape[0] == 1 && count_of(result.shape) > 0;
  if (!plane) throw Error("output", fmt::format("{} is no picture", to_string(result.shape)), "a .npy");
  Tensor<float> x = to_tensor(result);
  const Index channels = x.shape()[1];
  if (activations && channels != 3) return sheet(x);
  if (channels != 1 && channels != 3)
    throw Error("output", fmt::format("{} channels are no picture", channels), "1 or 3 channels, or a .npy");
  const auto scale = static_cast<float>(255 / range);
  for (float& value : x.values()) value *= scale;
  return x;
}

std::string png_of(const Tensor<float>& picture) {
  const Index channels = picture.shape()[1], height = picture.shape()[2], width = picture.shape()[3];
  std::string bytes;
  const auto rows = [&](Index first, Index count, std::uint8_t* to) {
    for (Index y = first; y < first + count; ++y)
      for (Index x = 0; x < width; ++x)
        for (Index c = 0; c < channels; ++c) {
          const float value = picture[(c * height + y) * width + x];
          *to++ =
              static_cast<std::uint8_t>(std::isnan(value) ? 0 : std::lround(std::clamp(value, 0.0f, 255.0f)));
        }
  };
  write_png({width, height, static_cast<int>(channels)}, rows, [&](std::string_view part) { bytes += part; });
  return bytes;
}

}  // namespace convscope
