#include "core/io/deflate.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "core/base/unfilled.hpp"
#include "core/io/huffman.hpp"

namespace convscope {

namespace {

/// Of a block, with codes of its own: so many bytes have about the same frequencies.
constexpr std::size_t kBlock = std::size_t{1} << 15;
/// Of a stretch, to see how it is best packed.
constexpr std::size_t kTried = std::size_t{1} << 15;
/// What comes again is looked for from so many bytes on: fewer take as many bits as codes of their own.
constexpr std::size_t kLeastRun = 8, kLeastRepetition = 6;
constexpr std::size_t kShortest = 3, kLongest = 258;  // of a match, as the format has it
constexpr int kMostBits = 15, kMostLengthBits = 7;
constexpr std::size_t kEnd = 256, kFirstLength = 257, kSymbols = 286, kDistances = 30, kLengthSymbols = 19;

/// Bits, from the lowest on, into memory that has room for eight more bytes than are used.
class BitWriter {
 public:
  explicit BitWriter(std::uint8_t* to) : to_(to) {}
  /// At most 32 bits.
  void put(std::uint64_t bits, int count) {
    held_ |= bits << count_;
    count_ += count;
    // Without a branch, which would be guessed wrongly every few symbols.
    for (int i = 0; i < 4; ++i) to_[i] = static_cast<std::uint8_t>(held_ >> (8 * i));
    const int full = count_ & 32;
    held_ >>= full;
    count_ -= full;
    to_ += full / 8;
  }
  void put(const Code& code) { put(code.bits, code.count); }
  void to_whole_byte() {
    for (; count_ > 0; count_ -= 8, held_ >>= 8) *to_++ = static_cast<std::uint8_t>(held_);
    count_ = 0;
    held_ = 0;
  }
  /// `bytes` as they are; empty ones end a stretch.
  void put_stored(std::span<const std::uint8_t> bytes, bool last) {
    put(last ? 1 : 0, 3);
    to_whole_byte();
    const auto length = static_cast<std::uint32_t>(bytes.size());
    put(length | (length ^ 0xffffU) << 16, 32);
    to_whole_byte();
    to_ = std::ranges::copy(bytes, to_).out;
  }
  const std::uint8_t* end() const { return to_; }

 private:
  std::uint8_t* to_;
  std::uint64_t held_ = 0;
  int count_ = 0;
};

/// How a match of a length is written: a symbol and more bits (RFC 1951, 3.2.5).
struct LengthSymbol {
  std::size_t symbol;
  Code more;
};
LengthSymbol symbol_of(std::size_t length) {
  if (length == kLongest) return {kSymbols - 1, {}};
  const auto beyond = static_cast<std::uint32_t>(length - kShortest);
  int more = 0;
  while (beyond >> more >= 8) ++more;
  return {kFirstLength + static_cast<std::size_t>(4 * more) + (beyond >> more),
          {beyond & ((1U << more) - 1), more}};
}

/// What stands in a block: a byte, or 256 and more where so many bytes above the shortest match come again,
/// and from how far before in the upper half.
using Token = std::uint32_t;
constexpr std::size_t kTokens = 256 + kLongest - kShortest + 1;
constexpr std::size_t what(Token token) {
  return token & 0xffff;
}
constexpr std::size_t distance_of(Token token) {
  return token >> 16;
}

Token repetition(std::size_t length, std::size_t distance) {
  return static_cast<Token>(256 + length - kShortest) | static_cast<Token>(distance) << 16;
}

/// Goes over bytes from one end to the other and finds where they come again.
class Matcher {
 public:
  explicit Matcher(std::span<const std::uint8_t> bytes) : bytes_(bytes), seen_(kPlaces, kNowhere) {}

  /// Right after themselves.
  void find_runs(std::size_t begin, std::size_t end, UnfilledVector<Token>& tokens) const {
    tokens.resize(end - begin);
    Token* to = tokens.data();
    std::size_t at = begin;
    if (at == 0) *to++ = bytes_[at++];
    while (at + kLeastRun <= end) {
      if (four_at(at) != four_at(at - 1) || four_at(at + 4) != four_at(at + 3)) {
        *to++ = bytes_[at++];
        continue;
      }
      const std::size_t length = length_of(at - 1, at, end);
      *to++ = repetition(length, 1);
      at += length;
    }
    while (at < end) *to++ = bytes_[at++];
    tokens.resize(static_cast<std::size_t>(to - tokens.data()));
  }

