// A picture's spectrum as a square of colours, with the multiples of 1/s ringed; a part of larger drawings.
#pragma once

#include <string>
#include <vector>

#include "app/views/canvas.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

/// "0.4", "1647", "1.5 million".
std::string energy_text(double energy);

/// Log magnitude, frequency 0 in the middle, -1/2 to 1/2 cycles a pixel along both axes. `scale` sets the
/// colours: from its rounding to its largest power. Rings are red where a peak is seen above `original`'s,
/// the original picture's, and have its energy beside them where there is room.
void draw_spectrum_square(Canvas& canvas, const Rect& square, const PowerSpectrum& spectrum,
                          const std::vector<SpectrumPeak>& peaks, const PowerSpectrum& scale,
                          const std::vector<SpectrumPeak>& original);

}  // namespace convscope
