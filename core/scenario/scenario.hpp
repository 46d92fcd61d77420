// Everything that a user chooses about an operator, as one comparable value. What follows from it is
// Derived (derived.hpp); how it is written down is spec_line.hpp and json.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/geometry/layer.hpp"
#include "core/ops/activation.hpp"
#include "core/ops/operator.hpp"

namespace convscope {

/// Where an input, a kernel or an upstream gradient comes from.
struct Source {
  enum class Kind { pattern, list, file };
  Kind kind = Kind::pattern;
  std::string name = "ramp";     ///< of the pattern, or the file's path
  std::uint64_t seed = 0;        ///< of the pattern "random"
  std::vector<double> values{};  ///< of a list: one plane for all channels, or the whole tensor, row-major
  friend bool operator==(const Source&, const Source&) = default;
};

struct Scenario {
  Direction direction = Direction::convolution;
  Shape size{5};  ///< spatial extents of the operator's input; its rank is the scenario's
  Layer layer{};  ///< channels as the operator uses them; see input_channels()
  BorderMode border = BorderMode::zeros;
  Source input{};
  Source kernel{.name = "box"};
  Source upstream{.name = "ones"};  ///< gradient of a loss with respect to the output
  std::vector<double> bias{};       ///< one for each output channel; empty: none
  Activation activation = Activation::none;
  std::string photo{};  ///< path of the photograph for the photo view; empty: the default one

  bool transposed() const { return direction == Direction::transposed; }
  Index input_channels() const { return transposed() ? layer.channels.window : layer.channels.pixel; }
  Index output_channels() const { return transposed() ? layer.channels.pixel : layer.channels.window; }
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// Sets IN > OUT channels whatever the direction.
void set_channels(Scenario& scenario, Index input, Index output);

/// The input tensor [1, C, size...] and the weights that the sources stand for. Files are read.
/// Errors: Error("in"/"w", ...): a list of the wrong length, an unreadable file, one of the wrong shape.
Tensor<double> materialise_input(const Scenario& scenario, const Operator& op);
Tensor<double> materialise_weights(const Scenario& scenario, const Operator& op);
/// The gradient [1, C', size'...] with respect to the output, which the backward pass starts from.
/// Errors: the same, named "upstream".
Tensor<double> materialise_upstream(const Scenario& scenario, const Operator& op);

/// The scenario with one cell changed; the source becomes a list of the whole tensor.
Scenario with_input_cell(const Scenario& scenario, const Tensor<double>& input, Index cell, double value);
Scenario with_kernel_cell(const Scenario& scenario, const Tensor<double>& weights, Index cell, double value);
Scenario with_upstream_cell(const Scenario& scenario, const Tensor<double>& upstream, Index cell,
                            double value);

/// The same operator turned: what was the output's size becomes the input's, the geometry stays. Input and
/// upstream gradient are the same patterns on the new sizes, or the usual ones if they were lists or files.
/// Errors: as make_operator.
Scenario turned(const Scenario& scenario);

}  // namespace convscope
