// convscope upsample: one picture enlarged by one method.
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/views/pixels.hpp"
#include "core/base/names.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope::cli {

namespace {

struct Options {
  std::string method, output, crop, budget;
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
          "Enlarges a picture ({}).\nOUT is .png, rounded to 8 bits, or .npy, not "
          "rounded: [1, channels, height, width] in\nfloat32. Pixels have half-pixel centres, edges are "
          "repeated,\ngrey stays grey, alpha is enlarged too, other colours become sRGB. M is one of\n{}"
          "Without --kernel, conv-transpose has a uniform kernel and the other methods learn theirs: the one "
          "that\nbest restores IN, or the pictures of --learn-from, from a reduced version.",
          image_format_names(), methods));
  arguments.positionals(input, 1);
  arguments.option("-o,--output", o.output, "OUT", "what to write; the ending says how");
  arguments.option("--method", o.method, "M", "how to enlarge");
  add_upsampling_options(arguments, o.upsampling);
  arguments.option("--crop", o.crop, "X,Y,W,H",
                   "only this part of IN, in its pixels, as it is in the whole result");
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
    throw UsageError(error.field(), error.problem(),
                     did_you_mean(name, names_of(upsampling_methods()), error.legal()));
  }
}

/// The part of IN that is asked for; all of it when nothing is.
Region read_crop(const std::string& text, Index height, Index width) {
  if (text.empty()) return {0, 0, height, width};
  const Shape list = read_list(text, "crop");
  if (list.rank() != 4)
    throw UsageError("crop", fmt::format("'{}' is no rectangle", text), "X,Y,WIDTH,HEIGHT");
  const Region part{list[1], list[0], list[3], list[2]};
  if (part.left < 0 || part.top < 0 || part.width < 1 || part.height < 1 || part.left > width - part.width ||
      part.top > height - part.height)
    throw Error("crop", fmt::format("{} does not lie in the picture", text),
                fmt::format("a part of {} × {} pixels", width, height));
  return part;
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

  ProgressLine line("upsample", o.quiet);
  const std::string& path = input.front();
  const Progress progress = interruptible.progress();
  const ImageFile file = read_image_file(path, "image", budget, progress);
  const Index factor = whole_factor(choice), height = file.color.shape()[2], width = file.color.shape()[3];
  check_upsampling(choice, {height, width});
  const Region part = read_crop(o.crop, height, width);
  const Region region{part.top * factor, part.left * factor, part.height * factor, part.width * factor};
  const Index channels = file.color.shape()[1] + (file.opaque() ? 0 : 1);
  // At most two results of steps at once, then bytes.
  require_memory(12.0 * static_cast<double>(channels) * static_cast<double>(region.height * region.width),
                 budget, "factor");
  require_writable(o.output);

  Reduced itself;
  if (needs_examples(choice) && o.upsampling.learn_from.empty()) {
    Tensor<float> opaque = opaque_colors(file);
    require_reducible(opaque, factor, path, "image");
    itself = reduce(std::move(opaque), factor, o.upsampling.linear, progress);
  }
  const Upsampler up = make_upsampler(choice, read_examples(o.upsampling, factor, budget, itself, progress));
  progress.check();
  const Tensor<float> planes = working_planes(file.color, file.alpha, o.upsampling.linear);
  const Tensor<float> result =
      seen_planes(o.crop.empty() ? enlarge(up, planes) : enlarge_region(up, planes, region), !file.opaque(),
                  o.upsampling.linear);
  progress.check();
  PendingFile out(o.output);
  out.write(numbers ? npy_bytes({result.shape(),
                                 std::vector<double>(result.values().begin(), result.values().end())})
                    : to_png(result, progress));
  finish({&out, 1}, line,
         o.json    ? to_text(Json{{"image", path},
                                  {"read", file.description},
                                  {"output", o.output},
                                  {"method", o.method},
                                  {"factor", factor},
                                  {"size", {region.width, region.height}},
                                  {"channels", result.shape()[1]},
                                  {"phase_spread", phase_spread(up, factor)}})
         : o.quiet ? ""
                   : fmt::format("{}: {}\n{}: {} × {}, {}{}{}\n", path, file.description, o.output,
                                 region.width, region.height, o.method, file.animated ? ", " : "",
                                 file.animated ? kAnimated : ""));
}

}  // namespace convscope::cli
