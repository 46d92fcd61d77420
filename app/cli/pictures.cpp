#include "app/cli/pictures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/output.hpp"
#include "app/cli/values.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/io/picture_files.hpp"
#include "core/network/network_enlarger.hpp"
#include "core/ops/resample/layers.hpp"

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
  if (dynamic_cast<const UsageError*>(&error)) return false;
  return error.field() == "image" || error.field() == "factor" || error.field() == "kernel-size" ||
         error.field() == "crop";
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
                   "weights along each axis, 1 to 32 (conv-transpose twice its factor, others 3)");
  arguments.option("--kernel", o.kernel, "NAME",
                   "uniform, bilinear, gaussian, random:SEED, icnr:SEED, learned, a list as [1,2,1], or a "
                   ".npy file");
  arguments.option("--layers", o.layers, "N",
                   "1 to 3 equal layers, each by the N-th root of S: 4 is 2 layers, 8 is 3 (1)");
  arguments.option("--learn-from", o.learn_from, "IMAGES",
                   "a file, folder or pattern that learned kernels restore");
  arguments.flag("--repair", o.repair,
                 "conv-transpose with equal phase sums, pixel-shuffle with equal sub-kernels");
  arguments.option("--repair-order", o.repair_order, "L",
                   "repairs them by the least change that reaches this order, 1 to 4");
  arguments.option("--smooth", o.smooth, "D",
                   "a fixed smooth layer of order D, 0 to 3, behind conv-transpose and pixel-shuffle");
  arguments.option("--coordinates", o.coordinates, "NAME",
                   "where enlarged pixels lie in the small picture, of methods that interpolate: "
                   "half-pixel, align-corners, asymmetric, tf-half-pixel or pytorch-half-pixel (half-pixel)");
  arguments.option("--rounding", o.rounding, "NAME",
                   "of nearest: round-prefer-floor, round-prefer-ceil, floor or ceil (floor for asymmetric "
                   "and tf-half-pixel, else round-prefer-floor)");
  arguments.flag("--linear", o.linear, "work in linear light instead of sRGB values");
  arguments.option(
      "--reduce", o.reduce, "FILTER",
      "how pictures are made smaller: area, or antialiased bicubic (a = -0.5) or lanczos3 (area)");
  arguments.option("--blur", o.blur, "SIGMA",
                   "a Gaussian before that, its standard deviation in pixels of the original (0)");
  arguments.option("--noise", o.noise, "SIGMA[:SEED]",
                   "normal noise on the small picture, its standard deviation in grey levels (0)");
  arguments.option("--range", o.range, "X", "what white is at a network's input, 1 or 255 (1)");
  arguments.option("--jpeg", o.jpeg, "Q", "the small picture saved as JPEG of quality 1 to 100 (not saved)");
}

UpsamplingChoice read_method(const std::string& text, std::string_view field, std::string_view legal) {
  try {
    return parse_upsampling(text);
  } catch (const Error& error) {
    const bool network = text == info(UpsamplingMethod::network).name || text.starts_with(kNetworkPrefix);
    const std::string hint = did_you_mean(text, names_of(upsampling_methods()), error.legal());
    throw UsageError(field, error.problem(),
                     network         ? error.legal()
                     : legal.empty() ? hint
                                     : fmt::format("{} {}", legal, error.legal()));
  }
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
  choice.repair = o.repair || !o.repair_order.empty();
  if (!o.repair_order.empty()) {
    choice.repair_order = read_number(o.repair_order, "repair-order");
    require_range(static_cast<double>(choice.repair_order), 1, kMostOrder, "repair-order");
  }
  if (!o.coordinates.empty())
    choice.coordinates = usage([&] { return parse_coordinate_name(o.coordinates); });
  if (!o.rounding.empty()) choice.rounding = usage([&] { return parse_rounding_name(o.rounding); });
  if (!o.range.empty()) choice.range = read_positive(o.range, "range");
  if (!o.smooth.empty()) {
    choice.smooth = read_number(o.smooth, "smooth");
    require_range(static_cast<double>(*choice.smooth), 0, kMostSmooth, "smooth");
  }
  return choice;
}

