// Claims about checkerboards.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "core/claims/experiments.hpp"
#include "core/geometry/size_report.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/metrics/imaging.hpp"
#include "core/metrics/overlap.hpp"
#include "core/ops/resample/interpolate.hpp"

namespace convscope::experiments {

namespace {

using Scenarios = std::span<const Scenario>;

double spread_of(const Scenario& s) {
  return phase_spread(Derived(s));
}

Verdict flat_everywhere(const Evidence& e) {
  return verdict_of(where(e.list("phase_spread"), [](double spread) { return spread == 0; }));
}

Evidence divisible(Scenarios s) {
  Evidence e;
  e.add("overlap_even",
        for_each(s, [](const Scenario& one) { return overlap(Derived(one).op().geometry).even() ? 1 : 0; }));
  e.add("phase_spread", for_each(s, spread_of));
  e.add("odd_kernel_phase_spread", spread_of(scenario("tconv 6 k3 s2 in=ones w=[.5,1,.5]")));
  return e;
}

Evidence fractional(Scenarios s) {
  const Derived d(s[0]);
  const DirectForm direct = direct_form(d);
  Evidence e;
  e.add("transposed", d.linear());
  e.add("fractionally_strided", direct.output);
  e.add("max_difference", largest_difference(direct.output, d.linear()));
  e.add("transposed_spread", interior_spread(d.linear(), d.op().geometry));
  e.add("fractionally_strided_spread", interior_spread(direct.output, d.op().geometry));
  return e;
}

Evidence bilinear_then(Scenarios s) {
  // The picture is enlarged by the first, then convolved by the second.
  const Derived enlarged(s[0]), d(s[1]);
  require(enlarged.linear().shape() == d.input().shape(), "the convolution gets another size",
          "the size that the enlargement gives");
  const Tensor<double> y = forward(d.op(), enlarged.linear(), d.weights());
  // What the enlargement's edges and the convolution's padding leave; channels each by themselves.
  Geometry both = d.op().geometry;
  for (std::size_t i = 0; i < both.rank(); ++i) {
    both.axes[i].taps = reach(both.axes[i]) + enlarged.op().geometry.axes[i].stride - 1;
    both.axes[i].dilation = 1;
  }
  const auto spread = [](const Tensor<double>& values, const Geometry& geometry) {
    const Shape size = values.shape().tail(2);
    const Index plane = element_count(size);
    double most = 0;
    for (Index c = 0; c < values.size() / plane; ++c)
      most = std::max(
          most, interior_spread(Tensor<double>(with_channels(1, 1, size),
                                               {values.data() + c * plane, values.data() + (c + 1) * plane}),
                                geometry));
    return most;
  };
  Evidence e;
  e.add("small_cells", static_cast<double>(element_count(s[0].size)));
  e.add("enlarged_cells", static_cast<double>(element_count(enlarged.op().output_size())));
  e.add("enlarged_spread", spread(enlarged.linear(), enlarged.op().geometry));
  e.add("interior_spread", spread(y, both));
  e.add("transposed_spread", spread_of(scenario("tconv 6x6 k3 s2")));
  return e;
}

Evidence strided_gradient(Scenarios s) {
  Evidence e;
  e.add("gradient", Derived(s[0]).input_gradient());
  e.add("second_gradient", Derived(s[1]).input_gradient());
  e.add("forward_spread", for_each(s, [](const Scenario& one) {
          return interior_spread(Derived(one).linear(), Geometry{{Axis{}, Axis{}, Axis{}}, {}});
        }));
  e.add("gradient_phase_spread", for_each(s, spread_of));
  return e;
}

Evidence stacking(Scenarios s) {
  const Derived d(s[0]);
  Values ratio;
  for (const OverlapLayer& layer : stacked_overlap(d.op().geometry.axes[0], 3)) {
    require(layer.min > 0, "some pixels get nothing", "a kernel no smaller than the stride");
    ratio.push_back(layer.max / layer.min);
  }
  // And one of another kind behind it: what it gets is what one layer makes of ones.
  const Derived smooth(s[1]);
  Evidence e;
  e.add("ratio", ratio);
  e.add("input", smooth.input());
  e.add("output", smooth.linear());
  e.add("input_spread", interior_spread(smooth.input(), smooth.op().geometry));
  e.add("interior_spread", interior_spread(smooth.linear(), smooth.op().geometry));
  return e;
}

Evidence spreads(Scenarios s) {
  Evidence e;
  e.add("phase_spread", for_each(s, spread_of));
  return e;
}

/// Of each phase of a profile, largest minus smallest of what lies farther than the kernel's reach from the
/// edges.
Values phase_ranges(const Derived& d) {
  const Axis& axis = d.op().geometry.axes[0];
  Values low(static_cast<std::size_t>(axis.stride), std::numeric_limits<double>::infinity()),
      high(low.size());
  for (double& value : high) value = -low[0];
  for (Index i = reach(axis); i < axis.pixels - reach(axis); ++i) {
    const auto phase = static_cast<std::size_t>(phase_of_pixel(axis, i));
    low[phase] = std::min(low[phase], d.linear()[i]);
    high[phase] = std::max(high[phase], d.linear()[i]);
  }
  for (std::size_t phase = 0; phase < high.size(); ++phase) high[phase] -= low[phase];
  require(std::isfinite(largest(high)), "no pixel is inside", "a longer input");
  return high;
}

Evidence constant_only(Scenarios s) {
  const Derived constant(s[0]), wave(s[1]);
  const Axis& axis = wave.op().geometry.axes[0];
  require(wave.op().geometry.rank() == 1 && wave.input().shape()[1] == 1 && wave.linear().shape()[1] == 1 &&
              axis.dilation == 1 && axis.stride > 1,
          "a profile is enlarged", "one axis, one channel, dilation 1, a stride of 2 and more");
  Evidence e;
  e.add("phase_spread", spread_of(s[0]));
  e.add("constant_spread", interior_spread(constant.linear(), constant.op().geometry));
  e.add("phase_ranges", phase_ranges(wave));
  const Tensor<double> kernel(Shape{axis.taps},
                              {wave.weights().values().begin(), wave.weights().values().end()});
  const Tensor<double> bilinear({4}, {1.0, 3.0, 3.0, 1.0});
  Values gains, smooth;
  for (const double f : {0.0, .05, .125, .25}) {
    gains.push_back(alias_gain(kernel, axis.stride, {&f, 1}));
    smooth.push_back(alias_gain(bilinear, 2, {&f, 1}));
  }
  require(std::isfinite(largest(gains)), "the kernel lets nothing through", "weights with another sum");
  e.add("alias_gain", gains);
  e.add("bilinear_alias_gain", smooth);
  e.add("order", static_cast<double>(order(kernel, axis.stride)));
  return e;
}

Evidence dark_edges(Scenarios s) {
  const Derived d(s[0]);
  const auto [low, high] = std::minmax_element(d.linear().values().begin(), d.linear().values().end());
  Evidence e;
  e.add("smallest", *low);
  e.add("largest", *high);
  e.add("interior_spread", interior_spread(d.linear(), d.op().geometry));
  e.add("phase_spread", phase_spread(d));
  return e;
}

/// Of a transposed convolution from bilinear interpolation, inside and at the edge.
std::pair<double, double> distance_from_bilinear(const Derived& d) {
  const Geometry& g = d.op().geometry;
  require(g.rank() == 2 && g.axes[0].stride == g.axes[1].stride && d.input().shape()[1] == 1,
          "a picture of one channel is enlarged", "two axes, equal strides, one channel");
  const Index s2 = g.axes[0].stride;
  const Tensor<double> interpolated = enlarge(bilinear(s2), d.input());
  require(d.op().output_size() == interpolated.shape().tail(2), "the sizes differ",
          "an output of input × stride");
  double most = 0, edges = 0;
  const Shape size = d.op().output_size();
  for (Index i = 0; i < d.linear().size(); ++i) {
    const double difference = std::abs(d.linear()[i] - interpolated[i]);
    const Index y = i / size[1], x = i % size[1];
    const bool inside = y >= s2 && x >= s2 && y < size[0] - s2 && x < size[1] - s2;
    (inside ? most : edges) = std::max(inside ? most : edges, difference);
  }
  return {most <= kRounding * (1 + largest(d.linear().values())) ? 0 : most, edges};
}

Evidence bilinear_kernel(Scenarios s) {
  Values inside, edge;
  for (const Scenario& one : s) {
    const auto [most, edges] = distance_from_bilinear(Derived(one));
    inside.push_back(most);
    edge.push_back(edges);
  }
  Evidence e;
  e.add("interior_max_difference", inside);
  e.add("edge_max_difference", edge);
  return e;
}

std::vector<Claim> of_remedies() {
  return {
      {"divisible",
       "A kernel size divisible by the stride avoids checkerboards.",
       "It makes the overlap even; the weights must still have equal phase sums. Nor is it necessary: "
       "[.5, 1, .5] with stride 2 is flat.",
       "Four weights with stride 2: ones, then [1, 0, 1, 0].",
       {"tconv 6 k4 s2 p1 in=ones w=ones", "tconv 6 k4 s2 p1 in=ones w=[1,0,1,0]"},
       divisible,
       flat_everywhere,
       true},
      {"fractionally-strided",
       "Fractionally-strided convolution is a remedy for the checkerboards of transposed convolution.",
       "It is transposed convolution, written as a gather; the numbers are the same.",
       "Both forms of three ones with stride 2.",
       {"tconv 8 k3 s2 in=ones w=ones"},
       fractional,
       [](const Evidence& e) {
         return true_if(e.number("fractionally_strided_spread") < e.number("transposed_spread") - kRounding);
       }},
      {"bilinear-then-convolution",
       "Bilinear enlargement followed by a convolution avoids checkerboards.",
       "Yes, in the forward pass: away from the edge a constant stays constant under any kernel.",
       "A constant picture of 7 × 7 doubled with a triangle, then a random kernel on the 14 × 14.",
       {"tconv 7x7 k4 s2 p1 in=ones w=bilinear", "conv 14x14 k3 in=ones w=random:1"},
       bilinear_then,
       [](const Evidence& e) {
         return true_if(e.number("enlarged_spread") == 0 && e.number("interior_spread") == 0);
       }},
      {"strided-convolution",
       "Strided convolution gives checkerboards too.",
       "In its gradient, a transposed convolution, where the stride does not divide the kernel size or the "
       "weights' phase sums differ; never in its output.",
       "The gradients of three ones, of four ones and of [1, 0, 1, 0] with stride 2, all upstream values 1.",
       {"conv 7 k3 s2 in=ones w=ones", "conv 8 k4 s2 in=ones w=ones", "conv 8 k4 s2 in=ones w=[1,0,1,0]"},
       strided_gradient,
       [](const Evidence& e) {
         return verdict_of(where(e.list("gradient_phase_spread"), [](double spread) { return spread > 0; }));
       },
       true},
      {"stacking",
       "Further layers smooth the checkerboard out.",
       "Layers of the same kind multiply it: the ratio grows from 2 to 3 to 5. A layer with stride 1 may "
       "smooth "
       "it: [1, 1] behind three weights with stride 2 makes it exactly flat.",
       "Paths to the pixels of three such layers; then [1, 1] on what one of them makes of four ones.",
       {"tconv 4 k3 s2 in=ones w=ones", "conv 9 k2 in=[1,1,2,1,2,1,2,1,1] w=ones"},
       stacking,
       [](const Evidence& e) {
         const Values& ratio = e.list("ratio");
         return verdict_of(
             Values{ratio.size() > 1 && ratio.back() < ratio.front() ? 1.0 : 0.0,
                    e.number("interior_spread") < e.number("input_spread") - kRounding ? 1.0 : 0.0});
       }},
  };
}

std::vector<Claim> of_phases_and_edges() {
  return {
      {"pixel-shuffle",
       "Pixel shuffle (kernel size = stride) avoids checkerboards.",
       "Stamps do not overlap, yet each phase has its own weight; they start equal only when initialised so "
       "(ICNR), and training may part them.",
       "Two weights with stride 2: equal, then [1, 2].",
       {"tconv 6 k2 s2 in=ones w=ones", "tconv 6 k2 s2 in=ones w=[1,2]"},
       spreads,
       flat_everywhere,
       true},
      {"constant-only",
       "No checkerboard on a constant image means none anywhere.",
       "Equal phase sums make a constant flat, nothing more: where the phases' kernels differ, a wave comes "
       "out "
       "with images of itself at other frequencies, which on texture are a plain grid.",
       "One phase copies, the other is sharpened, with equal sums: a constant, then bars of two cells.",
       {"tconv 12 k6 s2 p2 in=ones w=[-.25,0,1.5,1,-.25,0]",
        "tconv 12 k6 s2 p2 in=[0,0,4,4,0,0,4,4,0,0,4,4] w=[-.25,0,1.5,1,-.25,0]"},
       constant_only,
       [](const Evidence& e) {
         const Values& ranges = e.list("phase_ranges");
         const auto [low, high] = std::ranges::minmax_element(ranges);
         // A kernel that is uneven on constants says nothing about the claim.
         return true_if(e.number("constant_spread") > 0 || *high - *low <= kRounding);
       }},
      {"dark-edges",
       "Uneven values at the edge of the output are a checkerboard.",
       "They are a border ramp, for fewer stamps reach the edge; a checkerboard is measured in the interior.",
       "Four ones with stride 2 on a constant.",
       {"tconv 10 k4 s2 in=ones w=ones"},
       dark_edges,
       [](const Evidence& e) {
         return true_if(e.number("largest") > e.number("smallest") && e.number("interior_spread") > 0);
       }},
      {"bilinear-kernel",
       "A transposed convolution can enlarge bilinearly.",
       "Yes, away from the edge: with a triangle for a kernel, k = 2s for even strides and k = 2s − 1 for "
       "odd "
       "ones.",
       "k4 s2 p1 and k5 s3 p1 with the bilinear kernel against interpolation.",
       {"tconv 6x6 k4 s2 p1 w=bilinear", "tconv 6x6 k5 s3 p1 w=bilinear"},
       bilinear_kernel,
       [](const Evidence& e) {
         return verdict_of(where(e.list("interior_max_difference"), [](double most) { return most == 0; }));
       },
       true},
  };
}

}  // namespace

std::span<const Claim> about_checkerboards() {
  static const std::vector<Claim> claims = [] {
    std::vector<Claim> all = of_remedies();
    std::ranges::move(of_phases_and_edges(), std::back_inserter(all));
    return all;
  }();
  return claims;
}

}  // namespace convscope::experiments
