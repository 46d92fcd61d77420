#include <fmt/format.h>

#include <algorithm>

#include "core/code/python.hpp"

namespace convscope::code {

namespace {

/// Cells added to `of` and cut off it, between batch and channels; `extents` are its own.
std::string resized(const Parts& p, std::string_view of, const std::vector<Sides>& sides,
                    const Shape& extents) {
  std::string cut, added;
  bool cuts = false, adds = false;
  for (std::size_t i = 0; i < p.rank; ++i) {
    const Sides s = sides[i];
    cut += fmt::format(", {}:{}", std::max<Index>(-s.begin, 0), extents[i] - std::max<Index>(-s.end, 0));
    added += fmt::format(", [{}, {}]", std::max<Index>(s.begin, 0), std::max<Index>(s.end, 0));
    cuts = cuts || s.begin < 0 || s.end < 0;
    adds = adds || s.begin > 0 || s.end > 0;
  }
  std::string text;
  if (cuts) text += fmt::format("    {0} = {0}[:{1}, :]\n", of, cut);
  if (adds) text += fmt::format("    {0} = tf.pad({0}, [[0, 0]{1}, [0, 0]])\n", of, added);
  return text;
}

std::string border_pad(const Parts& p, std::string_view of, std::string_view indent) {
  std::string text = fmt::format("{}# The border, cell by cell: tf.pad does not know every kind.\n", indent);
  const std::vector<std::string> sources = border_sources(p);
  for (std::size_t i = 0; i < sources.size(); ++i)
    text += fmt::format("{0}{1} = tf.gather({1}, {2}, axis={3})\n", indent, of, sources[i], i + 1);
  return text;
}

/// TensorFlow's SAME for the dense side: an odd extra one at the end.
bool is_same(const Parts& p, const std::vector<Sides>& sides) {
  for (std::size_t i = 0; i < p.rank; ++i) {
    const Axis& a = p.op.geometry.axes[i];
    const Index total = std::max<Index>(covered(a) - a.pixels, 0);
    if (ceil_div(a.pixels, a.stride) != a.windows || sides[i].begin != total / 2 ||
        sides[i].end != total - total / 2)
      return false;
  }
  return true;
}

bool strided(const Parts& p) {
  return std::ranges::any_of(p.stride, [](Index s) { return s > 1; });
}
/// tf.nn takes strides or dilations; its transposed convolution no dilations.
bool needs_zeros(const Parts& p) {
  return p.dilated() && (p.transposed || strided(p));
}

constexpr std::string_view kDilated = R"py(

def dilated(w):
    """The weights with zeros between them: TensorFlow takes strides or dilations here, not both."""
    for axis, d in enumerate({dilation}):
        n = w.shape[axis]
        w = tf.stack([w] + [tf.zeros_like(w)] * (d - 1), axis=axis + 1)
        w = tf.reshape(w, list(w.shape[:axis]) + [n * d] + list(w.shape[axis + 2:]))
        w = tf.gather(w, list(range(n * d - d + 1)), axis=axis)
    return w
)py";

/// A call for every group, put together along the channels.
std::string by_groups(const Parts& p, const std::string& call) {
  if (p.groups == 1) return call;
  return fmt::format(
      "tf.concat([{} for x, w in zip(\n        tf.split(x, {}, axis=-1), tf.split(w, {}, axis=-1))], "
      "axis=-1)",
      call, p.groups, p.groups);
}

std::string convolution(const Parts& p, bool same) {
  std::string call =
      fmt::format("tf.nn.convolution(x, {}, strides={}, padding=\"{}\"", needs_zeros(p) ? "dilated(w)" : "w",
                  tuple(p.stride), same ? "SAME" : "VALID");
  if (p.dilated() && !needs_zeros(p)) call += fmt::format(", dilations={}", tuple(p.dilation));
  return by_groups(p, call + ")");
}

std::string forward(const Parts& p) {
  const bool same = !p.border && is_same(p, p.pads);
  std::string text = p.border ? border_pad(p, "x", "    ") : "";
  if (!same) text += resized(p, "x", p.pads, p.pixels);
  return text + fmt::format("    z = {}\n", convolution(p, same));
}

std::string transposed(const Parts& p) {
  const bool same = is_same(p, p.crops);
  bool valid = true;  // VALID may leave up to stride - 1 cells at the end that nothing reaches
  Shape whole;
  for (std::size_t i = 0; i < p.rank; ++i) {
    valid = valid && p.crops[i].begin == 0 && p.crops[i].end <= 0 && -p.crops[i].end < p.stride[i];
    whole.push_back(covered(p.op.geometry.axes[i]));
  }
  const bool direct = same || valid;
  Shape shape{1};
  for (const Index n : direct ? p.pixels : whole) shape.push_back(n);
  shape.push_back(p.op.output_channels() / p.groups);
  std::string text = fmt::format(
      "    z = {}\n",
      by_groups(p, fmt::format("tf.nn.conv_transpose(x, {}, output_shape={}, strides={}, padding=\"{}\")",
                               needs_zeros(p) ? "dilated(w)" : "w", tuple(shape), tuple(p.stride),
                               same ? "SAME" : "VALID")));
  return direct ? text : text + resized(p, "z", p.uncropped(), whole);
}

std::string transposed_with_border(const Parts& p) {
  Shape user{1};
  for (const Index n : p.op.pixels) user.push_back(n);
  user.push_back(p.op.output_channels());
  std::string cut = ":";
  for (const Index n : p.op.geometry.windows()) cut += fmt::format(", :{}", n);
  Parts there = p;
  there.transposed = false;
  std::string text = fmt::format(
      "    # The transpose of a convolution with such a border is its gradient.\n"
      "    upstream = x\n    pixels = tf.zeros({}, dtype=tf.float64)\n"
      "    with tf.GradientTape() as tape:\n        tape.watch(pixels)\n        x = pixels\n",
      tuple(user));
  text += border_pad(p, "x", "        ");
  std::string rest = resized(p, "x", p.pads, p.pixels);
  for (std::size_t at = 0; at < rest.size(); at = rest.find('\n', at) + 1) rest.insert(at, "    ");
  text += rest;
  text += fmt::format("        z = {}[{}, :]\n", convolution(there, false), cut);
  return text + "    z = tape.gradient(z, pixels, output_gradients=upstream)\n";
}

}  // namespace

