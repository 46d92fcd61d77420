#include "app/labs/training/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "app/desk/desk.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"
#include "core/base/words.hpp"
#include "core/io/image_file.hpp"
#include "core/network/onnx_write.hpp"
#include "core/network/safetensors.hpp"
#include "core/training/graph.hpp"

namespace convscope {

namespace {

/// Showing all steps again takes so long at speed 1.
constexpr double kReplaySeconds = 12;
constexpr std::size_t kMostFilmSteps = 40;

}  // namespace

TrainingState::TrainingState(const Workers& workers) : race_(workers), again_(workers) {}

std::vector<DecoderForm> TrainingState::decoders() const {
  if (!choice().decoders.empty()) return choice().decoders;
  std::vector<DecoderForm> all;
  for (std::size_t i = 0; i < decoder_kinds().size(); ++i) all.push_back(static_cast<DecoderForm>(i));
  return all;
}

void TrainingState::begin_anew() {
  ++setup_.serial;
  unread_ = true;
  running_ = replaying_ = false;
  target_ = 0;
  problem_.clear();
  race_.cancel();
  again_.cancel();
}

void TrainingState::choose(const RaceChoice& next) {
  check_race(next);
  if (next == choice()) return;
  setup_.choice = next;
  begin_anew();
}

void TrainingState::take_part(DecoderForm form, bool on) {
  std::vector<DecoderForm> now = decoders();
  const DecoderForm looked_at = now[lane()];
  std::erase(now, form);
  if (on) now.insert(std::ranges::lower_bound(now, form), form);
  if (now.empty()) throw Error("decoders", "none would be left", "one decoder at least");
  RaceChoice next = choice();
  next.decoders = now.size() == decoder_kinds().size() ? std::vector<DecoderForm>{} : now;
  choose(next);
  const auto place = std::ranges::find(now, looked_at);
  lane_ = place == now.end() ? 0 : static_cast<std::size_t>(place - now.begin());
}

void TrainingState::train_on(const std::vector<std::string>& paths) {
  if (paths.size() > kMostTrainingPictures)
    throw Error("train-on", fmt::format("{} pictures are too many", paths.size()),
                fmt::format("at most {}", kMostTrainingPictures));
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    check_image_file(path, "train-on");
    files.push_back(std::filesystem::absolute(path).lexically_normal().string());
  }
  own_pictures_ = std::move(files);
  begin_anew();
}

Opened TrainingState::open(Desk&, const std::string& path) {
  if (!is_image_name(path)) return Opened::no;
  train_on({path});
  return Opened::later;
}

bool TrainingState::open_together(Desk&, const std::vector<std::string>& paths) {
  if (paths.size() < 2 || !std::ranges::all_of(paths, is_image_name)) return false;
  train_on(paths);
  return true;
}

std::vector<CommandWords> TrainingState::remembered() const {
  if (own_pictures_.empty()) return {};
  CommandWords words{"train-on"};
  words.insert(words.end(), own_pictures_.begin(), own_pictures_.end());
  return {words};
}

void TrainingState::ask(const Desk& desk) {
  if (unread_) {
    setup_.pictures = own_pictures_.empty() ? std::vector{desk.scenario().photo} : own_pictures_;
    unread_ = false;
  }
  if (race_.busy() && race_.asked() && race_.asked()->setup == setup_) return;  // it tells of its steps first
  if (wants_more()) race_.again();  // paused and run again, it may have been asked just so
  race_.want({setup_, running_ ? target_ : made()},
             [works = works_](const Question& q, const Progress& progress, const auto& deliver) {
               return run_race(*works, q.setup, q.until, progress, deliver);
             });
}

