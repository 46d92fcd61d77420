// Claims about going back: inverses, deconvolution, what is lost.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/claims/experiments.hpp"
#include "core/geometry/solve.hpp"
#include "core/ops/deconvolve.hpp"
#include "core/scenario/round_trip.hpp"

namespace convscope::experiments {

namespace {

using Scenarios = std::span<const Scenario>;

RoundTrip trip_of(const Scenario& scenario) {
  return round_trip(Derived(scenario));
}

const Analysis& analysis_of(const RoundTrip& trip) {
  require(trip.analysis.has_value(), "the matrix is too large to find its rank", "a smaller input");
  return *trip.analysis;
}

double dot(const Tensor<double>& a, const Tensor<double>& b) {
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double tolerance(const Tensor<double>& input) {
  return kRounding * (1 + largest(input.values()));
}

/// Four taps, I. Daubechies, "Orthonormal bases of compactly supported wavelets" (1988): (1 ± √3, 3 ± √3) /
/// 4√2 and its mirror with signs that alternate. With padding k - s every window that touches a pixel is
/// there.
constexpr std::string_view kDaubechies =
    "conv 6 k4 s2 p2 c1>2 w=[0.48296291314453416,0.8365163037378079,0.22414386804201339,-0.12940952255126034;"
    "-0.12940952255126034,-0.22414386804201339,0.8365163037378079,-0.48296291314453416]";

Evidence cancel(Scenarios s) {
  const RoundTrip trip = trip_of(s[0]);
  Evidence e;
  e.add("input", trip.input);
  e.add("output", trip.output);
  e.add("returned", trip.returned);
  e.add("max_error", trip.max_error);
  e.add("allowed_error", tolerance(trip.input));
  if (trip.analysis) e.add("gram_distance", trip.analysis->gram_distance);
  // Where they do cancel: orthonormal columns.
  const auto error_of = [](std::string_view spec) {
    const double error = trip_of(scenario(spec)).max_error;
    return error <= kRounding ? 0 : error;
  };
  e.add("delta_max_error", error_of("conv 5 k1"));
  e.add("delta_k3_max_error", Values{error_of("conv 5 k3 p1 w=identity"), error_of("conv 5 k3 w=identity")});
  e.add("haar_bank_max_error", error_of("conv 4 k2 s2 c1>2 w=haar"));
  e.add("daubechies_bank_max_error", error_of(kDaubechies));
  return e;
}
Verdict returns(const Evidence& e) {
  return true_if(e.number("max_error") <= e.number("allowed_error"));
}

Evidence inverse(Scenarios s) {
  const RoundTrip trip = trip_of(s[0]);
  const Analysis& a = analysis_of(trip);
  Evidence e;
  e.add("returned", trip.returned);
  e.add("max_error", trip.max_error);
  e.add("allowed_error", tolerance(trip.input));
  e.add("input_cells", static_cast<double>(a.columns));
  e.add("rank", static_cast<double>(a.rank));
  e.add("nullity", static_cast<double>(a.nullity));
  e.add("least_squares", trip.pre_image);
  e.add("least_squares_residual", trip.least_squares.residual);
  return e;
}

Evidence mirrored(Scenarios s) {
  const RoundTrip trip = trip_of(s[0]);
  Evidence e;
  e.add("input", trip.input);
  e.add("returned", trip.returned);
  e.add("mirrored_returned", trip.mirrored);
  e.add("max_error", trip.max_error);
  e.add("mirrored_max_error", trip.mirrored_max_error);
  e.add("nearly", largest(trip.input.values()) / 10);
  // The adjoint test tells which of the two is the transpose.
  const Derived d(s[1]);
  const Tensor<double>& y = d.upstream();
  e.add("adjoint_cx_y", dot(d.linear(), y));
  e.add("adjoint_x_ty", dot(d.input(), input_gradient(d.op(), y, d.weights())));
  e.add("adjoint_x_mirrored_y", dot(d.input(), input_gradient(d.op(), y, mirrored_kernel(d.weights()))));
  return e;
}

Evidence zero_padding(Scenarios s) {
  const Derived d(s[0]);
  const RoundTrip trip = round_trip(d);
  const Analysis& a = analysis_of(trip);
  Evidence e;
  e.add("input_cells", static_cast<double>(a.columns));
  e.add("rank", static_cast<double>(a.rank));
  e.add("nullity", static_cast<double>(a.nullity));
  if (a.nullity > 0) {
    // An input that nothing can tell from the first.
    const std::vector<double> vector = readable_null_space(a).front();
    Tensor<double> other = d.input();
    for (Index i = 0; i < other.size(); ++i) other[i] += vector[static_cast<std::size_t>(i)];
    e.add("null_vector", vector);
    e.add("output_change", largest_difference(forward(d.op(), other, d.weights()), d.linear()));
  }
  // No zero padding on either way.
  const RoundTrip circular = trip_of(s[1]);
  e.add("circular_returned", circular.returned);
  e.add("circular_max_error", circular.max_error);
  e.add("allowed_error", tolerance(circular.input));
  return e;
}

/// The derivative of <Cx, y> by x, cell by cell: C is linear, so differences are exact.
Tensor<double> gradient_by_differences(const Derived& d, const Tensor<double>& y) {
  Tensor<double> slope(d.input().shape());
  const double here = dot(d.linear(), y);
  for (Index i = 0; i < slope.size(); ++i) {
    Tensor<double> moved = d.input();
    moved[i] += 1;
    slope[i] = dot(forward(d.op(), moved, d.weights()), y) - here;
  }
  return slope;
}

Evidence deconvolution(Scenarios s) {
  const Derived d(s[0]);
  const RoundTrip trip = round_trip(d);
  const Tensor<double> back = circular_inverse(d.op(), d.weights(), d.linear());
  Evidence e;
  e.add("input", d.input());
  e.add("transposed_returned", trip.returned);
  e.add("transposed_max_error", trip.max_error);
  e.add("deconvolved_max_error", largest_difference(back, d.input()));
  e.add("max_difference", largest_difference(trip.returned, back));
  // Caffe's layer Deconvolution computes what its Convolution's backward pass does: the gradient.
  e.add("caffe_max_difference", largest_difference(trip.returned, gradient_by_differences(d, d.linear())));
  return e;
}

Evidence relu(Scenarios s) {
  Evidence e;
  Values smallest, lost;
  for (const Scenario& one : s) {
    const Derived d(one);
    double low = d.linear()[0] + d.bias(0), gone = 0;
    const Index plane = element_count(d.op().output_size());
    for (Index i = 0; i < d.linear().size(); ++i) {
      const double z = d.linear()[i] + d.bias(i / plane);
      low = std::min(low, z);
      gone = std::max(gone, std::abs(z - d.output()[i]));
    }
    smallest.push_back(low);
    lost.push_back(gone);
  }
  e.add("smallest_pre_activation", smallest);
  e.add("largest_loss", lost);
  return e;
}

Evidence blur_destroys(Scenarios s) {
  Values rank, cells, weakest;
  for (const Scenario& one : s) {
    const Derived d(one);
    const Analysis a = analyse(d.matrix());
    rank.push_back(static_cast<double>(a.rank));
    cells.push_back(static_cast<double>(a.columns));
    weakest.push_back(a.singular_values.back() > a.tolerance ? a.singular_values.back() : 0);
  }
  Evidence e;
  e.add("input_cells", cells);
  e.add("rank", rank);
  e.add("smallest_singular_value", weakest);
  return e;
}

Evidence size_tells(Scenarios s) {
  const Derived d(s[0]);
  Values sizes, paddings;
  for (const SameOutput& same : same_outputs(s[0].layer, 0, d.op().geometry.axes[0].windows)) {
    sizes.push_back(static_cast<double>(same.input));
    paddings.push_back(static_cast<double>(same.output_padding));
  }
  Evidence e;
  e.add("output_size", static_cast<double>(d.op().geometry.axes[0].windows));
  e.add("input_sizes", sizes);
  e.add("output_paddings", paddings);
  e.add("count", static_cast<double>(sizes.size()));
  return e;
}

Evidence other_order(Scenarios s) {
  const Derived d(s[0]);
  const RoundTrip trip = round_trip(d);
  Values ratio;
  for (Index i = 0; i < trip.input.size(); ++i)
    if (trip.input[i] != 0) ratio.push_back(trip.returned[i] / trip.input[i]);
  Evidence e;
  e.add("returned", trip.returned);
  e.add("ratio", ratio);
  double energy = 0;
  for (double tap : d.weights().values()) energy += tap * tap;
  e.add("kernel_energy", energy);
  return e;
}

Evidence gradient(Scenarios s) {
  const Derived d(s[0]);
  const Tensor<double> turned = input_gradient(d.op(), d.upstream(), d.weights());
  const Tensor<double> slope = gradient_by_differences(d, d.upstream());
  Evidence e;
  e.add("gradient", slope);
  e.add("transposed", turned);
  e.add("max_difference", largest_difference(slope, turned));
  e.add("adjoint_cx_y", dot(d.linear(), d.upstream()));
  e.add("adjoint_x_ty", dot(d.input(), turned));
  return e;
}

/// What the operator is taken for: an inverse, a deconvolution.
std::vector<Claim> of_names() {
  return {
      {"cancel",
       "Convolution and transposed convolution cancel each other.",
       "Only when the matrix has orthonormal columns: a delta kernel with enough padding, or an orthonormal "
       "filter bank with so much padding that every position of the kernel that touches the input is used.",
       "The mean of three there and back; then deltas, the two Haar filters and Daubechies' two of four "
       "weights.",
       {"conv 5 k3"},
       cancel,
       returns},
      {"inverse",
       "Transposed convolution is the inverse of convolution.",
       "It gives the shape back, up to the output padding, not the values; no linear map can where the rank "
       "is "
       "below the number of input cells.",
       "Stride 2 there and back, the rank of the matrix, and the best that least squares can do.",
       {"conv 5 k3 s2"},
       inverse,
       returns},
      {"mirrored-kernel",
       "With matching padding, stride and a mirrored kernel they nearly cancel.",
       "The transposed convolution already uses the flipped kernel in its direct form; mirroring it "
       "again "
       "only leaves the transpose.",
       "[-1, 0, 1] on a ramp, back with the kernel and with its mirror image; the adjoint test with [1, 2, "
       "3].",
       {"conv 5 k3 w=[-1,0,1]", "conv 5 k3 w=[1,2,3] up=[1,-1,2]"},
       mirrored,
       [](const Evidence& e) {
         return true_if(std::min(e.number("max_error"), e.number("mirrored_max_error")) <=
                        e.number("nearly"));
       }},
      {"zero-padding-is-why",
       "The values differ because of the transposed convolution's implicit zero padding.",
       "Information is lost in the convolution, its rank is below the number of inputs; and with a circular "
       "border, where nothing is padded with zeros, the values differ as well.",
       "A null vector added to the input leaves the output as it is; then a circular border.",
       {"conv 5 k3", "conv 5 k3 p1 in=[5,1,4,2,3] border=circular"},
       zero_padding,
       [](const Evidence& e) {
         return true_if(e.number("circular_max_error") <= e.number("allowed_error"));
       }},
      {"deconvolution",
       "Deconvolution is another word for transposed convolution.",
       "Widely used so: Caffe's layer of that name computes the transposed operator. And misleading, for it "
       "inverts nothing: deconvolution undoes a convolution, here by dividing spectra.",
       "A circular blur that can be undone: by its transpose, as Caffe's layer does, and by its inverse.",
       {"conv 5 k3 p1 in=[5,1,4,2,3] border=circular"},
       deconvolution,
       [](const Evidence& e) {
         // The name is used for it; what it means is done by it.
         return verdict_of(Values{e.number("caffe_max_difference") <= kRounding ? 1.0 : 0.0,
                                  e.number("max_difference") <= kRounding ? 1.0 : 0.0});
       }},
  };
}

/// What is lost on the way, and what is not.
std::vector<Claim> of_losses() {
  return {
      {"relu-irreversible",
       "ReLU makes it irreversible.",
       "Only where a pre-activation is negative; elsewhere it changes nothing.",
       "The mean of a ramp, then a falling ramp under [-1, 0, 1].",
       {"conv 5 k3 act=relu", "conv 5 k3 in=[5,4,3,2,1] w=[-1,0,1] act=relu"},
       relu,
       [](const Evidence& e) {
         return verdict_of(where(e.list("largest_loss"), [](double l) { return l > 0; }));
       },
       true},
      {"blur-destroys",
       "Blurring destroys information.",
       "Only the frequencies that the kernel maps to 0 are lost; the circular mean of three can be undone "
       "exactly "
       "unless 3 divides the size. With noise, weak frequencies are lost in practice.",
       "The rank of the circular mean of three on 5 and on 6 cells.",
       {"conv 5 k3 p1 border=circular", "conv 6 k3 p1 border=circular"},
       blur_destroys,
       [](const Evidence& e) {
         Values lost;
         for (std::size_t i = 0; i < e.list("rank").size(); ++i)
           lost.push_back(e.list("rank")[i] < e.list("input_cells")[i]);
         return verdict_of(lost);
       },
       true},
      {"size-tells",
       "The size of the output tells the size of the input.",
       "As many input sizes as the stride share one output size; output padding picks one of them.",
       "All input sizes with the same output.",
       {"conv 16 k5 s3 p2"},
       size_tells,
       [](const Evidence& e) { return true_if(e.number("count") == 1); }},
      {"other-order",
       "With kernel size = stride, a convolution after its transposed convolution only scales.",
       "Yes: stamps do not overlap, so C(T(y)) = |w|² y. In the other order T(C(x)) / |w|² is a projection.",
       "[3, 5] enlarged with [1, 2] and gathered again.",
       {"tconv 2 k2 s2 in=[3,5] w=[1,2]"},
       other_order,
       [](const Evidence& e) {
         return true_if(largest(where(e.list("ratio"), [&](double r) {
                          return std::abs(r - e.number("kernel_energy")) >
                                 kRounding * e.number("kernel_energy");
                        })) == 0);
       }},
      {"gradient",
       "The gradient of a convolution is a transposed convolution.",
       "Yes, with respect to the input and with the same weights, stride and padding.",
       "Differences of <Cx, y> cell by cell, against T y.",
       {"conv 5 k3 w=[1,2,3] up=[1,-1,2]"},
       gradient,
       [](const Evidence& e) { return true_if(e.number("max_difference") <= kRounding); }},
  };
}

}  // namespace

std::span<const Claim> about_inverses() {
  static const std::vector<Claim> claims = [] {
    std::vector<Claim> all = of_names();
    std::ranges::copy(of_losses(), std::back_inserter(all));
    return all;
  }();
  return claims;
}

}  // namespace convscope::experiments