std::string tensorflow(const Parts& p) {
  std::string text =
      beginning(p, "TensorFlow", "import argparse\n\nimport numpy as np\nimport tensorflow as tf",
                "N, C, spatial axes, as in PyTorch; TensorFlow has the channels last");
  const std::string_view names = p.biased ? "x, w, b" : "x, w";
  text +=
      "\nx, g = (tf.constant(np.moveaxis(a, 1, -1)) for a in (x, g))\n"
      "w = tf.constant(np.moveaxis(w, (0, 1), (-1, -2)))  # kernel, then the convolution's input and "
      "output\n";
  if (p.biased) text += "b = tf.constant(b)\n";
  if (needs_zeros(p)) text += fmt::format(kDilated, fmt::arg("dilation", tuple(p.dilation)));
  text += fmt::format("\n\ndef forward({}):\n", names);
  text += !p.transposed ? forward(p) : p.border ? transposed_with_border(p) : transposed(p);
  if (p.biased) text += "    z = z + b\n";
  const std::string_view activated = words_of(p.derived.scenario().activation).tensorflow;
  text += fmt::format("    return {}\n", activated.empty() ? "z" : activated);
  text += fmt::format(
      "\n\nwith tf.GradientTape() as tape:\n    for a in ({0}):\n        tape.watch(a)\n    y = "
      "forward({0})\n"
      "{1} = tape.gradient(y, ({0}), output_gradients=g)\n"
      "y, dx = (np.moveaxis(a.numpy(), -1, 1) for a in (y, dx))\n"
      "dw = np.moveaxis(dw.numpy(), (-1, -2), (0, 1))\n",
      names, p.biased ? "dx, dw, db" : "dx, dw");
  if (p.biased) text += "db = db.numpy()\n";
  return text + ending(p);
}

}  // namespace convscope::code
