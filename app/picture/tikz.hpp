// Pictures as TikZ, for papers.
#pragma once

#include <string>

#include "app/picture/picture.hpp"

namespace convscope {

/// A LaTeX file that makes a page of the picture's size by itself, and the figure alone where a document that
/// loads tikz has it by \input. Text is text, in the document's sans serif and typewriter type; colours are
/// the picture's; 1 logical px = 0.75 bp. Small rasters are cells. The same picture gives the same bytes.
/// Errors: Error("output", ...) for a raster of more than kMostTikzCells, where pixels of one
/// colour beside one another are one.
std::string to_tikz(const Picture& picture);

inline constexpr int kMostTikzCells = 16384;

}  // namespace convscope
