// What the lab keeps: which card is in front, the experiments as they have been changed, what is hidden from
// an audience and how it voted.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "app/desk/playhead.hpp"
#include "app/views/claims/page.hpp"
#include "core/scenario/history.hpp"

namespace convscope {

class ClaimsState : public LabState {
 public:
  explicit ClaimsState(const Workers& workers);

  void tick(const Desk& desk, double seconds) override;
  bool animating() const override { return head_.animating() && !held_; }
  bool updating() const override;
  bool undo(Desk& desk) override;
  bool redo(Desk& desk) override;
  std::optional<Picture> picture(const Desk& desk, const Style& style) const override;
  StagePlace place(const Desk&) const override;
  std::vector<CommandWords> pages() const override;

  // The list.
  /// The card in front, by its place in claims().
  std::size_t front() const { return front_; }
  /// Errors: Error("claim", ...) for an unknown name.
  void choose(Desk& desk, std::string_view name);
  /// The next card of the list, or the one before; says so at its ends.
  void go(Desk& desk, int by);
  /// What a presenter's remote does: reveals what is hidden, else goes to the next card.
  void forward(Desk& desk);
  /// Places in claims() that fit the search and the verdict, in order.
  std::vector<std::size_t> listed() const;
  void search(std::string text) { search_ = std::move(text); }
  const std::string& searched() const { return search_; }
  /// The search field is to be opened; once.
  void begin_search() { search_begins_ = true; }
  bool search_begins() { return std::exchange(search_begins_, false); }
  /// Cards with one verdict only; none: all.
  void filter(ShownVerdict verdict) { filter_ = verdict; }
  ShownVerdict filtered() const { return filter_; }
  /// Of the card's own experiment; nothing while it is hidden or not known yet.
  ShownVerdict verdict(std::size_t card) const;
  bool is_changed(std::size_t card) const;

  // Hiding verdicts from an audience.
  void hide(bool on);
  bool hides() const { return hides_; }
  bool is_hidden(std::size_t card) const;
  bool is_hidden() const { return is_hidden(front()); }
  void reveal(Desk& desk);
  /// Errors: Error("vote", ...) when the verdict is not hidden, or the count goes below 0 or beyond 9999.
  void vote(Verdict verdict, Index count);
  Votes votes() const;

  // The experiment.
  /// The scenarios as they have been set.
  const std::vector<Scenario>& scenarios();
  /// Which of them the parameters mean; below the number of scenarios.
  std::size_t edited() const;
  /// Errors: Error("experiment", ...) when there are not so many.
  void edit(std::size_t scenario);
  /// Another scenario in the place of the edited one. Errors: as require_experiment; nothing has changed
  /// then.
  void set(Scenario scenario, const std::string& gesture = "");
  void end_gesture();
  /// The card's own experiment again.
  void reset();
  /// Why the experiment as it is set makes no sense; empty when it does.
  const std::string& problem() const;
  /// Another view in a pane. Errors: Error("view", ...) for no such pane, an unknown view, or one that cannot
  /// show it.
  void choose_view(std::size_t pane, std::string_view name);
  /// What a pane shows. Errors: Error("pane", ...) when there is no such, or it shows nothing.
  ExperimentPane pane(std::size_t pane) const;

  // Playing.
  Playhead& head() { return head_; }
  /// Of the longest pane.
  Index steps() const;
  Moment moment(const Desk& desk) const;

  /// The card in front as it stands now.
  ClaimPage page(const Desk& desk) const;

 private:
  /// What has been made of an experiment that makes sense.
  struct Experiment {
    std::vector<Scenario> scenarios;
    ClaimResult result;
    std::vector<ExperimentPane> panes;
  };
  struct Asked {
    std::size_t card;
    std::vector<Scenario> scenarios;
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  struct Card {
    explicit Card(std::vector<Scenario> own) : experiment(std::move(own)) {}
    History<std::vector<Scenario>> experiment;
    std::shared_ptr<const Experiment> shown{};
    std::vector<Scenario> answered{};  ///< the last ones of which there is a result, or a problem
    std::string problem{};
    std::map<std::size_t, std::string> views{};  ///< chosen for panes
    std::size_t edited = 0;
    bool revealed = false;
    Votes votes{};
  };
  Card& card(std::size_t index) const;
  Card& card_in_front() const { return card(front()); }
  void ask(std::size_t index);
  void take();
  void ask_for_photos();
  std::vector<ExperimentPane> panes(const Card& card) const;
  void bring_forward(Desk& desk, std::size_t index);

  std::size_t front_ = 0;
  bool hides_ = false;                         ///< verdicts wait for a key, so that an audience can vote
  mutable std::map<std::size_t, Card> cards_;  ///< those that have been looked at
  std::vector<std::vector<Scenario>> own_;     ///< each card's own experiment
  std::string search_;
  bool search_begins_ = false;
  ShownVerdict filter_{};
  Playhead head_;
  std::shared_ptr<const Experiment> seen_;  ///< what the moment belongs to
  bool begun_ = false;
  bool held_ = false;                                           ///< nothing moves before the verdict is seen
  Latest<std::monostate, std::vector<ShownVerdict>> verdicts_;  ///< of all cards' own experiments
  Latest<Asked, std::shared_ptr<const Experiment>> experiment_;
  /// Of the panes in front whose views show a photograph.
  using Photos = std::map<DerivedPtr, ComparedPhotoPtr>;
  Latest<std::vector<DerivedPtr>, Photos> photos_;
};

}  // namespace convscope
