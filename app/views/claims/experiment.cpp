#include "app/views/claims/experiment.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.hpp"
#include "core/claims/trained_layer.hpp"
#include "core/scenario/round_trip.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

using Scenarios = std::span<const Scenario>;

/// Whole numbers are written as such, whatever rounding has done to them.
Source list_of(const Tensor<double>& tensor) {
  constexpr double kRounding = 1e-12;
  Source list{Source::Kind::list, "", 0, {}};
  for (const double value : tensor.values()) {
    const double near = std::round(value);
    list.values.push_back(std::abs(value - near) <= kRounding * std::max(1.0, std::abs(near)) ? near : value);
  }
  return list;
}

Scenario as_it_is(const Derived& there, Scenarios) {
  return there.scenario();
}

/// The output on its way back.
Scenario back(const Derived& there, Scenarios) {
  Scenario s = turned(there.scenario());
  s.activation = Activation::none;
  s.input = list_of(there.output());
  return s;
}

Scenario mirrored(const Derived& there, Scenarios) {
  Scenario s = there.scenario();
  s.kernel = list_of(mirrored_kernel(there.weights()));
  return s;
}

Scenario mirrored_back(const Derived& there, Scenarios) {
  Scenario s = back(there, {});
  s.kernel = list_of(mirrored_kernel(there.weights()));
  return s;
}

Scenario other_operator(const Derived& there, Scenarios) {
  return turned(there.scenario());
}

/// The input moved by one stride along the last axis; zeros come in.
Scenario moved(const Derived& there, Scenarios) {
  const Tensor<double>& x = there.input();
  const Index n = x.shape()[x.shape().rank() - 1], by = there.op().geometry.axes.back().stride;
  Tensor<double> shifted(x.shape());
  for (Index i = 0; i < x.size(); ++i)
    if (i % n >= by) shifted[i] = x[i - by];
  Scenario s = there.scenario();
  s.input = list_of(shifted);
  return s;
}

Scenario in_keras(const Derived& there, Scenarios) {
  Scenario s = there.scenario();
  s.layer.dialect = Dialect::keras;
  s.layer.padding = {Padding::Rule::same, {}};
  s.layer.output_padding = {};
  return s;
}

/// Every second cell of the input, twice.
Scenario doubled(const Derived& there, Scenarios) {
  Scenario s = there.scenario();
  s.input = list_of(there.input());
  for (std::size_t i = 1; i < s.input.values.size(); i += 2) s.input.values[i] = s.input.values[i - 1];
  return s;
}

/// The same as one transposed convolution of every second cell: k4 s2 p1 with [c, b + c, a + b, a].
Scenario folded(const Derived& there, Scenarios) {
  if (there.weights().size() != 3)
    throw Error("w", "the two layers are joined where there are three weights", "k3, one channel");
  const double a = there.weights()[0], b = there.weights()[1], c = there.weights()[2];
  Scenario s = there.scenario();
  s.direction = Direction::transposed;
  s.size = Shape{there.input().size() / 2};
  s.layer.kernel = {4};
  s.layer.stride = {2};
  s.layer.padding = {Padding::Rule::numbers, {{1, 1}}};
  s.kernel = {Source::Kind::list, "", 0, {c, b + c, a + b, a}};
  s.input = {Source::Kind::list, "", 0, {}};
  for (Index i = 0; i + 1 < there.input().size(); i += 2) s.input.values.push_back(there.input()[i]);
  return s;
}

/// The experiment's second scenario, of what its first makes.
Scenario behind_it(const Derived& there, Scenarios all) {
  Scenario s = all[1];
  s.input = list_of(there.linear());
  return s;
}

/// The kernel from the first channel to the first colour, in small steps of a thousandth.
Scenario with_kernel(const Derived& there, const Tensor<double>& kernel) {
  constexpr double kParts = 1000;
  Scenario s = there.scenario();
  s.kernel = {Source::Kind::list, "", 0, {}};
  for (const double value : kernel.values()) s.kernel.values.push_back(std::round(value * kParts) / kParts);
  return s;
}

Scenario untrained(const Derived& there, Scenarios) {
  return with_kernel(there, trained_layer(there.scenario())->untrained);
}
Scenario trained(const Derived& there, Scenarios) {
  return with_kernel(there, trained_layer(there.scenario())->trained);
}
Scenario icnr(const Derived& there, Scenarios) {
  return with_kernel(there, trained_layer(there.scenario(), true)->untrained);
}
Scenario trained_icnr(const Derived& there, Scenarios) {
  return with_kernel(there, trained_layer(there.scenario(), true)->trained);
}

struct Wanted {
  std::string_view claim;
  std::size_t scenario;
  std::string_view caption, view;
  Scenario (*make)(const Derived&, Scenarios) = as_it_is;
};

