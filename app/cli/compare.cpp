// convscope compare: pictures reduced, enlarged again by several methods, and measured.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/cli/compare_methods.hpp"
#include "app/cli/compare_results.hpp"
#include "app/cli/enlarged_rows.hpp"
#include "app/cli/folder.hpp"
#include "app/cli/metric_gates.hpp"
#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/picture/backends.hpp"
#include "app/platform/clock.hpp"
#include "app/views/contact_sheet.hpp"
#include "app/views/pixels.hpp"
#include "core/base/numbers.hpp"
#include "core/enlarging/comparison.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/shift.hpp"
#include "core/enlarging/verdict.hpp"
#include "core/io/npy.hpp"
#include "core/io/picture_files.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

struct CompareOptions {
  std::string methods, output, budget;
  UpsamplingOptions upsampling;
  ResultsOptions results;
  bool save_kernels = false, json = false, quiet = false;
};

/// A line for each metric, or for neighbours of which the same can be said.
std::string metric_lines() {
  std::string lines;
  for (auto metric = metrics().begin(); metric != metrics().end();) {
    std::string names;
    const std::string_view brief = metric->brief;
    for (; metric != metrics().end() && metric->brief == brief; ++metric)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", metric->name);
    lines += fmt::format("  {:<15}  {}\n", names, brief);
  }
  return lines;
}

Arguments declare_compare(CompareOptions& o, Words& images) {
  Arguments arguments(
      "compare", "IMAGES --factor S [options]",
      "Reduces each picture (a file, a folder, or a pattern in quotes) S times, enlarges it again with each\n"
      "method, and measures the result, rounded to 8 bits and laid over white, against the original:\n" +
          metric_lines() +
          "psnr_y has Y as MATLAB's rgb2ycbcr, 16 + (65.481 R + 128.553 G + 24.966 B) / 255, not rounded.\n"
          "Several pictures give the mean and the spread (standard deviation) of each measure too; infinite\n"
          "numbers, of perfect pictures, are left out of them and counted beside. One that cannot be used "
          "is\n"
          "named, the others are measured, and the exit status is 1. Files keep a picture's opacity.\n"
          "Without --kernel, all methods learn theirs, so that they compete fairly: each has the one that\n"
          "best restores each picture itself, or the pictures of --learn-from.\n"
          "With --results, or --truth-dir and --results-dir, pictures that others made are measured against\n"
          "the truth instead, S being 2 where it is not given. --fail-above and --fail-below take any of "
          "these\n"
          "names; of psnr, psnr_y, ssim and ms_ssim more is better, so theirs is --fail-below.\n" +
          fmt::format("A pattern is seen where the grid has {:g} grey level and more and the checkerboard\n"
                      "energy is {:g} above the original's own.\n{}",
                      kLevelLimits.visible, kSeenEnergy, kUpsamplingHelp));
  arguments.positionals(images, kMostPictures);
  add_upsampling_options(arguments, o.upsampling);
  arguments.option(
      "--methods", o.methods, "A,B",
      "which, or all but networks, or network:FILE; convscope upsample --help lists them; METHOD:NAME has "
      "coordinates of its own, as bilinear:align-corners (all)");
  arguments.option("-o,--output", o.output, "DIR",
                   "writes original.png, small.png, NAME.png for each method, contact-sheet.png and "
                   "metrics.csv");
  arguments.flag("--save-kernels", o.save_kernels,
                 "also NAME.npy for each method with a kernel: its weights, float64, for --kernel");
  add_results_options(arguments, o.results);
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print the measures as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a table nor progress");
  arguments.example("convscope compare photo.png --factor 2 --kernel-size 3 -o out");
  arguments.example("convscope compare photos --factor 2 --methods bicubic,conv-transpose --json");
  arguments.example("convscope compare photo.png --factor 3 --methods bicubic,network:fsrcnn-x3.onnx");
  arguments.example(
      "convscope compare truth.png --results mine.png,theirs.png --factor 4 --fail-above flip=0.1");
  arguments.example("convscope compare --truth-dir hr --results-dir a=out/a,b=out/b --factor 4 --json");
  return arguments;
}

