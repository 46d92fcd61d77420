// What the lab keeps: the size arithmetic drawn, solved, chained, and in several dialects.
#pragma once

#include <functional>

#include "app/ui/lab.hpp"

namespace convscope {

class SizesState : public LabState {
 public:
  /// `wake` is called from a worker when the window should look again.
  explicit SizesState(std::function<void()> wake);

 private:
  std::function<void()> wake_;
};

}  // namespace convscope
