// Verdicts and key evidence of every claim, and verdicts that follow the evidence when the experiment
// changes.
#include "core/claims/claims.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/claims/trained_layer.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using ::testing::DoubleNear;
using testing::expect_error;
using ::testing::Pointwise;
using Values = std::vector<double>;

ClaimResult result_of(const std::string& name, const std::vector<std::string>& specs) {
  std::vector<Scenario> scenarios;
  for (const std::string& spec : specs) scenarios.push_back(parse_spec(spec));
  return run(claim(name), scenarios);
}
std::string verdict(const std::string& name, const std::vector<std::string>& specs) {
  return std::string(to_string(result_of(name, specs).verdict));
}

struct Expected {
  const char* name;
  const char* verdict;
  std::vector<std::pair<const char*, Values>> evidence;
};

const std::vector<Expected> kExpected{
    {"cancel",
     "false",
     {{"returned", {2. / 3, 5. / 3, 3, 7. / 3, 4. / 3}},
      {"max_error", {11. / 3}},
      {"delta_max_error", {0}},
      {"delta_k3_max_error", {0, 5}},
      {"daubechies_bank_max_error", {0}},
      {"haar_bank_max_error", {0}}}},
    {"inverse",
     "false",
     {{"returned", {2. / 3, 2. / 3, 2, 4. / 3, 4. / 3}}, {"rank", {2}}, {"nullity", {3}}}},
    {"mirrored-kernel",
     "false",
     {{"returned", {-2, -2, 0, 2, 2}},
      {"mirrored_returned", {2, 2, 0, -2, -2}},
      {"adjoint_cx_y", {46}},
      {"adjoint_x_ty", {46}},
      {"adjoint_x_mirrored_y", {38}}}},
    {"zero-padding-is-why",
     "false",
     {{"rank", {3}}, {"nullity", {2}}, {"output_change", {0}}, {"circular_max_error", {17. / 9}}}},
    {"deconvolution",
     "depends",
     {{"deconvolved_max_error", {0}},
      {"transposed_max_error", {17. / 9}},
      {"caffe_max_difference", {0}},
      {"max_difference", {17. / 9}}}},
    {"relu-irreversible", "depends", {{"smallest_pre_activation", {2, -2}}, {"largest_loss", {0, 2}}}},
    {"blur-destroys", "depends", {{"rank", {5, 4}}, {"input_cells", {5, 6}}}},
    {"size-tells", "false", {{"input_sizes", {16, 17, 18}}, {"output_paddings", {0, 1, 2}}}},
    {"other-order", "true", {{"returned", {15, 25}}, {"ratio", {5, 5}}}},
    {"gradient", "true", {{"max_difference", {0}}, {"adjoint_cx_y", {46}}, {"adjoint_x_ty", {46}}}},
    {"five-from-three", "depends", {{"sizes", {4, 6, 5, 5}}}},
    {"inserts-zeros",
     "depends",
     {{"inserted_zeros", {3}}, {"scatter_products", {12}}, {"max_difference", {0}}}},
    {"padding-adds", "depends", {{"change", {2, -2}}}},
    {"output-padding-zeros", "false", {{"sizes", {6, 8}}, {"largest_added", {0, 4}}}},
    {"transposed-padding",
     "depends",
     {{"k_minus_p_minus_1", {1, 1, 1}},
      {"needed", {1, 3, 1}},
      {"needed_at_the_end", {1, 3, 2}},
      {"d_times_k_minus_1_minus_p", {1, 3, 1}},
      {"max_difference", {0, 0, 0}}}},
    {"same-keeps-size", "depends", {{"output_sizes", {5, 3}}}},
    {"reads-every-pixel", "depends", {{"unread", {0, 1}}}},
    {"reach-covers", "false", {{"reach", {3, 5}}, {"stride", {2, 2}}, {"read", {4, 5}}, {"unread", {4, 4}}}},
    {"keras-is-pytorch",
     "false",
     {{"keras", {1, 10, 102, 20, 203, 30, 304, 40}},
      {"pytorch", {10, 102, 20, 203, 30, 304, 40, 400}},
      {"shift", {1}},
      {"max_difference_after_shift", {0}}}},
    {"dilation-weights", "false", {{"weights", {3, 3}}, {"reach", {3, 5}}}},
    {"dense", "false", {{"nonzeros", {36, 144, 8100}}, {"transposed_density", {.5625, .25, 8100. / 921600}}}},
    {"invariant", "false", {{"change", {3}}, {"equivariance_error", {0}}}},
    {"shared-weights",
     "true",
     {{"weights", {9}}, {"nonzeros", {36}}, {"fully_connected_weights", {64}}, {"max_difference", {0}}}},
    {"flips-kernel", "false", {{"output", {3, 2, 1}}, {"difference_to_flipped", {2}}}},
    {"transposes-kernel",
     "false",
     {{"stamp_difference_to_kernel", {0}}, {"difference_to_transposed_kernel", {1}}}},
    {"more-parameters", "false", {{"convolution", {288}}, {"transposed", {288}}}},
    {"resize-convolution", "true", {{"transposed_kernel", {4, 6, 3, 1}}, {"max_difference", {0}}}},
    {"divisible",
     "depends",
     {{"overlap_even", {1, 1}}, {"phase_spread", {0, 2}}, {"odd_kernel_phase_spread", {0}}}},
    {"fractionally-strided", "false", {{"max_difference", {0}}}},
    {"bilinear-then-convolution",
     "true",
     {{"small_cells", {49}},
      {"enlarged_cells", {196}},
      {"enlarged_spread", {0}},
      {"interior_spread", {0}},
      {"transposed_spread", {4. / 3}}}},
    {"strided-convolution",
     "depends",
     {{"gradient", {1, 1, 2, 1, 2, 1, 1}},
      {"second_gradient", {1, 1, 2, 2, 2, 2, 1, 1}},
      {"forward_spread", {0, 0, 0}},
      {"gradient_phase_spread", {2. / 3, 0, 2}}}},
    {"stacking",
     "depends",
     {{"ratio", {2, 3, 5}},
      {"input", {1, 1, 2, 1, 2, 1, 2, 1, 1}},
      {"output", {2, 3, 3, 3, 3, 3, 3, 2}},
      {"input_spread", {5. / 8}},
      {"interior_spread", {0}}}},
    {"pixel-shuffle", "depends", {{"phase_spread", {0, 2. / 3}}}},
    {"constant-only",
     "false",
     {{"phase_spread", {0}}, {"constant_spread", {0}}, {"phase_ranges", {6, 4}}, {"order", {1}}}},
    {"dark-edges", "false", {{"smallest", {1}}, {"largest", {2}}, {"interior_spread", {0}}}},
    {"bilinear-kernel", "true", {{"interior_max_difference", {0, 0}}}},
    {"training-removes", "false", {{"steps", {200}}}},
    {"icnr-is-enough", "depends", {{"steps", {200}}}},
};

