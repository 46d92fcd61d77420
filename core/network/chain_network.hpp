// One network, two ways to say it: a chain of layers with sizes alone (core/geometry/chain), which people
// type and change, and a graph as it comes from a file. What both say of it - sizes, receptive fields,
// parameters, multiply-adds - comes from the same factories of core/geometry.
#pragma once

#include "core/geometry/chain.hpp"
#include "core/network/evaluate.hpp"

namespace convscope {

/// The graph of a chain, without weights. Errors: as report(chain).
Network network_of(const Chain& chain);

/// The chain of a graph, as far as chains can say it: convolutions, transposed ones, pools, enlarging by
/// whole factors, activations, and skips that are joined by channels; norms and what only passes values on is
/// left out. `sizes` as Evaluator::sizes made them. Errors: Error("network", ...), naming the layer that a
/// chain has no place for.
Chain chain_of(const Network& network, const Values& sizes);

}  // namespace convscope
