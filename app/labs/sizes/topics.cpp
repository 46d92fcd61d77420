// What F1 says about the parts of this lab.
#include <array>

#include "app/desk/context_help.hpp"
#include "app/labs/sizes/lab.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"lab/sizes", "n' = ⌊(n + 2p − d(k−1) − 1) / s⌋ + 1",
     "Each term of the formula tied to the drawing; sizes asked backwards; chains of layers; four "
     "frameworks.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 2"},
    {"sizes/arithmetic", "o = ⌊(n + 2p − d(k−1) − 1) / s⌋ + 1      o = (n−1)s − 2p + d(k−1) + 1 + op",
     "Rest the pointer on a term and its part of the drawing lights up, and the other way round. What "
     "rounding "
     "down leaves over is read by no window.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, relationships 6 and 14"},
    {"sizes/ambiguity", "op = (n + 2p − d(k−1) − 1) mod s",
     "A convolution with stride s maps s sizes to one. Click a size to take it.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, relationship 14"},
    {"sizes/solve", "even: every phase has as many weights",
     "All parameters within the bounds that give the wanted size. The bars show how many products reach the "
     "cells of each phase.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"sizes/network", "parameters: OUT · IN · k + OUT      multiply-adds: OUT · IN · k · positions",
     "Sizes, receptive fields and costs from layer to layer. A skip connection meets where both sides have "
     "one "
     "size.",
     "Ronneberger, Fischer & Brox 2015, arXiv:1505.04597; Radford, Metz & Chintala 2016, arXiv:1511.06434"},
    {"sizes/dialects", "Keras same: n' = n·s      PyTorch: n' = (n−1)s − 2p + d(k−1) + 1 + op",
     "What the frameworks make of one kernel, stride and dilation, and where each crops or pads. Click a row "
     "to "
     "see it against PyTorch, index by index.",
     "torch.nn.ConvTranspose2d; tf.keras.layers.Conv2DTranspose; ONNX ConvTranspose; Caffe's "
     "base_conv_layer"},
    {"sizes/resize", "half-pixel: x = (i + ½) · n/m − ½      asymmetric: x = i · n/m",
     "Where each output cell of a resize looks in the input, by framework. A dot that is not filled lies "
     "beyond the middle of the last cells, whose value it gets.",
     "ONNX Resize, coordinate_transformation_mode; torch.nn.functional.interpolate"},
});

}  // namespace

std::span<const HelpTopic> sizes_topics() {
  return kTopics;
}

}  // namespace convscope