/// One way of enlarging, and what its row and its files are called.
struct Named {
  UpsamplingChoice choice;
  std::string name, file;
};

std::vector<UpsamplingChoice> plain(std::span<const Named> all) {
  std::vector<UpsamplingChoice> out;
  for (const Named& named : all) out.push_back(named.choice);
  return out;
}

/// Everything that is done with one picture.
class Comparer {
 public:
  Comparer(const CompareOptions& o, std::vector<Named> choices, Budget budget)
      : o_(o),
        choices_(std::move(choices)),
        degradation_(read_degradation(o.upsampling)),
        factor_(whole_factor(choices_.front().choice)),
        budget_(budget),
        networks_(read_networks(plain(choices_), budget)) {}

  /// `folder` null: no files. `progress` is this picture's.
  Comparison run(const std::string& path, Folder* folder, const fs::path& into,
                 const Progress& progress) const {
    const bool linear = o_.upsampling.linear;
    const Progress part = progress.silent();
    ImageFile file = read_image_file(path, "image", budget_, part);
    const bool animated = file.animated;
    const std::string read = file.description;
    require_reducible(file.color, factor_, path, "image");
    // What is measured lies over white; the files of a picture with opacity keep that beside it.
    const bool clear = !file.opaque();
    require_memory(needed(file, folder != nullptr), budget_, "image");
    Tensor<float> clear_small;
    if (folder && clear) {
      clear_small = reduced_planes(file.color, file.alpha, factor_, linear, part, degradation_);
      folder->add(into / "original.png", [&](PendingFile& to) { write_clear(file, to, part); });
    }
    Tensor<float> picture = opaque_colors(std::move(file));
    const Reduced pair = reduce(std::move(picture), factor_, linear, part, degradation_);
    for (const Named& named : choices_) check_upsampling(named.choice, pair.small.shape().tail(2));
    const Tensor<float>& original = *pair.original;

    Comparison report{path, factor_, original.shape()[3], original.shape()[2]};
    report.read = read;
    report.original = checkerboard_energy(original, factor_, part);
    report.linear = linear;
    report.learn_from = o_.upsampling.learn_from;
    report.degradation = degradation_;
    if (animated) report.note = kAnimated;
    ContactSheet sheet;
    if (folder) {
      const Tensor<float> small = as_saved(seen_planes(pair.small, false, linear));
      sheet = begin_contact_sheet(fs::path(path).filename().string(), original, small, factor_);
      sheet.reduced_by = describe(degradation_);
      sheet.note = making_note(linear, learns() ? o_.upsampling.learn_from : "");
      if (!clear) add_png(*folder, into / "original.png", original, part);
      add_png(*folder, into / "small.png", clear ? as_saved(seen_planes(clear_small, true, linear)) : small,
              part);
    }
    const Examples examples = read_examples(o_.upsampling, factor_, budget_, pair, part);
    Tensor<float> room;  // one result's, for all of them
    for (std::size_t m = 0; m < choices_.size(); ++m) {
      progress.at(static_cast<double>(m) / static_cast<double>(choices_.size()));
      const UpsamplingChoice& choice = choices_[m].choice;
      Tensor<double> kernel;
      if (o_.save_kernels && kernel_size(choice) > 0) kernel = make_kernel(choice, examples);
      const Contender up = networks_[m]        ? Contender(networks_[m])
                           : kernel.size() > 0 ? upsampler_with(choice, kernel)
                                               : make_upsampler(choice, examples);
      Trial trial = try_out(up, pair, {}, part, steady_seconds, std::move(room));
      ComparisonRow row{choices_[m].name, trial.measures, choice};
      const Upsampler* const linear_map = std::get_if<Upsampler>(&up);
      row.note = !linear_map ? networks_[m]->note(pair.small.shape()[1])
                 : is_stationary(*linear_map)
                     ? shift_note(*kernel_traits(up, factor_), original, trial.picture)
                     : std::string(kStretched);
      if (folder && !row.note.empty())
        sheet.note += fmt::format("{}{} {}.", sheet.note.empty() ? "" : " ", row.name, row.note);
      if (folder) {
        if (kernel.size() > 0) folder->add(into / (choices_[m].file + ".npy"), npy_bytes_exact(kernel));
        const fs::path result = into / (choices_[m].file + ".png");
        row.file = result.string();
        if (clear)
          folder->add(result,
                      [&](PendingFile& to) { write_as_png(clear_rows(up, clear_small, pair), to, part); });
        else
          add_png(*folder, result, trial.picture, part);
        sheet.entries.push_back({is_network(choice) ? name_of(choice) : row.name, describe(choice),
                                 std::make_shared<Image>(to_image(trial.picture, sheet.part)), row.measures});
      }
      report.rows.push_back(std::move(row));
      room = std::move(trial.picture);
    }
    if (folder) folder->add(into / "contact-sheet.png", encode_png(rasterise(draw_contact_sheet(sheet))));
    return report;
  }

