// The work on a tile where channels are summed.
#pragma once

#include "core/ops/fast/tile.hpp"

namespace convscope::fast {

/// Vectors along rows.
template <class T>
class ProductTile : private Tile<T> {
 public:
  ProductTile(const Tables& tables, const Packed<T>& packed, Edge edge, bool streaming,
              const typename Tile<T>::Place& place)
      : Tile<T>(tables, packed, edge, streaming, nullptr, place) {}
  /// The blocks [first, end) of written channels.
  void make(Index first_block, Index end_block);

 private:
  using Tile<T>::t_, Tile<T>::at_, Tile<T>::packed_, Tile<T>::rows_, Tile<T>::row_, Tile<T>::result_;

  bool reads_channels() const;
  typename ProductCall<T>::Ahead ahead(Index block, Index phase) const;
  T* whole_row(Index channel, const Phase& phase, Index m) const;
  void multiply(Index block, Index row, Index rows);

  const T* planes_ = nullptr;  ///< what is multiplied: source_, or the operand
  Index channel_step_ = 0;
  T* copy_ = nullptr;  ///< where what is multiplied is written too
};

/// Vectors across channels.
template <class T>
class ChannelsTile : private Tile<T> {
 public:
  ChannelsTile(const Tables& tables, const Packed<T>& packed, bool streaming,
               const typename Tile<T>::Place& place);
  /// The blocks [first, end) of written channels.
  void make(Index first_block, Index end_block);

 private:
  using Tile<T>::t_, Tile<T>::at_, Tile<T>::packed_, Tile<T>::rows_, Tile<T>::row_, Tile<T>::result_;

  /// Where the planes lie that are read.
  struct Source {
    const T* at;
    Index channel, slice, row;  ///< from one to the next
    Index origin;               ///< offset of the first cell of all
  };
  /// Cells of a zone.
  struct Part {
    const Zone& zone;
    Stretch cells;
  };
  /// Rows [row, row + rows) of a phase down, from the tile's first.
  void multiply(Index block, std::size_t phase, Index row, Index rows);
  /// `number` is the phase's, down and across; `written`, or null, is fetched meanwhile.
  void multiply_zone(Index block, Index number, const Part& down, const Part& along, const T* written);

  /// Makes the lists of taps, if they are not those already.
  void list_taps(Index number, const Zone& down, const Zone& along, Index width);

  /// Of a thread: they keep their memory for the next tile.
  struct Lists {
    const Zone *down = nullptr, *along = nullptr;  ///< whose taps
    Index width = 0, all_taps = 0;
    std::vector<Index> slices;  ///< of the shifts in depth
    std::vector<Index> taps, places, cells;
  };
  static Lists& lists_of_thread() {
    thread_local Lists lists;
    return lists;
  }
  Source source_of_{};
  Lists& lists_ = lists_of_thread();
  std::vector<Index>& slices_ = lists_.slices;
};

}  // namespace convscope::fast
