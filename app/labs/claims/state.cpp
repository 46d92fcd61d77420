#include "app/labs/claims/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desk/desk.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

/// A whole round takes at most this long at speed 1, however many steps there are.
constexpr double kLongestRound = 30;
constexpr Index kMostVotes = 9999;

std::size_t index_of(std::string_view name) {
  return static_cast<std::size_t>(&claim(name) - claims().data());
}

const ClaimTheme& theme_of(std::size_t card) {
  const Claim* wanted = &claims()[card];
  for (const ClaimTheme& theme : claim_themes())
    if (wanted >= theme.claims.data() && wanted < theme.claims.data() + theme.claims.size()) return theme;
  return claim_themes().back();
}

/// Every word of the search occurs in the sentence, the name or the theme.
bool fits(std::size_t card, const std::string& search) {
  const Claim& one = claims()[card];
  return has_words(fmt::format("{} {} {}", one.claim, one.name, theme_of(card).title), search);
}

Index steps_of(const ExperimentPane& pane) {
  if (!pane.derived) return 1;
  const View& shown = view(pane.view);
  return shown.animated ? steps(shown, *pane.derived) : 1;
}

/// As far along `theirs` steps as the moment is along `mine`.
Moment as_far(Moment moment, Index mine, Index theirs) {
  if (mine == theirs) return moment;
  const double done = (static_cast<double>(moment.step) + std::min(moment.phase / kSettled, 1.0)) /
                      static_cast<double>(mine) * static_cast<double>(theirs);
  const Index step = std::clamp<Index>(saturated(std::ceil(done - 1e-9)) - 1, 0, theirs - 1);
  return {step, std::min((done - static_cast<double>(step)) * kSettled, kSettled)};
}

}  // namespace

ClaimsState::ClaimsState(const Workers& workers)
    : verdicts_(workers), experiment_(workers), photos_(workers) {
  for (const Claim& one : claims()) {
    std::vector<Scenario>& scenarios = own_.emplace_back();
    for (const std::string_view spec : one.scenarios) scenarios.push_back(parse_spec(spec));
  }
}

ClaimsState::Card& ClaimsState::card(std::size_t index) const {
  return cards_.try_emplace(index, own_[index]).first->second;
}

void ClaimsState::ask(std::size_t index) {
  verdicts_.want({}, [](std::monostate, const Progress& progress, const auto&) {
    std::vector<ShownVerdict> verdicts;
    for (const Claim& one : claims()) {
      progress.check();
      verdicts.emplace_back(run(one).verdict);
    }
    return verdicts;
  });
  const Card& wanted = card(index);
  const std::vector<Scenario>& now = wanted.experiment.now();
  if (wanted.answered == now) {
    // What another card has been asked for may still come; what this one was, nobody wants any more.
    if (experiment_.busy() && experiment_.asked()->card == index) experiment_.leave({index, now});
    return;
  }
  // A card that has nothing to show yet shows its own experiment if the changed one makes no sense.
  const bool own_first = !wanted.shown && now != own_[index];
  experiment_.want({index, now}, [own = own_first ? own_[index] : std::vector<Scenario>()](
                                     const Asked& asked, const Progress&, const auto& deliver) {
    const auto made = [&](const std::vector<Scenario>& scenarios) {
      const Claim& claim = claims()[asked.card];
      return std::make_shared<const Experiment>(
          Experiment{scenarios, run(claim, scenarios), experiment_panes(claim, scenarios)});
    };
    if (!own.empty()) deliver(made(own));
    return made(asked.scenarios);
  });
}

void ClaimsState::take() {
  verdicts_.take();
  photos_.take();
  const bool news = experiment_.take([this](const std::shared_ptr<const Experiment>& made) {
    Card& asked = card(experiment_.asked()->card);
    asked.shown = made;
    if (made->scenarios != experiment_.asked()->scenarios) return;
    asked.answered = made->scenarios;
    asked.problem.clear();
  });
  if (!news || experiment_.problem().empty()) return;
  Card& asked = card(experiment_.asked()->card);
  asked.answered = experiment_.asked()->scenarios;
  asked.problem = experiment_.problem();
}

void ClaimsState::ask_for_photos() {
  std::vector<DerivedPtr> wanted;
  for (const ExperimentPane& pane : panes(card_in_front()))
    if (pane.derived && view(pane.view).photograph) wanted.push_back(pane.derived);
  if (wanted.empty()) return;
  photos_.want(wanted, [](const std::vector<DerivedPtr>& all, const Progress& progress, const auto&) {
    Photos made;
    for (const DerivedPtr& derived : all) {
      progress.check();
      made[derived] = compared_photo(*derived, read_photo(derived->scenario().photo));
    }
    return made;
  });
}

void ClaimsState::tick(const Desk& desk, double seconds) {
  if (!std::exchange(begun_, true)) head_.playing = desk.session.lively;
  take();
  const std::size_t now = front();
  ask(now);
  ask_for_photos();
  held_ = is_hidden();
  const Index all = steps();
  if (held_) {
    head_.moment = {};
    return;
  }
  // A card begins with its first step where things play, else it shows all.
  if (std::exchange(seen_, card(now).shown) != card(now).shown && !head_.playing) head_.rest_at(all - 1, all);
  const double haste = std::max(1.0, static_cast<double>(all) * kStepSeconds / kLongestRound);
  Pace pace = desk.session;
  // Long rounds are in haste already: speed adds nothing that would flash.
  pace.speed = std::min(pace.speed, std::max(1.0, 2 * kStepSeconds / haste));
  head_.advance(pace, all, seconds * haste);
}

