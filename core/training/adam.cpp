#include "core/training/adam.hpp"

#include <cmath>

namespace convscope {

void Adam::step(std::vector<Parameter>& parameters, const std::vector<Tensor<float>>& gradients) {
  ++steps_;
  if (means_.empty())
    for (const Parameter& parameter : parameters) {
      means_.emplace_back(static_cast<std::size_t>(parameter.values.size()));
      squares_.emplace_back(means_.back().size());
    }
  const double of_first = 1 - std::pow(rates_.first, steps_), of_second = 1 - std::pow(rates_.second, steps_);
  for (std::size_t p = 0; p < parameters.size(); ++p)
    for (std::size_t i = 0; i < means_[p].size(); ++i) {
      const double slope = static_cast<double>(gradients[p].values()[i]);
      double &mean = means_[p][i], &square = squares_[p][i];
      mean = rates_.first * mean + (1 - rates_.first) * slope;
      square = rates_.second * square + (1 - rates_.second) * slope * slope;
      const double change =
          rates_.rate * (mean / of_first) / (std::sqrt(square / of_second) + rates_.epsilon);
      float& value = parameters[p].values.values()[i];
      value = static_cast<float>(static_cast<double>(value) - change);
    }
}

}  // namespace convscope
