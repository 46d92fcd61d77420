#include "core/scenario/deblurring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/metrics/image.hpp"
#include "core/ops/deconvolve.hpp"
#include "core/tensor/patterns.hpp"
#include "core/tensor/random.hpp"

namespace convscope {

namespace {

constexpr Names<Blur, 3> kBlurs{"blur", {"gaussian", "box", "motion"}, Listing::commas};
/// Richardson-Lucy's estimate is shown every so many iterations.
constexpr int kShown = 5;

void require(bool fine, std::string_view field, double value, std::string_view legal) {
  if (!fine) throw Error(field, fmt::format("{} is out of range", value), legal);
}

Deblurred measured(Tensor<float> picture, const Tensor<float>& sharp) {
  for (float& value : picture.values()) value = std::clamp(value, 0.0f, 255.0f);
  const Quality quality{psnr(mean_squared_error(picture, sharp)), ssim(picture, sharp)};
  return {std::move(picture), quality};
}

}  // namespace

Blur parse_blur(std::string_view name) {
  return kBlurs.parse(name);
}

std::string_view to_string(Blur blur) {
  return kBlurs[blur];
}

void check(const DeblurSettings& s) {
  require(s.size >= 1 && s.size <= kLargestBlur, "size", static_cast<double>(s.size),
          fmt::format("1 to {}", kLargestBlur));
  require(s.noise >= 0 && s.noise <= 64, "noise", s.noise, "0 to 64 grey levels");
  require(s.ratio > 0 && s.ratio <= 1e6, "wiener", s.ratio, "above 0, at most 1e6");
  require(s.lambda > 0 && s.lambda <= 1e6, "lambda", s.lambda, "above 0, at most 1e6");
  require(s.iterations >= 0 && s.iterations <= 500, "iterations", static_cast<double>(s.iterations),
          "0 to 500");
}

Tensor<double> blur_kernel(Blur blur, Index size) {
  const Shape plane{size, size};
  if (blur == Blur::motion) {
    Tensor<double> out(plane);
    for (Index i = 0; i < size; ++i) out[i * size + size - 1 - i] = 1 / static_cast<double>(size);
    return out;
  }
  const Tensor<double> taps = kernel_pattern(to_string(blur), with_channels(1, 1, plane), 0);
  return Tensor<double>(plane, {taps.values().begin(), taps.values().end()});
}

Tensor<float> deblurring_crop(const Tensor<float>& picture) {
  const Shape& shape = picture.shape();
  Shape size = shape.tail(2);
  for (std::size_t i = 0; i < 2; ++i) size[i] = std::min(size[i], kLargestCrop) / kCropStep * kCropStep;
  if (size[0] < kCropStep || size[1] < kCropStep)
    throw Error("photo", fmt::format("{} × {} pixels are too few", shape[3], shape[2]),
                fmt::format("at least {0} × {0}", kCropStep));
  const Index top = (shape[2] - size[0]) / 2, left = (shape[3] - size[1]) / 2;
  Tensor<float> out(with_channels(1, shape[1], size));
  for (Index i = 0; i < out.size(); ++i) {
    const Index row = i / size[1] % size[0], channel = i / (size[0] * size[1]);
    out[i] = picture[(channel * shape[2] + top + row) * shape[3] + left + i % size[1]];
  }
  return out;
}

Deblurring deblur(const Tensor<float>& sharp, const DeblurSettings& settings, const Progress& progress,
                  const std::function<void(const Deblurring&)>& look) {
  check(settings);
  for (float value : sharp.values())
    if (!std::isfinite(value)) throw Error("photo", "holds a value that is not finite", "finite values");
  const Tensor<double> kernel = blur_kernel(settings.blur, settings.size);
  Deblurring out;
  out.settings = settings;
  out.sharp = sharp;
  Tensor<float> seen = blur(sharp, kernel);
  SplitMix random(settings.seed);
  if (settings.noise > 0)
    for (float& value : seen.values()) value += static_cast<float>(settings.noise * random.normal());
  // The four quick pictures count as much as ten iterations.
  const double all = 10 + static_cast<double>(settings.iterations);
  const auto proceed = [&](double done) {
    if (look) look(out);
    return progress.goes_on(done / all);
  };

  out.blurred = measured(seen, sharp);
  if (!proceed(2)) return out;
  out.transposed = measured(transposed_blur(seen, kernel), sharp);
  if (!proceed(4)) return out;
  out.wiener = measured(wiener(seen, kernel, settings.ratio), sharp);
  if (!proceed(7)) return out;
  out.tikhonov = measured(tikhonov(seen, kernel, settings.lambda), sharp);
  if (!proceed(10)) return out;
  RichardsonLucy lucy(seen, kernel);
  out.lucy = measured(lucy.estimate(), sharp);
  while (lucy.iterations() < settings.iterations) {
    lucy.step();
    const bool last = lucy.iterations() == settings.iterations;
    if (last || lucy.iterations() % kShown == 0) {
      out.lucy = measured(lucy.estimate(), sharp);
      out.lucy_iterations = lucy.iterations();
    }
    if (!proceed(10 + lucy.iterations())) break;
  }
  return out;
}

}  // namespace convscope
