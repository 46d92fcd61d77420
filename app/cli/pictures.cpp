#include "app/cli/pictures.hpp"

#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/values.hpp"
#include "core/io/picture_files.hpp"

namespace convscope::cli {

namespace {

/// An unknown word is a wrong command line.
template <class F>
auto as_usage(F&& read, std::string_view word) {
  if (word.ends_with(".npy") || word.starts_with('[')) return read();
  return usage(read);
}

/// What another picture of the batch may not have: the rest is of the options and the same for all.
bool is_of_the_picture(const Error& error) {
  return error.field() == "image" || error.field() == "kernel-size" || error.field() == "crop";
}

/// The same error, naming the picture.
Error named_by(const Error& error, const std::string& path) {
  if (error.field() == "image") return error;
  return {"image", fmt::format("{}, {} {}", path, error.field(), error.problem()), error.legal()};
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

UpsamplingChoice read_upsampling(const Arguments& arguments, const UpsamplingOptions& o) {
  arguments.require("--factor", o.factor);
  const Index factor = read_number(o.factor, "factor");
  require_range(static_cast<double>(factor), kLeastFactor, kMostFactor, "factor");
  UpsamplingChoice choice = with_layers({}, o.layers.empty() ? 1 : read_number(o.layers, "layers"), factor);
  if (!o.kernel_size.empty()) {
    choice.taps = read_number(o.kernel_size, "kernel-size");
    require_range(static_cast<double>(choice.taps), 1, kMostTaps, "kernel-size");
  }
  if (!o.kernel.empty()) choice.kernel = as_usage([&] { return parse_kernel(o.kernel); }, o.kernel);
  if (choice.kernel.kind == KernelChoice::Kind::own && choice.taps > 0)
    throw UsageError("kernel-size", "has no meaning for a kernel of one's own", "--kernel alone");
  choice.repair = o.repair;
  return choice;
}

Examples read_examples(const UpsamplingOptions& o, Index factor, Budget budget, const Reduced& otherwise,
                       const Progress& progress) {
  if (o.learn_from.empty()) return otherwise.examples(progress);
  return examples_in({.paths = find_pictures(std::vector{o.learn_from}, "learn-from"),
                      .factor = factor,
                      .linear = o.linear,
                      .field = "learn-from",
                      .budget = budget},
                     progress);
}

std::vector<FailedPicture> for_each_picture(
    const std::vector<std::string>& files, ProgressLine& line, const Progress& progress,
    const std::function<void(std::size_t, const std::string&, const Progress&)>& work) {
  const auto share = [&](std::size_t i) {
    return static_cast<double>(i) / static_cast<double>(files.size());
  };
  std::vector<FailedPicture> failed;
  for (std::size_t i = 0; i < files.size(); ++i) {
    try {
      work(i, files[i], progress.part(share(i), share(i + 1)));
    } catch (const Error& error) {
      if (files.size() == 1 || !is_of_the_picture(error)) throw;
      const Error named = named_by(error, files[i]);
      failed.push_back({files[i], fmt::format("{} ({})", named.problem(), named.legal())});
      line.say(named.what());
    }
  }
  return failed;
}

}  // namespace convscope::cli
