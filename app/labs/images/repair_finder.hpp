// What can mend a contender's kernel, worked out once.
#pragma once

#include <memory>
#include <vector>

#include "app/labs/images/settings.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

class RepairFinder {
 public:
  /// `made`: the contender's map, or null while there is none. A learned kernel has no repairs before it is
  /// learned; the others are made here, in well under a frame.
  const std::vector<Repair>& of(const UpsamplingChoice& contender,
                                const std::shared_ptr<const Upsampler>& made);

 private:
  UpsamplingChoice contender_;
  std::shared_ptr<const Upsampler> learned_;
  std::vector<Repair> repairs_;
};

}  // namespace convscope
