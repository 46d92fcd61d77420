// Huffman's codes as DEFLATE has them (RFC 1951).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace convscope {

/// Bits, the first one lowest.
struct Code {
  std::uint32_t bits = 0;
  int count = 0;
};

/// The best lengths for symbols of these frequencies, but none above `most`; 0 for what does not occur. At
/// least two symbols get a code, since readers refuse one alone.
std::vector<int> code_lengths(std::span<const std::uint32_t> frequencies, int most);

/// Those of the lengths, by which readers know them too (3.2.2).
std::vector<Code> codes_of(std::span<const int> lengths);

}  // namespace convscope
