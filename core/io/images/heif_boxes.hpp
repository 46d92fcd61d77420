// How pictures in HEIF files are to be turned. libheif turns what it decodes but does not say so, and where
// only the colours' item is to be turned, as libavif writes files, it turns no opacity (1.15 drops it or
// leaves it as it lies). So the turns are found here, taken out of what libheif sees, and made for all
// planes.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace convscope {

/// Of the primary picture (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 6.5).
struct HeifTurns {
  int orientation = 1;                ///< all its turns (irot) and mirrors (imir), as EXIF numbers them
  std::vector<std::size_t> places{};  ///< bytes of the file that order them; with 0 there none is ordered
  bool opacity = false;               ///< a picture of its opacity is in the file
  bool cut_apart = false;             ///< which is not cropped or turned as the colours are
};

/// Damaged or unusual boxes: nothing is to be turned here, and libheif says what is wrong.
HeifTurns heif_turns(std::string_view bytes);

}  // namespace convscope
