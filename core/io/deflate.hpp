// DEFLATE (RFC 1951) of filtered rows of pictures, for speed.
//
// Of photographs only the frequencies of bytes and runs of the same byte are looked for: filtered noise has
// nothing else, and that is three times as quick as zlib told to do the same. What has repetitions, as
// drawings have, is packed by those, in half of zlib's time at level 4 and, within a tenth, into as much.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace convscope {

/// A stretch of a stream: it ends at a whole byte, and the last one ends the stream. Each stretch knows
/// nothing of those before. Which way packs it better is tried with a piece from its middle.
std::string deflated(std::span<const std::uint8_t> bytes, bool last);

}  // namespace convscope
