#include "app/labs/round_trip/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "app/desk/desk.hpp"
#include "core/base/error.hpp"
#include "core/geometry/contributions.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

namespace {

/// Trips of more products than this are made on the worker.
constexpr Index kQuickProducts = 1'000'000;
constexpr std::size_t kMostKnown = 8;

/// What stood at the end stays there, also where there are more steps now; at first everything does.
void keep_place(Playhead& head, Index before, Index now) {
  const bool at_end = before == 0 || (!head.animating() && head.moment.step + 1 >= before);
  if (at_end || head.moment.step >= now) head.rest_at(now - 1, now);
}

}  // namespace

RoundTripState::RoundTripState(const Workers& workers)
    : photo_(workers), trip_(workers), loss_(workers), deconvolved_(workers) {}

std::optional<TripScene> RoundTripState::scene() const {
  if (!trip_.answer()) return std::nullopt;
  const DerivedPtr& derived = trip_.answered()->derived;
  const ThereAndBack& trip = **trip_.answer();
  TripScene scene{*derived, trip, mirror_, {}};
  const bool known = loss() && loss_.answered() == derived;
  // Without singular values something can be said where the matrix is too large for them, or nobody looks.
  if (known || !(trip_.busy() || loss_.busy()) || !trip.shape_returns())
    scene.outcome = outcome(trip, known && loss()->trip.analysis ? &*loss()->trip.analysis : nullptr);
  return scene;
}

void RoundTripState::follow(const DerivedPtr& derived) {
  if (output_padding_ && !(trip_.asked() && trip_.asked()->derived == derived)) {
    try {
      way_back(derived->op(), output_padding_);
    } catch (const Error&) {
      output_padding_.reset();  // this geometry does not have it
    }
  }
  const Asked asked{derived, output_padding_};
  if (!trip_.has_asked(asked)) {
    const auto make = [](const Asked& a, const Progress&, const auto&) {
      return std::make_shared<const ThereAndBack>(there_and_back(*a.derived, a.output_padding));
    };
    if (count_contributions(derived->op().geometry) <= kQuickProducts) {
      const Index before = trip_count();
      trip_.want_now(asked, make);
      if (trip_.is_complete()) keep_place(trip_head_, before, trip_count());
    } else {
      trip_.want(asked, make);
    }
    // What is lost comes after the trip.
    if (loss_.answered() != derived) {
      loss_.leave(derived);
      loss_.again();
    }
  }
  if (trip_.is_complete()) follow_loss(derived);
}

void RoundTripState::follow_loss(const DerivedPtr& derived) {
  if (loss_.has_asked(derived)) return;
  // The same numbers have been looked into before; then they are in front again.
  const auto known = std::ranges::find_if(known_, [&](const auto& loss) {
    return loss->derived->op() == derived->op() && loss->derived->input() == derived->input() &&
           loss->derived->weights() == derived->weights() && loss->derived->output() == derived->output();
  });
  if (known != known_.end()) {
    loss_.want_now(derived, [&](const DerivedPtr&, const Progress&, const auto&) { return *known; });
    return;
  }
  loss_.want(derived, [](const DerivedPtr& d, const Progress& progress, const auto&) {
    return std::make_shared<const Loss>(find_loss(d, progress));
  });
}

void RoundTripState::choose_output_padding(const Desk& desk, std::optional<Index> output_padding) {
  if (output_padding == output_padding_) return;
  const Derived& derived = desk.derived();
  if (output_padding) way_back(derived.op(), output_padding);  // or throws
  output_padding_ = output_padding;
}

void RoundTripState::follow_deconvolution() {
  deconvolved_.want({trip_.asked()->derived, deconvolution_settings_},
                    [](const Deconvolving& d, const Progress& progress, const auto&) {
                      return std::make_shared<const Deconvolved>(
                          Deconvolved{d.derived, d.settings, deconvolve(*d.derived, d.settings, progress)});
                    });
}

void RoundTripState::take() {
  trip_.take([this, before = trip_count()](const auto&) { keep_place(trip_head_, before, trip_count()); });
  loss_.take([this](const std::shared_ptr<const Loss>& loss) {
    if (known_.size() >= kMostKnown) known_.erase(known_.begin());
    known_.push_back(loss);
  });
  deconvolved_.take(
      [this, before = iterate_count()](const auto&) { keep_place(iterations_, before, iterate_count()); });
  photo_.take();
}

void RoundTripState::tick(const Desk& desk, double seconds) {
  // Of a view that never waits: the present scenario's.
  const DerivedPtr& derived = desk.derived_ptr();
  take();
  if (page_ == TripPage::photo) {
    photo_.follow(desk.scenario().photo);
  } else {
    follow(derived);
    if (page_ == TripPage::deconvolve && trip_.problem().empty()) follow_deconvolution();
    if (page_ != TripPage::why) head().advance(desk.session, steps(), seconds);
  }
  waited_ = busy() ? waited_ + seconds : 0;
}

bool RoundTripState::animating() const {
  const bool steps = page_ == TripPage::there || page_ == TripPage::deconvolve;
  return (steps && head().animating()) || (busy() && !at_work());
}

LabMessage RoundTripState::take_message() {
  if (told_ == photo_.problem()) return {};
  told_ = photo_.problem();
  // With nothing to show the page says it.
  return photo_.shown() ? LabMessage{told_, true} : LabMessage{};
}

const std::string& RoundTripState::problem() const {
  if (page_ == TripPage::photo) return photo_.problem();
  const std::string& own = page_ == TripPage::why ? loss_.problem() : deconvolved_.problem();
  return page_ == TripPage::there || own.empty() ? trip_.problem() : own;
}

