#include "core/ops/fast/winograd.hpp"

#include <algorithm>
#include <array>

#include "core/base/parallel.hpp"
#include "core/ops/fast/kernels.hpp"
#include "core/ops/fast/row_maker.hpp"

namespace convscope::fast {

namespace {

constexpr Index kSquare = 4, kTaps = 3, kSpan = kSquare + kTaps - 1, kProducts = kSpan * kSpan;
/// So many squares at once use the weights often enough, if what they read stays in the second cache.
constexpr Index kSquaresAtOnce = 56, kReadElements = 1 << 17;

/// The weights' transform, of one axis.
constexpr std::array<std::array<double, 3>, 6> kOfWeights{{{1. / 4, 0, 0},
                                                           {-1. / 6, -1. / 6, -1. / 6},
                                                           {-1. / 6, 1. / 6, -1. / 6},
                                                           {1. / 24, 1. / 12, 1. / 6},
                                                           {1. / 24, -1. / 12, 1. / 6},
                                                           {0, 0, 1}}};

Shifts shifts_of(Way way, const Axis& axis) {
  return way == Way::gather ? shifts_of_windows(axis) : shifts_of_pixels(axis);
}

}  // namespace

bool Winograd::fits(Way way, const Geometry& g) {
  if (g.axes.size() != 2) return false;
  for (const Axis& axis : g.axes) {
    if (axis.stride != 1 || axis.taps != kTaps || axis.dilation != 1) return false;
    if (axis.pixels < 1 || axis.windows < 1) return false;
    const Shifts s = shifts_of(way, axis);
    if (s.phases.size() != 1 || s.phases[0].shifts.size() != 3 || s.most - s.least != kTaps - 1) return false;
  }
  return true;
}

Winograd::Winograd(Way way, const Geometry& g, std::span<const float> weights)
    : down_(shifts_of(way, g.axes[0])), across_(shifts_of(way, g.axes[1])), groups_(g.channels.groups) {
  const bool gathers = way == Way::gather;
  read_channels_ = (gathers ? g.channels.pixel : g.channels.window) / groups_;
  written_channels_ = (gathers ? g.channels.window : g.channels.pixel) / groups_;
  squares_down_ = ceil_div(down_.written, kSquare);
  squares_across_ = ceil_div(across_.written, kSquare);
  lanes_ = std::max<Index>(1, vector_bytes() / static_cast<Index>(sizeof(float)));
  const Index most = std::max<Index>(1, kReadElements / (kProducts * read_channels_));
  rows_at_once_ = std::clamp<Index>(std::min(most, kSquaresAtOnce) / squares_across_, 1, squares_down_);
  pitch_ = ceil_div(squares_across_, lanes_) * lanes_ * kSquare + kSpan + kBeyond;
  blocks_ = blocks_of(written_channels_, lanes_, channel_vectors(rows_at_once_ * squares_across_));
  Index size = 0;
  for (Index group = 0; group < groups_; ++group)
    for (const Stretch& block : blocks_) {
      starts_.push_back(size);
      size += kProducts * read_channels_ * ceil_div(block.count, lanes_) * lanes_;
    }
  weights_ = AlignedMemory(static_cast<std::size_t>(size) * sizeof(float));
  float* to = reinterpret_cast<float*>(weights_.data());
  std::fill_n(to, size, 0.0F);
  const Index pixel_width = g.channels.pixel / groups_;
  for (Index group = 0; group < groups_; ++group)
    for (const Stretch& block : blocks_) {
      const Index width = ceil_div(block.count, lanes_) * lanes_;
      for (Index r = 0; r < read_channels_; ++r)
        for (Index w = 0; w < block.count; ++w) {
          const Index written = block.first + w;
          const Index window =
              group * (gathers ? written_channels_ : read_channels_) + (gathers ? written : r);
          const Index pixel = gathers ? r : written;
          const float* const taps = weights.data() + (window * pixel_width + pixel) * kTaps * kTaps;
          for (std::size_t u = 0; u < 6; ++u)
            for (std::size_t v = 0; v < 6; ++v) {
              double sum = 0;
              for (const Shift& y : down_.phases[0].shifts)
                for (const Shift& x : across_.phases[0].shifts)
                  sum += kOfWeights[u][static_cast<std::size_t>(y.cells - down_.least)] *
                         kOfWeights[v][static_cast<std::size_t>(x.cells - across_.least)] *
                         static_cast<double>(taps[y.tap * kTaps + x.tap]);
              to[(static_cast<Index>(u * 6 + v) * read_channels_ + r) * width + w] = static_cast<float>(sum);
            }
        }
      to += kProducts * read_channels_ * width;
    }
}

void Winograd::run(const float* from, Index batch, float* to, Edge edge) const {
  const Index read = read_channels_ * down_.read * across_.read,
              written = written_channels_ * down_.written * across_.written;
  const Index parts = ceil_div(squares_down_, rows_at_once_);
  in_parallel(batch * groups_ * parts, [&](Index piece) {
    const Index plane = piece / parts, first = piece % parts * rows_at_once_;
    make({from + plane * read, to + plane * written, plane % groups_, first,
          std::min(rows_at_once_, squares_down_ - first)},
         edge);
  });
}

void Winograd::make(const Part& part, Edge edge) const {
  const Index squares = part.rows * squares_across_;
  const Index most_width = channel_vectors(squares) * lanes_;
  // [u][channel][square], vectors beyond the last one overwritten by the next.
  const Index row = squares + kBeyond, read_step = read_channels_ * row, product_step = squares * most_width;
  float* const rows =
      Scratch::of_thread().take<float>(2 * kSpan * pitch_ + kProducts * read_step + kProducts * product_step +
                                       kSquare * kSquare * squares_across_ * most_width);
  float* const read = rows + 2 * kSpan * pitch_;
  float* const products = read + kProducts * read_step;
  transform_read(part, edge, rows, read);
  thread_local std::vector<Index> cells;
  cells.resize(static_cast<std::size_t>(squares));
  for (Index i = 0; i < squares; ++i) cells[static_cast<std::size_t>(i)] = i;
  const Index tap = 0;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const Index width = ceil_div(blocks_[b].count, lanes_) * lanes_;
    const float* const weights = reinterpret_cast<const float*>(weights_.data()) +
                                 starts_[static_cast<std::size_t>(part.group) * blocks_.size() + b];
    for (Index u = 0; u < kProducts; ++u)
      multiply_channels(ChannelsCall<float>{read + u * read_step,
                                            read_channels_,
                                            row,
                                            &tap,
                                            &tap,
                                            1,
                                            weights + u * read_channels_ * width,
                                            width,
                                            width / lanes_,
                                            cells.data(),
                                            squares,
                                            products + u * squares * width,
                                            false,
                                            {}});
    write(part, blocks_[b], products, products + kProducts * product_step);
  }
}

