// convscope render: a view as a picture, as pages, or as an animation.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/cli/lesson_export.hpp"
#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/cli/what.hpp"
#include "app/export/film.hpp"
#include "app/export/formats.hpp"
#include "app/picture/backends.hpp"
#include "app/views/calm.hpp"
#include "app/views/photo.hpp"
#include "app/views/registry.hpp"
#include "app/views/step_words.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::cli {

namespace {

struct RenderOptions {
  std::string output, view, size, step, fps, speed, theme, scale, numbers, order, photo, budget, ground;
  std::string as;
  bool all_steps = false, bare = false, crop = false, present = false, json = false, quiet = false;
};

/// One file for each frame.
constexpr std::string_view kFrames = "frame-%04d.png";

/// The endings of formats that hold no single picture.
std::vector<std::string_view> only_moving() {
  std::vector<std::string_view> out;
  for (const ExportFormat& format : export_formats())
    if (!format.still()) out.push_back(format.ending);
  return out;
}

Arguments declare_render(RenderOptions& o, Words& what) {
  Arguments arguments(
      "render", "WHAT -o FILE [options]",
      fmt::format(
          "Draws a scenario. FILE is {} for a picture; {} or\n{} for an animation. A LESSON becomes a\n"
          ".pdf (a page a scene, with its notes), an .html page, or with -o FOLDER/ numbered figures.\n\n{}",
          listed(still_endings(), Listing::with_or), listed(only_moving(), Listing::commas), kFrames,
          kWhatHelp));
  arguments.positionals(what, kWhatWords);
  arguments.option("-o,--output", o.output, "FILE", "what to write; the ending says how");
  arguments.option("--view", o.view, "NAME",
                   "slide for a convolution, scatter for a transposed one; see views");
  arguments.option("--size", o.size, "WxH", "in pixels (1280x720)");
  arguments.option("--step", o.step, "N", "steps done, 0 is the beginning (the last one)");
  arguments.flag("--all-steps", o.all_steps, "one still page or frame for each step");
  arguments.option("--fps", o.fps, "N", "frames a second (30; .gif 15)");
  arguments.option("--speed", o.speed, "X", "of an animation; at 1 a step lasts 0.8 s (1)");
  arguments.option("--theme", o.theme, "NAME", "light, dark or high-contrast (light; .html: the reader's)");
  arguments.flag("--present", o.present, "as in presentation mode: large numbers, few words");
  arguments.option("--scale", o.scale, "X", "pixels of the file for each pixel of --size (1)");
  arguments.option("--numbers", o.numbers, "NAME", "automatic, decimal or fraction (automatic)");
  arguments.option("--order", o.order, "NAME",
                   "what a step holds fixed: window, pixel, tap, or own, the view's (own)");
  arguments.option("--ground", o.ground, "NAME",
                   "theme, white (of the light theme), or none: transparent (theme)");
  arguments.flag("--bare", o.bare, "without the view's name and sentence");
  arguments.flag("--crop", o.crop, "cut to what is drawn");
  arguments.option("--photo", o.photo, "IMAGE", "the photograph of the photo view");
  arguments.option("--as", o.as, "NAME", "figures of a lesson's folder: svg or png (svg)");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print the files, their number of frames and the view as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a summary nor progress");
  arguments.example("convscope render \"tconv 3x3 k3 s2 p1 op1\" -o stamp.png --step 5");
  arguments.example("convscope render \"conv 5x5 k3\" -o slide.gif --size 960x540");
  arguments.example("convscope render padding-and-stride -o handout.pdf");
  return arguments;
}

/// Where the number stands in "frame-%04d.png", and how wide it is.
struct Pattern {
  std::string before, after;
  int digits = 0;
  std::string name(std::size_t number) const {
    return fmt::format("{}{:0{}}{}", before, number, digits, after);
  }
};

std::optional<Pattern> find_pattern(const std::string& path) {
  const std::size_t percent = path.find('%');
  if (percent == std::string::npos) return std::nullopt;
  std::size_t end = percent + 1;
  while (end < path.size() && path[end] >= '0' && path[end] <= '9') ++end;
  const std::string digits = path.substr(percent + 1, end - percent - 1);
  if (end == path.size() || path[end] != 'd' || digits.size() > 2 ||
      path.find('%', end) != std::string::npos || !path.ends_with(".png"))
    throw UsageError("output", fmt::format("'{}' is no pattern", path),
                     "one number and .png, as frame-%04d.png");
  return Pattern{path.substr(0, percent), path.substr(end + 1), digits.empty() ? 1 : std::stoi(digits)};
}

const ExportFormat& format_of(const std::string& path) {
  if (const ExportFormat* format = export_format(path)) return *format;
  const auto ending = [](const ExportFormat& format) { return format.ending; };
  throw UsageError("output", fmt::format("the ending of '{}' says no format", path),
                   fmt::format("{} or a pattern as {}",
                               listed(names_of(export_formats(), ending), Listing::commas), kFrames));
}

constexpr Names<FigureGround, 3> kGrounds{"ground", {"theme", "white", "none"}, Listing::with_or};
constexpr Names<NumberFormat, 3> kNumbers{"numbers", {"automatic", "decimal", "fraction"}, Listing::commas};

/// Everything that the words ask for, before any work.
struct Request {
  const ExportFormat* format = nullptr;
  std::optional<Pattern> sequence;  // a file for each frame
  const View* view = nullptr;       // null: the scenario's default
  Style style;
  ExportChoice choice;
  std::optional<Index> step;
  bool both_themes = false;  // a page follows its reader's, unless one is asked for
  Budget budget;
};

/// One picture in one file.
bool one_picture(const Request& r) {
  return !r.sequence && is_still(*r.format, r.choice);
}

void read_style(Request& r, const RenderOptions& o) {
  r.both_themes = o.theme.empty();
  if (!o.theme.empty()) r.style.theme = usage([&] { return kThemes.parse(o.theme); });
  if (!o.numbers.empty()) r.style.numbers = usage([&] { return kNumbers.parse(o.numbers); });
  if (!o.ground.empty() && o.ground != "shown")  // its first name for that of the theme
    r.choice.ground = usage([&] { return kGrounds.parse(o.ground); });
  if (r.choice.ground == FigureGround::white && is_dark(r.style.theme))
    throw UsageError("ground", "white does not show a dark theme's light letters",
                     "theme or none, or --theme light");
  r.choice.cropped = o.crop;
  r.style.title = !o.bare;
  if (!o.order.empty() && o.order != "own") r.style.order = usage([&] { return parse_order(o.order); });
  if (!o.scale.empty()) r.choice.scale = read_positive(o.scale, "scale");
  require_range(r.choice.scale, 0.1, 16, "scale");
  if (!o.size.empty()) {
    const Shape size = read_picture_size(o.size, "size");
    require_range(static_cast<double>(size[0]), 320, 16384, "size");
    require_range(static_cast<double>(size[1]), 240, 16384, "size");
    r.style.width = static_cast<double>(size[0]);
    r.style.height = static_cast<double>(size[1]);
  }
  if (o.present) present(r.style);  // the type grows with the picture
}

Request read_request(const RenderOptions& o) {
  Request r;
  r.sequence = find_pattern(o.output);
  r.format = &format_of(o.output);
  if (!o.view.empty()) r.view = usage([&] { return &view(o.view); });
  r.choice.all_steps = r.choice.timing.stills = o.all_steps;
  const bool still = one_picture(r);
  if (!o.step.empty() && !still)
    throw UsageError("step", "has no meaning for an animation",
                     fmt::format("a {} without --all-steps", listed(still_endings(), Listing::with_or)));
  if (o.all_steps && still)
    throw UsageError("all-steps", "one picture holds one step",
                     fmt::format("{} or {}", listed(moving_endings(), Listing::commas), kFrames));
  if (!o.step.empty()) r.step = read_number(o.step, "step");
  r.choice.timing.fps = o.fps.empty() ? r.format->usual_fps : read_positive(o.fps, "fps");
  require_range(r.choice.timing.fps, 1, r.format->most_fps, "fps");
  if (!o.speed.empty()) r.choice.timing.speed = read_positive(o.speed, "speed");
  require_range(r.choice.timing.speed, 0.1, 100, "speed");
  r.budget = read_budget(o.budget);
  read_style(r, o);
  usage([&] { check_export(*r.format, r.choice); });
  return r;
}

/// A lesson's handout, page or folder; what else the words say has no meaning for it.
LessonExport read_lesson(const std::string& what, const RenderOptions& o) {
  for (const auto& [text, name] : {std::pair{&o.view, "view"},
                                   {&o.step, "step"},
                                   {&o.fps, "fps"},
                                   {&o.speed, "speed"},
                                   {&o.order, "order"},
                                   {&o.photo, "photo"},
                                   {&o.ground, "ground"}})
    if (!text->empty())
      throw UsageError(name, "has no meaning for a lesson, whose scenes say it",
                       "--size, --theme, --numbers, --scale, --as, --all-steps");
  Request r;
  read_style(r, o);
  r.style.title = false;  // scenes have headings of their own
  if (o.size.empty()) r.style.width = 960, r.style.height = 540;
  const std::string as = o.as.empty() ? "svg" : o.as;
  if (as != "svg" && as != "png") throw UsageError("as", fmt::format("'{}' is not known", as), "svg or png");
  return {.lesson = what,
          .output = o.output,
          .format = "." + as,
          .style = r.style,
          .scale = r.choice.scale,
          .all_steps = o.all_steps,
          .budget = read_budget(o.budget),
          .json = o.json,
          .quiet = o.quiet};
}

/// One view of one scenario, ready to be drawn.
class Drawn {
 public:
  Drawn(const Derived& derived, const Request& request)
      : derived_(derived), style_(request.style), both_themes_(request.both_themes) {
    view_ = request.view ? request.view : &default_view(derived.scenario());
    if (const auto obstacle = view_->obstacle(derived)) {
      // "shows this and that; choose something": what it is, and what would be possible.
      const std::size_t semicolon = std::min(obstacle->find("; "), obstacle->size());
      throw Error(
          "view", fmt::format("{} {}", view_->name, obstacle->substr(0, semicolon)),
          semicolon < obstacle->size() ? obstacle->substr(semicolon + 2) : "another view or scenario");
    }
    if (request.style.order && !view_->any_order)
      throw Error("order", fmt::format("{} keeps its own order", view_->name),
                  "slide, scatter, matrix or wiring");
    const double scale = request.choice.scale;
    require_memory(request.style.width * request.style.height * scale * scale * 16, request.budget, "size");
    for (double side : {request.style.width, request.style.height})
      if (side * scale > 32767)
        throw Error("scale", fmt::format("makes {:.0f} pixels a side", side * scale), "at most 32767");
    if (view_->photograph)
      style_.photo =
          compared_photo(derived, read_photo(derived.scenario().photo, request.budget), request.budget);
  }

