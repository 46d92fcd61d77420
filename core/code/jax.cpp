#include <fmt/format.h>

#include "core/code/python.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope::code {

namespace {

std::string pairs(const std::vector<Sides>& sides) {
  std::string text = "[";
  for (const Sides& s : sides) text += fmt::format("{}({}, {})", text.size() > 1 ? ", " : "", s.begin, s.end);
  return text + "]";
}

/// jnp.pad's name of a border.
std::string_view mode(BorderMode border) {
  return border == BorderMode::reflect ? "reflect" : border == BorderMode::replicate ? "edge" : "wrap";
}

std::string_view dimension_numbers(std::size_t rank) {
  return rank == 1   ? "(\"NCH\", \"OIH\", \"NCH\")"
         : rank == 2 ? "(\"NCHW\", \"OIHW\", \"NCHW\")"
                     : "(\"NCDHW\", \"OIDHW\", \"NCDHW\")";
}

std::string border_pad(const Parts& p, std::string_view of) {
  std::vector<Sides> sides{{}, {}};
  sides.insert(sides.end(), p.op.border.sides.begin(), p.op.border.sides.end());
  return fmt::format("{0} = jnp.pad({0}, {1}, mode=\"{2}\")\n", of, pairs(sides), mode(p.op.border.mode));
}

std::string convolution(const Parts& p, std::string_view of) {
  return fmt::format(
      "lax.conv_general_dilated(\n        {}, w, window_strides={}, padding={},\n"
      "        rhs_dilation={}, dimension_numbers={}, feature_group_count={})",
      of, tuple(p.stride), pairs(p.pads), tuple(p.dilation), dimension_numbers(p.rank), p.groups);
}

/// The transposed convolution as JAX computes it: zeros between the inputs, the kernel turned.
std::string transposed(const Parts& p) {
  std::vector<Sides> padding;
  std::string turned = "::-1";
  for (std::size_t i = 0; i < p.rank; ++i) {
    padding.push_back(direct_padding(p.op.geometry.axes[i]));
    if (i > 0) turned += ", ::-1";
  }
  return fmt::format(
      "    # lax.conv_transpose knows no groups and no such padding: the direct form.\n"
      "    k = w.reshape({groups}, w.shape[0] // {groups}, *w.shape[1:]).swapaxes(1, 2)\n"
      "    k = k.reshape(-1, *k.shape[2:])[..., {turned}]\n"
      "    z = lax.conv_general_dilated(\n        x, k, window_strides={ones}, padding={padding},\n"
      "        lhs_dilation={stride}, rhs_dilation={dilation}, dimension_numbers={numbers},\n"
      "        feature_group_count={groups})\n",
      fmt::arg("groups", p.groups), fmt::arg("turned", turned),
      fmt::arg("ones", tuple(std::vector<Index>(p.rank, 1))), fmt::arg("padding", pairs(padding)),
      fmt::arg("stride", tuple(p.stride)), fmt::arg("dilation", tuple(p.dilation)),
      fmt::arg("numbers", dimension_numbers(p.rank)));
}

std::string transposed_with_border(const Parts& p) {
  std::string cut = "...";
  for (const Index n : p.op.geometry.windows()) cut += fmt::format(", :{}", n);
  return fmt::format(
      "    # The transpose of a convolution with such a border: JAX makes it from that convolution.\n"
      "    def there(q):\n        {}        return {}[{}]\n"
      "    _, transposed = jax.vjp(there, jnp.zeros({}))\n    z, = transposed(x)\n",
      border_pad(p, "q"), convolution(p, "q"), cut, tuple(p.user_pixels()));
}

}  // namespace

std::string jax(const Parts& p) {
  std::string text = beginning(p, "JAX",
                               "import argparse\n\nimport numpy as np\nimport jax\nimport jax.numpy as jnp\n"
                               "from jax import lax\n\njax.config.update(\"jax_enable_x64\", True)",
                               "N, C, spatial axes; JAX is told by dimension_numbers");
  const std::string_view names = p.biased ? "x, w, b" : "x, w";
  text += fmt::format("\n\ndef forward({}):\n", names);
  if (!p.transposed)
    text += (p.border ? "    " + border_pad(p, "x") : "") + fmt::format("    z = {}\n", convolution(p, "x"));
  else
    text += p.border ? transposed_with_border(p) : transposed(p);
  if (p.biased) text += fmt::format("    z = z + {}\n", p.spread_bias());
  const std::string_view activated = words_of(p.derived.scenario().activation).jax;
  text += fmt::format("    return {}\n", activated.empty() ? "z" : activated);
  const std::string_view gradients = p.biased ? "dx, dw, db" : "dx, dw";
  text += fmt::format(
      "\n\ny, backward = jax.vjp(forward, {0})\n{1} = backward(jnp.asarray(g))\n"
      "y, {1} = (np.asarray(a) for a in (y, {1}))\n",
      names, gradients);
  return text + ending(p);
}

}  // namespace convscope::code
