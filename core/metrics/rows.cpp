#include "core/metrics/rows.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/metrics/rows.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include <algorithm>

HWY_BEFORE_NAMESPACE();
namespace convscope::rows::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::ScalableTag<double>;
using Floats = hn::Rebind<float, Doubles>;

HWY_INLINE hn::Vec<Doubles> difference(const float* a, const float* b) {
  const Doubles d;
  const Floats f;
  return hn::Sub(hn::PromoteTo(d, hn::LoadU(f, a)), hn::PromoteTo(d, hn::LoadU(f, b)));
}

/// Cells of one place in a vector have one phase when `period` vectors are taken at once.
template <int period>
void add_errors_of(const float* original, const float* result, Index count, double* errors, double* squares) {
  const Doubles d;
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  hn::Vec<Doubles> sums[period], products[period];
  for (int j = 0; j < period; ++j) sums[j] = products[j] = hn::Zero(d);
  Index x = 0;
  for (; x + period * lanes <= count; x += period * lanes)
    for (int j = 0; j < period; ++j) {
      const auto e = difference(result + x + j * lanes, original + x + j * lanes);
      sums[j] = hn::Add(sums[j], e);
      products[j] = hn::MulAdd(e, e, products[j]);
    }
  HWY_ALIGN double parts[hn::MaxLanes(Doubles())];
  for (int j = 0; j < period; ++j) {
    hn::Store(sums[j], d, parts);
    for (Index l = 0; l < lanes; ++l) errors[(j * lanes + l) % period] += parts[l];
    hn::Store(products[j], d, parts);
    for (Index l = 0; l < lanes; ++l) squares[(j * lanes + l) % period] += parts[l];
  }
  for (; x < count; ++x) {
    const double e = static_cast<double>(result[x]) - static_cast<double>(original[x]);
    errors[x % period] += e;
    squares[x % period] += e * e;
  }
}

void add_errors_here(const float* original, const float* result, Index count, Index period, double* errors,
                     double* squares) {
  switch (period) {
    case 1:
      return add_errors_of<1>(original, result, count, errors, squares);
    case 2:
      return add_errors_of<2>(original, result, count, errors, squares);
    case 3:
      return add_errors_of<3>(original, result, count, errors, squares);
    case 4:
      return add_errors_of<4>(original, result, count, errors, squares);
    case 5:
      return add_errors_of<5>(original, result, count, errors, squares);
    case 6:
      return add_errors_of<6>(original, result, count, errors, squares);
    case 7:
      return add_errors_of<7>(original, result, count, errors, squares);
    case 8:
      return add_errors_of<8>(original, result, count, errors, squares);
    default:
      for (Index x = 0; x < count; ++x)
        add_errors_of<1>(original + x, result + x, 1, errors + x % period, squares + x % period);
  }
}

double weighted_squares_here(const float* const* a, const float* const* b, const double* weights,
                             Index channels, Index count) {
  const Doubles d;
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  auto sum = hn::Zero(d);
  Index x = 0;
  for (; x + lanes <= count; x += lanes) {
    auto e = hn::Zero(d);
    for (Index c = 0; c < channels; ++c)
      e = hn::MulAdd(hn::Set(d, weights[c]), difference(a[c] + x, b[c] + x), e);
    sum = hn::MulAdd(e, e, sum);
  }
  double rest = 0;
  for (; x < count; ++x) {
    double e = 0;
    for (Index c = 0; c < channels; ++c)
      e += weights[c] * (static_cast<double>(a[c][x]) - static_cast<double>(b[c][x]));
    rest += e * e;
  }
  return hn::GetLane(hn::SumOfLanes(d, sum)) + rest;
}

constexpr int kWindow = 11, kMiddle = kWindow / 2;
/// Columns of windows, and rows of them, that are made at once: their sums stay in the nearest cache.
constexpr Index kTile = 512, kRowsAtOnce = 4;
constexpr Index kPlaneWidth = kTile + kWindow - 1;

/// Of s = a + b, less about its mean, and d = a - b.
enum Sum { kS, kD, kSS, kDD, kSums };

