// The experiment of the card in front: its scenarios as they are changed, and the views that show it.
#include <fmt/format.h>

#include "app/labs/claims/state.hpp"
#include "core/base/error.hpp"

namespace convscope {

const std::vector<Scenario>& ClaimsState::scenarios() {
  return card_in_front().experiment.now();
}

std::size_t ClaimsState::edited() const {
  return card_in_front().edited;
}

void ClaimsState::edit(std::size_t scenario) {
  const std::size_t count = own_[front()].size();
  if (scenario >= count)
    throw Error("experiment", fmt::format("there is no scenario {}", scenario + 1),
                count == 1 ? std::string("1") : fmt::format("1 to {}", count));
  card_in_front().edited = scenario;
}

void ClaimsState::set(Scenario scenario, const std::string& gesture) {
  Card& card = card_in_front();
  std::vector<Scenario> next = card.experiment.now();
  next[card.edited] = std::move(scenario);
  require_experiment(claims()[front()], next);
  card.experiment.push(std::move(next), gesture);
}

void ClaimsState::end_gesture() {
  card_in_front().experiment.end_gesture();
}

void ClaimsState::reset() {
  card_in_front().experiment.push(own_[front()]);
  card_in_front().views.clear();
}

const std::string& ClaimsState::problem() const {
  return card_in_front().problem;
}

std::vector<ExperimentPane> ClaimsState::panes(const Card& card) const {
  if (!card.shown) return {};
  std::vector<ExperimentPane> panes = card.shown->panes;
  for (const auto& [pane, name] : card.views)
    if (panes[pane].derived && !view(name).obstacle(*panes[pane].derived)) panes[pane].view = name;
  if (const Photos* photos = photos_.answer())
    for (ExperimentPane& pane : panes)
      if (const auto found = photos->find(pane.derived); found != photos->end()) pane.photo = found->second;
  return panes;
}

void ClaimsState::choose_view(std::size_t pane, std::string_view name) {
  Card& card = card_in_front();
  const std::vector<ExperimentPane> now = panes(card);
  if (pane >= now.size() || !now[pane].derived)
    throw Error("view", fmt::format("pane {} shows nothing", pane + 1), "a pane of this card");
  const View& wanted = view(name);
  if (const auto obstacle = wanted.obstacle(*now[pane].derived))
    throw Error("view", fmt::format("{} cannot show this", wanted.title), *obstacle);
  card.views[pane] = wanted.name;
}

ExperimentPane ClaimsState::pane(std::size_t pane) const {
  const std::vector<ExperimentPane> now = panes(card_in_front());
  if (pane >= now.size() || !now[pane].derived)
    throw Error("pane", fmt::format("pane {} shows nothing", pane + 1), "a pane of this card");
  return now[pane];
}

}  // namespace convscope
