// The gradient with respect to the weights: of each pair of channels and each tap, the product of the windows
// with the pixels that the tap reads, which lie in a plane as far apart as the windows do.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/parallel.hpp"
#include "core/ops/convolve.hpp"
#include "core/ops/fast/channel_gradient.hpp"
#include "core/ops/fast/plan.hpp"
#include "core/ops/fast/planes.hpp"
#include "core/ops/fast/scratch.hpp"

namespace convscope::fast {

namespace {

/// Pixel channels whose planes lie in the cache together.
constexpr Index kChannelsAtOnce = 8;
/// Works of fewer multiplications are done before another thread has woken up.
constexpr double kWorthThreads = 1 << 19;
/// Where there are few channels, samples and tiles are shared out instead, each part with sums of its own:
/// always so many, so that the sums do not depend on the number of threads.
constexpr Index kSums = 4;

template <class T>
class WeightGradient {
 public:
  WeightGradient(const Geometry& g, const Tables& tables, const Tensor<T>& pixels, const Tensor<T>& windows)
      : t_(tables), g_(g), pixels_(pixels), windows_(windows), taps_(element_count(g.taps())) {
    strips_ = ceil_div(t_.cells[1], t_.strip);
    chunks_ = static_cast<Index>(t_.chunks.size());
    tiles_ = pixels.shape()[0] * t_.depth().written * strips_ * chunks_;
    parts_ = ceil_div(t_.read_channels, kChannelsAtOnce);
    shares_ = t_.groups * parts_ < kSums ? std::min(kSums, tiles_) : 1;
  }

  void run(Tensor<T>& weights) const {
    std::vector<Tensor<T>> sums(static_cast<std::size_t>(shares_), Tensor<T>(g_.weights()));
    const auto work = [&](Index piece) {
      const Index share = piece % shares_, part = piece / shares_ % parts_, group = piece / shares_ / parts_;
      for (Index tile = share * tiles_ / shares_; tile < (share + 1) * tiles_ / shares_; ++tile)
        add_tile(tile, group, part, sums[static_cast<std::size_t>(share)].data());
    };
    const Index pieces = t_.groups * parts_ * shares_;
    if (pieces == 1 || t_.multiply_adds * static_cast<double>(pixels_.shape()[0]) < kWorthThreads)
      for (Index piece = 0; piece < pieces; ++piece) work(piece);
    else
      in_parallel(pieces, work);
    weights = std::move(sums[0]);
    for (std::size_t s = 1; s < sums.size(); ++s)
      for (Index i = 0; i < weights.size(); ++i) weights[i] += sums[s][i];
  }

 private:
  void add_tile(Index tile, Index group, Index part, T* sums) const {
    Index rest = tile;
    const Stretch& columns = t_.chunks[static_cast<std::size_t>(rest % chunks_)];
    const Index row = (rest /= chunks_) % strips_ * t_.strip, depth = (rest /= strips_) % t_.depth().written;
    const Index sample = rest / t_.depth().written;
    const Cut cut{depth, {row, std::min(t_.strip, t_.cells[1] - row)}, columns};
    const Index first = part * kChannelsAtOnce, count = std::min(kChannelsAtOnce, t_.read_channels - first);
    const Index most = dot_rows(), length = (cut.rows.count - 1) * t_.pitch + columns.count;
    T* const planes = Scratch::of_thread().take<T>(kChannelsAtOnce * t_.channel + most * length + kBeyond);
    T* const lines = planes + kChannelsAtOnce * t_.channel;
    // Between the rows lie cells that are multiplied by zeros, so they must be numbers.
    if (columns.count < t_.chunk || cut.rows.count < t_.strip) std::fill_n(planes, count * t_.channel, T{});
    read_planes(t_, cut, Edge::zeros,
                pixels_.data() + ((sample * t_.groups + group) * t_.read_channels + first) * t_.read_cells,
                count, planes);
    const PhaseTaps& taps = t_.phase(0, 0);
    for (Index w = 0; w < t_.written_channels; w += most) {
      const Index rows = std::min(most, t_.written_channels - w);
      for (Index r = 0; r < rows; ++r)
        read_windows(cut, (sample * t_.groups + group) * t_.written_channels + w + r, lines + r * length);
      for (Index c = 0; c < count; ++c)
        add_dots(
            DotsCall<T>{lines, length, rows, planes + c * t_.channel, taps.offsets.data(),
                        static_cast<Index>(taps.offsets.size()), length,
                        sums + ((group * t_.written_channels + w) * t_.read_channels + first + c) * taps_,
                        t_.read_channels * taps_});
    }
  }

  /// Rows as far apart as those of a plane, zeros between.
  void read_windows(const Cut& cut, Index channel, T* to) const {
    const Shifts &v = t_.vertical(), &h = t_.horizontal();
    const T* from = windows_.data() +
                    ((channel * t_.depth().written + cut.depth) * v.written + cut.rows.first) * h.written +
                    cut.columns.first;
    for (Index r = 0; r < cut.rows.count; ++r, from += h.written, to += t_.pitch) {
      std::copy_n(from, cut.columns.count, to);
      if (r + 1 < cut.rows.count) std::fill_n(to + cut.columns.count, t_.pitch - cut.columns.count, T{});
    }
  }

  const Tables& t_;
  const Geometry& g_;
  const Tensor<T>&pixels_, &windows_;
  Index taps_, strips_ = 1, chunks_ = 1, tiles_ = 1, parts_ = 1, shares_ = 1;
};

}  // namespace

template <class T>
void weight_gradient(const Geometry& g, const Tensor<T>& pixels, const Tensor<T>& windows,
                     Tensor<T>& weights) {
  if (channel_gradient(g, pixels, windows, weights)) return;
  const Tables tables(g, kChannelsAtOnce, Kernel::product);
  const auto finite = [](T value) { return std::isfinite(value); };
  if (tables.kernel == Kernel::plain || !std::all_of(pixels.values().begin(), pixels.values().end(), finite))
    return convscope::weight_gradient(g, pixels, windows, weights);
  WeightGradient<T>(g, tables, pixels, windows).run(weights);
}

template void weight_gradient(const Geometry&, const Tensor<float>&, const Tensor<float>&, Tensor<float>&);
template void weight_gradient(const Geometry&, const Tensor<double>&, const Tensor<double>&, Tensor<double>&);

}  // namespace convscope::fast
