// What the lab keeps: convolution, then its transpose, and what would truly undo it.
#pragma once

#include <functional>

#include "app/ui/lab.hpp"

namespace convscope {

class RoundTripState : public LabState {
 public:
  /// `wake` is called from a worker when the window should look again.
  explicit RoundTripState(std::function<void()> wake);

 private:
  std::function<void()> wake_;
};

}  // namespace convscope
