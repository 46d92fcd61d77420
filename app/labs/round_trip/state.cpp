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

RoundTripState::RoundTripState(std::function<void()> wake)
    : photo_(wake), loss_worker_(wake), deconvolution_worker_(std::move(wake)) {}

std::optional<TripScene> RoundTripState::scene() const {
  if (!trip_) return std::nullopt;
  TripScene scene{*shown_.derived, *trip_, mirror_, {}};
  const bool known = loss_of_ == shown_.derived;
  // Without singular values something can be said where the matrix is too large for them, or nobody looks.
  if (known || !loss_worker_.busy() || !trip_->shape_returns())
    scene.outcome = outcome(*trip_, known && loss_->trip.analysis ? &*loss_->trip.analysis : nullptr);
  return scene;
}

void RoundTripState::adopt(const Asked& asked, std::shared_ptr<const ThereAndBack> trip) {
  const Index before = trip_ ? trip_steps(*shown_.derived) : 0;
  shown_ = asked;
  trip_ = std::move(trip);
  keep_place(trip_head_, before, trip_steps(*shown_.derived));
}

void RoundTripState::keep(const std::shared_ptr<const Loss>& loss) {
  loss_ = loss;
  loss_of_ = loss->derived;
  if (known_.size() >= kMostKnown) known_.erase(known_.begin());
  known_.push_back(loss);
}

/// The same numbers have been looked into before; then they are in front again.
bool RoundTripState::knows(const DerivedPtr& derived) {
  if (loss_of_ == derived) return true;
  const auto known = std::ranges::find_if(known_, [&](const auto& loss) {
    return loss->derived->op() == derived->op() && loss->derived->input() == derived->input() &&
           loss->derived->weights() == derived->weights() && loss->derived->output() == derived->output();
  });
  if (known == known_.end()) return false;
  loss_ = *known;
  loss_of_ = derived;
  return true;
}

void RoundTripState::follow(const DerivedPtr& derived) {
  if (output_padding_ && wanted_.derived != derived) {
    try {
      way_back(derived->op(), output_padding_);
    } catch (const Error&) {
      output_padding_.reset();  // this geometry does not have it
    }
  }
  const Asked asked{derived, output_padding_};
  if (wanted_ == asked) return;
  wanted_ = asked;
  trip_problem_.clear();
  loss_problem_.clear();
  const bool quick = count_contributions(derived->op().geometry) <= kQuickProducts;
  if (quick) {
    try {
      adopt(asked, std::make_shared<const ThereAndBack>(there_and_back(*derived, asked.output_padding)));
    } catch (const Error& error) {
      trip_problem_ = error.what();
      loss_worker_.cancel();
      return;
    }
  }
  const bool known = knows(derived);
  if (quick && known) return loss_worker_.cancel();
  loss_worker_.start(
      [this, asked, quick, known](Worker::Task& task) {
        if (!quick) {
          auto trip =
              std::make_shared<const ThereAndBack>(there_and_back(*asked.derived, asked.output_padding));
          task.deliver([this, asked, trip] { adopt(asked, trip); });
        }
        if (known || task.cancelled()) return;
        const auto loss = std::make_shared<const Loss>(find_loss(asked.derived, [&](double share) {
          if (share >= 0) task.report(share);
          return !task.cancelled();
        }));
        task.deliver([this, loss] { keep(loss); });
      },
      [this, asked](const std::string& problem) {
        (shown_ == asked ? loss_problem_ : trip_problem_) = problem;
      });
}

void RoundTripState::choose_output_padding(const Desk& desk, std::optional<Index> output_padding) {
  if (output_padding == output_padding_) return;
  const Derived& derived = desk.derived();
  if (output_padding) way_back(derived.op(), output_padding);  // or throws
  output_padding_ = output_padding;
}

