// The random user itself: what its seed promises, and that it reaches everything.
#include "tests/monkey/random_user.hpp"

#include <gtest/gtest.h>

#include <set>

#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {
namespace {

TEST(RandomUser, DoesTheSameForTheSameSeed) {
  RandomUser one(7, {"a"}), same(7, {"a"}), other(8, {"a"});
  int unlike = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string line = one.next();
    EXPECT_EQ(line, same.next());
    unlike += line != other.next();
  }
  EXPECT_GT(unlike, 150);
}

TEST(RandomUser, UsesEveryCommandAndSaysThemReadably) {
  RandomUser user(1, {"a.png", "b c"});
  std::set<std::string> used;
  for (int i = 0; i < 40000; ++i) {
    const std::string line = user.next();
    ASSERT_NO_THROW(parse_commands(line)) << line;
    used.insert(line.substr(0, line.find(' ')));
  }
  for (const Command& each : commands())
    if (each.name != "quit" && each.name != "wait") {
      EXPECT_TRUE(used.contains(std::string(each.name))) << each.name;
    }
  EXPECT_TRUE(used.contains("!size"));
  EXPECT_TRUE(used.contains("!drop"));
}

TEST(RandomUser, DoesSeveralThingsBeforeAFrame) {
  RandomUser user(1, {"a.png", "b; c"});
  std::size_t events = 0;
  for (int frame = 0; frame < 1000; ++frame) events += parse_commands(user.next_frame()).size();
  EXPECT_NEAR(static_cast<double>(events), 2000, 200);
}

}  // namespace
}  // namespace convscope
