#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/code/python.hpp"

namespace convscope::code {

namespace {

constexpr std::string_view kHelpers = R"py(
nodes, constants = [], []


def constant(values):
    constants.append(numpy_helper.from_array(np.asarray(values), f"c{{len(constants)}}"))
    return constants[-1].name


def node(operator, *inputs, **attributes):
    nodes.append(helper.make_node(operator, inputs, [f"n{{len(nodes)}}"], **attributes))
    return nodes[-1].output[0]


)py";

constexpr std::string_view kRun = R"py(
nodes[-1].output[0] = "y"
graph = helper.make_graph(nodes, "scenario",
                          [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape)],
                          [helper.make_tensor_value_info("y", TensorProto.FLOAT, {output})], constants)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
onnx.checker.check_model(model)


def run():
    try:
        import onnxruntime
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        return session.run(None, {{"x": x}})[0]
    except ImportError:
        try:
            from onnx.reference import ReferenceEvaluator
        except ImportError:
            raise SystemExit("to run the model: onnxruntime, or onnx 1.13 or newer; --model FILE.onnx writes it")
        return ReferenceEvaluator(model).run(None, {{"x": x}})[0]


arguments = argparse.ArgumentParser()
arguments.add_argument("--save", metavar="FILE.npy", help="write the output")
arguments.add_argument("--model", metavar="FILE.onnx", help="write the model, and do not run it")
options = arguments.parse_args()
if options.model:
    onnx.save(model, options.model)
else:
    y = run()
    print("output", y.shape, y, sep="\n")
    if options.save:
        np.save(options.save, y)
)py";

/// "pads=[1, 1, 1, 1]": all beginnings, then all ends.
std::string begins_and_ends(const std::vector<Sides>& sides) {
  std::vector<Index> list;
  for (const Sides& s : sides) list.push_back(s.begin);
  for (const Sides& s : sides) list.push_back(s.end);
  return fmt::format("[{}]", fmt::join(list, ", "));
}

/// A Pad node: its list has batch and channels, too.
std::string pad_node(std::string_view of, const std::vector<Sides>& sides) {
  std::vector<Index> begins{0, 0}, ends{0, 0};
  for (const Sides& s : sides) {
    begins.push_back(s.begin);
    ends.push_back(s.end);
  }
  return fmt::format("{0} = node(\"Pad\", {0}, constant(np.array([{1}, {2}])))\n", of,
                     fmt::join(begins, ", "), fmt::join(ends, ", "));
}

bool none_negative(const std::vector<Sides>& sides) {
  return std::ranges::all_of(sides, [](const Sides& s) { return s.begin >= 0 && s.end >= 0; });
}

std::string settings(const Parts& p, const std::vector<Sides>& pads) {
  return fmt::format("kernel_shape={}, strides={}, dilations={}, pads={}, group={}", tuple(p.kernel),
                     tuple(p.stride), tuple(p.dilation), begins_and_ends(pads), p.groups);
}

std::string convolution(const Parts& p) {
  std::string text = "z = \"x\"\n";
  const std::vector<std::string> sources = border_sources(p);
  if (!sources.empty()) text += "# The border, cell by cell.\n";
  for (std::size_t i = 0; i < sources.size(); ++i)
    text += fmt::format("z = node(\"Gather\", z, constant(np.array({})), axis={})\n", sources[i], i + 2);
  std::vector<Sides> pads = p.pads;
  if (!none_negative(pads)) {
    text += pad_node("z", pads);
    pads.assign(p.rank, {});
  }
  return text + fmt::format("z = node(\"Conv\", z, constant(w){}, {})\n", p.biased ? ", constant(b)" : "",
                            settings(p, pads));
}

std::string add_bias(const Parts& p) {
  if (!p.biased) return {};
  return fmt::format("z = node(\"Add\", z, constant({}))\n", p.spread_bias());
}

/// What the border repeats is summed where it came from, along each axis.
std::string folded(const Parts& p) {
  constexpr std::string_view kIn[] = {"nch", "nchw", "ncdhw"}, kAxes[] = {"h", "hw", "dhw"},
                             kOut[] = {"a", "ab", "abe"};
  const std::vector<std::string> sources = border_sources(p);
  std::string equation(kIn[p.rank - 1]), matrices;
  for (std::size_t i = 0; i < p.rank; ++i) {
    equation += fmt::format(",{}{}", kOut[p.rank - 1][i], kAxes[p.rank - 1][i]);
    matrices +=
        fmt::format(",\n         constant(np.eye({}, dtype=np.float32)[:, {}])", p.op.pixels[i], sources[i]);
  }
  equation += fmt::format("->nc{}", kOut[p.rank - 1]);
  return fmt::format(
      "# ConvTranspose knows no such border: what it repeats is summed where it came from.\n"
      "z = node(\"Einsum\", z{}, equation=\"{}\")\n",
      matrices, equation);
}

std::string transposed(const Parts& p) {
  std::vector<Sides> pads = p.crops;
  std::vector<Index> output_padding(p.rank, 0);
  // As PyTorch writes the layer, where it can: equal pads and an output padding.
  for (std::size_t i = 0; i < p.rank; ++i) {
    const Index least = std::max<Index>(pads[i].begin, 0), more = least - pads[i].end;
    if (more < 0 || more >= std::max(p.stride[i], p.dilation[i])) continue;
    output_padding[i] = more;
    pads[i].end = least;
  }
  const bool rest = !none_negative(pads);
  if (rest) {
    pads.assign(p.rank, {});
    output_padding.assign(p.rank, 0);
  }
  const bool apart = rest || p.border;
  std::string text =
      fmt::format("z = node(\"ConvTranspose\", \"x\", constant(w){}, {}, output_padding={})\n",
                  p.biased && !apart ? ", constant(b)" : "", settings(p, pads), tuple(output_padding));
  if (rest) {
    text += pad_node("z", p.uncropped());
  }
  if (p.border) text += folded(p);
  return apart ? text + add_bias(p) : text;
}

}  // namespace

std::string onnx(const Parts& p) {
  std::string text =
      beginning(p, "ONNX",
                "# ONNX describes the way forward; it has no gradients.\nimport argparse\n\n"
                "import numpy as np\nimport onnx\nfrom onnx import TensorProto, helper, numpy_helper",
                "N, C, spatial axes; single precision, as runtimes have it");
  text += fmt::format("x, w{0} = (a.astype(np.float32) for a in (x, w{0}))\n", p.biased ? ", b" : "");
  text += fmt::format(kHelpers);
  text += p.transposed ? transposed(p) : convolution(p);
  const std::string_view act = words_of(p.derived.scenario().activation).onnx;
  if (!act.empty()) {
    const std::size_t comma = std::min(act.find(','), act.size());
    text += fmt::format("z = node({}, z{})\n", act.substr(0, comma), act.substr(comma));
  }
  return text + fmt::format(kRun, fmt::arg("output", tuple(p.derived.output().shape())));
}

}  // namespace convscope::code
