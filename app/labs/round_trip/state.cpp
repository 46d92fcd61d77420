#include "app/labs/round_trip/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/ui/app_state.hpp"
#include "core/base/error.hpp"
#include "core/geometry/contributions.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

namespace {

/// Trips of more products than this are made on the worker.
constexpr Index kQuickProducts = 1'000'000;
constexpr std::size_t kMostKnown = 8;

}  // namespace

RoundTripState::RoundTripState(std::function<void()> wake)
    : loss_worker_(wake), deconvolution_worker_(wake), photo_worker_(std::move(wake)) {}

std::optional<TripScene> RoundTripState::scene() const {
  if (!trip_) return std::nullopt;
  TripScene scene{*shown_, *trip_, mirror_, {}};
  const bool known = loss_ && loss_->derived == shown_;
  // Without singular values something can be said where the matrix is too large for them.
  if (known || !trip_->shape_returns())
    scene.outcome = outcome(*trip_, known && loss_->trip.analysis ? &*loss_->trip.analysis : nullptr);
  return scene;
}

void RoundTripState::adopt(const DerivedPtr& derived, std::shared_ptr<const ThereAndBack> trip) {
  // What stood at the end stays there, also where there are more steps now.
  const bool at_end =
      !trip_ || (!trip_head_.animating() && trip_head_.moment.step + 1 >= trip_steps(*shown_));
  shown_ = derived;
  trip_ = std::move(trip);
  const Index count = trip_steps(*shown_);
  if (at_end || trip_head_.moment.step >= count) trip_head_.rest_at(count - 1, count);
}

void RoundTripState::follow(const DerivedPtr& derived) {
  if (wanted_ == derived) return;
  wanted_ = derived;
  problem_.clear();
  if (output_padding_) {
    try {
      way_back(derived->op(), output_padding_);
    } catch (const Error&) {
      output_padding_.reset();  // this geometry does not have it
    }
  }
  const bool quick = count_contributions(derived->op().geometry) <= kQuickProducts;
  if (quick) {
    try {
      adopt(derived, std::make_shared<const ThereAndBack>(there_and_back(*derived, output_padding_)));
    } catch (const Error& error) {
      problem_ = error.what();
      loss_worker_.cancel();
      return;
    }
  }
  // The same numbers have been looked into before.
  const auto known = std::ranges::find_if(known_, [&](const auto& loss) {
    return loss->derived->op() == derived->op() && loss->derived->input() == derived->input() &&
           loss->derived->weights() == derived->weights() && loss->derived->output() == derived->output();
  });
  if (quick && known != known_.end()) {
    auto again = std::make_shared<Loss>(**known);
    again->derived = derived;
    loss_ = std::move(again);
    loss_worker_.cancel();
    return;
  }
  loss_worker_.start(
      [this, derived, quick, padding = output_padding_](Worker::Task& task) {
        if (!quick) {
          auto trip = std::make_shared<const ThereAndBack>(there_and_back(*derived, padding));
          task.deliver([this, derived, trip] { adopt(derived, trip); });
        }
        if (task.cancelled()) return;
        auto loss = std::make_shared<const Loss>(find_loss(derived, [&] { return !task.cancelled(); }));
        task.deliver([this, loss] {
          loss_ = loss;
          if (known_.size() >= kMostKnown) known_.erase(known_.begin());
          known_.push_back(loss);
        });
      },
      [this](const std::string& problem) { problem_ = problem; });
}

void RoundTripState::choose_output_padding(const AppState& app, std::optional<Index> output_padding) {
  if (output_padding == output_padding_) return;
  const Derived& derived = app.derived();
  if (output_padding) way_back(derived.op(), output_padding);  // or throws
  output_padding_ = output_padding;
  if (wanted_ && wanted_ == shown_)
    adopt(wanted_, std::make_shared<const ThereAndBack>(there_and_back(*wanted_, output_padding_)));
}

bool RoundTripState::deconvolved_is_old() const {
  return deconvolved_ &&
         (deconvolved_->derived != wanted_ || deconvolved_->settings != deconvolution_settings_);
}

void RoundTripState::follow_deconvolution() {
  if (deconvolving_ == wanted_ && deconvolving_settings_ == deconvolution_settings_) return;
  deconvolving_ = wanted_;
  deconvolving_settings_ = deconvolution_settings_;
  deconvolution_worker_.start(
      [this, derived = wanted_, settings = deconvolution_settings_](Worker::Task& task) {
        auto done = std::make_shared<const Deconvolved>(
            Deconvolved{derived, settings, deconvolve(*derived, settings, [&](Index iteration) {
                          task.report(static_cast<double>(iteration) / static_cast<double>(kMostIterates));
                          return !task.cancelled();
                        })});
        task.deliver([this, done] {
          const bool at_end = !deconvolved_ || iterations_.moment.step + 1 >= iterations_of(*deconvolved_);
          deconvolved_ = done;
          const Index count = iterations_of(*done);
          if (at_end || iterations_.moment.step >= count) iterations_.rest_at(count - 1, count);
        });
      },
      [this](const std::string& problem) { problem_ = problem; });
}

