// Square parts of the pictures that the lab shows, at several scales, kept up to a budget.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/desk/latest.hpp"
#include "app/labs/images/contents.hpp"

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

/// Errors: as seen_part. Precondition: the tile lies in the picture.
TilePtr make_tile(const Content& content, const Reduction& reduction, const TileKey& key,
                  const Progress& progress);

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

/// Makes the tiles that are looked at, one after the other on a worker, and keeps them.
class TileMaker {
 public:
  struct Task {
    ContentPtr content;
    ReductionPtr reduction;
    TileKey key;
  };

  TileMaker(const Workers& workers, std::size_t budget_bytes);
  ~TileMaker();

  /// These are wanted, the first one first; what was asked for before and is not among them is not made, nor
  /// finished where it has begun. Those that are there already, or whose content cannot be made, need not be
  /// among them.
  void make(std::vector<Task> tasks);
  /// Once a frame, on the window's thread. Waits at most so long for what is being made.
  void take(std::chrono::milliseconds patience = {});
  bool busy() const;

  const TileStore& tiles() const { return tiles_; }
  /// Why a content cannot be made; empty: it can, as far as is known.
  const std::string& problem(const Content& content) const;

 private:
  void begin();

  struct Line;  // what waits, shared with the work
  struct Made {
    Task task{};
    TilePtr tile{};         ///< null: it cannot be made, or nothing was
    std::string problem{};  ///< why it cannot
  };
  using LinePtr = std::shared_ptr<Line>;
  static Made work(const LinePtr& line, const Progress& progress, const std::function<void(Made)>& deliver);

  TileStore tiles_;
  std::map<std::uint64_t, std::string> problems_;
  LinePtr line_;
  Latest<LinePtr, Made> making_;
};

}  // namespace convscope