bool RoundTripState::is_old() const {
  switch (page_) {
    case TripPage::there:
      return trip_.is_old();
    case TripPage::why:
      return loss_.is_old();
    case TripPage::deconvolve:
      return deconvolved() && (deconvolved()->derived != trip_.asked()->derived ||
                               deconvolved()->settings != deconvolution_settings_);
    case TripPage::photo:
      break;
  }
  return photo_.is_old();
}

bool RoundTripState::is_complete() const {
  switch (page_) {
    case TripPage::there:
      return trip_.is_complete() && loss_.is_complete();
    case TripPage::why:
      return loss_.is_complete();
    case TripPage::deconvolve:
      return deconvolved() && !is_old() && !deconvolved()->result.cancelled;
    case TripPage::photo:
      break;
  }
  return photo_.is_complete();
}

bool RoundTripState::busy() const {
  if (page_ == TripPage::photo) return photo_.busy();
  if (page_ == TripPage::deconvolve) return deconvolved_.busy();
  return trip_.busy() || loss_.busy();
}

double RoundTripState::progress() const {
  if (page_ == TripPage::photo) return photo_.progress();
  return page_ == TripPage::deconvolve ? deconvolved_.progress() : loss_.progress();
}

void RoundTripState::cancel() {
  if (page_ == TripPage::photo) return photo_.cancel();
  if (page_ == TripPage::deconvolve) return deconvolved_.finish();  // each of its iterations is worth having
  trip_.cancel();
  loss_.cancel();
}

void RoundTripState::update() {
  if (busy()) return;
  if (page_ == TripPage::photo) return photo_.again();
  if (page_ == TripPage::deconvolve) return deconvolved_.again();
  trip_.again();
  loss_.again();
}

Opened RoundTripState::open(Desk& desk, const std::string& path) {
  if (path.ends_with(".json") || path.ends_with(".npy")) return Opened::no;
  check_image_file(path, "photo");
  const std::string file = std::filesystem::absolute(path).string();
  page_ = TripPage::photo;
  if (file == desk.scenario().photo) {  // it may have changed
    photo_.again();
    return Opened::done;
  }
  desk.set("photo", file);
  return Opened::later;
}

Index RoundTripState::trip_count() const {
  return trip_.answer() ? trip_steps(*trip_.answered()->derived) : 0;
}

Index RoundTripState::iterate_count() const {
  return deconvolved() ? iterations_of(*deconvolved()) : 0;
}

Index RoundTripState::steps() const {
  return std::max<Index>(page_ == TripPage::deconvolve ? iterate_count() : trip_count(), 1);
}

Moment RoundTripState::moment(const Pace& pace) const {
  return head().shown(pace);
}

void RoundTripState::play(const Pace& pace, bool on) {
  head().play(on, pace, steps());
}

void RoundTripState::go_to(Index step) {
  if (step < 0 || step >= steps())
    throw Error("trip-step", fmt::format("there is no step {}", step), fmt::format("0 to {}", steps() - 1));
  head().rest_at(step, steps());
}

void RoundTripState::choose_vector(Index vector) {
  const Index count = loss() ? static_cast<Index>(loss()->null_vectors.size()) : 0;
  if (count == 0)
    throw Error("null-vector", "nothing is lost, or it is not known yet", "a matrix with a null space");
  if (vector < 0 || vector >= count)
    throw Error("null-vector", fmt::format("there is no vector {}", vector + 1),
                fmt::format("1 to {}", count));
  vector_ = vector;
}

void RoundTripState::choose_amount(double amount) {
  if (!(std::abs(amount) <= kMostAmount))
    throw Error("amount", fmt::format("{} is out of reach", amount), fmt::format("-{0} to {0}", kMostAmount));
  amount_ = amount;
}

void RoundTripState::choose(const DeconvolutionSettings& settings) {
  if (!(settings.lambda >= 0) || !std::isfinite(settings.lambda))
    throw Error("lambda", fmt::format("{} is no weight of a penalty", settings.lambda),
                "a finite number of 0 or more");
  if (!(settings.noise >= 0 && settings.noise <= 1))
    throw Error("noise", fmt::format("{} is out of range", settings.noise),
                "0 to 1, in parts of the largest output");
  deconvolution_settings_ = settings;
}

std::optional<Picture> RoundTripState::picture(const Desk& desk, const Style& style) const {
  switch (page_) {
    case TripPage::there:
      if (const auto trip = scene(); trip && !trip_obstacle(trip->there)) {
        Style linked = style;
        linked.linked = trip_links(*trip, style.hover);
        return draw_there_and_back(*trip, moment(desk.session), linked);
      }
      break;
    case TripPage::why:
      if (loss()) return draw_why(why(), style);
      break;
    case TripPage::deconvolve:
      if (deconvolved() && !trip_obstacle(*deconvolved()->derived))
        return draw_deconvolution(*deconvolved(), iterations_.moment.step, style);
      break;
    case TripPage::photo:
      if (photo_.shown()) return draw_deblurring(*photo_.shown(), view_, style);
      break;
  }
  return std::nullopt;
}

std::optional<Film> RoundTripState::film(const Desk& desk, const Style& style, bool whole_stage) const {
  const auto trip = page_ == TripPage::there ? scene() : std::nullopt;
  if (!trip || trip_obstacle(trip->there)) return LabState::film(desk, style, whole_stage);
  Style linked = style;
  linked.linked = trip_links(*trip, style.hover);
  return Film{.draw =
                  [there = trip_.answered()->derived, back = *trip_.answer(), mirror = mirror_,
                   outcome = trip->outcome, linked](Moment now) {
                    return draw_there_and_back({*there, *back, mirror, outcome}, now, linked);
                  },
              .steps = steps(),
              .animated = steps() > 1,
              .now = moment(desk.session)};
}

}  // namespace convscope
