// The inner loops, compiled for every instruction set and chosen at run time (Highway). They know rows,
// offsets and weights, and nothing of the relation: plan.cpp makes these from core/geometry/shifts.
//
// Sums run by ascending channel and tap, as the plain enumeration's do. In double each product is rounded
// before it is added, so that results are the enumeration's to the last bit, on every machine; in float
// they are fused where the machine can, which is more exact.
#pragma once

#include <cstdint>
#include <type_traits>

#include "core/base/index.hpp"

namespace convscope::fast {

/// How far calls may read and write beyond a width: a vector, or a few together.
inline constexpr Index kBeyond = 64;
/// So many written rows share the loads of a read one.
inline constexpr Index kRowsAtOnce = 4;

/// A plane that is read where it lies, with zeros beyond its edges.
struct PlaneEdges {
  Index row, column;  ///< where a call's source lies in it, which may be beyond
  Index rows, width;
};

template <class T>
struct RowsCall {
  const T* source;
  Index pitch;         ///< from one read row to the next
  const Index* lines;  ///< offset of the read row of each row of taps, for the first written row
  Index line_count;
  const Index* columns;  ///< offset of each tap of a row
  Index column_count;
  const T* weights;  ///< [line][column]
  T* out;
  Index out_pitch;
  Index width, rows;
  /// 1 or -1 where each line is the read row after or before the one of the line before: then written rows
  /// share what is read. 0 where not.
  Index neighbours;
  bool streaming = false;  ///< past the caches; then written rows lie a multiple of a vector apart
  Index step = 1;          ///< from the cell that a tap reads for a column to that of the next: 1 or 2
  const PlaneEdges* plane = nullptr;  ///< or of slide_rows() alone: reads nothing beyond them
};
/// out[r][x] = sum over lines and columns of weights[l][c] * source[lines[l] + r * pitch + columns[c] + x *
/// step]. Reads less than kBeyond elements beyond the width.
template <class T>
void filter_rows(const RowsCall<T>& call);
/// The same by rows that slide, or false and nothing done where these or this processor cannot: each row is
/// read once for all that it is added to.
template <class T>
bool slide_rows(const RowsCall<T>& call);
template <>
bool slide_rows(const RowsCall<float>& call);
template <>
bool slide_rows(const RowsCall<double>& call);
/// Whether that pays for so many lines that are neighbours, for so many rows at once.
bool rows_slide(Index lines);
constexpr Index rows_that_slide(Index lines) {
  return lines <= 7 ? 32 : 64;
}
/// The part of filter_rows() with a step of 2.
template <class T>
void filter_every_other(const RowsCall<T>& call);
template <>
void filter_every_other(const RowsCall<float>& call);
template <>
void filter_every_other(const RowsCall<double>& call);

/// The number of a lane, as wide as what lies in it.
template <class T>
using LaneNumber = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

/// Written rows of one vertical phase.
struct SpreadPhase {
  const Index* lines;  ///< offset of the read row of each row of taps
  Index count;
  Index top;  ///< the row that the first line reads, counted from the one that is read first of all
};
template <class T>
struct SpreadCall {
  const T* source;  ///< of phase cell 0 and the least shift
  Index pitch;
  Index step;      ///< written columns of a phase cell, above 1
  Index ordinals;  ///< taps of a row that a written cell has at most
  Index whole;     ///< the first so many of them all cells have
  // For a vector whose first column is `residue` modulo step:
  const Index* cells;            ///< [residue][ordinal] first cell that is read, from the first column's
  const LaneNumber<T>* numbers;  ///< [residue][ordinal][lane] cell of a lane, from that
  const LaneNumber<T>* present;  ///< -1, or 0 where the lane has no such tap
  const T* weights;              ///< [phase][residue][line][ordinal][lane]
  const Index* starts;           ///< of the phases in `weights`
  const SpreadPhase* phases;
  Index phase_count;
  Index span;          ///< lines of every phase go up by one row each, over so many rows in all; or -1
  const T* first_row;  ///< the row that is read first of all, where span is not -1
  T* out;
  Index out_pitch;
  Index width;
  Index rows;      ///< phase cells down
  Index written;   ///< rows that are written, at most rows * phase_count
  bool streaming;  ///< past the caches; then rows lie a multiple of a vector apart
};
/// out[m * phase_count + p][x] for all phases p and columns x: sum over the lines and ordinals of phase p.
/// Reads less than kBeyond elements beyond the cells that are wanted.
template <class T>
void spread_rows(const SpreadCall<T>& call);

template <class T>
struct ProductCall {
  const T* source;
  Index channels, channel_stride;
  const Index* taps;  ///< offset of each
  Index tap_count;
  const T* weights;  ///< [channel][tap][row]
  Index rows;        ///< at most product_rows()
  T* out;
  Index out_pitch;
  Index width;
  /// What will be wanted next: of each `every`-th channel from `first` on, if that is above 0, as many cells
  /// as are read are fetched meanwhile.
  struct Ahead {
    const T* source = nullptr;
    Index channel_stride = 0, first = 0, every = 0;
  } ahead = {};
  T* copy = nullptr;  ///< or what is read of each channel, `copy_stride` apart: of a single tap
  Index copy_stride = 0;
};
/// out[r][x] = sum over channels and taps of weights[c][t][r] * source[c * channel_stride + taps[t] + x].
/// Reads and writes whole vectors, less than kBeyond elements beyond the width.
template <class T>
void multiply(const ProductCall<T>& call);
Index product_rows();

template <class T>
struct ChannelsCall {
  const T* source;
  Index channels, channel_stride;
  const Index* taps;    ///< offset of each
  const Index* places;  ///< of each tap's weights, among those of a channel
  Index tap_count;
  const T* weights;      ///< [channel][place][vectors]
  Index weights_stride;  ///< from one channel to the next
  Index vectors;         ///< a power of two, at most channel_vectors(cells)
  const Index* cells;    ///< offset of each cell that is written
  Index cell_count;      ///< at most 2 where there are more than two vectors
  T* out;                ///< [cell][vectors]
  bool add;              ///< to what is there
  /// Rows of memory that will be wanted next: fetched meanwhile.
  struct Ahead {
    const T* first;
    Index pitch, rows, length;
  } ahead;
};
/// The same product with vectors across the written channels: out[i][r] = sum over channels and taps of
/// weights[c * weights_stride + places[t] + r] * source[c * channel_stride + taps[t] + cells[i]].
template <class T>
void multiply_channels(const ChannelsCall<T>& call);
/// Of so many written cells: across how many vectors of channels.
Index channel_vectors(Index cells);

/// to[c * to_pitch + i] = from[i * from_pitch + c]
template <class T>
void turn(const T* from, Index from_pitch, Index cells, Index channels, T* to, Index to_pitch);

template <class T>
struct DotsCall {
  const T* rows;
  Index row_stride, row_count;  ///< at most dot_rows()
  const T* columns;
  const Index* offsets;
  Index offset_count;
  Index length;
  T* out;
  Index out_pitch;
};
/// out[r][k] += sum over x below length of rows[r * row_stride + x] * columns[offsets[k] + x], in any order.
template <class T>
void add_dots(const DotsCall<T>& call);
Index dot_rows();

/// to[i] = from[i * step], for i in [0, count).
template <class T>
void take_every(const T* from, Index step, Index count, T* to);

/// to[i] = phases[i % count][i / count], for i in [0, cells). With `streaming` the result goes past the
/// caches, which pays where it does not fit into them; then spare has room for `cells`.
template <class T>
void interleave(const T* const* phases, Index count, T* to, Index cells, bool streaming, T* spare);
/// Makes what was streamed visible to other threads.
void finish_streaming();
/// The length of a vector.
Index vector_bytes();

}  // namespace convscope::fast
