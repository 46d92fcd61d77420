// All sizes that a convolution maps to the same number of windows, and the output padding that brings each
// back.
#pragma once

#include "app/views/sizes/page.hpp"
#include "core/geometry/solve.hpp"
#include "core/ops/operator.hpp"

namespace convscope {

/// `same`: same_outputs of the layer on that axis; the operator's own size is marked among them. Spots:
/// "size/N" of each size. `lit` is the spot under the pointer.
SizePage draw_ambiguity(const Operator& op, std::size_t axis, const std::vector<SameOutput>& same,
                        std::string_view lit, const Style& style);

}  // namespace convscope
