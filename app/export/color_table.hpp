// Few colours for many: the table of an indexed image.
//
// Heckbert (1982), "Color image quantization for frame buffer display" (median cut), with two changes: the
// box with the largest squared error is cut next, at its mean; and a box in which one colour prevails is
// shown by that very colour, so that flat areas keep theirs exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

/// Counts the colours of images; alpha is ignored.
class ColorCount {
 public:
  void add(const Image& image);
  std::size_t distinct() const { return counts_.size(); }

  /// At most `limit` (at least 1) colours that stand for all those counted, in ascending order of red, green,
  /// blue; exactly those counted when there are no more than that. Black alone when nothing was counted.
  std::vector<Color> choose(std::size_t limit) const;

 private:
  std::unordered_map<std::uint32_t, std::uint64_t> counts_;  // 0xrrggbb to the number of pixels
};

/// Finds the nearest of a table's colours; remembers what it has found.
class NearestColor {
 public:
  /// 1 to 256 colours.
  explicit NearestColor(std::vector<Color> table);

  const std::vector<Color>& table() const { return table_; }
  std::uint8_t operator()(std::uint8_t r, std::uint8_t g, std::uint8_t b);

 private:
  std::vector<Color> table_;
  std::unordered_map<std::uint32_t, std::uint8_t> known_;
};

}  // namespace convscope
