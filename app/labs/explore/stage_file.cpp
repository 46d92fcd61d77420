#include "app/labs/explore/stage_file.hpp"

#include <algorithm>

namespace convscope {

ScenarioStage shown_as(const ExploreState& lab) {
  ScenarioStage stage;
  const Arrangement& arrangement = lab.arrangement;
  // A neighbour's views may be none of this scenario's.
  if (lab.has_neighbour() || (!arrangement.chosen && lab.on_stage.size() == 1)) {
    stage.views = {std::string(lab.view().name)};
  } else {
    for (std::size_t pane = 0; pane < arrangement.panes().size(); ++pane)
      stage.views.emplace_back(lab.pane_view(pane).name);
    stage.focus = arrangement.focus;
  }
  for (const std::string& name : stage.views)
    if (view(name).obstacle(lab.desk().derived())) return {};  // it is being refreshed, or cannot be shown
  if (!lab.head().playing && lab.view().animated) stage.step = std::min(lab.head().done(), lab.steps());
  return stage;
}

}  // namespace convscope
