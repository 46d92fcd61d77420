// A race as the lab sees it: run on a worker, told of step by step, kept in bounded memory.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/views/images/race.hpp"
#include "core/base/progress.hpp"

namespace convscope {

using RaceImage = std::shared_ptr<const Image>;
using RaceImages = std::vector<RaceImage>;
using RaceSnapshot = std::shared_ptr<const Race>;

inline constexpr std::size_t kMostTrainingPictures = 16;

/// What decides how a race runs.
struct RaceSetup {
  RaceChoice choice{};
  std::vector<std::string> pictures{};  ///< paths; one that is empty: the default photograph
  std::uint64_t serial = 0;             ///< the same again begins anew
  friend bool operator==(const RaceSetup&, const RaceSetup&) = default;
};

/// What a worker tells of one step.
struct RaceNews {
  Index step = 0;
  std::vector<RaceLane> lanes{};        ///< at step 0: all, without steps
  std::vector<std::string> pictures{};  ///< at step 0: their names
  RaceImage original{};                 ///< at step 0
  std::vector<Index> diverged{};        ///< of each lane the step at which it did, or 0
  std::vector<TrainingStep> numbers{};  ///< of each lane; those of a diverged one are nothing
  RaceImages outputs{};                 ///< of each lane
  RaceSnapshot snapshot{};              ///< at some steps
  bool over = false;                    ///< there is nothing more to do
};
using RaceNewsPtr = std::shared_ptr<const RaceNews>;

/// The race of a worker; used by one work at a time.
struct RaceWorks {
  std::optional<RaceSetup> setup{};
  std::optional<Race> race{};
};

/// Runs it up to `until`, and tells of each step; begins anew with another setup. Returns the last step's
/// news, also when it is asked to stop. Errors: as read_photo and Race; then the works are as before.
RaceNewsPtr run_race(RaceWorks& works, const RaceSetup& setup, Index until, const Progress& progress,
                     const std::function<void(RaceNewsPtr)>& tell);
/// The same race at `step`, from a snapshot that is not behind it. Errors: Stopped.
Race race_at(const RaceSnapshot& from, Index step, const Progress& progress);
RaceImages outputs_of(const Race& race);

/// All that is known of a race. Numbers of every step; outputs and snapshots of some.
class RaceRecord {
 public:
  /// Precondition: `first` is news of step 0.
  RaceRecord(const RaceSetup& setup, const RaceNews& first);
  /// Precondition: of the step after the last, or of that itself.
  void add(const RaceNews& news);

  const RaceSetup& setup() const { return setup_; }
  const std::vector<RaceLane>& lanes() const { return lanes_; }
  const std::vector<std::string>& pictures() const { return pictures_; }
  const RaceImage& original() const { return original_; }
  Index done() const { return done_; }
  bool over() const { return over_; }

  /// Outputs of the last step at or before this one that has any, and of which.
  std::pair<Index, const RaceImages*> outputs_before(Index step) const;
  /// The last one at or before this step.
  RaceSnapshot snapshot_before(Index step) const;
  /// Outputs that were made anew; the last few are kept.
  void remember(Index step, RaceImages outputs);
  /// At most so many steps that have outputs, closer together at the beginning, where most happens; `with`
  /// is among them.
  std::vector<Index> frames(std::size_t most, Index with) const;

 private:
  RaceSetup setup_;
  std::vector<RaceLane> lanes_;
  std::vector<std::string> pictures_;
  RaceImage original_;
  Index done_ = 0;
  bool over_ = false;
  std::map<Index, RaceImages> outputs_, again_;
  std::map<Index, RaceSnapshot> snapshots_;
};

}  // namespace convscope
