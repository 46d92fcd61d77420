// convscope code: the scenario as a script for a framework.
#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/what.hpp"
#include "app/export/script.hpp"
#include "core/base/names.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::cli {

void code(const Words& words) {
  Words what;
  std::string framework, output;
  bool json = false, quiet = false;
  Arguments arguments(
      "code", "WHAT --framework NAME [-o FILE.py]",
      fmt::format("Writes a script that computes the scenario in another framework, forward and backward,\n"
                  "with the same numbers. {}",
                  kWhatHelp));
  arguments.positionals(what, kWhatWords);
  arguments.option("--framework", framework, "NAME", listed(names_of(frameworks()), Listing::with_or));
  arguments.option("-o,--output", output, "FILE.py", "write it there instead of printing it");
  arguments.flag("--json", json, "print framework, scenario and code as JSON");
  arguments.flag("--quiet", quiet, "print no progress");
  arguments.example("convscope code \"tconv 4x4 k3 s2 p1 op1\" --framework pytorch -o layer.py");
  if (!arguments.parse(words)) return;
  const std::string text = joined_what(what);
  arguments.require("--framework", framework);
  const Framework chosen = usage([&] { return framework_named(framework); });

  const Scenario scenario = scenario_named(text);
  const std::string script = spoken_script(Derived(scenario), chosen);
  const Json document{{"framework", framework}, {"scenario", spec_line(scenario)}, {"code", script}};
  if (output.empty()) return print(json ? to_text(document) : script);
  ProgressLine line("code", quiet);
  PendingFile file(output);
  file.write(script);
  finish({&file, 1}, line,
         json ? to_text(Json{{"framework", framework}, {"scenario", spec_line(scenario)}, {"file", output}})
         : quiet ? ""
                 : fmt::format("{}\n", output));
}

}  // namespace convscope::cli
