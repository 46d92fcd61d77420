#include "core/enlarging/light.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace convscope {

namespace {

template <class F>
Tensor<float> mapped(const Tensor<float>& image, F&& f) {
  Tensor<float> out(image.shape());
  for (Index i = 0; i < image.size(); ++i) out[i] = f(image[i]);
  return out;
}

}  // namespace

Tensor<float> linear_light(const Tensor<float>& srgb) {
  return mapped(srgb, [](float value) {
    const float v = std::abs(value) / 255.0F;
    return std::copysign(255.0F * (v <= 0.04045F ? v / 12.92F : std::pow((v + 0.055F) / 1.055F, 2.4F)),
                         value);
  });
}

Tensor<float> srgb_values(const Tensor<float>& light) {
  return mapped(light, [](float value) {
    const float v = std::abs(value) / 255.0F;
    return std::copysign(255.0F * (v <= 0.0031308F ? v * 12.92F : 1.055F * std::pow(v, 1 / 2.4F) - 0.055F),
                         value);
  });
}

Tensor<float> as_saved(const Tensor<float>& image) {
  Tensor<float> out(image.shape());
  save(image.data(), image.size(), out.data());
  return out;
}

void save(const float* from, Index count, float* to) {
  // Cut off instead of rounded down, which is the same from 0 on and is done in vectors everywhere; what is
  // no number stays none.
  for (Index i = 0; i < count; ++i) {
    const float clamped = std::clamp(from[i], 0.0F, 255.0F);
    const bool number = clamped == clamped;
    const auto whole = static_cast<float>(static_cast<int>(number ? clamped + 0.5F : 0.0F));
    to[i] = number ? whole : clamped;
  }
}

Tensor<float> working_planes(const Tensor<float>& given, const Tensor<float>& alpha, bool linear) {
  const bool opaque = alpha.size() == 0;
  if (opaque) return linear ? linear_light(given) : given;
  const Tensor<float> light = linear ? linear_light(given) : Tensor<float>();
  const Tensor<float>& color = linear ? light : given;
  const Index plane = alpha.size(), colors = color.shape()[1];
  Tensor<float> out({1, colors + 1, color.shape()[2], color.shape()[3]});
  for (Index i = 0; i < color.size(); ++i) out[i] = color[i] * alpha[i % plane] / 255.0F;
  std::copy(alpha.values().begin(), alpha.values().end(), out.data() + colors * plane);
  return out;
}

Tensor<float> seen_planes(Tensor<float> planes, bool has_alpha, bool linear) {
  const Index plane = planes.shape()[2] * planes.shape()[3];
  if (has_alpha) {
    const Index colors = planes.shape()[1] - 1;
    float* alpha = planes.data() + colors * plane;
    for (Index i = 0; i < plane; ++i) {
      alpha[i] = std::clamp(alpha[i], 0.0F, 255.0F);
      for (Index c = 0; c < colors; ++c)
        planes[c * plane + i] = alpha[i] < 0.5F ? 0.0F : planes[c * plane + i] * 255.0F / alpha[i];
    }
  }
  if (!linear) return planes;
  Tensor<float> out = srgb_values(planes);
  if (has_alpha) std::copy(planes.values().end() - plane, planes.values().end(), out.values().end() - plane);
  return out;
}

}  // namespace convscope
