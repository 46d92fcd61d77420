#include "app/cli/network_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/cli/output.hpp"
#include "app/cli/values.hpp"
#include "core/io/npy.hpp"

namespace convscope::cli {

namespace {

/// As a picture: from nothing, black, to the largest, white.
Tensor<float> picture_of(const EffectiveField& field) {
  const Shape& shape = field.magnitude.shape();
  if (shape.rank() != 2)
    throw Error("output", fmt::format("a field of {} axes is no picture", shape.rank()), "a .npy");
  Tensor<float> out(Shape{1, 1, shape[0], shape[1]});
  const double most = std::max(std::ranges::max(field.magnitude.values()), 1e-300);
  for (Index i = 0; i < out.size(); ++i) out[i] = static_cast<float>(255 * field.magnitude[i] / most);
  return out;
}

Json field_json(const EffectiveField& field) {
  Json theoretical = Json::array(), seen = Json::array(), sigma = Json::array(), width = Json::array(),
       mean = Json::array();
  for (const FieldAxis& axis : field.axes) {
    theoretical.push_back(axis.theoretical());
    seen.push_back({axis.seen.first, axis.seen.last});
    mean.push_back(axis.mean);
    sigma.push_back(axis.sigma);
    width.push_back(axis.width);
  }
  return {{"layer", field.layer},
          {"cell", field.cell},
          {"channel", field.channel ? Json(*field.channel) : Json(nullptr)},
          {"input", field.input},
          {"theoretical", theoretical},
          {"seen", seen},
          {"mean", mean},
          {"sigma", sigma},
          {"effective", width},
          {"energy_in_middle", field.energy_in_middle},
          {"cells_above", field.above},
          {"gradient_sum", field.sum},
          {"everything", field.everything},
          {"borders", field.cut}};
}

std::string field_words(const EffectiveField& field) {
  std::vector<std::string> theoretical, width, sigma;
  for (const FieldAxis& axis : field.axes) {
    theoretical.push_back(fmt::format("{}", axis.theoretical()));
    width.push_back(fmt::format("{:.1f}", axis.width));
    sigma.push_back(fmt::format("{:.2f}", axis.sigma));
  }
  const auto times = [](const auto& list) { return fmt::format("{}", fmt::join(list, " x ")); };
  std::string text =
      fmt::format("{}, cell {}{}\n", field.layer, fmt::format("{}", fmt::join(field.cell, ", ")),
                  field.channel ? fmt::format(", channel {}", *field.channel) : "");
  text += fmt::format("sees        {} cells of the input{}\n", times(theoretical),
                      field.everything ? ", all that there are" : "");
  text += fmt::format("effective   {} (sigma {})\n", times(width), times(sigma));
  text += fmt::format("middle half {:.1f} % of the gradient's energy\n", 100 * field.energy_in_middle);
  text += fmt::format("above       {} cells with more than {:.2f} % of the largest gradient\n", field.above,
                      100 * EffectiveField::kAbove);
  if (field.sum == 0) text += "note: nothing of the input moves this cell here\n";
  if (field.cut && !field.everything) text += "note: borders take part\n";
  return text;
}

}  // namespace

void add_field_options(Arguments& arguments, FieldOptions& options) {
  arguments.flag(
      "--effective", options.wanted,
      "the effective receptive field of one cell, by a backward pass: of the output, or of --layer; "
      "-o .npy or .png: its map");
  arguments.option("--cell", options.cell, "LIST", "which cell of that layer; its middle when not given");
  arguments.option("--channel", options.channel, "N", "of one of its channels; of their sum when not given");
  arguments.option(
      "--at", options.at, "IMG",
      "linearised at the middle of an image, or at a .npy of the input's shape; at grey when not given");
}

bool check_field(const FieldOptions& options, const std::string& output, bool others) {
  if (!options.wanted) {
    for (const auto& [name, value] : {std::pair{"cell", &options.cell},
                                      std::pair{"channel", &options.channel}, std::pair{"at", &options.at}})
      if (!value->empty()) throw UsageError(name, "has no field to choose", "with --effective");
    return false;
  }
  if (others)
    throw UsageError("effective", "is given together with --run, --until or --export", "one of them");
  if (!output.empty() && !output.ends_with(".npy") && !output.ends_with(".png"))
    throw UsageError("output", fmt::format("the ending of '{}' says no format", output), ".png or .npy");
  return true;
}

void print_field(const Network& network, const FieldOptions& options, const FieldPlace& place) {
  FieldRequest request;
  request.layer = place.layer;
  const Shape cell = read_list(options.cell, "cell");
  request.cell.assign(cell.begin(), cell.end());
  if (!options.channel.empty()) request.channel = read_number(options.channel, "channel");
  request.budget = place.run.budget;
  ProgressLine line("network", place.quiet);
  const Interruptible interruptible;
  request.progress = interruptible.progress([&](double done) { line.at(done); });
  const Evaluator evaluator(network);
  Array input;
  if (options.at.empty())
    input = grey_input(evaluator, place.size, place.run.range, place.run.budget);
  else if (options.at.ends_with(".npy"))
    input = array_input(options.at, network, place.run);
  else
    input = middle_of(evaluator, picture_input(options.at, network, place.run));
  const EffectiveField field = effective_field(evaluator, input, request);
  std::vector<PendingFile> files;
  if (place.output.ends_with(".npy")) files.emplace_back(place.output).write(npy_bytes(field.magnitude));
  if (place.output.ends_with(".png")) files.emplace_back(place.output).write(png_of(picture_of(field)));
  finish(files, line, place.json ? to_text(field_json(field)) : place.quiet ? "" : field_words(field));
}

}  // namespace convscope::cli
