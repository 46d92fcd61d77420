#include "app/labs/images/tile_maker.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace convscope {

namespace {

/// What a tile shows, however its subject is numbered.
bool same_work(const TileMaker::Task& a, const TileMaker::Task& b) {
  return a.content == b.content && a.key.level == b.key.level && a.key.column == b.key.column &&
         a.key.row == b.key.row;
}

}  // namespace

struct TileMaker::Line {
  mutable std::mutex mutex;
  std::deque<Task> waiting;
  std::optional<Task> present;
  std::stop_source stop;  ///< of the present one

  /// The next task becomes the present one; false: there is none.
  bool advance() {
    const std::scoped_lock lock(mutex);
    present.reset();
    if (waiting.empty()) return false;
    present = std::move(waiting.front());
    waiting.pop_front();
    stop = {};
    return true;
  }
  Progress progress() const {
    const std::scoped_lock lock(mutex);
    return Progress(stop.get_token());
  }
  bool empty() const {
    const std::scoped_lock lock(mutex);
    return waiting.empty();
  }
};

TileMaker::TileMaker(const Workers& workers, std::size_t budget_bytes)
    : tiles_(budget_bytes), line_(std::make_shared<Line>()), making_(workers) {}

TileMaker::~TileMaker() {
  const std::scoped_lock lock(line_->mutex);
  line_->waiting.clear();
  line_->stop.request_stop();
}

void TileMaker::make(std::vector<Task> tasks) {
  const std::scoped_lock lock(line_->mutex);
  if (line_->present) {
    const auto same =
        std::ranges::find_if(tasks, [&](const Task& t) { return same_work(t, *line_->present); });
    if (same == tasks.end()) line_->stop.request_stop();
    if (!line_->stop.stop_requested()) tasks.erase(same);  // else it is made again
  }
  line_->waiting.assign(std::make_move_iterator(tasks.begin()), std::make_move_iterator(tasks.end()));
}

void TileMaker::take() {
  making_.take([this](const Made& made) {
    if (made.tile) tiles_.put(made.task.content->id(), made.task.key, made.tile);
    if (!made.problem.empty()) problems_[made.task.content->id()] = made.problem;
  });
  if (making_.busy() || line_->empty()) return;
  making_.again();
  making_.want(line_, work);
}

TileMaker::Made TileMaker::work(const LinePtr& line, const Progress& progress,
                                const std::function<void(Made)>& deliver) {
  while (!progress.stopped() && line->advance()) {
    const Task present = *line->present;
    try {
      deliver({present, make_tile(*present.content, *present.reduction, present.key, line->progress())});
    } catch (const Stopped&) {
    } catch (const std::exception& problem) {
      deliver({present, nullptr, problem.what()});
    }
  }
  const std::scoped_lock lock(line->mutex);
  line->present.reset();
  return {};
}

bool TileMaker::busy() const {
  return making_.busy() || !line_->empty();
}

const std::string& TileMaker::problem(const Content& content) const {
  static const std::string kNone;
  const auto found = problems_.find(content.id());
  return found == problems_.end() ? kNone : found->second;
}

}  // namespace convscope
