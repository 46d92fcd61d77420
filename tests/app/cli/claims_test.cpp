// convscope claims.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "core/claims/claims.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using testing::run;

TEST(ClaimsCommand, PrintsAListOfAll) {
  const ProgramRun outcome = run("claims --json");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const Json list = Json::parse(outcome.out, nullptr, false);
  ASSERT_EQ(list.size(), claims().size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Claim& claim = claims()[i];
    EXPECT_EQ(list[i]["name"], claim.name);
    EXPECT_EQ(list[i]["claim"], claim.claim);
    EXPECT_EQ(list[i]["statement"], claim.statement);
    EXPECT_EQ(list[i]["verdict"], to_string(run(claim).verdict));
    EXPECT_FALSE(list[i]["evidence"].empty());
    for (const Json& value : list[i]["evidence"]) EXPECT_TRUE(value.is_number() || value.is_array());
  }
}

TEST(ClaimsCommand, ShowsOneWithItsEvidence) {
  const ProgramRun outcome = run("claims mirrored-kernel");
  EXPECT_THAT(outcome.out, HasSubstr("mirrored-kernel: With matching padding"));
  EXPECT_THAT(outcome.out, HasSubstr("false"));
  EXPECT_THAT(outcome.out, HasSubstr("returned = -2, -2, 0, 2, 2"));
  EXPECT_THAT(outcome.out, HasSubstr("adjoint_x_mirrored_y = 38"));
  const Json one = Json::parse(run("claims dense --json").out, nullptr, false);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0]["evidence"]["nonzeros"], Json::parse("[36,144,8100]"));
}

TEST(ClaimsCommand, RefusesInOneLine) {
  ProgramRun outcome = run("claims dens");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "convscope: claim: 'dens' is not known (did you mean dense?)\n");
  outcome = run("claims dense cancel");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
}

}  // namespace
}  // namespace convscope
