// convscope train: small decoders learn to enlarge, before one's eyes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "app/cli/folder.hpp"
#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/export/color_table.hpp"
#include "app/export/gif.hpp"
#include "app/picture/backends.hpp"
#include "app/views/images/race.hpp"
#include "app/views/pixels.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/image_file.hpp"
#include "core/io/picture_files.hpp"
#include "core/network/onnx_write.hpp"
#include "core/network/safetensors.hpp"
#include "core/training/graph.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

constexpr Index kFilmFrames = 40, kFrameMs = 120, kHoldMs = 1600;
constexpr std::uint64_t kMostSeed = 1'000'000'000;

struct TrainOptions {
  std::string decoders, factor, steps, seed, layers, width, rate, output, budget;
  bool json = false, quiet = false;
};

Arguments declare_train(TrainOptions& o, Words& images) {
  std::string kinds;
  for (const DecoderKind& kind : decoder_kinds())
    kinds += fmt::format("  {:<18}  {}\n", kind.name, kind.help);
  Arguments arguments(
      "train", "IMAGES [options] -o DIR",
      "Trains small decoders from one seed to enlarge crops of the pictures (files, folders, patterns in\n"
      "quotes), reduced by means of S x S, with Adam against the mean squared error:\n" +
          kinds +
          "Of each step are printed the loss (colours 0 to 1), and of the part of the first picture with\n"
          "the most edges the PSNR and the grid's grey levels; flat_levels is the grid on plain grey, how\n"
          "unequal the sums of the phases are, and phase_spread how far apart they are in a kernel.\n"
          "DIR gets DECODER.onnx (convscope network reads it), DECODER.safetensors, training.csv,\n"
          "training.svg, phases.svg and training.gif.\n"
          "A decoder whose numbers are none any more stops; the step before is kept. Ctrl-C keeps all that\n"
          "was done.");
  arguments.positionals(images, kMostPictures);
  arguments.option("--decoders", o.decoders, "A,B", "which, or all (all)");
  arguments.option("--factor", o.factor, "S", "how many times larger, 2 to 4 (2)");
  arguments.option("--steps", o.steps, "N", fmt::format("1 to {} (200)", kMostTrainingSteps));
  arguments.option("--seed", o.seed, "K", "of the first weights and the crops (1)");
  arguments.option("--layers", o.layers, "N", fmt::format("1 to {} (2)", kMostDecoderLayers));
  arguments.option("--width", o.width, "N",
                   fmt::format("channels between layers, 1 to {} (16)", kMostDecoderWidth));
  arguments.option("--rate", o.rate, "X", "Adam's learning rate (0.004)");
  arguments.option("-o,--output", o.output, "DIR", "where the weights, curves and the animation go");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print every step as JSON");
  arguments.flag("--quiet", o.quiet, "print neither a table nor progress");
  arguments.example("convscope train photo.png --steps 200 -o trained");
  arguments.example("convscope train photos --decoders conv-transpose-k3,nearest-conv --json -o trained");
  return arguments;
}

std::vector<DecoderForm> read_decoders(const std::string& text) {
  std::vector<DecoderForm> forms;
  if (text.empty() || text == "all") return forms;
  for (std::string_view word : split(text, ',')) forms.push_back(usage([&] { return parse_decoder(word); }));
  return forms;
}

RaceChoice read_choice(const TrainOptions& o) {
  RaceChoice choice{.decoders = read_decoders(o.decoders)};
  for (const auto& [text, field, value] :
       std::initializer_list<std::tuple<const std::string&, std::string_view, Index*>>{
           {o.factor, "factor", &choice.factor},
           {o.steps, "steps", &choice.steps},
           {o.layers, "layers", &choice.layers},
           {o.width, "width", &choice.width}})
    if (!text.empty()) *value = read_number(text, field);
  if (!o.seed.empty()) {
    const Index seed = read_number(o.seed, "seed");
    require_range(static_cast<double>(seed), 0, static_cast<double>(kMostSeed), "seed");
    choice.seed = static_cast<std::uint64_t>(seed);
  }
  if (!o.rate.empty()) choice.rate = read_positive(o.rate, "rate");
  check_race(choice);
  return choice;
}