void Winograd::transform_read(const Part& part, Edge edge, float* rows, float* out) const {
  const Index squares = part.rows * squares_across_, row = squares + kBeyond;
  const Index count = squares_across_ * kSquare + kTaps - 1;
  const ReadCells cells(across_.read, across_.least, 1, count);
  std::fill_n(rows, kSpan * pitch_, 0.0F);  // what is read beyond the rows must be numbers
  for (Index c = 0; c < read_channels_; ++c) {
    const float* const plane = part.from + c * down_.read * across_.read;
    for (Index s = 0; s < part.rows; ++s) {
      for (Index j = 0; j < kSpan; ++j) {
        Index y = (part.first_row + s) * kSquare + j + down_.least;
        const bool inside = y >= 0 && y < down_.read;
        if (edge == Edge::repeated) y = std::clamp<Index>(y, 0, down_.read - 1);
        if (inside || edge == Edge::repeated)
          read_cells(cells, plane + y * across_.read, edge, rows + j * pitch_);
        else
          std::fill_n(rows + j * pitch_, count, 0.0F);
      }
      winograd_read(rows, pitch_, squares_across_, rows + kSpan * pitch_, out + c * row + s * squares_across_,
                    read_channels_ * row);
    }
  }
}

void Winograd::write(const Part& part, const Stretch& block, const float* products, float* cells) const {
  const Index width = ceil_div(block.count, lanes_) * lanes_, squares = part.rows * squares_across_;
  const Index plane = down_.written * across_.written;
  for (Index s = 0; s < part.rows; ++s) {
    winograd_write(products + s * squares_across_ * width, squares * width, squares_across_, width, cells);
    const Index first = (part.first_row + s) * kSquare;
    for (Index y = first; y < std::min(first + kSquare, down_.written); ++y)
      turn(cells + (y - first) * kSquare * squares_across_ * width, width, across_.written, block.count,
           part.to + block.first * plane + y * across_.written, plane);
  }
}

}  // namespace convscope::fast
