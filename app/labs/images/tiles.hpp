// Square parts of the pictures that the lab shows, at several scales, kept up to a budget.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/base/index.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

inline constexpr Index kTile = 256;  ///< texels a side; fewer at the right and the lower edge

/// One texel of level L is the mean of 2^L × 2^L pixels (of those that there are, at the edges). Subject 1,
/// the reduced picture, counts in its own pixels.
struct TileKey {
  std::size_t subject = 0;
  int level = 0;
  Index column = 0, row = 0;
  friend auto operator<=>(const TileKey&, const TileKey&) = default;
};

/// Row-major sRGB values 0..255 and alpha 0..255 (straight), neither rounded nor, for colours, clamped.
struct Tile {
  Index width = 0, height = 0;
  std::vector<float> rgba;
};
using TilePtr = std::shared_ptr<const Tile>;

/// The pixels under a tile, within a picture of height × width; without extent when it lies outside.
Region pixels_of(const TileKey& key, Index height, Index width);

/// Tiles by content (a number for whatever a picture is made of) and place. What was not looked at for
/// longest goes first.
class TileStore {
 public:
  explicit TileStore(std::size_t budget_bytes) : budget_(budget_bytes) {}

  /// Null where there is none. Counts as looking at it.
  TilePtr find(std::uint64_t content, const TileKey& key) const;
  void put(std::uint64_t content, const TileKey& key, TilePtr tile);
  /// Whether there is any tile of the content.
  bool has(std::uint64_t content) const;
  std::size_t bytes() const { return bytes_; }

 private:
  struct Place {
    std::uint64_t content;
    int level;
    Index column, row;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct Entry {
    TilePtr tile;
    mutable std::uint64_t looked = 0;
  };
  std::map<Place, Entry> tiles_;
  std::size_t budget_, bytes_ = 0;
  mutable std::uint64_t now_ = 0;
};

}  // namespace convscope
