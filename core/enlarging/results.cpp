#include "core/enlarging/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

namespace {

/// With three channels.
Tensor<float> coloured(const Tensor<float>& picture) {
  const Shape& shape = picture.shape();
  if (shape[1] == 3) return picture;
  Tensor<float> out({shape[0], 3, shape[2], shape[3]});
  for (Index c = 0; c < 3; ++c) std::ranges::copy(picture.values(), out.data() + c * picture.size());
  return out;
}

std::string size_text(const Tensor<float>& picture) {
  return fmt::format("{} × {}", picture.shape()[3], picture.shape()[2]);
}

bool has_16_bits(const std::string& description) {
  return description.find("16 bits") != std::string::npos;
}

/// In what a result differs that does not show in its numbers.
std::string difference_note(const Truth& truth, bool opaque, const std::string& read) {
  std::vector<std::string> parts;
  if (opaque != truth.opaque)
    parts.push_back(fmt::format("{} opaque beside {}, which lies over white", opaque ? "is" : "is not",
                                opaque ? "a truth that is not" : "a truth that is"));
  if (has_16_bits(read) != has_16_bits(truth.read))
    parts.push_back(has_16_bits(read) ? "has 16 bits beside the truth's 8, not rounded"
                                      : "has 8 bits beside the truth's 16, not rounded");
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

Truth read_truth(const std::string& path, Index factor, Budget budget, const Progress& progress) {
  ImageFile file = read_image_file(path, "image", budget, progress);
  Truth out{.path = path, .factor = factor, .opaque = file.opaque(), .read = file.description};
  out.color = opaque_colors(std::move(file));
  return out;
}

ComparisonRow measured_result(const Truth& truth, const std::string& name, const std::string& path,
                              Budget budget, const Progress& progress) {
  ImageFile file = read_image_file(path, "image", budget, progress.silent());
  ComparisonRow row{.name = name, .note = difference_note(truth, file.opaque(), file.description)};
  row.file = path;
  const Tensor<float> color = opaque_colors(std::move(file));
  if (color.shape().tail(2) != truth.color.shape().tail(2))
    throw Error("image",
                fmt::format("{} has {} pixels and {} has {}", path, size_text(color), truth.path,
                            size_text(truth.color)),
                "a result of the truth's size");
  Restoration pair{.original = truth.color, .result = color, .factor = truth.factor, .perceptual = true};
  if (color.shape() == truth.color.shape()) {
    row.measures = measure(pair, progress);
    return row;
  }
  const Tensor<float> three = coloured(truth.color), result = coloured(color);
  row.measures =
      measure({.original = three, .result = result, .factor = truth.factor, .perceptual = true}, progress);
  return row;
}

Comparison comparison_of(const Truth& truth) {
  const Shape& shape = truth.color.shape();
  Comparison out{.image = truth.path, .factor = truth.factor, .width = shape[3], .height = shape[2]};
  out.read = truth.read;
  out.original = checkerboard_energy(truth.color, truth.factor);
  return out;
}

}  // namespace convscope
