// convscope tour: what the program shows, as files; for where there is no display.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/export/animation.hpp"
#include "app/picture/backends.hpp"
#include "app/views/photo.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::cli {

namespace {

constexpr std::string_view kUpsample = "tconv 3x3 k3 s2 p1 op1 w=bilinear";

/// Volumes: the views that draw them have an example in a plane as well.
struct Volume {
  std::string_view file, view, spec;
};
constexpr Volume kVolumes[] = {{"slide-volume.png", "slide", "conv 4x4x4 k3 in=random:1 w=arange"},
                               {"scatter-volume.png", "scatter", "tconv 2x2x2 k3 s2 w=bilinear"}};

/// The view's example, or the first of some scenarios that it can show.
std::unique_ptr<const Derived> scenario_for(const View& view) {
  for (const std::string_view spec : {view.example, kUpsample, {"conv 5x5 k3"}, {"conv 5 k3"}}) {
    if (spec.empty()) continue;
    auto derived = std::make_unique<const Derived>(parse_spec(spec));
    if (!view.obstacle(*derived)) return derived;
  }
  return nullptr;
}

std::string png_of(const View& view, const Derived& derived) {
  const Index last = steps(view, derived);
  // Halfway, so that the picture shows what is done and what is to come.
  Style style;
  if (view.photograph) style.photo = compared_photo(derived, read_photo(derived.scenario().photo));
  return encode_png(rasterise(view.draw(derived, still_moment((last + 1) / 2, last), style)));
}

std::string animation(const Progress& progress) {
  const Derived derived(parse_spec(kUpsample));
  const View& view = default_view(derived.scenario());
  Style style;
  style.width = 960;
  style.height = 540;
  const auto frames = animation_frames(steps(view, derived), {.fps = 15});
  return animation_gif(
      frames, [&](Moment moment) { return rasterise(view.draw(derived, moment, style)); }, progress);
}

void make_folder(const std::string& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem)
    throw Error("folder", fmt::format("{} cannot be made: {}", folder, problem.message()),
                "a folder that can be written");
}

}  // namespace

void tour(const Words& words) {
  Words positionals;
  bool json = false, quiet = false;
  Arguments arguments("tour", "FOLDER",
                      "Draws each view as a PNG and one animation as a GIF into the folder.");
  arguments.positionals(positionals, 1);
  arguments.flag("--json", json, "print the files as a JSON list");
  arguments.flag("--quiet", quiet, "print nothing");
  arguments.example("convscope tour out/tour");
  if (!arguments.parse(words)) return;
  if (positionals.empty() || positionals.front().empty())
    throw UsageError("folder", "is missing", "convscope tour FOLDER");
  const std::string& folder = positionals.front();

  ProgressLine line("tour", quiet);
  make_folder(folder);
  const Interruptible interruptible;
  std::vector<std::string> names;
  std::vector<PendingFile> files;
  const auto add = [&](std::string_view name, const std::string& bytes) {
    names.push_back(fmt::format("{}/{}", folder, name));
    files.emplace_back(names.back(), "folder").write(bytes);
    files.back().close();
  };
  for (const View& view : views())
    if (const auto derived = scenario_for(view))
      add(fmt::format("{}.png", view.name), png_of(view, *derived));
  for (const Volume& volume : kVolumes)
    add(volume.file, png_of(view(volume.view), Derived(parse_spec(volume.spec))));
  add("animation.gif", animation(interruptible.progress([&](double share) { line.at(share); })));
  finish(files, line, json ? to_text(Json(names)) : quiet ? "" : fmt::format("{}\n", fmt::join(names, "\n")));
}

}  // namespace convscope::cli
