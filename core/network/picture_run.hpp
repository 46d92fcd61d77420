// Pictures and arrays through a network.
#pragma once

#include <string>

#include "core/network/evaluate.hpp"

namespace convscope {

struct PictureRun {
  double range = 1;   ///< what white is at the network's input and output
  std::string until;  ///< as RunRequest has it
  Index tile = 0;     ///< as tiled_run() has it
  Budget budget{};
  Progress progress{};
};

/// The luma [1, 1, height, width] of colours [1, 3, height, width], by BT.601: .299 R + .587 G + .114 B.
Tensor<float> luma_of(const Tensor<float>& rgb);

/// A picture as the network's input takes it: [1, channels, height, width], 0 to range. One channel gets the
/// luma, four get an opaque alpha.
/// Errors: those of read_image_file; Error("image", ...): a network that takes no picture, or another size.
Array picture_input(const std::string& path, const Network& network, const PictureRun& run);
/// Numbers from a .npy as they are. Errors: those of read_npy; Error("image", ...): another shape.
Array array_input(const std::string& path, const Network& network, const PictureRun& run);

/// Errors: Error("network", ...): weights that are NaN or infinite.
void require_finite(const Network& network);
/// Errors: as Evaluator::run and require_finite.
Array run_on(const Evaluator& evaluator, const Array& input, const PictureRun& run);

/// What comes out as a picture [1, 1 or 3, height, width], 0..255, not rounded: one channel is grey, three
/// are colours. `activations`: any other number stands side by side, row by row, each from its least value
/// (black) to its largest. Errors: Error("output", ...): no picture.
Tensor<float> shown(const Array& result, double range, bool activations);
/// The bytes of a PNG; values are clamped and rounded.
std::string png_of(const Tensor<float>& picture);

}  // namespace convscope
