// convscope report: the JSON of many runs of compare and inspect as one page or table.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/export/report_page.hpp"
#include "app/picture/backends.hpp"
#include "app/views/contact_sheet.hpp"
#include "app/views/pixels.hpp"
#include "core/base/words.hpp"
#include "core/enlarging/collection.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/ops/resample/region.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostResults = 1 << 20;
constexpr Index kSide = 192;  ///< of what is shown of a picture, in its pixels

struct ReportOptions {
  std::string output, pictures, budget;
  bool json = false, quiet = false;
};

Arguments declare_report(ReportOptions& o, Words& results) {
  Arguments arguments(
      "report", "RESULT.json... -o REPORT.html|.csv",
      "Merges what any number of runs of compare --json and inspect --json printed: means and spreads, each\n"
      "two ways beside each other with their paired statistics, parts of the pictures where they are still\n"
      "there, and every number. Folders that are too large for one machine are so shared out by GNU "
      "parallel\n"
      "or a job array; docs/reports.md shows how. A file may hold several documents, one a line. Runs with\n"
      "different factors or ways of making their results are refused, and so is a picture that comes twice.\n"
      "The page is one file that needs no network.");
  arguments.positionals(results, kMostResults);
  arguments.option("-o,--output", o.output, "FILE", "what to write: .html or .csv");
  arguments.option("--pictures", o.pictures, "N",
                   "how many pictures the page shows parts of, 0 to 10000 (24)");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print what was merged as JSON");
  arguments.flag("--quiet", o.quiet, "print nothing");
  arguments.example("convscope report runs/*.json -o report.html");
  arguments.example("parallel convscope compare {} --factor 2 --json '>' runs/{/.}.json ::: photos/*.png");
  return arguments;
}

/// Where a picture is: as the run named it, from here or from where its JSON lies; nothing where it is gone.
std::optional<std::string> place_of(const std::string& image, const std::string& source) {
  std::error_code none;
  for (const fs::path& place : {fs::path(image), fs::path(source).parent_path() / image})
    if (fs::is_regular_file(place, none)) return place.string();
  return std::nullopt;
}

class Figures {
 public:
  Figures(Index factor, Budget budget, const Progress& progress)
      : factor_(factor), budget_(budget), progress_(progress) {}

  std::vector<ReportFigure> of(const Compared& one) const {
    const std::optional<Tensor<float>> truth = picture(one.image, one.source);
    if (!truth || !covers(*truth, one.width, one.height)) return {};
    const Region part = telling(*truth, one.width, one.height);
    std::vector<ReportFigure> out{figure("truth", *truth, part)};
    for (const ComparisonRow& row : one.rows) {
      if (row.file.empty()) continue;
      const std::optional<Tensor<float>> result = picture(row.file, one.source);
      if (result && covers(*result, one.width, one.height)) out.push_back(figure(row.name, *result, part));
    }
    out.front().note =
        fmt::format("{} × {} pixels from column {}, row {}", part.width, part.height, part.left, part.top);
    return out;
  }

  std::vector<ReportFigure> of(const Inspected& one) const {
    const std::optional<Tensor<float>> found = picture(one.image, one.source);
    if (!found || !covers(*found, one.width, one.height)) return {};
    const Region part = telling(*found, one.width, one.height);
    std::vector<ReportFigure> out{figure(one.image, *found, part)};
    out.front().note =
        fmt::format("{} × {} pixels from column {}, row {}", part.width, part.height, part.left, part.top);
    return out;
  }

 private:
  std::optional<Tensor<float>> picture(const std::string& image, const std::string& source) const {
    const std::optional<std::string> place = place_of(image, source);
    if (!place) return std::nullopt;
    try {
      return opaque_colors(read_image_file(*place, "image", budget_, progress_.silent()));
    } catch (const Error&) {
      return std::nullopt;  // as if it were gone: its numbers are there
    }
  }

  static bool covers(const Tensor<float>& picture, Index width, Index height) {
    return picture.shape()[3] >= width && picture.shape()[2] >= height;
  }

  /// About where it shows the most.
  Region telling(const Tensor<float>& picture, Index width, Index height) const {
    const Index factor = std::max<Index>(2, factor_);
    const Index w = std::min(kSide, width), h = std::min(kSide, height);
    if (width <= kSide && height <= kSide) return {0, 0, height, width};
    if (std::min(width, height) < 64) return {(height - h) / 2, (width - w) / 2, h, w};
    const Tensor<float> whole = cropped(picture, {0, 0, height / factor * factor, width / factor * factor});
    const Rect part = telling_part(whole, shrink_area(whole, factor), factor);
    const auto begin = [](double at, double extent, Index side, Index all) {
      return std::clamp<Index>(static_cast<Index>(at + extent / 2) - side / 2, 0, all - side);
    };
    return {begin(part.y, part.h, h, height), begin(part.x, part.w, w, width), h, w};
  }

  static ReportFigure figure(const std::string& name, const Tensor<float>& picture, const Region& part) {
    return {.name = name,
            .png = encode_png(to_image(cropped(picture, part))),
            .width = part.width,
            .height = part.height};
  }

  Index factor_;
  Budget budget_;
  const Progress& progress_;
};

std::size_t read_pictures(const std::string& text) {
  if (text.empty()) return ReportFigures{}.most;
  const Index most = read_number(text, "pictures");
  require_range(static_cast<double>(most), 0, 10000, "pictures");
  return static_cast<std::size_t>(most);
}

}  // namespace

void report(const Words& words) {
  ReportOptions o;
  Words results;
  const Arguments arguments = declare_report(o, results);
  if (!arguments.parse(words)) return;
  if (results.empty() || results.front().empty())
    throw UsageError("result", "is missing", "convscope report RESULT.json... -o REPORT.html");
  arguments.require("--output", o.output);
  const bool page = o.output.ends_with(".html");
  if (!page && !o.output.ends_with(".csv"))
    throw UsageError("output", fmt::format("the ending of '{}' says no format", o.output), ".html or .csv");
  ReportFigures figures{.most = read_pictures(o.pictures)};
  const Budget budget = read_budget(o.budget);
  require_writable(o.output);
  const Interruptible interruptible;
  ProgressLine line("report", o.quiet);
  const Progress progress = interruptible.progress([&](double done) { line.at(done); });

  Collection all;
  for (std::size_t i = 0; i < results.size(); ++i) {
    progress.at(0.5 * static_cast<double>(i) / static_cast<double>(results.size()));
    add_results(all, read_file(results[i], "result"), results[i]);
  }
  const Progress drawing = progress.part(0.5, 1);
  const Figures made(all.factor, budget, drawing);
  figures.of_compared = [&](const Compared& one) { return made.of(one); };
  figures.of_inspected = [&](const Inspected& one) { return made.of(one); };
  std::vector<PendingFile> files;
  PendingFile& file = files.emplace_back(o.output);
  if (page)
    write_report_page(
        all, figures, [&](std::string_view bytes) { file.write(bytes); }, drawing);
  else
    file.write(collection_csv(all));
  const Json json{{"files", all.sources},        {"compared", all.compared.size()},
                  {"names", all.names},          {"inspected", all.inspected.size()},
                  {"failed", all.failed.size()}, {"output", o.output}};
  finish(files, line,
         o.json    ? to_text(json)
         : o.quiet ? ""
                   : fmt::format("{}: {} compared, {} inspected, from {}\n", o.output,
                                 counted(all.compared.size(), "picture"), all.inspected.size(),
                                 counted(all.sources, "file")));
}

}  // namespace convscope::cli