TEST(Claims, HaveTheirVerdictsAndEvidence) {
  for (const Expected& e : kExpected) {
    SCOPED_TRACE(e.name);
    const ClaimResult result = run(claim(e.name));
    EXPECT_EQ(to_string(result.verdict), e.verdict);
    for (const auto& [name, values] : e.evidence) {
      ASSERT_TRUE(result.evidence.has(name)) << name;
      EXPECT_THAT(result.evidence.list(name), Pointwise(DoubleNear(1e-12), values)) << name;
    }
  }
}

TEST(Claims, EveryNumberIsComputedAgainByNumPy) {
  // tests/oracle/make_claim_cases.py
  const auto lines = testing::case_lines("claims.txt");
  EXPECT_EQ(lines.size(), 35u);
  for (const testing::CaseLine& line : lines) {
    SCOPED_TRACE(line.name());
    const ClaimResult result = run(claim(line.name()));
    EXPECT_EQ(to_string(result.verdict), line.text("verdict"));
    for (const Evidence::Item& item : result.evidence.items()) {
      if (item.name == "allowed_error" || item.name == "null_vector") continue;  // limits; one of many
      ASSERT_TRUE(line.has(item.name)) << item.name;
      EXPECT_THAT(item.values, Pointwise(DoubleNear(1e-9), line.numbers(item.name))) << item.name;
    }
  }
  // The mean of three cannot see it: any three neighbours sum to nothing.
  const Values null = run(claim("zero-padding-is-why")).evidence.list("null_vector");
  ASSERT_EQ(null.size(), 5u);
  for (std::size_t i = 0; i + 2 < null.size(); ++i)
    EXPECT_NEAR(null[i] + null[i + 1] + null[i + 2], 0, 1e-12);
  EXPECT_GT(*std::ranges::max_element(null), 0.5);
}

TEST(Claims, AreAllExpectedAndHaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Claim& one : claims()) {
    names.insert(one.name);
    EXPECT_TRUE(one.claim.ends_with('.')) << one.name;
    EXPECT_TRUE(one.statement.ends_with('.')) << one.name;
    EXPECT_TRUE(one.experiment.ends_with('.')) << one.name;
    EXPECT_FALSE(one.scenarios.empty()) << one.name;
  }
  EXPECT_EQ(names.size(), claims().size());
  EXPECT_EQ(claims().size(), kExpected.size());
}

TEST(Claims, VerdictsFollowTheExperiment) {
  EXPECT_EQ(verdict("cancel", {"conv 5 k1"}), "true");
  EXPECT_EQ(verdict("cancel", {"conv 4 k2 s2 c1>2 w=haar"}), "true");
  EXPECT_EQ(verdict("cancel", {"conv 4 k2 s2 w=haar"}), "false");
  EXPECT_EQ(verdict("inverse", {"conv 6 k1"}), "true");
  EXPECT_EQ(verdict("mirrored-kernel", {"conv 5 k1", "conv 5 k3"}), "true");
  EXPECT_EQ(verdict("zero-padding-is-why", {"conv 5 k3", "conv 5 k1 border=circular"}), "true");
  EXPECT_EQ(verdict("deconvolution", {"conv 5 k1 border=circular"}), "true");
  EXPECT_EQ(verdict("reach-covers", {"conv 8 k2 s2", "conv 9 k3 s2 d2"}), "depends");
  EXPECT_EQ(verdict("reach-covers", {"conv 8 k2 s2", "conv 7 k3 s2"}), "true");
  EXPECT_EQ(
      verdict("bilinear-then-convolution", {"tconv 7x7 k3 s2 p1 op1 in=ones", "conv 14x14 k3 w=random:1"}),
      "false");
  EXPECT_EQ(verdict("relu-irreversible", {"conv 5 k3 act=relu", "conv 5 k3 act=relu"}), "false");
  EXPECT_EQ(verdict("size-tells", {"conv 16 k5"}), "true");
  EXPECT_EQ(verdict("other-order", {"tconv 3 k3 s2 in=[3,5,1] w=[1,2,3]"}), "false");
  EXPECT_EQ(verdict("five-from-three", {"tconv 3x3 k2 d2", "tconv 3x3 k3", "tconv 5x5 k1", "tconv 3x3 k3"}),
            "true");
  EXPECT_EQ(verdict("inserts-zeros", {"tconv 4 k3"}), "false");
  EXPECT_EQ(verdict("output-padding-zeros", {"tconv 2 k3 s2 op1", "tconv 4 k3 s2 op1"}), "true");
  EXPECT_EQ(verdict("transposed-padding", {"tconv 4 k3", "tconv 4 k5 p2", "tconv 4 k2"}), "true");
  EXPECT_EQ(verdict("keras-is-pytorch", {"tconv 4 k2 s2"}), "true");
  EXPECT_EQ(verdict("dilation-weights", {"conv 9 k3", "conv 9 k5"}), "true");
  EXPECT_EQ(verdict("dense", {"conv 1 k1", "conv 1 k1", "conv 3 k3"}), "true");
  EXPECT_EQ(verdict("invariant", {"conv 8 k3 in=impulse w=[0,0,0]"}), "true");
  EXPECT_EQ(verdict("divisible", {"tconv 6 k4 s2", "tconv 6 k6 s2"}), "true");
  EXPECT_EQ(verdict("divisible", {"tconv 6 k3 s2", "tconv 6 k5 s2"}), "false");
  EXPECT_EQ(verdict("strided-convolution", {"conv 8 k4 s2", "conv 6 k2 s2", "conv 8 k4 s2"}), "false");
  EXPECT_EQ(verdict("stacking", {"tconv 8 k4 s2", "conv 9 k2 in=ones"}), "false");
  EXPECT_EQ(verdict("pixel-shuffle", {"tconv 6 k2 s2 w=[1,2]", "tconv 6 k2 s2 w=[2,1]"}), "false");
  EXPECT_EQ(verdict("dark-edges", {"tconv 12 k3 s2 in=ones"}), "true");
  EXPECT_EQ(verdict("bilinear-kernel", {"tconv 6x6 k4 s2 p1 w=box", "tconv 6x6 k3 s3"}), "false");
}

