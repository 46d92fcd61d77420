// convscope network: somebody's network opened, diagnosed, run.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/cli/network_field.hpp"
#include "app/cli/network_text.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "core/base/names.hpp"
#include "core/base/words.hpp"
#include "core/io/npy.hpp"
#include "core/network/formats.hpp"
#include "core/network/onnx_write.hpp"
#include "core/network/picture_run.hpp"
#include "core/network/safetensors.hpp"
#include "core/network/stated_layers.hpp"

namespace convscope::cli {

namespace {

struct NetworkOptions {
  std::string input, layer, run, output, until, export_layer, export_file, repair, range, budget, as;
  FieldOptions field;
  bool json = false, quiet = false;
};

Arguments declare_network(NetworkOptions& o, Words& files) {
  std::string formats;
  for (const NetworkFormat& format : network_formats())
    formats += fmt::format("  {:<12} {}\n", format.name, format.endings);
  Arguments arguments(
      "network", "FILE [--input SIZE] [--layer NAME] [--run IMG -o OUT] [--export NAME W.npy]",
      fmt::format(
          "Opens a network, says what its layers are like and which of them prints a grid, and runs it.\n"
          "FILE is one of\n{}"
          "Nothing in it is executed. Layers are named and laid out as in ONNX: channels first, weights\n"
          "as in PyTorch. The flat test sends pictures of one colour through the network and names the\n"
          "layer behind which a grid begins, in grey levels of 255 for the range. The window's lab\n"
          "Networks shows the same.",
          formats));
  arguments.positionals(files, 1);
  arguments.option("--input", o.input, "LIST",
                   "spatial size of the input, where the file leaves it open or another is asked for");
  arguments.option("--layer", o.layer, "NAME", "this layer alone, with its worst channel pairs");
  arguments.option("--run", o.run, "IMG",
                   "an image or a .npy of the input's shape, sent through the network");
  arguments.option(
      "-o,--output", o.output, "OUT",
      ".png or .npy: what comes out; without --run all weights, repaired with --repair, as .safetensors, or "
      "with the layers as .onnx");
  add_field_options(arguments, o.field);
  arguments.option("--until", o.until, "NAME",
                   "stops behind this layer; many channels in a .png stand side by side");
  arguments.option("--export", o.export_layer, "NAME W.npy",
                   "writes the layer's weights in PyTorch's layout, float32");
  arguments.option("--as", o.as, "LAYERS",
                   "what weights of a file without a graph are, as 'up.weight = tconv s2 p1'; remembered in "
                   "FILE.layers.json");
  arguments.option(
      "--repair", o.repair, "HOW",
      fmt::format("with the least change of the weights that makes grids vanish: {}", repair_names()));
  arguments.option("--range", o.range, "X", "what white is at the input, 1 or 255; 1 when not given");
  add_budget(arguments, o.budget);
  arguments.flag("--json", o.json, "print JSON");
  arguments.flag("--quiet", o.quiet, "print neither a summary nor progress");
  arguments.example("convscope network decoder.onnx --input 64,64");
  arguments.example("convscope network decoder.onnx --run photo.png -o large.png");
  arguments.example("convscope network decoder.onnx --repair phase-sums -o repaired.onnx");
  arguments.example("convscope network decoder.onnx --effective --cell 20,21 -o field.npy");
  arguments.example("convscope network decoder.onnx --export up.0 up.npy --repair phase-sums");
  return arguments;
}

/// --export takes two words; the second one is taken out here.
Words without_export_file(const Words& words, std::string& file) {
  Words rest = words;
  const auto at = std::ranges::find(rest, "--export");
  if (at == rest.end() || rest.end() - at < 2) return rest;
  if (rest.end() - at < 3 || (at + 2)->starts_with("-"))
    throw UsageError("export", "has no file to write to", "--export NAME W.npy");
  file = *(at + 2);
  if (!file.ends_with(".npy"))
    throw UsageError("export", fmt::format("the ending of '{}' says no format", file), ".npy");
  rest.erase(at + 2);
  return rest;
}

void check(const NetworkOptions& o) {
  if (check_field(o.field, o.output, !o.run.empty() || !o.export_file.empty() || !o.until.empty())) return;
  if (!o.run.empty() && o.output.empty()) throw UsageError("output", "is missing", "--run IMG -o OUT");
  const bool weights = o.run.empty() && (o.output.ends_with(".safetensors") || o.output.ends_with(".onnx"));
  if (o.run.empty() && !o.output.empty() && !weights)
    throw UsageError("output", "has nothing to hold",
                     "with --run IMG, or .safetensors or .onnx for its weights");
  if (o.run.empty() && !o.until.empty()) throw UsageError("until", "has no run to stop", "with --run IMG");
  if (!o.output.empty() && !weights && !o.output.ends_with(".png") && !o.output.ends_with(".npy"))
    throw UsageError("output", fmt::format("the ending of '{}' says no format", o.output), ".png or .npy");
  if (!o.output.empty() && !o.export_file.empty())
    throw UsageError("export", fmt::format("is given together with {}", weights ? "--output" : "--run"),
                     "one of the two");
}

Network with_repair(Network network, const NetworkOptions& o, const Shape& size, double range) {
  if (o.repair.empty()) return network;
  const NetworkRepair repair = usage([&] { return parse_repair(o.repair); });
  if (!network.has_graph())
    throw Error("repair", fmt::format("a {} file has weights and no graph", network.format),
                "a file with layers, such as .onnx");
  const Values sizes = Evaluator(network).sizes(input_shapes(network, size));
  return repaired(network, sizes, repair, o.layer, range);
}

void write_weights(const Network& network, const std::string& read_from, const NetworkOptions& o) {
  std::vector<PendingFile> files;
  const bool onnx = o.output.ends_with(".onnx");
  files.emplace_back(o.output).write(onnx ? onnx_file(read_from, network, read_budget(o.budget))
                                          : safetensors_bytes(network));
  ProgressLine line("network", true);
  const auto count = std::ranges::count_if(network.weights, [](const auto& w) { return w.second.real(); });
  const Json json{{"network", network.name}, {"output", o.output}, {"tensors", count}};
  finish(files, line,
         o.json    ? to_text(json)
         : o.quiet ? ""
                   : fmt::format("{}: {}\n", o.output, counted(count, "tensor")));
}

void export_weights(const Network& network, const NetworkOptions& o) {
  const Array& weights = weights_named(network, o.export_layer);
  const Tensor<float> tensor = to_tensor(weights);
  const Tensor<double> values(tensor.shape(), {tensor.values().begin(), tensor.values().end()});
  std::vector<PendingFile> files;
  files.emplace_back(o.export_file).write(npy_bytes(values));
  ProgressLine line("network", true);
  const Json json{{"layer", o.export_layer}, {"output", o.export_file}, {"shape", weights.shape}};
  finish(files, line,
         o.json    ? to_text(json)
         : o.quiet ? ""
                   : fmt::format("{}: {}\n", o.export_file, to_string(weights.shape)));
}

void run_network(const Network& network, const NetworkOptions& o, const PictureRun& request) {
  require_writable(o.output);
  ProgressLine line("network", o.quiet);
  const Interruptible interruptible;
  PictureRun run = request;
  run.progress = interruptible.progress([&](double done) { line.at(done); });
  const Evaluator evaluator(network);
  const Array input =
      o.run.ends_with(".npy") ? array_input(o.run, network, run) : picture_input(o.run, network, run);
  const Array result = run_on(evaluator, input, run);
  std::vector<PendingFile> files;
  if (o.output.ends_with(".npy")) {
    const Tensor<float> tensor = to_tensor(result);
    files.emplace_back(o.output).write(
        npy_bytes(Tensor<double>(tensor.shape(), {tensor.values().begin(), tensor.values().end()})));
  } else {
    files.emplace_back(o.output).write(png_of(shown(result, run.range, !o.until.empty())));
  }
  const Json json{{"network", network.name},
                  {"image", o.run},
                  {"output", o.output},
                  {"input", input.shape},
                  {"shape", result.shape}};
  finish(files, line,
         o.json    ? to_text(json)
         : o.quiet ? ""
                   : fmt::format("{}: {}\n", o.output, to_string(result.shape)));
}

void print_report(const Network& network, const NetworkOptions& o, const PictureRun& run, const Shape& size) {
  ProgressLine line("network", o.quiet);
  const Interruptible interruptible;
  const NetworkReport made = report(network, {size, true, run.range, run.budget,
                                              interruptible.progress([&](double done) { line.at(done); })});
  line.end();
  if (o.layer.empty()) return print(o.json ? to_text(network_json(made)) : network_words(made));
  const NetworkLayer* layer = find_row(made.layers, o.layer);
  if (!layer && network.has_graph()) network.node_named(o.layer);  // names those that there are
  if (!layer) {
    if (!network.has_graph()) weights_named(network, o.layer);
    throw Error("layer", fmt::format("'{}' only speaks of sizes", o.layer), "a layer that the report lists");
  }
  print(o.json ? to_text(layer_json(*layer, true)) : layer_words(*layer));
}

}  // namespace

void network(const Words& words) {
  NetworkOptions o;
  Words files;
  const Arguments arguments = declare_network(o, files);
  if (!arguments.parse(without_export_file(words, o.export_file))) return;
  if (files.empty() || files.front().empty())
    throw UsageError("network", "is missing", "convscope network FILE");
  check(o);
  PictureRun run;
  run.budget = read_budget(o.budget);
  run.until = o.until;
  if (!o.range.empty()) run.range = read_positive(o.range, "range");
  const Shape size = read_list(o.input, "input");
  for (const Index n : size) require_range(static_cast<double>(n), 1, 1e6, "input");
  Network read = read_network(files.front(), run.budget);
  const std::string stated = o.as.empty() && !read.has_graph() ? remembered_layers(files.front()) : o.as;
  if (!stated.empty()) state_layers(read, stated);
  if (!o.as.empty()) {
    report(read, {.size = size, .flat = false});  // what does not fit together is not remembered
    write_file(layers_path(files.front()), layers_file(o.as), "as");
  }
  const Network network = with_repair(std::move(read), o, size, run.range);
  if (o.field.wanted) return print_field(network, o.field, {o.layer, size, run, o.output, o.json, o.quiet});
  if (o.run.empty() && !o.output.empty()) return write_weights(network, files.front(), o);
  if (!o.export_layer.empty()) return export_weights(network, o);
  if (!o.run.empty()) return run_network(network, o, run);
  print_report(network, o, run, size);
}

}  // namespace convscope::cli
