// What upsample and compare share: the options of enlarging.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/cli/arguments.hpp"
#include "app/cli/output.hpp"
#include "core/enlarging/comparison.hpp"
#include "core/enlarging/contender.hpp"
#include "core/enlarging/trial.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/io/image_file.hpp"

namespace convscope::cli {

struct UpsamplingOptions {
  std::string factor, kernel, kernel_size, layers, smooth, learn_from;
  std::string reduce, blur, noise, jpeg, range;
  bool repair = false, linear = false;
  std::string repair_order{};
  std::string coordinates{}, rounding{};
};
void add_upsampling_options(Arguments& arguments, UpsamplingOptions& options);

/// What the help says of own kernels and the smooth layer: whole lines, without the last line feed.
inline constexpr const char* kUpsamplingHelp =
    "Taps of your own are multiplied by one number where brightness would change by more than 5 %, which is\n"
    "said. --smooth convolves with the box of S x S, D times convolved with itself (Kinoshita and Kiya "
    "2020,\n"
    "arXiv:2002.02117).";

/// A method as the command line names it, with its standard kernel. Errors: UsageError(field, ...), with what
/// was probably meant, or else `legal`.
UpsamplingChoice read_method(const std::string& text, std::string_view field, std::string_view legal = {});

/// Everything but the method. Errors: UsageError for malformed words, Error for numbers out of range.
UpsamplingChoice read_upsampling(const Arguments& arguments, const UpsamplingOptions& options);

inline constexpr std::size_t kMostPictures = 1 << 16;

/// How pictures are made smaller. Errors: the same.
Degradation read_degradation(const UpsamplingOptions& options);

/// What the options ask for in vain of these ways of enlarging, and what becomes of weights of one's own: a
/// sentence each.
std::vector<std::string> notices(const UpsamplingOptions& options, std::span<const UpsamplingChoice> choices);

/// The networks among some choices, read and looked at, each once; null for the others. Errors: as
/// network_enlarger.
std::vector<std::shared_ptr<const WholeEnlarger>> read_networks(std::span<const UpsamplingChoice> choices,
                                                                Budget budget);
/// Bytes for each value of the result, where a network makes it as a whole.
double network_memory(std::span<const UpsamplingChoice> choices);

inline constexpr const char* kAnimated = "the first picture of an animation";

/// What kernels learn from: the pictures of --learn-from, or `otherwise`, which must outlive the result.
Examples read_examples(const UpsamplingOptions& options, Index factor, Budget budget,
                       const Reduced& otherwise, const Progress& progress);

/// Calls work(i, files[i], its part of the progress) for each picture. One that cannot be used is named on
/// standard error and returned, and the others are done; of a single one the error is thrown, as are errors
/// of the options and of what is written.
std::vector<FailedPicture> for_each_picture(
    const std::vector<std::string>& files, ProgressLine& line, const Progress& progress,
    const std::function<void(std::size_t, const std::string&, const Progress&)>& work);

}  // namespace convscope::cli