/// Closer together at the beginning, where most happens.
bool is_frame(Index step, Index steps) {
  if (steps <= kFilmFrames) return true;
  const auto frame = [&](Index at) {
    return std::floor(static_cast<double>(kFilmFrames) *
                      std::sqrt(static_cast<double>(at) / static_cast<double>(steps)));
  };
  return step == 0 || step == steps || frame(step) != frame(step - 1);
}

/// What the animation shows of one step.
struct TrainedMoment {
  Index step = 0;
  std::vector<std::shared_ptr<const Image>> outputs{};
};

std::shared_ptr<const Image> image_of(const Tensor<float>& pixels) {
  return std::make_shared<const Image>(to_image(pixels));
}

TrainedMoment moment_of(const Race& race) {
  TrainedMoment moment{race.steps_done()};
  for (const Runner& runner : race.runners()) moment.outputs.push_back(image_of(runner.output));
  return moment;
}

/// All steps of a race that is over, as drawings.
class Course {
 public:
  Course(const Race& race, const std::vector<TrainedMoment>& moments)
      : race_(race), moments_(moments), lanes_(lanes_of(race)), original_(image_of(race.view())) {}

  Picture outputs(const TrainedMoment& moment) const { return draw_race(figure(moment), {}).picture; }
  Picture phases() const { return draw_race_phases(figure(moments_.back()), {}).picture; }
  const TrainedMoment& last() const { return moments_.back(); }

  std::string animation() const {
    ColorCount count;
    for (const std::size_t i : {std::size_t{0}, moments_.size() / 2, moments_.size() - 1})
      count.add(rasterise(outputs(moments_[i])));
    std::unique_ptr<GifWriter> gif;
    for (const TrainedMoment& moment : moments_) {
      const Image frame = rasterise(outputs(moment));
      if (!gif)
        gif = std::make_unique<GifWriter>(frame.width, frame.height, count.choose(GifWriter::kColors));
      gif->add(frame, static_cast<int>(&moment == &moments_.back() ? kHoldMs : kFrameMs));
    }
    return gif->finish();
  }

 private:
  RaceFigure figure(const TrainedMoment& moment) const {
    return {.lanes = lanes_,
            .original = original_,
            .outputs = moment.outputs,
            .step = moment.step,
            .steps = race_.choice().steps,
            .factor = race_.choice().factor};
  }

  const Race& race_;
  const std::vector<TrainedMoment>& moments_;
  std::vector<RaceLane> lanes_;
  std::shared_ptr<const Image> original_;
};

void write(Folder& folder, const fs::path& into, const Race& race,
           const std::vector<TrainedMoment>& moments) {
  for (const Runner& runner : race.runners()) {
    const std::string_view decoder = name(runner.decoder.choice().form);
    std::vector<std::pair<std::string, Tensor<float>>> tensors;
    for (const Parameter& parameter : runner.decoder.parameters())
      tensors.emplace_back(parameter.name, parameter.values);
    folder.add(into / fmt::format("{}.safetensors", decoder), safetensors_bytes(tensors));
    folder.add(into / fmt::format("{}.onnx", decoder), onnx_bytes(network_of(runner.decoder)));
  }
  const Course course(race, moments);
  folder.add(into / "training.csv", race_csv(race.runners()));
  folder.add(into / "training.svg", to_svg(course.outputs(course.last())));
  folder.add(into / "phases.svg", to_svg(course.phases()));
  folder.add(into / "training.gif", course.animation());
}

