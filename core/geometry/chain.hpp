// Layers one after another: sizes, receptive field, parameters, multiply-adds; skip connections that meet or
// do not.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry/geometry.hpp"

namespace convscope {

/// Lists hold one number for each spatial axis, or a single one for all.
struct ChainLayer {
  enum class Kind {
    conv,
    transposed,
    pool,     ///< the largest or the mean of each window; no weights
    nearest,  ///< every cell repeated stride times; its kernel is its stride
  };
  /// What is applied to every cell of the output; it changes no size.
  enum class Activation { none, relu, leaky_relu, elu, gelu, silu, sigmoid, tanh, softmax };
  std::string name{};
  Kind kind = Kind::conv;
  Index channels = 1;  ///< of the output; pools and nearest keep theirs
  Shape kernel{3}, stride{1}, padding{0}, dilation{1};
  Padding::Rule rule = Padding::Rule::numbers;  ///< other than numbers: instead of `padding`
  Shape output_padding{};                       ///< transposed only; empty: not given
  Dialect dialect = Dialect::pytorch;           ///< whose rules a transposed layer follows
  Index groups = 1;                             ///< of layers with weights; divides both channel counts
  Activation activation = Activation::none;
  std::string skip{};  ///< the layer whose output is concatenated with this one's input; may be empty
  bool bias = true;
  bool weighted() const { return kind == Kind::conv || kind == Kind::transposed; }
  bool enlarges() const { return kind == Kind::transposed || kind == Kind::nearest; }
  friend bool operator==(const ChainLayer&, const ChainLayer&) = default;
};

struct Chain {
  static constexpr std::size_t kMostLayers = 200;
  std::string name, title;
  Shape size;          ///< spatial extents of the input
  Index channels = 1;  ///< of the input
  std::vector<ChainLayer> layers;
  friend bool operator==(const Chain&, const Chain&) = default;
};

/// What one layer makes of what comes before it.
struct ChainStep {
  std::string name;
  Shape input, output;                            ///< spatial extents
  Index input_channels = 0, output_channels = 0;  ///< input channels with those of the skip connection
  /// Extent of the chain's input that one output cell may see: on each axis the largest among phases, as if
  /// the input had no end. What lies between a layer's first and last tap counts as seen.
  Shape receptive_field;
  double parameters = 0;  ///< weights and biases
  /// One for each tap, channel pair and window; products with padding count, as everybody counts them.
  double multiply_adds = 0;
  std::optional<std::size_t> skip;  ///< the step whose output is concatenated
  std::string warning;              ///< a skip that does not meet; the larger side counts as cropped
};

struct ChainReport {
  std::vector<ChainStep> steps;
  double parameters = 0, multiply_adds = 0;
  std::vector<std::string> warnings;  ///< those of the steps
};

/// Errors: as the factories, with the layer's name in the problem; Error("groups", ...) and
/// Error("output-padding", ...) for layers that have none; Error("skip", ...) for an unknown name;
/// Error("name", ...) for one that is empty or given twice; Error("layers", ...) for too many or none;
/// Error("input", ...) for an input that is none.
ChainReport report(const Chain& chain);

/// unet (padded 3 × 3, 256 × 256), unet-valid (as published, 572 × 572), dcgan (generator, from 1 × 1).
std::span<const Chain> chain_presets();
/// Errors: Error("network", ...).
const Chain& chain_preset(std::string_view name);

}  // namespace convscope