 private:
  /// A result with its opacity.
  static EnlargedRows clear_rows(const Contender& up, const Tensor<float>& small, const Reduced& pair) {
    EnlargedRows rows{.planes = small, .region = pair.whole(), .has_alpha = true, .linear = pair.linear};
    if (const auto* linear = std::get_if<Upsampler>(&up))
      rows.upsampler = *linear;
    else
      rows.made = enlarge_seen(*std::get<1>(up), small, true, pair.linear, pair.factor, {});
    return rows;
  }

  /// Bytes: the original, as it is read and over white, its small version, one result, in linear light one
  /// more to learn from, and what is packed.
  double needed(const ImageFile& file, bool writes) const {
    const double color = static_cast<double>(file.color.size()) * sizeof(float);
    const double alpha = writes ? static_cast<double>(file.alpha.size()) * sizeof(float) : 0;
    const double small = (color + alpha) / static_cast<double>(factor_ * factor_);
    const double network = network_memory(plain(choices_)) * (color + alpha) / sizeof(float);
    return network + color * (o_.upsampling.linear && learns() ? 3 : 2) + (writes ? 3 : 2) * small +
           2 * alpha + band_memory();
  }

  /// The original with its opacity, cropped as what is made of it.
  void write_clear(const ImageFile& file, PendingFile& to, const Progress& progress) const {
    const Shape size = file.color.shape();
    const Index channels = size[1] + 1, height = size[2] / factor_ * factor_,
                width = size[3] / factor_ * factor_;
    const auto rows = [&](Index first, Index count, std::uint8_t* packed) {
      const Region band{first, 0, count, width};
      const Tensor<float> planes =
          working_planes(cropped(file.color, band), cropped(file.alpha, band), false);
      pack_rows(seen_planes(planes, true, false), channels, 0, count, packed);
    };
    write_png(
        {width, height, static_cast<int>(channels)}, rows, [&](std::string_view bytes) { to.write(bytes); },
        progress);
  }
  static void add_png(Folder& folder, const fs::path& path, const Tensor<float>& picture,
                      const Progress& progress) {
    folder.add(path, [&](PendingFile& to) {
      write_png(
          picture, [&](std::string_view bytes) { to.write(bytes); }, progress);
    });
  }

  bool learns() const { return std::ranges::any_of(choices_, needs_examples, &Named::choice); }

  const CompareOptions& o_;
  std::vector<Named> choices_;
  Degradation degradation_;
  Index factor_;
  Budget budget_;
  std::vector<std::shared_ptr<const WholeEnlarger>> networks_;  ///< null where it is a linear map
};

