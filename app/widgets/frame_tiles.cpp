#include "app/widgets/frame_tiles.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "app/gpu/objects.hpp"
#include "app/widgets/compat.hpp"

namespace convscope {

namespace {

constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15U;  // 2^64 over the golden ratio

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  a = (a ^ b) * kOdd;
  return a ^ (a >> 32);
}

std::uint64_t sign_of(Color c) {
  return mixed(kOdd, std::bit_cast<std::uint32_t>(c));
}
std::uint64_t sign_of(const PixelRect& r) {
  const auto pair = [](int a, int b) {
    return std::uint64_t{static_cast<std::uint32_t>(a)} << 32 | static_cast<std::uint32_t>(b);
  };
  return mixed(mixed(kOdd, pair(r.left, r.top)), pair(r.right, r.bottom));
}
std::uint64_t sign_of(const ImDrawVert& v) {
  std::array<std::uint64_t, 2> places{};
  std::memcpy(places.data(), &v.pos, sizeof v.pos);
  std::memcpy(&places[1], &v.uv, sizeof v.uv);
  return mixed(mixed(places[0] * kOdd, places[1]), v.col);
}

/// A square's number after one more triangle: one multiplication waits for the one before.
std::uint64_t joined(std::uint64_t square, std::uint64_t sign) {
  return square * kOdd + sign;
}

/// The square of a place, also of one that is far outside or no number.
int square(float device, int count) {
  const float at = device * (1.0F / FrameTiles::kSide), some = at > 0 ? at : -1.0F;
  return static_cast<int>(std::min(some, static_cast<float>(count)));
}

}  // namespace

PixelRect common(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
          std::min(a.bottom, b.bottom)};
}

PixelRect clip_of(const ImDrawCmd& command, const ImDrawData& data, int height) {
  const ImVec2 scale = data.FramebufferScale;
  const ImVec2 least{(command.ClipRect.x - data.DisplayPos.x) * scale.x,
                     (command.ClipRect.y - data.DisplayPos.y) * scale.y},
      most{(command.ClipRect.z - data.DisplayPos.x) * scale.x,
           (command.ClipRect.w - data.DisplayPos.y) * scale.y};
  if (most.x <= least.x || most.y <= least.y) return {};
  const int left = static_cast<int>(least.x), below = static_cast<int>(static_cast<float>(height) - most.y);
  const int right = left + static_cast<int>(most.x - least.x),
            above = below + static_cast<int>(most.y - least.y);
  return {left, height - above, right, height - below};
}

FrameTiles::FrameTiles(int width, int height, Color ground)
    : width_(width),
      height_(height),
      columns_((width + kSide - 1) / kSide),
      rows_((height + kSide - 1) / kSide),
      signs_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), sign_of(ground)) {}

FrameTiles::Span FrameTiles::span(const PixelRect& rect) const {
  const PixelRect r = common(rect, {0, 0, width_, height_});
  if (r.empty()) return {};
  return {r.left / kSide, r.top / kSide, (r.right - 1) / kSide, (r.bottom - 1) / kSide};
}

void FrameTiles::mix_in(const Span& span, std::uint64_t sign) {
  for (int row = span.first_row; row <= span.last_row; ++row)
    for (int column = span.first_column; column <= span.last_column; ++column) {
      std::uint64_t& now = at(column, row);
      now = joined(now, sign);
    }
}

void FrameTiles::add(const PixelRect& rect, Color color) {
  mix_in(span(rect), mixed(sign_of(rect), sign_of(color)));
}

void FrameTiles::add(const ImDrawData& data) {
  const ImVec2 scale = data.FramebufferScale, origin = data.DisplayPos;
  corners_.resize(static_cast<std::size_t>(data.TotalVtxCount));
  squares_.assign(static_cast<std::size_t>(data.TotalIdxCount / 3), kNone);
  Corner* corner = corners_.data();
  std::size_t triangle = 0;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    begins_.push_back({static_cast<std::size_t>(corner - corners_.data()), triangle});
    triangle += static_cast<std::size_t>(list.IdxBuffer.Size / 3);
    for (const ImDrawVert& v : list.VtxBuffer)
      *corner++ = {sign_of(v), square((v.pos.x - origin.x) * scale.x, columns_),
                   square((v.pos.y - origin.y) * scale.y, rows_)};
    for (const ImDrawCmd& command : list.CmdBuffer) add(n, command, data);
  }
}

