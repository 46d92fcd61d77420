// convscope compare: pictures reduced, enlarged again by several methods, and measured.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <set>

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
#include "core/io/picture_files.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::string methods, output, budget;
  UpsamplingOptions upsampling;
  bool json = false, quiet = false;
};

constexpr std::size_t kMostPictures = 1 << 16;

/// A line for each metric, or for neighbours of which the same can be said.
std::string metric_lines() {
  std::string lines;
  for (auto metric = metrics().begin(); metric != metrics().end();) {
    std::string names;
    const std::string_view brief = metric->brief;
    for (; metric != metrics().end() && metric->brief == brief; ++metric)
      names += fmt::format("{}{}", names.empty() ? "" : ", ", metric->name);
    lines += fmt::format("  {:<12}  {}\n", names, brief);
  }
  return lines;
}

Arguments declare(Options& o, Words& images) {
  Arguments arguments(
      "compare", "IMAGES --factor S [options]",
      "Reduces each picture (a file, a folder, or a pattern in quotes) S times, enlarges it again with each\n"
      "method, and measures the result, rounded to 8 bits and laid over white, against the original:\n" +
          metric_lines() +
          "Several pictures give the mean and the spread (standard deviation) of each measure too. Without\n"
          "--kernel, conv-transpose has a uniform kernel and the other methods learn theirs: the one that "
          "best\n"
          "restores each picture itself, or the pictures of --learn-from.");
  arguments.positionals(images, kMostPictures);
  add_upsampling_options(arguments, o.upsampling);
  arguments.option("--methods", o.methods, "A,B",
                   "which, or all; convscope upsample --help lists them (all)");
  arguments.option(
      "-o,--output", o.output, "DIR",
      "writes original.png, small.png, NAME.png for each method, contact-sheet.png and metrics.csv");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print the measures as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a table nor progress");
  arguments.example("convscope compare photo.png --factor 2 --kernel-size 3 -o out");
  arguments.example("convscope compare photos --factor 2 --methods bicubic,conv-transpose --json");
  return arguments;
}

std::vector<UpsamplingMethod> read_methods(const std::string& text) {
  std::vector<UpsamplingMethod> methods;
  if (text.empty() || text == "all") {
    for (std::size_t i = 0; i < upsampling_methods().size(); ++i)
      methods.push_back(static_cast<UpsamplingMethod>(i));
    return methods;
  }
  for (std::string_view name : split(text, ',')) {
    try {
      methods.push_back(parse_method(name));
    } catch (const Error& error) {
      throw UsageError("methods", error.problem(), "all, or some of " + error.legal());
    }
    if (std::count(methods.begin(), methods.end(), methods.back()) > 1)
      throw UsageError("methods", fmt::format("has {} twice", name), "each method once");
  }
  return methods;
}

/// The folder of results. Folders that were made here vanish again when the work fails.
class Folder {
 public:
  void make(const fs::path& path) {
    std::error_code problem;
    fs::path missing = path;
    std::vector<fs::path> chain;
    for (; !missing.empty() && !fs::exists(missing, problem); missing = missing.parent_path())
      chain.push_back(missing);
    problem.clear();
    fs::create_directories(path, problem);
    const bool file = problem == std::errc::not_a_directory || (!problem && !fs::is_directory(path, problem));
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) made_.push_back(*at);
    if (problem || file)
      throw Error("output",
                  fmt::format("{} cannot be made: {}", path.string(),
                              file ? "a file has that name, or a part of it" : problem.message()),
                  "a folder that can be written");
  }
  PendingFile& add(const fs::path& path, const std::string& bytes) {
    PendingFile& file = files_.emplace_back(path.string());
    file.write(bytes);
    file.close();
    return file;
  }
  std::vector<PendingFile>& files() { return files_; }
  void keep() { made_.clear(); }
  ~Folder() {
    files_.clear();  // temporary files first
    std::error_code none;
    for (auto at = made_.rbegin(); at != made_.rend(); ++at) fs::remove(*at, none);
  }

 private:
  std::vector<fs::path> made_;
  std::vector<PendingFile> files_;
};

/// Everything that is done with one picture.
class Comparer {
 public:
  Comparer(const Options& o, UpsamplingChoice choice, std::vector<UpsamplingMethod> methods, Budget budget)
      : o_(o), choice_(std::move(choice)), methods_(std::move(methods)), budget_(budget) {}

