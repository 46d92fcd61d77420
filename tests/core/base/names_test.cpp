// Choices by name, and what is said about a name that none has.
#include "core/base/names.hpp"

#include <gtest/gtest.h>

#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::expect_error;

enum class Meal { soup, roast, cake };
constexpr Names<Meal, 3> kMeals{"meal", {"soup", "roast", "cake"}};

struct Row {
  std::string name;
  int value;
};
const std::vector<Row> kRows{{"one", 1}, {"two", 2}};

TEST(Names, AreFoundAndNamed) {
  EXPECT_EQ(kMeals[Meal::roast], "roast");
  EXPECT_EQ(kMeals.find("cake"), Meal::cake);
  EXPECT_EQ(kMeals.find("Cake"), std::nullopt);
  EXPECT_EQ(kMeals.parse("soup"), Meal::soup);
  EXPECT_EQ(row_named(kRows, "two", "row").value, 2);
  EXPECT_EQ(find_row(kRows, "three"), nullptr);
}

TEST(Names, AnUnknownOneIsToldWhichThereAre) {
  expect_error([] { kMeals.parse("tea"); }, "meal: 'tea' is not known (soup, roast or cake)");
  expect_error([] { row_named(kRows, "three", "row"); }, "row: 'three' is not known (one, two)");
}

TEST(Names, AreListedAsSentencesDo) {
  const std::string_view names[] = {"a", "b", "c"};
  EXPECT_EQ(listed(names, Listing::with_or), "a, b or c");
  EXPECT_EQ(listed(names, Listing::commas), "a, b, c");
  EXPECT_EQ(listed(std::span(names).first(1), Listing::with_or), "a");
  EXPECT_EQ(listed({}, Listing::commas), "");
}

}  // namespace
}  // namespace convscope
