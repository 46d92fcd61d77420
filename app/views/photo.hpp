// What the photo view shows: a photograph reduced and enlarged again, transposed convolution beside nearest
// and bilinear. It is made before it is drawn; drawing reads no file.
#pragma once

#include <array>
#include <memory>

#include "app/picture/picture.hpp"
#include "core/scenario/photograph.hpp"

namespace convscope {

struct ComparedPhoto {
  PhotoComparison comparison;
  /// Original, transposed, nearest and bilinear, with as many pixels as a large screen shows of them.
  std::array<std::shared_ptr<const Image>, 4> images{};
  std::array<double, 4> psnr{};  ///< against the original, dB, of what would be saved; the first is infinite
};
using ComparedPhotoPtr = std::shared_ptr<const ComparedPhoto>;

/// Slow: for workers, and for the command line. Errors: as compare_photo.
ComparedPhotoPtr compared_photo(const Derived& derived, const Photo& photo, Budget budget = {});

}  // namespace convscope
