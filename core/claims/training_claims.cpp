// Claims about training.
#include <iterator>

#include "core/claims/experiments.hpp"
#include "core/claims/trained_layer.hpp"

namespace convscope::experiments {

namespace {

using Scenarios = std::span<const Scenario>;

/// A tenth of a grey level is seen nowhere.
constexpr double kSeen = 0.1;

/// A row of levels for each.
void add_curves(Evidence& e, const std::vector<TrainedLayerPtr>& layers) {
  const auto columns = std::ssize(layers.front()->levels);
  Tensor<double> all({std::ssize(layers), columns});
  double* to = all.data();
  for (const TrainedLayerPtr& layer : layers) to = std::ranges::copy(layer->levels, to).out;
  e.add("levels_by_step", all);
  e.add("steps", static_cast<double>(kTrainedSteps));
}

Evidence removes(Scenarios s) {
  std::vector<TrainedLayerPtr> layers;
  Values before, after;
  for (const Scenario& one : s) {
    layers.push_back(trained_layer(one));
    before.push_back(layers.back()->levels.front());
    after.push_back(layers.back()->settled());
  }
  Evidence e;
  e.add("trained_levels", after);
  e.add("untrained_levels", before);
  add_curves(e, layers);
  return e;
}

Evidence icnr(Scenarios s) {
  const TrainedLayerPtr with = trained_layer(s[0], true), without = trained_layer(s[0]);
  Evidence e;
  e.add("untrained_levels", with->levels.front());
  e.add("trained_levels", with->settled());
  e.add("without_untrained_levels", without->levels.front());
  e.add("without_trained_levels", without->settled());
  add_curves(e, {with, without});
  return e;
}

}  // namespace

std::span<const Claim> about_training() {
  static const std::vector<Claim> claims = {
      {"training-removes",
       "Training removes checkerboards.",
       "It makes them weaker and seldom removes them: nothing in the loss asks for phase sums that are "
       "exactly "
       "equal.",
       "Three decoders of two layers, 200 steps of Adam on crops of one picture; the grid on flat grey "
       "before them and in their second half.",
       {"tconv 6x6 k3 s2 p1 op1 in=ones w=random:1", "tconv 6x6 k4 s2 p1 in=ones w=random:1",
        "tconv 6x6 k6 s2 p2 in=ones w=random:1"},
       removes,
       [](const Evidence& e) {
         return verdict_of(where(e.list("trained_levels"), [](double levels) { return levels < kSeen; }));
       },
       true},
      {"icnr-is-enough",
       "ICNR is enough: with it a pixel shuffle prints no checkerboard.",
       "Before the first step it prints none, for all phases begin with the same weights. Training parts "
       "them: "
       "the grid stays weaker than without ICNR, and is there.",
       "A pixel shuffle with and without ICNR, 200 steps of Adam on the same crops; the grid on flat grey "
       "before them and in their second half.",
       {"tconv 6x6 k6 s2 p2 in=ones w=random:1"},
       icnr,
       [](const Evidence& e) {
         return verdict_of(Values{e.number("untrained_levels") < kSeen ? 1.0 : 0.0,
                                  e.number("trained_levels") < kSeen ? 1.0 : 0.0});
       }},
  };
  return claims;
}

}  // namespace convscope::experiments