FrameTiles::Span FrameTiles::touched(int list, const ImDrawCmd& command,
                                     const std::array<unsigned, 3>& triangle) const {
  const Corner* corners =
      corners_.data() + begins_[static_cast<std::size_t>(list)].corner + command.VtxOffset;
  const Corner &a = corners[triangle[0]], &b = corners[triangle[1]], &c = corners[triangle[2]];
  return {std::max(0, std::min(std::min(a.column, b.column), c.column)),
          std::max(0, std::min(std::min(a.row, b.row), c.row)),
          std::min(columns_ - 1, std::max(std::max(a.column, b.column), c.column)),
          std::min(rows_ - 1, std::max(std::max(a.row, b.row), c.row))};
}

const std::uint32_t* FrameTiles::squares(int list, const ImDrawCmd& command) const {
  return squares_.data() + begins_[static_cast<std::size_t>(list)].triangle + command.IdxOffset / 3;
}

void FrameTiles::add(int n, const ImDrawCmd& command, const ImDrawData& data) {
  const PixelRect clip = clip_of(command, data, height_);
  const Span seen = span(clip);
  if (seen.last_row < seen.first_row) return;
  const unsigned texture = compat::texture_of(command);
  const std::uint64_t shared = mixed(mixed(sign_of(clip), texture), texture_serial(texture));
  const Begin& begin = begins_[static_cast<std::size_t>(n)];
  const Corner* corners = corners_.data() + begin.corner + command.VtxOffset;
  std::uint32_t* square = squares_.data() + begin.triangle + command.IdxOffset / 3;
  const ImDrawIdx* index = data.CmdLists[n]->IdxBuffer.Data + command.IdxOffset;
  // Triangles of one square follow each other: its number stays in a register.
  std::uint32_t last = 0;
  std::uint64_t now = signs_[last];
  const auto go_to = [&](std::uint32_t next) {
    signs_[last] = now;
    last = next;
    now = signs_[last];
  };
  for (unsigned i = 0; i + 2 < command.ElemCount; i += 3, index += 3, ++square) {
    const Corner &a = corners[index[0]], &b = corners[index[1]], &c = corners[index[2]];
    const std::uint64_t sign = mixed(mixed(a.sign + std::rotl(b.sign, 21) * 3, c.sign), shared);
    // Nearly all lie in one square.
    if (((a.column ^ b.column) | (b.column ^ c.column) | (a.row ^ b.row) | (b.row ^ c.row)) == 0) {
      if (a.column < seen.first_column || a.column > seen.last_column || a.row < seen.first_row ||
          a.row > seen.last_row)
        continue;
      *square = static_cast<std::uint32_t>(a.row * columns_ + a.column);
      if (*square != last) go_to(*square);
      now = joined(now, sign);
      continue;
    }
    *square = kSeveral;
    signs_[last] = now;
    const Span all = touched(n, command, {index[0], index[1], index[2]});
    mix_in({std::max(all.first_column, seen.first_column), std::max(all.first_row, seen.first_row),
            std::min(all.last_column, seen.last_column), std::min(all.last_row, seen.last_row)},
           sign);
    now = signs_[last];
  }
  signs_[last] = now;
}

namespace {

/// Squares that are to be painted, with sums of them over rectangles in one step.
class Marked {
 public:
  Marked(int columns, int rows)
      : columns_(columns),
        sums_(static_cast<std::size_t>(columns + 1) * static_cast<std::size_t>(rows + 1)) {}
  /// From the top left to the bottom right.
  void set(int column, int row, bool marked) {
    sums_[place(column + 1, row + 1)] = sums_[place(column, row + 1)] + sums_[place(column + 1, row)] -
                                        sums_[place(column, row)] + (marked ? 1 : 0);
  }
  int count(const FrameTiles::Span& s) const {
    const auto sum = [this](int column, int row) { return sums_[place(column, row)]; };
    return sum(s.last_column + 1, s.last_row + 1) - sum(s.first_column, s.last_row + 1) -
           sum(s.last_column + 1, s.first_row) + sum(s.first_column, s.first_row);
  }

