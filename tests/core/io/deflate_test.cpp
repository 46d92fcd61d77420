#include "core/io/deflate.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/io/huffman.hpp"

namespace convscope {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// What zlib makes of two stretches, one byte more when it finds too many.
Bytes inflated(const std::string& packed, std::size_t length) {
  Bytes out(length + 1);
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -15), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END) << (stream.msg ? stream.msg : "");
  EXPECT_EQ(stream.avail_in, 0U);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

/// In two stretches, the second of which is the last.
void expect_back(const Bytes& bytes, const std::string& what) {
  const std::span<const std::uint8_t> all(bytes);
  const std::size_t half = bytes.size() / 2;
  const std::string packed = deflated(all.first(half), false) + deflated(all.subspan(half), true);
  EXPECT_TRUE(inflated(packed, bytes.size()) == bytes) << what << ", " << bytes.size() << " bytes";
  EXPECT_LE(packed.size(), bytes.size() + bytes.size() / 4096 + 40) << what;
}

TEST(Deflate, ComesBackByteForByte) {
  std::mt19937 random(1);
  const auto below = [&](std::size_t n) { return static_cast<unsigned>(random() % n); };
  for (int round = 0; round < 250; ++round) {
    Bytes bytes(round < 100 ? static_cast<std::size_t>(round) : below(150000));
    const unsigned kind = below(5);
    for (std::size_t i = 0; i < bytes.size();) {
      unsigned byte = 0, run = 1;
      if (kind == 0) byte = below(256);                      // nothing to be gained
      if (kind == 1) byte = below(3), run = 1 + below(300);  // matches of every length
      if (kind == 2) byte = below(16) ? 0 : below(256);      // a frequent one
      if (kind == 3)
        while (byte < 255 && below(21) < 13) ++byte;  // few and ever fewer
      if (kind == 4 && i > 9 && below(4) == 0) {      // from near and far
        const std::size_t back = 1 + below(std::min<std::size_t>(i, 40000));
        for (unsigned n = below(40); n > 0 && i < bytes.size(); --n, ++i) bytes[i] = bytes[i - back];
        continue;
      }
      if (kind == 4) byte = below(256);
      for (; run > 0 && i < bytes.size(); --run) bytes[i++] = static_cast<std::uint8_t>(byte);
    }
    expect_back(bytes, "kind " + std::to_string(kind));
  }
}

/// Frequencies that grow as Fibonacci's numbers want the longest codes, longer than the format has.
TEST(Huffman, KeepsCodesShortEnough) {
  for (const int most : {7, 15})
    for (std::size_t count = 1; count < 40; ++count) {
      std::vector<std::uint32_t> frequencies{0, 1, 1};
      for (std::size_t i = 0; i < count; ++i)
        frequencies.push_back(*(frequencies.end() - 1) + *(frequencies.end() - 2));
      const std::vector<int> lengths = code_lengths(frequencies, most);
      EXPECT_EQ(lengths[0], 0);
      std::uint64_t used = 0;
      for (std::size_t i = 1; i < lengths.size(); ++i) {
        EXPECT_LE(lengths[i], most);
        EXPECT_LE(lengths[i], lengths[i > 1 ? i - 1 : i]);
        used += std::uint64_t{1} << (most - lengths[i]);
      }
      EXPECT_EQ(used, std::uint64_t{1} << most) << "all places, each once";
    }
  EXPECT_EQ(code_lengths(std::vector<std::uint32_t>{0, 0, 9}, 7), (std::vector<int>{1, 0, 1}));
}

TEST(Deflate, FindsRunsAndRepetitions) {
  EXPECT_LT(deflated(Bytes(1 << 20, 7), true).size(), 8000U);
  std::mt19937 random(5);
  Bytes bytes(1 << 20);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = i < 3000 ? static_cast<std::uint8_t>(random()) : bytes[i - 3000];
  EXPECT_LT(deflated(bytes, true).size(), 25000U);
}

}  // namespace
}  // namespace convscope
