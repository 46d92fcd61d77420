// Claims about what the operators are: matrices, kernels, shifts.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/claims/experiments.hpp"
#include "core/geometry/contributions.hpp"
#include "core/scenario/round_trip.hpp"

namespace convscope::experiments {

namespace {

using Scenarios = std::span<const Scenario>;

Evidence dense(Scenarios s) {
  Values nonzeros, density, transposed;
  for (const Scenario& one : s) {
    const Derived d(one);
    const SparseMatrix& c = d.matrix();
    nonzeros.push_back(static_cast<double>(c.nonzeros()));
    density.push_back(c.density());
    transposed.push_back(d.matrix_transposed().density());
  }
  Evidence e;
  e.add("nonzeros", nonzeros);
  e.add("density", density);
  e.add("transposed_density", transposed);
  return e;
}

/// The input moved by `by` cells along the last axis; zeros come in.
Tensor<double> moved(const Tensor<double>& x, Index by) {
  Tensor<double> out(x.shape());
  const Index n = x.shape()[x.shape().rank() - 1];
  for (Index i = 0; i < x.size(); ++i)
    if (i % n >= by) out[i] = x[i - by];
  return out;
}

Evidence invariant(Scenarios s) {
  const Derived d(s[0]);
  const Axis& axis = d.op().geometry.axes.back();
  const Tensor<double> shifted = forward(d.op(), moved(d.input(), axis.stride), d.weights());
  double change = 0, equivariance = 0;
  for (Index i = 0; i < shifted.size(); ++i) {
    change = std::max(change, std::abs(shifted[i] - d.linear()[i]));
    // Windows that saw no padding, before and after.
    const Index o = i % axis.windows;
    if (o + 1 < axis.windows && window_origin(axis, o) >= 0 &&
        window_origin(axis, o + 1) + reach(axis) <= axis.pixels)
      equivariance = std::max(equivariance, std::abs(shifted[i + 1] - d.linear()[i]));
  }
  Evidence e;
  e.add("output", d.linear());
  e.add("output_of_shifted", shifted);
  e.add("change", change);
  e.add("equivariance_error", equivariance);
  return e;
}

Evidence shared(Scenarios s) {
  const Derived d(s[0]);
  const SparseMatrix& c = d.matrix();
  std::set<Index> weights;
  for (Index r = 0; r < c.rows; ++r)
    for (const MatrixEntry& entry : entries_of_window(d.op(), r)) weights.insert(entry.weight);
  // The fully-connected layer: the whole matrix, zeros and all.
  Values dense(static_cast<std::size_t>(c.rows * c.columns), 0.0);
  for (Index r = 0; r < c.rows; ++r)
    for (std::size_t i = 0; i < c.row_columns(r).size(); ++i)
      dense[static_cast<std::size_t>(r * c.columns + c.row_columns(r)[i])] += c.row_values(r)[i];
  double most = 0;
  for (Index r = 0; r < c.rows; ++r) {
    double sum = 0;
    for (Index i = 0; i < c.columns; ++i)
      sum += dense[static_cast<std::size_t>(r * c.columns + i)] * d.input()[i];
    most = std::max(most, std::abs(sum - d.linear()[r]));
  }
  Evidence e;
  e.add("weights", static_cast<double>(weights.size()));
  e.add("nonzeros", static_cast<double>(c.nonzeros()));
  e.add("fully_connected_weights", static_cast<double>(dense.size()));
  e.add("max_difference", most);
  return e;
}

Evidence flips(Scenarios s) {
  const Derived d(s[0]);
  const Tensor<double> flipped = forward(d.op(), d.input(), mirrored_kernel(d.weights()));
  Evidence e;
  e.add("output", d.linear());
  e.add("flipped_output", flipped);
  // Sums of products as they stand, w[k] x[o + k], computed afresh from the relation.
  Tensor<double> plain(d.linear().shape());
  for (Index o = 0; o < plain.size(); ++o)
    for_each_contribution(d.op().geometry, Side::window, o, [&](const Contribution& c) {
      plain[o] += d.weights()[c.weight] * d.input()[user_cell(d.op(), c.pixel)];
    });
  e.add("difference_to_correlation", largest_difference(d.linear(), plain));
  e.add("difference_to_flipped", largest_difference(d.linear(), flipped));
  return e;
}

Evidence transposes_kernel(Scenarios s) {
  const Derived d(s[0]);
  const Shape taps = d.op().geometry.taps();
  require(taps.rank() == 2 && taps[0] == taps[1], "a kernel is transposed in two dimensions",
          "a square kernel");
  Tensor<double> turned(d.weights().shape());
  const Index k = taps[0], plane = k * k;
  for (Index i = 0; i < turned.size(); ++i)
    turned[i] = d.weights()[i / plane * plane + i % k * k + i % plane / k];
  Evidence e;
  e.add("kernel", d.weights());
  e.add("output", d.linear());
  // The stamp of a single 1 at the first window's place: the kernel as it is.
  Tensor<double> one(d.input().shape());
  one[0] = 1;
  const Tensor<double> stamp = forward(d.op(), one, d.weights());
  double difference = 0;
  const Shape size = d.op().output_size();
  for (Index t = 0; t < plane; ++t) {
    const Index y = pixel_under(d.op().geometry.axes[0], 0, t / k);
    const Index x = pixel_under(d.op().geometry.axes[1], 0, t % k);
    if (y >= 0 && x >= 0 && y < size[0] && x < size[1])
      difference = std::max(difference, std::abs(stamp[y * size[1] + x] - d.weights()[t]));
  }
  e.add("stamp_difference_to_kernel", difference);
  e.add("difference_to_transposed_kernel",
        largest_difference(d.linear(), forward(d.op(), d.input(), turned)));
  return e;
}

Evidence more_parameters(Scenarios s) {
  const Derived there(s[0]), back(turned(s[0]));
  Evidence e;
  e.add("convolution", static_cast<double>(there.weights().size()));
  e.add("transposed", static_cast<double>(back.weights().size()));
  e.add("convolution_products", static_cast<double>(count_contributions(there.op().geometry)));
  e.add("transposed_products", static_cast<double>(count_contributions(back.op().geometry)));
  return e;
}

Evidence resize_convolution(Scenarios s) {
  // s[0] convolves a picture that was doubled; its own input stands for the small one, every second cell.
  const Derived d(s[0]);
  const Axis& axis = d.op().geometry.axes[0];
  require(d.op().geometry.rank() == 1 && axis.taps == 3 && axis.stride == 1 && axis.dilation == 1 &&
              axis.pad == 1 && axis.windows == axis.pixels && axis.pixels % 2 == 0 &&
              !d.op().border.active() && d.weights().size() == 3,
          "shown of one axis, three weights and padding 1 on a doubled input",
          "an even size, k3 p1, one channel");
  const Index n = axis.pixels / 2;
  Tensor<double> small(Shape{1, 1, n}), doubled(d.input().shape());
  for (Index i = 0; i < n; ++i) small[i] = doubled[2 * i] = doubled[2 * i + 1] = d.input()[2 * i];
  const double a = d.weights()[0], b = d.weights()[1], c = d.weights()[2];
  Layer layer;
  layer.kernel = {4};
  layer.stride = {2};
  layer.padding.sides = {{1, 1}};
  const Operator up = make_operator(Direction::transposed, {n}, layer);
  const Tensor<double> kernel(up.geometry.weights(), {c, b + c, a + b, a});
  Evidence e;
  e.add("kernel", Values{a, b, c});
  e.add("transposed_kernel", kernel);
  e.add("max_difference",
        largest_difference(forward(d.op(), doubled, d.weights()), forward(up, small, kernel)));
  e.add("free_weights_2d", 9.0);
  e.add("transposed_weights_2d", 16.0);
  return e;
}

std::vector<Claim> table() {
  return {
      {"dense",
       "A stride of 1 makes the transposed convolution dense.",
       "The matrix and its transpose have the same sparsity, and the larger the input the sparser they are.",
       "Nonzeros of a 3 × 3 kernel's matrix on 4 × 4, 6 × 6 and 32 × 32 cells.",
       {"conv 4x4 k3", "conv 6x6 k3", "conv 32x32 k3"},
       dense,
       [](const Evidence& e) {
         return verdict_of(where(e.list("transposed_density"), [](double d) { return d > .99; }));
       },
       true},
      {"invariant",
       "Convolution is translation-invariant.",
       "It is equivariant: the output moves with the input, away from borders and by multiples of the "
       "stride.",
       "An impulse, and the same moved by one stride.",
       {"conv 8 k3 in=impulse w=ramp"},
       invariant,
       [](const Evidence& e) { return true_if(e.number("change") <= kRounding); }},
      {"shared-weights",
       "A convolutional layer is a fully-connected layer with shared weights and zeros.",
       "Yes: 4 × 4 to 2 × 2 with 3 × 3 weights has 9 weights instead of 64.",
       "The dense product against the convolution.",
       {"conv 4x4 k3 w=random:1"},
       shared,
       [](const Evidence& e) {
         return true_if(e.number("max_difference") <= kRounding &&
                        e.number("weights") <= e.number("nonzeros") &&
                        e.number("nonzeros") <= e.number("fully_connected_weights"));
       }},
      {"flips-kernel",
       "Convolution layers flip the kernel.",
       "Frameworks compute the cross-correlation; an impulse returns the kernel reversed.",
       "An impulse under [1, 2, 3].",
       {"conv 5 k3 in=impulse w=[1,2,3]"},
       flips,
       [](const Evidence& e) {
         return true_if(e.number("difference_to_correlation") > kRounding &&
                        e.number("difference_to_flipped") <= kRounding);
       }},
      {"transposes-kernel",
       "Transposed convolution transposes the kernel.",
       "The matrix is transposed, not the kernel: each input cell stamps the kernel as it is.",
       "A single 1 enlarged with [0, 1; 2, 3].",
       {"tconv 3x3 k2 in=impulse w=arange"},
       transposes_kernel,
       [](const Evidence& e) {
         return true_if(e.number("difference_to_transposed_kernel") <= kRounding &&
                        e.number("stamp_difference_to_kernel") > kRounding);
       }},
      {"more-parameters",
       "A transposed convolution has more parameters than a convolution.",
       "The same weights serve both, and the same products are summed.",
       "A layer of 4 to 8 channels, and the same turned.",
       {"conv 8x8 k3 c4>8"},
       more_parameters,
       [](const Evidence& e) { return true_if(e.number("transposed") > e.number("convolution")); }},
      {"resize-convolution",
       "Nearest enlargement followed by a convolution is a transposed convolution.",
       "Yes: doubling and three weights [a, b, c] are exactly k4 s2 p1 with [c, b + c, a + b, a]; in 2-D 9 "
       "free "
       "weights instead of 16.",
       "Both on the same four cells.",
       {"conv 8 k3 p1 w=[1,2,4]"},
       resize_convolution,
       [](const Evidence& e) { return true_if(e.number("max_difference") <= kRounding); }},
  };
}

}  // namespace

std::span<const Claim> about_structure() {
  static const std::vector<Claim> claims = table();
  return claims;
}

}  // namespace convscope::experiments