void TrainingState::take(const RaceNewsPtr& news) {
  if (news->step == 0 && !news->lanes.empty()) {
    record_ = std::make_shared<RaceRecord>(setup_, *news);
    good_ = {setup_, own_pictures_};
    shown_ = 0;
    kernel_ = kernel_ && *kernel_ < kernels() ? kernel_ : std::nullopt;
    return;
  }
  if (!is_current()) return;
  if (record_.use_count() > 1) record_ = std::make_shared<RaceRecord>(*record_);  // a film looks at it
  record_->add(*news);
  if (follows_) shown_ = record_->done();
  for (std::size_t i = 0; i < news->diverged.size(); ++i)
    if (news->step > 0 && news->diverged[i] == news->step)
      message_ = {fmt::format("{} diverged at step {}: the step before is kept (a smaller rate learns)",
                              title(record_->lanes()[i].form), news->step),
                  true};
  if (!wants_more()) running_ = false;
}

/// Pictures that cannot be trained on leave the race that was there.
void TrainingState::failed() {
  if (problem_ == race_.problem()) return;
  problem_ = race_.problem();
  message_ = {problem_, true};
  running_ = false;
  if (!good_ || setup_ == good_->first) return;
  std::tie(setup_, own_pictures_) = *good_;
}

bool TrainingState::is_exact() const {
  return record_ && record_->outputs_before(shown_).first == shown_;
}

/// Steps whose outputs were not kept are made once more, from the last snapshot before them.
void TrainingState::show_missing() {
  again_.take();
  if (again_.is_complete() && record_ && !is_exact() && again_.answered()->step == shown_ &&
      again_.answered()->from == record_->snapshot_before(shown_))
    record_->remember(shown_, **again_.answer());
  if (!record_ || is_exact() || replaying_) return;
  again_.want({record_->snapshot_before(shown_), shown_},
              [](const Again& a, const Progress& progress, const auto&) {
                return std::make_shared<const RaceImages>(outputs_of(race_at(a.from, a.step, progress)));
              });
}

void TrainingState::replay(double seconds, double speed) {
  replayed_ += seconds * speed * static_cast<double>(done()) / kReplaySeconds;
  if (replayed_ >= static_cast<double>(done())) {
    replaying_ = false;
    replayed_ = static_cast<double>(done());
  }
  shown_ = static_cast<Index>(replayed_);
}

void TrainingState::tick(const Desk& desk, double seconds) {
  race_.take([this](const RaceNewsPtr& news) { take(news); });
  if (!race_.busy() && !race_.problem().empty() && race_.asked() && race_.asked()->setup == setup_) failed();
  if (problem_.empty() || good_) ask(desk);
  if (replaying_) replay(seconds, desk.session.speed);
  show_missing();
}

LabMessage TrainingState::take_message() {
  return std::exchange(message_, {});
}

void TrainingState::run(bool on) {
  if (!on) {
    if (running_) race_.finish();
    running_ = replaying_ = false;
    return;
  }
  if (is_current() && record_->over()) {
    replaying_ = done() > 0;
    follows_ = false;
    replayed_ = shown_ == done() ? 0 : static_cast<double>(shown_);
    return;
  }
  train_to(choice().steps);
}

void TrainingState::next() {
  replaying_ = false;
  if (is_current() && shown_ < done())
    ++shown_;
  else if (!is_current() || !record_->over())
    train_to(std::min((running_ ? target_ : made()) + 1, choice().steps));
}

/// What is made is shown.
void TrainingState::train_to(Index step) {
  running_ = follows_ = true;
  replaying_ = false;
  target_ = step;
  shown_ = done();
}

void TrainingState::previous() {
  replaying_ = follows_ = false;
  shown_ = std::max<Index>(0, shown_ - 1);
}

void TrainingState::go_to(Index step) {
  if (step < 0 || step > choice().steps)
    throw Error("train-step", fmt::format("there is no step {}", step),
                fmt::format("0 to {}", choice().steps));
  if (step > made() && !(is_current() && record_->over())) return train_to(step);
  replaying_ = follows_ = false;
  shown_ = std::min(step, done());
}

void TrainingState::scrub(double position) {
  const double whole = std::floor(position);
  const double at = whole + (position - whole) / kSettled;
  replaying_ = false;
  shown_ = std::clamp<Index>(saturated(std::round(at)), 0, done());
  follows_ = running_ && shown_ == done();
}

void TrainingState::reset() {
  begin_anew();
}

