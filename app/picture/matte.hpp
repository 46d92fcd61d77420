// What was drawn with alpha, found from the same drawing on two grounds.
#pragma once

#include "app/picture/picture.hpp"

namespace convscope {

/// The drawing without its ground, from how it looks on white and on black; equal sizes. Colours are not
/// multiplied by alpha; what is wholly transparent is 0. After Smith and Blinn (1996), "Blue screen matting".
Image matte(const Image& on_white, const Image& on_black);

}  // namespace convscope
