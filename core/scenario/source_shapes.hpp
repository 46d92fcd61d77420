// The tensors that a scenario's sources fill, and lists that follow when their sizes change.
#pragma once

#include "core/scenario/scenario.hpp"

namespace convscope {

/// Extents of the kernel, one for each axis.
Shape taps(const Scenario& scenario);
Shape input_shape(const Scenario& scenario);    ///< [1, C, size...]
Shape weights_shape(const Scenario& scenario);  ///< Geometry::weights()
/// [1, C', size'...]; empty when the geometry is impossible: a scenario may pass through such states while it
/// is read.
Shape upstream_shape(const Scenario& scenario);

/// Crops the lists that filled `before`, or fills them up with zeros, so that they fill `scenario`.
void refit_lists(Scenario& scenario, const Scenario& before);

}  // namespace convscope