Degradation read_degradation(const UpsamplingOptions& o) {
  Degradation out;
  if (!o.reduce.empty()) out.filter = usage([&] { return parse_reducing_filter(o.reduce); });
  if (!o.blur.empty())
    out.blur = usage([&] {
      if (const auto sigma = parse_value(o.blur)) return *sigma;
      throw Error("blur", fmt::format("'{}' is no number", o.blur), "pixels as 1.5");
    });
  if (!o.noise.empty()) usage([&] { parse_noise(o.noise, out); });
  if (!o.jpeg.empty()) {
    const Index quality = read_number(o.jpeg, "jpeg");
    require_range(static_cast<double>(quality), 1, 100, "jpeg");
    out.jpeg = static_cast<int>(quality);
  }
  check_degradation(out);
  return out;
}

std::vector<std::string> notices(const UpsamplingOptions& o, std::span<const UpsamplingChoice> choices) {
  std::vector<std::string> out;
  const auto none = [&](auto&& uses) { return std::ranges::none_of(choices, uses); };
  const auto vain = [&](bool given, std::string_view field, std::string_view why, auto&& uses) {
    if (given && none(uses)) out.push_back(fmt::format("{}: ignored, {}", field, why));
  };
  const std::string whose =
      choices.size() == 1 ? fmt::format("{} has", name_of(choices.front())) : "the methods have";
  const auto has_kernel = [](const UpsamplingChoice& c) { return info(c.method).has_kernel; };
  vain(!o.kernel.empty(), "kernel", whose + " none", has_kernel);
  vain(!o.kernel_size.empty(), "kernel-size", whose + " no kernel", has_kernel);
  vain(o.repair, "repair", whose + " nothing to repair",
       [](const UpsamplingChoice& c) { return can_repair(c.method); });
  vain(!o.smooth.empty(), "smooth", whose + " no such layer",
       [](const UpsamplingChoice& c) { return can_smooth(c.method); });
  vain(!o.coordinates.empty(), "coordinates", whose + " none",
       [](const UpsamplingChoice& c) { return has_coordinates(c.method); });
  vain(!o.rounding.empty(), "rounding", whose + " none",
       [](const UpsamplingChoice& c) { return has_rounding(c.method); });
  vain(!o.range.empty(), "range", "there is no network", is_network);
  vain(!o.learn_from.empty(), "learn-from", "no kernel is learned", needs_examples);
  for (const UpsamplingChoice& c : choices)
    if (const std::string notice = scale_notice(c); !notice.empty())
      out.push_back(fmt::format("kernel of {}: {}", name_of(c), notice));
  return out;
}

std::vector<std::shared_ptr<const WholeEnlarger>> read_networks(std::span<const UpsamplingChoice> choices,
                                                                Budget budget) {
  std::vector<std::shared_ptr<const WholeEnlarger>> out;
  for (const UpsamplingChoice& choice : choices)
    out.push_back(is_network(choice) ? network_enlarger(choice, budget) : nullptr);
  return out;
}

double network_memory(std::span<const UpsamplingChoice> choices) {
  constexpr double kCopies = 3;  // what comes out, as an array and as a picture, and what is kept of it
  return std::ranges::any_of(choices, is_network) ? kCopies * sizeof(float) : 0;
}

Examples read_examples(const UpsamplingOptions& o, Index factor, Budget budget, const Reduced& otherwise,
                       const Progress& progress) {
  if (o.learn_from.empty()) return otherwise.examples(progress);
  return examples_in({.paths = find_pictures(std::vector{o.learn_from}, "learn-from"),
                      .factor = factor,
                      .linear = o.linear,
                      .degradation = otherwise.degradation,
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
