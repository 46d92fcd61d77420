// convscope claims: runs the claim cards.
#include "core/claims/claims.hpp"

#include <fmt/format.h>

#include <cmath>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/picture/language.hpp"
#include "core/base/names.hpp"

namespace convscope::cli {

namespace {

/// Whole numbers as such, others with six digits.
std::string short_number(double value) {
  return value == std::round(value) && std::abs(value) < 1e9 ? fmt::format("{:.0f}", value)
                                                             : fmt::format("{:.6g}", value);
}

Json evidence_json(const Evidence& evidence) {
  Json json = Json::object();
  for (const Evidence::Item& item : evidence.items())
    json[item.name] = item.is_list ? Json(item.values) : Json(item.values.front());
  return json;
}

Json to_json(const Claim& claim, const ClaimResult& result) {
  return {{"name", claim.name},
          {"claim", spoken(claim.claim)},
          {"verdict", to_string(result.verdict)},
          {"statement", spoken(claim.statement)},
          {"experiment", spoken(claim.experiment)},
          {"scenarios", claim.scenarios},
          {"evidence", evidence_json(result.evidence)}};
}

std::string claim_in_words(const Claim& claim, const ClaimResult& result, bool evidence) {
  std::string text = fmt::format("{}: {}\n  {:<8} {}\n", claim.name, spoken(claim.claim),
                                 spoken(to_string(result.verdict)), spoken(claim.statement));
  if (!evidence) return text;
  text += fmt::format("\n  {}\n", spoken(claim.experiment));
  for (std::string_view spec : claim.scenarios) text += fmt::format("    {}\n", spec);
  for (const Evidence::Item& item : result.evidence.items()) {
    std::string values;
    for (double value : item.values) values += (values.empty() ? "" : ", ") + short_number(value);
    text += fmt::format("  {} = {}\n", item.name, values);
  }
  return text;
}

}  // namespace

void claims(const Words& words) {
  Words names;
  bool json = false, quiet = false;
  Arguments arguments(
      "claims", "[NAME] [--json]",
      "Says which claims about convolution and transposed convolution are true. Each verdict\n"
      "follows from an experiment that is run now; NAME shows one with its evidence.");
  arguments.positionals(names, 1);
  arguments.flag("--json", json, "print a JSON list");
  arguments.flag("--quiet", quiet, "print no progress");
  arguments.example("convscope claims cancel");
  if (!arguments.parse(words)) return;

  std::span<const Claim> chosen = convscope::claims();
  if (!names.empty()) {
    const Claim* one = find_row(chosen, names.front());
    if (!one)
      refuse_name("claim", names.front(),
                  did_you_mean(names.front(), names_of(chosen), "a name that convscope claims lists"));
    chosen = {one, 1};
  }
  ProgressLine line("claims", quiet);
  Json list = Json::array();
  std::string text;
  for (const Claim& one : chosen) {
    const ClaimResult result = run(one);
    list.push_back(to_json(one, result));
    text += (text.empty() ? "" : "\n") + claim_in_words(one, result, !names.empty());
  }
  line.end();
  print(json ? to_text(list) : text);
}

}  // namespace convscope::cli
