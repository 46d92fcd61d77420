#include "core/ops/fast/channel_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/parallel.hpp"
#include "core/ops/fast/planes.hpp"
#include "core/ops/fast/scratch.hpp"

namespace convscope::fast {

namespace {

/// Works of fewer multiplications are done before another thread has woken up.
constexpr double kWorthThreads = 1 << 19;
/// Parts of the pixels' channels, which are shared out, each with all windows. Sums do not depend on them.
constexpr Index kParts = 4, kMostChannels = 64;
/// Windows whose channels lie in the first cache, or soon enough in it.
constexpr Index kWindowsAtOnce = 256;
/// Samples and tiles are shared out too where the channels are too few, each part with sums of its own:
/// always so many, so that the sums do not depend on the number of threads.
constexpr Index kSums = 4;

template <class T>
class ChannelGradient {
 public:
  ChannelGradient(const Geometry& g, const Tables& tables, Index channels, const Tensor<T>& pixels,
                  const Tensor<T>& windows)
      : t_(tables), pixels_(pixels), windows_(windows), at_once_(channels), taps_(element_count(g.taps())) {
    lanes_ = vector_bytes() / static_cast<Index>(sizeof(T));
    blocks_ = blocks_of(t_.written_channels, lanes_, channel_vectors(taps_ * at_once_));
    filled_ = ceil_div(t_.written_channels, lanes_) * lanes_;
    strips_ = ceil_div(t_.cells[1], t_.strip);
    chunks_ = static_cast<Index>(t_.chunks.size());
    tiles_ = pixels.shape()[0] * t_.depth().written * strips_ * chunks_;
    parts_ = ceil_div(t_.read_channels, at_once_);
    shares_ = t_.groups * parts_ < kSums ? std::min(kSums, tiles_) : 1;
    for (Index x = 0; x < t_.chunk; ++x) columns_.push_back(x * t_.reading[1].advance);
    for (Index c = 0; c < at_once_; ++c)
      for (const Index offset : t_.phase(0, 0).offsets) cells_.push_back(c * t_.channel + offset);
  }

  void run(Tensor<T>& weights) {
    const bool alone = t_.multiply_adds * static_cast<double>(pixels_.shape()[0]) < kWorthThreads;
    const auto share_out = [&](Index count, const auto& work) {
      if (count > 1 && !alone) return in_parallel(count, work);
      for (Index i = 0; i < count; ++i) work(i);
    };
    const Index planes = pixels_.shape()[0] * t_.groups;
    const Index size = t_.groups * t_.read_channels * taps_ * filled_;
    Scratch& scratch = Scratch::of_call();  // fresh memory would take as long as the products
    turned_ = scratch.take<T>(planes * t_.written_cells * filled_ + shares_ * size);
    T* const sums = turned_ + planes * t_.written_cells * filled_;
    share_out(planes * static_cast<Index>(blocks_.size()), [&](Index n) { turn_windows(n); });
    share_out(t_.groups * parts_ * shares_, [&](Index piece) {
      const Index share = piece % shares_, part = piece / shares_ % parts_, group = piece / shares_ / parts_;
      T* const own = sums + share * size + group * t_.read_channels * taps_ * filled_;
      for (Index tile = share * tiles_ / shares_; tile < (share + 1) * tiles_ / shares_; ++tile)
        add_tile(tile, group, part, own, tile > share * tiles_ / shares_);
    });
    for (Index s = 1; s < shares_; ++s)
      for (Index i = 0; i < size; ++i) sums[i] += sums[s * size + i];
    const Index pair = t_.read_channels * taps_;
    for (Index group = 0; group < t_.groups; ++group)
      for (const Stretch& block : blocks_) {
        const Index width = ceil_div(block.count, lanes_) * lanes_;
        turn(sums + (group * filled_ + block.first) * pair, width, pair, block.count,
             weights.data() + (group * t_.written_channels + block.first) * pair, pair);
      }
    scratch.give_back_much();
  }

 private:
  /// Of a block of a plane: [window][channel], from [channel][window].
  void turn_windows(Index n) {
    const auto count = static_cast<Index>(blocks_.size());
    const Stretch& block = blocks_[static_cast<std::size_t>(n % count)];
    const Index plane = n / count, width = ceil_div(block.count, lanes_) * lanes_;
    T* const to = turned(plane, block);
    turn(windows_.data() + (plane * t_.written_channels + block.first) * t_.written_cells, t_.written_cells,
         block.count, t_.written_cells, to, width);
    for (Index i = 0; block.count < width && i < t_.written_cells; ++i)
      std::fill(to + i * width + block.count, to + (i + 1) * width, T{});
  }
  T* turned(Index plane, const Stretch& block) const {
    return turned_ + (plane * filled_ + block.first) * t_.written_cells;
  }

