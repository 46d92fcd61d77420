// A photograph of 24 megapixels for the benchmarks, and names for what is made of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace convscope {

/// Its path: 6000 x 4000 pixels, a JPEG; made once, gone at the end.
const std::string& large_jpeg();
/// The words with IN as its path and OUT.x as a name beside it.
std::vector<std::string> with_names(std::vector<std::string> words);
/// For compare.
inline constexpr std::string_view kEightMethods =
    "nearest,bilinear,bicubic,lanczos3,conv-transpose,pixel-shuffle,nearest-conv,bilinear-conv";

}  // namespace convscope
