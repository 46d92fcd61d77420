// convscope upsample: one picture enlarged by one method.
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/picture/backends.hpp"
#include "app/views/pixels.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/picture_planes.hpp"

namespace convscope::cli {

namespace {

struct Options {
  std::string method, output, budget;
  UpsamplingOptions upsampling;
  bool json = false, quiet = false;
};

Arguments declare(Options& o, Words& input) {
  std::string methods;
  for (const UpsamplingMethodInfo& method : upsampling_methods())
    methods += fmt::format("  {:<15} {}\n", method.name, method.help);
  Arguments arguments(
      "upsample", "IN -o OUT --factor S --method M [options]",
      fmt::format(
          "Enlarges a picture (PNG, JPEG, BMP, TGA). OUT is .png, clamped and rounded to 8 bits, or .npy\n"
          "[1, channels, height, width] in float32, not rounded. Half-pixel centres, edges replicated. Grey "
          "stays\ngrey; alpha is enlarged too, and colours weighted with it. M is one of\n{}"
          "Kernels are uniform for conv-transpose and learned for the other methods unless said. A learned\n"
          "kernel is the one that best restores IN from its reduced version, or the pictures of "
          "--learn-from.",
          methods));
  arguments.positionals(input, 1);
  arguments.option("-o,--output", o.output, "OUT", "what to write; the ending says how");
  arguments.option("--method", o.method, "M", "how to enlarge");
  add_upsampling_options(arguments, o.upsampling);
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print the file, its size and the method as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a summary nor progress");
  arguments.example("convscope upsample photo.png -o large.png --factor 2 --method lanczos3");
  arguments.example(
      "convscope upsample photo.png -o large.png --factor 2 --method conv-transpose --kernel-size 3");
  return arguments;
}

UpsamplingMethod read_method(const std::string& name) {
  try {
    return parse_method(name);
  } catch (const Error& error) {
    std::vector<std::string> known;
    for (const UpsamplingMethodInfo& method : upsampling_methods()) known.emplace_back(method.name);
    const std::string near = nearest(name, known);
    throw UsageError(error.field(), error.problem(),
                     near.empty() ? error.legal() : fmt::format("did you mean {}?", near));
  }
}

}  // namespace

void upsample(const Words& words) {
  Options o;
  Words input;
  const Arguments arguments = declare(o, input);
  if (!arguments.parse(words)) return;
  if (input.empty() || input.front().empty())
    throw UsageError("image", "is missing", "convscope upsample IN -o OUT --factor S --method M");
  arguments.require("--output", o.output);
  arguments.require("--method", o.method);
  const bool numbers = o.output.ends_with(".npy");
  if (!numbers && !o.output.ends_with(".png"))
    throw UsageError("output", fmt::format("the ending of '{}' says no format", o.output), ".png or .npy");
  const UpsamplingMethod method = read_method(o.method);
  UpsamplingChoice choice = read_upsampling(arguments, o.upsampling);
  choice.method = method;
  const Budget budget = read_budget(o.budget);
  const Interruptible interruptible;

  Progress progress("upsample", o.quiet);
  const std::string& path = input.front();
  const ImageFile file = read_image_file(path, "image", budget);
  const Index factor = choice.factor, height = file.color.shape()[2], width = file.color.shape()[3];
  check_upsampling(choice, {height, width});
  // At most two results of steps at once, then bytes.
  require_memory(12.0 * static_cast<double>(factor * factor * (file.color.size() + file.alpha.size())),
                 budget, "factor");
  require_writable(o.output);

  Reduced itself;
  if (needs_examples(choice) && o.upsampling.learn_from.empty())
    itself = reduce(read_picture(path, "image", o.upsampling.linear, budget), factor, path, "image");
  const Upsampler up = make_upsampler(choice, read_examples(o.upsampling, factor, budget, itself));
  Interruptible::check();
  const Tensor<float> result =
      seen_planes(enlarge(up, working_planes(file.color, file.alpha, o.upsampling.linear)), !file.opaque(),
                  o.upsampling.linear);
  Interruptible::check();
  PendingFile out(o.output);
  out.write(numbers ? npy_bytes({result.shape(),
                                 std::vector<double>(result.values().begin(), result.values().end())})
                    : encode_png(to_image(result)));
  finish({&out, 1}, progress,
         o.json    ? to_text(Json{{"output", o.output},
                                  {"method", o.method},
                                  {"factor", factor},
                                  {"size", {width * factor, height * factor}},
                                  {"channels", result.shape()[1]},
                                  {"phase_spread", phase_spread(up, factor)}})
         : o.quiet ? ""
                   : fmt::format("{}: {} × {}, {}\n", o.output, width * factor, height * factor, o.method));
}

}  // namespace convscope::cli