bool ClaimsState::updating() const {
  return !begun_ || verdicts_.busy() || experiment_.busy() || photos_.busy();
}

bool ClaimsState::undo(Desk& desk) {
  auto& experiment = card_in_front().experiment;
  if (!experiment.can_undo()) desk.tell("This card's experiment has not been changed.");
  experiment.undo();
  return true;
}

bool ClaimsState::redo(Desk& desk) {
  auto& experiment = card_in_front().experiment;
  if (!experiment.can_redo()) desk.tell("There is nothing to redo.");
  experiment.redo();
  return true;
}

std::optional<Picture> ClaimsState::picture(const Desk& desk, const Style& style) const {
  Picture picture = draw_claim_page(page(desk), style).picture;
  picture.background = palette(style.theme).stage;
  return picture;
}

void ClaimsState::bring_forward(Desk& desk, std::size_t index) {
  front_ = index;
  desk.message.clear();
  head_.glide = Glide::none;
  head_.moment = {};
  seen_.reset();
}

void ClaimsState::choose(Desk& desk, std::string_view name) {
  bring_forward(desk, index_of(name));
}

void ClaimsState::go(Desk& desk, int by) {
  const std::vector<std::size_t> list = listed();
  const std::size_t now = front();
  if (by > 0) {
    const auto next = std::ranges::upper_bound(list, now);
    if (next == list.end()) return desk.tell("This is the last card of the list.");
    return bring_forward(desk, *next);
  }
  const auto here = std::ranges::lower_bound(list, now);
  if (here == list.begin()) return desk.tell("This is the first card of the list.");
  bring_forward(desk, *std::prev(here));
}

void ClaimsState::forward(Desk& desk) {
  if (is_hidden()) return reveal(desk);
  go(desk, 1);
}

std::vector<std::size_t> ClaimsState::listed() const {
  std::vector<std::size_t> list;
  for (std::size_t i = 0; i < claims().size(); ++i)
    if (fits(i, search_) && (!filter_ || verdict(i) == filter_)) list.push_back(i);
  return list;
}

ShownVerdict ClaimsState::verdict(std::size_t card) const {
  return is_hidden(card) || !verdicts_.answer() ? ShownVerdict() : (*verdicts_.answer())[card];
}

bool ClaimsState::is_changed(std::size_t index) const {
  return card(index).experiment.now() != own_[index];
}

void ClaimsState::hide(bool on) {
  hides_ = on;
  for (auto& [index, card] : cards_) {
    card.revealed = false;
    card.votes = {};
  }
  if (on) filter_ = {};
}

bool ClaimsState::is_hidden(std::size_t index) const {
  return hides_ && !card(index).revealed;
}

void ClaimsState::reveal(Desk& desk) {
  if (!is_hidden()) return;
  card_in_front().revealed = true;
  bring_forward(desk, front());
}

void ClaimsState::vote(Verdict verdict, Index count) {
  if (!is_hidden())
    throw Error("vote", "the verdict is not hidden", "hide-verdicts on, then a card that is not revealed");
  const auto place = static_cast<std::size_t>(std::ranges::find(kVoteOrder, verdict) - kVoteOrder.begin());
  int& votes = card_in_front().votes[place];
  if (votes + count < 0 || votes + count > kMostVotes)
    throw Error("vote", fmt::format("{} hands", votes + count), fmt::format("0 to {}", kMostVotes));
  votes += static_cast<int>(count);
}

Votes ClaimsState::votes() const {
  return card_in_front().votes;
}

Index ClaimsState::steps() const {
  Index most = 1;
  for (const ExperimentPane& pane : panes(card_in_front())) most = std::max(most, steps_of(pane));
  return most;
}

StagePlace ClaimsState::place(const Desk&) const {
  return {std::string(claims()[front_].name), held_ ? 0 : head_.done(), steps()};
}

std::vector<CommandWords> ClaimsState::pages() const {
  std::vector<CommandWords> cards;
  for (const std::size_t card : listed()) cards.push_back({"claim", std::string(claims()[card].name)});
  return cards;
}

Moment ClaimsState::moment(const Desk& desk) const {
  return held_ ? Moment{} : head_.shown(desk.session);
}

ClaimPage ClaimsState::page(const Desk& desk) const {
  const std::size_t index = front();
  const Card& card = card_in_front();
  ClaimPage page{.claim = claims()[index], .theme = theme_of(index).title};
  page.hidden = is_hidden();
  page.votes = card.votes;
  if (!card.shown) return page;
  page.result = &card.shown->result;
  page.scenarios = card.shown->scenarios;
  page.panes = panes(card);
  if (page.scenarios != own_[index] && verdicts_.answer()) page.own_verdict = (*verdicts_.answer())[index];
  const Index all = steps();
  for (const ExperimentPane& pane : page.panes) {
    page.moments.push_back(as_far(moment(desk), all, steps_of(pane)));
    if (desk.session.reduced_motion && !held_ && !head_.at_start()) page.moments.back().phase = kSettled;
  }
  return page;
}

}  // namespace convscope
