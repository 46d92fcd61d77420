// convscope compare: pictures reduced, enlarged again by several methods, and measured.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>
#include <set>

#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/picture/backends.hpp"
#include "app/views/contact_sheet.hpp"
#include "app/views/pixels.hpp"
#include "core/base/numbers.hpp"
#include "core/io/image_file.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::string methods, output, budget;
  UpsamplingOptions upsampling;
  bool json = false, quiet = false;
};

constexpr std::size_t kMostPictures = 1 << 16;

Arguments declare(Options& o, Words& images) {
  Arguments arguments(
      "compare", "IMAGES --factor S [options]",
      "Shrinks each picture (a file, a folder, or a pattern in quotes) by S, enlarges it with each method "
      "and\n"
      "measures the result, clamped and rounded to 8 bits, against the original: PSNR and SSIM (more is "
      "nearer),\n"
      "checkerboard (power at the multiples of 1/S over the power around; tens and more are seen) and phase "
      "spread\n"
      "(of an enlarged constant). Seconds are those of enlarging; learning is not in them. Several pictures "
      "give\n"
      "the mean and the spread (standard deviation) of every measure too. Alpha is laid over white. Learned\n"
      "kernels restore each picture itself, or the pictures of --learn-from; without --kernel all but that "
      "of\n"
      "conv-transpose, a uniform one, are learned.");
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

struct Row {
  std::string name;
  Measures measures;
  double seconds = 0;
};

struct Report {
  std::string image;
  Index factor = 2, width = 0, height = 0;
  std::vector<Row> rows;
};

/// The measures as columns, for means, tables and files.
struct Column {
  const char* key;
  double (*value)(const Row&);
  int digits;
};
double number_or_nan(std::optional<double> x) {
  return x.value_or(std::nan(""));
}
constexpr Column kColumns[] = {
    {"psnr", [](const Row& r) { return r.measures.psnr; }, 2},
    {"ssim", [](const Row& r) { return number_or_nan(r.measures.ssim); }, 4},
    {"checkerboard", [](const Row& r) { return number_or_nan(r.measures.checkerboard); }, 3},
    {"phase_spread", [](const Row& r) { return r.measures.phase_spread; }, 3},
    {"seconds", [](const Row& r) { return r.seconds; }, 4},
};

/// Infinite and missing numbers become null.
Json number(double x) {
  return std::isfinite(x) ? Json(x) : Json(nullptr);
}

Json to_json(const Report& report) {
  Json methods = Json::array();
  for (const Row& row : report.rows) {
    Json method{{"name", row.name}};
    for (const Column& column : kColumns) method[column.key] = number(column.value(row));
    methods.push_back(method);
  }
  return {{"image", report.image},
          {"factor", report.factor},
          {"size", {report.width, report.height}},
          {"methods", methods}};
}

struct Statistics {
  double mean = 0, spread = 0;
};
/// Over the pictures that have the number; not a number where none has.
Statistics statistics(const std::vector<Report>& reports, std::size_t method, const Column& column) {
  std::vector<double> values;
  for (const Report& report : reports)
    if (const double x = column.value(report.rows[method]); !std::isnan(x)) values.push_back(x);
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (double x : values) squares += (x - mean) * (x - mean);
  return {mean, std::sqrt(squares / n)};
}

Json to_json(const std::vector<Report>& reports) {
  if (reports.size() == 1) return to_json(reports.front());
  Json images = Json::array(), methods = Json::array();
  for (const Report& report : reports) images.push_back(to_json(report));
  for (std::size_t m = 0; m < reports.front().rows.size(); ++m) {
    Json mean, spread;
    for (const Column& column : kColumns) {
      const Statistics s = statistics(reports, m, column);
      mean[column.key] = number(s.mean);
      spread[column.key] = number(s.spread);
    }
    methods.push_back({{"name", reports.front().rows[m].name}, {"mean", mean}, {"spread", spread}});
  }
  return {{"factor", reports.front().factor},
          {"count", reports.size()},
          {"methods", methods},
          {"images", images}};
}

std::string shown(double x, int digits) {
  if (std::isnan(x)) return "-";
  return std::isinf(x) ? "inf" : fmt::format("{:.{}f}", x, digits);
}

std::string table(const std::vector<Report>& reports) {
  const Report& first = reports.front();
  std::string text =
      reports.size() == 1
          ? fmt::format("{}, {} × {}, factor {}\n", first.image, first.width, first.height, first.factor)
          : fmt::format("{} pictures, factor {}: mean ± spread\n", reports.size(), first.factor);
  const int width = reports.size() == 1 ? 12 : 18;
  text += fmt::format("{:<15}", "method");
  for (const Column& column : kColumns) text += fmt::format(" {:>{}}", column.key, width);
  for (std::size_t m = 0; m < first.rows.size(); ++m) {
    text += fmt::format("\n{:<15}", first.rows[m].name);
    for (const Column& column : kColumns) {
      const Statistics s = statistics(reports, m, column);
      std::string cell = shown(s.mean, column.digits);
      if (reports.size() > 1) cell += " ± " + shown(s.spread, column.digits);
      text += fmt::format(" {:>{}}", cell, width);
    }
  }
  return text + "\n";
}

/// A field of a CSV file, in quotes where it has to be (RFC 4180).
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv(const std::vector<Report>& reports) {
  const bool several = reports.size() > 1;
  const auto field = [](double x) {
    return std::isfinite(x) ? fmt::format("{:.9g}", x) : std::isinf(x) ? "inf" : "";
  };
  std::string text = several ? "image,name" : "name";
  for (const Column& column : kColumns) text += fmt::format(",{}", column.key);
  for (const Report& report : reports)
    for (const Row& row : report.rows) {
      text += "\n" + (several ? csv_field(report.image) + "," : "") + row.name;
      for (const Column& column : kColumns) text += "," + field(column.value(row));
    }
  for (const bool mean : {true, false})
    for (std::size_t m = 0; several && m < reports.front().rows.size(); ++m) {
      text += fmt::format("\n{},{}", mean ? "mean" : "spread", reports.front().rows[m].name);
      for (const Column& column : kColumns) {
        const Statistics s = statistics(reports, m, column);
        text += "," + field(mean ? s.mean : s.spread);
      }
    }
  return text + "\n";
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
    if (!problem && !fs::is_directory(path, problem))
      problem = std::make_error_code(std::errc::not_a_directory);
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) made_.push_back(*at);
    if (problem)
      throw Error("output", fmt::format("{} cannot be made: {}", path.string(), problem.message()),
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
class Comparison {
 public:
  Comparison(const Options& o, const UpsamplingChoice& choice, std::vector<UpsamplingMethod> methods,
             Budget budget)
      : o_(o), choice_(choice), methods_(std::move(methods)), budget_(budget) {}

  /// `folder` null: no files. `done` hears the fraction of this picture.
  Report run(const std::string& path, Folder* folder, const fs::path& into,
             const std::function<void(double)>& done) const {
    const Index factor = choice_.factor;
    const bool linear = o_.upsampling.linear;
    Tensor<float> picture = read_picture(path, "image", false, budget_);
    // Original, small and two results of steps as floats; in linear light one original more.
    require_memory(20.0 * static_cast<double>(picture.size()), budget_, "image");
    Reduced reduced = reduce(picture, factor, path, "image");
    picture = {};
    const Tensor<float> original = reduced.original;
    if (linear) reduced = reduce(linear_light(original), factor, path, "image");
    for (UpsamplingMethod method : methods_) check_upsampling(with(method), reduced.small.shape().tail(2));
    const auto as_seen = [&](const Tensor<float>& x) { return as_saved(linear ? srgb_values(x) : x); };

    Report report{path, factor, original.shape()[3], original.shape()[2], {}};
    ContactSheet sheet;
    if (folder) {
      sheet = begin_sheet(path, original, as_seen(reduced.small));
      folder->add(into / "original.png", encode_png(to_image(original)));
      folder->add(into / "small.png", encode_png(to_image(as_seen(reduced.small))));
    }
    const Examples examples = read_examples(o_.upsampling, factor, budget_, reduced);
    for (std::size_t m = 0; m < methods_.size(); ++m) {
      Interruptible::check();
      done(static_cast<double>(m) / static_cast<double>(methods_.size()));
      const UpsamplingChoice choice = with(methods_[m]);
      const Upsampler up = make_upsampler(choice, examples);
      const auto begin = std::chrono::steady_clock::now();
      Tensor<float> result = enlarge(up, reduced.small);
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
      result = as_seen(result);
      Row row{std::string(info(methods_[m]).name),
              measure(original, result, factor, phase_spread(up, factor)), seconds.count()};
      if (folder) {
        folder->add(into / (row.name + ".png"), encode_png(to_image(result)));
        sheet.entries.push_back({row.name, describe(choice, o_.upsampling.kernel),
                                 std::make_shared<Image>(to_image(result, sheet.part)), row.measures});
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

  ContactSheet begin_sheet(const std::string& path, const Tensor<float>& original,
                           const Tensor<float>& small) const {
    ContactSheet sheet;
    const Index s = choice_.factor, width = original.shape()[3], height = original.shape()[2];
    sheet.name = fs::path(path).filename().string();
    sheet.factor = s;
    if (o_.upsampling.linear) sheet.note = "Worked out in linear light.";
    sheet.width = width;
    sheet.height = height;
    const Index reduction = std::max<Index>(1, std::min(width, height) / 600);
    sheet.photo =
        std::make_shared<Image>(to_image(reduction > 1 ? shrink_area(original, reduction) : original));
    sheet.part = telling_part(original, small, s);
    sheet.original = std::make_shared<Image>(to_image(original, sheet.part));
    const auto n = static_cast<double>(s);
    sheet.reduced = std::make_shared<Image>(
        to_image(small, {sheet.part.x / n, sheet.part.y / n, sheet.part.w / n, sheet.part.h / n}));
    return sheet;
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

  Progress progress("compare", o.quiet);
  const Comparison comparison(o, choice, methods, budget);
  Folder folder;
  const bool writes = !o.output.empty();
  const std::vector<fs::path> folders = writes ? folders_for(o.output, files) : std::vector<fs::path>{};
  std::vector<Report> reports;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (writes) folder.make(folders[i]);
    reports.push_back(comparison.run(
        files[i], writes ? &folder : nullptr, writes ? folders[i] : fs::path(), [&](double part) {
          progress.at((static_cast<double>(i) + part) / static_cast<double>(files.size()));
        }));
  }
  if (writes) folder.add(fs::path(o.output) / "metrics.csv", csv(reports));
  finish(folder.files(), progress, o.json ? to_text(to_json(reports)) : o.quiet ? "" : table(reports));
  folder.keep();
}

}  // namespace convscope::cli
