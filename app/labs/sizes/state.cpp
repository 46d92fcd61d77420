#include "app/labs/sizes/state.hpp"

#include <utility>

namespace convscope {

SizesState::SizesState(std::function<void()> wake) : wake_(std::move(wake)) {}

}  // namespace convscope
