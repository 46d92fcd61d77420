#include "core/code/python.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::code {

namespace {

constexpr Index kMostListed = 100'000;
constexpr std::size_t kLine = 100;

std::string number(double value) {
  if (std::isnan(value)) return "np.nan";
  if (std::isinf(value)) return value > 0 ? "np.inf" : "-np.inf";
  return format_value(value);
}

/// Whether the values are first, first + 1, first + 2, ..., so exactly.
bool counts(const Tensor<double>& v) {
  if (std::abs(v[0]) > 1e9 || v[0] != std::floor(v[0])) return false;
  for (Index i = 1; i < v.size(); ++i)
    if (v[i] != v[0] + static_cast<double>(i)) return false;
  return true;
}

std::string listed_values(const Tensor<double>& values) {
  std::string text = "np.array([\n", line = "    ";
  for (Index i = 0; i < values.size(); ++i) {
    const std::string next = number(values[i]) + (i + 1 < values.size() ? ", " : "");
    if (line.size() + next.size() > kLine) {
      text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      line = "    ";
    }
    line += next;
  }
  return text + line + "\n], dtype=float)";
}

}  // namespace

std::string tuple(const std::vector<Index>& numbers) {
  if (numbers.size() == 1) return fmt::format("({},)", numbers[0]);
  return fmt::format("({})", fmt::join(numbers, ", "));
}

std::string tuple(const Shape& shape) {
  return tuple(std::vector<Index>(shape.begin(), shape.end()));
}

std::string array(const Tensor<double>& values, std::string_view what) {
  const std::string shape = tuple(values.shape());
  const auto& all = values.values();
  if (values.size() > 1 && std::ranges::all_of(all, [&](double v) { return v == all[0]; }))
    return fmt::format("np.full({}, {}, dtype=float)", shape, number(all[0]));
  if (values.size() > 3 && counts(values))
    return fmt::format("np.arange({}, {}, dtype=float).reshape{}", number(values[0]),
                       number(values[0] + static_cast<double>(values.size())), shape);
  if (values.size() > kMostListed)
    throw Error("code", fmt::format("{} has {} numbers without a pattern", what, values.size()),
                fmt::format("at most {}, or ramp, arange, ones", kMostListed));
  return listed_values(values) + fmt::format(".reshape{}", shape);
}

Parts::Parts(const Derived& d)
    : derived(d),
      op(d.op()),
      rank(op.geometry.rank()),
      transposed(op.transposed()),
      border(op.border.active()),
      biased(!d.scenario().bias.empty()),
      groups(op.geometry.channels.groups),
      pixels(op.geometry.pixels()) {
  for (std::size_t i = 0; i < rank; ++i) {
    const Axis& axis = op.geometry.axes[i];
    stride.push_back(axis.stride);
    dilation.push_back(axis.dilation);
    kernel.push_back(axis.taps);
    // A convolution may read less than is padded; the framework leaves the remainder as we do.
    const Sides own = op.sides[i];
    pads.push_back(border ? Sides{std::min<Index>(own.begin, 0), std::min<Index>(own.end, 0)} : own);
    crops.push_back({axis.pad, covered(axis) - axis.pad - axis.pixels});
  }
}

bool Parts::dilated() const {
  return std::ranges::any_of(dilation, [](Index d) { return d > 1; });
}

std::vector<Sides> Parts::uncropped() const {
  std::vector<Sides> sides = crops;
  for (Sides& s : sides) s = {-s.begin, -s.end};
  return sides;
}

std::string Parts::spread_bias() const {
  std::string text = "b.reshape(-1";
  for (std::size_t i = 0; i < rank; ++i) text += ", 1";
  return text + ")";
}

bool Parts::even(const std::vector<Sides>& sides) const {
  return std::ranges::all_of(sides, [](const Sides& s) { return s.begin == s.end && s.begin >= 0; });
}

