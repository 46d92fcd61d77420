#include "core/scenario/photograph.hpp"

namespace convscope {

PhotoComparison compare_photo(const Derived& derived, const Photo& photo, Budget budget) {
  const Geometry& g = derived.op().geometry;
  const double* weights = derived.weights().data();
  const Tensor<double> kernel(g.taps(), {weights, weights + element_count(g.taps())});
  return compare_photo(photo, kernel, g.axes.front().stride, budget);
}

}  // namespace convscope
