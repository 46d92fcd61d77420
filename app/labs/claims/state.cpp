#include "app/labs/claims/state.hpp"

#include <utility>

namespace convscope {

ClaimsState::ClaimsState(std::function<void()> wake) : wake_(std::move(wake)) {}

}  // namespace convscope
