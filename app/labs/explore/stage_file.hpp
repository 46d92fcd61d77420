// What a scenario file keeps of the stage, the other way round from ExploreState::show_as.
#pragma once

#include "app/labs/explore/state.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

/// The views on the stage and, unless it plays, the step; without a note. Beside another scenario, or where a
/// narrow window shows but one view, only the one in focus.
ScenarioStage shown_as(const ExploreState& lab);

}  // namespace convscope
