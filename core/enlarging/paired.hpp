// Two ways beside each other over the same pictures: what of their difference is more than chance.
#pragma once

#include <span>

#include "core/base/index.hpp"

namespace convscope {

/// Of the differences first - second, over the pictures where both are finite.
struct Paired {
  Index count = 0;
  double mean = 0, deviation = 0;        ///< the latter of the sample, n - 1 below; 0 for fewer than two
  double low = 0, high = 0;              ///< 95 % confidence interval of the mean by Student's t
  Index wins = 0, ties = 0, losses = 0;  ///< of the first, by what is better
  double p_value = 1;  ///< two-sided, of the exact sign test without ties: chance of so uneven a count
};
/// Not finite numbers are left out. Precondition: both have the same length.
Paired paired(std::span<const double> first, std::span<const double> second, bool more_is_better);

/// The number that |t| of Student's distribution stays below with a probability of 95 %.
double t_quantile_95(Index degrees);
/// The chance that a fair coin thrown `throws` times falls at least as unevenly as `heads` heads.
double sign_test(Index heads, Index throws);

}  // namespace convscope
