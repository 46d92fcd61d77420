// Sentences that lose whole clauses.
#include "app/views/clauses.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

TEST(Clauses, AreKeptFromTheBeginningAsFarAsThereIsRoom) {
  const std::string_view words = "one, two; three: four";
  const auto within = [&](std::string_view room) {
    return clauses_within(words, Font::text, 16, text_width(Font::text, 16, room));
  };
  EXPECT_EQ(within(words), words);
  EXPECT_EQ(within("one, two; three and"), "one, two; three");
  EXPECT_EQ(within("one, two; t"), "one, two");
  EXPECT_EQ(within("one"), "one");
  EXPECT_EQ(within("on"), "");
  EXPECT_EQ(clauses_within("", Font::text, 16, 0), "");
}

}  // namespace
}  // namespace convscope