Json json_of(const Race& race, const std::vector<std::string>& files) {
  const RaceChoice& choice = race.choice();
  Json decoders = Json::array();
  for (const Runner& runner : race.runners()) {
    Json steps = Json::array();
    for (const TrainingStep& s : runner.steps)
      steps.push_back({{"step", s.step},
                       {"loss", s.loss},
                       {"psnr", s.psnr},
                       {"grid_levels", s.grid_levels},
                       {"flat_levels", s.flat_levels},
                       {"phase_spread", s.phase_spread},
                       {"phase_sums", s.phase_sums}});
    decoders.push_back({{"name", name(runner.decoder.choice().form)},
                        {"parameters", runner.decoder.weight_count()},
                        {"diverged", runner.diverged ? Json(*runner.diverged) : Json()},
                        {"steps", std::move(steps)}});
  }
  return {{"images", files},           {"factor", choice.factor}, {"steps", choice.steps},
          {"done", race.steps_done()}, {"seed", choice.seed},     {"layers", choice.layers},
          {"width", choice.width},     {"rate", choice.rate},     {"decoders", std::move(decoders)}};
}

std::string table_of(const Race& race) {
  std::string out = fmt::format("{:<18}  {:>7}  {:>6}  {:>10}  {:>7}  {:>7}  {:>7}\n", "decoder", "weights",
                                "steps", "loss", "psnr", "grid", "flat");
  for (const Runner& runner : race.runners()) {
    out += fmt::format("{:<18}  {:>7}  {:>6}", name(runner.decoder.choice().form),
                       runner.decoder.weight_count(), runner.steps.size());
    if (!runner.steps.empty()) {
      const TrainingStep& last = runner.steps.back();
      out += fmt::format("  {:>10.6f}  {:>7.2f}  {:>7.2f}  {:>7.2f}", last.loss, last.psnr, last.grid_levels,
                         last.flat_levels);
    }
    out += '\n';
  }
  return out;
}

}  // namespace

void train(const Words& words) {
  TrainOptions o;
  Words images;
  const Arguments arguments = declare_train(o, images);
  if (!arguments.parse(words)) return;
  if (images.empty() || images.front().empty())
    throw UsageError("image", "is missing", "convscope train IMAGES -o DIR");
  const RaceChoice choice = read_choice(o);
  arguments.require("--output", o.output);
  const Budget budget = read_budget(o.budget);
  const std::vector<std::string> files = find_pictures(images, "image");
  const Interruptible interruptible;
  ProgressLine line("train", o.quiet);
  const Progress progress = interruptible.progress([&](double done) { line.at(done); });

  Folder folder;
  folder.make(o.output);
  require_writable((fs::path(o.output) / "training.csv").string());
  std::vector<TrainingPicture> pictures;
  double memory = 0;
  for (const std::string& file : files) {
    progress.check();
    pictures.push_back({file, read_image(file, "image", budget)});
    memory += sizeof(float) * static_cast<double>(pictures.back().pixels.size());
    require_memory(memory, budget, "image");
  }
  Race race(choice, std::move(pictures));
  std::vector<TrainedMoment> moments{moment_of(race)};
  const auto share = [&] {
    return static_cast<double>(race.steps_done()) / static_cast<double>(choice.steps);
  };
  while (progress.goes_on(share()) && race.advance())
    if (is_frame(race.steps_done(), choice.steps)) moments.push_back(moment_of(race));
  if (moments.back().step != race.steps_done()) moments.push_back(moment_of(race));

  for (const Runner& runner : race.runners())
    if (runner.diverged)
      line.say(fmt::format("note: {} diverged at step {}, the step before is kept (a smaller --rate)",
                           name(runner.decoder.choice().form), *runner.diverged));
  write(folder, o.output, race, moments);
  finish(folder.files(), line, o.json ? to_text(json_of(race, files)) : o.quiet ? "" : table_of(race));
  folder.keep();
  if (progress.stopped()) {
    line.say(fmt::format("steps: stopped after {} of {} (what was done is kept in {})", race.steps_done(),
                         choice.steps, o.output));
    throw Stopped{};
  }
}

}  // namespace convscope::cli
