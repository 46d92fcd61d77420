#include "core/enlarging/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/enlarging/alignment.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

namespace {

std::string size_text(const Tensor<float>& picture) {
  return fmt::format("{} × {}", picture.shape()[3], picture.shape()[2]);
}

bool has_16_bits(std::string_view description) {
  return description.find("16 bits") != std::string_view::npos;
}

/// In what a result differs that does not show in its numbers.
std::string difference_note(const TruthLook& truth, bool opaque, const std::string& read) {
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

Tensor<float> coloured(const Tensor<float>& picture) {
  const Shape& shape = picture.shape();
  if (shape[1] == 3) return picture;
  Tensor<float> out({shape[0], 3, shape[2], shape[3]});
  for (Index c = 0; c < 3; ++c) std::ranges::copy(picture.values(), out.data() + c * picture.size());
  return out;
}

AlignedResult fitted_result(const TruthLook& truth, ImageFile file, const std::string& path, bool align) {
  const Shape size = truth.color.shape().tail(2);
  AlignedResult out{.covered = {0, 0, size[0], size[1]},
                    .note = difference_note(truth, file.opaque(), file.description)};
  out.color = opaque_colors(std::move(file));
  const bool fits = out.color.shape().tail(2) == size;
  if (!align && !fits)
    throw Error("image",
                fmt::format("{} has {} pixels and {} has {}", path, size_text(out.color), truth.path,
                            size_text(truth.color)),
                "a result of the truth's size");
  if (!align) return out;
  const Alignment at = find_alignment(truth.color, out.color, path);
  const std::string words = alignment_words(at);
  if (fits && words.empty()) return out;
  const std::string note =
      fmt::format("is aligned: {} pixels, {}, {} × {} of them measured", size_text(out.color),
                  words.empty() ? "not moved" : "placed " + words, at.covered.width, at.covered.height);
  out.note = out.note.empty() ? note : fmt::format("{}; {}", out.note, note);
  out.color = aligned(out.color, at, size);
  out.covered = at.covered;
  return out;
}

ComparisonRow measured_result(const Truth& truth, const std::string& name, const std::string& path,
                              bool align, Budget budget, const Progress& progress) {
  const AlignedResult result =
      fitted_result({truth.color, truth.path, truth.opaque, truth.read},
                    read_image_file(path, "image", budget, progress.silent()), path, align);
  ComparisonRow row{.name = name, .note = result.note};
  row.file = path;
  const auto measured = [&](const Tensor<float>& original, const Tensor<float>& made) {
    return measure({.original = original, .result = made, .factor = truth.factor, .perceptual = true},
                   progress);
  };
  const Shape& size = truth.color.shape();
  const bool whole = result.covered == Region{0, 0, size[2], size[3]};
  if (whole && result.color.shape() == size) {
    row.measures = measured(truth.color, result.color);
    return row;
  }
  const bool same = result.color.shape()[1] == size[1];
  const Tensor<float> original = cropped(truth.color, result.covered),
                      made = cropped(result.color, result.covered);
  row.measures = same ? measured(original, made) : measured(coloured(original), coloured(made));
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
