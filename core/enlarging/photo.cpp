#include "core/enlarging/photo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "core/base/error.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/enlarging/trial.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/io/image_file.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

/// Debian's gnome-control-center-data: 512 × 512, fur and whiskers.
constexpr const char* kDefaultPhoto = "/usr/share/pixmaps/faces/cat.jpg";

Tensor<double> outer_square(const Tensor<double>& k) {
  const Index n = k.shape()[0];
  Tensor<double> out(Shape{n, n});
  for (Index i = 0; i < out.size(); ++i) out[i] = k[i / n] * k[i % n];
  return out;
}

}  // namespace

std::string default_photo_path() {
  std::error_code none;
  return std::filesystem::exists(kDefaultPhoto, none) ? kDefaultPhoto : std::string();
}

bool photo_kernel_usable(const Tensor<double>& weights, Index plane) {
  double sum = 0;
  for (Index tap = 0; tap < plane; ++tap) sum += weights[tap];
  return std::abs(sum) > 1e-9;
}

Photo read_photo(const std::string& path, Budget budget) {
  const std::string file = path.empty() ? default_photo_path() : path;
  if (file.empty()) return {path, "zone plate", test_picture("zone-plate"), 1};
  Photo photo{path, std::filesystem::path(file).filename().string(), read_image(file, "photo", budget), 1};
  const double pixels = static_cast<double>(photo.pixels.shape()[2] * photo.pixels.shape()[3]);
  photo.reduced = static_cast<Index>(std::ceil(std::sqrt(pixels / kMostPhotoPixels)));
  // A strip may be narrower than it would have to become smaller.
  photo.reduced = std::min({photo.reduced, photo.pixels.shape()[2], photo.pixels.shape()[3]});
  if (photo.reduced > 1)
    photo.pixels = shrink_area(cropped_to_multiple(photo.pixels, photo.reduced), photo.reduced);
  return photo;
}

PhotoComparison compare_photo(const Photo& photo, const Tensor<double>& kernel_or_profile, Index factor,
                              Budget budget) {
  const Tensor<double> kernel =
      kernel_or_profile.shape().rank() == 1 ? outer_square(kernel_or_profile) : kernel_or_profile;
  const auto axis = [&](Index taps) {
    return Axis{.taps = taps, .stride = factor};  // phases depend on nothing else
  };
  const Axis axes[] = {axis(kernel.shape()[0]), axis(kernel.shape()[1])};
  const PhaseSums sums = phase_sums(axes, kernel.values());
  if (!photo_kernel_usable(kernel, kernel.size()))
    throw Error("w", "the kernel's weights sum to 0, so an enlarged photograph would be black",
                "a kernel with another sum, such as box or bilinear");
  const Tensor<float>& image = photo.pixels;
  if (image.shape()[2] < factor || image.shape()[3] < factor)
    throw Error("photo", fmt::format("{} has only {} pixels", photo.name, to_string(image.shape().tail(2))),
                fmt::format("at least {0} × {0} for stride {0}", factor));
  require_memory(6.0 * static_cast<double>(image.size()) * sizeof(float), budget, "photo");
  Reduced pair = reduce(image, factor, false);
  PhotoComparison out;
  out.factor = factor;
  out.gain = 1 / sums.mean;
  out.name = photo.name;
  out.original = *pair.original;
  out.small = std::move(pair.small);
  out.reduced = photo.reduced;
  Tensor<double> scaled = kernel;
  for (double& tap : scaled.values()) tap *= out.gain;
  const Upsampler transposed = conv_transpose(scaled, factor);
  out.kernel = kernel_traits(transposed, factor);
  out.transposed = enlarge(transposed, out.small);
  out.nearest = enlarge(nearest(factor), out.small);
  out.bilinear = enlarge(bilinear(factor), out.small);
  return out;
}

}  // namespace convscope