  /// At the last place that had the same four bytes, as far as a small table remembers. Asked for one
  /// stretch after the other.
  void find_repetitions(std::size_t begin, std::size_t end, UnfilledVector<Token>& tokens) {
    tokens.resize(end - begin);
    Token* to = tokens.data();
    std::size_t at = begin;
    unsigned misses = 0;
    while (at + kLeastRepetition <= end) {
      std::uint32_t& place = place_of(at);
      const std::size_t before = place;
      place = static_cast<std::uint32_t>(at);
      const bool found = before != kNowhere && at - before <= kFarthest && four_at(before) == four_at(at);
      const std::size_t length = found ? length_of(before, at, end) : 0;
      if (length >= kLeastRepetition) {
        *to++ = repetition(length, at - before);
        for (std::size_t i = at + 1; i < at + length && i + 4 <= end; ++i)
          place_of(i) = static_cast<std::uint32_t>(i);
        at += length;
        misses = 0;
        continue;
      }
      // Where nothing comes again, fewer places are looked at.
      for (std::size_t step = std::min<std::size_t>(1 + (misses++ >> kPatience), end - at); step > 0; --step)
        *to++ = bytes_[at++];
    }
    while (at < end) *to++ = bytes_[at++];
    tokens.resize(static_cast<std::size_t>(to - tokens.data()));
  }

 private:
  static constexpr int kPlaceBits = 14, kPatience = 6;
  static constexpr std::size_t kPlaces = std::size_t{1} << kPlaceBits, kFarthest = std::size_t{1} << 15;
  static constexpr std::uint32_t kNowhere = ~0U;
  std::uint32_t four_at(std::size_t at) const {
    std::uint32_t four;
    std::memcpy(&four, bytes_.data() + at, sizeof four);
    return four;
  }
  std::uint32_t& place_of(std::size_t at) { return seen_[four_at(at) * 2654435761U >> (32 - kPlaceBits)]; }
  std::size_t length_of(std::size_t before, std::size_t at, std::size_t end) const {
    const std::size_t most = std::min(end - at, kLongest);
    std::size_t length = 4;
    while (length + 4 <= most && four_at(before + length) == four_at(at + length)) length += 4;
    while (length < most && bytes_[before + length] == bytes_[at + length]) ++length;
    return length;
  }
  std::span<const std::uint8_t> bytes_;
  std::vector<std::uint32_t> seen_;
};

/// A match's distance, as its length: a symbol and more bits.
LengthSymbol symbol_of_distance(std::size_t distance) {
  const auto beyond = static_cast<std::uint32_t>(distance - 1);
  int more = 0;
  while (beyond >> more >= 4) ++more;
  return {static_cast<std::size_t>(2 * more) + (beyond >> more), {beyond & ((1U << more) - 1), more}};
}

struct Frequencies {
  std::array<std::uint32_t, kSymbols> symbols{};
  std::array<std::uint32_t, kDistances> distances{};

