// How the sums of a layer are made.
#pragma once

namespace convscope::fast {

enum class Method {
  direct,    ///< as they stand
  winograd,  ///< in float and where it fits (winograd.hpp): faster, less exact by the bound that it states
};

}  // namespace convscope::fast
