// From what a file says of its colours to sRGB, by Little CMS.
#pragma once

#include <memory>
#include <string>

#include "core/io/images/raster.hpp"

namespace convscope {

/// How a raster's samples become sRGB values; fit for many threads at once.
class ColorConversion {
 public:
  /// A profile that is broken or of other colours than the raster's is ignored, and this is said.
  explicit ColorConversion(const DecodedImage& raster);
  ~ColorConversion();
  ColorConversion(const ColorConversion&) = delete;
  ColorConversion& operator=(const ColorConversion&) = delete;

  /// Whether samples are anything but sRGB values already.
  bool needed() const;
  /// "Display P3 converted to sRGB", or why not; empty: nothing is to be said.
  const std::string& said() const { return said_; }
  /// `colors` of each pixel, 0 to 1, to red, green and blue, 0 to 1; grey gives three equals.
  void convert(const float* from, float* to, Index pixels) const;

 private:
  struct Transform;
  std::unique_ptr<Transform> transform_;
  bool plain_cmyk_ = false, grey_as_rgb_ = false;
  int colors_ = 0;
  std::string said_;
};

}  // namespace convscope