  const View& shown() const { return *view_; }
  Index steps() const { return convscope::steps(*view_, derived_, style_.order); }
  Film film(std::optional<Index> step) const {
    Film film{.draw = [this](Moment moment) { return view_->draw(derived_, moment, style_); },
              .steps = steps(),
              .animated = view_->animated,
              .now = still_moment(step.value_or(steps()), steps()),
              .title = std::string(view_->title),
              .line = spec_line(derived_.scenario()),
              .sentence = [this](Index done) { return step_sentence(*view_, derived_, style_.order, done); },
              .dark = is_dark(style_.theme)};
    if (!both_themes_) return film;
    Style other = style_;
    other.theme = Theme::dark;
    film.in_other_theme = [this, other](Moment moment) { return view_->draw(derived_, moment, other); };
    return film;
  }

 private:
  const Derived& derived_;
  Style style_;  ///< with what the view needs
  bool both_themes_;
  const View* view_;
};

struct Result {
  std::vector<std::string> names;
  std::size_t frames = 1;
};

Result make_files(const Film& film, const Request& r, const RenderOptions& o, const Progress& progress,
                  std::vector<PendingFile>& files) {
  if (!r.sequence) {
    // Before the work: a folder that cannot be written should not cost a minute first.
    files.emplace_back(o.output);
    return {{o.output}, write_film(film, r.choice, *r.format, files.back(), progress)};
  }
  const Film whole = prepared(film, r.choice);
  const std::vector<AnimationFrame> frames = frames_of(whole, r.choice);
  const PaintFrame paint = [&](Moment moment) {
    return rasterise(whole.draw(moment), r.choice.scale, r.choice.backing());
  };
  Result result{{}, frames.size()};
  paint_frames(frames, paint, [&](const Image& image, std::size_t i) {
    result.names.push_back(r.sequence->name(i + 1));
    files.emplace_back(result.names.back()).write(encode_png(image));
    files.back().close();
    progress.at(static_cast<double>(i + 1) / static_cast<double>(frames.size()));
  });
  return result;
}

/// What a scenario file wants, where the words say nothing else.
void follow_file(Request& r, const ScenarioStage& stage) {
  if (r.view == nullptr && !stage.views.empty()) r.view = &view(stage.views[stage.focus]);
  if (!r.step && one_picture(r)) r.step = stage.step;
}

}  // namespace

