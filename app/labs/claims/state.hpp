// What the lab keeps: what people say, as experiments that run live.
#pragma once

#include <functional>

#include "app/ui/lab.hpp"

namespace convscope {

class ClaimsState : public LabState {
 public:
  /// `wake` is called from a worker when the window should look again.
  explicit ClaimsState(std::function<void()> wake);

 private:
  std::function<void()> wake_;
};

}  // namespace convscope
