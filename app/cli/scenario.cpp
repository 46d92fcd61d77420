// convscope scenario: writes a scenario file.
#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/what.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::cli {

void scenario(const Words& words) {
  Words what;
  std::string output;
  bool json = false, quiet = false;
  Arguments arguments("scenario", "WHAT -o FILE.json", fmt::format("Writes a scenario file. {}", kWhatHelp));
  arguments.positionals(what, kWhatWords);
  arguments.option("-o,--output", output, "FILE.json", "the scenario as a versioned JSON document");
  arguments.flag("--json", json, "print the spec line and the file's name as JSON");
  arguments.flag("--quiet", quiet, "print nothing");
  arguments.example("convscope scenario \"tconv 4x4 k3 s2 p1 op1 in=ramp w=box\" -o upsample.json");
  if (!arguments.parse(words)) return;
  const std::string text = joined_what(what);
  arguments.require("--output", output);

  ProgressLine line("scenario", quiet);
  const Scenario value = scenario_named(text);
  const Derived checked(value);  // a file that could not be opened again is of no use
  PendingFile file(output);
  file.write(to_json(value, is_lesson(text) ? ScenarioStage{} : stage_from_what(text)));
  finish({&file, 1}, line,
         json    ? to_text(Json{{"scenario", spec_line(value)}, {"file", output}})
         : quiet ? ""
                 : fmt::format("{}: {}\n", output, spec_line(value)));
}

}  // namespace convscope::cli