  explicit Frequencies(const UnfilledVector<Token>& tokens) {
    // The same symbol often comes twice; two tables have its sum not wait for itself.
    std::array<std::array<std::uint32_t, kTokens>, 2> counts{};
    std::size_t table = 0;
    for (const Token token : tokens) {
      ++counts[table][what(token)];
      table ^= 1;
      if (distance_of(token) > 0) ++distances[symbol_of_distance(distance_of(token)).symbol];
    }
    for (std::size_t i = 0; i < kTokens; ++i)
      symbols[i < 256 ? i : symbol_of(i - 256 + kShortest).symbol] += counts[0][i] + counts[1][i];
    symbols[kEnd] = 1;
  }
};

/// The lengths of a block's codes as the format has them, each by itself but for zeros in a row.
struct LengthList {
  struct Entry {
    std::size_t symbol;
    Code more{};
  };
  std::vector<Entry> entries;
  std::array<std::uint32_t, kLengthSymbols> frequencies{};
  void add(std::size_t symbol, Code more = {}) {
    entries.push_back({symbol, more});
    ++frequencies[symbol];
  }
  explicit LengthList(std::span<const int> lengths) {
    for (std::size_t i = 0; i < lengths.size();) {
      std::size_t same = 1;
      while (i + same < lengths.size() && lengths[i + same] == lengths[i]) ++same;
      if (lengths[i] != 0) {
        add(static_cast<std::size_t>(lengths[i]));
        i += 1;
        for (--same; same >= 3;) {
          const std::size_t count = std::min<std::size_t>(same, 6);
          add(16, {static_cast<std::uint32_t>(count - 3), 2});
          same -= count;
          i += count;
        }
        continue;
      }
      same = std::min<std::size_t>(same, 138);
      if (same < 3)
        add(0);
      else if (same < 11)
        add(17, {static_cast<std::uint32_t>(same - 3), 3});
      else
        add(18, {static_cast<std::uint32_t>(same - 11), 7});
      i += same < 3 ? 1 : same;
    }
  }
};

/// How a block is written.
class BlockCode {
 public:
  explicit BlockCode(const UnfilledVector<Token>& tokens)
      : frequencies_(tokens),
        lengths_(code_lengths(frequencies_.symbols, kMostBits)),
        distance_lengths_(code_lengths(frequencies_.distances, kMostBits)),
        list_(both()),
        list_lengths_(code_lengths(list_.frequencies, kMostLengthBits)) {}
  std::size_t bits() const {
    std::size_t sum = 3 + 14 + 3 * kLengthSymbols;
    for (const LengthList::Entry& e : list_.entries)
      sum += static_cast<std::size_t>(list_lengths_[e.symbol] + e.more.count);
    for (std::size_t i = 0; i < kSymbols; ++i) {
      const std::size_t more = i < kFirstLength + 8 || i == kSymbols - 1 ? 0 : (i - kFirstLength) / 4 - 1;
      sum += frequencies_.symbols[i] * (static_cast<std::size_t>(lengths_[i]) + more);
    }
    for (std::size_t i = 0; i < kDistances; ++i)
      sum += frequencies_.distances[i] *
             (static_cast<std::size_t>(distance_lengths_[i]) + (i < 4 ? 0 : i / 2 - 1));
    return sum;
  }
  void write(const UnfilledVector<Token>& tokens, BitWriter& to) const {
    static constexpr std::array<std::size_t, kLengthSymbols> kOrder{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                                    11, 4,  12, 3, 13, 2, 14, 1, 15};
    to.put(0b100, 3);  // a block with codes of its own, not the last
    to.put(kSymbols - kFirstLength, 5);
    to.put(kDistances - 1, 5);
    to.put(kLengthSymbols - 4, 4);
    for (const std::size_t symbol : kOrder) to.put(static_cast<std::uint64_t>(list_lengths_[symbol]), 3);
    const auto list_codes = codes_of(list_lengths_);
    for (const LengthList::Entry& e : list_.entries) {
      to.put(list_codes[e.symbol]);
      to.put(e.more);
    }
    const auto codes = codes_of(lengths_);
    const auto distance_codes = codes_of(distance_lengths_);
    std::array<Code, kTokens> of_tokens;
    std::copy_n(codes.begin(), 256, of_tokens.begin());
    for (std::size_t length = kShortest; length <= kLongest; ++length) {
      const LengthSymbol s = symbol_of(length);
      of_tokens[256 + length - kShortest] = followed(codes[s.symbol], s.more);
    }
    for (const Token token : tokens) {
      to.put(of_tokens[what(token)]);
      if (distance_of(token) == 0) continue;
      const LengthSymbol s = symbol_of_distance(distance_of(token));
      to.put(followed(distance_codes[s.symbol], s.more));
    }
    to.put(codes[kEnd]);
  }

 private:
  std::vector<int> both() const {
    std::vector<int> all = lengths_;
    all.insert(all.end(), distance_lengths_.begin(), distance_lengths_.end());
    return all;
  }
  static Code followed(const Code& first, const Code& then) {
    return {first.bits | then.bits << first.count, first.count + then.count};
  }
  Frequencies frequencies_;
  std::vector<int> lengths_, distance_lengths_;
  LengthList list_;
  std::vector<int> list_lengths_;
};

std::string packed(std::span<const std::uint8_t> bytes, bool repetitions, bool last) {
  constexpr std::size_t kStored = 8;  // what a stored block takes beside its bytes, at most
  UnfilledVector<std::uint8_t> out(bytes.size() + (bytes.size() / kBlock + 2) * kStored + 8);
  BitWriter writer(out.data());
  Matcher matcher(bytes);
  UnfilledVector<Token> tokens;
  for (std::size_t begin = 0; begin < bytes.size(); begin += kBlock) {
    const auto block = bytes.subspan(begin, std::min(kBlock, bytes.size() - begin));
    if (repetitions)
      matcher.find_repetitions(begin, begin + block.size(), tokens);
    else
      matcher.find_runs(begin, begin + block.size(), tokens);
    const BlockCode code(tokens);
    if (code.bits() < 8 * block.size())
      code.write(tokens, writer);
    else
      writer.put_stored(block, false);
  }
  writer.put_stored({}, last);
  return {reinterpret_cast<const char*>(out.data()), static_cast<std::size_t>(writer.end() - out.data())};
}

}  // namespace

std::string deflated(std::span<const std::uint8_t> bytes, bool last) {
  const std::size_t tried = std::min(kTried, bytes.size());
  const auto piece = bytes.subspan((bytes.size() - tried) / 2, tried);
  const auto size = [&](bool repetitions) {
    return static_cast<double>(packed(piece, repetitions, true).size());
  };
  return packed(bytes, size(true) < 0.9 * size(false), last);
}

}  // namespace convscope
