// What F1 says about the parts of this lab.
#include <array>

#include "app/desk/context_help.hpp"
#include "app/labs/networks/lab.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"lab/networks", "a grid: phases of a layer's output that differ on a constant picture",
     "A network from a file, layer by layer: sizes, kernels, costs, and which layer prints a grid.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"networks/chain", "height: the image's extent      width: log of the channels",
     "Each block is a layer's output. Orange ones enlarge; red is where a grid begins. Click one to see its "
     "kernels.",
     "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    {"networks/repair", "equal phase sums: order 1      equal sub-kernels: ICNR      order 2: ramps too",
     "The least change of the weights, in the sense of squares, that makes the layer leave constants, all "
     "pictures, or constants and ramps without a grid.",
     "Aitken et al. 2017, arXiv:1707.02937"},
});

}  // namespace

std::span<const HelpTopic> networks_topics() {
  return kTopics;
}

}  // namespace convscope
