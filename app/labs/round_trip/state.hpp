// What the lab keeps: which page is in front, how far its steps are, what workers have found out about the
// scenario, and the photograph that is blurred and brought back.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/lab.hpp"
#include "app/ui/playhead.hpp"
#include "app/ui/worker.hpp"
#include "app/views/round_trip/deblurring.hpp"
#include "app/views/round_trip/deconvolution.hpp"
#include "app/views/round_trip/there_and_back.hpp"
#include "app/views/round_trip/why.hpp"

namespace convscope {

enum class TripPage { there, why, deconvolve, photo };
inline constexpr std::array<std::string_view, 4> kTripPageNames{"there", "why", "deconvolve", "photo"};

class RoundTripState : public LabState {
 public:
  /// `wake` is called from a worker when the window should look again.
  explicit RoundTripState(std::function<void()> wake);

  void tick(const AppState& app, double seconds) override;
  bool animating() const override;
  bool updating() const override;
  /// Takes photographs. Errors: of reading them.
  bool open(AppState& app, const std::string& path) override;
  std::vector<CommandWords> remembered() const override;
  std::optional<Picture> picture(const AppState& app, const Style& style) const override;

  TripPage page() const { return page_; }
  void choose(TripPage page) { page_ = page; }

  // Steps: of the trip, or LSQR's iterations.
  Index steps() const;
  Moment moment(const Pace& pace) const;
  bool playing() const { return head().playing; }
  void play(const Pace& pace, bool on);
  void next() { head().next(steps()); }
  void previous() { head().previous(); }
  /// Errors: Error("trip-step", ...) outside 0..steps()-1.
  void go_to(Index step);
  void scrub(double position) { head().scrub(position, steps()); }

  // There and back.
  bool mirror() const { return mirror_; }
  void mirror(bool on) { mirror_ = on; }
  /// Of the way back; nothing: the one with which the shape returns.
  std::optional<Index> output_padding() const { return output_padding_; }
  /// Errors: as way_back; then nothing has changed.
  void choose_output_padding(const AppState& app, std::optional<Index> output_padding);
  /// What is drawn: the newest trip that is complete; nothing before the first.
  std::optional<TripScene> scene() const;
  /// Why there is no trip of the present scenario, or empty.
  const std::string& problem() const { return problem_; }

  // Why.
  const Loss* loss() const { return loss_.get(); }
  /// It is not of the present scenario: a newer one is being made.
  bool loss_is_old() const { return loss_ && loss_->derived != wanted_; }
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
  const Deconvolved* deconvolved() const { return deconvolved_.get(); }
  bool deconvolved_is_old() const;

  // Photo.
  const DeblurSettings& blur() const { return blur_; }
  /// Errors: as check.
  void choose(const DeblurSettings& settings);
  const DeblurredPhoto* photo() const { return photo_.get(); }
  PhotoView view() const { return view_; }
  void look_at(PhotoView view) { view_ = clamped(view); }
  const std::string& photo_problem() const { return photo_problem_; }

  WhyScene why() const { return {*loss_, vector_, amount_}; }  ///< precondition: loss()

  /// The worker of the page in front is at something; how far, 0 to 1 (negative: unknown).
  bool busy() const;
  double progress() const;
  /// Stops it; what has been reached stays, until something changes.
  void cancel();

 private:
  Playhead& head() { return page_ == TripPage::deconvolve ? iterations_ : trip_head_; }
  const Playhead& head() const { return page_ == TripPage::deconvolve ? iterations_ : trip_head_; }
  void follow(const DerivedPtr& derived);
  void follow_deconvolution();
  void follow_photo(const std::string& path);
  void adopt(const DerivedPtr& derived, std::shared_ptr<const ThereAndBack> trip);
  const Worker& worker() const;

  TripPage page_ = TripPage::there;
  Playhead trip_head_{}, iterations_{};

  DerivedPtr wanted_;  ///< of the present scenario
  DerivedPtr shown_;   ///< of the trip that is drawn
  std::shared_ptr<const ThereAndBack> trip_;
  std::string problem_;
  bool mirror_ = false;
  std::optional<Index> output_padding_;

  std::shared_ptr<const Loss> loss_;
  std::vector<std::shared_ptr<const Loss>>
      known_;  ///< of the last scenarios, so that undo and redo are quick
  Index vector_ = 0;
  double amount_ = 0;

  DeconvolutionSettings deconvolution_settings_{};
  std::shared_ptr<const Deconvolved> deconvolved_;
  DerivedPtr deconvolving_;  ///< what the worker was last asked for, with
  DeconvolutionSettings deconvolving_settings_{};

  DeblurSettings blur_{};
  std::shared_ptr<const DeblurredPhoto> photo_;
  /// A photograph as it was read, so that sliders need not read it again.
  struct Loaded {
    std::string path, name;
    Index width = 0, height = 0;
    Tensor<float> crop;
  };
  static Loaded load(const std::string& path);
  std::shared_ptr<const Loaded> loaded_;
  std::string photo_problem_;
  std::optional<std::string> asked_path_;
  DeblurSettings asked_blur_{};
  PhotoView view_{};

  Worker loss_worker_, deconvolution_worker_, photo_worker_;  // last: they join before the rest goes
};

}  // namespace convscope
