// Claims that circulate about convolution and transposed convolution, each with the smallest experiment that
// shows what is true. The experiment runs on scenarios that may be changed; the verdict follows from the
// evidence that it gives, never from a stored answer.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario/scenario.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

enum class Verdict { no, yes, depends };
/// "false", "true", "depends".
std::string_view to_string(Verdict verdict);
/// yes when the claim holds in every case, no when in none.
Verdict verdict_of(std::span<const double> holds);

/// Named numbers, in the order in which they were found. All are finite.
class Evidence {
 public:
  struct Item {
    std::string name;
    std::vector<double> values;
    bool is_list = false;  ///< else one number
    Index columns = 1;     ///< of a list: how many values stand in a row
  };
  void add(std::string name, double value) { items_.push_back({std::move(name), {value}, false, 1}); }
  void add(std::string name, std::vector<double> values);
  /// A list, in rows of the tensor's last axis.
  void add(std::string name, const Tensor<double>& values);
  std::span<const Item> items() const { return items_; }
  bool has(std::string_view name) const;
  /// Preconditions: there is such an item, and for number() it is one number.
  double number(std::string_view name) const;
  const std::vector<double>& list(std::string_view name) const;

 private:
  std::vector<Item> items_;
};

struct Claim {
  std::string_view name;                    ///< for the command line, e.g. "dense"
  std::string_view claim;                   ///< the sentence as people say it
  std::string_view statement;               ///< what is true
  std::string_view experiment;              ///< what is run, one sentence
  std::vector<std::string_view> scenarios;  ///< the experiment's, as spec lines
  Evidence (*run)(std::span<const Scenario>);
  Verdict (*judge)(const Evidence&);
  /// Each scenario is a case for itself, in which the claim holds or not; else they are parts of one
  /// experiment.
  bool cases = false;
};

std::span<const Claim> claims();

struct ClaimTheme {
  std::string_view title;
  std::span<const Claim> claims;  ///< a stretch of claims()
};
std::span<const ClaimTheme> claim_themes();

/// Errors: Error("claim", ...) for an unknown name.
const Claim& claim(std::string_view name);

struct ClaimResult {
  Verdict verdict = Verdict::no;
  Evidence evidence;
  std::vector<Verdict> cases{};  ///< of each scenario by itself, where they are cases
};
ClaimResult run(const Claim& claim);
/// What an experiment may cost: it is meant to be small, and must not be waited for.
inline constexpr Index kMostExperimentCells = 4096, kMostExperimentProducts = 200000;
/// Whether an experiment can be tried with these scenarios: one for each of the claim's, of the same
/// direction, and no larger than that. Errors: Error("claim", ...) where not; all those of make_operator.
void require_experiment(const Claim& claim, std::span<const Scenario> scenarios);
/// With other scenarios. Errors: as require_experiment; Error("claim", ...) where the experiment makes no
/// sense; all those of Derived.
ClaimResult run(const Claim& claim, std::span<const Scenario> scenarios);

}  // namespace convscope
