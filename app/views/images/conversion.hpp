// The weights of an enlarging on their way into another form: pixel shuffle, transposed convolution,
// resize-convolution.
#pragma once

#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/enlarging/converting.hpp"

namespace convscope {

struct Conversion {
  std::string name{};  ///< "conv-transpose, uniform 3"
  Index factor = 2;
  EnlargingForm from{}, to{};
  Tensor<double> weights{};  ///< in the first form, one channel in and out
  Converted made{};          ///< in the other
  std::vector<TapMove> moves{};
  bool exact() const { return made.difference < 1e-9; }
};
/// `kernel` [n, n]: the transposed convolution with n - factor even that the enlarging is (effective_kernel);
/// `taps`: rows and columns that it had as one, or empty. Errors: of convert.
Conversion convert_kernel(std::string name, const Tensor<double>& kernel, const Shape& taps,
                          EnlargingForm from, EnlargingForm to, Index factor);

/// "pixel shuffle".
std::string_view title_of(EnlargingForm form);
/// "exactly the same map", or by how much it differs.
std::string conversion_words(const Conversion& conversion);

/// At `t`, 0 to 1, of the way. For the stage, from about 560 × 420 on. Null: a sentence, `problem` or that it
/// is being worked out.
Picture draw_conversion(const Conversion* conversion, const std::string& problem, const Style& style,
                        double t);

}  // namespace convscope
