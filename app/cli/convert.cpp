// convscope convert: the weights of one learnable enlarging turned into another's.
#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "core/enlarging/converting.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/network/weights_file.hpp"

namespace convscope::cli {

namespace {

struct ConvertOptions {
  std::string weight, factor, output, budget;
  bool json = false, quiet = false;
};

Arguments declare_convert(ConvertOptions& o, Words& forms) {
  Arguments arguments(
      "convert", "FROM TO --weight W.npy|W.safetensors[:NAME] --factor S -o V.npy|V.safetensors",
      "Turns pixel-shuffle, conv-transpose and resize-conv (nearest, then a convolution) into each other.\n"
      "Weights are as PyTorch has them: pixel-shuffle [O S S, I, k, k], conv-transpose [I, O, k, k], "
      "resize-conv\n"
      "[O, I, k, k]. A conv-transpose has the padding floor((k - S) / 2), and output padding 1 where k - S "
      "is odd;\n"
      "the others keep the size. Exact but for what becomes a resize-conv: that is the nearest in least\n"
      "squares, and by how much it differs is said. In V.safetensors the weights keep their name, or get the "
      "one\nthat stands behind a colon; from a .npy file they are called weight.");
  arguments.positionals(forms, 2);
  arguments.option("--weight", o.weight, "FILE",
                   "the weights: a .npy file, or FILE.safetensors:NAME (the name where there are several)");
  arguments.option("--factor", o.factor, "S", "how many times larger, 2 to 8");
  arguments.option("-o,--output", o.output, "FILE", "what to write, float32: .npy or .safetensors[:NAME]");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print sizes, padding and difference as JSON");
  arguments.flag("--quiet", o.quiet, "print nothing");
  arguments.example("convscope convert pixel-shuffle conv-transpose --weight w.npy --factor 2 -o v.npy");
  arguments.example(
      "convscope convert conv-transpose pixel-shuffle --weight net.safetensors:up.weight --factor 2 -o "
      "up.safetensors");
  return arguments;
}

}  // namespace

void convert(const Words& words) {
  ConvertOptions o;
  Words forms;
  const Arguments arguments = declare_convert(o, forms);
  if (!arguments.parse(words)) return;
  if (forms.size() < 2)
    throw UsageError(forms.empty() ? "from" : "to", "is missing",
                     "pixel-shuffle, conv-transpose or resize-conv");
  const EnlargingForm from = usage([&] { return parse_form(forms[0], "from"); }),
                      to = usage([&] { return parse_form(forms[1], "to"); });
  arguments.require("--weight", o.weight);
  arguments.require("--factor", o.factor);
  arguments.require("--output", o.output);
  const Index factor = read_number(o.factor, "factor");
  require_range(static_cast<double>(factor), kLeastFactor, kMostFactor, "factor");
  const WeightsPlace source = usage([&] { return parse_weights_place(o.weight, "weight"); }),
                     target = usage([&] { return parse_weights_place(o.output, "output"); });
  require_writable(target.path);
  const NamedWeights given = read_weights(source, "weight", read_budget(o.budget));
  const Tensor<double>& weights = given.values;
  const Converted made = convscope::convert(weights, from, to, factor);
  const bool exact = made.difference < 1e-12;
  std::vector<PendingFile> files;
  files.emplace_back(target.path).write(weights_bytes(target, given.name, made.weights));
  const std::string written = target.name.empty() ? given.name : target.name;
  const Json json{{"from", name(from)},
                  {"to", name(to)},
                  {"factor", factor},
                  {"input", to_list(weights.shape())},
                  {"output", to_list(made.weights.shape())},
                  {"name", target.safetensors ? Json(written) : Json(nullptr)},
                  {"padding", made.padding},
                  {"output_padding", made.output_padding},
                  {"exact", exact},
                  {"difference", exact ? 0 : made.difference},
                  {"largest_difference", exact ? 0 : made.largest}};
  ProgressLine line("convert", o.quiet);
  finish(files, line,
         o.json ? to_text(json)
         : o.quiet
             ? ""
             : fmt::format("{}{}: {}, {}\n", target.path, target.safetensors ? ", " + written : "",
                           to_string(made.weights.shape()),
                           exact ? "the same map"
                                 : fmt::format("the nearest in least squares: differs by {:.3g} % (root mean "
                                               "square), at most {:.3g} in a weight",
                                               100 * made.difference, made.largest)));
}

}  // namespace convscope::cli
