// What the layers of a network make of a picture, as people look at it: every channel of a layer from its
// least value, black, to its largest, white.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/network/picture_run.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

struct ShownLayer {
  Index channels = 0, height = 0, width = 0;
  std::vector<std::uint8_t> values;  ///< [channels, height, width]; 0 where all of a channel is the same
  std::vector<float> least, most;    ///< of each channel
};
/// By the layers' names.
using ShownLayers = std::map<std::string, ShownLayer, std::less<>>;

/// Values that all layers together may have.
inline constexpr double kMostShown = 64e6;
/// The middle of a picture [1, C, height, width], of which all layers have at most `most` values; all of it
/// where the file fixes its input's size. Errors: as Evaluator::sizes.
Region shown_part(const Evaluator& evaluator, const Dims& picture, double most = kMostShown);

/// Of every layer whose output is planes [1, channels, height, width]. Errors: as run_on.
ShownLayers shown_layers(const Evaluator& evaluator, const Array& input, const PictureRun& run);

}  // namespace convscope
