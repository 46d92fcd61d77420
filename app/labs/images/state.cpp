#include "app/labs/images/state.hpp"

#include <utility>

namespace convscope {

ImagesState::ImagesState(std::function<void()> wake) : wake_(std::move(wake)) {}

}  // namespace convscope
