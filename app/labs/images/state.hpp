// What the lab keeps: ways of enlarging a photograph beside each other, measured and explained.
#pragma once

#include <functional>

#include "app/ui/lab.hpp"

namespace convscope {

class ImagesState : public LabState {
 public:
  /// `wake` is called from a worker when the window should look again.
  explicit ImagesState(std::function<void()> wake);

 private:
  std::function<void()> wake_;
};

}  // namespace convscope
