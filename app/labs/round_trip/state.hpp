// What the lab keeps: which page is in front, how far its steps are, what workers have found out about the
// scenario, and the photograph that is blurred and brought back.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "app/desk/playhead.hpp"
#include "app/labs/round_trip/photo_work.hpp"
#include "app/views/round_trip/deconvolution.hpp"
#include "app/views/round_trip/there_and_back.hpp"
#include "app/views/round_trip/why.hpp"

namespace convscope {

enum class TripPage { there, why, deconvolve, photo };
inline constexpr std::array<std::string_view, 4> kTripPageNames{"there", "why", "deconvolve", "photo"};

class RoundTripState : public LabState {
 public:
  explicit RoundTripState(const Workers& workers);

  void tick(const Desk& desk, double seconds) override;
  bool animating() const override;
  bool updating() const override { return busy(); }
  LabMessage take_message() override;
  /// Takes photographs. Errors: of a file that is seen at once to be none; then nothing has changed.
  Opened open(Desk& desk, const std::string& path) override;
  std::optional<Picture> picture(const Desk& desk, const Style& style) const override;
  std::optional<Film> film(const Desk& desk, const Style& style, bool whole_stage) const override;

  StagePlace place(const Desk&) const override {
    return {std::string(kTripPageNames[static_cast<std::size_t>(page_)]), done(), steps()};
  }
  std::vector<CommandWords> pages() const override { return pages_of("trip", kTripPageNames); }

  TripPage page() const { return page_; }
  void choose(TripPage page) { page_ = page; }

  // Steps: of the trip, or LSQR's iterations.
  Index steps() const;
  Moment moment(const Pace& pace) const;
  Index done() const { return head().done(); }
  bool playing() const { return head().playing; }
  void play(const Pace& pace, bool on);
  void next() { head().next(steps()); }
  void previous() { head().previous(); }
  /// Errors: Error("trip-step", ...) outside 0..steps()-1.
  void go_to(Index step);
  /// Before the first step; of iterations, at the first.
  void go_to_start() { head().rest_at_start(); }
  void scrub(double position) { head().scrub(position, steps()); }

  // There and back.
  bool mirror() const { return mirror_; }
  void mirror(bool on) { mirror_ = on; }
  /// Of the way back; nothing: the one with which the shape returns.
  std::optional<Index> output_padding() const { return output_padding_; }
  /// Errors: as way_back; then nothing has changed.
  void choose_output_padding(const Desk& desk, std::optional<Index> output_padding);
  /// What is drawn: the newest trip that is complete; nothing before the first.
  std::optional<TripScene> scene() const;

  // Why.
  const Loss* loss() const { return loss_.answer() ? loss_.answer()->get() : nullptr; }
  Index vector() const { return vector_; }
  double amount() const { return amount_; }
  /// Which vector of the null space. Errors: Error("null-vector", ...) where there is none.
  void choose_vector(Index vector);
  /// How much of it is added to the input. Errors: Error("amount", ...) not within ±kMostAmount.
  void choose_amount(double amount);
  static constexpr double kMostAmount = 5;

  // Deconvolve.
  const DeconvolutionSettings& deconvolution_settings() const { return deconvolution_settings_; }
  /// Errors: Error("lambda"/"noise", ...) below 0 or not finite.
  void choose(const DeconvolutionSettings& settings);
  const Deconvolved* deconvolved() const {
    return deconvolved_.answer() ? deconvolved_.answer()->get() : nullptr;
  }

  // Photo.
  const DeblurSettings& blur() const { return photo_.settings(); }
  /// Errors: as check.
  void choose(const DeblurSettings& settings) { photo_.choose(settings); }
  const DeblurredPhoto* photo() const { return photo_.shown(); }
  PhotoView view() const { return view_; }
  void look_at(PhotoView view) { view_ = clamped(view); }

  WhyScene why() const { return {*loss(), vector_, amount_}; }  ///< precondition: loss()

  // The page in front and who works for it. What is drawn is the newest that there is: it may be old, and
  // then either a newer one is being made, or that was stopped.
  /// Why the page's present numbers cannot be shown, or empty.
  const std::string& problem() const;
  /// What is shown is of other numbers than the present ones.
  bool is_old() const;
  /// All that the page shows is of the present numbers, and finished.
  bool is_complete() const;
  bool busy() const;
  /// Busy for so long that the window should say so. Until then it draws frames by itself: nothing else would
  /// while a long computation says nothing.
  bool at_work() const { return busy() && waited_ >= kSlow; }
  static constexpr double kSlow = 0.3;  ///< seconds
  /// 0 to 1; negative: unknown.
  double progress() const;
  /// Stops it; what has been reached stays, until something changes.
  void cancel();
  /// Begins again with what was stopped or has failed.
  void update();

 private:
  /// A trip: of a scenario, with other trailing rows than those that bring the size back.
  struct Asked {
    DerivedPtr derived;
    std::optional<Index> output_padding{};
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  struct Deconvolving {
    DerivedPtr derived;
    DeconvolutionSettings settings{};
    friend bool operator==(const Deconvolving&, const Deconvolving&) = default;
  };

  Playhead& head() { return page_ == TripPage::deconvolve ? iterations_ : trip_head_; }
  const Playhead& head() const { return page_ == TripPage::deconvolve ? iterations_ : trip_head_; }
  void follow(const DerivedPtr& derived);
  void follow_loss(const DerivedPtr& derived);
  void follow_deconvolution();
  void take();
  Index trip_count() const;
  Index iterate_count() const;

  TripPage page_ = TripPage::there;
  Playhead trip_head_{}, iterations_{.starts_empty = false};

  bool mirror_ = false;
  std::optional<Index> output_padding_;

  /// Of the last scenarios, so that undo and redo are quick.
  std::vector<std::shared_ptr<const Loss>> known_;
  Index vector_ = 0;
  double amount_ = 0;

  DeconvolutionSettings deconvolution_settings_{};

  PhotoView view_{};
  std::string told_;   ///< the photograph's problem that has been a message
  double waited_ = 0;  ///< seconds that somebody has been at work for the page

  PhotoWork photo_;
  Latest<Asked, std::shared_ptr<const ThereAndBack>> trip_;
  Latest<DerivedPtr, std::shared_ptr<const Loss>> loss_;  ///< Loss::derived may be an equal one before it
  Latest<Deconvolving, std::shared_ptr<const Deconvolved>> deconvolved_;
};

}  // namespace convscope
