#include "app/desk/lab.hpp"

#include <algorithm>
#include <array>

namespace convscope {

namespace {

constexpr std::array kLabs{
    LabInfo{LabName::explore, "explore", "Explore", "One operator, step by step, in every view."},
    LabInfo{LabName::round_trip, "round-trip", "Round trip",
            "Convolution, then its transpose: what comes back, what is lost, and what truly undoes it."},
    LabInfo{LabName::sizes, "sizes", "Sizes",
            "The size arithmetic drawn, asked backwards, in chains of layers and in four frameworks."},
    LabInfo{LabName::images, "images", "Images",
            "Ways of enlarging a photograph beside each other, measured, and why some leave checkerboards."},
    LabInfo{LabName::claims, "claims", "Claims",
            "What people say about convolution, each with the experiment that settles it."},
};

}  // namespace

std::span<const LabInfo> labs() {
  return kLabs;
}

const LabInfo& info(LabName lab) {
  return kLabs[static_cast<std::size_t>(lab)];
}

std::optional<LabName> find_lab(std::string_view name) {
  const auto* found = std::ranges::find(kLabs, name, &LabInfo::name);
  if (found == kLabs.end()) return std::nullopt;
  return found->lab;
}

}  // namespace convscope
