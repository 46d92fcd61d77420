#include "app/ui/context_help.hpp"

#include <algorithm>
#include <array>

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
     "Every window uses the same k weights on each axis: they are shared. Even kernels have no middle tap.",
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
     "The taps stand d cells apart: the window sees farther with as many weights.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 5.1; dilation in torch.nn.Conv2d"},
    {"output-padding", "n' = (n−1)s − 2p + d(k−1) + op + 1",
     "With a stride, several input sizes give a convolution the same output size. op says which of them the "
     "transposed "
     "convolution returns to; the added cells are not zeros but what the kernel reaches.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, relationship 14; output_padding in torch.nn.ConvTranspose2d"},
    {"border", "x[−1] = x[1] (reflect), x[0] (replicate), x[n−1] (circular)",
     "What stands in the padded cells instead of zeros.", "padding_mode in torch.nn.Conv2d; numpy.pad"},
    {"channels", "W: [windows' channels, pixels' channels / groups, k, k]",
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
    {"trip/there", "y = f(C x + b)      x' = Cᵀ y",
     "The transposed convolution gives the shape back and, in general, not the values: x' = x for every x "
     "only where "
     "CᵀC is the identity. Examples on the left show when that is so.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.1; Vetterli & Kovačević 1995, Wavelets and Subband "
     "Coding"},
    {"trip/why", "C v = 0  ⇒  C (x + t v) = C x",
     "A direction of the null space changes the input and not the output: no way back can know how much of "
     "it there was. "
     "Singular values say how strongly every direction comes through.",
     "Golub & Van Loan 2013, Matrix Computations, sections 2.4 and 5.5"},
    {"trip/deconvolve", "min |C x − y|² + λ |x|²",
     "Deconvolution looks for the input that has this output. LSQR needs C and Cᵀ only; λ above 0 (Tikhonov) "
     "keeps "
     "noise from growing.",
     "Paige & Saunders 1982, ACM TOMS 8, 43-71; Tikhonov 1963, Soviet Math. Dokl. 4, 1035-1038"},
    {"trip/photo", "Wiener: X = conj(H) Y / (|H|² + noise/signal)",
     "The transposed convolution of a blurred photograph blurs it once more. Wiener, Tikhonov and "
     "Richardson-Lucy "
     "deconvolve; all of them have to know the blur.",
     "Wiener 1949; Richardson 1972, JOSA 62, 55-59; Lucy 1974, Astron. J. 79, 745-754"},
    {"in", "", "Where the input's numbers come from. Click a cell to type, or paste a matrix with Ctrl+V.",
     "assets/scenario.schema.json"},
    {"w", "phase sum: Σ w[k] over k ≡ r (mod s)",
     "Kernels with equal phase sums keep a constant input constant: no checkerboard. Networks compute "
     "cross-correlation; the convolution of mathematics turns the kernel by 180 degrees.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard; weight in torch.nn.ConvTranspose2d"},
    {"upstream", "dL/dx = Cᵀ dL/dy      dL/dw[k] = Σ x[i] dL/dy[o]",
     "The gradient that the rest of a network hands back to this layer.",
     "torch.autograd; torch.nn.grad.conv2d_input"},
    {"dialect", "keras same: n' = n·s",
     "Frameworks name the same relation by other numbers; the sizes follow the chosen one.",
     "tf.keras.layers.Conv2DTranspose; ONNX ConvTranspose"},
    {"photo", "", "The photograph that the photo view makes smaller and larger again.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},

    {"lab/explore", "y = C x, y = Cᵀ x",
     "One operator with small numbers, in every view. The title on the stage is a list of views; V shows the "
     "next one.",
     "Dumoulin & Visin 2016, arXiv:1603.07285"},
    {"lab/round-trip", "x → C x → Cᵀ C x",
     "The transposed convolution returns to the size, not to the values: CᵀC is the identity only where the "
     "columns of C are orthonormal. Deconvolution proper is beside it.",
     "Zeiler et al. 2010, Deconvolutional Networks, for where the misleading name comes from"},
    {"lab/sizes", "n' = ⌊(n + 2p − d(k−1) − 1) / s⌋ + 1",
     "Each term of the formula tied to the drawing; sizes asked backwards; chains of layers; four "
     "frameworks.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 2"},
    {"sizes/arithmetic", "o = ⌊(n + 2p − d(k−1) − 1) / s⌋ + 1      o = (n−1)s − 2p + d(k−1) + 1 + op",
     "Rest the pointer on a term and its part of the drawing lights up, and the other way round. What "
     "rounding "
     "down leaves over is read by no window.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, relationships 6 and 14"},
    {"sizes/ambiguity", "op = (n + 2p − d(k−1) − 1) mod s",
     "A convolution with stride s maps s sizes to one. Click a size to take it.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, relationship 14"},
    {"sizes/solve", "even: every phase has as many taps",
     "All parameters within the bounds that give the wanted size. The bars show how many products reach the "
     "pixels of each phase.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"sizes/network", "parameters: OUT · IN · taps + OUT      multiply-adds: OUT · IN · taps · windows",
     "Sizes, receptive fields and costs from layer to layer. A skip connection meets where both sides have "
     "one "
     "size.",
     "Ronneberger, Fischer & Brox 2015, arXiv:1505.04597; Radford, Metz & Chintala 2016, arXiv:1511.06434"},
    {"sizes/dialects", "Keras same: n' = n·s      PyTorch: n' = (n−1)s − 2p + d(k−1) + 1 + op",
     "What the frameworks make of one kernel, stride and dilation, and where each crops or pads. Click a row "
     "to "
     "see it against PyTorch, index by index.",
     "torch.nn.ConvTranspose2d; tf.keras.layers.Conv2DTranspose; ONNX ConvTranspose; Caffe's "
     "base_conv_layer"},
    {"lab/images", "energy = peaks at multiples of 1/s over their surroundings",
     "A photograph reduced and enlarged again in up to eight ways, measured against the original.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"lab/claims", "",
     "Sentences that circulate. Each comes with the smallest experiment that shows what is true of it.",
     "convscope claims runs them all"},

    {"images/stage", "",
     "All pictures look at the same place. From about 36 points a pixel on, its numbers stand in it. The "
     "table's "
     "numbers are of the selected part; a click on a picture chooses it.",
     "Keys 0, O, = and - zoom, arrows move, Esc forgets the selection"},
    {"images/layout", "",
     "Grid: all of them. Split: two, with an edge to drag. Flip: two in one place, the second while Space or "
     "the "
     "right button is held. Difference and Error: the second less the first, with sign or without.",
     "Keys G, S, F, D, E; comma and period go through the contenders"},
    {"images/difference", "gain · (b − a)",
     "Blue where the second picture is darker, red where it is lighter; the ends of the scale are 255 / gain "
     "grey "
     "levels apart. Errors are the mean size over red, green and blue.",
     "cividis: Nuñez, Anderton & Renslow 2018, PLoS ONE 13(7), e0199239"},
    {"images/metrics", "PSNR = 10 log10(255² / MSE)",
     "Of the result clamped and rounded to 8 bits, against the original, over all channels. Checkerboard is "
     "the "
     "power at the multiples of 1/s over the power around them.",
     "Wang et al. 2004, IEEE TIP 13(4), for SSIM; core/metrics says the rest"},
    {"images/picture", "", "It is cropped to a multiple of the factor, reduced by it and enlarged again.",
     "PNG, JPEG, BMP, TGA, GIF, PNM; 8 and 16 bits, grey and alpha"},
    {"images/factor", "s = 2 to 8",
     "The stride of the transposed convolution and of the reducing. Patterns have its period.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"images/contender", "",
     "A way of enlarging. The one that is unfolded is what Why, Gradient and Plots are about; up to eight "
     "compete.",
     "convscope compare does the same on the command line"},
    {"images/method", "",
     "Interpolations, and the layers that networks enlarge with: transposed convolution, sub-pixel "
     "convolution, "
     "resizing followed by a convolution.",
     "Shi et al. 2016, CVPR (pixel shuffle); Odena et al. 2016 (resize-convolution)"},
    {"images/kernel", "phase sum: Σ w[k] over k ≡ r (mod s)",
     "All but learned kernels are scaled to keep the brightness. Learned: the best for this picture in the "
     "mean "
     "square, by least squares, for every form alike.",
     "Aitken et al. 2017, arXiv:1707.02937, for ICNR"},
    {"images/size", "even overlap: s divides k",
     "Where the factor does not divide the size, some pixels get more taps than others.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"images/layers", "s = r · r · …",
     "So many equal layers, each by the root of the factor: patterns multiply.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"images/compare", "", "The pictures against each other, and their numbers below.", "convscope compare"},
    {"images/why", "(max − min) / mean of the phase sums",
     "Everything that the kernel alone says: which pixels get more, the spectrum's peaks at multiples of "
     "1/s, and "
     "what a repair changes.",
     "Sugawara, Shiota & Kiya 2019, APSIPA"},
    {"images/gradient", "dL/dx = Cᵀ dL/dy",
     "The way back through a strided convolution is a transposed one: gradients have checkerboards, too.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard, last section"},
    {"images/plots", "",
     "Each measure against the kernel's size and against the factor, on the picture's middle.",
     "convscope compare writes metrics.csv"},

    {"view/slide", "y[o] = Σ w[k] · x[o·s + k·d − p]",
     "Each output cell is the sum of the products under the window. Padding is hatched.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 2; torch.nn.functional.conv2d"},
    {"view/scatter", "y[o·s + k·d − p] += x[o] · w[k]",
     "Each input cell stamps its scaled kernel onto the output; where stamps overlap they add.",
     "torch.nn.functional.conv_transpose2d; torch.nn.Fold"},
    {"view/direct", "y[i] = Σ x[o] · w[i + p − o·s]",
     "The same result as a sliding window: zeros between the input's cells, the kernel turned by 180 "
     "degrees.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.5"},
    {"view/matrix", "C[o, i] = w[k] where i = o·s + k·d − p",
     "Few distinct weights along diagonals, all else zero. Turn the wheel to zoom, drag to move, "
     "double-click for "
     "all of it.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.1"},
    {"view/wiring", "edges ≤ windows · taps, weights = taps",
     "One axis as a network: edges of one colour share one weight. A fully connected layer has a weight for "
     "each edge.",
     "LeCun et al. 1989, Backpropagation applied to handwritten zip code recognition"},
    {"view/overlap", "count[i] = #{(o, k) : i = o·s + k·d − p}",
     "How many products reach each cell. It is even inside where the stride divides the kernel.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"view/gradient", "dL/dx = Cᵀ dL/dz      dL/dw[k] = Σ x[i] dL/dz[o]      dL/db = Σ dL/dz[o]",
     "The backward pass of a convolution is the transposed convolution, and the other way round.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.1; torch.autograd"},
    {"view/channels", "y[c'] = Σ over c of W[c', c] ∗ x[c]",
     "The kernel block covers all input channels of its group and gives one number. Drag to turn, wheel to "
     "zoom.",
     "groups in torch.nn.Conv2d"},
    {"view/photo", "stride 2, kernel 4 against nearest and bilinear",
     "What the kernel's uneven overlap does to a picture, and what resizing first does not.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"lab/claims", "",
     "Each card's verdict is found by its experiment, now. Change the experiment and the verdict follows; "
     "'depends' "
     "means that it holds in some of the cases.",
     "assets and convscope claims --json have the same"},
    {"claims/experiment", "",
     "The sentence is judged by the numbers below the card. Sliders and the line change one scenario at a "
     "time; "
     "Ctrl+Z takes a change back, Backspace all of them.",
     "convscope claims NAME"},
    {"claims/line", "conv|tconv SIZE kK [sS] [pP] [dD] [opO] [cIN>OUT] [in=..] [w=..]",
     "The whole scenario in one line. The operator cannot be exchanged: the claim is about it.", "README"},
    {"claims/vote", "",
     "Let the audience raise hands and click once for each, or type vote true 12 after Ctrl+P. Enter "
     "reveals.",
     "hide-verdicts, vote and reveal among the commands"},
});

}  // namespace

const HelpTopic* help_topic(std::string_view key) {
  const auto* found = std::ranges::find(kTopics, key, &HelpTopic::key);
  return found == kTopics.end() ? nullptr : found;
}

}  // namespace convscope
