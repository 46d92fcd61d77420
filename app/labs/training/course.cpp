#include "app/labs/training/course.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/views/pixels.hpp"
#include "core/base/error.hpp"
#include "core/enlarging/photo.hpp"

namespace convscope {

namespace {

// Of a race's 5,000 steps: about 50 MB of outputs, and 64 MB of snapshots at most.
constexpr Index kMostOutputs = 240;
constexpr double kMostSnapshotBytes = 64e6;
constexpr Index kLeastSnapshots = 8, kMostSnapshots = 32;
constexpr std::size_t kMostAgain = 16;

Index interval(Index steps, Index most) {
  return std::max<Index>(1, (steps + most - 1) / most);
}

Index output_interval(const RaceChoice& choice) {
  return interval(choice.steps, kMostOutputs);
}

Index snapshot_interval(const Race& race) {
  double bytes = 0;
  for (const Runner& runner : race.runners())  // a weight is a float with two doubles of Adam's
    bytes += 20 * static_cast<double>(runner.decoder.weight_count()) +
             4 * static_cast<double>(runner.output.size());
  const auto count = static_cast<Index>(kMostSnapshotBytes / bytes);
  return interval(race.choice().steps, std::clamp(count, kLeastSnapshots, kMostSnapshots));
}

RaceNews news_of(const Race& race) {
  RaceNews news{.step = race.steps_done(), .outputs = outputs_of(race)};
  bool all_over = true;
  for (const Runner& runner : race.runners()) {
    news.diverged.push_back(runner.diverged.value_or(0));
    const bool made = !runner.steps.empty() && runner.steps.back().step == news.step;
    news.numbers.push_back(made ? runner.steps.back() : TrainingStep{});
    all_over = all_over && runner.diverged;
  }
  if (news.step % snapshot_interval(race) == 0) news.snapshot = std::make_shared<const Race>(race.snapshot());
  news.over = all_over || news.step == race.choice().steps;
  return news;
}

void begin(RaceWorks& works, const RaceSetup& setup, const Progress& progress,
           const std::function<void(RaceNewsPtr)>& tell) {
  std::vector<TrainingPicture> pictures;
  std::vector<std::string> names;
  for (const std::string& path : setup.pictures) {
    progress.check();
    Photo photo = read_photo(path);
    names.push_back(photo.name);
    pictures.push_back({photo.name, std::move(photo.pixels)});
  }
  works.race.emplace(setup.choice, std::move(pictures));
  works.setup = setup;
  RaceNews first = news_of(*works.race);
  first.lanes = lanes_of(*works.race);
  first.pictures = std::move(names);
  first.original = std::make_shared<const Image>(to_image(works.race->view()));
  tell(std::make_shared<const RaceNews>(std::move(first)));
}

}  // namespace

RaceImages outputs_of(const Race& race) {
  RaceImages out;
  for (const Runner& runner : race.runners())
    out.push_back(std::make_shared<const Image>(to_image(runner.output)));
  return out;
}

RaceNewsPtr run_race(RaceWorks& works, const RaceSetup& setup, Index until, const Progress& progress,
                     const std::function<void(RaceNewsPtr)>& tell) {
  if (works.setup != setup) {
    RaceWorks fresh;
    begin(fresh, setup, progress, tell);
    works = std::move(fresh);
  }
  Race& race = *works.race;
  const auto share = [&] { return static_cast<double>(race.steps_done()) / static_cast<double>(until); };
  const auto news = [&] { return std::make_shared<const RaceNews>(news_of(race)); };
  while (race.steps_done() < until && progress.goes_on(share()) && race.advance())
    if (race.steps_done() < until) tell(news());
  return news();
}

Race race_at(const RaceSnapshot& from, Index step, const Progress& progress) {
  Race race(*from);
  while (race.steps_done() < step) {
    progress.check();
    if (!race.advance()) break;
  }
  return race;
}

RaceRecord::RaceRecord(const RaceSetup& setup, const RaceNews& first)
    : setup_(setup), lanes_(first.lanes), pictures_(first.pictures), original_(first.original) {
  outputs_[0] = first.outputs;
  snapshots_[0] = first.snapshot;
}

void RaceRecord::add(const RaceNews& news) {
  over_ = news.over;
  if (news.step <= done_) return;
  // The last one goes with the next, unless it is one of those to keep.
  if (done_ % output_interval(setup_.choice) != 0) outputs_.erase(done_);
  done_ = news.step;
  outputs_[done_] = news.outputs;
  if (news.snapshot) snapshots_[done_] = news.snapshot;
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    if (news.numbers[i].step == done_) lanes_[i].add(news.numbers[i]);
}

std::pair<Index, const RaceImages*> RaceRecord::outputs_before(Index step) const {
  if (const auto again = again_.find(step); again != again_.end()) return {step, &again->second};
  const auto after = outputs_.upper_bound(step);
  if (after == outputs_.begin()) return {0, nullptr};
  return {std::prev(after)->first, &std::prev(after)->second};
}

RaceSnapshot RaceRecord::snapshot_before(Index step) const {
  const auto after = snapshots_.upper_bound(step);
  return after == snapshots_.begin() ? nullptr : std::prev(after)->second;
}

void RaceRecord::remember(Index step, RaceImages outputs) {
  if (again_.size() >= kMostAgain) again_.erase(again_.begin());
  again_[step] = std::move(outputs);
}

std::vector<Index> RaceRecord::frames(std::size_t most, Index with) const {
  std::vector<Index> out;
  const double last = static_cast<double>(std::max<Index>(done_, 1));
  double frame = -1;
  for (const auto& [step, outputs] : outputs_) {
    const double at = std::floor(static_cast<double>(most) * std::sqrt(static_cast<double>(step) / last));
    if (at > frame || step == done_ || step == with) out.push_back(step);
    frame = std::max(frame, at);
  }
  if (!std::ranges::binary_search(out, with)) out.insert(std::ranges::lower_bound(out, with), with);
  return out;
}

}  // namespace convscope
