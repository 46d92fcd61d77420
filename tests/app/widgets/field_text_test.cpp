// A field's value as a panel says it.
#include "app/widgets/field_text.hpp"

#include <gtest/gtest.h>

#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

std::string shown(const char* spec, Dialect dialect = Dialect::pytorch) {
  Scenario scenario = parse_spec(spec);
  scenario.layer.dialect = dialect;
  return shown_value(scenario, field("output-padding"));
}

TEST(FieldText, OutputPaddingThatIsNotGivenIsSaid) {
  EXPECT_EQ(shown("tconv 3x3 k2"), "0");
  EXPECT_EQ(shown("tconv 3x3 k3 s2 op1"), "1");
  EXPECT_EQ(shown("tconv 3x3 k3 s2", Dialect::keras), "none") << "0 would be another size";
  EXPECT_EQ(shown("tconv 3x3 k3 s2 op0", Dialect::keras), "0");
}

}  // namespace
}  // namespace convscope
