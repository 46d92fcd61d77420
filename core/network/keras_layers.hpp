// Keras's layers as TF.js writes them, each as one or more of ONNX's operators; channels come first here.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/network/network.hpp"

namespace convscope {

struct KerasLayer {
  std::string name, kind;
  const Json& config;
  std::vector<std::string> inputs;  ///< values
  std::string output;               ///< the value that it makes
};

/// Adds the layer's nodes and its weights, found among those of the file by the layer's name.
/// What is not known becomes a node of the layer's own kind, which is then listed as unsupported.
/// Errors: Error("network", ...): a configuration that is none, weights that are missing.
void add_keras_layer(const KerasLayer& layer, const std::map<std::string, Array, std::less<>>& weights,
                     Network& network);

}  // namespace convscope