void TrainingState::look_at(DecoderForm form) {
  const std::vector<DecoderForm> all = decoders();
  const auto place = std::ranges::find(all, form);
  if (place == all.end())
    throw Error("decoder", fmt::format("{} does not take part", name(form)), "one that does");
  lane_ = static_cast<std::size_t>(place - all.begin());
}

Index TrainingState::kernels() const {
  if (!record_ || record_->lanes().empty()) return 0;
  const TrainingStep& first = record_->lanes().front().untrained;
  return static_cast<Index>(first.kernels.size() / first.phase_sums.size());
}

void TrainingState::look_at_kernel(std::optional<Index> kernel) {
  if (kernel && (*kernel < 0 || *kernel >= kernels()))
    throw Error("train-kernel", fmt::format("there is no kernel {}", *kernel + 1),
                kernels() > 0 ? fmt::format("mean, or 1 to {}", kernels()) : "mean");
  kernel_ = kernel;
}

SaveJob TrainingState::save_job(const std::string& path) const {
  if (!record_) throw Error("train-save", "there is no decoder yet", "pictures to train on");
  const bool graph = path.ends_with(".onnx");
  if (!graph && !path.ends_with(".safetensors"))
    throw Error("train-save", fmt::format("the ending of '{}' says no format", path),
                ".onnx or .safetensors");
  return [from = record_->snapshot_before(shown_), step = shown_, lane = lane(), graph](
             PendingFile& file, const Progress& progress) {
    const Race race = race_at(from, step, progress);
    const Decoder& decoder = race.runners()[std::min(lane, race.runners().size() - 1)].decoder;
    if (graph) return file.write(onnx_bytes(network_of(decoder)));
    std::vector<std::pair<std::string, Tensor<float>>> tensors;
    for (const Parameter& parameter : decoder.parameters())
      tensors.emplace_back(parameter.name, parameter.values);
    file.write(safetensors_bytes(tensors));
  };
}

namespace {

SizePage drawn(const RaceRecord& record, TrainingPage page, Index step, std::optional<std::size_t> lane,
               std::optional<Index> kernel, const Style& style) {
  RaceFigure figure{.lanes = record.lanes(),
                    .original = record.original(),
                    .step = step,
                    .steps = record.setup().choice.steps,
                    .factor = record.setup().choice.factor,
                    .chosen = lane,
                    .kernel = kernel};
  if (const auto [at, outputs] = record.outputs_before(step); outputs) figure.outputs = *outputs;
  return page == TrainingPage::outputs ? draw_race(figure, style) : draw_race_phases(figure, style);
}

}  // namespace

std::optional<SizePage> TrainingState::draw(const Style& style) const {
  if (!record_) return std::nullopt;
  return drawn(*record_, page_, shown_, lane(), kernel_, style);
}

std::optional<Picture> TrainingState::picture(const Desk&, const Style& style) const {
  if (!record_) throw Error("export", "nothing has been trained yet", "pictures to train on");
  return draw(style)->picture;
}

std::optional<Film> TrainingState::film(const Desk&, const Style& style, bool) const {
  if (!record_) throw Error("export", "nothing has been trained yet", "pictures to train on");
  const std::vector<Index> frames = record_->frames(kMostFilmSteps, shown_);
  const auto now = std::ranges::lower_bound(frames, shown_) - frames.begin();
  return Film{.draw =
                  [record = std::shared_ptr<const RaceRecord>(record_), page = page_, frames, lane = lane(),
                   kernel = kernel_, style](Moment m) {
                    const auto at = static_cast<std::size_t>(
                        std::clamp<Index>(m.step, 0, static_cast<Index>(frames.size()) - 1));
                    return drawn(*record, page, frames[at], lane, kernel, style).picture;
                  },
              .steps = static_cast<Index>(frames.size()),
              .animated = frames.size() > 1,
              .now = {static_cast<Index>(now), kSettled},
              .title = "Training",
              .sentence =
                  [frames](Index done) {
                    const auto at = static_cast<std::size_t>(
                        std::clamp<Index>(done - 1, 0, static_cast<Index>(frames.size()) - 1));
                    return fmt::format("Step {} of the training", frames[at]);
                  }};
}

}  // namespace convscope
