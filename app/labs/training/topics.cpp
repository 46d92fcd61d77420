// What F1 says about the parts of this lab.
#include <array>

#include "app/desk/context_help.hpp"
#include "app/labs/training/lab.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"lab/training", "w ← w − Adam(∂ |decoder(small) − original|² / ∂w)",
     "Small decoders learn to enlarge your photographs, all from one seed and on the same crops: whose grid "
     "does training remove, and which decoder has none from the first step on?",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"training/decoders", "transposed convolution, pixel shuffle, or resizing before a convolution",
     "The last layer of each enlarges in its own way; the layers before it are the same. ICNR gives all "
     "phases "
     "of a pixel shuffle the same first weights.",
     "Aitken et al. 2017, arXiv:1707.02937; Shi et al. 2016, arXiv:1609.05158"},
    {"training/settings", "m ← 0.9 m + 0.1 g      v ← 0.999 v + 0.001 g²      w ← w − rate · m / √v",
     "Adam against the mean squared error of eight crops a step. Whatever is changed here begins the "
     "training "
     "anew; the same numbers train the same on every machine.",
     "Kingma & Ba 2014, arXiv:1412.6980"},
    {"training/phases", "sum of phase r = Σ w[k] over the weights that meet outputs of phase r",
     "On a constant picture each place of the output gets its phase's sum. Where the sums of a decoder's "
     "kernels part, it prints a grid.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
});

}  // namespace

std::span<const HelpTopic> training_topics() {
  return kTopics;
}

}  // namespace convscope
