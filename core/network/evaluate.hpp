// A network followed from its inputs on: sizes alone, or values.
//
//   Evaluator evaluator(network);
//   const Values sizes = evaluator.sizes(feeds);            // feeds are shapes
//   const Array y = evaluator.run(feeds, {.until = "up"});  // feeds have values
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/progress.hpp"
#include "core/network/call.hpp"
#include "core/network/schedule.hpp"

namespace convscope {

struct RunRequest {
  std::string until;  ///< a layer's name: its first output is the result; empty: the network's first output
  Budget budget{};
  Progress progress{};
  /// Told of each layer's outputs as they are made.
  std::function<void(const Node&, const Arrays&)> seen{};
};

class Evaluator {
 public:
  explicit Evaluator(const Network& network);

  /// Every value whose shape is known: behind an operator that is not known it is the file's own statement,
  /// or none. Errors: Error("network", "layer 'NAME' (Op): ...").
  Values sizes(const Values& feeds, Budget budget = {}) const;
  /// Errors: also an operator that is not known, by name and with the layer it stops at; Stopped.
  Array run(const Values& feeds, const RunRequest& request) const;

  /// Operators that are not known, each once, in the network's order.
  const std::vector<std::string>& unknown() const { return unknown_; }
  const Network& network() const { return network_; }

 private:
  const OperatorRow* row_of(const Node& node) const;
  std::shared_ptr<const Schedule> schedule_for(const Values& feeds, const std::string& result,
                                               bool together) const;
  bool is_constant(const std::string& value) const;
  Arrays made_by(std::size_t node, const Schedule& schedule, const Budget& budget, Values& values) const;
  Arrays made_by(const CellGroup& group, std::size_t node, const Schedule& schedule, const Budget& budget,
                 Values& values) const;
  const Array* find(const std::string& name, const Values& values) const;
  /// The value itself where nobody needs it after this node.
  std::optional<Array> taken(const std::string& name, std::size_t node, const Schedule& schedule,
                             Values& values) const;

  const Network& network_;
  std::vector<const OperatorRow*> rows_;  ///< of each node; null where not known
  std::vector<std::string> unknown_;
  std::vector<bool> fixed_;   ///< of each node: no input reaches it
  mutable Values constants_;  ///< what those have made
  mutable std::vector<PreparedLayer> prepared_;
  mutable Buffers buffers_;
  mutable std::shared_ptr<const Schedule> schedule_;  ///< of the last run
  mutable Values scheduled_;                          ///< and what it was made for, without real values
  mutable bool together_ = false;
};

/// The shapes of a network's inputs: extents that the file leaves open get 1 for the batch, the channels that
/// the first layer takes, and `size` for spatial axes, or kOpenSize where that is empty. A size that is given
/// replaces the file's. Errors: Error("input", ...): of another number of axes.
inline constexpr Index kOpenSize = 64;
Values input_shapes(const Network& network, const Shape& size);

}  // namespace convscope
