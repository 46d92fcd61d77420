#include "app/desk/context_help.hpp"

#include <array>
#include <string>
#include <vector>

#include "app/views/registry.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"operator", "conv: y = C x      tconv: y = Cᵀ x",
     "Both are the same sparse matrix, used upright or turned. A transposed convolution is the gradient of a "
     "convolution by its input, not its inverse.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 4; torch.nn.Conv2d, torch.nn.ConvTranspose2d"},
    {"size", "n' = ⌊(n + 2p − d(k−1) − 1) / s⌋ + 1",
     "The output of a convolution has as many cells as the window has positions. Every axis is counted for "
     "itself.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, relationship 6; torch.nn.Conv2d, Shape"},
    {"kernel", "reach = d(k−1) + 1",
     "Every window uses the same k weights on each axis: they are shared. Even kernels have no middle "
     "weight.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 2; kernel_size in torch.nn.Conv2d"},
    {"stride", "i = o·s + k·d − p",
     "The window moves by s cells: a convolution's output shrinks s times, a transposed one's grows. Where s "
     "does not "
     "divide k, a transposed convolution overlaps unevenly.",
     "Odena, Dumoulin & Olah 2016, Deconvolution and Checkerboard Artifacts, distill.pub; stride in "
     "torch.nn.Conv2d"},
    {"padding", "same: p = d(k−1)/2      full: p = d(k−1)",
     "Around a convolution's input p cells are added; a transposed convolution's output loses as many. Same "
     "keeps the "
     "size at stride 1.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, sections 2.2 and 2.3; padding in torch.nn.Conv2d"},
    {"dilation", "k' = d(k−1) + 1",
     "The weights stand d cells apart: the window sees farther with as many of them.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 5.1; dilation in torch.nn.Conv2d"},
    {"output-padding", "n' = (n−1)s − 2p + d(k−1) + op + 1",
     "With a stride, several input sizes give a convolution the same output size. op says which of them the "
     "transposed "
     "convolution returns to; the added cells are not zeros but what the kernel reaches.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, relationship 14; output_padding in torch.nn.ConvTranspose2d"},
    {"border", "x[−1] = x[1] (reflect), x[0] (replicate), x[n−1] (circular)",
     "What stands in the padded cells instead of zeros.", "padding_mode in torch.nn.Conv2d; numpy.pad"},
    {"channels", "conv W: [out, in / groups, k, k]      tconv W: [in, out / groups, k, k]",
     "Every output channel sums over all input channels of its group, each with a kernel of its own.",
     "in_channels, out_channels in torch.nn.Conv2d"},
    {"groups", "weights: IN · OUT / groups · k²",
     "Channels are divided into groups that do not see each other; as many groups as channels is a depthwise "
     "convolution.",
     "groups in torch.nn.Conv2d"},
    {"bias", "y = C x + b", "One number for each output channel, added to all its cells.",
     "bias in torch.nn.Conv2d"},
    {"activation", "y = f(C x + b)      dL/dx = Cᵀ (f' · dL/dy)",
     "Applied to each output cell; its slope masks the gradient on the way back.",
     "torch.nn.ReLU, LeakyReLU, Tanh"},
    {"in", "", "Where the input's numbers come from. Click a cell to type, or paste a matrix with Ctrl+V.",
     "assets/scenario.schema.json"},
    {"w", "phase sum: Σ w[j] over j ≡ r (mod s)",
     "Kernels with equal phase sums keep a constant input constant: no checkerboard there. Networks compute "
     "cross-correlation; the convolution of mathematics turns the kernel by 180 degrees.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard; weight in torch.nn.ConvTranspose2d"},
    {"upstream", "dL/dx = Cᵀ dL/dy      dL/dw[j] = Σ x[i] dL/dy[o]",
     "The gradient that the rest of a network hands back to this layer.",
     "torch.autograd; torch.nn.grad.conv2d_input"},
    {"dialect", "keras same: n' = n·s",
     "Frameworks name the same relation by other numbers; the sizes follow the chosen one.",
     "tf.keras.layers.Conv2DTranspose; ONNX ConvTranspose"},
    {"photo", "", "The photograph that the photo view makes smaller and larger again.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
});

}  // namespace

std::span<const HelpTopic> scenario_topics() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> list;
    for (const View& view : views()) list.push_back("view/" + std::string(view.name));
    return list;
  }();
  static const std::vector<HelpTopic> all = [] {
    std::vector<HelpTopic> list(kTopics.begin(), kTopics.end());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const ViewHelp& more = views()[i].more;
      list.push_back({keys[i], more.formula, more.text, more.reference});
    }
    return list;
  }();
  return all;
}

}  // namespace convscope