/// Each with its method. Errors: what is wrong whatever the picture.
std::vector<Named> choices_of(const std::vector<ComparedMethod>& methods, const UpsamplingChoice& all) {
  std::vector<Named> out;
  for (const ComparedMethod& method : methods) {
    UpsamplingChoice choice = all;
    choice.method = method.method;
    choice.network = method.network;
    choice.coordinates = method.coordinates.value_or(all.coordinates);
    check_upsampling(choice);
    own_scale(choice);  // the taps must not sum to 0
    std::string name = to_string(choice);
    if (method.coordinates) name += fmt::format("-{}", coordinate_name(choice.coordinates));
    out.push_back({choice, std::move(name), {}});
  }
  const std::vector<std::string> files = file_names_for(plain(out));
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i].file = is_network(out[i].choice) ? files[i] : out[i].name;
  return out;
}

/// One folder for each picture where there are several.
std::vector<fs::path> folders_for(const std::string& output, const std::vector<std::string>& files) {
  if (files.size() == 1) return {output};
  std::vector<fs::path> out;
  for (const std::string& name : names_for(files)) out.push_back(fs::path(output) / name);
  return out;
}

}  // namespace

void compare(const Words& words) {
  CompareOptions o;
  Words images;
  const Arguments arguments = declare_compare(o, images);
  if (!arguments.parse(words)) return;
  if (o.results.given()) {
    if (!o.methods.empty()) throw UsageError("methods", "beside results of others", "one of the two");
    return compare_results(o.results, {o.upsampling.factor, o.output, o.budget, o.json, o.quiet}, images);
  }
  if (o.results.align)
    throw UsageError("align", "without results of others", "beside --results or --truth-dir");
  if (images.empty() || images.front().empty())
    throw UsageError("image", "is missing", "convscope compare IMAGES --factor S");
  Gates gates = metric_gates(o.results.fail_above, o.results.fail_below);
  const std::vector<ComparedMethod> methods = read_methods(o.methods);
  if (o.save_kernels && o.output.empty())
    throw UsageError("save-kernels", "has no folder to write to", "--output DIR");
  const std::vector<Named> named = choices_of(methods, read_upsampling(arguments, o.upsampling));
  const std::vector<UpsamplingChoice> choices = plain(named);
  const Budget budget = read_budget(o.budget);
  const std::vector<std::string> files = find_pictures(images, "image");
  const Interruptible interruptible;

  ProgressLine line("compare", o.quiet);
  const Comparer comparer(o, named, budget);
  if (!o.quiet)
    for (const std::string& notice : notices(o.upsampling, choices)) line.say("note: " + notice);
  Folder folder;
  const bool writes = !o.output.empty();
  const std::vector<fs::path> folders = writes ? folders_for(o.output, files) : std::vector<fs::path>{};
  const Progress progress = interruptible.progress([&](double done) { line.at(done); });
  std::vector<Comparison> reports;
  const auto work = [&](std::size_t i, const std::string& path, const Progress& part) {
    const Folder::Mark mark = folder.mark();
    try {
      if (writes) folder.make(folders[i]);
      reports.push_back(
          comparer.run(path, writes ? &folder : nullptr, writes ? folders[i] : fs::path(), part));
    } catch (const Error&) {
      folder.back_to(mark);
      throw;
    }
  };
  const std::vector<FailedPicture> failed = for_each_picture(files, line, progress, work);
  if (reports.empty()) throw Incomplete();
  for (const Comparison& report : reports)
    for (const ComparisonRow& row : report.rows)
      look_at(gates, fmt::format("{} {}", report.image, row.name), row.measures);
  if (writes) folder.add(fs::path(o.output) / "metrics.csv", comparison_csv(reports));
  finish(folder.files(), line,
         o.json    ? comparison_json(reports, failed)
         : o.quiet ? ""
                   : comparison_table(reports));
  folder.keep();
  if (!failed.empty()) {
    gates.say(line);
    throw Incomplete();
  }
  gates.close();
}

}  // namespace convscope::cli