void RoundTripState::follow_deconvolution() {
  if (deconvolving_ == wanted_.derived && deconvolving_settings_ == deconvolution_settings_) return;
  deconvolving_ = wanted_.derived;
  deconvolving_settings_ = deconvolution_settings_;
  deconvolution_problem_.clear();
  enough_ = std::make_shared<std::atomic<bool>>(false);
  deconvolution_worker_.start(
      [this, derived = deconvolving_, settings = deconvolving_settings_,
       enough = enough_](Worker::Task& task) {
        const auto most = static_cast<double>(most_iterates(derived->input().size()));
        auto done = std::make_shared<const Deconvolved>(
            Deconvolved{derived, settings, deconvolve(*derived, settings, [&](Index iteration) {
                          task.report(static_cast<double>(iteration) / most);
                          return !task.cancelled() && !*enough;
                        })});
        task.deliver([this, done] {
          const Index before = deconvolved_ ? iterations_of(*deconvolved_) : 0;
          deconvolved_ = done;
          keep_place(iterations_, before, iterations_of(*done));
        });
      },
      [this](const std::string& problem) { deconvolution_problem_ = problem; });
}

void RoundTripState::tick(const Desk& desk, double seconds) {
  // Of a view that never waits: the present scenario's.
  const DerivedPtr& derived = desk.derived_ptr();
  loss_worker_.take();
  deconvolution_worker_.take();
  photo_.take();
  if (page_ == TripPage::photo) {
    photo_.follow(desk.scenario().photo);
  } else {
    follow(derived);
    if (page_ == TripPage::deconvolve && trip_problem_.empty()) follow_deconvolution();
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
  const std::string& own = page_ == TripPage::why ? loss_problem_ : deconvolution_problem_;
  return page_ == TripPage::there || own.empty() ? trip_problem_ : own;
}

bool RoundTripState::is_old() const {
  switch (page_) {
    case TripPage::there:
      return trip_ && shown_ != wanted_;
    case TripPage::why:
      return loss_ && loss_of_ != wanted_.derived;
    case TripPage::deconvolve:
      return deconvolved_ &&
             (deconvolved_->derived != wanted_.derived || deconvolved_->settings != deconvolution_settings_);
    case TripPage::photo:
      break;
  }
  return photo_.is_old();
}

bool RoundTripState::is_complete() const {
  switch (page_) {
    case TripPage::there:
      return trip_ && !is_old() && loss_of_ == wanted_.derived;
    case TripPage::why:
      return loss_ && !is_old();
    case TripPage::deconvolve:
      return deconvolved_ && !is_old() && !deconvolved_->result.cancelled;
    case TripPage::photo:
      break;
  }
  return photo_.is_complete();
}

const Worker& RoundTripState::worker() const {
  return page_ == TripPage::photo        ? photo_.worker()
         : page_ == TripPage::deconvolve ? deconvolution_worker_
                                         : loss_worker_;
}

void RoundTripState::cancel() {
  if (page_ == TripPage::photo)
    photo_.cancel();
  else if (page_ != TripPage::deconvolve)
    loss_worker_.cancel();
  else if (enough_)
    *enough_ = true;  // each of its iterations is worth having
}

void RoundTripState::update() {
  if (busy()) return;
  if (page_ == TripPage::photo)
    photo_.again();
  else if (page_ == TripPage::deconvolve)
    deconvolving_.reset();
  else
    wanted_ = {};
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

Index RoundTripState::steps() const {
  if (page_ == TripPage::deconvolve) return deconvolved_ ? iterations_of(*deconvolved_) : 1;
  return trip_ ? trip_steps(*shown_.derived) : 1;
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
  const Index count = loss_ ? static_cast<Index>(loss_->null_vectors.size()) : 0;
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
      if (loss_) return draw_why(why(), style);
      break;
    case TripPage::deconvolve:
      if (deconvolved_ && !trip_obstacle(*deconvolved_->derived))
        return draw_deconvolution(*deconvolved_, iterations_.moment.step, style);
      break;
    case TripPage::photo:
      if (photo_.shown()) return draw_deblurring(*photo_.shown(), view_, style);
      break;
  }
  return std::nullopt;
}

}  // namespace convscope
