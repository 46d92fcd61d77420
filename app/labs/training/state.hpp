// What the lab keeps: decoders that are trained on a worker, all that is known of their race, and which step
// of it is looked at.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "app/desk/saver.hpp"
#include "app/labs/training/course.hpp"

namespace convscope {

enum class TrainingPage : std::uint8_t { outputs, phases };
inline constexpr std::array<std::string_view, 2> kTrainingPageNames{"outputs", "phases"};

class TrainingState : public LabState {
 public:
  explicit TrainingState(const Workers& workers);

  void tick(const Desk& desk, double seconds) override;
  bool animating() const override { return replaying_; }
  bool updating() const override { return race_.busy() || again_.busy() || wants_more(); }
  LabMessage take_message() override;
  /// Takes photographs to train on. Errors: of a file that is seen at once to be none; then nothing changes.
  Opened open(Desk& desk, const std::string& path) override;
  bool open_together(Desk& desk, const std::vector<std::string>& paths) override;
  std::optional<Picture> picture(const Desk& desk, const Style& style) const override;
  std::optional<Film> film(const Desk& desk, const Style& style, bool whole_stage) const override;
  StagePlace place(const Desk&) const override {
    return {std::string(kTrainingPageNames[static_cast<std::size_t>(page_)]), shown_, choice().steps};
  }
  std::vector<CommandWords> pages() const override { return pages_of("train-page", kTrainingPageNames); }
  std::vector<CommandWords> remembered() const override;

  TrainingPage page() const { return page_; }
  void choose(TrainingPage page) { page_ = page; }

  /// Of the next race, which begins when this changes. Errors: as check_race; then nothing changes.
  const RaceChoice& choice() const { return setup_.choice; }
  void choose(const RaceChoice& choice);
  /// All decoders that take part, in the order of their kinds.
  std::vector<DecoderForm> decoders() const;
  /// Errors: Error("decoders", ...) where none would be left.
  void take_part(DecoderForm form, bool on);
  /// The photographs; none: the one that the desk has open, or the default. Errors: Error("train-on", ...)
  /// for more than kMostTrainingPictures, and as check_image_file; then nothing changes.
  void train_on(const std::vector<std::string>& paths);
  const std::vector<std::string>& trained_on() const { return own_pictures_; }

  /// Null before the first pictures have been read.
  const RaceRecord* record() const { return record_.get(); }
  /// Why the last pictures cannot be trained on, or empty.
  const std::string& problem() const { return problem_; }
  /// Steps that have been made, and the one that is looked at: 0 is before the first.
  Index done() const { return record_ ? record_->done() : 0; }
  Index shown() const { return shown_; }
  /// Outputs of the shown step are there, and need not be made anew.
  bool is_exact() const;

  /// Training or, after its end, showing all steps again.
  bool running() const { return running_ || replaying_; }
  void run(bool on);
  /// One step on: along what was made, at its end a step of training.
  void next();
  void previous();
  /// Trains up to it where it has not been made. Errors: Error("train-step", ...) outside 0..choice().steps.
  void go_to(Index step);
  void scrub(double position);
  /// From the first weights again.
  void reset();

  /// The decoder that is looked at, by its place among decoders().
  std::size_t lane() const { return std::min(lane_, decoders().size() - 1); }
  /// Errors: Error("decoder", ...) for one that does not take part.
  void look_at(DecoderForm form);
  /// Whose phase sums are drawn; nothing: the mean of all. Errors: Error("train-kernel", ...).
  std::optional<Index> kernel() const { return kernel_; }
  void look_at_kernel(std::optional<Index> kernel);
  /// How many a decoder has whose sums are kept.
  Index kernels() const;

  /// Writes the chosen decoder as it is at the shown step: its graph as .onnx, its weights as .safetensors.
  /// Errors: Error("train-save", ...): nothing has been trained, another ending.
  SaveJob save_job(const std::string& path) const;
  /// As it stands on the stage; nothing before there is a race.
  std::optional<SizePage> draw(const Style& style) const;

 private:
  struct Question {
    RaceSetup setup{};
    Index until = 0;
    friend bool operator==(const Question&, const Question&) = default;
  };
  struct Again {
    RaceSnapshot from{};
    Index step = 0;
    friend bool operator==(const Again&, const Again&) = default;
  };
  /// The record is of the present setup: else that is still being read.
  bool is_current() const { return record_ && record_->setup() == setup_; }
  /// Steps of the present race that have been made.
  Index made() const { return is_current() ? record_->done() : 0; }
  bool wants_more() const {
    return running_ && !(is_current() && (record_->over() || record_->done() >= target_));
  }
  void train_to(Index step);
  void begin_anew();
  void ask(const Desk& desk);
  void take(const RaceNewsPtr& news);
  void failed();
  void show_missing();
  void replay(double seconds, double speed);

  TrainingPage page_ = TrainingPage::outputs;
  RaceSetup setup_;                        ///< of the present race
  std::vector<std::string> own_pictures_;  ///< what was opened here
  /// The last setup that could be run, and what was opened then.
  std::optional<std::pair<RaceSetup, std::vector<std::string>>> good_;
  bool unread_ = true;  ///< the setup has not been asked for
  std::shared_ptr<RaceRecord> record_;
  Index target_ = 0, shown_ = 0;  ///< trained up to, while running_; looked at
  bool running_ = false, replaying_ = false;
  bool follows_ = false;  ///< what is made is shown
  double replayed_ = 0;   ///< steps of it, with fractions
  std::size_t lane_ = 0;
  std::optional<Index> kernel_;
  std::string problem_;
  LabMessage message_;
  std::shared_ptr<RaceWorks> works_ = std::make_shared<RaceWorks>();
  Latest<Question, RaceNewsPtr> race_;
  Latest<Again, std::shared_ptr<const RaceImages>> again_;
};

}  // namespace convscope
