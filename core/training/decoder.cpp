#include "core/training/decoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/ops/convolve.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/tensor/random.hpp"

namespace convscope {

namespace {

constexpr Index kColors = 3;

constexpr DecoderKind kKinds[] = {
    {"conv-transpose-k3", "transposed k3", "k3", "a transposed convolution with 3 × 3 weights"},
    {"conv-transpose-k4", "transposed k4", "k4", "a transposed convolution with 4 × 4 weights"},
    {"pixel-shuffle", "pixel shuffle", "shuffle", "a convolution with 3 × 3 weights, then pixel shuffle"},
    {"pixel-shuffle-icnr", "shuffle + ICNR", "ICNR", "the same, its phases equal before the first step"},
    {"nearest-conv", "nearest + conv", "nearest",
     "every pixel repeated, then a convolution with 3 × 3 weights"},
    {"bilinear-conv", "bilinear + conv", "bilinear",
     "bilinear interpolation, then a convolution with 3 × 3 weights"},
};

bool is_transposed(DecoderForm form) {
  return form == DecoderForm::conv_transpose_k3 || form == DecoderForm::conv_transpose_k4;
}
bool is_shuffled(DecoderForm form) {
  return form == DecoderForm::pixel_shuffle || form == DecoderForm::pixel_shuffle_icnr;
}

Layer convolution(Index in, Index out) {
  return {.kernel = {3, 3}, .stride = {1, 1}, .padding = parse_padding("1"), .channels = {out, in, 1}};
}

/// n cells become n * factor: (n - 1) * factor + taps - 2 * padding + output padding.
Layer transposed(Index taps, Index factor, Index in, Index out) {
  const Index padding = std::max<Index>(0, (taps - factor + 1) / 2);
  return {.kernel = {taps, taps},
          .stride = {factor, factor},
          .padding = {.sides = {{padding, padding}}},
          .output_padding = {factor - taps + 2 * padding},
          .channels = {in, out, 1}};
}

std::vector<Layer> layers_of(const DecoderChoice& choice) {
  std::vector<Layer> layers;
  Index in = kColors;
  for (Index i = 1; i < choice.layers; ++i, in = choice.width)
    layers.push_back(convolution(in, choice.width));
  if (is_transposed(choice.form))
    layers.push_back(
        transposed(choice.form == DecoderForm::conv_transpose_k3 ? 3 : 4, choice.factor, in, kColors));
  else
    layers.push_back(
        convolution(in, is_shuffled(choice.form) ? kColors * choice.factor * choice.factor : kColors));
  return layers;
}

Shape weights_of(const Layer& layer) {
  return {layer.channels.window, layer.channels.pixel, layer.kernel[0], layer.kernel[1]};
}

Index weights_in(const std::vector<Layer>& layers, bool last_is_transposed) {
  Index sum = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Channels& c = layers[i].channels;
    sum += element_count(weights_of(layers[i])) +
           (last_is_transposed && i + 1 == layers.size() ? c.pixel : c.window);
  }
  return sum;
}

void require(Index value, Index least, Index most, std::string_view field) {
  if (value < least || value > most)
    throw Error(field, fmt::format("{} is out of range", value), fmt::format("{} to {}", least, most));
}

}  // namespace

std::span<const DecoderKind> decoder_kinds() {
  return kKinds;
}

std::string_view name(DecoderForm form) {
  return kKinds[static_cast<std::size_t>(form)].name;
}

std::string_view title(DecoderForm form) {
  return kKinds[static_cast<std::size_t>(form)].title;
}

DecoderForm parse_decoder(std::string_view name) {
  if (const DecoderKind* kind = find_row(kKinds, name)) return static_cast<DecoderForm>(kind - kKinds);
  refuse_name("decoders", name, listed(names_of(kKinds), Listing::commas));
}

void check_decoder(const DecoderChoice& choice) {
  require(choice.factor, kLeastTrainedFactor, kMostTrainedFactor, "factor");
  require(choice.layers, 1, kMostDecoderLayers, "layers");
  require(choice.width, 1, kMostDecoderWidth, "width");
  const Index weights = weights_in(layers_of(choice), is_transposed(choice.form));
  if (weights > kMostDecoderWeights)
    throw Error("width", fmt::format("{} would have {} weights", name(choice.form), weights),
                fmt::format("at most {} in all", kMostDecoderWeights));
}

Decoder::Decoder(const DecoderChoice& choice, std::uint64_t seed) : choice_(choice) {
  check_decoder(choice);
  layers_ = layers_of(choice);
  if (choice.form == DecoderForm::nearest_conv) resize_ = nearest(choice.factor);
  if (choice.form == DecoderForm::bilinear_conv) resize_ = bilinear(choice.factor);
  if (is_shuffled(choice.form)) shuffle_.steps = {Shuffle{choice.factor}};
  fill(seed);
}

