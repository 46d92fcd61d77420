#include "app/labs/images/tile_maker.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>
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
  bool present_wanted = false;

  /// The next task becomes the present one; false: there is none.
  bool advance() {
    const std::scoped_lock lock(mutex);
    present.reset();
    if (waiting.empty()) return false;
    present = std::move(waiting.front());
    waiting.pop_front();
    present_wanted = true;
    return true;
  }
  bool wanted() const {
    const std::scoped_lock lock(mutex);
    return present_wanted;
  }
  bool empty() const {
    const std::scoped_lock lock(mutex);
    return waiting.empty();
  }
};

TileMaker::TileMaker(std::function<void()> wake, std::size_t budget_bytes)
    : tiles_(budget_bytes), line_(std::make_shared<Line>()), worker_(std::move(wake)) {}

void TileMaker::make(std::vector<Task> tasks) {
  const std::scoped_lock lock(line_->mutex);
  if (line_->present) {
    const auto same =
        std::ranges::find_if(tasks, [&](const Task& t) { return same_work(t, *line_->present); });
    line_->present_wanted = same != tasks.end();
    if (line_->present_wanted) tasks.erase(same);
  }
  line_->waiting.assign(std::make_move_iterator(tasks.begin()), std::make_move_iterator(tasks.end()));
}

void TileMaker::take() {
  worker_.take();
  if (worker_.busy() || line_->empty()) return;
  worker_.start([this, line = line_](Worker::Task& task) { work(task, line); }, [](const std::string&) {});
}

void TileMaker::work(Worker::Task& task, const std::shared_ptr<Line>& line) {
  while (!task.cancelled() && line->advance()) {
    const Task present = *line->present;
    const Going going = [&] {
      if (task.cancelled() || !line->wanted()) throw Stopped();
    };
    try {
      TilePtr tile = make_tile(*present.content, *present.reduction, present.key, going);
      task.deliver(
          [this, present, tile = std::move(tile)] { tiles_.put(present.content->id(), present.key, tile); });
    } catch (const Stopped&) {
    } catch (const std::exception& problem) {
      task.deliver(
          [this, id = present.content->id(), words = std::string(problem.what())] { problems_[id] = words; });
    }
  }
  const std::scoped_lock lock(line->mutex);
  line->present.reset();
}

bool TileMaker::busy() const {
  return worker_.busy() || !line_->empty();
}

const std::string& TileMaker::problem(const Content& content) const {
  static const std::string kNone;
  const auto found = problems_.find(content.id());
  return found == problems_.end() ? kNone : found->second;
}

}  // namespace convscope
