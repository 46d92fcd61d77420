#include "app/cli/pictures.hpp"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "app/cli/output.hpp"
#include "app/cli/values.hpp"
#include "core/io/image_file.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolderLegal = "a folder with .png, .jpg, .bmp or .tga files";

std::vector<std::string> pictures_in(const std::string& folder, std::string_view field) {
  std::vector<std::string> found;
  std::error_code problem;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem))
    if (std::error_code none; has_image_ending(at->path().string()) && !at->is_directory(none))
      found.push_back(at->path().string());
  if (problem)
    throw Error(field, fmt::format("cannot read {}: {}", folder, problem.message()),
                std::string(kFolderLegal));
  if (found.empty())
    throw Error(field, fmt::format("{} has no pictures in it", folder), std::string(kFolderLegal));
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> matches(const std::string& pattern, std::string_view field) {
  std::vector<std::string> found;
  ::glob_t result{};
  if (::glob(pattern.c_str(), 0, nullptr, &result) == 0)
    for (std::size_t i = 0; i < result.gl_pathc; ++i)
      if (has_image_ending(result.gl_pathv[i])) found.emplace_back(result.gl_pathv[i]);
  ::globfree(&result);
  if (found.empty())
    throw Error(field, fmt::format("no picture's name fits {}", pattern), "a pattern as 'photos/*.jpg'");
  return found;
}

/// An unknown word is a wrong command line.
template <class F>
auto as_usage(F&& read, std::string_view word) {
  try {
    return read();
  } catch (const Error& error) {
    if (word.ends_with(".npy") || word.starts_with('[')) throw;
    throw UsageError(error.field(), error.problem(), error.legal());
  }
}

}  // namespace

void add_upsampling_options(Arguments& arguments, UpsamplingOptions& o) {
  arguments.option("--factor", o.factor, "S", "how many times larger, 2 to 8");
  arguments.option("--kernel-size", o.kernel_size, "K",
                   "taps along each axis, 1 to 12 (conv-transpose one more than its factor, others 3)");
  arguments.option(
      "--kernel", o.kernel, "NAME",
      "uniform, bilinear, gaussian, random:SEED, icnr:SEED, learned, a list as [1,2,1], or a .npy file");
  arguments.option("--layers", o.layers, "N",
                   "1 to 3 equal layers, each by the N-th root of S: 4 is 2 layers, 8 is 3 (1)");
  arguments.option("--learn-from", o.learn_from, "IMAGES",
                   "a file, folder or pattern that learned kernels restore");
  arguments.flag("--repair", o.repair,
                 "conv-transpose with equal phase sums, pixel-shuffle with equal sub-kernels");
  arguments.flag("--linear", o.linear, "work in linear light instead of sRGB values");
}

Upsampling read_upsampling(const Arguments& arguments, const UpsamplingOptions& o) {
  arguments.require("--factor", o.factor);
  Upsampling upsampling;
  UpsamplingChoice& choice = upsampling.choice;
  upsampling.factor = read_number(o.factor, "factor");
  require_range(static_cast<double>(upsampling.factor), kLeastFactor, kMostFactor, "factor");
  if (!o.layers.empty()) upsampling.layers = read_number(o.layers, "layers");
  choice.factor = require_layer_factor(upsampling.factor, upsampling.layers);
  if (!o.kernel_size.empty()) {
    choice.taps = read_number(o.kernel_size, "kernel-size");
    require_range(static_cast<double>(choice.taps), 1, kMostTaps, "kernel-size");
  }
  if (!o.kernel.empty()) choice.kernel = as_usage([&] { return parse_kernel(o.kernel); }, o.kernel);
  if (choice.kernel.kind == KernelChoice::Kind::own && choice.taps > 0)
    throw UsageError("kernel-size", "has no meaning for a kernel of one's own", "--kernel alone");
  choice.repair = o.repair;
  return upsampling;
}

std::vector<std::string> find_pictures(const Words& words, std::string_view field) {
  std::vector<std::string> files;
  for (const std::string& word : words) {
    std::error_code none;
    const bool exists = fs::exists(word, none);
    std::vector<std::string> found{word};
    if (exists && fs::is_directory(word, none))
      found = pictures_in(word, field);
    else if (!exists && word.find_first_of("*?[") != std::string::npos)
      found = matches(word, field);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

Tensor<float> opaque_colors(ImageFile file) {
  return file.opaque() ? std::move(file.color) : over_white(file);
}

Tensor<float> read_picture(const std::string& path, std::string_view field, bool linear, Budget budget) {
  Tensor<float> picture = opaque_colors(read_image_file(path, field, budget));
  return linear ? linear_light(picture) : picture;
}

Reduced reduce(const Tensor<float>& picture, Index factor, const std::string& path, std::string_view field) {
  const Index height = picture.shape()[2], width = picture.shape()[3];
  if (height < factor || width < factor)
    throw Error(field, fmt::format("{} has only {} × {} pixels", path, width, height),
                fmt::format("at least {0} × {0} for factor {0}", factor));
  Reduced out;
  out.original = cropped_to_multiple(picture, factor);
  out.small = shrink_area(out.original, factor);
  return out;
}

Examples read_examples(const UpsamplingOptions& o, Index factor, Budget budget, const Reduced& otherwise) {
  if (o.learn_from.empty())
    return Examples(1, [&otherwise](Index, const Examples::Look& look) {
      look({otherwise.original, otherwise.small});
    });
  const auto files = find_pictures({o.learn_from}, "learn-from");
  const bool linear = o.linear;
  return Examples(static_cast<Index>(files.size()), [=](Index k, const Examples::Look& look) {
    const std::string& path = files[static_cast<std::size_t>(k)];
    const Reduced pair = reduce(read_picture(path, "learn-from", linear, budget), factor, path, "learn-from");
    look({pair.original, pair.small});
    Interruptible::check();
  });
}

std::string describe(const Upsampling& upsampling) {
  std::string text = describe_kernel(upsampling.choice);
  if (upsampling.layers > 1) text += fmt::format("{}{} layers", text.empty() ? "" : ", ", upsampling.layers);
  return text;
}

}  // namespace convscope::cli