 private:
  std::size_t place(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_ + 1) +
           static_cast<std::size_t>(column);
  }
  int columns_;
  std::vector<int> sums_;
};

int area(const FrameTiles::Span& s) {
  return std::max(0, s.last_column - s.first_column + 1) * std::max(0, s.last_row - s.first_row + 1);
}

/// The least part that holds all that is marked; without extent where nothing is.
FrameTiles::Span shrunk(const Marked& marked, FrameTiles::Span s) {
  if (marked.count(s) == 0) return {};
  while (marked.count({s.first_column, s.first_row, s.first_column, s.last_row}) == 0) ++s.first_column;
  while (marked.count({s.last_column, s.first_row, s.last_column, s.last_row}) == 0) --s.last_column;
  while (marked.count({s.first_column, s.first_row, s.last_column, s.first_row}) == 0) ++s.first_row;
  while (marked.count({s.first_column, s.last_row, s.last_column, s.last_row}) == 0) --s.last_row;
  return s;
}

/// The two parts of a part, beside or below each other and each shrunk to what is marked, that are smallest
/// together.
std::array<FrameTiles::Span, 2> divided(const Marked& marked, const FrameTiles::Span& s) {
  std::array<FrameTiles::Span, 2> best{s, {}};
  int least = area(s);
  const auto attempt = [&](const FrameTiles::Span& first, const FrameTiles::Span& second) {
    const std::array<FrameTiles::Span, 2> halves{shrunk(marked, first), shrunk(marked, second)};
    if (area(halves[0]) + area(halves[1]) >= least) return;
    least = area(halves[0]) + area(halves[1]);
    best = halves;
  };
  for (int cut = s.first_column; cut < s.last_column; ++cut)
    attempt({s.first_column, s.first_row, cut, s.last_row},
            {cut + 1, s.first_row, s.last_column, s.last_row});
  for (int cut = s.first_row; cut < s.last_row; ++cut)
    attempt({s.first_column, s.first_row, s.last_column, cut},
            {s.first_column, cut + 1, s.last_column, s.last_row});
  return best;
}

constexpr int kWorthwhile = 6;  // squares: another part costs a pass of drawing calls

}  // namespace

std::vector<PixelRect> FrameTiles::differing(const FrameTiles& before,
                                             const std::vector<PixelRect>& others) const {
  if (before.width_ != width_ || before.height_ != height_) return {{0, 0, width_, height_}};
  const auto at = [&](int row, int column) {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(column);
  };
  std::vector<bool> forced(signs_.size());
  for (const PixelRect& other : others) {
    const Span s = span(other);
    for (int row = s.first_row; row <= s.last_row; ++row)
      for (int column = s.first_column; column <= s.last_column; ++column) forced[at(row, column)] = true;
  }
  Marked marked(columns_, rows_);
  for (int row = 0; row < rows_; ++row)
    for (int column = 0; column < columns_; ++column) {
      const std::size_t i = at(row, column);
      marked.set(column, row, forced[i] || signs_[i] != before.signs_[i]);
    }
  std::vector<PixelRect> rects;
  std::vector<Span> parts{shrunk(marked, {0, 0, columns_ - 1, rows_ - 1})};
  while (!parts.empty()) {
    const Span part = parts.back();
    parts.pop_back();
    if (area(part) <= 0) continue;
    const std::array<Span, 2> halves = divided(marked, part);
    const int saved = area(part) - area(halves[0]) - area(halves[1]);
    if (saved > kWorthwhile && rects.size() + parts.size() + 2 <= kMostRects) {
      parts.insert(parts.end(), halves.begin(), halves.end());
      continue;
    }
    rects.push_back(common({part.first_column * kSide, part.first_row * kSide, (part.last_column + 1) * kSide,
                            (part.last_row + 1) * kSide},
                           {0, 0, width_, height_}));
  }
  return rects;
}

}  // namespace convscope