void render(const Words& words) {
  RenderOptions o;
  Words what;
  const Arguments arguments = declare_render(o, what);
  if (!arguments.parse(words)) return;
  const std::string text = joined_what(what);
  arguments.require("--output", o.output);
  if (is_lesson_export(text, o.output)) return export_lesson(read_lesson(text, o));
  Request request = read_request(o);

  ProgressLine line("render", o.quiet);
  Scenario scenario = scenario_named(text);
  if (!is_lesson(text)) follow_file(request, stage_from_what(text));
  if (!o.photo.empty()) scenario.photo = o.photo;
  const Derived derived(std::move(scenario), request.budget);
  const Drawn drawn(derived, request);
  request.choice.timing.speed = calm_speed(drawn.shown(), request.choice.timing.speed, kExportStepSeconds);
  const Interruptible interruptible;
  std::vector<PendingFile> files;
  const Progress progress = interruptible.progress([&](double share) { line.at(share); });
  const Result result = make_files(drawn.film(request.step), request, o, progress, files);
  finish(files, line,
         o.json    ? to_text(Json{{"view", drawn.shown().name},
                                  {"steps", drawn.steps()},
                                  {"frames", result.frames},
                                  {"files", result.names}})
         : o.quiet ? ""
                   : fmt::format("{}: {}, {} frame{}\n", o.output, drawn.shown().name, result.frames,
                                 result.frames == 1 ? "" : "s"));
}

}  // namespace convscope::cli
