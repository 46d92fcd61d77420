// A trained decoder as a network, as those from files are: the doctor reads it, onnx_bytes writes it.
#pragma once

#include "core/network/network.hpp"
#include "core/training/decoder.hpp"

namespace convscope {

/// From "small" [1, 3, h, w] to "large"; layers and weights by the decoder's names. Colours are 0..1.
Network network_of(const Decoder& decoder);

}  // namespace convscope
