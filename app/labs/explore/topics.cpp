// What F1 says about the parts of this lab.
#include <array>

#include "app/desk/context_help.hpp"
#include "app/labs/explore/lab.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"lab/explore", "y = C x, y = Cᵀ x",
     "One operator with small numbers, in every view. The title on the stage is a list of views; V shows the "
     "next one.",
     "Dumoulin & Visin 2016, arXiv:1603.07285"},
});

}  // namespace

std::span<const HelpTopic> explore_topics() {
  return kTopics;
}

}  // namespace convscope
