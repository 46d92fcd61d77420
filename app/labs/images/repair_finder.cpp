#include "app/labs/images/repair_finder.hpp"

namespace convscope {

const std::vector<Repair>& RepairFinder::of(const UpsamplingChoice& contender,
                                            const std::shared_ptr<const Upsampler>& made) {
  const bool learns = needs_examples(contender);
  const auto learned = learns ? made : nullptr;
  if (contender == contender_ && learned == learned_) return repairs_;
  contender_ = contender;
  learned_ = learned;
  repairs_.clear();
  const Examples none(1, [](Index, const Examples::Look&) {});
  if (!learns)
    repairs_ = repairs(contender, make_upsampler(contender, none));
  else if (learned)
    repairs_ = repairs(contender, *learned);
  return repairs_;
}

}  // namespace convscope
