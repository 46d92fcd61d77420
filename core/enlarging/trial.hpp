// A picture made smaller, enlarged again and measured: the one way behind comparisons, sweeps, explanations,
// the photo view and the lab.
//
//   crop to a multiple of the factor -> light -> make smaller -> enlarge -> as it is seen and saved -> measure
//
//   const Reduced pair = reduce(read_picture(path, "image"), whole_factor(choice), linear);
//   const Upsampler up = make_upsampler(choice, pair.examples());
//   const Trial trial = try_out(up, pair);   // trial.picture, trial.measures["psnr"]
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "core/enlarging/contender.hpp"
#include "core/enlarging/degradation.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/io/image_file.hpp"
#include "core/ops/resample/learned.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

/// The opaque_colors of a file, sRGB values. Errors: as read_image_file.
Tensor<float> read_picture(const std::string& path, std::string_view field, Budget budget = {});

/// The middle of a picture, at most `side` pixels a side, cropped to multiples of the factor; it begins at a
/// multiple of the factor too.
Tensor<float> middle_of(const Tensor<float>& picture, Index side, Index factor);
/// The middle of a picture, at most `most` pixels, in multiples of the factor, of the picture's shape.
Region middle_part(Index height, Index width, Index factor, Index most);

/// A picture and its reduced version: what upsamplers restore, are measured by and learn from.
struct Reduced {
  std::shared_ptr<const Tensor<float>> original{};  ///< [N, C, H, W], sRGB values, cropped
  Tensor<float> small{};  ///< [N, C, H / factor, W / factor], in the light that is worked in
  Index factor = 2;
  bool linear = false;        ///< in linear light instead of sRGB values
  Degradation degradation{};  ///< how `small` came about
  Region whole() const { return {0, 0, small.shape()[2] * factor, small.shape()[3] * factor}; }
  /// The picture as the one example for learned kernels. This must live as long.
  Examples examples(const Progress& progress = {}) const;
};

/// Errors: Error(field, ...) for a picture smaller than the factor; `name` is the picture's.
void require_reducible(const Tensor<float>& picture, Index factor, const std::string& name,
                       std::string_view field);
/// `picture` [N, C, H, W], sRGB values, no smaller than the factor on a side.
Reduced reduce(std::shared_ptr<const Tensor<float>> picture, Index factor, bool linear,
               const Progress& progress = {}, const Degradation& degradation = {});
Reduced reduce(Tensor<float> picture, Index factor, bool linear, const Progress& progress = {},
               const Degradation& degradation = {});
/// Of a part whose borders are multiples of the factor.
Reduced part_of(const Reduced& pair, const Region& part);

/// The working_planes of colours and opacity, cropped to multiples of the factor and made smaller by it.
/// Noise and JPEG are of the colours as they are seen; opacity has none.
Tensor<float> reduced_planes(const Tensor<float>& color, const Tensor<float>& alpha, Index factor,
                             bool linear, const Progress& progress = {}, const Degradation& degradation = {});

/// How photographs in files become examples.
struct ExampleFiles {
  std::vector<std::string> paths{};
  Index factor = 2;
  bool linear = false;
  Degradation degradation{};
  std::string_view field{};  ///< of errors
  Index most_pixels = 0;     ///< of each only the middle_part; 0: all of it
  Budget budget{};
};
/// Read and reduced one after the other, whenever a layer learns. Errors, when they are read: as
/// read_image_file and require_reducible.
Examples examples_in(ExampleFiles files, const Progress& progress = {});

/// Pixels that are made between two looks at whether to go on.
inline constexpr Index kPiece = Index{1} << 18;

/// A part of the enlarged picture as 8-bit files hold it: [N, C, height, width], sRGB values. Of what knows
/// whole pictures only, all of it is made.
Tensor<float> restored(const Contender& contender, const Reduced& pair, const Region& part,
                       const Progress& progress = {});

/// Seconds since some moment; the core has no clock of its own.
using TrialClock = double (*)();

struct Trial {
  Tensor<float> picture;  ///< as restored()
  Measures measures;
};
/// `part`: without extent, the whole. Without a clock there are no seconds. `room`: memory for the picture,
/// of a trial before, kept where it has its shape.
Trial try_out(const Contender& contender, const Reduced& pair, const Region& part = {},
              const Progress& progress = {}, TrialClock clock = nullptr, Tensor<float> room = {});

}  // namespace convscope