/// Numbers of a training are not those of every machine to the last digit.
TEST(Claims, ThoseAboutTrainingTrain) {
  const Evidence removes = run(claim("training-removes")).evidence;
  const Values &before = removes.list("untrained_levels"), &after = removes.list("trained_levels");
  ASSERT_EQ(before.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_GT(before[i], 8) << i;
    EXPECT_LT(after[i], before[i] / 4) << i;
    EXPECT_GT(after[i], 0.2) << i;
  }
  const Values& curve = removes.list("levels_by_step");
  ASSERT_EQ(curve.size(), 63u);
  EXPECT_EQ(curve[21], before[1]);
  EXPECT_NEAR(std::accumulate(curve.end() - 11, curve.end(), 0.0) / 11, after[2], 1e-12);
  const Evidence icnr = run(claim("icnr-is-enough")).evidence;
  EXPECT_LT(icnr.number("untrained_levels"), 1e-3);
  EXPECT_GT(icnr.number("trained_levels"), 0.1);
  EXPECT_GT(icnr.number("without_untrained_levels"), 8);
  EXPECT_LT(icnr.number("trained_levels"), icnr.number("without_trained_levels"));
  // Another seed is another decoder; it says the same.
  const ClaimResult other = result_of("icnr-is-enough", {"tconv 6x6 k6 s2 p2 w=random:2"});
  EXPECT_NE(other.evidence.list("levels_by_step"), icnr.list("levels_by_step"));
  EXPECT_EQ(other.verdict, Verdict::depends);
  expect_error(
      [] { result_of("icnr-is-enough", {"tconv 6x6 k4 s2 p1"}); },
      "claim: no small decoder ends with this layer (tconv of two axes, stride 2 to 4, three times as "
      "many taps)");
  expect_error(
      [] {
        result_of("training-removes", {"tconv 6x6 k3 s2", "tconv 6x6 k5 s2", "tconv 6x6 k3 s2"});
      },
      "claim: no small decoder ends with this layer (tconv of two axes, k3 or k4 or three times the stride, "
      "stride 2 to 4)");
}

TEST(Claims, TrainedKernelsAreThoseOfTheDecoder) {
  // As a transposed convolution of a constant, the interior has the phase sums that the decoder has.
  const TrainedLayerPtr layer = trained_layer(parse_spec("tconv 6x6 k6 s2 p2"), true);
  const Derived d(parse_spec("tconv 6x6 k6 s2 p2 in=ones"));
  const auto kernel = layer->untrained.values();
  const Tensor<double> made =
      forward(d.op(), d.input(), Tensor<double>({1, 1, 6, 6}, {kernel.begin(), kernel.end()}));
  for (Index y = 4; y < 8; ++y)  // equal in all phases at first
    for (Index x = 4; x < 8; ++x) EXPECT_NEAR(made[y * 12 + x], made[4 * 12 + 4], 1e-6);
  EXPECT_EQ(layer->trained.shape(), (Shape{6, 6}));
  EXPECT_NE(layer->trained, layer->untrained);
}

