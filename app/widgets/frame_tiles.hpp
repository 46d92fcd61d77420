// What the squares of a frame are painted from, so that the next frame paints only those that differ.
//
// Each square has a number that depends on all triangles that may touch it, in their order: positions,
// colours, places in textures, the textures themselves and what they are clipped to. Equal numbers mean equal
// pixels, but for one chance in 2^64.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "app/picture/picture.hpp"

struct ImDrawCmd;
struct ImDrawData;

namespace convscope {

/// Device pixels from the frame's top left corner; without extent where the end is not after the beginning.
struct PixelRect {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool empty() const { return left >= right || top >= bottom; }
  friend bool operator==(const PixelRect&, const PixelRect&) = default;
};
PixelRect common(const PixelRect& a, const PixelRect& b);
/// What a command is clipped to, as Dear ImGui's OpenGL backend rounds it.
PixelRect clip_of(const ImDrawCmd& command, const ImDrawData& data, int height);

class FrameTiles {
 public:
  static constexpr int kSide = 32;  ///< of a square, device pixels
  static constexpr int kMostRects = 24;

  FrameTiles() = default;
  /// Of a frame of that size, all in one colour.
  FrameTiles(int width, int height, Color ground);

  /// A rectangle in one colour, before anything else.
  void add(const PixelRect& rect, Color color);
  void add(const ImDrawData& data);

  /// Of the squares that differ from those of `before`, or lie under one of `others`: rectangles of whole
  /// squares that do not overlap, kMostRects at most; with some squares between them that do not differ. All
  /// of the frame where the sizes are not the same.
  std::vector<PixelRect> differing(const FrameTiles& before, const std::vector<PixelRect>& others) const;

  /// The squares that hold a rectangle, as indices.
  struct Span {
    int first_column = 0, first_row = 0, last_column = -1, last_row = -1;  ///< none where last < first
  };
  Span span(const PixelRect& rect) const;
  // Of the data that was added last, by list and command:
  /// The squares that a triangle may touch.
  Span touched(int list, const ImDrawCmd& command, const std::array<unsigned, 3>& triangle) const;
  /// Of each triangle the one that it lies in, row by row, or one of these.
  static constexpr std::uint32_t kNone = ~std::uint32_t{0}, kSeveral = kNone - 1;
  const std::uint32_t* squares(int list, const ImDrawCmd& command) const;
  int columns() const { return columns_; }
  int rows() const { return rows_; }

 private:
  std::uint64_t& at(int column, int row) {
    return signs_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(column)];
  }
  void mix_in(const Span& span, std::uint64_t sign);
  void add(int list, const ImDrawCmd& command, const ImDrawData& data);

  int width_ = 0, height_ = 0, columns_ = 0, rows_ = 0;
  std::vector<std::uint64_t> signs_;
  struct Corner {
    std::uint64_t sign;
    int column, row;
  };
  std::vector<Corner> corners_;         ///< the vertices of all lists
  std::vector<std::uint32_t> squares_;  ///< of all lists' triangles
  struct Begin {
    std::size_t corner, triangle;
  };
  std::vector<Begin> begins_;  ///< of each list, where its own begin
};

}  // namespace convscope