constexpr auto kPanes = std::to_array<Wanted>({
    {"cancel", 0, "There", "slide"},
    {"cancel", 0, "Back", "scatter", back},
    {"inverse", 0, "There", "slide"},
    {"inverse", 0, "Back", "scatter", back},
    {"mirrored-kernel", 0, "Back", "scatter", back},
    {"mirrored-kernel", 0, "Mirrored back", "scatter", mirrored_back},
    {"zero-padding-is-why", 0, "The matrix", "matrix"},
    {"zero-padding-is-why", 1, "Circular, back", "scatter", back},
    {"deconvolution", 0, "Blurred", "slide"},
    {"deconvolution", 0, "Back", "scatter", back},
    {"relu-irreversible", 0, "First", "slide"},
    {"relu-irreversible", 1, "Second", "slide"},
    {"blur-destroys", 0, "First", "matrix"},
    {"blur-destroys", 1, "Second", "matrix"},
    {"size-tells", 0, "One of the inputs", "slide"},
    {"other-order", 0, "Enlarged", "scatter"},
    {"other-order", 0, "Gathered again", "slide", back},
    {"gradient", 0, "Forward and backward", "gradient"},
    {"five-from-three", 0, "First", "scatter"},
    {"five-from-three", 2, "Third", "scatter"},
    {"inserts-zeros", 0, "Scattered", "scatter"},
    {"inserts-zeros", 0, "Gathered", "direct"},
    {"padding-adds", 0, "Convolution", "slide"},
    {"padding-adds", 1, "Transposed", "scatter"},
    {"output-padding-zeros", 0, "First", "scatter"},
    {"output-padding-zeros", 1, "Second", "scatter"},
    {"transposed-padding", 0, "First", "direct"},
    {"transposed-padding", 1, "Second", "direct"},
    {"same-keeps-size", 0, "First", "slide"},
    {"same-keeps-size", 1, "Second", "slide"},
    {"reads-every-pixel", 0, "First", "slide"},
    {"reads-every-pixel", 1, "Second", "slide"},
    {"reach-covers", 0, "First", "slide"},
    {"reach-covers", 1, "Second", "slide"},
    {"keras-is-pytorch", 0, "PyTorch", "scatter"},
    {"keras-is-pytorch", 0, "Keras", "scatter", in_keras},
    {"dilation-weights", 0, "First", "slide"},
    {"dilation-weights", 1, "Second", "slide"},
    {"dense", 0, "First", "matrix"},
    {"dense", 2, "Third", "matrix"},
    {"invariant", 0, "The input", "slide"},
    {"invariant", 0, "Moved", "slide", moved},
    {"shared-weights", 0, "Convolution", "slide"},
    {"shared-weights", 0, "As a matrix", "matrix"},
    {"flips-kernel", 0, "As it is", "slide"},
    {"flips-kernel", 0, "Flipped", "slide", mirrored},
    {"transposes-kernel", 0, "A stamp", "scatter"},
    {"more-parameters", 0, "Convolution", "channels"},
    {"more-parameters", 0, "Transposed", "channels", other_operator},
    {"resize-convolution", 0, "In two layers", "slide", doubled},
    {"resize-convolution", 0, "In one layer", "scatter", folded},
    {"divisible", 0, "First", "scatter"},
    {"divisible", 1, "Second", "scatter"},
    {"fractionally-strided", 0, "Transposed", "scatter"},
    {"fractionally-strided", 0, "As a gather", "direct"},
    {"bilinear-then-convolution", 0, "Enlarged", "scatter"},
    {"bilinear-then-convolution", 0, "Then convolved", "slide", behind_it},
    {"strided-convolution", 0, "First, backward", "scatter", other_operator},
    {"strided-convolution", 1, "Second, backward", "scatter", other_operator},
    {"stacking", 0, "Paths to each pixel", "overlap"},
    {"stacking", 1, "Another kind behind it", "slide"},
    {"pixel-shuffle", 0, "First", "scatter"},
    {"pixel-shuffle", 1, "Second", "scatter"},
    {"dark-edges", 0, "Stamps", "scatter"},
    {"dark-edges", 0, "Counts", "overlap"},
    {"constant-only", 0, "On a constant", "scatter"},
    {"constant-only", 1, "On bars", "scatter"},
    {"bilinear-kernel", 0, "Stamps of a triangle", "scatter"},
    {"bilinear-kernel", 1, "With an odd stride", "scatter"},
    {"training-removes", 0, "Untrained", "scatter", untrained},
    {"training-removes", 0, "Trained", "scatter", trained},
    {"icnr-is-enough", 0, "ICNR", "scatter", icnr},
    {"icnr-is-enough", 0, "Then trained", "scatter", trained_icnr},
});

/// Without the lists that the scenario did not have before it was changed.
std::string line_of(Scenario made, const Scenario& from) {
  if (made.input.kind == Source::Kind::list && made.input != from.input) made.input = Source{};
  if (made.kernel.kind == Source::Kind::list && made.kernel != from.kernel) made.kernel = Scenario{}.kernel;
  made.upstream = from.upstream;
  return spec_line(made);
}

/// The wanted view, or the usual one where that cannot show it.
std::string_view suitable(std::string_view wanted, const Derived& derived) {
  if (!view(wanted).obstacle(derived)) return wanted;
  return default_view(derived.scenario()).name;
}

ExperimentPane pane_of(const Wanted& wanted, Scenarios scenarios) {
  ExperimentPane pane{.scenario = wanted.scenario,
                      .caption = std::string(wanted.caption),
                      .line = {},
                      .view = wanted.view,
                      .derived = {},
                      .problem = {}};
  try {
    auto derived = std::make_shared<const Derived>(scenarios[wanted.scenario]);
    if (wanted.make != as_it_is) derived = std::make_shared<const Derived>(wanted.make(*derived, scenarios));
    pane.line = line_of(derived->scenario(), scenarios[wanted.scenario]);
    pane.view = suitable(wanted.view, *derived);
    if (const auto obstacle = view(pane.view).obstacle(*derived))
      pane.problem = std::string(view(pane.view).title) + " " + *obstacle;
    else
      pane.derived = std::move(derived);
  } catch (const Error& error) {
    pane.problem = error.what();
  }
  return pane;
}

}  // namespace

std::vector<ExperimentPane> experiment_panes(const Claim& claim, std::span<const Scenario> scenarios) {
  std::vector<ExperimentPane> panes;
  for (const Wanted& wanted : kPanes)
    if (wanted.claim == claim.name) panes.push_back(pane_of(wanted, scenarios));
  return panes;
}

}  // namespace convscope
