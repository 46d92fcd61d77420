// Small decoders as networks end with: convolutions, and a last layer that enlarges.
//
//   const Decoder decoder({.form = DecoderForm::pixel_shuffle, .factor = 2}, 1);
//   const Tensor<float> large = decoder.run(small);   // [N, 3, h, w] to [N, 3, h * factor, w * factor]
//
// Colours are 0..1. Every layer but the last is a 3 × 3 convolution and a ReLU; borders are zeros. The first
// layers' weights lie as PyTorch has them: convolution [O, I, k, k], transposed [I, O, k, k].
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ops/operator.hpp"
#include "core/ops/resample/upsampler.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

enum class DecoderForm {
  conv_transpose_k3,
  conv_transpose_k4,
  pixel_shuffle,
  pixel_shuffle_icnr,
  nearest_conv,
  bilinear_conv,
};
struct DecoderKind {
  std::string_view name;   ///< "conv-transpose-k3"
  std::string_view title;  ///< for people: "transposed k3"
  std::string_view brief;  ///< where there is no room for that: "k3"
  std::string_view help;   ///< a clause
};
/// In the order of DecoderForm.
std::span<const DecoderKind> decoder_kinds();
std::string_view name(DecoderForm form);
std::string_view title(DecoderForm form);
/// Errors: Error("decoders", ...).
DecoderForm parse_decoder(std::string_view name);

inline constexpr Index kLeastTrainedFactor = 2, kMostTrainedFactor = 4;
inline constexpr Index kMostDecoderLayers = 3, kMostDecoderWidth = 64, kMostDecoderWeights = 50'000;

struct DecoderChoice {
  DecoderForm form = DecoderForm::conv_transpose_k4;
  Index factor = 2;
  Index layers = 2;
  Index width = 16;  ///< channels between layers
};
/// Errors: Error("factor" / "layers" / "width", ...): out of range, more than kMostDecoderWeights.
void check_decoder(const DecoderChoice& choice);

/// Of a layer, named as a module of PyTorch would: "conv1.weight", "up.bias".
struct Parameter {
  std::string name;
  Tensor<float> values;
};

class Decoder {
 public:
  /// Weights and biases uniform in ± 1 / sqrt(n), n the products that an output sums; those of ICNR equal in
  /// all phases (Aitken et al., arXiv:1707.02937, 2017). The same for a seed on every machine.
  /// Errors: as check_decoder.
  Decoder(const DecoderChoice& choice, std::uint64_t seed);

  const DecoderChoice& choice() const { return choice_; }
  /// The enlarging one last; what resizes before it or shuffles behind it is not among them.
  const std::vector<Layer>& layers() const { return layers_; }
  /// The last layer is a transposed convolution; a picture is resized before it; its phases are shuffled.
  bool transposes() const;
  bool resizes() const { return !resize_.steps.empty(); }
  bool shuffles() const { return !shuffle_.steps.empty(); }
  /// Weight and bias of each layer, the enlarging one last.
  const std::vector<Parameter>& parameters() const { return parameters_; }
  std::vector<Parameter>& parameters() { return parameters_; }
  Index weight_count() const;
  /// [kernels, factor * factor]: of each kernel of the enlarging layer (of the first colour from each of its
  /// input channels, then of the second ...) what each phase of the output gets from a constant 1, row-major.
  /// Resized pictures are constant before their kernel: all phases get its sum.
  Tensor<double> phase_sums() const;

  Tensor<float> run(const Tensor<float>& small) const;
  /// The mean squared error of run(small), and its gradients with respect to the parameters.
  double learn(const Tensor<float>& small, const Tensor<float>& large,
               std::vector<Tensor<float>>& gradients) const;

 private:
  struct Pass {
    std::vector<Tensor<float>> inputs;  ///< of each layer
    Tensor<float> resized;              ///< what the last layer's convolution reads, where that is resized
    Tensor<float> output;
  };
  Operator operator_of(std::size_t layer, const Shape& input) const;
  Pass pass(const Tensor<float>& small) const;
  void fill(std::uint64_t seed);

  DecoderChoice choice_;
  std::vector<Layer> layers_;
  Upsampler resize_, shuffle_;  ///< before and behind the last layer; no steps: none
  std::vector<Parameter> parameters_;
};

}  // namespace convscope
