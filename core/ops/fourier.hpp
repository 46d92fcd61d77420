// The discrete Fourier transform over one to three axes, for operators that wrap around.
#pragma once

#include <complex>
#include <vector>

#include "core/tensor/shape.hpp"

namespace convscope {

using Spectrum = std::vector<std::complex<double>>;

/// sum over x of values[x] exp(-2 pi i f x / n) on every axis, in place, row-major. Any extents; prime ones
/// cost their square along each line. Precondition: as many values as the size has cells.
void fourier(Spectrum& values, const Shape& size);
/// The inverse, divided by the number of cells.
void inverse_fourier(Spectrum& values, const Shape& size);

}  // namespace convscope
