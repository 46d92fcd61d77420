// Receptive fields in a graph: what of the network's input a layer's output sees.
#pragma once

#include <optional>
#include <vector>

#include "core/geometry/seen.hpp"
#include "core/network/evaluate.hpp"

namespace convscope {

struct ResizePlan;

/// What cells of a layer's output see of the input along one spatial axis.
struct SeenRange {
  Cells cells;              ///< of the input, as if it had no end
  bool everything = false;  ///< some layer looks at all cells at once
  bool within = true;       ///< no layer on the way has looked beyond an edge
};

/// Of networks whose data lie as [batch, channels, space...] with as many spatial axes as the first input.
class Reach {
 public:
  /// `sizes` as Evaluator::sizes has made them.
  Reach(const Network& network, const Values& sizes);

  std::size_t axes() const { return extents_.size(); }
  SeenRange seen(std::size_t node, std::size_t axis, Cells cells) const;
  /// On each axis the largest among phases; the whole input where everything is seen.
  Shape receptive_field(std::size_t node) const;
  /// How many cells lie between two that a layer makes alike: the product of the strides that enlarge, along
  /// the way on which it is largest, up to 4096. 1 before the first.
  Index period(std::size_t node, std::size_t axis) const { return steps_[node].period[axis]; }
  /// The product of the strides that make smaller, on all ways: inputs of a multiple fit.
  Index shrinking(std::size_t axis) const;
  /// Cells of a layer's output that no border has touched; empty where there are none.
  Cells interior(std::size_t node, std::size_t axis) const;

 private:
  enum class Kind { same, relation, resize, blocks, everything };
  struct Step {
    Kind kind = Kind::everything;
    bool enlarging = false;
    std::vector<Axis> relation;  ///< of conv, transposed and pools
    std::shared_ptr<const ResizePlan> resize;
    Index block = 1;                ///< of DepthToSpace; negative of SpaceToDepth
    std::vector<std::size_t> from;  ///< nodes whose output it takes; kInput: the network's input
    std::vector<Index> extents;     ///< of its output; -1 where not known
    std::vector<Index> period;
  };
  static constexpr std::size_t kInput = static_cast<std::size_t>(-1);
  Step step_of(const Network& network, std::size_t node, const Values& sizes) const;
  Cells behind(const Step& step, std::size_t axis, Cells cells) const;

  std::vector<Index> extents_;  ///< of the input
  std::vector<Step> steps_;
};

}  // namespace convscope
