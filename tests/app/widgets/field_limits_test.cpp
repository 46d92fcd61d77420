// How far sliders reach, against what the geometry then accepts.
#include "app/widgets/field_limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

bool works(const Scenario& scenario, const Field& field, Index value) {
  try {
    const Derived derived(with_field(scenario, field.key, uniform_text(scenario, field, value)));
    return true;
  } catch (const Error&) {
    return false;
  }
}

TEST(FieldLimits, HoldWhatWorksAndNothingElse) {
  for (const char* spec : {"tconv 3x3 k3 s2 p1 op1 w=bilinear", "conv 5 k3", "conv 6x7 k3x2 s2x1 psame",
                           "tconv 4 k5 s3 p2 w=ones", "conv 8x8 k3 p1 w=sobel-x border=reflect"}) {
    const Scenario scenario = parse_spec(spec);
    for (const std::string_view key : {"size", "kernel", "stride", "padding", "dilation", "output-padding"}) {
      const Field& field = convscope::field(key);
      if (field.transposed_only && !scenario.transposed()) continue;
      const FieldLimits limits = limits_of(scenario, field);
      SCOPED_TRACE(std::string(spec) + " " + std::string(key));
      for (Index v = limits.least; v <= limits.most; ++v)
        EXPECT_TRUE(v == first_number(scenario, field) || works(scenario, field, v)) << v;
      if (limits.most < field.most) {
        EXPECT_FALSE(works(scenario, field, limits.most + 1));
        EXPECT_FALSE(limits.above.empty());
      }
      if (limits.least > field.least) {
        EXPECT_FALSE(works(scenario, field, limits.least - 1));
        EXPECT_FALSE(limits.below.empty());
      }
    }
  }
}

TEST(FieldLimits, SayWhyNotFurther) {
  const Scenario scenario = parse_spec("tconv 3x3 k3 s2 p1 op1");
  const FieldLimits limits = limits_of(scenario, field("output-padding"));
  EXPECT_EQ(limits.most, 1);
  EXPECT_THAT(limits.above, HasSubstr("output-padding"));
}

TEST(FieldLimits, AKernelPatternWithOneSizeHoldsTheSlider) {
  const FieldLimits limits = limits_of(parse_spec("conv 8x8 k3 w=sobel-x"), field("kernel"));
  EXPECT_EQ(limits.least, 3);
  EXPECT_EQ(limits.most, 3);
  EXPECT_THAT(limits.above, HasSubstr("sobel-x"));
}

}  // namespace
}  // namespace convscope
