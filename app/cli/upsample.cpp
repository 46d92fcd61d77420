// convscope upsample: one picture enlarged by one method.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "app/cli/enlarged_rows.hpp"
#include "app/cli/folder.hpp"
#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "core/base/names.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/io/picture_files.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope::cli {

namespace {

struct UpsampleOptions {
  std::string method, output, crop, save_kernel, budget;
  UpsamplingOptions upsampling;
  bool json = false, quiet = false;
};

Arguments declare_upsample(UpsampleOptions& o, Words& input) {
  std::string methods;
  for (const UpsamplingMethodInfo& method : upsampling_methods())
    methods += fmt::format("  {:<15} {}\n", method.name, method.help);
  Arguments arguments(
      "upsample", "IN... -o OUT --factor S --method M [options]",
      fmt::format(
          "Enlarges a picture ({}).\nOUT is .png, rounded to 8 bits, or .npy, not "
          "rounded: [1, channels, height, width] in\nfloat32. Pixels have half-pixel centres, edges are "
          "repeated,\ngrey stays grey, alpha is enlarged too, other colours become sRGB. Several pictures "
          "(files, a\nfolder, or a pattern in quotes) become NAME.png in the folder OUT; one that cannot be "
          "used is\nnamed, the others are enlarged, and the exit status is 1. M is one of\n{}"
          "Without --kernel, it is learned: the one that best restores IN, or the pictures of --learn-from,\n"
          "from a reduced version.\n{}",
          image_format_names(), methods, kUpsamplingHelp));
  arguments.positionals(input, kMostPictures);
  arguments.option("-o,--output", o.output, "OUT", "what to write; the ending says how");
  arguments.option("--method", o.method, "M", "how to enlarge");
  add_upsampling_options(arguments, o.upsampling);
  arguments.option("--crop", o.crop, "X,Y,W,H",
                   "only this part of IN, in its pixels, as it is in the whole result");
  arguments.option(
      "--save-kernel", o.save_kernel, "W.npy",
      "writes the kernel that was used, float64; read again by --kernel it gives the same result");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print the file, its size and the method as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a summary nor progress");
  arguments.example("convscope upsample photo.png -o large.png --factor 2 --method lanczos3");
  arguments.example(
      "convscope upsample photo.png -o large.png --factor 2 --method conv-transpose --kernel-size 3");
  return arguments;
}

/// A folder, or a pattern of names.
bool is_many(const std::string& word) {
  std::error_code none;
  const auto status = std::filesystem::status(word, none);
  return std::filesystem::is_directory(status) ||
         (!std::filesystem::exists(status) && word.find_first_of("*?[") != std::string::npos);
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

/// What was made of one picture, but for its rows, which are made when they are written.
struct EnlargedPicture {
  EnlargedRows rows;
  std::optional<double> phase_spread{};  ///< none of a network
  std::string note{};                    ///< how a network treats colours, or empty
  bool animated = false;
  std::string read{};       ///< what the file is and what was converted
  Tensor<double> kernel{};  ///< where it is to be saved
};

/// One picture after the other by the same choice.
class Enlarger {
 public:
  Enlarger(const UpsampleOptions& o, UpsamplingChoice choice, Budget budget)
      : o_(o),
        choice_(std::move(choice)),
        degradation_(read_degradation(o.upsampling)),
        factor_(whole_factor(choice_)),
        budget_(budget) {
    check_upsampling(choice_);
    own_scale(choice_);  // the taps must not sum to 0
    network_ = read_networks({&choice_, 1}, budget).front();
  }

  EnlargedPicture run(const std::string& path, const Progress& progress) const {
    ImageFile file = read_image_file(path, "image", budget_, progress);
    const Index height = file.color.shape()[2], width = file.color.shape()[3];
    check_upsampling(choice_, {height, width});
    const Region part = read_crop(o_.crop, height, width);
    require_memory(needed(file, part), budget_, "factor");
    EnlargedPicture out;
    out.rows.region = {part.top * factor_, part.left * factor_, part.height * factor_, part.width * factor_};
    out.rows.has_alpha = !file.opaque();
    out.rows.linear = o_.upsampling.linear;
    out.animated = file.animated;
    out.read = file.description;
    if (!network_) {
      out.rows.upsampler = upsampler(file, path, progress, out.kernel);
      out.phase_spread = phase_spread(out.rows.upsampler, factor_);
    }
    progress.check();
    const bool as_it_is = file.opaque() && !out.rows.linear;
    out.rows.planes =
        as_it_is ? std::move(file.color) : working_planes(file.color, file.alpha, out.rows.linear);
    if (network_) {
      const bool clear = out.rows.has_alpha;
      out.note = network_->note(out.rows.channels() - (clear ? 1 : 0));
      out.rows.made = enlarge_seen(*network_, out.rows.planes, clear, out.rows.linear, factor_, progress);
    }
    return out;
  }

 private:
  /// Bytes: the picture twice over where it is learned from or worked on in another form, and bands.
  double needed(const ImageFile& file, const Region& part) const {
    const bool linear = o_.upsampling.linear,
               learns = needs_examples(choice_) && o_.upsampling.learn_from.empty();
    const auto color = static_cast<double>(file.color.size()) * sizeof(float);
    const auto alpha = static_cast<double>(file.alpha.size()) * sizeof(float);
    const double learning =
        learns ? color * (linear ? 2 : 1) * (1 + 1.0 / static_cast<double>(factor_ * factor_)) : 0;
    const double working = linear || !file.opaque() ? color * (linear && !file.opaque() ? 2 : 1) + alpha : 0;
    const double values = static_cast<double>((file.color.shape()[1] + (file.opaque() ? 0 : 1)) *
                                              part.height * part.width * factor_ * factor_);
    const double network = network_memory({&choice_, 1}) * (color + alpha) / sizeof(float) *
                           static_cast<double>(factor_ * factor_);
    return color + alpha + network + std::max(learning, working) +
           std::min(band_memory(), 4 * sizeof(float) * values);
  }

  Upsampler upsampler(const ImageFile& file, const std::string& path, const Progress& progress,
                      Tensor<double>& kernel) const {
    Reduced itself;
    itself.degradation = degradation_;
    if (needs_examples(choice_) && o_.upsampling.learn_from.empty()) {
      Tensor<float> opaque = opaque_colors(file);
      require_reducible(opaque, factor_, path, "image");
      itself = reduce(std::move(opaque), factor_, o_.upsampling.linear, progress, degradation_);
    }
    const Examples examples = read_examples(o_.upsampling, factor_, budget_, itself, progress);
    if (o_.save_kernel.empty()) return make_upsampler(choice_, examples);
    kernel = make_kernel(choice_, examples);
    return upsampler_with(choice_, kernel);
  }

  const UpsampleOptions& o_;
  UpsamplingChoice choice_;
  Degradation degradation_;
  Index factor_;
  Budget budget_;
  std::shared_ptr<const WholeEnlarger> network_;  ///< null: a linear map
};

Json json_of(const EnlargedPicture& made, const std::string& input, const std::string& output,
             const UpsamplingChoice& choice) {
  const bool has_kernel = info(choice.method).has_kernel;
  return {{"image", input},
          {"read", made.read},
          {"output", output},
          {"method", to_string(choice)},
          {"factor", whole_factor(choice)},
          {"size", {made.rows.region.width, made.rows.region.height}},
          {"channels", made.rows.channels()},
          {"phase_spread", made.phase_spread ? Json(*made.phase_spread) : Json(nullptr)},
          {"kernel", has_kernel ? Json(kernel_name(choice)) : Json(nullptr)},
          {"kernel_size", has_kernel ? Json(kernel_size(choice)) : Json(nullptr)},
          {"coordinates",
           has_coordinates(choice.method) ? Json(coordinate_name(choice.coordinates)) : Json(nullptr)},
          {"kernel_scale", own_scale(choice) ? Json(*own_scale(choice)) : Json(nullptr)},
          {"note", made.note.empty() ? Json(nullptr) : Json(made.note)}};
}

std::string summary(const EnlargedPicture& made, const std::string& input, const std::string& output,
                    const UpsamplingChoice& choice) {
  const std::string places = describe_coordinates(choice);
  return fmt::format("{}: {}\n{}: {} × {}, {}{}{}{}{}{}{}\n", input, made.read, output,
                     made.rows.region.width, made.rows.region.height, to_string(choice),
                     places.empty() ? "" : ", ", places, made.note.empty() ? "" : ", ", made.note,
                     made.animated ? ", " : "", made.animated ? kAnimated : "");
}

/// Several pictures into a folder.
void upsample_all(const UpsampleOptions& o, const UpsamplingChoice& choice, const Enlarger& enlarger,
                  const std::vector<std::string>& files, ProgressLine& line,
                  const Interruptible& interruptible) {
  if (!o.save_kernel.empty() && needs_examples(choice) && o.upsampling.learn_from.empty())
    throw UsageError("save-kernel", "has one name for the kernels that the pictures learn",
                     "--learn-from, or one picture");
  Folder folder;
  folder.make(o.output);
  const std::vector<std::string> names = names_for(files);
  const Progress progress = interruptible.progress([&](double done) { line.at(done); });
  Json images = Json::array(), problems = Json::array();
  std::string text;
  Tensor<double> kernel;
  const auto work = [&](std::size_t i, const std::string& path, const Progress& part) {
    const EnlargedPicture made = enlarger.run(path, part.silent());
    const std::string output = (std::filesystem::path(o.output) / (names[i] + ".png")).string();
    folder.add(output, [&](PendingFile& file) { write_as_png(made.rows, file, part); });
    images.push_back(json_of(made, path, output, choice));
    text += summary(made, path, output, choice);
    kernel = made.kernel;
  };
  for (const FailedPicture& failed : for_each_picture(files, line, progress, work))
    problems.push_back({{"image", failed.image}, {"problem", failed.problem}});
  if (images.empty()) throw Incomplete();
  if (kernel.size() > 0) folder.add(o.save_kernel, npy_bytes_exact(kernel));
  finish(folder.files(), line,
         o.json    ? to_text(Json{{"images", images}, {"failed", problems}})
         : o.quiet ? ""
                   : text);
  folder.keep();
  if (!problems.empty()) throw Incomplete();
}

/// One picture into one file.
void upsample_one(const UpsampleOptions& o, const UpsamplingChoice& choice, const Enlarger& enlarger,
                  const std::string& path, ProgressLine& line, const Interruptible& interruptible) {
  const Progress progress = interruptible.progress();
  require_writable(o.output);
  const EnlargedPicture made = enlarger.run(path, progress);
  std::vector<PendingFile> files;
  (o.output.ends_with(".npy") ? write_as_npy : write_as_png)(made.rows, files.emplace_back(o.output),
                                                             progress);
  if (made.kernel.size() > 0) files.emplace_back(o.save_kernel).write(npy_bytes_exact(made.kernel));
  finish(files, line,
         o.json    ? to_text(json_of(made, path, o.output, choice))
         : o.quiet ? ""
                   : summary(made, path, o.output, choice));
}

}  // namespace

void upsample(const Words& words) {
  UpsampleOptions o;
  Words input;
  const Arguments arguments = declare_upsample(o, input);
  if (!arguments.parse(words)) return;
  if (input.empty() || input.front().empty())
    throw UsageError("image", "is missing", "convscope upsample IN -o OUT --factor S --method M");
  arguments.require("--output", o.output);
  arguments.require("--method", o.method);
  const bool a_file = o.output.ends_with(".npy") || o.output.ends_with(".png");
  const bool several = input.size() > 1 || is_many(input.front());
  if (several && a_file)
    throw UsageError("output", fmt::format("'{}' is one file", o.output), "a folder for several pictures");
  if (!several && !a_file)
    throw UsageError("output", fmt::format("the ending of '{}' says no format", o.output), ".png or .npy");
  if (!o.save_kernel.empty() && !o.save_kernel.ends_with(".npy"))
    throw UsageError("save-kernel", fmt::format("the ending of '{}' says no format", o.save_kernel), ".npy");
  const UpsamplingChoice method = read_method(o.method, "method");
  UpsamplingChoice choice = read_upsampling(arguments, o.upsampling);
  choice.method = method.method;
  choice.network = method.network;
  if (!o.save_kernel.empty() && !info(choice.method).has_kernel)
    throw UsageError("save-kernel", fmt::format("{} has no kernel", o.method), "a method with one");
  const Budget budget = read_budget(o.budget);
  const Interruptible interruptible;
  ProgressLine line("upsample", o.quiet);
  const Enlarger enlarger(o, choice, budget);
  if (!o.quiet)
    for (const std::string& notice : notices(o.upsampling, {&choice, 1})) line.say("note: " + notice);
  if (!several) return upsample_one(o, choice, enlarger, input.front(), line, interruptible);
  upsample_all(o, choice, enlarger, find_pictures(input, "image"), line, interruptible);
}

}  // namespace convscope::cli
