// A field's value as a panel says it.
#include "app/widgets/field_text.hpp"

#include <gtest/gtest.h>

#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

std::string shown(const Scenario& scenario) {
  return shown_value(scenario, field("output-padding"));
}

TEST(FieldText, OutputPaddingThatIsNotGivenIsSaid) {
  EXPECT_EQ(shown(parse_spec("tconv 3x3 k2")), "0");
  EXPECT_EQ(shown(parse_spec("tconv 3x3 k3 s2 op1")), "1");
  Scenario keras = parse_spec("tconv 3x3 k3 s2");
  keras.layer.dialect = Dialect::keras;
  EXPECT_EQ(shown(keras), "none") << "0 would be another size";
  keras.layer.output_padding = {0};
  EXPECT_EQ(shown(keras), "0");
}

}  // namespace
}  // namespace convscope