void Decoder::fill(std::uint64_t seed) {
  SplitMix random(seed);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    const bool last = i + 1 == layers_.size(), turned = last && transposes();
    const Index in = turned ? layer.channels.window : layer.channels.pixel,
                out = turned ? layer.channels.pixel : layer.channels.window;
    const double taps = static_cast<double>(layer.kernel[0] * layer.kernel[1]) /
                        static_cast<double>(layer.stride[0] * layer.stride[1]);
    const double most = 1 / std::sqrt(static_cast<double>(in) * taps);
    Tensor<float> weights(weights_of(layer)), bias(Shape{out});
    const auto draw = [&] { return static_cast<float>(most * (2 * random.unit() - 1)); };
    std::ranges::generate(weights.values(), draw);
    std::ranges::generate(bias.values(), draw);
    if (last && choice_.form == DecoderForm::pixel_shuffle_icnr) {
      // Channels of one colour lie beside each other: all take the first one's kernel.
      const Index phases = choice_.factor * choice_.factor, kernel = weights.size() / out;
      for (Index channel = 0; channel < out; ++channel) {
        const Index first = channel / phases * phases;
        std::copy_n(weights.data() + first * kernel, kernel, weights.data() + channel * kernel);
        bias[channel] = bias[first];
      }
    }
    const std::string module = last ? "up" : fmt::format("conv{}", i + 1);
    parameters_.push_back({module + ".weight", std::move(weights)});
    parameters_.push_back({module + ".bias", std::move(bias)});
  }
}

bool Decoder::transposes() const {
  return is_transposed(choice_.form);
}

Index Decoder::weight_count() const {
  return weights_in(layers_, transposes());
}

Tensor<double> Decoder::phase_sums() const {
  const Tensor<float>& weights = parameters_[parameters_.size() - 2].values;
  const Layer& layer = layers_.back();
  const bool turned = transposes();
  const Index in = turned ? layer.channels.window : layer.channels.pixel,
              phases = choice_.factor * choice_.factor, taps = element_count(layer.kernel);
  // A transposed convolution's taps belong to phases; elsewhere a kernel belongs to one, or to all.
  const std::vector<Axis> axes = operator_of(layers_.size() - 1, {1, in, 1, 1}).geometry.axes;
  const auto sums_of = [&](const float* kernel) {
    return convscope::phase_sums(axes, std::vector<double>(kernel, kernel + taps)).sums;
  };
  Tensor<double> out({kColors * in, phases});
  for (Index color = 0; color < kColors; ++color)
    for (Index from = 0; from < in; ++from) {
      double* row = out.data() + (color * in + from) * phases;
      if (turned) {
        // Phases are counted from where the padding begins, places from the first pixel on.
        const std::vector<double> sums = sums_of(weights.data() + (from * kColors + color) * taps);
        for (Index place = 0; place < phases; ++place) {
          const Index phase = phase_of_pixel(axes[0], place / choice_.factor) * choice_.factor +
                              phase_of_pixel(axes[1], place % choice_.factor);
          row[place] = sums[static_cast<std::size_t>(phase)];
        }
        continue;
      }
      for (Index phase = 0; phase < phases; ++phase) {
        const Index to = shuffles() ? color * phases + phase : color;
        row[phase] = sums_of(weights.data() + (to * in + from) * taps).front();
      }
    }
  return out;
}

Operator Decoder::operator_of(std::size_t layer, const Shape& input) const {
  const bool turned = layer + 1 == layers_.size() && transposes();
  return make_operator(turned ? Direction::transposed : Direction::convolution, input.tail(2),
                       layers_[layer]);
}

Decoder::Pass Decoder::pass(const Tensor<float>& small) const {
  Pass out;
  out.inputs.push_back(small);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const bool last = i + 1 == layers_.size();
    if (last && resizes()) out.resized = enlarge(resize_, out.inputs.back());
    const Tensor<float>& read = last && resizes() ? out.resized : out.inputs.back();
    Tensor<float> made = forward(operator_of(i, read.shape()), read, parameters_[2 * i].values);
    add_bias<float>(made, parameters_[2 * i + 1].values.values());
    if (last) {
      out.output = shuffles() ? enlarge(shuffle_, made) : std::move(made);
    } else {
      for (float& value : made.values()) value = value < 0 ? 0 : value;  // what is no number stays so
      out.inputs.push_back(std::move(made));
    }
  }
  return out;
}

Tensor<float> Decoder::run(const Tensor<float>& small) const {
  return pass(small).output;
}

double Decoder::learn(const Tensor<float>& small, const Tensor<float>& large,
                      std::vector<Tensor<float>>& gradients) const {
  Pass done = pass(small);
  Tensor<float> gradient = std::move(done.output);
  double sum = 0;
  const double count = static_cast<double>(gradient.size());
  for (Index i = 0; i < gradient.size(); ++i) {
    const double error = static_cast<double>(gradient[i]) - static_cast<double>(large[i]);
    sum += error * error;
    gradient[i] = static_cast<float>(2 * error / count);
  }
  gradients.resize(parameters_.size());
  if (shuffles()) gradient = enlarge_adjoint(shuffle_, gradient, small.shape().tail(2));
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const bool resized = i + 1 == layers_.size() && resizes();
    const Tensor<float>& read = resized ? done.resized : done.inputs[i];
    const Operator op = operator_of(i, read.shape());
    gradients[2 * i] = weight_gradient(op, read, gradient);
    gradients[2 * i + 1] = bias_gradient(gradient);
    if (i == 0) break;
    gradient = input_gradient(op, gradient, parameters_[2 * i].values);
    if (resized) gradient = enlarge_adjoint(resize_, gradient, small.shape().tail(2));
    for (Index c = 0; c < gradient.size(); ++c)
      if (!(done.inputs[i][c] > 0)) gradient[c] = 0;
  }
  return sum / count;
}

}  // namespace convscope
