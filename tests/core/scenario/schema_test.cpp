// assets/scenario.schema.json says what the program does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;

Json schema() {
  std::ifstream in(testing::in_project("assets/scenario.schema.json"));
  return Json::parse(in);
}

TEST(ScenarioSchema, HasTheFieldsOfTheTable) {
  std::set<std::string> known = {"convscope"};
  for (const Field& f : fields()) known.emplace(f.key);
  for (const std::string_view key : stage_keys()) known.emplace(key);
  std::set<std::string> described;
  const Json properties = schema()["properties"];
  for (const auto& [key, value] : properties.items()) described.insert(key);
  EXPECT_EQ(described, known);
}

TEST(ScenarioSchema, HasTheChoicesAndKindsOfTheTable) {
  const Json properties = schema()["properties"];
  for (const Field& f : fields()) {
    const Json& property = properties[std::string(f.key)];
    if (f.kind == Field::Kind::choice) {
      EXPECT_EQ(property["enum"], Json(f.choices)) << f.key;
    } else {
      const char* type = f.kind == Field::Kind::numbers  ? "array"
                         : f.kind == Field::Kind::number ? "integer"
                                                         : "string";
      EXPECT_EQ(property["type"], type) << f.key;
    }
  }
}

TEST(ScenarioSchema, NamesTheVersionAndWhatIsRequired) {
  const Json page = schema();
  EXPECT_EQ(page["properties"]["convscope"]["const"], kScenarioVersion);
  EXPECT_THAT(page["required"], ElementsAre("convscope", "operator", "size", "kernel"));
  Json document = Json::parse(to_json(parse_spec("conv 5 k3")));
  for (const Json& key : page["required"]) {
    Json without = document;
    without.erase(key.get<std::string>());
    EXPECT_THROW(scenario_from_json(without.dump()), Error) << key;
  }
}

TEST(ScenarioSchema, PaddingPatternTakesWhatIsWritten) {
  const std::regex pattern(schema()["properties"]["padding"]["pattern"].get<std::string>());
  for (const char* spec :
       {"conv 5x5 k3 p1", "conv 5x5 k3 p1x2", "conv 5x5 k3 p1:2x0:1", "conv 5 k3 p-1", "conv 5 k3 psame",
        "conv 5 k3 psame-lower", "conv 5 k3 pfull", "conv 5 k3 pvalid"}) {
    const Json document = Json::parse(to_json(parse_spec(spec)));
    EXPECT_TRUE(std::regex_match(document["padding"].get<std::string>(), pattern)) << document["padding"];
  }
}

}  // namespace
}  // namespace convscope
