#include "core/ops/pooling.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/geometry/axis.hpp"

namespace convscope {

namespace {

Axis axis_of(Index pixels, Index taps, Index stride) {
  return {pixels, floor_div(pixels - taps, stride) + 1, taps, stride, 1, 0};
}

}  // namespace

template <class T>
MaxPooled<T> max_pool(const Tensor<T>& x, Index taps, Index stride) {
  const Index height = x.shape()[2], width = x.shape()[3], planes = x.shape()[0] * x.shape()[1];
  if (taps > std::min(height, width))
    throw Error("kernel", fmt::format("{} is larger than the picture of {} × {}", taps, width, height),
                fmt::format("at most {}", std::min(height, width)));
  const Axis vertical = axis_of(height, taps, stride), horizontal = axis_of(width, taps, stride);
  MaxPooled<T> out;
  out.values.reset({x.shape()[0], x.shape()[1], vertical.windows, horizontal.windows});
  out.from.reserve(out.values.values().size());
  for (Index plane = 0; plane < planes; ++plane)
    for (Index row = 0; row < vertical.windows; ++row)
      for (Index column = 0; column < horizontal.windows; ++column) {
        const Slice down = contacts_of_window(vertical, row), across = contacts_of_window(horizontal, column);
        const Index first = plane * height * width;
        Index best = first + down.first.pixel * width + across.first.pixel;
        for (Index i = 0; i < down.count; ++i)
          for (Index j = 0; j < across.count; ++j) {
            const Index pixel = first + down[i].pixel * width + across[j].pixel;
            if (x[pixel] > x[best]) best = pixel;
          }
        out.values[static_cast<Index>(out.from.size())] = x[best];
        out.from.push_back(best);
      }
  return out;
}

template <class T>
Tensor<T> max_pool_gradient(const MaxPooled<T>& pooled, const Tensor<T>& upstream, const Shape& input) {
  Tensor<T> out(input);
  for (Index i = 0; i < upstream.size(); ++i) out[pooled.from[static_cast<std::size_t>(i)]] += upstream[i];
  return out;
}

template MaxPooled<float> max_pool(const Tensor<float>&, Index, Index);
template MaxPooled<double> max_pool(const Tensor<double>&, Index, Index);
template Tensor<float> max_pool_gradient(const MaxPooled<float>&, const Tensor<float>&, const Shape&);
template Tensor<double> max_pool_gradient(const MaxPooled<double>&, const Tensor<double>&, const Shape&);

}  // namespace convscope
