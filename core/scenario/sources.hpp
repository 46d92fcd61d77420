// What can be said of a scenario's lists and files before any of them is turned into a tensor.
#pragma once

#include "core/scenario/scenario.hpp"

namespace convscope {

/// Whether the lists have as many values, and the files' headers such shapes, as the operator's tensors.
/// Errors: as materialise_input, materialise_weights and materialise_upstream, but those of a file's values
/// and of patterns.
void check_sources(const Scenario& scenario, const Operator& op);

}  // namespace convscope