  void add_tile(Index tile, Index group, Index part, T* sums, bool add) const {
    Index rest = tile;
    const Stretch& columns = t_.chunks[static_cast<std::size_t>(rest % chunks_)];
    const Index row = (rest /= chunks_) % strips_ * t_.strip, depth = (rest /= strips_) % t_.depth().written;
    const Index plane = rest / t_.depth().written * t_.groups + group;
    const Cut cut{depth, {row, std::min(t_.strip, t_.cells[1] - row)}, columns};
    const Index first = part * at_once_, count = std::min(at_once_, t_.read_channels - first);
    T* const planes = Scratch::of_thread().take<T>(at_once_ * t_.channel);
    read_planes(t_, cut, Edge::zeros, pixels_.data() + (plane * t_.read_channels + first) * t_.read_cells,
                count, planes);
    const Index rows = std::max<Index>(1, kWindowsAtOnce / columns.count);
    for (const Stretch& block : blocks_) {
      const Index width = ceil_div(block.count, lanes_) * lanes_;
      T* const out = sums + block.first * t_.read_channels * taps_ + first * taps_ * width;
      for (Index r = 0; r < cut.rows.count; r += rows)
        add_rows(cut, {r, std::min(rows, cut.rows.count - r)}, planes, turned(plane, block), width,
                 count * taps_, out, add || r > 0);
    }
  }

  /// Rows from the cut's first.
  void add_rows(const Cut& cut, const Stretch& rows, const T* planes, const T* windows, Index width,
                Index cells, T* out, bool add) const {
    thread_local std::vector<Index> places;
    places.clear();
    for (Index x = 0; x < cut.columns.count; ++x) places.push_back(x * width);
    const Shifts &v = t_.vertical(), &h = t_.horizontal();
    const Index window =
        (cut.depth * v.written + cut.rows.first + rows.first) * h.written + cut.columns.first;
    const Index advance = t_.reading[0].advance * t_.pitch;
    multiply_channels(ChannelsCall<T>{planes + rows.first * advance,
                                      rows.count,
                                      advance,
                                      columns_.data(),
                                      places.data(),
                                      cut.columns.count,
                                      windows + window * width,
                                      h.written * width,
                                      width / lanes_,
                                      cells_.data(),
                                      cells,
                                      out,
                                      add,
                                      {}});
  }

  const Tables& t_;
  const Tensor<T>&pixels_, &windows_;
  Index at_once_, taps_, lanes_ = 1, filled_ = 1, strips_ = 1, chunks_ = 1, tiles_ = 1, parts_ = 1,
                         shares_ = 1;
  std::vector<Stretch> blocks_;         ///< of the windows' channels
  std::vector<Index> columns_, cells_;  ///< offsets of windows in a row; of [pixel channel][tap]
  T* turned_ = nullptr;                 ///< windows as [plane][block][window][channel]
};

}  // namespace

template <class T>
bool channel_gradient(const Geometry& g, const Tensor<T>& pixels, const Tensor<T>& windows,
                      Tensor<T>& weights) {
  const Index channels = g.channels.window / g.channels.groups, lanes = vector_bytes() / 4;
  if (vector_bytes() <= 8 || 3 * ceil_div(channels, lanes) * lanes > 4 * channels) return false;
  if (element_count(g.windows()) == 0 || element_count(pixels.shape()) == 0) return false;
  const Index read = g.channels.pixel / g.channels.groups;
  const Index at_once = std::clamp<Index>(ceil_div(read, kParts), 1, kMostChannels);
  const Tables tables(g, at_once, Kernel::channels);
  const auto finite = [](T value) { return std::isfinite(value); };
  if (tables.kernel == Kernel::plain ||
      !std::all_of(windows.values().begin(), windows.values().end(), finite))
    return false;
  weights.make_room(g.weights());
  ChannelGradient<T>(g, tables, at_once, pixels, windows).run(weights);
  return true;
}

template bool channel_gradient(const Geometry&, const Tensor<float>&, const Tensor<float>&, Tensor<float>&);
template bool channel_gradient(const Geometry&, const Tensor<double>&, const Tensor<double>&,
                               Tensor<double>&);

}  // namespace convscope::fast
