// What a person chooses in the lab of images: the picture, the factor, and the ways of enlarging beside each
// other.
//
//   ImageSettings s = first_image_settings();
//   s.contenders.push_back(contender(UpsamplingMethod::lanczos3, s.factor));
//   s = with_factor(s, 4);
//   check(s);
#pragma once

#include <string>
#include <vector>

#include "app/desk/lab.hpp"
#include "core/enlarging/degradation.hpp"
#include "core/enlarging/upsampling.hpp"

namespace convscope {

inline constexpr std::size_t kMostContenders = 8, kMostResults = 8;

struct ImageSettings {
  std::string picture{};  ///< a path, "test:NAME" (test_pictures), or empty: the default photograph
  Index factor = 2;       ///< kLeastFactor..kMostFactor, of all layers together
  std::vector<UpsamplingChoice> contenders{};  ///< at most kMostContenders
  /// Pictures that others made of this one: files, or folders in which one has the picture's name without its
  /// ending; absolute; at most kMostResults.
  std::vector<std::string> results{};
  bool align_results = false;  ///< placed and moved to fit (core/enlarging/alignment)
  bool linear_light = false;   ///< reduced and enlarged in linear light instead of sRGB values
  Degradation degradation{};   ///< how the picture is made smaller
  /// What learned kernels restore: a file, a folder or a pattern (find_pictures), absolute; empty: the
  /// picture itself.
  std::string learn_from{};
  friend bool operator==(const ImageSettings&, const ImageSettings&) = default;
};

/// The default photograph, twice as large: nearest, bilinear, bicubic, transposed convolutions with an uneven
/// and an even kernel, and a sub-pixel convolution as it is before training.
ImageSettings first_image_settings();

/// The method with its standard kernel, in one layer.
UpsamplingChoice contender(UpsamplingMethod method, Index factor);
/// A network from a file, its path made absolute. Errors: Error("network", ...) for a file that cannot be
/// read.
UpsamplingChoice network_contender(const std::string& path, Index factor);
/// All contenders with_factor.
ImageSettings with_factor(ImageSettings settings, Index factor);

/// With another picture. Results that are files were of the one before and go; folders stay.
ImageSettings with_picture(ImageSettings settings, std::string picture);

/// Errors: Error("factor" / "kernel-size" / "kernel" / "layers" / "contenders" / "blur" / ..., ...) for what
/// is out of range whatever the picture.
void check(const ImageSettings& settings);

/// The commands that make it so of a fresh state; none for what a fresh state has anyway. Not in them: pasted
/// pictures, and contenders whose own kernel no list can say (own_text).
std::vector<CommandWords> commands_for(const ImageSettings& settings);

}  // namespace convscope