/// Window sums along y only, of `count` rows of windows, one vector of columns.
template <int count, class D>
HWY_INLINE void sum_down(D tag, const float* a, const float* b, Index width, float mean, const float* w,
                         float (*to)[kSums][kPlaneWidth], Index x) {
  hn::Vec<D> sums[count][kSums];
  for (int r = 0; r < count; ++r)
    for (int q = 0; q < kSums; ++q) sums[r][q] = hn::Zero(tag);
  const auto middle = hn::Set(tag, mean);
#pragma GCC unroll 16
  for (int y = 0; y < kWindow + count - 1; ++y) {
    const auto p = hn::LoadU(tag, a + y * width + x), q = hn::LoadU(tag, b + y * width + x);
    const auto s = hn::Sub(hn::Add(p, q), middle), d = hn::Sub(p, q);
    const hn::Vec<D> values[kSums] = {s, d, hn::Mul(s, s), hn::Mul(d, d)};
#pragma GCC unroll 4
    for (int r = 0; r < count; ++r) {
      if (y < r || y - r >= kWindow) continue;
      const auto weight = hn::Set(tag, w[y - r < kMiddle ? kMiddle - (y - r) : y - r - kMiddle]);
      for (int i = 0; i < kSums; ++i) sums[r][i] = hn::MulAdd(weight, values[i], sums[r][i]);
    }
  }
  for (int r = 0; r < count; ++r)
    for (int i = 0; i < kSums; ++i) hn::StoreU(sums[r][i], tag, to[r][i] + x);
}

template <class D>
HWY_INLINE hn::Vec<D> sum_across(D tag, const float* from, const float* w) {
  auto sum = hn::Mul(hn::Set(tag, w[0]), hn::LoadU(tag, from + kMiddle));
#pragma GCC unroll 5
  for (int i = 1; i <= kMiddle; ++i)
    sum = hn::MulAdd(hn::Set(tag, w[i]),
                     hn::Add(hn::LoadU(tag, from + kMiddle - i), hn::LoadU(tag, from + kMiddle + i)), sum);
  return sum;
}

template <class D>
HWY_INLINE hn::Vec<D> similarity(D tag, const float (*from)[kPlaneWidth], Index x, float mean,
                                 const float* w) {
  const auto c1 = hn::Set(tag, 0.01F * 255 * 0.01F * 255), c2 = hn::Set(tag, 0.03F * 255 * 0.03F * 255);
  const auto half = hn::Set(tag, 0.5F);
  const auto s = sum_across(tag, from[kS] + x, w), d = sum_across(tag, from[kD] + x, w);
  const auto of_s = hn::Sub(sum_across(tag, from[kSS] + x, w), hn::Mul(s, s));
  const auto of_d = hn::Sub(sum_across(tag, from[kDD] + x, w), hn::Mul(d, d));
  const auto p = hn::Add(s, hn::Set(tag, mean));
  const auto pp = hn::Mul(p, p), dd = hn::Mul(d, d);
  const auto over = hn::Mul(hn::MulAdd(half, hn::Sub(pp, dd), c1), hn::MulAdd(half, hn::Sub(of_s, of_d), c2));
  const auto under =
      hn::Mul(hn::MulAdd(half, hn::Add(pp, dd), c1), hn::MulAdd(half, hn::Add(of_s, of_d), c2));
  return hn::Div(over, under);
}

/// What is taken off a + b, so that squares have small sums and keep their digits: its mean in a row, about.
float mean_of_sum(const float* a, const float* b, Index columns) {
  constexpr Index kStep = 8;
  float sum = 0, count = 0;
  for (Index x = 0; x < columns; x += kStep) {
    sum += a[x] + b[x];
    count += 1;
  }
  return sum / count;
}

