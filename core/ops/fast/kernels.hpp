// The inner loops, compiled for every instruction set and chosen at run time (Highway). They know rows,
// offsets and weights, and nothing of the relation: plan.cpp makes these from core/geometry/shifts.
//
// Sums run by ascending channel and tap, as the plain enumeration's do. In double each product is rounded
// before it is added, so that results are the enumeration's to the last bit, on every machine; in float
// they are fused where the machine can, which is more exact.
#pragma once

#include "core/base/index.hpp"

namespace convscope::fast {

/// How far calls may read and write beyond a width: a vector, or a few together.
inline constexpr Index kBeyond = 64;
/// So many written rows share the loads of a read one.
inline constexpr Index kRowsAtOnce = 4;

/// A row that is read, and which of the rows at once take it, with which row of taps.
struct RowUse {
  Index offset = 0;    ///< of the read row, from the source
  unsigned users = 0;  ///< bit r: the r-th written row
  Index taps[kRowsAtOnce] = {};
};

template <class T>
struct RowsCall {
  const T* source;
  const RowUse* uses;
  Index use_count;
  const Index* columns;  ///< offset of each tap of a row
  Index column_count;
  const T* weights;  ///< rows of column_count
  T* out;
  Index out_pitch;
  Index width;
  Index rows;  ///< at most kRowsAtOnce
};
/// out[r][x] = sum over uses of row r and columns c of weights[taps[r]][c] * source[offset + columns[c] + x].
/// Reads less than kBeyond elements beyond the width.
template <class T>
void filter_rows(const RowsCall<T>& call);

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
};
/// out[r][x] = sum over channels and taps of weights[c][t][r] * source[c * channel_stride + taps[t] + x].
/// Reads and writes less than kBeyond elements beyond the width.
template <class T>
void multiply(const ProductCall<T>& call);
Index product_rows();

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
