// convscope shape: size arithmetic.
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/output.hpp"
#include "app/cli/sizes.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/geometry/size_report.hpp"
#include "core/io/files.hpp"
#include "core/ops/unread.hpp"
#include "core/scenario/size_documents.hpp"
#include "core/tex/tex.hpp"

namespace convscope::cli {

namespace {

/// As many axes as the longest list names.
std::size_t rank_of(const Shape& input, const Layer& layer) {
  std::size_t rank = std::max(input.rank(), layer.kernel.rank());
  for (const Shape* list : {&layer.stride, &layer.dilation, &layer.output_padding, &layer.output_size})
    rank = std::max(rank, list->rank());
  return std::max(rank, layer.padding.sides.size());
}

std::string shape_in_words(const Shape& input, const Shape& output,
                           const std::vector<std::string>& sentences) {
  return fmt::format("{} → {}\n{}\n", to_string(input), to_string(output), fmt::join(sentences, "\n"));
}

/// The questions that are asked instead of a plain size.
struct Questions {
  std::string solve, network, resize, against;
  bool ambiguity = false, dialects = false, tex = false;
  int count() const {
    return !solve.empty() + !network.empty() + !resize.empty() + ambiguity + dialects + tex;
  }
};

/// Options that are given fix their parameter, the others are searched. One for all axes, or one for each.
std::vector<SolveBounds> bounds_of(const LayerOptions& options, const std::string& kernel) {
  std::vector<SolveBounds> bounds(1);
  const auto fix = [&](const std::string& text, std::string_view field, Range SolveBounds::*range) {
    const Shape values = read_list(text, field);
    if (values.rank() > 3)
      throw Error(field, counted(values.rank(), "number"), "one for each of up to 3 axes");
    if (values.rank() > bounds.size()) {
      if (bounds.size() > 1)
        throw Error(field,
                    fmt::format("{} for {}", counted(values.rank(), "number"),
                                counted(bounds.size(), "axis", "axes")),
                    "one number for all axes, or as many as the other options have");
      bounds.resize(values.rank(), bounds[0]);
    }
    if (!values.empty()) {
      const Shape all = per_axis(values, bounds.size(), 0, field);
      for (std::size_t i = 0; i < bounds.size(); ++i) bounds[i].*range = {all[i], all[i]};
    }
  };
  fix(kernel, "kernel", &SolveBounds::kernel);
  fix(options.stride, "stride", &SolveBounds::stride);
  fix(options.dilation, "dilation", &SolveBounds::dilation);
  fix(options.padding, "padding", &SolveBounds::padding);
  fix(options.output_padding, "output-padding", &SolveBounds::output_padding);
  for (const auto& [text, name] : {std::pair{&options.padding_mode, "padding-mode"},
                                   {&options.output_size, "output-size"},
                                   {&options.dialect, "dialect"}})
    if (!text->empty())
      throw UsageError(name, "has no meaning with --solve",
                       "kernel, stride, padding, dilation, output-padding");
  return bounds;
}

/// A preset's name, or a file that the window saved.
Chain network_of(const std::string& name, const std::string& input) {
  Chain chain;
  if (name.ends_with(".json") || name.find('/') != std::string::npos) {
    chain = chain_from_json(read_file(name, "network"));
  } else {
    try {
      chain = chain_preset(name);
    } catch (const Error& error) {
      throw UsageError(error.field(), error.problem(), error.legal() + ", or the path of a .json file");
    }
  }
  if (!input.empty()) chain.size = per_axis(read_list(input, "input"), chain.size.rank(), 1, "input");
  return chain;
}

/// What is asked about one operator.
std::string answer(const Operator& op, const Shape& input, const LayerRequest& request,
                   const Questions& questions, bool json) {
  const bool transposed = op.transposed();
  const Layer& layer = request.layer;
  if (questions.dialects) return dialects_text(transposed, input, layer, json);
  if (questions.ambiguity) return ambiguity_text(op, layer, json);
  const Resolved resolved = transposed ? transposed_geometry(input, layer) : conv_geometry(input, layer);
  if (questions.tex) {
    const std::string formula = tex_sizes(resolved, transposed);
    return json ? to_text(Json{{"tex", formula}}) : formula;
  }
  if (transposed) {
    const TransposedReport r = report_transposed(resolved);
    return json ? size_document(r) : shape_in_words(input, r.output, r.words);
  }
  std::optional<Index> unread;  // mirrored pixels are read after all
  if (op.border.active()) unread = unread_pixels(op);
  const ConvReport r = report(resolved, input, unread);
  return json ? size_document(r) : shape_in_words(input, r.output, r.words);
}

std::string resize_answer(const std::string& input, const Questions& questions, bool json) {
  const Index from = read_number(input, "input");
  const auto factor = parse_value(questions.resize);
  if (!factor) throw UsageError("resize", fmt::format("'{}' is no number", questions.resize), "as 2 or 2.3");
  try {
    return resize_text(from, *factor, questions.against, json);
  } catch (const Error& error) {
    if (error.field() == "against") throw UsageError(error.field(), error.problem(), error.legal());
    throw Error(error.field() == "resize-size" ? "input" : "resize", error.problem(), error.legal());
  }
}

}  // namespace

void shape(const Words& words) {
  Words positionals;
  std::string input_text, kernel_text;
  LayerOptions layer_options;
  Questions questions;
  bool json = false, quiet = false;
  Arguments arguments(
      "shape", "conv|conv-transpose --input SIZE --kernel SIZE [options]",
      "Says which size an operator's output has, and why. Or solves for the parameters that give a\n"
      "wanted size, lists the inputs that share one output, compares frameworks, or follows sizes,\n"
      "receptive field, parameters and multiply-adds through a network.");
  arguments.positionals(positionals, 1);
  arguments.option("--input", input_text, "LIST", "spatial size of the input");
  arguments.option("--kernel", kernel_text, "LIST", "weights of the kernel");
  add_layer_options(arguments, layer_options, false);
  arguments.option("--solve", questions.solve, "LIST",
                   "all parameters that give this output size; --kernel, --stride, ... fix theirs");
  arguments.flag("--ambiguity", questions.ambiguity,
                 "all input sizes with the same output, and the way back");
  arguments.flag("--dialects", questions.dialects, "PyTorch, Keras, ONNX and Caffe side by side");
  arguments.flag("--tex", questions.tex, "the formula with its numbers, as LaTeX for amsmath");
  arguments.option(
      "--network", questions.network, "NAME",
      "unet, unet-valid, dcgan or a network's .json file instead of an operator; --input replaces its "
      "size");
  arguments.option("--resize", questions.resize, "F",
                   "where frameworks take their samples when --input cells become F times as many, and by "
                   "how much their pictures lie apart");
  arguments.option("--against", questions.against, "NAME",
                   "of --resize: the coordinates that the others are compared with (half-pixel)");
  arguments.flag("--json", json, "print JSON");
  arguments.flag("--quiet", quiet, "print no progress");
  arguments.example("convscope shape conv --input 224,224 --kernel 7 --stride 2 --padding 3");
  arguments.example("convscope shape conv-transpose --input 4,4 --solve 8,8 --stride 2");
  arguments.example("convscope shape --input 5 --resize 2.3");
  arguments.example(
      "convscope shape conv-transpose --input 4 --kernel 3 --stride 2 --padding 1 --output-padding 1 "
      "--dialects");
  if (!arguments.parse(words)) return;
  if (questions.count() > 1)
    throw UsageError("shape", "is asked several questions",
                     "one of --solve, --ambiguity, --dialects, --resize, --tex and --network");
  if (!questions.against.empty() && questions.resize.empty())
    throw UsageError("against", "has no meaning without --resize", "--resize F");
  if (!positionals.empty() && !questions.network.empty())
    throw UsageError("operator", "is given together with a network", "one of the two");
  if (!positionals.empty() && !questions.resize.empty())
    throw UsageError("operator", "is given together with a resize", "one of the two");
  if (!questions.network.empty()) return print(network_text(network_of(questions.network, input_text), json));
  if (!questions.resize.empty()) {
    arguments.require("--input", input_text);
    return print(resize_answer(input_text, questions, json));
  }
  const Direction direction = read_direction(positionals);
  const bool transposed = direction == Direction::transposed;
  arguments.require("--input", input_text);
  if (!questions.solve.empty()) {
    if (!transposed && !layer_options.output_padding.empty())
      throw UsageError("output-padding", "has no meaning for conv", "an option of transposed convolutions");
    return print(solve_text(transposed, read_list(input_text, "input"), read_list(questions.solve, "solve"),
                            bounds_of(layer_options, kernel_text), json));
  }
  arguments.require("--kernel", kernel_text);
  LayerRequest request = read_layer(layer_options, direction, positionals.front());
  request.layer.kernel = read_list(kernel_text, "kernel");
  Shape input = read_list(input_text, "input");

  try {
    const std::size_t rank = rank_of(input, request.layer);
    if (rank > 3) throw Error("input", fmt::format("{} spatial axes", rank), "1, 2 or 3 spatial axes");
    input = per_axis(input, rank, 1, "input");
    const Operator op = make_operator(direction, input, request.layer, request.border);
    print(answer(op, input, request, questions, json));
  } catch (const UsageError&) {
    throw;
  } catch (const Error& error) {
    if (error.field() == "size") throw Error("input", error.problem(), error.legal());
    throw;
  }
}

}  // namespace convscope::cli
