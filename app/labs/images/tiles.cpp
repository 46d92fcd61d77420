#include "app/labs/images/tiles.hpp"

#include <algorithm>

namespace convscope {

Region pixels_of(const TileKey& key, Index height, Index width) {
  const Index side = kTile << key.level, top = key.row * side, left = key.column * side;
  if (key.row < 0 || key.column < 0 || top >= height || left >= width) return {};
  return {top, left, std::min(side, height - top), std::min(side, width - left)};
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

}  // namespace convscope
