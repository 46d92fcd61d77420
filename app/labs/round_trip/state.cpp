#include "app/labs/round_trip/state.hpp"

#include <utility>

namespace convscope {

RoundTripState::RoundTripState(std::function<void()> wake) : wake_(std::move(wake)) {}

}  // namespace convscope
