// Programs over cells, with every instruction set: each operator against its definition, and several in one
// against one after another.
#include "core/ops/fast/cell_program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/ops/fast/instruction_sets.hpp"
#include "tests/core/ops/fast/plans.hpp"

namespace convscope::fast {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

class CellPrograms : public ::testing::TestWithParam<InstructionSet> {
 protected:
  void SetUp() override { force(GetParam()); }
  void TearDown() override { force_none(); }
};

std::vector<float> made(CellStep step, const std::vector<float>& x, const std::vector<float>& y) {
  std::vector<float> out(x.size());
  const std::array<CellOperand, 2> operands{{{x.data(), true}, {y.data(), y.size() > 1}}};
  CellProgram({step}).run(operands, static_cast<Index>(x.size()), out.data());
  return out;
}
float made(CellOp op, float x) {
  return made({op}, {x}, {0}).front();
}

/// Numbers of both signs with what is none of them among them; their count is no multiple of a vector.
std::vector<float> numbers(int seed) {
  std::vector<float> out;
  for (int i = 0; i < 2077; ++i) out.push_back(static_cast<float>((i * 7919 + seed) % 2003 - 1001) / 97);
  out[5] = kNone;
  out[6] = kInfinity;
  out[2070] = -kInfinity;
  out[7] = -0.0F;
  return out;
}

bool same(float a, float b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

TEST_P(CellPrograms, DoWhatTheirOperatorsSay) {
  struct Row {
    CellStep step;
    float (*right)(float x, float y);
  };
  const Row rows[] = {
      {{CellOp::add, 0, 1}, [](float x, float y) { return x + y; }},
      {{CellOp::subtract, 0, 1}, [](float x, float y) { return x - y; }},
      {{CellOp::multiply, 0, 1}, [](float x, float y) { return x * y; }},
      {{CellOp::divide, 0, 1}, [](float x, float y) { return x / y; }},
      {{CellOp::larger, 0, 1}, [](float x, float y) { return x > y || std::isnan(x) ? x : y; }},
      {{CellOp::smaller, 0, 1}, [](float x, float y) { return x < y || std::isnan(x) ? x : y; }},
      {{CellOp::prelu, 0, 1}, [](float x, float y) { return x < 0 ? x * y : x; }},
      {{CellOp::relu}, [](float x, float) { return x > 0 || std::isnan(x) ? x : 0.0F; }},
      {{CellOp::leaky, 0, 0, 0.25F}, [](float x, float) { return x < 0 ? 0.25F * x : x; }},
      {{CellOp::clamp, 0, 0, -1, 2}, [](float x, float) { return std::min(std::max(x, -1.0F), 2.0F); }},
      {{CellOp::hard_sigmoid, 0, 0, 0.25F, 0.5F},
       [](float x, float) { return std::clamp(0.25F * x + 0.5F, 0.0F, 1.0F); }},
      {{CellOp::hard_swish}, [](float x, float) { return x * std::clamp(x / 6 + 0.5F, 0.0F, 1.0F); }},
      {{CellOp::sqrt}, [](float x, float) { return std::sqrt(x); }},
      {{CellOp::abs}, [](float x, float) { return std::abs(x); }},
      {{CellOp::negate}, [](float x, float) { return -x; }},
      {{CellOp::floor}, [](float x, float) { return std::floor(x); }},
      {{CellOp::ceil}, [](float x, float) { return std::ceil(x); }},
  };
  const std::vector<float> x = numbers(1), y = numbers(500);
  for (const Row& row : rows)
    for (const std::vector<float>& other : {y, std::vector<float>{0.75F}}) {
      const std::vector<float> out = made(row.step, x, other);
      for (std::size_t i = 0; i < x.size(); ++i)
        ASSERT_PRED2(same, out[i], row.right(x[i], other.size() > 1 ? other[i] : other[0]))
            << static_cast<int>(row.step.op) << " of " << x[i];
    }
}

TEST_P(CellPrograms, HaveTheCurvesOfTheStandardLibrary) {
  std::vector<float> x;
  for (int i = -86000; i <= 88700; ++i) x.push_back(static_cast<float>(i) / 1000);
  const auto exps = made({CellOp::exp}, x, {0}), tanhs = made({CellOp::tanh}, x, {0}),
             sigmoids = made({CellOp::sigmoid}, x, {0});
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto at = static_cast<double>(x[i]);
    ASSERT_NEAR(static_cast<double>(exps[i]) / std::exp(at), 1, 3e-7) << x[i];
    ASSERT_NEAR(static_cast<double>(tanhs[i]), std::tanh(at), 3e-7) << x[i];
    ASSERT_NEAR(static_cast<double>(sigmoids[i]), 1 / (1 + std::exp(-at)), 3e-7) << x[i];
  }
}

TEST_P(CellPrograms, ShowWhatIsTooLargeAndWhatIsNoNumber) {
  EXPECT_EQ(made(CellOp::exp, 88.8F), kInfinity);
  EXPECT_EQ(made(CellOp::exp, kInfinity), kInfinity);
  EXPECT_EQ(made(CellOp::exp, -kInfinity), 0);
  EXPECT_EQ(made(CellOp::tanh, kInfinity), 1);
  EXPECT_EQ(made(CellOp::tanh, -1000), -1);
  EXPECT_EQ(made(CellOp::sigmoid, -kInfinity), 0);
  EXPECT_EQ(made(CellOp::sigmoid, kInfinity), 1);
  for (const CellOp op : {CellOp::exp, CellOp::tanh, CellOp::sigmoid})
    EXPECT_TRUE(std::isnan(made(op, kNone)));
}

TEST_P(CellPrograms, AreTheirStepsOneAfterAnother) {
  const std::vector<float> x = numbers(1), y = numbers(500), half{0.5F};
  const auto sum = made({CellOp::add, 0, 1}, x, y), curve = made({CellOp::sigmoid}, sum, half),
             product = made({CellOp::multiply, 0, 1}, curve, x),
             scaled = made({CellOp::multiply, 0, 1}, product, half),
             right = made({CellOp::subtract, 0, 1}, sum, scaled);
  std::vector<float> out = x;  // in place
  const std::array<CellOperand, 3> operands{{{out.data(), true}, {y.data(), true}, {half.data(), false}}};
  CellProgram({{CellOp::add, 0, 1},
               {CellOp::sigmoid, ~0},
               {CellOp::multiply, ~1, 0},
               {CellOp::multiply, 2, ~2},
               {CellOp::subtract, ~0, ~3}})
      .run(operands, static_cast<Index>(x.size()), out.data());
  for (std::size_t i = 0; i < x.size(); ++i) ASSERT_PRED2(same, out[i], right[i]) << i;
}

INSTANTIATE_TEST_SUITE_P(On, CellPrograms, ::testing::ValuesIn(instruction_sets()), testing::name_of_set);

}  // namespace
}  // namespace convscope::fast
