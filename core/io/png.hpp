// PNG files from rows of samples, packed on all processors.
//
// Rows are filtered as libpng's heuristic does (the least sum of magnitudes) and packed in bands that know
// nothing of one another. ISA-L packs them: a tenth larger than zlib at level 4 would, in a fifth of its
// time.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/base/index.hpp"
#include "core/base/progress.hpp"

namespace convscope {

/// Samples have 8 bits, sRGB; `channels` of a pixel: 1 grey, 2 grey and alpha, 3 red, green, blue, 4 with
/// alpha, not multiplied into the colours.
struct PngFormat {
  Index width = 0, height = 0;
  int channels = 3;
};
/// Writes the samples of rows [first, first + count), one after the other. Called from several threads at
/// once, and for some rows twice.
using PngRows = std::function<void(Index first, Index count, std::uint8_t* to)>;
/// Takes the file's bytes, in order, from the calling thread.
using PngSink = std::function<void(std::string_view bytes)>;

/// A few megabytes of rows are in memory at once. The file does not depend on the number of processors.
/// Errors: Error("image", ...) without pixels, or beyond a million a side; what `rows`, `sink` and `progress`
/// throw.
void write_png(const PngFormat& format, const PngRows& rows, const PngSink& sink,
               const Progress& progress = {});

}  // namespace convscope
