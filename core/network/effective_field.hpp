// The effective receptive field: how much each cell of a network's input moves one cell of a layer's output.
//
// The gradient of that cell with respect to the input, at a given input, by one pass backwards through the
// network (adjoint.hpp). A cell of the input counts with m, the sum of |gradient| over its channels. On each
// axis m, summed over the other axes, has a mean place and a standard deviation sigma; the effective width is
// that of an even box with the same sigma, sqrt(12 sigma^2 + 1): k for a box of k taps, and for boxes one
// after another it grows with the root of their number, which is what Luo, Li, Urtasun and Zemel found
// ("Understanding the effective receptive field in deep convolutional neural networks", NIPS 2016,
// arXiv:1701.04128). Their own measure is there as well: cells with more than 4.55 % of the largest m.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/geometry/seen.hpp"
#include "core/network/evaluate.hpp"

namespace convscope {

struct FieldRequest {
  std::string layer{};             ///< empty: the network's output
  Dims cell{};                     ///< of the layer's output, one for each spatial axis; empty: its middle
  std::optional<Index> channel{};  ///< of that output; nothing: the sum over all
  Budget budget{};
  Progress progress{};
};

struct FieldAxis {
  Cells seen;       ///< what the cell may see of the input, as if it had no end; all where it sees everything
  Cells shown;      ///< the part of it that the input has
  double mean = 0;  ///< place in the input
  double sigma = 0;  ///< standard deviation, in cells
  double width = 0;  ///< effective
  Index theoretical() const { return seen.last - seen.first + 1; }
};

struct EffectiveField {
  std::string layer;
  Dims cell, input;  ///< spatial
  std::optional<Index> channel;
  std::vector<FieldAxis> axes;
  bool everything = false;   ///< some layer looks at all cells at once
  bool cut = false;          ///< borders of the input or of a layer take part
  Tensor<double> magnitude;  ///< m over the cells shown of each axis
  double sum = 0;            ///< of m
  /// Of the sum of m^2, what lies in the middle half of the theoretical field on every axis.
  double energy_in_middle = 0;
  Index above = 0;  ///< cells with m above kAbove of the largest
  static constexpr double kAbove = 0.0455;
};

/// The input at which it is linearised: mid grey, as large as the layer's field asks for (flat_shapes).
/// Errors: Error("network", ...) for a network with several inputs, and above the budget.
Array grey_input(const Evaluator& evaluator, const Shape& size, double range, Budget budget = {});
/// The middle of a picture [1, C, height, width], as large as grey_input's; all of it where it is smaller or
/// the file fixes the size.
Array middle_of(const Evaluator& evaluator, const Array& picture);

/// Errors: Error("cell" | "channel", ...): the request's is none of an output of this whole shape.
void require_cell(const Dims& made, const FieldRequest& request);

/// `input`: with values. Errors: as Evaluator::run; Error("layer" | "cell" | "channel", ...): not there;
/// Error("network", ...): an operator without a gradient, by name and layer.
EffectiveField effective_field(const Evaluator& evaluator, const Array& input, const FieldRequest& request);

}  // namespace convscope
