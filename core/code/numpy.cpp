#include <fmt/format.h>

#include "core/code/python.hpp"

namespace convscope::code {

namespace {

/// The cell that one beyond the edge stands for, as a body of `def cell(o, n)`.
std::string_view beyond(BorderMode mode) {
  switch (mode) {
    case BorderMode::reflect:
      return "    o = abs(o)\n    return o if o < n else 2 * (n - 1) - o\n";
    case BorderMode::replicate:
      return "    return min(max(o, 0), n - 1)\n";
    case BorderMode::circular:
      return "    return o % n\n";
    case BorderMode::zeros:
      break;
  }
  return "    return o if 0 <= o < n else None\n";
}

constexpr std::string_view kRelation = R"py(
# pixels: the {pixel_side}; windows: the {window_side}.
pixels, windows, kernel = {pixels}, {windows}, {kernel}
stride, dilation, padding = {stride}, {dilation}, {padding}
groups = {groups}


def cell(o, n):
    """The pixel that number o of n stands for; none beyond an edge of zeros."""
{beyond}

def contacts():
    """Every window i, weight j and pixel o that meet: o = i * stride + j * dilation - padding."""
    for i in np.ndindex(*windows):
        for j in np.ndindex(*kernel):
            o = tuple(cell(a * s + b * d - p, n)
                      for a, b, s, d, p, n in zip(i, j, stride, dilation, padding, pixels))
            if None not in o:
                yield (..., *i), (..., *j), (..., *o)


def grouped(values, extents):
    return values.reshape(groups, -1, *extents)


weights = w.reshape(groups, w.shape[0] // groups, *w.shape[1:])  # group, window channel, pixel channel, kernel


def gather(p):
    """A convolution: what every window reads of the pixels."""
    p, q = grouped(p, pixels), np.zeros(weights.shape[:2] + windows)
    for i, j, o in contacts():
        q[i] += np.einsum("gab,gb->ga", weights[j], p[o])
    return q.reshape(1, -1, *windows)


def scatter(q):
    """Its transpose: every window adds its stamp to the pixels."""
    q, p = grouped(q, windows), np.zeros((groups, weights.shape[2]) + pixels)
    for i, j, o in contacts():
        p[o] += np.einsum("gab,ga->gb", weights[j], q[i])
    return p.reshape(1, -1, *pixels)


def correlate(p, q):
    """The gradient with respect to the weights: what met at each of them."""
    p, q, dw = grouped(p, pixels), grouped(q, windows), np.zeros(weights.shape)
    for i, j, o in contacts():
        dw[j] += np.einsum("gb,ga->gab", p[o], q[i])
    return dw.reshape(w.shape)


)py";

}  // namespace

std::string numpy(const Parts& p) {
  std::string text =
      beginning(p, "NumPy", "import argparse\n\nimport numpy as np", "N, C, spatial axes, as in PyTorch");
  std::vector<Index> padding;
  for (const Sides& side : p.op.sides) padding.push_back(side.begin);
  text +=
      fmt::format(kRelation, fmt::arg("pixel_side", p.transposed ? "output" : "input"),
                  fmt::arg("window_side", p.transposed ? "input" : "output"),
                  fmt::arg("pixels", tuple(p.op.pixels)), fmt::arg("windows", tuple(p.op.geometry.windows())),
                  fmt::arg("kernel", tuple(p.kernel)), fmt::arg("stride", tuple(p.stride)),
                  fmt::arg("dilation", tuple(p.dilation)), fmt::arg("padding", tuple(padding)),
                  fmt::arg("groups", p.groups), fmt::arg("beyond", beyond(p.op.border.mode)));
  text += fmt::format("z = {}(x){}\n", p.transposed ? "scatter" : "gather",
                      p.biased ? " + " + p.spread_bias() : std::string());
  const ActivationWords& act = words_of(p.derived.scenario().activation);
  text += fmt::format("y = {}\n", act.numpy.empty() ? "z" : act.numpy);
  text += fmt::format("dz = {}\n", act.slope.empty() ? std::string("g") : fmt::format("g * ({})", act.slope));
  text +=
      p.transposed ? "dx = gather(dz)\ndw = correlate(dz, x)\n" : "dx = scatter(dz)\ndw = correlate(x, dz)\n";
  if (p.biased) text += "db = dz.sum(axis=(0, *range(2, dz.ndim)))\n";
  return text + ending(p);
}

}  // namespace convscope::code
