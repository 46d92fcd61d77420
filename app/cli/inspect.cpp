// convscope inspect: printed grids found without an original.
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/gates.hpp"
#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "core/enlarging/verdict.hpp"
#include "core/io/image_file.hpp"
#include "core/io/picture_files.hpp"
#include "core/metrics/grid_search.hpp"

namespace convscope::cli {

namespace {

struct InspectOptions {
  std::string factor, budget;
  Words fail_above;
  bool json = false, quiet = false;
};

Arguments declare_inspect(InspectOptions& o, Words& images) {
  Arguments arguments(
      "inspect", "IMAGES [--factor S] [options]",
      "Finds printed grids in pictures (files, folders, or patterns in quotes) without their originals:\n"
      "periods of 2 to 8 pixels, the phase, that is row and column of the brightest pixel in the first "
      "period,\n"
      "the strength in grey levels, a confidence and the cause: upsampling, the blocks of JPEG, or the\n"
      "content's own texture as stripes, halftone and text. The verdict is of upsampling alone. A picture\n"
      "that cannot be used is named, the others are inspected, and the exit status is 1. docs/inspect.md "
      "says\n"
      "how it is done and how often it is right.");
  arguments.positionals(images, kMostPictures);
  arguments.option("--factor", o.factor, "S", "only this period, 2 to 8 (all of them)");
  arguments.option("--fail-above", o.fail_above, "levels=X", kGateHelp);
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print the grids as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a table nor progress");
  arguments.example("convscope inspect photo.png");
  arguments.example("convscope inspect results --fail-above levels=1 --json");
  return arguments;
}

struct Inspected {
  std::string image;
  Index width = 0, height = 0;
  std::vector<FoundGrid> grids{};
  /// Of upsampling.
  double levels() const {
    double most = 0;
    for (const FoundGrid& grid : grids)
      if (grid.cause == GridCause::upsampling) most = std::max(most, grid.levels);
    return most;
  }
  std::string verdict() const { return std::string(name(grade(levels(), kLevelLimits))); }
};

Json json_of(const Inspected& one) {
  Json grids = Json::array();
  for (const FoundGrid& grid : one.grids)
    grids.push_back({{"period", grid.period},
                     {"phase", grid.phase},
                     {"levels", grid.levels},
                     {"confidence", grid.confidence},
                     {"cause", name(grid.cause)},
                     {"reason", grid.reason},
                     {"significance", grid.significance},
                     {"coverage", grid.coverage},
                     {"autocorrelation", grid.autocorrelation}});
  return {
      {"image", one.image}, {"size", {one.width, one.height}}, {"grids", grids}, {"verdict", one.verdict()}};
}

std::string text_of(const Inspected& one) {
  std::string text = fmt::format("{}, {} × {}: {}\n", one.image, one.width, one.height, one.verdict());
  for (const FoundGrid& grid : one.grids)
    text += fmt::format("  {:<10} {} × {}, {:.2f} levels, {:.0f} % sure: {}\n", name(grid.cause),
                        grid.period[1], grid.period[0], grid.levels, 100 * grid.confidence, grid.reason);
  return text;
}

Gates level_gates(const Words& words) {
  return {words, [](std::string_view name) {
            if (name != "levels")
              throw Error("fail-above", fmt::format("'{}' is not known", name), "levels=X");
            return std::string(name);
          }};
}

}  // namespace

void inspect(const Words& words) {
  InspectOptions o;
  Words images;
  const Arguments arguments = declare_inspect(o, images);
  if (!arguments.parse(words)) return;
  if (images.empty() || images.front().empty())
    throw UsageError("image", "is missing", "convscope inspect IMAGES");
  std::optional<Index> period;
  if (!o.factor.empty()) {
    period = read_number(o.factor, "factor");
    require_range(static_cast<double>(*period), kLeastPeriod, kMostPeriod, "factor");
  }
  Gates gates = level_gates(o.fail_above);
  const Budget budget = read_budget(o.budget);
  const std::vector<std::string> files = find_pictures(images, "image");
  const Interruptible interruptible;
  ProgressLine line("inspect", o.quiet);
  const Progress progress = interruptible.progress([&](double done) { line.at(done); });
  std::string text;
  Json list = Json::array();
  const auto work = [&](std::size_t, const std::string& path, const Progress& part) {
    const Tensor<float> picture = opaque_colors(read_image_file(path, "image", budget, part.silent()));
    Inspected one{path, picture.shape()[3], picture.shape()[2], find_grids(picture, period, part)};
    for (const Gates::Limit& limit : gates.limits()) gates.look(limit, path, one.levels());
    o.json ? list.push_back(json_of(one)) : static_cast<void>(text += text_of(one));
  };
  const std::vector<FailedPicture> failed = for_each_picture(files, line, progress, work);
  if (failed.size() == files.size()) throw Incomplete();
  finish({}, line, o.json ? to_text(list) : o.quiet ? "" : text);
  if (!failed.empty()) {
    gates.say(line);
    throw Incomplete();
  }
  gates.close();
}

}  // namespace convscope::cli
