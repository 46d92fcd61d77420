// What F1 says about the parts of this lab.
#include <array>

#include "app/desk/context_help.hpp"
#include "app/labs/images/lab.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"lab/images", "energy = peaks at multiples of 1/s over their surroundings",
     "A photograph reduced and enlarged again in up to eight ways, measured against the original.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"images/stage", "",
     "All pictures look at the same place. From about 36 points a pixel on, its numbers stand in it. The "
     "table's numbers are of the selected part; a click on a picture chooses it.",
     "Keys 0, O, = and - zoom, arrows move, Esc forgets the selection"},
    {"images/layout", "",
     "Grid: all of them. Split: two, with an edge to drag. Flip: two in one place, the second while Space or "
     "the right button is held, or in turns by itself (Blink). Difference and Error: the second less the "
     "first, "
     "with sign or without. Heat: where printed grids are.",
     "Keys G, S, F, D, E; comma and period go through the contenders"},
    {"images/inspect", "",
     "Periodic patterns of 2 to 8 pixels, found in one picture alone, and what made each: enlarging, JPEG, "
     "or "
     "what is shown. The colour says where the pattern is: how much of it each place's residual has.",
     "docs/inspect.md; convscope inspect does the same on the command line"},
    {"images/convert", "pixel shuffle ⇄ transposed convolution ⇄ nearest, then a convolution",
     "The same weights in another form, and where each goes. Pixel shuffle and transposed convolution are "
     "one "
     "map; a resize-convolution is both, but not every one of them is a resize-convolution: then the nearest "
     "is taken, and the difference said.",
     "Shi et al. 2016, arXiv:1609.07009; convscope convert does the same on the command line"},
    {"images/difference", "gain · (b − a)",
     "Blue where the second picture is darker, red where it is lighter, by the mean size over red, green and "
     "blue, as errors are, with the sign of the luma; the ends of the scale are 255 / gain grey levels "
     "apart.",
     "cividis: Nuñez, Anderton & Renslow 2018, PLoS ONE 13(7), e0199239"},
    {"images/metrics", "PSNR = 10 log10(255² / MSE)",
     "Of the result clamped and rounded to 8 bits, against the original, over all channels. Checkerboard is "
     "the power at the multiples of 1/s over the power around them.",
     "Wang et al. 2004, IEEE TIP 13(4), for SSIM; core/metrics says the rest"},
    {"images/picture", "", "It is cropped to a multiple of the factor, reduced by it and enlarged again.",
     "PNG, JPEG, WebP, TIFF, HEIC, AVIF, BMP, TGA, GIF, PSD, PNM, HDR; grey and alpha stay, colours become "
     "sRGB"},
    {"images/factor", "s = 2 to 8",
     "The stride of the transposed convolution and of the reducing. Patterns have its period.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"images/contender", "",
     "A way of enlarging. The one that is unfolded is what Why, Gradient and Plots are about; up to eight "
     "compete.",
     "convscope compare does the same on the command line"},
    {"images/results", "",
     "Pictures that others made of this one, as they are: of the same size, or aligned (phase correlation, "
     "then a windowed sinc), and then measured where they have pixels. Of a folder the file with this "
     "picture's name is taken. Opacity lies over white; 16 bits are not rounded.",
     "convscope compare TRUTH --results does the same; Kuglin & Hines 1975 for phase correlation"},
    {"images/method", "",
     "Interpolations, and the layers that networks enlarge with: transposed convolution, sub-pixel "
     "convolution, resizing followed by a convolution.",
     "Shi et al. 2016, CVPR (pixel shuffle); Odena et al. 2016 (resize-convolution)"},
    {"images/coordinates",
     "half-pixel: x = (i + ½)/s − ½      asymmetric: x = i/s      corners: x = i·(n−1)/(ns−1)",
     "Where an enlarged pixel lies in the small picture. Mixing two of them moves the picture by a part of a "
     "pixel; Sizes, Dialects draws them.",
     "ONNX Resize, coordinate_transformation_mode; torch.nn.functional.interpolate"},
    {"images/kernel", "phase sum: Σ w[j] over j ≡ r (mod s)",
     "All but learned kernels are scaled to keep the brightness. Learned: the best for this picture in the "
     "mean square, by least squares, for every form alike.",
     "Aitken et al. 2017, arXiv:1707.02937, for ICNR"},
    {"images/size", "even overlap: s divides k",
     "Where the factor does not divide the size, some pixels get more weights than others.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"images/layers", "s = r · r · …",
     "So many equal layers, each by the root of the factor: patterns multiply.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"images/compare", "", "The pictures against each other, and their numbers below.", "convscope compare"},
    {"images/why", "alias gain = max |H((f + m)/s)| / |H(f/s)|",
     "Everything that the kernel alone says: on flat areas by the phase sums, on ramps by the order, on "
     "texture by "
     "the images that waves come with; the photograph's own frequencies stand behind their curve. "
     "docs/verdict.md "
     "has the limits.",
     "Sugawara, Shiota & Kiya 2019, APSIPA"},
    {"images/gradient", "dL/dx = Cᵀ dL/dy",
     "The way back through a strided convolution is a transposed one: gradients have checkerboards, too.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard, last section"},
    {"images/plots", "",
     "Each measure against the kernel's size and against the factor, on the picture's middle.",
     "convscope compare writes metrics.csv"},
});

}  // namespace

std::span<const HelpTopic> images_topics() {
  return kTopics;
}

}  // namespace convscope
