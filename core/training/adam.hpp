// Kingma and Ba, "Adam: a method for stochastic optimization", arXiv:1412.6980 (2014), algorithm 1, as
// torch.optim.Adam has it.
#pragma once

#include <vector>

#include "core/training/decoder.hpp"

namespace convscope {

struct AdamRates {
  double rate = 0.001, first = 0.9, second = 0.999, epsilon = 1e-8;
};

class Adam {
 public:
  explicit Adam(const AdamRates& rates) : rates_(rates) {}
  /// Precondition: the same parameters every time, and a gradient of its shape for each.
  void step(std::vector<Parameter>& parameters, const std::vector<Tensor<float>>& gradients);

 private:
  AdamRates rates_;
  int steps_ = 0;
  std::vector<std::vector<double>> means_, squares_;
};

}  // namespace convscope