  /// `folder` null: no files. `progress` is this picture's.
  Comparison run(const std::string& path, Folder* folder, const fs::path& into,
                 const Progress& progress) const {
    const Index factor = whole_factor(choice_);
    const bool linear = o_.upsampling.linear;
    const Progress part = progress.silent();
    ImageFile file = read_image_file(path, "image", budget_, part);
    const bool animated = file.animated;
    const std::string read = file.description;
    Tensor<float> picture = opaque_colors(std::move(file));
    // Original, small and two results of steps as floats; in linear light one original more.
    require_memory(20.0 * static_cast<double>(picture.size()), budget_, "image");
    require_reducible(picture, factor, path, "image");
    const Reduced pair = reduce(std::move(picture), factor, linear, part);
    for (UpsamplingMethod method : methods_) check_upsampling(with(method), pair.small.shape().tail(2));
    const Tensor<float>& original = *pair.original;

    Comparison report{path, factor, original.shape()[3], original.shape()[2]};
    report.read = read;
    if (animated) report.note = kAnimated;
    ContactSheet sheet;
    if (folder) {
      const Tensor<float> small = as_saved(seen_planes(pair.small, false, linear));
      sheet = begin_contact_sheet(fs::path(path).filename().string(), original, small, factor);
      if (linear) sheet.note = kLinearNote;
      folder->add(into / "original.png", to_png(original, part));
      folder->add(into / "small.png", to_png(small, part));
    }
    const Examples examples = read_examples(o_.upsampling, factor, budget_, pair, part);
    for (std::size_t m = 0; m < methods_.size(); ++m) {
      progress.at(static_cast<double>(m) / static_cast<double>(methods_.size()));
      const UpsamplingChoice choice = with(methods_[m]);
      const Upsampler up = make_upsampler(choice, examples);
      const Trial trial = try_out(up, pair, {}, part, steady_seconds);
      ComparisonRow row{name_of(choice), trial.measures};
      if (folder) {
        folder->add(into / (row.name + ".png"), to_png(trial.picture, part));
        sheet.entries.push_back({row.name, describe(choice),
                                 std::make_shared<Image>(to_image(trial.picture, sheet.part)), row.measures});
      }
      report.rows.push_back(std::move(row));
    }
    if (folder) folder->add(into / "contact-sheet.png", encode_png(rasterise(draw_contact_sheet(sheet))));
    return report;
  }

 private:
  UpsamplingChoice with(UpsamplingMethod method) const {
    UpsamplingChoice choice = choice_;
    choice.method = method;
    return choice;
  }

  const Options& o_;
  UpsamplingChoice choice_;
  std::vector<UpsamplingMethod> methods_;
  Budget budget_;
};

/// One folder for each picture where there are several, named as the files without their endings.
std::vector<fs::path> folders_for(const std::string& output, const std::vector<std::string>& files) {
  if (files.size() == 1) return {output};
  std::vector<fs::path> out;
  std::set<std::string> taken;
  for (const std::string& file : files) {
    const std::string stem = fs::path(file).stem().string();
    std::string name = stem;
    for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{}-{}", stem, n);
    out.push_back(fs::path(output) / name);
  }
  return out;
}

}  // namespace

void compare(const Words& words) {
  Options o;
  Words images;
  const Arguments arguments = declare(o, images);
  if (!arguments.parse(words)) return;
  if (images.empty() || images.front().empty())
    throw UsageError("image", "is missing", "convscope compare IMAGES --factor S");
  const std::vector<UpsamplingMethod> methods = read_methods(o.methods);
  const UpsamplingChoice choice = read_upsampling(arguments, o.upsampling);
  const Budget budget = read_budget(o.budget);
  const std::vector<std::string> files = find_pictures(images, "image");
  const Interruptible interruptible;

  ProgressLine line("compare", o.quiet);
  const Comparer comparer(o, choice, methods, budget);
  Folder folder;
  const bool writes = !o.output.empty();
  const std::vector<fs::path> folders = writes ? folders_for(o.output, files) : std::vector<fs::path>{};
  const Progress progress = interruptible.progress([&](double done) { line.at(done); });
  const auto share = [&](std::size_t i) {
    return static_cast<double>(i) / static_cast<double>(files.size());
  };
  std::vector<Comparison> reports;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (writes) folder.make(folders[i]);
    reports.push_back(comparer.run(files[i], writes ? &folder : nullptr, writes ? folders[i] : fs::path(),
                                   progress.part(share(i), share(i + 1))));
  }
  if (writes) folder.add(fs::path(o.output) / "metrics.csv", comparison_csv(reports));
  finish(folder.files(), line, o.json ? comparison_json(reports) : o.quiet ? "" : comparison_table(reports));
  folder.keep();
}

}  // namespace convscope::cli
