// Layers one after another: sizes, receptive field, parameters, multiply-adds; skip connections that meet or
// do not.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry/geometry.hpp"

namespace convscope {

/// The same numbers on all axes.
struct ChainLayer {
  enum class Kind { conv, transposed, pool, nearest };
  std::string name;
  Kind kind = Kind::conv;
  Index channels = 1;  ///< of the output; pools and nearest keep theirs
  Index kernel = 3, stride = 1, padding = 0, dilation = 1, output_padding = 0;
  std::string skip{};  ///< the layer whose output is concatenated with this one's input; may be empty
  bool bias = true;
};

struct Chain {
  std::string name, title;
  Shape size;          ///< spatial extents of the input
  Index channels = 1;  ///< of the input
  std::vector<ChainLayer> layers;
};

/// What one layer makes of what comes before it.
struct ChainStep {
  std::string name;
  Shape input, output;                            ///< spatial extents
  Index input_channels = 0, output_channels = 0;  ///< input channels with those of the skip connection
  /// Extent, on one axis, of the chain's input that one output cell may see: the largest among phases, as
  /// if the input had no end.
  Index receptive_field = 1;
  double parameters = 0;  ///< weights and biases
  /// One for each tap, channel pair and window; products with padding count, as everybody counts them.
  double multiply_adds = 0;
  std::string warning;  ///< a skip connection that does not meet; the larger side counts as cropped
};

struct ChainReport {
  std::vector<ChainStep> steps;
  double parameters = 0, multiply_adds = 0;
  std::vector<std::string> warnings;  ///< those of the steps
};

/// Errors: as the factories, with the layer's name in the problem; Error("skip", ...) for an unknown name.
ChainReport report(const Chain& chain);

/// unet (padded 3 × 3, 256 × 256), unet-valid (as published, 572 × 572), dcgan (generator, from 1 × 1).
std::span<const Chain> chain_presets();
/// Errors: Error("network", ...).
const Chain& chain_preset(std::string_view name);

}  // namespace convscope