template <int count>
double similarities_of(const float* a, const float* b, Index width, Index columns, const float* w) {
  const Doubles d;
  const Floats f;
  const hn::CappedTag<float, 1> one;
  const hn::ScalableTag<float> full;
  const auto lanes = static_cast<Index>(hn::Lanes(full)), half = static_cast<Index>(hn::Lanes(f));
  const float mean = mean_of_sum(a + kMiddle * width, b + kMiddle * width, columns + kWindow - 1);
  HWY_ALIGN float sums[count][kSums][kPlaneWidth];
  Index x = 0;
  for (; x + lanes <= columns + kWindow - 1; x += lanes) sum_down<count>(full, a, b, width, mean, w, sums, x);
  for (; x < columns + kWindow - 1; ++x) sum_down<count>(one, a, b, width, mean, w, sums, x);
  auto sum = hn::Zero(d);
  double rest = 0;
  for (int r = 0; r < count; ++r) {
    for (x = 0; x + half <= columns; x += half)
      sum = hn::Add(sum, hn::PromoteTo(d, similarity(f, sums[r], x, mean, w)));
    for (; x < columns; ++x) rest += static_cast<double>(hn::GetLane(similarity(one, sums[r], x, mean, w)));
  }
  return hn::GetLane(hn::SumOfLanes(d, sum)) + rest;
}

double similarities_here(const float* a, const float* b, Index width, Index windows, const double* profile) {
  float w[kMiddle + 1];
  for (int i = 0; i <= kMiddle; ++i) w[i] = static_cast<float>(profile[i]);
  double sum = 0;
  for (Index y = 0; y < windows;) {
    const bool many = y + kRowsAtOnce <= windows;
    for (Index x = 0; x < width - kWindow + 1; x += kTile) {
      const Index columns = std::min(kTile, width - kWindow + 1 - x), first = y * width + x;
      sum += many ? similarities_of<kRowsAtOnce>(a + first, b + first, width, columns, w)
                  : similarities_of<1>(a + first, b + first, width, columns, w);
    }
    y += many ? kRowsAtOnce : 1;
  }
  return sum;
}

template <int count>
HWY_INLINE void product_rows(const double* a, Index k, const double* b, Index m, double* c) {
  const hn::CappedTag<double, kColumns> d;
  const auto lanes = static_cast<Index>(hn::Lanes(d));
  for (Index column = 0; column < m; column += lanes) {
    hn::Vec<decltype(d)> sums[count];
    for (int r = 0; r < count; ++r) sums[r] = hn::Zero(d);
    for (Index i = 0; i < k; ++i) {
      const auto of_b = hn::LoadU(d, b + i * m + column);
#pragma GCC unroll 8
      for (int r = 0; r < count; ++r) sums[r] = hn::MulAdd(hn::Set(d, a[r * k + i]), of_b, sums[r]);
    }
    for (int r = 0; r < count; ++r) hn::StoreU(sums[r], d, c + r * m + column);
  }
}

void product_here(const double* a, Index n, Index k, const double* b, Index m, double* c) {
  Index row = 0;
  for (; row + 8 <= n; row += 8) product_rows<8>(a + row * k, k, b, m, c + row * m);
  for (; row < n; ++row) product_rows<1>(a + row * k, k, b, m, c + row * m);
}

}  // namespace convscope::rows::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::rows {
HWY_EXPORT(add_errors_here);
HWY_EXPORT(weighted_squares_here);
HWY_EXPORT(similarities_here);
HWY_EXPORT(product_here);
void add_errors(const float* original, const float* result, Index count, Index period, double* errors,
                double* squares) {
  HWY_DYNAMIC_DISPATCH(add_errors_here)(original, result, count, period, errors, squares);
}
double weighted_squares(const float* const* a, const float* const* b, const double* weights, Index channels,
                        Index count) {
  return HWY_DYNAMIC_DISPATCH(weighted_squares_here)(a, b, weights, channels, count);
}
double similarities(const float* a, const float* b, Index width, Index windows, const double* profile) {
  return HWY_DYNAMIC_DISPATCH(similarities_here)(a, b, width, windows, profile);
}
void product(const double* a, Index n, Index k, const double* b, Index m, double* c) {
  HWY_DYNAMIC_DISPATCH(product_here)(a, n, k, b, m, c);
}
}  // namespace convscope::rows
#endif
