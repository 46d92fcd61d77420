// Why the input does not come back: the matrix, CᵀC against the identity, singular values, and a direction of
// the input that leaves the output as it is.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/round_trip.hpp"

namespace convscope {

/// What is known about a scenario's matrix; slow to find out.
struct Loss {
  DerivedPtr derived;
  RoundTrip trip;
  Tensor<double> gram;                            ///< CᵀC; no elements beyond kLargestSvd
  std::vector<std::vector<double>> null_vectors;  ///< readable, over the flat input
};
/// Beyond the size of the decomposition the search for the pre-image ends after 400 iterations, and
/// `progress` hears how far it is; when it is stopped, what has been reached is returned. Errors: as
/// round_trip.
Loss find_loss(const DerivedPtr& derived, const Progress& progress = {});

struct WhyScene {
  const Loss& loss;
  Index vector = 0;   ///< of the null space, wraps around
  double amount = 0;  ///< of it that is added to the input
};

/// The input with the null vector added, and the output that it has (bias and activation included).
struct Shifted {
  Tensor<double> vector, input, output;
  double change = 0;  ///< largest |output − the scenario's output|
};
/// Without null vectors: the input itself.
Shifted shifted(const WhyScene& scene);

Picture draw_why(const WhyScene& scene, const Style& style);
/// The right panel: rank, condition and the rest in numbers and words.
Picture draw_why_words(const WhyScene& scene, const Style& style);

}  // namespace convscope
