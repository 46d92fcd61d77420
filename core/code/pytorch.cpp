#include <fmt/format.h>

#include <algorithm>

#include "core/code/python.hpp"

namespace convscope::code {

namespace {

/// F.pad's list: the last axis first; negative numbers crop.
std::string pad_list(const std::vector<Sides>& sides) {
  std::vector<Index> list;
  for (auto side = sides.rbegin(); side != sides.rend(); ++side) {
    list.push_back(side->begin);
    list.push_back(side->end);
  }
  return tuple(list);
}

std::vector<Index> begins(const std::vector<Sides>& sides) {
  std::vector<Index> list;
  for (const Sides& s : sides) list.push_back(s.begin);
  return list;
}

std::string border_pad(const Parts& p, std::string_view of) {
  return fmt::format("    {0} = F.pad({0}, {1}, mode=\"{2}\")\n", of, pad_list(p.op.border.sides),
                     to_string(p.op.border.mode));
}

/// The rest of a convolution's call, after input, weights and bias.
std::string settings(const Parts& p, const std::vector<Index>& padding) {
  std::string text = fmt::format("stride={}, padding={}", tuple(p.stride), tuple(padding));
  if (p.dilated()) text += fmt::format(", dilation={}", tuple(p.dilation));
  if (p.groups > 1) text += fmt::format(", groups={}", p.groups);
  return text;
}

/// z = the convolution of `of`, whose border has been added.
std::string convolution(const Parts& p, std::string_view of, std::string_view bias) {
  std::string text;
  std::vector<Index> padding(p.rank, 0);
  if (p.even(p.pads))
    padding = begins(p.pads);
  else
    text +=
        fmt::format("    {0} = F.pad({0}, {1})  # the layer pads both sides alike\n", of, pad_list(p.pads));
  return text + fmt::format("    z = F.conv{}d({}, w, {}, {})\n", p.rank, of, bias, settings(p, padding));
}

std::string with_bias(const Parts& p) {
  return p.biased ? fmt::format("    z = z + {}\n", p.spread_bias()) : std::string();
}

/// The layer's own arguments where it has them: padding and output padding.
bool is_layer(const Parts& p) {
  for (std::size_t i = 0; i < p.rank; ++i) {
    const Index output_padding = p.crops[i].begin - p.crops[i].end;
    if (p.crops[i].begin < 0 || output_padding < 0 || output_padding >= std::max(p.stride[i], p.dilation[i]))
      return false;
  }
  return true;
}

std::string transposed(const Parts& p) {
  if (p.border) {
    std::string cut = "[..., ";
    const Shape windows = p.op.geometry.windows();
    for (std::size_t i = 0; i < p.rank; ++i) cut += fmt::format("{}:{}", i > 0 ? ", " : "", windows[i]);
    std::string text = fmt::format(
        "    # No layer of PyTorch transposes such a border: this is the gradient of the convolution with "
        "it.\n"
        "    pixels = torch.zeros({}, dtype=x.dtype, requires_grad=True)\n    q = pixels\n",
        tuple(p.user_pixels()));
    text += border_pad(p, "q") + convolution(p, "q", "None");
    text += fmt::format("    z, = torch.autograd.grad(z{}], pixels, x, create_graph=True)\n", cut);
    return text + with_bias(p);
  }
  if (is_layer(p)) {
    std::vector<Index> output_padding;
    for (const Sides& crop : p.crops) output_padding.push_back(crop.begin - crop.end);
    return fmt::format("    z = F.conv_transpose{}d(x, w, {}, {}, output_padding={})\n", p.rank,
                       p.biased ? "b" : "None", settings(p, begins(p.crops)), tuple(output_padding));
  }
  return fmt::format(
             "    z = F.conv_transpose{}d(x, w, None, {})\n"
             "    z = F.pad(z, {})  # what the layer's padding cannot say\n",
             p.rank, settings(p, std::vector<Index>(p.rank, 0)), pad_list(p.uncropped())) +
         with_bias(p);
}

}  // namespace

std::string pytorch(const Parts& p) {
  std::string text = beginning(p, "PyTorch",
                               "import argparse\n\nimport numpy as np\nimport torch\n"
                               "import torch.nn.functional as F",
                               "N, C, spatial axes");
  const std::string_view names = p.biased ? "x, w, b" : "x, w";
  text += fmt::format("\n{0} = (torch.tensor(a, requires_grad=True) for a in ({0}))\n", names);
  text += fmt::format("\n\ndef forward({}):\n", names);
  if (p.transposed)
    text += transposed(p);
  else
    text += (p.border ? border_pad(p, "x") : "") + convolution(p, "x", p.biased ? "b" : "None");
  const std::string_view activated = words_of(p.derived.scenario().activation).pytorch;
  text += fmt::format("    return {}\n", activated.empty() ? "z" : activated);
  text += fmt::format(
      "\n\ny = forward({0})\ny.backward(torch.tensor(g))\ny = y.detach().numpy()\n"
      "{1} = (a.grad.numpy() for a in ({0}))\n",
      names, p.biased ? "dx, dw, db" : "dx, dw");
  return text + ending(p);
}

}  // namespace convscope::code
