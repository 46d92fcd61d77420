// The inner loops of the measures, in vectors of whatever the machine has (Highway).
#pragma once

#include "core/base/index.hpp"

namespace convscope::rows {

/// Adds result - original and its square, over cells x of two rows, to errors[x % period] and
/// squares[x % period]; in double, so exact for whole numbers.
void add_errors(const float* original, const float* result, Index count, Index period, double* errors,
                double* squares);

/// The sum over x of (sum over c of weights[c] * (a[c][x] - b[c][x]))^2.
double weighted_squares(const float* const* a, const float* const* b, const double* weights, Index channels,
                        Index count);

/// The structural similarities of all windows of 11 x 11 whose first rows are the first `windows` ones: their
/// sum. `a`, `b`: windows + 10 rows of `width` >= 11 cells, 0..255. `profile`: w[0] in the window's middle,
/// w[5] at its ends. In float, within 1e-6 of what double gives, because sum and
/// difference of the two are taken instead of the two, whose rounding cancels.
double similarities(const float* a, const float* b, Index width, Index windows, const double* profile);

/// What the columns of the product below are a multiple of.
inline constexpr Index kColumns = 8;
/// c [n, m] = a [n, k] times b [k, m], row by row; for matrices that fit the nearest caches.
void product(const double* a, Index n, Index k, const double* b, Index m, double* c);

}  // namespace convscope::rows