RoundTripState::Loaded RoundTripState::load(const std::string& path) {
  const std::string file = path.empty() ? default_photo_path() : path;
  if (file.empty())
    throw Error("photo", "no photograph is installed", "open one, as with open photo.png, or drop it here");
  const Tensor<float> whole = read_image(file, "photo");
  return {path, file.substr(file.rfind('/') + 1), whole.shape()[3], whole.shape()[2], deblurring_crop(whole)};
}

void RoundTripState::follow_photo(const std::string& path) {
  if (asked_path_ == path && asked_blur_ == blur_) return;
  if (asked_path_ != path) loaded_.reset();
  asked_path_ = path;
  asked_blur_ = blur_;
  photo_problem_.clear();
  photo_worker_.start(
      [this, path, settings = blur_, loaded = loaded_](Worker::Task& task) {
        auto photo = loaded;
        if (!photo) {
          photo = std::make_shared<const Loaded>(load(path));
          task.deliver([this, photo] { loaded_ = photo; });
        }
        Index shown = -1;
        const auto hand_over = [&](const Deblurring& so_far) {
          auto drawn = std::make_shared<const DeblurredPhoto>(
              with_images(photo->name, photo->width, photo->height, so_far));
          task.deliver([this, drawn] { photo_ = drawn; });
        };
        const Deblurring done = deblur(photo->crop, settings, [&](double share, const Deblurring& so_far) {
          task.report(share);
          // The quick pictures together, then the slow one whenever it has come on.
          if (so_far.lucy.picture.size() > 0 && so_far.lucy_iterations != shown && !task.cancelled()) {
            shown = so_far.lucy_iterations;
            hand_over(so_far);
          }
          return !task.cancelled();
        });
        hand_over(done);
      },
      [this](const std::string& problem) { photo_problem_ = problem; });
}

void RoundTripState::tick(const AppState& app, double seconds) {
  // Of a view that never waits: the present scenario's.
  const DerivedPtr derived = app.shown(convscope::view("slide"));
  loss_worker_.take();
  deconvolution_worker_.take();
  photo_worker_.take();
  if (page_ == TripPage::photo) return follow_photo(app.scenario().photo);
  follow(derived);
  if (page_ == TripPage::deconvolve && problem_.empty()) follow_deconvolution();
  if (page_ != TripPage::why) head().advance(app.session, steps(), seconds);
}

bool RoundTripState::animating() const {
  return page_ != TripPage::photo && page_ != TripPage::why && head().animating();
}

const Worker& RoundTripState::worker() const {
  return page_ == TripPage::photo        ? photo_worker_
         : page_ == TripPage::deconvolve ? deconvolution_worker_
                                         : loss_worker_;
}

bool RoundTripState::updating() const {
  return busy();
}

bool RoundTripState::busy() const {
  return worker().busy();
}

double RoundTripState::progress() const {
  return worker().progress();
}

void RoundTripState::cancel() {
  const_cast<Worker&>(worker()).cancel();
}

bool RoundTripState::open(AppState& app, const std::string& path) {
  if (path.ends_with(".json") || path.ends_with(".npy")) return false;
  auto loaded = std::make_shared<const Loaded>(load(path));  // a file that is no picture changes nothing
  app.set("photo", path);
  // The same file may have changed.
  loaded_ = std::move(loaded);
  asked_path_ = path;
  asked_blur_ = {.size = 0};
  page_ = TripPage::photo;
  return true;
}

Index RoundTripState::steps() const {
  if (page_ == TripPage::deconvolve) return deconvolved_ ? iterations_of(*deconvolved_) : 1;
  return trip_ ? trip_steps(*shown_) : 1;
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

void RoundTripState::choose(const DeblurSettings& settings) {
  check(settings);
  blur_ = settings;
}

std::vector<CommandWords> RoundTripState::remembered() const {
  return {{"trip", std::string(kTripPageNames[static_cast<std::size_t>(page_)])}};
}

std::optional<Picture> RoundTripState::picture(const AppState& app, const Style& style) const {
  switch (page_) {
    case TripPage::there:
      if (const auto trip = scene(); trip && !trip_obstacle(trip->there)) {
        Style linked = style;
        linked.linked = trip_links(*trip, style.hover);
        return draw_there_and_back(*trip, moment(app.session), linked);
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
      if (photo_) return draw_deblurring(*photo_, view_, style);
      break;
  }
  return std::nullopt;
}

}  // namespace convscope
