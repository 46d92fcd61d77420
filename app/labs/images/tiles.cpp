#include "app/labs/images/tiles.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/base/parallel.hpp"

namespace convscope {

namespace {

/// A row of texels of a picture without opacity: plain means, of rows [top, bottom) of the piece.
void add_opaque_means(const Tensor<float>& piece, int level, Index top, Index bottom, Index row, Tile& tile) {
  const Index channels = piece.shape()[1], plane = piece.shape()[2] * piece.shape()[3],
              width = piece.shape()[3];
  const Index colors = channels < 3 ? 1 : 3, side = Index{1} << level;
  float* const out = tile.rgba.data() + 4 * row * tile.width;
  std::vector<double> sums(static_cast<std::size_t>(width));
  for (Index c = 0; c < 3; ++c) {
    if (c < colors) {
      std::ranges::fill(sums, 0.0);
      for (Index y = top; y < bottom; ++y) {
        const float* const from = piece.data() + c * plane + y * width;
        for (Index x = 0; x < width; ++x) sums[static_cast<std::size_t>(x)] += static_cast<double>(from[x]);
      }
    }
    for (Index t = 0; t < tile.width; ++t) {
      const Index begin = t * side, end = std::min(begin + side, width);
      const double sum = std::accumulate(sums.begin() + begin, sums.begin() + end, 0.0);
      out[4 * t + c] = static_cast<float>(sum / static_cast<double>((bottom - top) * (end - begin)));
    }
  }
  for (Index t = 0; t < tile.width; ++t) out[4 * t + 3] = 255;
}

/// Texels [first, first + as many as the piece has) of a tile's rows, from a piece of whole texels' rows.
void add_means(const Tensor<float>& piece, int level, Index first, Tile& tile) {
  const Index channels = piece.shape()[1], height = piece.shape()[2], width = piece.shape()[3];
  const Index plane = height * width, colors = channels < 3 ? 1 : 3, side = Index{1} << level;
  const float* const alpha = channels > colors ? piece.data() + colors * plane : nullptr;
  in_parallel((height + side - 1) / side, [&](Index texels) {
    const Index top = texels * side, bottom = std::min(top + side, height);
    if (!alpha) return add_opaque_means(piece, level, top, bottom, first + texels, tile);
    // Sums over the rows of each column: opacity and colours weighted by it.
    std::vector<double> opacity(static_cast<std::size_t>(width)), sums(opacity.size());
    const auto over_texel = [&](const std::vector<double>& columns, Index t) {
      const Index from = t * side, to = std::min(from + side, width);
      return std::accumulate(columns.begin() + from, columns.begin() + to, 0.0);
    };
    const auto weight = [&](Index i) { return static_cast<double>(alpha[i]); };
    for (Index y = top; y < bottom; ++y)
      for (Index x = 0; x < width; ++x) opacity[static_cast<std::size_t>(x)] += weight(y * width + x);
    float* const out = tile.rgba.data() + 4 * (first + texels) * tile.width;
    for (Index t = 0; t < tile.width; ++t) {
      const Index pixels = (bottom - top) * (std::min((t + 1) * side, width) - t * side);
      out[4 * t + 3] = static_cast<float>(over_texel(opacity, t) / static_cast<double>(pixels));
    }
    for (Index c = 0; c < 3; ++c) {
      if (c < colors) {
        const float* const from = piece.data() + c * plane;
        std::ranges::fill(sums, 0.0);
        for (Index y = top; y < bottom; ++y)
          for (Index x = 0; x < width; ++x)
            sums[static_cast<std::size_t>(x)] +=
                static_cast<double>(from[y * width + x]) * weight(y * width + x);
      }
      for (Index t = 0; t < tile.width; ++t) {
        const double shown = over_texel(opacity, t);
        out[4 * t + c] = shown > 0 ? static_cast<float>(over_texel(sums, t) / shown) : 0.0F;
      }
    }
  });
}

/// What a tile shows, however its subject is numbered.
bool same_work(const TileMaker::Task& a, const TileMaker::Task& b) {
  return a.content == b.content && a.key.level == b.key.level && a.key.column == b.key.column &&
         a.key.row == b.key.row;
}

}  // namespace

Region pixels_of(const TileKey& key, Index height, Index width) {
  const Index side = kTile << key.level, top = key.row * side, left = key.column * side;
  if (key.row < 0 || key.column < 0 || top >= height || left >= width) return {};
  return {top, left, std::min(side, height - top), std::min(side, width - left)};
}

TilePtr make_tile(const Content& content, const Reduction& reduction, const TileKey& key,
                  const Progress& progress) {
  const Shape size = size_of(content.recipe(), reduction);
  const Region pixels = pixels_of(key, size[0], size[1]);
  const Index side = Index{1} << key.level, texels = (pixels.height + side - 1) / side;
  auto tile = std::make_shared<Tile>();
  tile->width = (pixels.width + side - 1) / side;
  tile->height = texels;
  tile->rgba.resize(static_cast<std::size_t>(4 * tile->width * texels));
  const Index at_once = std::max<Index>(1, kPiece / (pixels.width * side));
  for (Index first = 0; first < texels; first += at_once) {
    progress.check();
    const Index top = first * side, bottom = std::min((first + at_once) * side, pixels.height);
    const Region piece{pixels.top + top, pixels.left, bottom - top, pixels.width};
    add_means(seen_part(content, reduction, piece, progress), key.level, first, *tile);
  }
  return tile;
}

TilePtr TileStore::find(std::uint64_t content, const TileKey& key) const {
  const auto found = tiles_.find({content, key.level, key.column, key.row});
  if (found == tiles_.end()) return nullptr;
  found->second.looked = ++now_;
  return found->second.tile;
}

void TileStore::put(std::uint64_t content, const TileKey& key, TilePtr tile) {
  const auto size = [](const TilePtr& t) { return t->rgba.size() * sizeof(float); };
  Entry& entry = tiles_[{content, key.level, key.column, key.row}];
  if (entry.tile) bytes_ -= size(entry.tile);
  bytes_ += size(tile);
  entry = {std::move(tile), ++now_};
  while (bytes_ > budget_ && tiles_.size() > 1) {
    const auto oldest = std::min_element(tiles_.begin(), tiles_.end(), [](const auto& a, const auto& b) {
      return a.second.looked < b.second.looked;
    });
    bytes_ -= size(oldest->second.tile);
    tiles_.erase(oldest);
  }
}

bool TileStore::has(std::uint64_t content) const {
  const auto found = tiles_.lower_bound({content, 0, 0, 0});
  return found != tiles_.end() && found->first.content == content;
}

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
  {
    const std::scoped_lock lock(line_->mutex);
    if (line_->present) {
      const auto same =
          std::ranges::find_if(tasks, [&](const Task& t) { return same_work(t, *line_->present); });
      if (same == tasks.end()) line_->stop.request_stop();
      if (!line_->stop.stop_requested()) tasks.erase(same);  // else it is made again
    }
    line_->waiting.assign(std::make_move_iterator(tasks.begin()), std::make_move_iterator(tasks.end()));
  }
  begin();
}

void TileMaker::take(std::chrono::milliseconds patience) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + patience;
  for (;;) {
    making_.take([this](const Made& made) {
      if (made.tile) tiles_.put(made.task.content->id(), made.task.key, made.tile);
      if (!made.problem.empty()) problems_[made.task.content->id()] = made.problem;
    });
    begin();
    if (!busy() || Clock::now() >= end) return;
    std::this_thread::sleep_for(std::chrono::microseconds(300));
  }
}

/// A worker goes along the line as long as there is one.
void TileMaker::begin() {
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
