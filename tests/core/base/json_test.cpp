// JSON from outside is bounded: as deep as allowed is read, one deeper is refused with a sentence.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/scenario/json.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, IsReadToItsDepthAndNoDeeper) {
  EXPECT_NO_THROW(json_from(nested(kDeepestJson), "file"));
  EXPECT_THAT([] { json_from(nested(kDeepestJson + 1), "file"); },
              ThrowsMessage<Error>("file: is nested too deep (lists and objects 64 deep at most)"));
  std::string wide = "[";
  for (int i = 0; i < 1000; ++i) wide += "[],";
  EXPECT_NO_THROW(json_from(wide + "[]]", "file")) << "side by side is not deep";
}

TEST(Json, BracketsWithinTextsAreNotDepth) {
  const std::string text = "\"" + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\"";
  EXPECT_NO_THROW(json_from("[" + text + "]", "file"));
  EXPECT_THROW(json_from("[\"\\\\\"" + nested(100) + "]", "file"), Error) << "a text that ends behind \\\\";
}

TEST(Json, WhatIsBrokenIsNotDeep) {
  for (const std::string& text :
       {std::string("[1,"), std::string(100000, ']'), std::string("\""), std::string(), std::string("1e999")})
    EXPECT_TRUE(json_from(text, "file").is_discarded()) << text.substr(0, 9);
}

TEST(Json, SaysWhereItStopped) {
  std::size_t at = 0;
  EXPECT_TRUE(json_from("{\"a\": 1,\n\"b\" 2}", "file", &at).is_discarded());
  EXPECT_EQ(at, 14);
  EXPECT_TRUE(json_from("[1,\n1e999]", "file", &at).is_discarded());
  EXPECT_EQ(at, 0) << "not known, so no line is named";
}

TEST(Json, IsWrittenOnOneLineOrInManyAndAlwaysAsUtf8) {
  EXPECT_EQ(json_text({{"b", 1}, {"a", {1, 2}}}), R"({"b":1,"a":[1,2]})");
  EXPECT_EQ(json_text({{"b", 1}}, 2), "{\n  \"b\": 1\n}");
  EXPECT_EQ(json_text("a\xff"), "\"a\xef\xbf\xbd\"");
  EXPECT_THROW(json_text("a\xff", -1, Json::error_handler_t::strict), Json::type_error);
}

TEST(Json, ScenariosAndNetworksAreBounded) {
  const std::string deep = R"({"convscope":1,"operator":)" + nested(100000) + "}";
  EXPECT_THAT([&] { scenario_from_json(deep); },
              ThrowsMessage<Error>(HasSubstr("scenario: is nested too deep")));
  EXPECT_THAT([&] { chain_from_json(deep); }, ThrowsMessage<Error>(HasSubstr("network: is nested too deep")));
}

TEST(Json, AFilesNameThatIsNoTextIsSaid) {
  Scenario scenario;
  scenario.input = {Source::Kind::file, "/tmp/\xff.npy", 0, {}};
  EXPECT_THAT([&] { to_json(scenario); }, ThrowsMessage<Error>(HasSubstr("not UTF-8")));
}

}  // namespace
}  // namespace convscope