TEST(Claims, StandInThemes) {
  std::vector<std::string_view> names;
  for (const ClaimTheme& theme : claim_themes()) {
    EXPECT_FALSE(theme.title.empty());
    EXPECT_FALSE(theme.claims.empty()) << theme.title;
    for (const Claim& one : theme.claims) names.push_back(one.name);
  }
  ASSERT_EQ(names.size(), claims().size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(names[i], claims()[i].name);
}

TEST(Claims, CasesHaveVerdictsOfTheirOwn) {
  using enum Verdict;
  EXPECT_THAT(run(claim("relu-irreversible")).cases, ::testing::ElementsAre(no, yes));
  EXPECT_THAT(run(claim("divisible")).cases, ::testing::ElementsAre(yes, no));
  EXPECT_THAT(run(claim("padding-adds")).cases, ::testing::ElementsAre(yes, no));
  EXPECT_THAT(run(claim("same-keeps-size")).cases, ::testing::ElementsAre(yes, no));
  EXPECT_THAT(run(claim("reads-every-pixel")).cases, ::testing::ElementsAre(yes, no));
  EXPECT_THAT(run(claim("transposed-padding")).cases, ::testing::ElementsAre(yes, no, no));
  EXPECT_THAT(run(claim("five-from-three")).cases, ::testing::ElementsAre(no, no, yes, yes));
  EXPECT_THAT(run(claim("cancel")).cases, ::testing::IsEmpty());
  for (const Claim& one : claims()) {
    if (!one.cases) continue;
    const ClaimResult result = run(one);
    ASSERT_EQ(result.cases.size(), one.scenarios.size()) << one.name;
    Values holds;
    for (const Verdict verdict : result.cases) {
      EXPECT_NE(verdict, depends) << one.name;
      holds.push_back(verdict == yes);
    }
    EXPECT_EQ(verdict_of(holds), result.verdict) << one.name;
  }
}

TEST(Claims, ListsKnowTheirRows) {
  const Evidence evidence = run(claim("transposes-kernel")).evidence;
  std::vector<std::pair<std::string, Index>> columns;
  for (const Evidence::Item& item : evidence.items())
    if (item.is_list) columns.emplace_back(item.name, item.columns);
  EXPECT_THAT(columns, ::testing::ElementsAre(::testing::Pair("kernel", 2), ::testing::Pair("output", 4)));
}

TEST(Claims, RefuseExperimentsThatMakeNoSense) {
  expect_error([] { claim("nonsense"); },
               "claim: 'nonsense' is not known (a name that convscope claims lists)");
  expect_error([] { result_of("cancel", {"tconv 5 k3"}); },
               "claim: 'cancel' is about the other operator (a conv)");
  expect_error([] { result_of("divisible", {"tconv 5 k3"}); }, "claim: 1 scenarios for 'divisible' (2)");
  expect_error([] { result_of("transposes-kernel", {"tconv 3 k3"}); },
               "claim: a kernel is transposed in two dimensions (a square kernel)");
  expect_error([] { result_of("inverse", {"conv 60x60 k3"}); },
               "claim: the matrix is too large to find its rank (a smaller input)");
  expect_error([] { result_of("inserts-zeros", {"tconv 4 k3 s2 c2>2 g2"}); },
               "claim: the direct form is shown of a plain transposed convolution (one group, border=zeros)");
  expect_error(
      [] {
        result_of("stacking", {"tconv 4 k2 s3", "conv 9 k2"});
      },
      "claim: some pixels get nothing (a kernel no smaller than the stride)");
  expect_error(
      [] { result_of("deconvolution", {"conv 6 k3 p1 border=circular"}); },
      "w: the kernel removes frequency 2 of 6, so its input is lost (a kernel or a size for which no "
      "frequency vanishes)");
  expect_error([] { result_of("gradient", {"conv 100x100 k3"}); },
               "claim: 10000 cells are more than an experiment needs (at most 4096)");
  expect_error([] { result_of("gradient", {"conv 60x60 k9"}); },
               "claim: 219024 products are more than an experiment needs (at most 200000)");
  expect_error([] { result_of("keras-is-pytorch", {"tconv 4 k3 s2"}); },
               "claim: the two sizes differ (one axis, and an output of input × stride cells)");
}

TEST(Verdicts, OfSeveralCases) {
  EXPECT_EQ(verdict_of(Values{1, 1}), Verdict::yes);
  EXPECT_EQ(verdict_of(Values{0, 0}), Verdict::no);
  EXPECT_EQ(verdict_of(Values{1, 0}), Verdict::depends);
}

}  // namespace
}  // namespace convscope
