// A layer as people write it in a framework's code, read as a scenario.
//
//   nn.ConvTranspose2d(16, 33, 3, stride=2, padding=1)         PyTorch; also F.conv2d(x, w, ...)
//   layers.Conv2DTranspose(64, 5, strides=2, padding="same")   Keras; tf.nn.conv2d(x, w, strides=2, ...)
//   lax.conv_transpose(x, w, (2, 2), "SAME")                   JAX; nn.ConvTranspose(32, (3, 3)) of Flax
//   helper.make_node("Conv", ..., kernel_shape=[3, 3])         ONNX
//
// Arguments have the meanings and defaults of the frameworks' documentation. What a line does not say, sizes
// above all, comes from a scenario at hand.
#pragma once

#include <string>
#include <string_view>

#include "core/scenario/scenario.hpp"

namespace convscope {

/// Whether there is a call of a known layer in the text, or it is a call of something else.
bool looks_like_code(std::string_view text);

struct CodeLine {
  Scenario scenario;
  std::string note;  ///< what the framework does that no scenario says, a sentence; may be empty
};
/// The first layer of the text. Input, kernel and upstream gradient are those of `present` where they are
/// patterns and fit; so is its size, or the next larger one that the layer takes.
/// Errors: Error("code", ...): no known layer, brackets that do not close, a name for a number, an argument
/// that is missing; otherwise as make_operator.
CodeLine scenario_from_code(std::string_view text, const Scenario& present = {});

}  // namespace convscope
