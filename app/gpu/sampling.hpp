// How textures are read.
#pragma once

namespace convscope {

/// A texture whose pixels are the screen's need not be interpolated, which costs a software renderer twice
/// the time for every pixel painted with it. Precondition: an OpenGL context is current.
void sample_nearest(unsigned texture);

}  // namespace convscope