const ActivationWords& words_of(Activation activation) {
  static constexpr std::array<ActivationWords, 5> kWords{{
      {},
      {"np.maximum(z, 0)", "(z > 0).astype(float)", "F.relu(z)", "tf.nn.relu(z)", "jax.nn.relu(z)",
       "\"Relu\""},
      {"np.where(z > 0, z, 0.01 * z)", "np.where(z > 0, 1, 0.01)", "F.leaky_relu(z, 0.01)",
       "tf.nn.leaky_relu(z, alpha=0.01)", "jax.nn.leaky_relu(z, negative_slope=0.01)",
       "\"LeakyRelu\", alpha=0.01"},
      {"1 / (1 + np.exp(-z))", "y * (1 - y)", "torch.sigmoid(z)", "tf.sigmoid(z)", "jax.nn.sigmoid(z)",
       "\"Sigmoid\""},
      {"np.tanh(z)", "1 - y * y", "torch.tanh(z)", "tf.tanh(z)", "jnp.tanh(z)", "\"Tanh\""},
  }};
  return kWords[static_cast<std::size_t>(activation)];
}

std::vector<std::string> border_sources(const Parts& p) {
  std::vector<std::string> lists;
  for (std::size_t i = 0; i < p.op.border.sides.size(); ++i) {
    const Sides sides = p.op.border.sides[i];
    std::vector<Index> sources;
    for (Index cell = -sides.begin; cell < p.op.pixels[i] + sides.end; ++cell)
      sources.push_back(border_source(p.op.border.mode, cell, p.op.pixels[i]));
    lists.push_back(fmt::format("[{}]", fmt::join(sources, ", ")));
  }
  return lists;
}

std::string beginning(const Parts& p, std::string_view title, std::string_view imports,
                      std::string_view layout) {
  const Derived& d = p.derived;
  std::string line = spec_line(d.scenario());
  if (line.size() > 200) line = cut(line, 200);
  std::string text =
      fmt::format("# {} in {}: its output and its gradients.\n# Written by ConvScope for {}\n{}\n",
                  p.transposed ? "A transposed convolution" : "A convolution", title, line, imports);
  text += fmt::format("\n# Layout {}.\n", layout);
  text += fmt::format("x = {}\n", array(d.input(), "the input"));
  text += fmt::format("w = {}  # {}\n", array(d.weights(), "the kernel"),
                      p.transposed ? "input channels, output channels / groups, kernel"
                                   : "output channels, input channels / groups, kernel");
  if (p.biased) {
    Tensor<double> bias({p.op.output_channels()});
    for (Index i = 0; i < bias.size(); ++i) bias[i] = d.bias(i);
    text += fmt::format("b = {}\n", array(bias, "the bias"));
  }
  text += fmt::format("g = {}  # gradient of the loss with respect to the output\n",
                      array(d.upstream(), "the upstream gradient"));
  return text;
}

std::string ending(const Parts& p) {
  return fmt::format(
      R"py(
arguments = argparse.ArgumentParser()
arguments.add_argument("--save", metavar="FILE.npy", help="write the output")
arguments.add_argument("--save-gradients", metavar="PREFIX", help="write PREFIX-input.npy, PREFIX-weights.npy{bias_file}")
options = arguments.parse_args()
print("output", y.shape, y, sep="\n")
print("gradient with respect to the input", dx, sep="\n")
print("gradient with respect to the weights", dw, sep="\n")
{print_bias}if options.save:
    np.save(options.save, y)
if options.save_gradients:
    np.save(options.save_gradients + "-input.npy", dx)
    np.save(options.save_gradients + "-weights.npy", dw)
{save_bias})py",
      fmt::arg("bias_file", p.biased ? ", PREFIX-bias.npy" : ""),
      fmt::arg("print_bias",
               p.biased ? "print(\"gradient with respect to the bias\", db, sep=\"\\n\")\n" : ""),
      fmt::arg("save_bias", p.biased ? "    np.save(options.save_gradients + \"-bias.npy\", db)\n" : ""));
}

}  // namespace convscope::code
